"""Which of a talk's speakers asks, where no label says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

OPENING = 6000
"""Characters from the beginning in which those who talk are introduced."""
_GREETING = 600
"""Characters of a turn in which somebody welcomes or is welcomed."""
_HOSTING = r"moderat(?:or|ors|ed|ing|es)|hosts?|hosted|interview(?:er|ed by)"
_WELCOMES = re.compile(
    r"\bwelcome (?:back )?to\b|\bmy guests?\b|\bto have you (?:back |here )?on\b"
    r"|\bour (?:guests?|listeners)\b"
    r"|\bjoin(?:s|ed|ing) (?:me|us|by)\b"
    r"|\bwith me (?:now |today |tonight |here |in the studio )*(?:is|are)\b|\b(?:be|come) right back\b"
    r"|\bstay with us\b|\byou['’]re listening to\b|\bafter (?:a short|the|this) break\b"
    r"|\bthanks? (?:you )?(?:so much |very much )?for (?:joining|coming|your time"
    r"|being (?:here|with|on)|taking the time|(?:talk|speak)ing (?:to|with))\b",
    re.IGNORECASE,
)
_IS_WELCOMED = re.compile(
    r"\bfor having (?:me|us)\b"
    r"|\b(?:good|great|nice|glad|happy|honou?r(?:ed)?|thrilled|pleasure|pleased)"
    r" to be (?:here|on|back|with you)\b"
    r"|\bthanks? (?:you )?for inviting\b",
    re.IGNORECASE,
)


def who_asks(said: Sequence[tuple[str, str]], text: str, credit_line: str) -> list[str]:
    """Those who ask among `(who, first words)` of each turn.

    It is the writer, the outlet, whoever is introduced as the host, or whoever mostly asks and says less;
    else the one who welcomes; else of two the one with whom the talk is not announced.
    """
    turns: dict[str, int] = {}
    words: dict[str, int] = {}
    questions: dict[str, int] = {}
    welcomes: dict[str, int] = {}
    for who, opening in said:
        turns[who] = turns.get(who, 0) + 1
        words[who] = words.get(who, 0) + len(opening.split())
        questions[who] = questions.get(who, 0) + ("?" in opening[-160:])
        welcomes[who] = (
            welcomes.get(who, 0)
            + (_WELCOMES.search(opening[:_GREETING]) is not None)
            - 2 * (_IS_WELCOMED.search(opening[:_GREETING]) is not None)
        )
    if len(turns) < 2:
        return []
    total = sum(words.values()) or 1
    rate = {who: questions[who] / turns[who] for who in turns}
    askers = [
        who
        for who in turns
        if (credit_line.strip() and who.lower() in credit_line)
        or _is_introduced_as_host(who, text)
        or (rate[who] >= 0.5 and words[who] / total < 0.5)
        or (rate[who] >= 0.8 and all(rate[other] <= 0.2 for other in turns if other != who))
    ]
    if len(askers) == len(turns):
        askers = []
    if len(turns) > 2:
        askers = [who for who in askers if turns[who] >= 2 or who.lower() in credit_line]
    if not askers:
        askers = [who for who in turns if welcomes[who] > 0 and turns[who] >= 2]
        askers = askers if len(askers) == 1 else []
    if not askers and len(turns) == 2:
        askers = [who for who in turns if all(_is_guest(o, text) != (o == who) for o in turns)]
    if not askers and len(turns) == 2:
        asking, answering = sorted(turns, key=lambda who: -rate[who])
        if rate[asking] >= 0.25 and rate[asking] >= 3 * rate[answering] and words[asking] < words[answering]:
            askers = [asking]
    return askers


def _is_introduced_as_host(name: str, text: str) -> bool:
    """`The moderator was Elaine Burke.` · `I'm Elaine Burke, and I will be your moderator.`"""
    last = re.escape(name.rsplit(maxsplit=1)[-1])
    pattern = rf"\b(?:{_HOSTING})\b[^.\n]{{0,40}}\b{last}\b|\b{last}\b[^.\n]{{0,70}}\b(?:{_HOSTING})\b"
    return re.search(pattern, text[:OPENING], re.IGNORECASE) is not None


def _is_guest(name: str, text: str) -> bool:
    """`An interview with the baker Ana Ruiz`"""
    last = re.escape(name.rsplit(maxsplit=1)[-1])
    with_whom = r"\b(?:interview|conversation|Q&A|questions|talk|Gespräch|entretien) (?:with|for|mit|avec)\b"
    return re.search(rf"{with_whom}[^.\n]{{0,60}}\b{last}\b", text[:OPENING], re.IGNORECASE) is not None

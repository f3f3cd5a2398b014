"""How interviews and transcripts label who speaks: one rule a style, in a visible order.

A label is only a proposal: `Note:` and `Step two:` look alike.  `turns` decides from all labels
of the article together whether they are speakers'.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from narrator.people.headings.read import NAME, SINGLE_NAME, TITLE
from narrator.people.lexicon import words


class LabelKind(StrEnum):
    QUESTION = "question"
    """`Q:`, `Interviewer:`, `HOST:`: whoever asks, without a name."""
    ANSWER = "answer"
    """`A:`: whoever answers, without a name."""
    NAME = "name"
    """`Ana Ruiz (baker):`, `RUIZ:`, `AR:`"""


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a passage.  Offsets are into that passage's text."""

    name: str
    """The speaker as written, in single spaces, without role, bracket or colon: `Ana Ruiz`."""
    kind: LabelKind
    end: int
    """Where the spoken words begin; the passage's length for a label on a line of its own."""
    role: str | None = None
    name_start: int = 0


_PREFIX = r"(?:[\s*_>•–—-]*)(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?[\])]?[\s–—-]*)?[*_]{0,2}\[?"
# Possessive, so that a row of a thousand spaces is parted in one way and not in a million.
_CLOSED = r"(?:[*_]{2}+(?=\w)|(?:[ \t\xa0]*+[*_]{1,2}+)?(?:\s++|$))"
_MARK = rf"\]?[ \t\xa0]*+[*_]{{0,2}}+[ \t\xa0]*+(?:[::.]|[–—](?=\s)){_CLOSED}"
_COLON = rf"\]?[ \t\xa0]*+[*_]{{0,2}}+[ \t\xa0]*+[::]{_CLOSED}"
_ROLE = (
    r"(?:[ \t\xa0]*(?:\((?P<role>[^()\n]{1,160})\)|\[(?P<role2>[^\[\]\n]{1,160})\]"
    r"|, ?(?P<role3>[^:\n]{1,90})))?"
)
_ASKERS = (
    r"(?:the )?(?:interviewer|host|moderator|question|questioner|reporter|announcer|anchor"
    r"|audience(?: member| question)?|chair|frage|moderation|interviewerin|journalist|intervieweur|presenter)"
)
_ANSWERERS = r"(?:the )?(?:answer|interviewee|antwort|réponse|response|respondent|guest)"

_Q = re.compile(rf"^{_PREFIX}(?P<name>[QF]\d{{0,2}})(?:{_MARK}|\)[ \t]+)")
_SPACED_Q = re.compile(r"^(?P<name>Q)(?:[ \xa0]{2,}+|\t)[ \t\xa0]*+(?=\S)")
_A = re.compile(rf"^{_PREFIX}(?P<name>[AR]\d{{0,2}})(?:{_MARK}|\)[ \t]+)")
_ASKER = re.compile(rf"^{_PREFIX}(?P<name>{_ASKERS}(?: ?#?\d)?){_ROLE}{_COLON}", re.IGNORECASE)
_ANSWERER = re.compile(rf"^{_PREFIX}(?P<name>{_ANSWERERS}(?: ?#?\d)?){_COLON}", re.IGNORECASE)
_SHOUT = r"(?:\d{1,2}(?=[A-Z]))?[^\W\d_a-zß-öø-ÿ](?:[^\W_a-zß-öø-ÿ]|[.'’-])*"
_CAPITALS = re.compile(
    rf"^{_PREFIX}(?P<name>{_SHOUT}(?:[ \t\xa0]+(?:{_SHOUT}|#?\d|\"[^\"\n]+\")){{0,5}}){_ROLE}{_COLON}"
)
_NAMED = re.compile(rf"^{_PREFIX}(?P<name>{TITLE}?(?:{NAME}|{SINGLE_NAME})){_ROLE}{_COLON}")


def _label(match: re.Match[str] | None, kind: LabelKind) -> Label | None:
    if match is None:
        return None
    groups = match.groupdict()
    role = groups.get("role") or groups.get("role2") or groups.get("role3")
    name = " ".join(match["name"].split())
    return Label(name, kind, match.end(), role.strip() if role else None, match.start("name"))


def question_letter(text: str) -> Label | None:
    """`Q: Why?` · `Q. Why?` · `Q1: Why?` · `F: Warum?`"""
    return _label(_Q.match(text), LabelKind.QUESTION)


def spaced_question(text: str) -> Label | None:
    """`Q    Why?`, as official transcripts set it"""
    return _label(_SPACED_Q.match(text), LabelKind.QUESTION)


def answer_letter(text: str) -> Label | None:
    """`A: Because.` · `R : Parce que.`"""
    return _label(_A.match(text), LabelKind.ANSWER)


def asker_word(text: str) -> Label | None:
    """`Interviewer: Why?` · `HOST: Welcome.` · `Moderator (from the hall): Next.`"""
    return _label(_ASKER.match(text), LabelKind.QUESTION)


def answerer_word(text: str) -> Label | None:
    """`Answer: Because.`"""
    return _label(_ANSWERER.match(text), LabelKind.ANSWER)


def name_in_capitals(text: str) -> Label | None:
    """`RUIZ: Yes.` · `ANA RUIZ, BYLINE: Yes.` · `AR: Yes.` · `5FM: Why?`"""
    return _label(_CAPITALS.match(text), LabelKind.NAME)


def name_and_role(text: str) -> Label | None:
    """`Ana Ruiz (Leeds): Yes.` · `Ruiz: Yes.` · `Ana Ruiz, baker: Yes.`"""
    return _label(_NAMED.match(text), LabelKind.NAME)


LABEL_RULES: tuple[Callable[[str], Label | None], ...] = (
    question_letter,
    spaced_question,
    answer_letter,
    asker_word,
    answerer_word,
    name_in_capitals,
    name_and_role,
)
_HEAD = 260


def read_label(text: str) -> Label | None:
    """The label that a passage opens with, by the first rule that answers."""
    head = text[:_HEAD].split("\n", 1)[0]
    if len(head) < len(text):
        head += "\n"
    for rule in LABEL_RULES:
        label = rule(head)
        if label is not None:
            if (
                label.name.lower().split()[0].strip(".'’") in words("not_speakers")
                and label.kind is LabelKind.NAME
            ):
                return None
            return label
    return None


_STAGE = re.compile(r"[(\[][^()\[\]]{1,80}[)\]][.!]?")


def is_stage_direction(words: str) -> bool:
    """`(APPLAUSE)` · `[Laughter.]`: neither a heading nor anybody's words."""
    return _STAGE.fullmatch(words) is not None


_NAME_LINE = re.compile(
    rf"^{_PREFIX}(?P<name>{TITLE}?(?:{NAME}|{SINGLE_NAME})|[A-Z][A-Z .'’-]{{2,40}}|[QA])"
    r"(?:[ \t\xa0]*(?:\((?P<role>[^()\n]{1,160})\)|, (?P<role2>[^:\n.?!]{1,90})))?"
    r"(?:[ \t\xa0]+[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?)?[ \t\xa0]*[*_]{0,2}$"
)


def read_name_line(text: str) -> Label | None:
    """A passage that is nothing but a name, as some talks set the label: `Ana Ruiz` · `Ana Ruiz  0:02`"""
    match = _NAME_LINE.match(text) if len(text) <= 200 else None
    if match is None or match["name"].lower() in words("not_speakers"):
        return None
    kind = {"Q": LabelKind.QUESTION, "A": LabelKind.ANSWER}.get(match["name"], LabelKind.NAME)
    role = match["role"] or match["role2"]
    return Label(" ".join(match["name"].split()), kind, len(text), role, match.start("name"))

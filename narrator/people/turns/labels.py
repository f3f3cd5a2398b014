"""How interviews and transcripts label who speaks: one rule a style, in a visible order.

A label is only a proposal: `Note:` and `Step two:` look alike.  `turns` decides from all labels
of the article together whether they are speakers'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from narrator.people.headings.read import NAME, SINGLE_NAME, TITLE
from narrator.people.lexicon import is_role, words


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
    doubtful: bool = False
    """`MARCH:` is a month unless `ANA MARCH, HOST:` has spoken."""


_PREFIX = (
    r"(?:[\s*_>•–—-]*)(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?[\])]?[\s–—-]*)?[*_]{0,2}\[?"
    r"(?:Q\d{1,3}[ \t]+)?"
)
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
_SURNAME = r"(?:Ma?c|O['’]|D[eu]|La)?[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ'’-]{2,}"
_CAPITALS = re.compile(
    rf"^{_PREFIX}(?!(?:[A-Z][A-Z-]* )?BY )"
    rf"(?P<name>{_SHOUT}(?:[ \t\xa0]+(?:{_SHOUT}|#?\d|\"[^\"\n]+\")){{0,5}}){_ROLE}{_COLON}"
)
_NAMED = re.compile(rf"^{_PREFIX}(?P<name>{TITLE}?(?:{NAME}|{SINGLE_NAME})){_ROLE}{_COLON}")


_CHAIRS = r"(?:CHAIR(?:MAN|WOMAN|PERSON)?|PRESIDING OFFICER|PRESIDENT|SPEAKER|WITNESS|COURT|CLERK|REPORTER)"
_RECORDED = re.compile(
    rf"^[\s_*]*(?P<name>(?:{TITLE}|Chair(?:man|woman|person|)[ \t]|Chief Justice[ \t])"
    rf"(?P<last>{_SURNAME}(?:[ \t-]{_SURNAME}){{0,2}})"
    rf"|[Tt]he {_CHAIRS})(?: of [A-Z][a-z]+(?: [A-Z][a-z]+)?)?(?: ?\([^()\n]{{1,60}}\))?\.[_*]*\s+(?=\S)"
)
_OFFICE = re.compile(
    rf"^{_PREFIX}(?P<role>The [A-Z][^\W\d_]+(?:,?[ \t](?:[A-Z][^\W\d_]+|of|for|the|and|to)){{0,12}})"
    rf"[ \t]*\((?P<name>{TITLE}?{NAME})\){_COLON}"
)


_TELLS = re.compile(
    r"\b(?:as follows|testified|deposed|said|says|writes|wrote|asked|asks|replied|added|explains?)$"
)
"""A role that ends so is the rest of a sentence: `Ana Ruiz, who was sworn, testified as follows:`"""


_TIMED = re.compile(
    rf"^{_PREFIX}(?P<name>{TITLE}?(?:{NAME}|{SINGLE_NAME}))[*_]{{0,2}}[ \t\xa0]*"
    r"[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])][*_]{0,2}\s+(?=\S)"
)


def _label(match: re.Match[str] | None, kind: LabelKind) -> Label | None:
    if match is None:
        return None
    groups = match.groupdict()
    role = groups.get("role") or groups.get("role2") or groups.get("role3")
    if _TELLS.search(groups.get("role3") or ""):
        return None
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


def recorded_name(text: str) -> Label | None:
    """`Ms. RUIZ. Yes.` · `The CHAIRMAN. Order.` · `Mr. LUND of Ohio. I do.`, as official records set it"""
    match = _RECORDED.match(text)
    chairs = match is not None and match["last"] is None and "WITNESS" not in match["name"]
    return _label(match, LabelKind.QUESTION if chairs else LabelKind.NAME)


def office_and_name(text: str) -> Label | None:
    """`The Minister for Ferries (Ana Ruiz): Yes.`"""
    return _label(_OFFICE.match(text), LabelKind.NAME)


def timed_name(text: str) -> Label | None:
    """`Ana Ruiz [00:12] Yes.`: a name and the time of the turn, without a colon"""
    return _label(_TIMED.match(text), LabelKind.NAME)


LABEL_RULES: tuple[Callable[[str], Label | None], ...] = (
    question_letter,
    spaced_question,
    answer_letter,
    asker_word,
    answerer_word,
    office_and_name,
    recorded_name,
    name_in_capitals,
    name_and_role,
    timed_name,
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
            first, *rest = (word.strip(".'’") for word in label.name.lower().split())
            if first not in words("not_speakers") or label.kind is not LabelKind.NAME:
                return label
            if label.name.isupper() and len(rest) == 1 and is_role(first) and not _is_common(rest[0]):
                return label  # DIRECTOR RUIZ:
            return replace(label, doubtful=True) if label.name.isupper() and " " not in label.name else None
    return None


def with_doubtful(labels: Mapping[int, Label]) -> dict[int, Label]:
    """Labels by their place, with those doubtful ones that are the last name of a longer label."""
    last = {name.split()[-1] for one in labels.values() if " " in (name := one.name) and not one.doubtful}
    return {at: one for at, one in labels.items() if not one.doubtful or one.name in last}


def _is_common(word: str) -> bool:
    return is_role(word) or word in words("not_speakers") or word in words("not_last_names")


_STAGE = re.compile(r"[(\[][^()\[\]]{1,80}[)\]][.!]?|[♪♫][^\n]{0,80}")


_RECORD = re.compile(
    rf"(?:(?:(?:DIRECT|CROSS|REDIRECT|RECROSS|FURTHER)[ -]?)*EXAMINATION(?: BY)?|BY)"
    rf"(?: {TITLE}[^\n.:?]{{2,40}})?[:.]?"
    r"|(?:the )?(?:end|start|beginning|begin|resumption) (?:of )?(?:the )?"
    r"(?:recording|interview|tape|side|transcript|session|part|audio|disc|cassette)\b[^\n.?!]{0,30}[.]?"
    r"|(?:tape|side|disc|cassette|part|file) (?:\d{1,2}|[AB]|one|two|three|four)"
    r"(?:,? side (?:[AB\d]|one|two))?[.:]?"
    r"|(?:the )?(?:recording|tape|interview|transcript|audio) (?:\w+ )?"
    r"(?:ends|begins|stops|stopped|paused|resumes|resumed)[.]?",
    re.IGNORECASE,
)


def is_stage_direction(words: str) -> bool:
    """`(APPLAUSE)` · `[Laughter.]` · `EXAMINATION BY MR. RUIZ:`: neither a heading nor anybody's words."""
    return _STAGE.fullmatch(words) is not None or (len(words) < 80 and _RECORD.fullmatch(words) is not None)


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

"""Letters and readers' contributions: a paragraph or more by somebody, signed at the end.

`I switched two years ago. – Ana Ruiz, Leeds` · `(Ana Ruiz, 34, baker)` · a line of its own: `— Ana Ruiz`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import BlockKind
from narrator.people.first_person import FIRST_PERSON, SINGULAR
from narrator.people.headings.read import NAME, SINGLE_NAME, TITLE
from narrator.people.lexicon import first_names, is_role, stands_in, words
from narrator.people.turns.setting import Conversation, Setting, Turn

SIGNED = "signed letter"
MIN_LETTERS = 2
"""Letters by different people before a name at a paragraph's end is a signature …"""
MOSTLY = 0.5
"""… their share of the passages from the first letter on, and the share of them that say `I` or `we` …"""
LONG = 10
"""… and no more passages each."""
_LONGEST = 140
"""Characters of a signature: `– Ana Ruiz, 34, baker, via email`"""

_ONE = rf"{TITLE}?(?:{NAME}|{SINGLE_NAME})"
_NOBODY = r"[Aa]nonymous|[Aa]non\.?|(?:[Nn]ame|[Aa]ddress) (?:withheld|supplied)(?: by request)?"
_WHO = rf"(?:(?:{_NOBODY})(?![\w’'])|(?P<name>{_ONE})(?:,? (?:and|&|und|et) {_ONE})?)[*_]{{0,3}}"
_PART = r"(?:, ?+[^,.!?:;()\n]{1,40}(?:\.(?=,))?)"
_END = r"[*_]{0,3}\.?[*_]{0,3}$"
_DASHED = re.compile(rf"[ \t\xa0\n]*[–—-]{{1,2}}[ \t\xa0]*[*_]{{0,3}}{_WHO}(?P<parts>{_PART}{{0,3}}){_END}")
_IN_BRACKETS = re.compile(rf"[ \t\xa0\n]+[*_]{{0,3}}\({_WHO}(?P<parts>{_PART}{{1,3}})\){_END}")
_BARE = re.compile(rf"[ \t\xa0\n]+[*_]{{0,3}}{_WHO}(?P<parts>{_PART}{{1,3}}){_END}")
_LINE = re.compile(rf"[*_]{{0,3}}{_WHO}(?P<parts>{_PART}{{1,4}}){_END}")
_STARTS = re.compile(
    r"(?<=[.!?…)\"”’'»*_])(?=[ \t\xa0\n]*[–—-])|(?<=[.!?…\"”’'»*_])(?=[ \t\xa0\n]+[*_(]*[^\W\d_])"
)
_SALUTATION = re.compile(r"(?:(?:Dear )?(?:Sirs?|Madam|Editor)(?: or Madam)?|Dear [^,.\n]{2,40})[,:;–—-]?")
_IN_MARKS = re.compile(r"[“\"‘'«„].*[”\"’'»“]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Signature:
    """Where a passage is signed, and by whom."""

    passage: int
    start: int
    """In the article: the words before it in the passage are the letter's."""
    name: str | None
    """None for a writer who gives no name."""
    role: str | None
    quoted: bool
    """The letter stands in quotation marks, and a dash names its speaker: as any other quotation."""


def signed_letters(setting: Setting) -> Conversation | None:
    """`I miss the bridge. – Ana Ruiz, Leeds` … `We don't. – Tom Lund, York`: each in its writer's voice."""
    found = [
        one for index in range(setting.first, len(setting.passages)) if (one := _signature(setting, index))
    ]
    quoted = sum(one.quoted for one in found)
    if len({one.name for one in found} - {None}) < MIN_LETTERS or quoted > MOSTLY * len(found):
        return None
    turns: list[Turn] = []
    roles: dict[str, str] = {}
    behind, personal = setting.first, 0
    for number, one in enumerate(found):
        first = _opening(setting, behind, one.passage, follows=number > 0)
        behind = one.passage + 1
        personal += any(FIRST_PERSON.search(setting.words(index)) for index in range(first, one.passage + 1))
        name = setting.known.full_name(one.name) or one.name if one.name else None
        if name and one.role:
            roles.setdefault(name, one.role)
        for index in range(first, one.passage + 1):
            passage = setting.passages[index]
            if passage.kind is not BlockKind.HEADING or index == one.passage:
                end = max(passage.start, one.start) if index == one.passage else passage.end
                turns.append(Turn(index, passage.start, end, name, host=False, rule=SIGNED))
    prose = [i for i in range(turns[0].passage, len(setting.passages)) if _is_prose(setting, i)]
    if sum(_is_prose(setting, turn.passage) for turn in turns) < MOSTLY * len(prose):
        return None
    if len(turns) > LONG * len(found) or personal < MOSTLY * len(found):
        return None
    guests = tuple(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    return Conversation(tuple(turns), (), guests, SIGNED, roles) if len(guests) >= MIN_LETTERS else None


def _is_prose(setting: Setting, index: int) -> bool:
    return setting.passages[index].kind is not BlockKind.HEADING


def _opening(setting: Setting, behind: int, last: int, *, follows: bool) -> int:
    """The first passage of a letter: behind the heading or the letter before it.

    The first letter of all, without a heading, begins where somebody says `I`, or with `Sir,`: what stands
    before it introduces the page.
    """
    first = last
    while first > behind and _is_prose(setting, first - 1):
        words_before = setting.words(first - 1)
        own = SINGULAR.search(words_before) or _SALUTATION.fullmatch(words_before)
        if not follows and not own and not _headed(setting, behind, first):
            break
        first -= 1
    return first


def _headed(setting: Setting, behind: int, first: int) -> bool:
    """A heading of a section stands above, so that all under it is the letter's."""
    return any(not _is_prose(setting, index) for index in range(behind, first))


def _signature(setting: Setting, index: int) -> Signature | None:
    """The signature at a passage's end; one on a line of its own needs a dash or brackets in front, or a
    heading behind it: `Ana Ruiz, 34, Leeds`."""
    passage = setting.passages[index]
    text = setting.words(index)
    line = _LINE.match(text[: _LONGEST + 1]) if _ends_section(setting, index) else None
    if line and (line["name"] is None or _may_sign(line["name"], dashed=" " in line["name"])):
        return Signature(index, passage.start, _plain(line["name"]), _role(line["parts"]), quoted=False)
    tail = max(0, len(text) - _LONGEST)
    for start in (0, *(match.start() for match in _STARTS.finditer(text, max(1, tail)))):
        whole = start == 0
        if passage.kind is BlockKind.HEADING and not whole:
            break  # `2. Ana Ruiz, baker` over a section
        if whole and (len(text) > _LONGEST or text[:1] not in "–—-*_("):
            continue
        for pattern in (_DASHED,) if whole else (_DASHED, _IN_BRACKETS, _BARE):
            match = pattern.match(text, start)
            if match and (match["name"] is None or _may_sign(match["name"], dashed=pattern is _DASHED)):
                quoted = pattern is _DASHED and _IN_MARKS.fullmatch(text[:start].strip()) is not None
                return Signature(
                    index, passage.start + start, _plain(match["name"]), _role(match["parts"]), quoted
                )
    return None


def _ends_section(setting: Setting, index: int) -> bool:
    """Prose behind prose, with a heading or nothing behind it."""
    alone = index > setting.first and _is_prose(setting, index) and _is_prose(setting, index - 1)
    return alone and (index + 1 == len(setting.passages) or not _is_prose(setting, index + 1))


def _plain(name: str | None) -> str | None:
    return None if name is None else re.sub(rf"^{TITLE}", "", " ".join(name.split()))


def _may_sign(name: str, *, dashed: bool) -> bool:
    """A person's, as far as the form shows: it begins as people's do, and has no body's word in it."""
    tokens = (_plain(name) or "").split()
    if any(stands_in(token, "organisations", "places") for token in tokens):
        return False
    known = tokens[0].lower() in first_names() or (dashed and len(tokens) > 1)
    return known and tokens[-1].lower() not in words("not_last_names")


def _role(parts: str) -> str | None:
    """What the writer is: `baker` in `, 34, baker, Leeds`."""
    each: Sequence[str] = [part.strip() for part in parts.split(",")]
    return next((part for part in each if part[:1].islower() and any(map(is_role, part.split()))), None)

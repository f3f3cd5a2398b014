"""Whose each passage is in a round-up whose sections are headed by people."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from narrator.model import BlockKind
from narrator.people.first_person import SINGULAR, unquoted
from narrator.people.headings.people import PersonHeading
from narrator.people.segments.labels import Labels
from narrator.people.segments.story import label_by_subject
from narrator.people.shapes.recognise import THIRD_PERSON, Findings, Recognised

_OWN = re.compile(rf"(?<![\"“‘«„]){SINGULAR.pattern}")
"""Not right behind a mark that opens a quotation: it goes on in the next paragraph."""
MIN_NUMBERED = 2
"""People's headings with a number, before every heading with one opens something new."""
_NUMBERED = re.compile(r"\W*\d{1,3}[.):]?\s")
_NAMELESS = re.compile(
    r"\W*(?:names? (?:withheld|changed|supplied)|anonymous|anon\b|(?:an? )?[a-z -]{3,40}, (?:aged )?\d\d\b)",
    re.IGNORECASE,
)
_RULER = re.compile(r"(?:^|\n)[ \t]*(?:[-–—_=~]{3,}|(?:[*•·#⁂❖◆]\s*){3,}|⁂)[ \t]*(?:\n|$)")


def label_headed_round_up(findings: Findings, _recognised: Recognised) -> Labels:
    """A section is its heading's person's; the opening goes by subject, and needs two passages in a row."""
    labels = Labels()
    prose = findings.prose()
    headed = list(findings.headings)
    starts = [heading.passage for heading in headed]
    count = len(findings.passages)
    numbered = sum(_NUMBERED.match(findings.words(i)) is not None for i in starts) >= MIN_NUMBERED
    nobodys = [*(i for i in range(count) if _is_nobodys(findings, i, numbered=numbered)), count]
    opening = [i for i in prose if i < starts[0]]
    label_by_subject(findings, opening, labels)
    _drop_short_runs(opening, labels)
    writer_speaks = any(_first_person(findings, i) for i in opening)
    for number, heading in enumerate(headed):
        labels.headed.add(heading.passage)
        end = starts[number + 1] if number + 1 < len(starts) else len(findings.passages)
        end = min(end, nobodys[bisect_right(nobodys, heading.passage)])
        section = prose[bisect_left(prose, heading.passage) : bisect_left(prose, end)]
        others = headed if number + 1 == len(starts) else ()
        kept = _until_left(findings, heading, section, others, writer_speaks=writer_speaks)
        for i in section:
            labels.of[i] = heading.person if i in kept else None
    return labels


def _until_left(
    findings: Findings,
    heading: PersonHeading,
    section: list[int],
    headed: Sequence[PersonHeading],
    *,
    writer_speaks: bool,
) -> set[int]:
    """The passages of a section before a drawn rule, or before the text leaves the person for good.

    It has left them where two passages or more to the section's end neither name them nor go on with a
    pronoun or their words: behind a heading about something else, or at the article's end, where `headed`
    are all that it might look back to.  `I` is theirs unless the writer speaks in the opening; a set-off
    quotation goes on to its end.
    """
    persons = {findings.known.index(name) for name in heading.names} - {None}
    end = len(section)
    for at, i in enumerate(section):
        if at and _gap_has_ruler(findings, i):
            end = at
            break
    kept = section[:end]

    def belongs(i: int) -> bool:
        says_i = not writer_speaks and _first_person(findings, i)
        if persons:
            return bool(persons & findings.evidence[i].referred) or says_i
        named = any(findings.refers(i, name) for name in heading.names)
        return says_i or named or THIRD_PERSON.search(findings.words(i)) is not None

    left = len(kept)
    while left > 0 and not belongs(kept[left - 1]):
        left -= 1
    while 0 < left < len(kept) and _is_quote(findings, kept[left - 1]) and _is_quote(findings, kept[left]):
        left += 1
    away = kept[left:]
    if not away:
        return set(kept)
    if left == 0:
        if not persons:
            return set(kept)
        return {i for i in kept if not _has_heading(findings, heading, _below(findings, heading), i)}
    theme = _has_heading(findings, heading, kept[left - 1], away[0])
    if not persons and not theme:
        return set(kept)
    is_last = bool(headed)
    others = {findings.known.index(other.person) for other in headed} - persons
    looks_back = any(len(others & findings.evidence[i].named) >= 1 for i in away)
    if (len(away) >= 2 and (is_last or theme)) or theme or (is_last and looks_back):
        return set(kept[:left])
    return set(kept)


def _below(findings: Findings, heading: PersonHeading) -> int:
    """The first passage under a heading, and under its subtitle where the section then says `I`: `My hill`
    right below `Ana Ruiz, 83`."""
    at = heading.passage
    kinds = [passage.kind is BlockKind.HEADING for passage in findings.passages[at : at + 3]]
    told = kinds == [True, True, False] and _first_person(findings, at + 2)
    return at + 2 if told else at + 1


def _is_nobodys(findings: Findings, index: int, *, numbered: bool) -> bool:
    """`Name withheld, guard` · `Anonymous` · `Nurse, 34`: somebody's heading who has no name; and in a list
    with numbers whatever has one: `6. The unknown inventor of the toaster`."""
    passage = findings.passages[index]
    if passage.kind is not BlockKind.HEADING or passage.level < 2:
        return False
    words = findings.words(index)
    return (numbered and _NUMBERED.match(words) is not None) or _NAMELESS.match(words) is not None


def _has_heading(findings: Findings, heading: PersonHeading, start: int, end: int) -> bool:
    """One of the passages is a heading that is not below the person's."""
    highest = max(2, findings.passages[heading.passage].level)
    between = findings.passages[start:end]
    return any(p.kind is BlockKind.HEADING and p.level <= highest for p in between)


def _is_quote(findings: Findings, index: int) -> bool:
    return findings.passages[index].kind is BlockKind.QUOTE


def _first_person(findings: Findings, index: int) -> bool:
    """Outside quotation marks, unless nothing else is there: what somebody quoted says of herself is hers."""
    passage = findings.passages[index]
    words = findings.text[passage.start : passage.end]
    outside = unquoted(words)
    said = outside if any(map(str.isalnum, outside)) else words
    return _OWN.search(said) is not None


def _gap_has_ruler(findings: Findings, index: int) -> bool:
    """A drawn rule (`---`, `* * *`) stands between this passage and the one before."""
    if index == 0:
        return False
    between = findings.text[findings.passages[index - 1].end : findings.passages[index].start]
    return _RULER.search(between) is not None


def _drop_short_runs(prose: list[int], labels: Labels) -> None:
    """In a round-up's opening a person needs two passages in a row."""
    run: list[int] = []
    for i in [*prose, -1]:
        if run and (i == -1 or labels.of[i] != labels.of[run[0]]):
            if len(run) < 2:
                for j in run:
                    labels.of[j] = None
            run = []
        if i != -1 and labels.of[i] is not None:
            run.append(i)

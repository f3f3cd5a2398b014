"""Quotations set off as blocks, without marks: in a person's section they are that person's words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from narrator.model import BlockKind
from narrator.people.assembly.assemble import Voiced
from narrator.people.first_person import FIRST_PERSON
from narrator.people.segments.divide import Stretch
from narrator.people.segments.whole import voiced_whole
from narrator.people.shapes.recognise import Findings

SET_OFF = "set-off words in a person's section"
_SIGNED = re.compile(r"[–—-]\s*[^\W\d_][^.!?\n]{1,80}$")


def voices_of_blocks(
    findings: Findings, stretches: Sequence[Stretch], voiced: Sequence[Voiced]
) -> tuple[Voiced, ...]:
    """`voiced` with `> I came for one summer.` under `Ana Ruiz` as her words.

    Only where it says `I` or `we`, has no marks of its own and no signature, and the paragraph before it
    quotes nobody else: a letter's text, set off, is its writer's.
    """
    starts = sorted(one.quote.start for one in voiced)
    found: list[Voiced] = []
    for stretch in stretches:
        if stretch.person is None:
            continue
        unmarked = [i for i in range(stretch.first, stretch.last) if _is_set_off(findings, i, starts)]
        person = findings.known.index(stretch.person) if unmarked else None
        found += [
            voiced_whole(findings, i, stretch.person, person, SET_OFF)
            for i in unmarked
            if not _brings_in_another(findings, i, person)
        ]
    return tuple(sorted((*voiced, *found), key=lambda one: one.quote.start))


def _is_set_off(findings: Findings, index: int, starts: Sequence[int]) -> bool:
    """A block of somebody's words without a signature, in which no quotation of `starts` begins."""
    passage = findings.passages[index]
    if passage.kind is not BlockKind.QUOTE:
        return False
    words = findings.words(index)
    marked = bisect_left(starts, passage.start) < bisect_left(starts, passage.end)
    return not marked and bool(FIRST_PERSON.search(words)) and not _SIGNED.search(words[-100:])


def _brings_in_another(findings: Findings, index: int, own: int | None) -> bool:
    """The paragraph before ends with a colon, or names only somebody else: `Her sister wrote:`"""
    if index == 0 or findings.passages[index - 1].kind is BlockKind.HEADING:
        return False
    named = findings.evidence[index - 1].named
    return findings.words(index - 1).endswith(":") or bool(named and own not in named)

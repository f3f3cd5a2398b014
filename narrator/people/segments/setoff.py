"""Quotations set off as blocks, without marks: in a person's section they are that person's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.model import BlockKind
from narrator.people.assembly.assemble import Voiced
from narrator.people.quotes.find import Quote
from narrator.people.segments.divide import Stretch
from narrator.people.shapes.recognise import Findings
from narrator.people.speakers.attribute import Attribution
from narrator.people.turns.evidence import confidence_of_turn
from narrator.people.turns.setting import FIRST_PERSON

SET_OFF = "set-off words in a person's section"
_SIGNED = re.compile(r"[–—-]\s*[^\W\d_][^.!?\n]{1,80}$")


def voices_of_blocks(
    findings: Findings, stretches: Sequence[Stretch], voiced: Sequence[Voiced]
) -> tuple[Voiced, ...]:
    """`voiced` with `> I came for one summer.` under `Ana Ruiz` as her words.

    Only where it says `I` or `we`, has no marks of its own and no signature, and the paragraph before it
    quotes nobody else: a letter's text, set off, is its writer's.
    """
    starts = {one.quote.start for one in voiced}
    found: list[Voiced] = []
    for stretch in stretches:
        for index in range(stretch.first, stretch.last):
            passage = findings.passages[index]
            words = findings.words(index)
            person = findings.known.index(stretch.person) if stretch.person else None
            if (
                stretch.person is None
                or passage.kind is not BlockKind.QUOTE
                or not FIRST_PERSON.search(words)
                or _SIGNED.search(words[-100:])
                or any(passage.start <= start < passage.end for start in starts)
                or _brings_in_another(findings, index, stretch.person)
            ):
                continue
            quote = Quote(passage.start, passage.end, passage.start, passage.end, index, True, "set off")
            rule = SET_OFF
            found.append(
                Voiced(quote, Attribution(-1, stretch.person, person, rule, confidence_of_turn(rule)))
            )
    return tuple(sorted((*voiced, *found), key=lambda one: one.quote.start))


def _brings_in_another(findings: Findings, index: int, name: str) -> bool:
    """The paragraph before ends with a colon, or names only somebody else: `Her sister wrote:`"""
    if index == 0 or findings.passages[index - 1].kind is BlockKind.HEADING:
        return False
    named = findings.evidence[index - 1].named
    own = findings.known.index(name)
    return findings.words(index - 1).endswith(":") or bool(named and own not in named)

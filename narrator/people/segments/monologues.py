"""Sections told in the first person: under a person's heading they are that person's words."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.model import BlockKind
from narrator.people.assembly.assemble import Voiced
from narrator.people.first_person import speaks
from narrator.people.segments.divide import Stretch
from narrator.people.segments.whole import voiced_whole
from narrator.people.shapes.recognise import Findings

TOLD = "told in the first person"
MIN_SECTIONS = 2


def voices_of_monologues(
    findings: Findings, stretches: Sequence[Stretch], voiced: Sequence[Voiced]
) -> tuple[Voiced, ...]:
    """`voiced` with `I came here with a motorbike.` under `Ana Ruiz, 83` as her words.

    Only where two sections or more, and no fewer than half of those that one person heads, are so told:
    they begin with `I` or `we`, most of their paragraphs have it, and none names or quotes the person, or
    means them by `she`.  What stands at a section's end without `I` is the writer's.
    """
    headed = [one for one in stretches if one.heading is not None and len(one.heading.names) == 1]
    told = [words for stretch in headed if (words := _told(findings, stretch))]
    if len(told) < MIN_SECTIONS or 2 * len(told) < len(headed):
        return tuple(voiced)
    found = [one for words in told for one in words]
    spans = [(one.quote.start, one.quote.end) for one in found]
    kept = _outside(voiced, spans)
    return tuple(sorted((*kept, *found), key=lambda one: one.quote.start))


def _told(findings: Findings, stretch: Stretch) -> list[Voiced]:
    """The paragraphs of a section in which its person tells of herself; none where somebody tells of her,
    and none behind another heading, where the section may be nobody's."""
    if stretch.person is None:
        return []
    own = findings.known.index(stretch.person)
    inside = [
        i
        for i in range(stretch.first, stretch.last)
        if findings.passages[i].kind is not BlockKind.HEADING
        and (stretch.heading is None or i != stretch.heading.passage)
    ]
    saying = [i for i in inside if speaks(findings.words(i))]
    if not saying or saying[0] != inside[0]:
        return []
    inside = [i for i in inside if i <= saying[-1]]
    named = own is not None and any(own in findings.evidence[i].referred for i in inside)
    if named or 2 * len(saying) < len(inside):
        return []
    return [voiced_whole(findings, i, stretch.person, own, TOLD) for i in inside]


def _outside(voiced: Sequence[Voiced], spans: Sequence[tuple[int, int]]) -> list[Voiced]:
    """Quotations that no monologue holds: what somebody tells that others said is told in her voice."""
    kept: list[Voiced] = []
    at = 0
    for one in voiced:
        while at < len(spans) and spans[at][1] <= one.quote.start:
            at += 1
        if at == len(spans) or one.quote.end <= spans[at][0]:
            kept.append(one)
    return kept

"""Speakers of quotations in languages whose grammar the speaker rules do not know.

Two rules hold wherever people are quoted: in a passage that names one person only, the words are
theirs; and in a section that a person heads, words in a passage that names nobody are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .assemble import Voiced
from .headings import NAME
from .segments import Stretch
from .shapes import Findings
from .speakers import Attribution
from .turns_evidence import confidence_of_turn

_NAME = re.compile(rf"(?<!\w){NAME}(?!\w)")


def voices_elsewhere(
    findings: Findings, stretches: Sequence[Stretch], voiced: Sequence[Voiced]
) -> tuple[Voiced, ...]:
    """`voiced` with the speakers that these two rules give to quotations which have none."""
    heads: dict[int, str] = {}
    for stretch in stretches:
        if stretch.heading is not None and stretch.person is not None:
            heads |= dict.fromkeys(range(stretch.first, stretch.last), stretch.person)
    result: list[Voiced] = []
    at = 0
    for one in voiced:
        while at + 1 < len(findings.passages) and findings.passages[at].end <= one.quote.start:
            at += 1
        if one.attribution is None or one.attribution.speaker is not None:
            result.append(one)
        else:
            result.append(replace(one, attribution=_speaker(findings, at, heads.get(at), one.attribution)))
    return tuple(result)


def _speaker(findings: Findings, index: int, head: str | None, none: Attribution) -> Attribution:
    named = findings.evidence[index].named
    if len(named) == 1 and not _names_another(findings, index, next(iter(named))):
        person = findings.people.persons[next(iter(named))]
        return _attribution(none.quote, person.name, next(iter(named)), "only person of the passage")
    if head is not None and not named:
        return _attribution(none.quote, head, findings.known.index(head), "person of the section")
    return none


def _attribution(quote: int, name: str, person: int | None, rule: str) -> Attribution:
    return Attribution(quote, name, person, rule, confidence_of_turn(rule))


def _names_another(findings: Findings, index: int, person: int) -> bool:
    """A name that is not this person's, though nobody knows it as a person's, may be the speaker's."""
    passage = findings.passages[index]
    known = findings.people.persons[person]
    own = {word for form in (known.name, *known.aliases) for word in form.split()}
    return any(
        not own & set(match.group().split())
        for match in _NAME.finditer(findings.text, passage.start, passage.end)
    )

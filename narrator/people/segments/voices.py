"""Speakers of quotations whom only the sections show, once it is known whose section each passage is in.

In a section that one person heads, `she says` is that person, unless somebody else whom it fits was named
there before.  In languages whose grammar the speaker rules do not know, two rules hold wherever people are
quoted: in a passage that names one person only, the words are theirs; and in a section that a person heads,
words in a passage that names nobody are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from narrator.model import Gender
from narrator.people.assembly.assemble import Voiced
from narrator.people.gender import PRONOUNS, of_first_name
from narrator.people.headings.people import PersonHeading
from narrator.people.headings.read import NAME_IN_TEXT
from narrator.people.lexicon import speech_verbs
from narrator.people.segments.divide import Stretch
from narrator.people.segments.whole import attributed
from narrator.people.shapes.recognise import Findings
from narrator.people.speakers.attribute import Attribution

_NAME = re.compile(rf"{NAME_IN_TEXT}(?!\w)")
_TAG_BEHIND = re.compile(
    r"[\s,.;!?–—-]{0,3}(?:(?P<who>he|she) (?:\w+ly )?(?P<verb>\w+)|(?P<verb2>\w+) (?P<who2>he|she)\b)"
)
_TAG_BEFORE = re.compile(r"\b(?P<who>[Hh]e|[Ss]he) (?:\w+ly )?(?P<verb>\w+)[,:]?\s*$")
_NAME_BEHIND = re.compile(
    r"[\s,.;!?–—-]{0,3}"
    r"(?:(?P<verb>[a-z]+) (?P<who>[^\W\d_]+)\b(?! [A-Z])|(?P<who2>[^\W\d_]+) (?P<verb2>[a-z]+))"
)
SECTION = "pronoun in a person's section"
_FOLLOWING = ("within_paragraph", "carried_over", "tag_behind_next", "continued_paragraph")
"""Rules that give a quotation its neighbour's speaker."""


def voices_in_sections(
    findings: Findings, stretches: Sequence[Stretch], voiced: Sequence[Voiced]
) -> tuple[Voiced, ...]:
    """`voiced` with `she says` given to the person who heads the section, where nobody else can be meant."""
    heads = _heads(stretches)
    result = list(voiced)
    at = 0
    before: tuple[int, str | None] | None = None
    """The passage of the last quotation given anew, and whose it was."""
    for number, one in enumerate(voiced):
        at = _passage_of(findings, at, one)
        head, found = heads.get(at), one.attribution
        if head is None or found is None:
            before = None
            continue
        pronoun = _pronoun_of(findings, at, one)
        own = (
            _is_meant(findings, head, one, pronoun)
            if pronoun is not None
            else (before is not None and _goes_on(found, at, *before)) or _is_tagged(findings, head, at, one)
        )
        before = None
        if own and found.speaker != head.person:
            given = attributed(found.quote, head.person, findings.known.index(head.person), SECTION)
            result[number] = replace(one, attribution=given)
            before = (at, found.speaker)
    return tuple(result)


def _goes_on(found: Attribution, passage: int, before: int, speaker: str | None) -> bool:
    """A quotation had its speaker from the one before, or stands beside it with none."""
    rule = found.rule.split("+", 1)[0]
    return found.speaker in (None, speaker) and (rule in _FOLLOWING or (not rule and passage == before))


def _is_tagged(findings: Findings, head: PersonHeading, index: int, one: Voiced) -> bool:
    """`says Becky` under `Becky`: a name that only the heading gives, and nobody else has."""
    if one.attribution is None or one.attribution.speaker is not None:
        return False
    passage = findings.passages[index]
    tag = _NAME_BEHIND.match(findings.text, one.quote.end, passage.end)
    if tag is None or (tag["verb"] or tag["verb2"]) not in speech_verbs():
        return False
    return (tag["who"] or tag["who2"]).casefold() in head.person.casefold().split()


def _pronoun_of(findings: Findings, index: int, one: Voiced) -> Gender | None:
    """The gender of the `he` or `she` that a quotation's tag says it by."""
    passage = findings.passages[index]
    behind = _TAG_BEHIND.match(findings.text, one.quote.end, passage.end)
    before = _TAG_BEFORE.search(findings.text, max(passage.start, one.quote.start - 60), one.quote.start)
    if behind is not None and (behind["verb"] or behind["verb2"]) in speech_verbs():
        return PRONOUNS[behind["who"] or behind["who2"]]
    if before is not None and before["verb"] in speech_verbs():
        return PRONOUNS[before["who"].lower()]
    return None


def _is_meant(findings: Findings, head: PersonHeading, one: Voiced, pronoun: Gender) -> bool:
    """The pronoun fits who heads the section, and nobody else named there before the quotation."""
    own = findings.known.index(head.person)
    people = findings.people
    known = of_first_name(head.person.split(maxsplit=1)[0]) if own is None else people.gender(own)
    if known not in (pronoun, None):
        return False
    return not any(
        mention.person != own and people.gender(mention.person) in (pronoun, None)
        for mention in people.mentions_in(head.end, one.quote.start)
    )


def _heads(stretches: Sequence[Stretch]) -> dict[int, PersonHeading]:
    """Each passage of a section that one person heads to that heading."""
    return {
        index: stretch.heading
        for stretch in stretches
        if stretch.heading is not None and stretch.heading.names == (stretch.person,)
        for index in range(stretch.heading.passage, stretch.last)
    }


def _passage_of(findings: Findings, at: int, one: Voiced) -> int:
    while at + 1 < len(findings.passages) and findings.passages[at].end <= one.quote.start:
        at += 1
    return at


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
        at = _passage_of(findings, at, one)
        if one.attribution is None or one.attribution.speaker is not None:
            result.append(one)
        else:
            result.append(replace(one, attribution=_speaker(findings, at, heads.get(at), one.attribution)))
    return tuple(result)


def _speaker(findings: Findings, index: int, head: str | None, none: Attribution) -> Attribution:
    named = findings.evidence[index].named
    if len(named) == 1 and not _names_another(findings, index, next(iter(named))):
        person = findings.people.persons[next(iter(named))]
        return attributed(none.quote, person.name, next(iter(named)), "only person of the passage")
    if head is not None and not named:
        return attributed(none.quote, head, findings.known.index(head), "person of the section")
    return none


def _names_another(findings: Findings, index: int, person: int) -> bool:
    """A name that is not this person's, though nobody knows it as a person's, may be the speaker's."""
    passage = findings.passages[index]
    known = findings.people.persons[person]
    own = {word for form in (known.name, *known.aliases) for word in form.split()}
    return any(
        not own & set(match.group().split())
        for match in _NAME.finditer(findings.text, passage.start, passage.end)
    )

"""Gathers what the shape detectors and the segment rules look at."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.model import Article
from narrator.people.assembly.assemble import Voiced
from narrator.people.headings.known import KnownNames
from narrator.people.headings.people import find_person_headings
from narrator.people.names.find import People
from narrator.people.segments.askers import find_askers
from narrator.people.segments.evidence import gather_evidence
from narrator.people.segments.passages import Passage, find_passages
from narrator.people.segments.subjects import Speech
from narrator.people.shapes.recognise import Findings
from narrator.people.turns.find import Conversation, Setting, find_turns
from narrator.people.turns.guest import find_guest
from narrator.people.turns.speakers import Known


def find_all(article: Article, people: People, voiced: Sequence[Voiced]) -> Findings:
    """Passages, turns, persons' headings and each passage's evidence, each before what needs it."""
    passages = find_passages(article)
    known = KnownNames(people)
    conversation = find_conversation(article, passages, people, known)
    headings = () if conversation else find_person_headings(article.text, passages, known)
    speeches = [
        Speech(
            one.quote.start,
            one.quote.end,
            one.attribution.person if one.attribution else None,
            bool(one.attribution and one.attribution.speaker),
        )
        for one in voiced
    ]
    evidence = gather_evidence(article.text, passages, people, speeches, article.language)
    askers = find_askers(article.text, people, speeches)
    human = frozenset(person for one in evidence for person in one.speaking | one.meant)
    return Findings(article.text, passages, people, headings, conversation, evidence, askers, human, known)


def find_conversation(
    article: Article, passages: Sequence[Passage], people: People, names: KnownNames
) -> Conversation | None:
    """The article's turns, if it is an interview or a transcript."""
    known = Known(
        text=article.text,
        full_name=names.full_name,
        names=tuple(person.name for person in people.persons),
        byline=article.byline,
        site=article.site,
    )
    return find_turns(
        Setting(
            passages, known, lambda before, likely: find_guest(article.text, passages, people, before, likely)
        )
    )

"""Gathers what the shape detectors and the segment rules look at."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.model import Article

from .assemble import Voiced
from .headings_known import KnownNames
from .headings_people import find_person_headings
from .names import People
from .segments_askers import find_askers
from .segments_evidence import gather_evidence
from .segments_passages import Passage, find_passages
from .segments_subjects import Speech
from .shapes import Findings
from .turns import Conversation, Setting, find_turns
from .turns_guest import find_guest
from .turns_speakers import Known


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

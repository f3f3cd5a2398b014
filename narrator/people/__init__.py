"""People: who is in an article, who says each quote, and whom each passage is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrator.model import Article, Script
    from narrator.people.assembly.assemble import Voiced
    from narrator.people.shapes.recognise import Findings, Recognised

__all__ = ["attribute", "find_shape"]


def attribute(article: Article) -> Script:
    """The script of an article: segments, lines and people, each label with its rule.

    Lines and omissions cover every character of `article.text` that is not white space, once.  No person
    is in it whose name does not stand in the text.  The cost grows linearly with the text.
    """
    from narrator.people.assembly.assemble import assemble
    from narrator.people.segments.divide import divide
    from narrator.people.segments.monologues import voices_of_monologues
    from narrator.people.segments.setoff import voices_of_blocks
    from narrator.people.segments.voices import voices_elsewhere, voices_in_sections
    from narrator.people.shapes.recognise import recognise_shape

    findings, voiced = _find(article)
    stretches = divide(findings, recognise_shape(findings))
    if article.language.lower().startswith("en"):
        voiced = voices_in_sections(findings, stretches, voiced)
    else:
        voiced = voices_elsewhere(findings, stretches, voiced)
    voiced = voices_of_blocks(findings, stretches, voiced)
    voiced = voices_of_monologues(findings, stretches, voiced)
    return assemble(article, findings, stretches, voiced)


def find_shape(article: Article) -> Recognised:
    """What kind of journalism an article is, and the one person it is about, if it is."""
    from narrator.people.shapes.recognise import recognise_shape

    return recognise_shape(_find(article)[0])


def _find(article: Article) -> tuple[Findings, tuple[Voiced, ...]]:
    from narrator.people.assembly.assemble import Voiced
    from narrator.people.names.find import find_people
    from narrator.people.quotes.find import find_quotes
    from narrator.people.shapes.findings import find_all
    from narrator.people.speakers.attribute import attribute_quotes

    people = find_people(article)
    quotes = find_quotes(article)
    attributions = {one.quote: one for one in attribute_quotes(article, people, quotes)}
    voiced = tuple(
        Voiced(quote, attributions[number]) for number, quote in enumerate(quotes) if number in attributions
    )
    return find_all(article, people, voiced), voiced

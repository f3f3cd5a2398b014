"""The room's table of contents: material → draft → headings → boilerplate → Article."""

from __future__ import annotations

from dataclasses import replace

from narrator.errors import ArticleError
from narrator.model import Article, Block, Omission
from narrator.reading.boilerplate import leave_out
from narrator.reading.formats import format_of
from narrator.reading.imprint import with_imprint
from narrator.reading.language import language_of
from narrator.reading.pieces import Draft, folded, headline_of
from narrator.reading.sources import Material, load

MOST_CHARACTERS = 3_000_000
"""Of text; a long novel has a million, and speaking three would take days."""


def read(
    source: str, *, stdin: bytes | None, allow_private: bool, offline: bool, language: str = ""
) -> Article:
    material = load(source, stdin=stdin, allow_private=allow_private, offline=offline)
    return article_of(draft_of(material), source, material.label, language)


def draft_of(material: Material) -> Draft:
    """The draft by the reader of the material's format."""
    draft = format_of(material).read(material)
    return replace(draft, notes=(*material.notes, *draft.notes))


def article_of(draft: Draft, source: str, label: str, language: str = "") -> Article:
    """Boilerplate left out, the language found where it is not known.

    Raises ArticleError where nothing is left to read.
    """
    if len(draft.text) > MOST_CHARACTERS:
        raise ArticleError(
            f"{label} holds more than {MOST_CHARACTERS // 1_000_000} million characters of text"
        )
    pieces = leave_out(draft)
    kept = [piece for piece in pieces if not piece.reason]
    said = "\n\n".join(draft.text[piece.start : piece.end] for piece in kept)
    if not any(ch.isalpha() for ch in said):
        raise ArticleError(f"{label} has no text in it that could be read aloud")
    language, language_notes = (language, ()) if language else language_of(said, draft.facts.language)
    facts = with_imprint(draft.facts, draft.text, pieces)
    place = headline_of(kept)
    headline = "" if place is None else folded(draft.text[kept[place].start : kept[place].end])
    return Article(
        text=draft.text,
        blocks=tuple(Block(p.kind, p.start, p.end, p.level, p.strong, p.link) for p in kept),
        omissions=tuple(Omission(p.start, p.end, p.reason) for p in pieces if p.reason),
        title=facts.title or headline,
        byline=facts.byline,
        site=facts.site,
        date=facts.date,
        language=language,
        source=source,
        notes=(*draft.notes, *language_notes),
    )

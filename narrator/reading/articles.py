"""The room's table of contents: material → draft → headings → boilerplate → Article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from narrator.errors import ArticleError
from narrator.model import Article, Block, Omission
from narrator.reading.boilerplate import leave_out
from narrator.reading.decoding import decode
from narrator.reading.imprint import with_imprint
from narrator.reading.kinds import MARKDOWN_NAMES, Kind, kind_of_bytes
from narrator.reading.language import language_of
from narrator.reading.pieces import Draft, folded, headline_of
from narrator.reading.sources import Material, load

MOST_CHARACTERS = 3_000_000
"""Of text; a long novel has a million, and speaking three would take days."""


def read(source: str, *, stdin: bytes | None, allow_private: bool, offline: bool) -> Article:
    material = load(source, stdin=stdin, allow_private=allow_private, offline=offline)
    return article_of(draft_of(material), source, material.label)


def draft_of(material: Material) -> Draft:
    """The draft by the reader of the material's kind; each reader's libraries are imported only here."""
    kind = kind_of_bytes(material.data, material.name, material.content_type)
    if kind is Kind.UNREADABLE:
        raise ArticleError(
            f"{material.label} is a file of a kind that can't be read; save it as text, HTML or PDF."
        )
    if kind is Kind.PLAIN:
        return _read_text(material)
    if kind is Kind.HTML:
        from narrator.reading.pages import read_page

        return _decoded(material, lambda text: read_page(text, material.label, material.url))
    if kind is Kind.FEED:
        from narrator.reading.feeds import read_feed

        return read_feed(material.data, material.label, material.item)
    return _reader(kind)(material.data, material.label)


def _reader(kind: Kind) -> Callable[[bytes, str], Draft]:
    match kind:
        case Kind.EPUB:
            from narrator.reading.epub import read_epub

            return read_epub
        case Kind.DOCX:
            from narrator.reading.docx import read_docx

            return read_docx
        case Kind.PDF:
            from narrator.reading.pdf import read_pdf

            return read_pdf
    raise AssertionError(f"no reader for {kind}")


def _read_text(material: Material) -> Draft:
    from narrator.reading.markdown import is_markdown, read_markdown
    from narrator.reading.plain import read_plain

    named = material.name.lower().endswith(MARKDOWN_NAMES)
    return _decoded(
        material, lambda text: read_markdown(text) if named or is_markdown(text) else read_plain(text)
    )


def _decoded(material: Material, read_text: Callable[[str], Draft]) -> Draft:
    text, notes = decode(material.data, material.label, material.charset or _declared(material.data))
    draft = read_text(text)
    return replace(draft, notes=(*notes, *draft.notes))


_CHARSET = re.compile(
    rb"<(?:meta\b[^>]{0,300}\bcharset|\?xml\b[^>]{0,100}\bencoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I
)


def _declared(data: bytes) -> str | None:
    """The encoding that a page or XML file names in its head."""
    match = _CHARSET.search(data[:8192])
    return match[1].decode("ascii") if match else None


def article_of(draft: Draft, source: str, label: str) -> Article:
    """Boilerplate left out, the language found; raises ArticleError where nothing is left to read."""
    if len(draft.text) > MOST_CHARACTERS:
        raise ArticleError(
            f"{label} holds more than {MOST_CHARACTERS // 1_000_000} million characters of text."
        )
    pieces = leave_out(draft)
    kept = [piece for piece in pieces if not piece.reason]
    said = "\n\n".join(draft.text[piece.start : piece.end] for piece in kept)
    if not any(ch.isalpha() for ch in said):
        raise ArticleError(f"{label} has no text in it that could be read aloud.")
    language, language_notes = language_of(said, draft.facts.language)
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

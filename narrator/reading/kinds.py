"""What a source is, told from its content first and its name only where the content leaves it open."""

from __future__ import annotations

import re
from enum import StrEnum

# Atomic groups: where comments follow one another, there is one way to part them, not thousands.
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:(?><\?xml[^>]{0,200}\?>)\s*+)?+(?:(?><!--.{0,2000}?-->)\s*+)*+"
    rb"(?:<!doctype\s+html|<html|<head|<body)",
    re.I | re.S,
)
_TAGS = re.compile(
    rb"</?(?:p|div|html|body|head|h[1-6]|article|section|span|a|ul|li|br|script|meta)\b[^>]{0,2000}>", re.I
)
_FEED = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:(?><\?.{0,500}?\?>|<!--.{0,2000}?-->"
    rb"|<!DOCTYPE(?!\s+html)[^\[>]{0,500}(?:\[.{0,2000}?\]\s*)?>)\s*+)*+<(?:rss|feed|rdf:RDF)\b",
    re.I | re.S,
)

MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")


class Kind(StrEnum):
    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    HTML = "a web page"
    FEED = "a feed"
    EPUB = "an EPUB book"
    DOCX = "a Word document"
    PDF = "a PDF document"
    UNREADABLE = "a file of a kind that can't be read"


_SIGNATURES = (
    (b"%PDF-", Kind.PDF),
    *(
        (signature, Kind.UNREADABLE)
        for signature in (
            b"\x89PNG",
            b"\xff\xd8\xff",
            b"GIF8",
            b"ID3",
            b"OggS",
            b"RIFF",
            b"\x7fELF",
            b"MZ\x90",
            b"\x1f\x8b",
            b"7z\xbc\xaf",
            b"Rar!",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"fLaC",
            b"BZh",
            b"\xfd7zXZ",
            b"{\\rtf",
            b"SQLite format",
            b"\xca\xfe\xba\xbe",
        )
    ),
)


def kind_of_bytes(data: bytes, name: str, content_type: str | None) -> Kind:
    """PLAIN stands for any text whose kind is to be told after decoding, see `is_markdown`."""
    signed = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if signed is not None:
        return signed
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    return _kind_of_text(data[:100_000], name, content_type or "")


def _kind_of_text(head: bytes, name: str, content_type: str) -> Kind:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")[2:]
    if _FEED.match(head):
        return Kind.FEED
    if _HTML.match(head):
        return Kind.HTML
    if name.lower().endswith(MARKDOWN_NAMES):
        return Kind.PLAIN
    named = name.lower().endswith((".html", ".htm", ".xhtml")) or content_type in (
        "text/html",
        "application/xhtml+xml",
    )
    # A text that only mentions tags, as one about programming does, is not a page: a page begins with one.
    if (named or head.lstrip()[:1] == b"<") and len(_TAGS.findall(head)) >= 2:
        return Kind.HTML
    return Kind.PLAIN


def _kind_of_zip(data: bytes) -> Kind:
    import io
    import zipfile

    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return Kind.UNREADABLE
    if "META-INF/container.xml" in names:
        return Kind.EPUB
    if "word/document.xml" in names:
        return Kind.DOCX
    return Kind.UNREADABLE

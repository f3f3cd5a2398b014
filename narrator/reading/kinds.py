"""How formats are told apart: by their content, and by a name only where the content leaves it open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from narrator.errors import ArticleError
from narrator.reading.sources import Material

# Atomic groups: where comments follow one another, there is one way to part them, not thousands.
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:(?><\?xml[^>]{0,200}\?>)\s*+)?+(?:(?><!--.{0,2000}?-->)\s*+)*+"
    rb"(?:<!doctype\s+html|<html|<head|<body)",
    re.I | re.S,
)
_TAGS = re.compile(
    rb"</?(?:p|div|html|body|head|h[1-6]|article|section|span|a|ul|li|br|script|meta)\b[^>]{0,2000}>", re.I
)
FEED_HEAD = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:(?><\?.{0,500}?\?>|<!--.{0,2000}?-->"
    rb"|<!DOCTYPE(?!\s+html)[^\[>]{0,500}(?:\[.{0,2000}?\]\s*)?>)\s*+)*+<(?:rss|feed|rdf:RDF)\b",
    re.I | re.S,
)

MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")
PAGE_NAMES = (".html", ".htm", ".xhtml")
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_ZIP = b"PK\x03\x04"
_UNREADABLE = {
    _ZIP: "an archive, a damaged document or one of a kind",  # that no row before took
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"ID3": "a sound",
    b"OggS": "a sound",
    b"fLaC": "a sound",
    b"RIFF": "a sound, a picture or a film",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"\x1f\x8b": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"Rar!": "an archive",
    b"BZh": "an archive",
    b"\xfd7zXZ": "an archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a document of an old Word",
    b"{\\rtf": "an RTF document",
    b"SQLite format": "a database",
}
"""What a file begins with, and what it then is."""


def holds(entry: str) -> Callable[[Material], bool]:
    """Whether the source is a zip archive with this entry."""

    def fits(material: Material) -> bool:
        import io
        import zipfile

        if not material.data.startswith(_ZIP):
            return False
        try:
            return entry in zipfile.ZipFile(io.BytesIO(material.data)).namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return False

    return fits


def is_unreadable(material: Material) -> bool:
    return material.data.startswith(tuple(_UNREADABLE))


def refuse(material: Material) -> NoReturn:
    what = next(kind for magic, kind in _UNREADABLE.items() if material.data.startswith(magic))
    raise ArticleError(
        f"{material.label} is {what} that can't be read; pass the article as text, HTML, .docx or PDF"
    )


def is_pdf(material: Material) -> bool:
    return b"%PDF-" in material.data[:1024]


def begins(pattern: bytes | re.Pattern[bytes]) -> Callable[[Material], bool]:
    """Whether the pattern matches at the source's very beginning."""
    return lambda material: re.match(pattern, material.head) is not None


def is_page(material: Material) -> bool:
    if _HTML.match(material.head):
        return True
    if material.is_named(MARKDOWN_NAMES):
        return False
    named = material.is_named(PAGE_NAMES) or material.content_type in _PAGE_TYPES
    # A text that only mentions tags, as one about programming does, is not a page: a page begins with one.
    begins = material.head.lstrip()[:1] == b"<"
    return (named or begins) and len(_TAGS.findall(material.head)) >= 2


def is_markdown(material: Material) -> bool:
    from narrator.reading.markdown import looks_like_markdown

    return material.is_named(MARKDOWN_NAMES) or looks_like_markdown(material.text)


def always(material: Material) -> bool:
    """For the last row: whatever is left is plain text."""
    del material
    return True

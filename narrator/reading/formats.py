"""The formats that can be read: one row each, asked in order.

To add a format: a module with a function from `Material` to `Draft`, and a row here.  The module is imported
only for a source of its kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from narrator.reading.kinds import (
    FEED_HEAD,
    MARKDOWN_NAMES,
    PAGE_NAMES,
    always,
    begins,
    holds,
    is_markdown,
    is_page,
    is_pdf,
    is_unreadable,
)
from narrator.reading.pieces import Draft
from narrator.reading.sources import Material


@dataclass(frozen=True, slots=True)
class Format:
    suffixes: tuple[str, ...]
    """Of the files in a folder that `narrator batch` takes for articles."""
    fits: Callable[[Material], bool]
    """Told from the content first, and from the name only where the content leaves it open."""
    reader: str
    """`module:function` of a function from `Material` to `Draft` that raises ArticleError."""

    def read(self, material: Material) -> Draft:
        module, _, function = self.reader.partition(":")
        read: Callable[[Material], Draft] = getattr(import_module(module), function)
        return read(material)


FEED = Format((), begins(FEED_HEAD), "narrator.reading.feeds:read_feed")

FORMATS = (
    Format((".epub",), holds("META-INF/container.xml"), "narrator.reading.epub:read_epub"),
    Format((".docx",), holds("word/document.xml"), "narrator.reading.docx:read_docx"),
    Format((), is_unreadable, "narrator.reading.kinds:refuse"),
    Format((".pdf",), is_pdf, "narrator.reading.pdf:read_pdf"),
    FEED,
    Format(PAGE_NAMES, is_page, "narrator.reading.pages:read_page"),
    Format(MARKDOWN_NAMES, is_markdown, "narrator.reading.markdown:read_markdown"),
    Format((".txt",), always, "narrator.reading.plain:read_plain"),
)

SUFFIXES = tuple(suffix for each in FORMATS for suffix in each.suffixes)


def format_of(material: Material) -> Format:
    return next(each for each in FORMATS if each.fits(material))

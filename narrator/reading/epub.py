"""EPUB → passages: the container names the package, its spine the order, each document is a page's tree."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from narrator.errors import ArticleError
from narrator.model import BlockKind
from narrator.reading.archives import Archive, refuse_entities
from narrator.reading.markup import passage_of, tables_whole
from narrator.reading.pagetree import is_deep, nodes_of
from narrator.reading.pieces import Draft, Facts, Passage, folded, join
from narrator.reading.sources import Material

if TYPE_CHECKING:
    from lxml.etree import _Element

_DOCUMENTS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_BESIDE = re.compile(r"\b(?:nav|toc|cover|title-?page|copyright|colophon|index)\b", re.I)


def read_epub(material: Material) -> Draft:
    """The documents of the spine, in its order.  Raises ArticleError for books that are damaged or empty."""
    label = material.label
    archive = Archive(material.data, label)
    package_name = _package_name(archive)
    package = _xml(archive, package_name)
    text, pieces = join(tables_whole(_passages(archive, package, posixpath.dirname(package_name))))
    if not pieces:
        raise ArticleError(f"{label} is an EPUB book without text")
    return Draft(text, pieces, _facts(package), structured=True)


def _xml(archive: Archive, name: str) -> _Element:
    """An XML entry parsed without entities, network or recovery."""
    from lxml import etree

    data = archive.read(name)
    refuse_entities(data, archive.label)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(folded(f"{archive.label} is damaged: {name} is not XML ({error})")) from error


def _package_name(archive: Archive) -> str:
    container = _xml(archive, "META-INF/container.xml")
    for element in container.iter("{*}rootfile"):
        path = element.get("full-path")
        if path:
            return unquote(path)
    raise ArticleError(f"{archive.label} is damaged: its container names no book")


def _facts(package: _Element) -> Facts:
    def first(name: str) -> str:
        return next((folded("".join(e.itertext())) for e in package.iter("{*}" + name) if e.text), "")

    date = re.match(r"\d{4}-\d{2}-\d{2}", first("date"))
    return Facts(
        title=first("title"),
        byline=first("creator") or None,
        site=first("publisher") or None,
        date=date.group() if date else None,
        language=first("language") or None,
    )


def _passages(archive: Archive, package: _Element, folder: str) -> Iterator[Passage]:
    """The spine's documents in order; covers, contents and the like are listed as left out."""
    title = _facts(package).title
    if title:
        yield Passage(title, BlockKind.HEADING, 1)
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _DOCUMENTS:
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        words = f"{item.get('id')} {item.get('properties')} {posixpath.basename(name)}"
        beside = reference.get("linear") == "no" or _BESIDE.search(words.replace("_", " ")) is not None
        yield from _document(archive, name, beside)


def _document(archive: Archive, name: str, beside: bool) -> Iterator[Passage]:
    from lxml import html

    data = archive.read(name)
    refuse_entities(data, archive.label)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (ValueError, html.etree.ParserError):
        return
    if is_deep(tree):
        raise ArticleError(folded(f"{archive.label} nests the parts of {name} too deep to be read"))
    for node in nodes_of(tree):
        yield passage_of(node, "front-matter: a cover, contents or notice of the book" if beside else None)

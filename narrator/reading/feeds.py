"""RSS and Atom → the newest item that carries its text, read as the page it holds."""

from __future__ import annotations

import io
import re
from typing import Any

from narrator.errors import ArticleError
from narrator.model import BlockKind
from narrator.reading.archives import refuse_entities
from narrator.reading.extras import needs
from narrator.reading.markup import passage_of, tables_whole
from narrator.reading.pagetree import is_deep, nodes_of
from narrator.reading.pieces import Draft, Facts, Passage, folded, join
from narrator.reading.quiet import quiet
from narrator.reading.sources import Material

_FEW_WORDS = 40


def read_feed(material: Material) -> Draft:
    """The item whose number or address is asked for, else the first one.

    Raises ArticleError for feeds whose item holds a teaser only: its address is to be passed then.
    """
    data, label = material.data, material.label
    feedparser = needs("feedparser", "RSS and Atom feeds")
    from lxml import html

    refuse_entities(data, label)
    try:
        with quiet("feedparser"):
            found = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    except Exception as error:  # feedparser lets whatever its parts raise through
        raise ArticleError(f"{label} is damaged: {folded(str(error)) or type(error).__name__}") from error
    entries = list(found.entries)
    if not entries:
        raise ArticleError(f"{label} is a feed without items")
    entry = _chosen(entries, material.item, label)
    markup = max(
        [(part.get("value") or "") for part in entry.get("content", [])] + [(entry.get("summary") or "")],
        key=len,
    )
    title = _title(entry)
    link = folded(entry.get("link") or "")
    if len(re.sub(r"<[^>]{0,500}>", " ", markup).split()) < _FEW_WORDS:
        where = f"; pass the article's address: {link}" if link else ""
        raise ArticleError(f"{label} holds no more than a teaser of “{title or 'its first item'}”{where}")
    tree = html.document_fromstring(f"<div>{markup}</div>")
    if is_deep(tree):
        raise ArticleError(f"{label} nests its parts too deep to be read")
    passages = list(tables_whole(passage_of(node) for node in nodes_of(tree)))
    head = [Passage(title, BlockKind.HEADING, 1, link=link or None)] if title else []
    text, pieces = join([*head, *passages])
    return Draft(
        text, pieces, _facts(entry, found.feed), structured=True, notes=_notes(entries, entry, label)
    )


def _title(entry: Any) -> str:
    return folded(re.sub(r"<[^>]{1,200}>", "", entry.get("title") or ""))


def _facts(entry: Any, feed: Any) -> Facts:
    # dict's own get: feedparser's warns where an item has no date of its own.
    when = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return Facts(
        title=_title(entry),
        byline=folded(entry.get("author") or "") or None,
        site=folded(feed.get("title") or "") or None,
        date=f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else None,
        language=feed.get("language") or None,
    )


def _chosen(entries: list[Any], item: str | None, label: str) -> Any:
    if not item:
        return entries[0]
    if item.isdigit() and 1 <= int(item) <= len(entries):
        return entries[int(item) - 1]
    for entry in entries:
        if item in (entry.get("link"), entry.get("id")):
            return entry
    raise ArticleError(f"{label} has no item “{item}”; it has {len(entries)}")


def _notes(entries: list[Any], entry: Any, label: str) -> tuple[str, ...]:
    if len(entries) == 1:
        return ()
    place = entries.index(entry) + 1
    return (
        f"{label} is a feed of {len(entries)} items; item {place} was read. Choose one by number: {label}#2.",
    )

"""Which articles a batch is about: files, folders, lists of paths or addresses, feeds."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from narrator.errors import ArticleError, UsageError, pip_install
from narrator.reading.formats import FEED, SUFFIXES, format_of
from narrator.reading.sources import Material, load
from narrator.settings import Settings

FEEDS = frozenset({".rss", ".atom", ".xml"})

_ADDRESS = re.compile(r"https?://\S+\Z", re.I)
_WHOLE_ARTICLE = 40
"""Words from which an item of a feed is taken for the article itself, not for its teaser."""


def gather(sources: Iterable[str], settings: Settings) -> Iterator[str]:
    """Each article once, in order.  Raises ArticleError for a source that is not there or a feed that
    can't be read, UsageError for a folder without articles."""
    seen: set[str] = set()
    for source in sources:
        for article in _articles(source, settings):
            if article not in seen:
                seen.add(article)
                yield article


def _articles(source: str, settings: Settings) -> Iterator[str]:
    path = Path(source)
    if _ADDRESS.match(source):
        yield from _feed_at(source, settings)
    elif path.is_dir():
        yield from _folder(path, settings)
    elif path.suffix.lower() in FEEDS:
        yield from _items(_load(source, settings))
    else:
        yield from _list(path, settings) or [source]


def _folder(folder: Path, settings: Settings) -> Iterator[str]:
    """What looks like an article in it, but for hidden folders and those that episodes and scripts go to."""
    made = {settings.output.absolute(), settings.scripts.absolute()}

    def is_theirs(path: Path) -> bool:
        inside = path.relative_to(folder).parts
        return not any(part.startswith(".") for part in inside) and made.isdisjoint(path.absolute().parents)

    files = (p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    found = sorted(filter(is_theirs, files))
    if not found:
        raise UsageError(f"there are no articles in {folder}: no file ends in {', '.join(sorted(SUFFIXES))}")
    yield from map(str, found)


def _list(path: Path, settings: Settings) -> list[str]:
    """The entries of a list: a text of which every line is an address, or the path of a file that is there,
    from here or from the list's own folder, or would be an article's.  Empty for any other file, also for one
    that is there and can't be read: that is one article's failure, and does not stop the rest."""
    if path.suffix.lower() not in ("", ".txt", ".list", ".lst"):
        return []
    try:
        text = _load(str(path), settings).data.decode("utf-8", "replace")
    except ArticleError:
        if path.exists():
            return []
        raise
    lines = [line.strip() for line in text.splitlines()]
    entries = [line for line in lines if line and not line.startswith("#")]
    found = [_entry(entry, path.parent) for entry in entries]
    return [] if None in found else [entry for entry in found if entry is not None]


def _entry(entry: str, folder: Path) -> str | None:
    """The article that a line of a list names; None for a line of prose."""
    if _ADDRESS.match(entry):
        return entry
    try:
        there = next((p for p in (Path(entry), folder / entry) if p.is_file()), None)
    except OSError:
        return None  # longer than a path can be
    if there:
        return str(there)
    # One that is missing is a failure of its own, as long as the list is still told from an article.
    return entry if Path(entry).suffix.lower() in SUFFIXES else None


def _feed_at(address: str, settings: Settings) -> Iterator[str]:
    """The items of a feed, or the address itself if it is a page's."""
    name = address.partition("?")[0].lower()
    looks_like_a_feed = name.endswith((*FEEDS, "/feed", "/feed/", "/rss", "/rss/", "/atom", "/atom/"))
    if not looks_like_a_feed:
        yield address
        return
    material = _load(address, settings)
    yield from _items(material) if format_of(material) is FEED else [address]


def _items(material: Material) -> Iterator[str]:
    """Where each item's article is: in the feed itself if it is a file that holds it, else its address."""
    try:
        import feedparser
    except ImportError as error:
        remedy = pip_install("narrator[documents]")
        raise UsageError(f"feeds need feedparser, not installed: {remedy}") from error
    entries = feedparser.parse(io.BytesIO(material.data), sanitize_html=False).entries
    if not entries:
        raise ArticleError(f"{material.label} is not a feed, or a feed without items")
    for number, entry in enumerate(entries, 1):
        address = entry.get("link", "")
        if material.url is None and _words(entry) >= _WHOLE_ARTICLE:
            yield f"{material.label}#{number}"
        elif _ADDRESS.match(address):
            yield address


def _words(entry: Any) -> int:
    bodies = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
    return max(len(re.sub(r"<[^>]{0,500}>", " ", body).split()) for body in bodies)


def _load(source: str, settings: Settings) -> Material:
    return load(source, stdin=None, allow_private=settings.allow_private, offline=settings.offline)

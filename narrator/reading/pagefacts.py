"""What a web page says about itself: JSON-LD, OpenGraph, meta tags, its `<html lang>`, its only `<h1>`."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from narrator.reading.pieces import Facts, folded, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_ARTICLES = ("article", "posting", "report", "review", "interview", "recipe", "podcastepisode")
_MOST_JSON = 500_000  # characters of one script; more is a page's data, not its facts


def page_facts(tree: _Element, url: str | None = None) -> Facts:
    """Title, author, site, date and language, each from the first place that states it."""
    guessed_site, guessed_date = _guessed(tree, url)
    linked = _linked(tree)
    meta = _meta(tree)
    site = _name(linked.get("publisher")) or meta.get("og:site_name") or guessed_site
    title = (
        _text(linked.get("headline"))
        or meta.get("og:title")
        or meta.get("twitter:title")
        or meta.get("dc.title")
        or folded(" ".join(tree.xpath("//head/title[1]//text()")))
    )
    title = _as_shown(tree, _without_site(folded(title), site))
    return Facts(
        title=title,
        byline=_names(linked.get("author")) or _byline(meta),
        site=site,
        date=_date(linked.get("datePublished")) or _meta_date(meta, tree) or _date(guessed_date),
        language=tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or _text(linked.get("inLanguage"))
        or meta.get("og:locale")
        or meta.get("content-language"),
    )


def _guessed(tree: _Element, url: str | None) -> tuple[str | None, str | None]:
    """Site and date as trafilatura works them out from a page's look; its author is wrong too often."""
    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(tree, default_url=url)
    except Exception:  # noqa: BLE001  htmldate asserts what a damaged page does not hold
        return None, None
    return found.sitename or None, found.date


def _linked(tree: _Element) -> dict[str, Any]:
    """The page's JSON-LD object that describes an article, or nothing."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        source = script.text or ""
        if len(source) > _MOST_JSON:
            continue
        try:
            data = json.loads(source.strip().removeprefix("<![CDATA[").removesuffix("]]>"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            named = " ".join(map(str, kinds)) if isinstance(kinds, list) else str(kinds)
            if any(kind in named.lower() for kind in _ARTICLES) and node.get("headline"):
                return node
    return {}


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting = deque([data])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, list):
            waiting.extendleft(reversed(node))
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _meta(tree: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (
            element.get("property")
            or element.get("name")
            or element.get("http-equiv")
            or element.get("itemprop")
        )
        content = folded(element.get("content") or "")
        if key and content:
            found.setdefault(key.lower(), content)
    return found


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return folded(re.sub(r"<[^>]{1,200}>", "", _unescaped(value))) if isinstance(value, str) else ""


def _unescaped(value: str) -> str:
    import html

    return html.unescape(value)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _text(value) or None


def _names(value: Any) -> str | None:
    values = value if isinstance(value, list) else [value]
    names = [
        name for name in (_name(entry) for entry in values) if name and not name.startswith(("http", "www."))
    ]
    return ", ".join(dict.fromkeys(names)) or None


def _byline(meta: dict[str, str]) -> str | None:
    for key in (
        "author",
        "article:author",
        "byl",
        "dc.creator",
        "parsely-author",
        "sailthru.author",
        "twitter:creator",
    ):
        value = meta.get(key, "")
        if value and not value.startswith(("http", "@", "www.")):
            return re.sub(r"^by\s+", "", value, flags=re.I)
    return None


def _date(value: Any) -> str | None:
    match = re.match(r"\d{4}-\d{2}-\d{2}", value) if isinstance(value, str) else None
    return match.group() if match else None


def _meta_date(meta: dict[str, str], tree: _Element) -> str | None:
    for key in (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "pubdate",
        "parsely-pub-date",
        "publish-date",
    ):
        found = _date(meta.get(key))
        if found:
            return found
    for element in tree.iter("time"):
        found = _date(element.get("datetime"))
        if found:
            return found
    return None


def _without_site(title: str, site: str | None) -> str:
    """`Title - Site` and `Title | Site | Section` without what follows the title."""
    if site:
        cut = re.sub(rf"\s+[|\-–—:·•»]+\s+{re.escape(site)}.*$", "", title, flags=re.I)
        if len(cut) >= 8:
            return cut
    head, bar, _ = title.partition(" | ")
    return head if bar and len(head.split()) >= 3 else title


def _as_shown(tree: _Element, title: str) -> str:
    """The heading that readers see in place of the title for search engines, where they plainly agree."""
    shown = [folded("".join(element.itertext())) for element in tree.iter("h1")]
    shown = [heading for heading in shown if 3 <= len(heading.split()) <= 40]
    if not title:
        return shown[0] if len(shown) == 1 else ""
    wanted = set(words_of(title))
    for heading in shown:
        words = set(words_of(heading))
        if len(words & wanted) >= 0.5 * min(len(words), len(wanted)):
            return heading
    return title

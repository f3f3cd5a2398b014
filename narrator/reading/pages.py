"""HTML → passages: trafilatura finds the article, and its tree keeps headings, lists, quotes and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from narrator.errors import ArticleError
from narrator.model import BlockKind
from narrator.reading.pagefacts import page_facts
from narrator.reading.pieces import Draft, Passage, folded, join, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_CHARACTERS = 20_000_000
MOST_DEPTH = 200
TABLE = "table: a table, which can't be followed by ear"
CODE = "code: a listing, which can't be followed by ear"

_SCRIPTED = re.compile(
    r"enable (?:java ?script|js)\b|java ?script is (?:disabled|required)|requires java ?script"
    r"|<div id=\"(?:root|app|__next)\">\s*</div>",
    re.I,
)
_CONSENT = re.compile(
    r"before you continue to"
    r"|we value your privacy|consent to (?:the use of )?cookies|we and our (?:\d+ )?partners"
    r"|accept (?:all )?cookies|cookie (?:consent|wall)|your privacy (?:choices|matters)"
    r"|manage (?:your )?(?:cookies|consent)|einwilligung",
    re.I,
)
_FEW_WORDS = 60


def read_page(html: str, source: str, url: str | None = None) -> Draft:
    """Raises ArticleError for pages without an article, consent walls and pages made by scripts."""
    from trafilatura import bare_extraction, load_html

    if len(html) > MOST_CHARACTERS:
        raise ArticleError(
            f"{source} is larger than {MOST_CHARACTERS // 1_000_000} MB, too large for an article."
        )
    tree = load_html(html)
    if tree is None:
        raise ArticleError(f"{source} can't be read as a web page.")
    if _depth(tree) > MOST_DEPTH:
        raise ArticleError(
            f"{source} nests its parts more than {MOST_DEPTH} deep; save its text and pass that file."
        )
    facts = page_facts(tree, url)
    found = bare_extraction(
        tree,
        url=url,
        with_metadata=False,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        include_links=True,
    )
    body = None if found is None or isinstance(found, dict) else found.body
    passages = [] if body is None else list(_passages(body))
    said = " ".join(passage.text for passage in passages if not passage.reason)
    if len(said.split()) < _FEW_WORDS:
        _refuse_walls(html, said, source)
    text, pieces = join(_under_title(facts.title, passages))
    return Draft(text, pieces, facts, structured=True)


def _refuse_walls(html: str, said: str, source: str) -> None:
    advice = "open it in a browser, save the page and pass the saved file."
    if _CONSENT.search(said) or (not said and _CONSENT.search(html[:2_000_000])):
        raise ArticleError(f"{source} shows a cookie consent page instead of the article; {advice}")
    if _SCRIPTED.search(said) or (not said and _SCRIPTED.search(html[:2_000_000])):
        raise ArticleError(
            f"{source} builds its text with scripts, so there is no article in the page; {advice}"
        )
    if not any(ch.isalpha() for ch in said):
        raise ArticleError(
            f"{source} has no article in it; if a browser shows one, save the page and pass that file."
        )


def _depth(tree: _Element) -> int:
    """The deepest nesting, found without recursion, and no further than the limit asks."""
    depth = deepest = 0
    from lxml.etree import iterwalk

    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if deepest > MOST_DEPTH:
            break
    return deepest


def _under_title(title: str, passages: list[Passage]) -> Iterator[Passage]:
    """The passages, the page's title first as a heading of level 1 where they don't open with it."""
    if not title:
        yield from passages
        return
    first = next((passage for passage in passages if not passage.reason), None)
    opens = first is not None and words_of(first.text) == words_of(title)
    if not opens:
        yield Passage(title, BlockKind.HEADING, 1)
    for passage in passages:
        if opens and passage is first:
            yield Passage(passage.text, BlockKind.HEADING, 1, link=passage.link)
        else:
            yield passage


# ------------------------------------------------------------------ trafilatura's tree


def _passages(body: _Element) -> Iterator[Passage]:
    """One passage for each block of the tree: head, p, quote, list item, table, code; loose text too."""
    yield from _loose(body.text)
    for element in body:
        yield from _of(element, BlockKind.PARAGRAPH)
        yield from _loose(element.tail)


def _loose(text: str | None, kind: BlockKind = BlockKind.PARAGRAPH) -> Iterator[Passage]:
    if text and text.strip():
        yield Passage(text, kind)


def _of(element: _Element, kind: BlockKind) -> Iterator[Passage]:
    match element.tag:
        case "head":
            level = re.search(r"\d", element.get("rend") or "")
            # The page's title is level 1; other headings that claim it are sections.
            yield Passage(
                _said(element),
                BlockKind.HEADING,
                max(2, int(level.group())) if level else 2,
                True,
                _link(element),
            )
        case "table":
            yield Passage(" ".join(folded(_said(cell)) for cell in element.iter("cell")), reason=TABLE)
        case "code":
            yield Passage("".join(element.itertext()), reason=CODE)
        case "graphic":
            return
        case "list":
            for item in element.iter("item"):
                yield from _container(item, BlockKind.ITEM)
        case "quote":
            yield from _container(element, BlockKind.QUOTE)
        case "p" | "item" | "div":
            yield from _container(element, kind)
        case str():
            yield Passage(_said(element), kind)
        case _:
            return


_BLOCKS = ("p", "head", "quote", "list", "table", "code", "div")


def _container(element: _Element, kind: BlockKind) -> Iterator[Passage]:
    """The runs of inline text in `element`, and the blocks between them; two line breaks part a run."""
    run: list[tuple[str, bool]] = [(element.text or "", False)]
    breaks = 0
    for child in element:
        if child.tag in _BLOCKS or child.tag == "item":
            yield from _run(run, kind)
            run = []
            if child.tag != "item" and not (child.tag == "list" and kind is BlockKind.ITEM):
                yield from _of(child, kind)
        elif child.tag == "lb":
            breaks += 1
            if breaks == 2:
                yield from _run(run, kind)
                run = []
            else:
                run.append((" ", False))
        elif isinstance(child.tag, str) and child.tag != "graphic":
            run.append((_said(child), child.tag == "hi"))
        if child.tail and child.tail.strip():
            breaks = 0
        run.append((child.tail or "", False))
    yield from _run(run, kind)


def _run(run: list[tuple[str, bool]], kind: BlockKind) -> Iterator[Passage]:
    said = folded("".join(text for text, _ in run))
    if said:
        plain = "".join(text for text, strong in run if not strong)
        yield Passage(said, kind, strong=not plain.strip(" :\n\t\r"))


def _said(element: _Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag in ("lb", "cell", "row", *_BLOCKS):
            parts.append(" ")
        if isinstance(child.tag, str) and child.tag != "graphic":
            parts.append(_said(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _link(element: _Element) -> str | None:
    for reference in element.iter("ref"):
        target = reference.get("target")
        return str(target) if target else None
    return None

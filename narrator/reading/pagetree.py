"""A page's element tree → its blocks of text in reading order, with what the markup says of each.

Only walks; which blocks are the article is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from narrator.reading.pieces import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MOST_DEPTH = 200


def _names(table: str) -> frozenset[str]:
    return frozenset(table.split())


_BLOCKS = _names(
    """address article aside blockquote body button caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr label legend li main menu nav ol
    optgroup option p pre search section select summary table tbody td textarea tfoot th thead tr ul"""
)
_SILENT = _names(
    "script style noscript template svg iframe head object embed audio video canvas map math datalist"
)
_STRONG = _names("b strong em i")
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_BESIDE = _names("nav aside footer form button select label dialog menu textarea fieldset option legend")
_BESIDE_ROLES = _names("navigation complementary banner contentinfo search dialog alert toolbar menu")
# Class and id names that pages give to what accompanies an article.
_BESIDE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:related|newsletter|promos?|share|sharing|social|comments?|advert\w*|ads?|sponsor\w*|sign-?up|"
    r"subscri\w+|recirc\w*|recommend\w*|trending|popular|byline|authors?|bio|metadata|tags|footer|nav|breadcrumbs?|"
    r"toolbar|slideshow|player|teasers?|sidebar|widgets?|infobox|most-?read|outbrain|taboola|copyright|pull-?quotes?|"
    r"dek|subtitle|standfirst|kicker|timestamp|dateline|more-?on|read-?more|see-?also|embed)(?:$|[-_\s\d])",
    re.I,
)
_CAPTION_NAMES = re.compile(
    r"(?:^|(?<!no)[-_\s])(?:caption|credit|photo-?credit|wp-caption-text|image-?meta)(?:$|[-_\s\d])", re.I
)
_PULLED_NAMES = re.compile(r"pull-?_?quotes?(?:$|[-_\s])", re.I)
_DIGITS = re.compile(r"[-_]?\d+")
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?")


class Mark(StrEnum):
    """What the markup says a block is, other than the article's own text."""

    TABLE = "table"
    CODE = "code"
    FIGURE = "figure caption"
    CAPTION = "named as a caption"
    BESIDE = "element or role of the page's frame"
    NAMED = "named as what accompanies an article"
    PULLED = "named as a pull quote"


_TURN = re.compile(r"\s*(?:[QA][:.]|[A-Z][A-Z.'’ -]{2,40}(?:, [A-Z ]{2,20}|\([^()]{1,40}\))?:)(?:\s|$)")
"""A speaker's label at the beginning of a line."""


@dataclass(slots=True)
class Node:
    """One run of text in a block element."""

    text: str
    tag: str
    place: tuple[str, str]
    """Where it hangs: tag, class and id of the two elements above, numbers left out."""
    marks: frozenset[Mark] = frozenset()
    heading: int = 0
    item: bool = False
    quote: bool = False
    strong: bool = False
    linked: float = 0.0
    """The share of the characters that is inside links."""
    link: str | None = None


@dataclass(slots=True)
class _Run:
    parts: list[str] = field(default_factory=list)
    plain: int = 0
    linked: int = 0
    total: int = 0
    link: str | None = None
    breaks: int = 0
    """Line breaks since the last text."""

    def is_label_over(self, text: str, *, strong: bool) -> bool:
        """Whether a line wholly in bold, a name or a question, ends here, and plain text opens under it."""
        opening = text.lstrip()[:1]
        bold = self.breaks == 1 and self.total > 0 and self.plain == 0
        return bold and not strong and opening != "" and not (opening.islower() or opening in ",;.:)")

    def is_turn_over(self, text: str) -> bool:
        """Whether the line before and the one that begins here both open as a talk's do: `Q: Why?` over
        `A: Because.`"""
        between = self.breaks == 1 and self.total > 0
        return between and bool(_TURN.match(text)) and bool(_TURN.match("".join(self.parts)))

    def add(self, text: str, *, strong: bool, link: str | None) -> None:
        self.parts.append(text)
        size = len("".join(text.split()).strip(":.,;"))
        if not size:
            return
        self.breaks = 0
        self.total += size
        self.plain += 0 if strong else size
        if link is not None:
            self.linked += size
            self.link = self.link or link


def nodes_of(tree: _Element) -> list[Node]:
    """The page's blocks in document order."""
    return list(_Walk().nodes(tree))


def is_deep(tree: _Element) -> bool:
    """Whether elements nest deeper than any honest page's; told without recursion."""
    from lxml.etree import iterwalk

    depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEPTH:
            return True
    return False


class _Walk:
    """The state of one walk: the run being gathered, and the open elements that matter to it."""

    def __init__(self) -> None:
        self.run = _Run()
        self.open: list[_Element] = []

    def nodes(self, element: _Element, strong: bool = False, link: str | None = None) -> Iterator[Node]:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT or _hidden(element) or _is_note_mark(element):
            return
        if tag == "br":
            self.run.breaks += 1
            self.run.parts.append(" ")
            if self.run.breaks == 2:
                yield from self._close()
            return
        block = tag in _BLOCKS
        if block:
            yield from self._close()
            self.open.append(element)
        strong = strong or tag in _STRONG
        if tag == "a":
            link = element.get("href") or link
        if element.text:
            yield from self._add(element.text, strong, link)
        for child in element:
            yield from self.nodes(child, strong, link)
            if child.tail:
                yield from self._add(child.tail, strong, link)
        if block:
            yield from self._close()
            self.open.pop()

    def _add(self, text: str, strong: bool, link: str | None) -> Iterator[Node]:
        if self.run.is_label_over(text, strong=strong) or self.run.is_turn_over(text):
            yield from self._close()
        self.run.add(text, strong=strong, link=link)

    def _close(self) -> Iterator[Node]:
        run, self.run = self.run, _Run()
        text = folded("".join(run.parts))
        if not text or not self.open:
            return
        tags = [element.tag for element in self.open]
        names = [f"{element.get('class') or ''} {element.get('id') or ''}" for element in self.open]
        within = set(tags)
        level = next((int(tag[1]) for tag in reversed(tags) if tag in _HEADINGS), 0)
        yield Node(
            text,
            tags[-1],
            _place(tags, names),
            frozenset(_marks(self.open, names)),
            heading=level,
            item=bool(within & {"li", "dd", "dt"}),
            quote="blockquote" in within,
            strong=run.total > 0 and run.plain == 0,
            linked=run.linked / run.total if run.total else 0.0,
            link=run.link,
        )


def _marks(elements: list[_Element], names: list[str]) -> Iterator[Mark]:
    tags = {element.tag for element in elements}
    if tags & {"td", "th", "caption"}:
        yield Mark.TABLE
    if "pre" in tags:
        yield Mark.CODE
    if "figcaption" in tags:
        yield Mark.FIGURE
    if any(_CAPTION_NAMES.search(name) for name in names[-3:]):
        yield Mark.CAPTION
    if tags & _BESIDE or any(element.get("role") in _BESIDE_ROLES for element in elements):
        yield Mark.BESIDE
    if any(_BESIDE_NAMES.search(name) for name in names[-4:]):
        yield Mark.NAMED
    if any(_PULLED_NAMES.search(name) for name in names[-4:]):
        yield Mark.PULLED


def _place(tags: list[str], names: list[str]) -> tuple[str, str]:
    above = [
        " ".join([tag, *sorted(_DIGITS.sub("", name).split())])
        for tag, name in zip(tags[-3:-1], names[-3:-1], strict=True)
    ]
    return (above[-1] if above else "", above[-2] if len(above) > 1 else "")


def _hidden(element: _Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    unseen = "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None
    return unseen or "mw-editsection" in (element.get("class") or "")


def _is_note_mark(element: _Element) -> bool:
    """A raised number or sign that points to a note: nothing that is said."""
    return element.tag == "sup" and _NOTE_MARK.fullmatch("".join(element.itertext()).strip()) is not None

"""HTML → passages.

trafilatura finds which text of a page is its article; the page's own tree gives that text with its
spaces and structure, and gives back paragraphs that stand among the article's own and were dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from narrator.errors import ArticleError
from narrator.model import BlockKind
from narrator.reading.boilerplate import leave_out
from narrator.reading.boilerplate.controls import cover
from narrator.reading.boilerplate.repeats import PULL_QUOTE
from narrator.reading.boilerplate.rules import seen
from narrator.reading.imprint import between_headline_and_text, facts_of, filled
from narrator.reading.markup import CAPTION, CODE, REASONS, TABLE, passage_of, tables_whole
from narrator.reading.pagefacts import page_facts
from narrator.reading.pagequotes import letters, repeated
from narrator.reading.pagetree import MOST_DEPTH, Mark, Node, is_deep, nodes_of
from narrator.reading.pieces import Draft, Passage, ends_sentence, folded, is_prose, join, words_of
from narrator.reading.quiet import quiet
from narrator.reading.sources import Material

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_CHARACTERS = 20_000_000
MOST_ELEMENTS = 100_000
BESIDE = "beside-the-article: what the page sets among the article's paragraphs"
LINK = "related-link: a link to another article"

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
_LOGIN = re.compile(
    r"\b(?:log|sign) ?in (?:or \w+ )?to (?:continue|read|view|access|your account)"
    r"|forgot(?:ten)? (?:your )?password"
    r"|\bsubscribe (?:now )?to (?:continue|keep|read)|already (?:a subscriber|have an account)"
    r"|\b(?:for|to) (?:\w+ )?subscribers(?: only)?[.!]|\bsubscribers? only\b"
    r"|\b(?:create|register) (?:an? )?(?:free )?(?:account )?to (?:continue|read)"
    r"|\bmelden sie sich an\b|nur für abonnenten|réservé aux abonnés",
    re.I,
)
_FEW_WORDS = 60
_FEWEST_WORDS = 8


def read_page(material: Material) -> Draft:
    """Raises ArticleError for pages without an article, consent walls and pages made by scripts."""
    html, source, url = material.text, material.label, material.url
    from trafilatura import bare_extraction, load_html

    if len(html) > MOST_CHARACTERS:
        raise ArticleError(
            f"{source} is larger than {MOST_CHARACTERS // 1_000_000} MB, too large for an article"
        )
    tree = load_html(html)
    if tree is None:
        raise ArticleError(f"{source} can't be read as a web page")
    if sum(1 for _ in zip(tree.iter(), range(MOST_ELEMENTS + 1), strict=False)) > MOST_ELEMENTS:
        raise ArticleError(f"{source} has more than {MOST_ELEMENTS} elements, too many for an article")
    if is_deep(tree):
        raise ArticleError(
            f"{source} nests its parts more than {MOST_DEPTH} deep; save its text and pass that file"
        )
    with quiet("trafilatura", "htmldate", "courlan"):
        facts = page_facts(tree, url)
        nodes = nodes_of(tree)
        found = bare_extraction(
            tree, url=url, with_metadata=False, include_comments=False, include_formatting=True
        )
    body = None if found is None or isinstance(found, dict) else found.body
    passages = [] if body is None else _article(nodes, body)
    said = " ".join(passage.text for passage in passages if not passage.reason)
    if len(said.split()) < _FEW_WORDS:
        _refuse_walls(html, said, source)
        passages = list(_parted(facts.title, passages))
    opening = next(
        (passage.text for passage in passages if not passage.reason and is_prose(passage.text)), ""
    )
    facts = filled(facts, facts_of(between_headline_and_text(nodes, opening)))
    text, pieces = join(_under_title(facts.title, passages))
    draft = Draft(text, pieces, facts, structured=True)
    if len(said.split()) < _FEW_WORDS and not any(_is_said(line) for line in _below_headings(draft)):
        _refuse_nothing(source)
    return draft


def _parted(title: str, passages: list[Passage]) -> Iterator[Passage]:
    """Of a page of few words trafilatura gives all in one piece: its title is parted from what follows."""
    for passage in passages:
        text = folded(passage.text)
        below = text.removeprefix(f"{title} ")
        if title and below != text and not below[0].islower():
            yield Passage(title, BlockKind.HEADING, 1)
            yield replace(passage, text=below)
        else:
            yield passage


def _below_headings(draft: Draft) -> Iterator[str]:
    """What would be read of the page beside its headings."""
    for piece in leave_out(draft):
        if not piece.reason and piece.kind is not BlockKind.HEADING:
            yield seen(draft.text, piece)


def _is_said(line: str) -> bool:
    """A sentence, or a line of some length, that is no row of menu words."""
    return (ends_sentence(line) or len(line.split()) >= _FEWEST_WORDS) and not cover(line)


def _refuse_nothing(source: str, what: str = "") -> NoReturn:
    advice = "if a browser shows one, save the page and pass that file"
    raise ArticleError(f"{source} has no article in it{what}; {advice}")


def _refuse_walls(html: str, said: str, source: str) -> None:
    advice = "open it in a browser, save the page and pass the saved file"
    if _CONSENT.search(said) or (not said and _CONSENT.search(html[:2_000_000])):
        raise ArticleError(f"{source} shows a cookie consent page instead of the article; {advice}")
    if _SCRIPTED.search(said) or (not said and _SCRIPTED.search(html[:2_000_000])):
        raise ArticleError(
            f"{source} builds its text with scripts, so there is no article in the page; {advice}"
        )
    if _LOGIN.search(said):
        _refuse_nothing(source, ", only a call to log in or subscribe")
    if not any(ch.isalpha() for ch in said):
        _refuse_nothing(source)


def _under_title(title: str, passages: list[Passage]) -> Iterator[Passage]:
    """The passages, the page's title first as a heading of level 1 where they don't open with it."""
    first = next((passage for passage in passages if not passage.reason), None)
    opens = first is not None and bool(title) and words_of(first.text) == words_of(title)
    if title and not opens:
        yield Passage(title, BlockKind.HEADING, 1)
    for passage in passages:
        if opens and passage is first:
            yield Passage(passage.text, BlockKind.HEADING, 1, link=passage.link)
        else:
            yield passage


# ------------------------------------------------------------------ the article among the page's blocks

_REASONS = (*REASONS, (Mark.CAPTION, CAPTION))


def _article(nodes: list[Node], body: _Element) -> list[Passage]:
    """The article's nodes and what stands among them; trafilatura's own text where the two differ."""
    extracted = _Extracted.of(body)
    kept = _matched(nodes, extracted)
    covered = sum(len(letters(nodes[index].text)) for index in kept)
    if not kept or covered < 0.7 * len(extracted.letters):
        return list(_as_extracted(body))
    return list(tables_whole(_passages(nodes, kept)))


@dataclass(frozen=True, slots=True)
class _Extracted:
    """What trafilatura took for the article: its letters, and where among them its pieces of text begin."""

    letters: str
    starts: frozenset[int]

    @classmethod
    def of(cls, body: _Element) -> _Extracted:
        parts: list[str] = []
        starts: set[int] = set()
        at = 0
        for text in body.itertext():
            starts.add(at)
            parts.append(letters(str(text)))
            at += len(parts[-1])
        return cls("".join(parts), frozenset(starts))

    def find(self, own: str, low: int, high: int) -> int:
        """Where a block's letters stand as a piece of their own, not inside another's; -1 for nowhere."""
        found = self.letters.find(own, low, high)
        while found >= 0 and found not in self.starts:
            found = self.letters.find(own, found + 1, high)
        return found


_LONG = 60  # letters


def _matched(nodes: list[Node], extracted: _Extracted) -> set[int]:
    """The nodes whose text was extracted: paragraphs in order first, then what is between two of them."""
    whole = len(extracted.letters)
    anchors: list[tuple[int, int, int]] = []  # (node, start, end), growing in all three
    at = 0
    for index, node in enumerate(nodes):
        own = letters(node.text)
        if len(own) >= _LONG and node.linked < 0.8:
            found = extracted.find(own, at, whole)
            if found >= 0:
                at = found + len(own)
                anchors.append((index, found, at))
    kept = {index for index, _, _ in anchors}
    places = [index for index, _, _ in anchors]
    used: dict[int, int] = {}
    for index, node in enumerate(nodes):
        own = letters(node.text)
        if index in kept or not own:
            continue
        before = bisect_right(places, index) - 1
        low = max(anchors[before][2] if before >= 0 else 0, used.get(before, 0))
        high = anchors[before + 1][1] if before + 1 < len(anchors) else whole
        found = extracted.find(own, low, high)
        # Before the first paragraph stands the page's whole frame: there a short text proves nothing.
        if found >= 0 and (before >= 0 or len(own) >= 12):
            used[before] = found + len(own)
            kept.add(index)
    return kept


def _passages(nodes: list[Node], kept: set[int]) -> Iterator[Passage]:
    kept = kept - _teasers(nodes, kept)
    trusted = _trusted_marks([nodes[index] for index in kept])
    places = {nodes[index].place for index in kept if is_prose(nodes[index].text)}
    tags = {nodes[index].tag for index in kept}
    kept = kept | _leads(nodes, kept, places, trusted)
    again = repeated(nodes, kept) if Mark.PULLED in trusted else set()
    for index in range(min(kept), max(kept) + 1):
        node = nodes[index]
        reason = PULL_QUOTE if index in again else _reason_against(node, trusted)
        if index not in kept and reason is None:
            own = node.place in places and node.tag in tags and node.linked < 0.8 and not node.marks & trusted
            reason = None if own else BESIDE
        if reason != BESIDE or any(ch.isalnum() for ch in node.text):
            yield replace(passage_of(node), reason=reason)


def _teasers(nodes: list[Node], kept: set[int]) -> set[int]:
    """Extracted paragraphs that each hang under a link of their own, apart from the article's own place."""
    by_place: dict[tuple[str, str], list[int]] = {}
    for index in sorted(kept):
        if len(nodes[index].text.split()) >= 12:
            by_place.setdefault(nodes[index].place, []).append(index)
    main = max(by_place, key=lambda place: sum(len(nodes[i].text) for i in by_place[place]), default=None)
    teasers: set[int] = set()
    for place, own in by_place.items():
        under = sum(index > 0 and index - 1 not in kept for index in own)
        if place != main and len(own) >= 3 and under >= 0.8 * len(own):
            teasers.update(own)
    return teasers


def _trusted_marks(kept: list[Node]) -> frozenset[Mark]:
    """The marks that mean something on this page: those that most of its article does not carry."""
    weight = dict.fromkeys(Mark, 0)
    total = 0
    for node in kept:
        total += len(node.text)
        for mark in node.marks:
            weight[mark] += len(node.text)
    return frozenset(mark for mark in Mark if weight[mark] < 0.4 * total)


_LEAD = 40  # words; a summary under a headline has fewer


def _leads(
    nodes: list[Node], kept: set[int], places: set[tuple[str, str]], trusted: frozenset[Mark]
) -> set[int]:
    """Prose shortly before the first extracted paragraph, in the same place or long as a lead."""
    first = min((index for index in kept if len(nodes[index].text.split()) >= 12), default=0)
    around = {above for _, above in places}
    leads = set()
    for index in range(max(0, first - 12), first):
        node = nodes[index]
        marks = node.marks & trusted
        same = node.place in places and not marks
        lead = node.place[1] in around and len(node.text.split()) >= _LEAD and marks <= {Mark.NAMED}
        if (same or lead) and is_prose(node.text) and node.linked < 0.8:
            leads.add(index)
    return leads


def _reason_against(node: Node, trusted: frozenset[Mark]) -> str | None:
    """Why a node is left out even though it was extracted."""
    reason = next((why for mark, why in _REASONS if mark in node.marks & trusted), None)
    if reason == TABLE and is_prose(node.text):
        reason = None
    if reason == CAPTION and Mark.FIGURE not in node.marks and len(node.text.split()) > 80:
        reason = None
    if reason:
        return reason
    all_link = node.linked > 0.95 and not node.heading and len(node.text.split()) >= 4
    return LINK if all_link and not ends_sentence(node.text) else None


# ------------------------------------------------------------------ the extracted tree by itself


def _as_extracted(body: _Element) -> Iterator[Passage]:
    """trafilatura's text as it gives it, for pages that keep their article in data, not in their tree."""
    for element in body:
        text = "".join(str(part) for part in element.itertext())
        match element.tag:
            case "head":
                yield Passage(text, BlockKind.HEADING, 2)
            case "table":
                yield Passage(text, reason=TABLE)
            case "code":
                yield Passage(text, reason=CODE)
            case "list":
                for item in element.iter("item"):
                    yield Passage("".join(str(part) for part in item.itertext()), BlockKind.ITEM)
            case "quote":
                yield Passage(text, BlockKind.QUOTE)
            case _:
                yield Passage(text)

"""What every format with markup says alike: a node of a tree → a passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from narrator.model import BlockKind
from narrator.reading.pagetree import Mark, Node
from narrator.reading.pieces import Passage

TABLE = "table: a table, which can't be followed by ear"
CODE = "code: a listing, which can't be followed by ear"
CAPTION = "caption: a picture's caption"

REASONS = ((Mark.TABLE, TABLE), (Mark.CODE, CODE), (Mark.FIGURE, CAPTION))
"""In this order; the first mark that a node carries names the omission."""


def kind_of(node: Node) -> BlockKind:
    if node.heading:
        return BlockKind.HEADING
    if node.item:
        return BlockKind.ITEM
    return BlockKind.QUOTE if node.quote else BlockKind.PARAGRAPH


def passage_of(node: Node, reason: str | None = None) -> Passage:
    """The node's text, left out with the reason given or with that of its mark."""
    reason = reason or next((why for mark, why in REASONS if mark in node.marks), None)
    heads = node.heading > 0
    level = max(2, node.heading) if heads else 0  # level 1 is the article's title alone
    return Passage(node.text, kind_of(node), level, node.strong, node.link if heads else None, reason)


def tables_whole(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The cells of a table as one passage, so that it is one line among what was left out."""
    gathered: Passage | None = None
    for passage in passages:
        if passage.reason == TABLE:
            gathered = replace(passage, text=f"{gathered.text} {passage.text}") if gathered else passage
            continue
        if gathered:
            yield gathered
            gathered = None
        yield passage
    if gathered:
        yield gathered

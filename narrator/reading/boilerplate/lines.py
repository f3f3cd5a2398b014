"""Whole paragraphs that are the publisher's word to the visitor, not the article's to its reader."""

from __future__ import annotations

from dataclasses import replace

from narrator.model import BlockKind
from narrator.reading.boilerplate.rules import first_match, rules_from, seen
from narrator.reading.pieces import Piece

LINE_RULES = rules_from("lines.txt")
"""In the table's order; the first that applies names the omission."""
_NEVER_FIRST = ("related-link", "related-box", "byline")  # "Opinion: …" on the first line is the headline


def omit_lines(text: str, pieces: list[Piece]) -> list[Piece]:
    """Paragraphs left out by the table of line rules; never the page's own title."""
    result = list(pieces)
    opened = False
    for index, piece in enumerate(pieces):
        if piece.reason:
            continue
        is_title = piece.kind is BlockKind.HEADING and piece.level == 1
        found = None if is_title else first_match(LINE_RULES, seen(text, piece))
        if found is not None and (opened or found.name not in _NEVER_FIRST):
            result[index] = replace(piece, reason=found.reason)
        opened = True
    return result

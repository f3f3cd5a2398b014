"""Boilerplate at the edge of a paragraph: the block begins after it, or ends before it."""

from __future__ import annotations

from dataclasses import replace

from narrator.reading.boilerplate.rules import STRAIGHT, rules_from
from narrator.reading.pieces import Piece, stripped_span

_HEADS = rules_from("heads.txt")
_TAILS = rules_from("tails.txt")
_NEAR = 600  # characters; a paragraph is looked at only near the edge that a rule is about


def trim_edges(text: str, pieces: list[Piece]) -> list[Piece]:
    """Each rule in turn, what it cuts off becoming an omission beside the block."""
    result: list[Piece] = []
    for piece in pieces:
        result += [piece] if piece.reason else _trimmed(text, piece)
    return result


def _trimmed(text: str, piece: Piece) -> list[Piece]:
    heads: list[Piece] = []
    tails: list[Piece] = []
    start, end = piece.start, piece.end
    for rule in _HEADS:
        match = rule.pattern.search(text[start : min(end, start + _NEAR)].translate(STRAIGHT))
        if match:
            heads.append(_cut(text, start, start + match.end(), rule.reason))
            start = stripped_span(text, start + match.end(), end)[0]
    for rule in _TAILS:
        lower = max(start, end - _NEAR)
        match = rule.pattern.search(text[lower:end].translate(STRAIGHT))
        if match and lower + match.start() > start:
            tails.insert(0, _cut(text, lower + match.start(), end, rule.reason))
            end = stripped_span(text, start, lower + match.start())[1]
    if not any(ch.isalnum() for ch in text[start:end]):
        return [piece]
    return [*heads, replace(piece, start=start, end=end), *tails]


def _cut(text: str, start: int, end: int, reason: str) -> Piece:
    return Piece(*stripped_span(text, start, end), reason=reason)

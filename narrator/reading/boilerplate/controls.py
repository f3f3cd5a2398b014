"""Buttons, menus and labels of a page's own machinery, as they end up in its text."""

from __future__ import annotations

import re
from dataclasses import replace

from narrator.reading.boilerplate.rules import seen, table
from narrator.reading.pieces import Piece, ends_sentence

RULER = "ruler: a line drawn with signs, without a word"
CONTROL = "control: a button, a menu entry or a label of the page"


def _tables() -> dict[str, frozenset[tuple[str, ...]]]:
    tables: dict[str, set[tuple[str, ...]]] = {}
    for line in table("controls.txt"):
        if line.startswith("["):
            tables[line.strip("[]")] = current = set()
        else:
            current |= {_tokens(entry) for entry in line.split("|") if _tokens(entry)}
    return {name: frozenset(phrases) for name, phrases in tables.items()}


def _tokens(said: str) -> tuple[str, ...]:
    bare = (word.strip("»«›‹>→←↑↓▶►•·|*-–—_[](){}<+.,:;!?…\"'") for word in said.lower().split())
    return tuple(word for word in bare if word)


_SURE, _WEAK = _tables().values()
_LONGEST = max(len(phrase) for phrase in _SURE)
_COUNT = re.compile(r"\d[\d.,:/]*[km]?%?", re.I)


def cover(said: str, most_words: int = 40) -> int:
    """2 where the whole line consists of controls, a sure one among them; 1 where all are weak; else 0.

    Numbers may stand between them, as counts of shares and comments do.
    """
    tokens = _tokens(said)
    if not tokens or len(tokens) > most_words:
        return 0
    best = [0] + [-1] * len(tokens)  # best[i]: the number of sure phrases in a cover of tokens[:i], or -1
    for end in range(1, len(tokens) + 1):
        if _COUNT.fullmatch(tokens[end - 1]):
            best[end] = best[end - 1]
        for length in range(1, min(end, _LONGEST) + 1):
            before = best[end - length]
            if before < 0:
                continue
            phrase = tokens[end - length : end]
            if phrase in _SURE:
                best[end] = max(best[end], before + 1)
            elif phrase in _WEAK:
                best[end] = max(best[end], before)
    if best[-1] > 0:
        return 2
    return 1 if best[-1] == 0 and any(not _COUNT.fullmatch(token) for token in tokens) else 0


def omit_rulers(text: str, pieces: list[Piece]) -> list[Piece]:
    """Lines without a letter or a digit: there is nothing in them to say."""
    return [
        piece
        if piece.reason or any(ch.isalnum() for ch in text[piece.start : piece.end])
        else replace(piece, reason=RULER)
        for piece in pieces
    ]


def _asks_between(said: list[str], index: int) -> bool:
    """`What's next?` between two paragraphs is an interviewer's."""
    around = said[max(0, index - 1) : index] + said[index + 1 : index + 2]
    return (
        said[index].endswith("?")
        and len(around) == 2
        and all(ends_sentence(line) and not cover(line) for line in around)
    )


def omit_controls(text: str, pieces: list[Piece]) -> list[Piece]:
    """Sure controls go; weak ones where a line beside them goes too, or three weak ones stand in a row."""
    said = [seen(text, piece) for piece in pieces]
    covers = [
        0 if piece.reason or _asks_between(said, index) else cover(said[index])
        for index, piece in enumerate(pieces)
    ]
    gone = [bool(piece.reason) or covered == 2 for piece, covered in zip(pieces, covers, strict=True)]
    index = 0
    while index < len(pieces):
        if covers[index] != 1:
            index += 1
            continue
        end = index
        while end < len(pieces) and covers[end] == 1:
            end += 1
        beside = (index > 0 and gone[index - 1]) or (end < len(pieces) and gone[end])
        if beside or end - index >= 3:
            gone[index:end] = [True] * (end - index)
        index = end
    return [
        replace(piece, reason=CONTROL) if out and not piece.reason else piece
        for piece, out in zip(pieces, gone, strict=True)
    ]

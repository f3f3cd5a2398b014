"""Plain text → pieces: where paragraphs and list items begin, decided from how the file is set."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from narrator.model import BlockKind
from narrator.reading.pieces import Draft, Piece, ends_sentence, stripped_span
from narrator.reading.sources import Material

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BLANK = re.compile(
    r"(?:\r\n|[\r\n\v\f\x85\u2028\u2029])[^\S\r\n\v\f\x85\u2028\u2029]*(?:\r\n|[\r\n\v\f\x85\u2028\u2029])|\f"
)
_BULLET = re.compile(r"(?:[•·▪■●‣◦○►»*+]|[-–—])\s+(?=\S)")
_NUMBER = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z]\))\s+(?=\S)")

LIST_MARK = "list-mark: the mark of a list item; the item is read as one"

Span = tuple[int, int]


def read_plain(material: Material) -> Draft:
    """The pieces of a plain text; offsets index the text itself."""
    text = material.text
    spans = _paragraphs(text)
    pieces = [piece for span in spans for piece in _marked(text, span)]
    return Draft(text, tuple(_with_lists(text, pieces)))


# ------------------------------------------------------------------ paragraphs


def _paragraphs(text: str) -> list[Span]:
    """Paragraphs: what stands between blank lines, or a line each of it where lines are not hard-wrapped."""
    width = _wrap_width(text)
    spans: list[Span] = []
    start = 0
    for match in [*_BLANK.finditer(text), None]:
        end = match.start() if match else len(text)
        spans += _group(text, start, end, width)
        start = match.end() if match else end
    return spans


def _lines(text: str, start: int, end: int) -> list[Span]:
    found = (stripped_span(text, *match.span()) for match in _LINE.finditer(text, start, end))
    return [span for span in found if span[0] < span[1]]


def _wrap_width(text: str) -> int:
    """The column at which the whole file is wrapped, or 0.

    Where it is, half of the long lines end within a word of one column, and most of those amid a sentence.
    """
    lines = [line.group().rstrip() for line in _LINE.finditer(text)]
    long = [line for line in lines if len(line) >= 40]
    if len(long) < 4:
        return 0
    width = sorted(map(len, long))[int(len(long) * 0.95)]
    full = [line for line in long if len(line) >= width - 16]
    amid = sum(not ends_sentence(line) for line in full)
    return width if width <= 120 and len(full) >= 0.5 * len(long) and amid >= 0.5 * len(full) else 0


def _group(text: str, start: int, end: int, width: int) -> list[Span]:
    lines = _lines(text, start, end)
    if len(lines) < 2:
        return lines
    spans = [lines[0]]
    for before, line in pairwise(lines):
        if _continues(text, before, line, width):
            spans[-1] = (spans[-1][0], line[1])
        else:
            spans.append(line)
    return spans


def _continues(text: str, before: Span, line: Span, width: int) -> bool:
    """Whether `line` goes on with the paragraph of the line before it."""
    if _item_mark(text, line):
        return False
    if _indent(text, line) > _indent(text, before) + 1 and not _item_mark(text, before):
        return False
    if not width:
        return False
    first_word = re.match(r"\S+", text[line[0] : line[1]])
    room = width - (before[1] - _line_start(text, before))
    wrapped = first_word is not None and room < len(first_word.group()) + 1 + 6
    if wrapped:
        return True
    # A short line inside a group: the paragraph's last line where it ends a sentence, else a ragged wrap.
    return not ends_sentence(text[before[0] : before[1]]) and text[line[0]].islower()


def _line_start(text: str, span: Span) -> int:
    return max(text.rfind("\n", 0, span[0]), text.rfind("\r", 0, span[0])) + 1


def _indent(text: str, span: Span) -> int:
    return span[0] - _line_start(text, span)


def _item_mark(text: str, span: Span) -> re.Match[str] | None:
    return _BULLET.match(text, *span) or _NUMBER.match(text, *span)


# ------------------------------------------------------------------ lists


def _marked(text: str, span: Span) -> list[Piece]:
    """The span as a piece; a bullet before it as an omission."""
    bullet = _BULLET.match(text, *span)
    # A dash before speech or a lone aside is prose; a dash is a bullet only in a run, settled below.
    if bullet and text[span[0]] not in "-–—*+":
        mark = stripped_span(text, bullet.start(), bullet.end())
        return [Piece(*mark, reason=LIST_MARK), Piece(bullet.end(), span[1], BlockKind.ITEM)]
    return [Piece(*span)]


def _with_lists(text: str, pieces: list[Piece]) -> list[Piece]:
    """Neighbours that open with the same kind of mark are a list."""

    def family(piece: Piece) -> str | None:
        if piece.reason or piece.kind is not BlockKind.PARAGRAPH:
            return None
        if _NUMBER.match(text, piece.start, piece.end):
            return "number"
        if _BULLET.match(text, piece.start, piece.end):
            return text[piece.start]
        return None

    families = [family(piece) for piece in pieces]
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        kind = families[index]
        neighbours = (
            families[index - 1] if index else None,
            families[index + 1] if index + 1 < len(pieces) else None,
        )
        if kind is None or kind not in neighbours:
            result.append(piece)
        elif kind == "number":
            result.append(replace(piece, kind=BlockKind.ITEM))
        else:
            mark = _BULLET.match(text, piece.start, piece.end)
            assert mark is not None
            result.append(Piece(*stripped_span(text, mark.start(), mark.end()), reason=LIST_MARK))
            result.append(replace(piece, start=mark.end(), kind=BlockKind.ITEM))
    return result

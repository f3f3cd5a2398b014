"""Picture galleries between an article's paragraphs: `7/50 The tower`, its caption, its credit."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from narrator.reading.boilerplate.rules import seen
from narrator.reading.pieces import Piece, is_prose

GALLERY = "gallery: pictures counted one by one, with their captions"

_COUNTED = re.compile(r"(?P<number>\d{1,3}) ?/ ?(?P<total>\d{1,3})(?: |$)")
_LEAST = 5
"""Pictures that make a gallery."""
_MOST_BETWEEN = 5
"""Paragraphs under one picture; what has more is an article with numbered parts."""
_ARTICLE = 4
"""Paragraphs of prose that stand outside the gallery, or else it is the article."""


def omit_galleries(text: str, pieces: list[Piece]) -> list[Piece]:
    """From `1/50` to the caption of `50/50`, where an article stands beside it."""
    result = list(pieces)
    for run in _runs(text, pieces):
        last = run[-1] + min(after - before for before, after in pairwise(run)) - 1
        inside = range(run[0], min(last, len(pieces) - 1) + 1)
        outside = (
            index
            for index, piece in enumerate(pieces)
            if index not in inside and not piece.reason and is_prose(seen(text, piece))
        )
        if sum(1 for _ in outside) < _ARTICLE:
            continue
        for index in inside:
            if not pieces[index].reason:
                result[index] = replace(pieces[index], reason=GALLERY)
    return result


def _runs(text: str, pieces: list[Piece]) -> list[list[int]]:
    """The places of each gallery's pictures: counted upwards to one total, few paragraphs apart."""
    runs: list[list[int]] = []
    number, total = 0, ""
    for index, piece in enumerate(pieces):
        match = _COUNTED.match(text, piece.start, piece.end)
        if match is None:
            continue
        near = bool(runs) and index - runs[-1][-1] <= _MOST_BETWEEN
        if near and match["total"] == total and int(match["number"]) == number + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
        number, total = int(match["number"]), match["total"]
    return [run for run in runs if len(run) >= _LEAST]

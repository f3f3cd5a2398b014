"""The shipped fonts as CSS, with only those subsets inside that a page's words need."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"

_FACES = (("Commissioner", 400), ("Commissioner", 700), ("Literata", 400))


def font_faces(text: str) -> str:
    """`@font-face` rules for the letters of `text`; others are left to the reader's own fonts."""
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f"src:url(data:font/woff2;base64,{_encoded(family, weight, subset)}) format('woff2');"
        f"unicode-range:{ranges}}}"
        for subset, ranges, letters in _subsets()
        if letters.search(text)
        for family, weight in _FACES
    )


@cache
def _subsets() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(name, CSS unicode-range, a pattern that finds its letters), most common first."""
    rows = (row.split("\t") for row in (FONTS / "subsets.tsv").read_text("utf-8").splitlines())
    return tuple((name, ranges, _pattern(ranges)) for name, ranges in rows)


def _pattern(ranges: str) -> re.Pattern[str]:
    ends = (part.removeprefix("U+").split("-") for part in ranges.split(","))
    return re.compile("[" + "".join(f"\\U{e[0]:>08}-\\U{e[-1]:>08}" for e in ends) + "]")


@cache
def _encoded(family: str, weight: int, subset: str) -> str:
    path = FONTS / f"{family.lower()}-{subset}-{weight}-normal.woff2"
    return base64.b64encode(path.read_bytes()).decode("ascii")

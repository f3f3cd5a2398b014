"""Characters first: the text in one plain form, with the written offset of every character kept."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

PLAIN = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "′": "'", "`": "`",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
    "‐": "-", "‑": "-", "‒": "–", "―": "—", "⸺": "—", "⸻": "—", "−": "-", "﹣": "-", "⁃": "-",
    "⁄": "/", "∕": "/", "µ": "μ", "˚": "°", "…": "…",
    "™": "", "®": "", "℠": "", "†": "", "‡": "", "¶": "", "\ufe0f": "", "\ufe0e": "",
}  # fmt: skip
"""Each typographer's character by the plain one that the rules know; marks that nobody reads are gone."""

KEPT_FORMAT = {"\u200d", *map(chr, range(0xE0020, 0xE0080))}
"""Joiners inside emoji; the emoji rule reads them."""


@dataclass(frozen=True, slots=True)
class Clean:
    """`text` with, for each of its characters and its end, the offset it was written at."""

    text: str
    offsets: tuple[int, ...]


def clean(written: str) -> Clean:
    """Compatibility forms, typographic quotes and foreign digits become plain; control, bidirectional and
    private characters go.  x² becomes x^2; vulgar fractions stand apart."""
    if written.isascii() and written.isprintable():
        return Clean(written, tuple(range(len(written) + 1)))
    chars: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(written):
        for plain in _plain(char, written[offset - 1 : offset]):
            chars.append(plain)
            offsets.append(offset)
    if offsets:
        offsets[0] = 0
    return Clean("".join(chars), (*offsets, len(written)))


def without(written: Clean, struck: Iterable[tuple[int, int]]) -> Clean:
    """Cut the spans of `struck`, written offsets in order, so that no rule sees words that are not said; of
    the white space on both sides of a cut one side stays.  The offsets still cover the text."""
    chars: list[str] = []
    offsets: list[int] = []
    at = 0
    for begin, stop in struck:
        start, end = bisect_left(written.offsets, begin), bisect_left(written.offsets, stop)
        chars += written.text[at:start]
        offsets += written.offsets[at:start]
        at = max(at, end)
        while (not chars or chars[-1].isspace()) and written.text[at : at + 1].isspace():
            at += 1
    chars += written.text[at:]
    offsets += written.offsets[at:]
    if chars:
        offsets[0] = 0
    return Clean("".join(chars), tuple(offsets))


def _plain(char: str, before: str) -> str:
    if char in PLAIN:
        return PLAIN[char]
    if char.isascii():
        return char if char.isprintable() else (" " if char.isspace() else "")
    if char in KEPT_FORMAT:
        return char
    category = unicodedata.category(char)
    if category.startswith(("C", "Z")):
        return " " if char.isspace() else ""
    return _compatible(char, before)


RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))


def _compatible(char: str, before: str) -> str:
    kind = unicodedata.decomposition(char).partition(" ")[0]
    if kind == "<super>":
        return ("" if before in RAISED else "^") + plain if (plain := RAISED.get(char)) else char
    if kind == "<fraction>":
        return (" " if before.isdigit() else "") + unicodedata.normalize("NFKC", char).replace("⁄", "/")
    if kind.startswith("<"):
        return "".join(PLAIN.get(each, each) for each in unicodedata.normalize("NFKC", char))
    digit = unicodedata.digit(char, None)
    return char if digit is None else str(digit)


TOKEN = re.compile(r"\w+(?:['’-]\w+){0,8}|\s+|.", re.DOTALL)
"""What one span of unchanged text holds: a word, white space, or one other character."""

"""Words drawn with the shipped fonts, and with the system's where a script needs another one.

A letter that no font has is never drawn as an empty box: `drawable` says so beforehand, and the
caller leaves the words out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from PIL import ImageDraw, ImageFont

from narrator.publishing.markup import clean
from narrator.publishing.phrases import pieces
from narrator.publishing.webfonts import FONTS

_SHIPPED = {"bold": "Commissioner-Bold.ttf", "regular": "Commissioner-Regular.ttf"}

# File names that Pillow looks for in the system's font folders, wide coverage first.
_SYSTEM = (
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Bold.otf",
    "SourceHanSans-Bold.ttc",
    "Hiragino Sans GB.ttc",
    "AppleSDGothicNeo.ttc",
    "msyhbd.ttc",
    "YuGothB.ttc",
    "malgunbd.ttf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSansHebrew-Bold.ttf",
    "NotoSansDevanagari-Bold.ttf",
    "NotoSansBengali-Bold.ttf",
    "NotoSansTamil-Bold.ttf",
    "NotoSansTelugu-Bold.ttf",
    "NotoSansThai-Bold.ttf",
    "NotoSansGeorgian-Bold.ttf",
    "NotoSansArmenian-Bold.ttf",
    "NotoSansEthiopic-Bold.ttf",
    "NotoSans-Bold.ttf",
    "Arial Unicode.ttf",
    "arialbd.ttf",
    "seguisb.ttf",
    "Nirmala.ttc",
    "FreeSansBold.ttf",
    "DejaVuSans-Bold.ttf",
    "unifont.otf",
)
_PROBE = 48
_MEASURED_AT = 200
_NOTHING = "\U0010fffd"  # a private-use character at the very end, which no font has


@dataclass(frozen=True, slots=True)
class Lettering:
    """One weight at one size in pixels."""

    weight: str
    size: int

    def length(self, words: str) -> float:
        return _length(self.weight, words) * self.size / _MEASURED_AT

    def draw(self, canvas: ImageDraw.ImageDraw, x: float, baseline: float, words: str, fill: str) -> None:
        for part, face in _runs(words, self.weight):
            font = _font(face, self.size)
            canvas.text((x, baseline), part, font=font, fill=fill, anchor="ls")
            x += font.getlength(part)

    def wrap(self, words: str, width: float) -> list[str]:
        """Lines of at most `width` pixels, as even as they can be; an overlong word is divided."""
        lines = self._wrapped(words, width)
        low, high = width / 2, width
        while high - low > 8:  # the narrowest column with as many lines looks the calmest
            middle = (low + high) / 2
            narrower = self._wrapped(words, middle)
            if len(narrower) == len(lines) and all(self.length(line) <= middle for line in narrower):
                high = middle
            else:
                low = middle
        return self._wrapped(words, high)

    def _wrapped(self, words: str, width: float) -> list[str]:
        lines: list[str] = []
        start = end = 0
        for piece in pieces(words):
            if end and self.length(words[start : piece.end]) > width:
                lines.append(words[start:end])
                start = piece.start
            end = piece.end
            while self.length(words[start:end]) > width and end - start > 1:
                cut = _longest(lambda n, at=start: self.length(words[at : at + n]) <= width, end - start)  # type: ignore[misc]
                lines.append(words[start : start + cut])
                start += cut
        return [*lines, words[start:end]] if end > start else lines

    def shortened(self, words: str, width: float) -> str:
        """`words`, or as much of them as fits with an ellipsis."""
        if self.length(words) <= width:
            return words
        kept = _longest(lambda n: self.length(words[:n].rstrip() + "…") <= width, len(words))
        return words[:kept].rstrip() + "…"


@lru_cache(maxsize=20_000)
def _length(weight: str, words: str) -> float:
    """At a size of `_MEASURED_AT`: outlines grow evenly, so that one measurement does for all sizes."""
    return sum(_font(face, _MEASURED_AT).getlength(part) for part, face in _runs(words, weight))


def _runs(words: str, weight: str) -> Iterator[tuple[str, str]]:
    """(words, font) for runs of one font each; a space or mark stays with the letters before it."""
    run, face = "", ""
    for character in words:
        wanted = face if face and _has(face, character) else _face_for(character, weight)
        if wanted is None:
            continue
        if wanted != face and run:
            yield run, face
            run = ""
        run, face = run + character, wanted
    if run:
        yield run, face


def drawable(words: str) -> str | None:
    """`words` as they can be drawn: without emoji and the like; None where letters would be lost."""
    plain = unicodedata.normalize("NFC", clean(words))
    missing = {c for c in set(plain) if _face_for(c, "bold") is None}
    if any(unicodedata.category(c)[0] in "LMN" for c in missing):
        return None
    return " ".join("".join(c for c in plain if c not in missing).split()) or None


def _longest(fits: Callable[[int], bool], most: int) -> int:
    """The largest number up to `most` that fits; at least 1."""
    low, high = 1, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


@cache
def _face_for(character: str, weight: str) -> str | None:
    """The first font that has the character; None where there is none, or it is no visible mark."""
    if unicodedata.category(character) in ("Cf", "Cc", "Cs", "Co", "Cn") or "\ufe00" <= character <= "\ufe0f":
        return None
    shipped = _SHIPPED[weight]
    if _has(shipped, character):
        return shipped
    return next((face for face in _system_faces() if _has(face, character)), None)


@cache
def _system_faces() -> tuple[str, ...]:
    """Those of `_SYSTEM` that are here; asked for only when the shipped fonts lack a character."""
    return tuple(face for face in _SYSTEM if _opens(face))


def _opens(face: str) -> bool:
    try:
        _font(face, _PROBE)
    except OSError:
        return False
    return True


@cache
def _has(face: str, character: str) -> bool:
    if character == " ":
        return True
    font = _font(face, _PROBE)
    shape, nothing = font.getmask(character), font.getmask(_NOTHING)
    return shape.size != nothing.size or bytes(shape) != bytes(nothing)


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    shipped = FONTS / face
    return ImageFont.truetype(str(shipped) if shipped.exists() else face, size)

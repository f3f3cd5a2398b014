"""The cover: title, site and people over a drawing of the episode itself.

The bars are the episode from beginning to end, each in the colour of whoever speaks there, so that
no two covers are alike.  Lengths are counted in letters, which is near enough to time for a drawing,
and lets a cover be drawn before anything is spoken: the same script has the same cover, always.
"""

from __future__ import annotations

import hashlib
import io
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from narrator.errors import InputError, reason_of
from narrator.model import Script
from narrator.publishing import palette
from narrator.publishing.captions import speaker_name
from narrator.publishing.lettering import Lettering, drawable
from narrator.publishing.phrases import pieces

SIDE = 3000
"""Pixels; the largest that Apple takes (1400 to 3000, square, RGB)."""

HEAVIEST = 500_000
"""Bytes; Apple takes 512 KB, and the cover is inside every audio file."""

THUMBNAIL_SIDE = 600
"""As wide as the player page shows it."""

_MARGIN = 210
_WIDTH = SIDE - 2 * _MARGIN
_BARS = 44
_LONGEST_TITLE = 170
_TITLE_TOP = 430
_BARS_BOTTOM = 2440


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover and its small copy, both JPEG."""

    image: bytes
    thumbnail: bytes
    notes: tuple[str, ...] = ()
    """What could not be drawn."""


def draw_cover(script: Script) -> Cover:
    """The cover of an episode; words whose letters no font has are left out, and a note says so."""
    field = palette.field_of(script.title)
    voices = palette.colours(palette.speakers(script))
    image = Image.new("RGB", (SIDE, SIDE), field.ground)
    canvas = ImageDraw.Draw(image)

    notes = []
    title = drawable(script.title)
    if title is None and script.title.strip():
        notes.append("the cover has no title: no font on this machine has its letters")
    site = drawable(script.site or "")
    if site:
        kicker = Lettering("bold", 98)
        shown = kicker.shortened(site, _WIDTH)
        kicker.draw(canvas, _left(kicker, shown), 300, shown, field.glow)
    bottom = _draw_title(canvas, title) if title else _TITLE_TOP
    names = [(name, palette.VOICES[voices[name]].dark) for name in palette.people(script)]
    _draw_names(canvas, names, drawable(f"By {script.byline}" if script.byline else ""))
    _draw_bars(image, _bars(script, voices), field, min(bottom + 150, 1900))
    return _saved(image, tuple(notes))


def cover_for(script: Script, picture: Path | None = None) -> Cover:
    """The user's own picture where there is one, else a drawn cover.  Raises InputError."""
    if picture is None:
        return draw_cover(script)
    try:
        return own_cover(picture.read_bytes())
    except OSError as error:
        raise InputError(f"can't read the cover {picture}: {reason_of(error)}") from error


def own_cover(content: bytes) -> Cover:
    """A picture of the user's own, cut to a square from its middle; raises InputError."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            upright = ImageOps.exif_transpose(opened)
            side = max(1400, min(SIDE, *upright.size))
            image = ImageOps.fit(_on_white(upright), (side, side), Image.Resampling.LANCZOS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError("the cover is no picture that can be read: give a JPEG or PNG file") from error
    return _saved(image, ())


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return image.convert("RGB")


def _saved(image: Image.Image, notes: tuple[str, ...]) -> Cover:
    for quality in (88, 80, 70, 60, 45):
        written = _jpeg(image, quality)
        if len(written) < HEAVIEST:
            break
    return Cover(written, _jpeg(_small(image), 78, subsampling=0), notes)


def _small(image: Image.Image) -> Image.Image:
    times, rest = divmod(image.width, THUMBNAIL_SIDE)
    if not rest:  # each pixel the mean of a square of them, which is as good as it is quick
        return image.reduce(times)
    return image.resize((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS, reducing_gap=2)


def _jpeg(image: Image.Image, quality: int, subsampling: int = 2) -> bytes:
    """Colour at half the resolution is colour at 1500 pixels, and takes a quarter of the time of all of it
    with Huffman tables of its own, at the same size and a higher quality."""
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality, subsampling=subsampling)
    return written.getvalue()


# ------------------------------------------------------------------ words


def _draw_title(canvas: ImageDraw.ImageDraw, title: str) -> int:
    """Draws the title as large as it can stand in its place; returns where it ends."""
    if len(title) > _LONGEST_TITLE:
        title = (title[:_LONGEST_TITLE].rpartition(" ")[0] or title[:_LONGEST_TITLE]) + "…"
    for size in range(430, 130, -10):
        lettering = Lettering("bold", size)
        lines = lettering.wrap(title, _WIDTH)
        divided = any(lettering.length(title[part.start : part.end]) > _WIDTH for part in pieces(title))
        if len(lines) * size * 1.04 <= 1180 and len(lines) <= 6 and (not divided or size <= 200):
            break
    else:
        lines = [*lines[:5], lettering.shortened(" ".join(lines[5:]), _WIDTH)]
    leading = round(size * 1.04)
    for index, line in enumerate(lines):
        x = _left(lettering, line) - size * 0.03  # large letters carry some white on their left
        lettering.draw(canvas, x, _TITLE_TOP + size * 0.74 + index * leading, line, "#ffffff")
    return round(_TITLE_TOP + size * 0.74 + (len(lines) - 1) * leading + size * 0.2)


def _left(lettering: Lettering, words: str) -> float:
    """Where a line begins: words that run from right to left end at the right margin."""
    strong = (unicodedata.bidirectional(character) for character in words)
    runs_left = next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"
    return SIDE - _MARGIN - lettering.length(words) if runs_left else _MARGIN


def _draw_names(canvas: ImageDraw.ImageDraw, names: Sequence[tuple[str, str]], byline: str | None) -> None:
    """The people in their colours, at most two rows at the foot; the writer where there are none."""
    shown = [(written, colour) for name, colour in names if (written := drawable(speaker_name(name)))]
    if not shown:
        lettering = Lettering("regular", 96)
        if byline:
            lettering.draw(canvas, _MARGIN, 2740, lettering.shortened(byline, _WIDTH), "#ffffff")
        return
    lettering = Lettering("bold", 96)
    rows = _rows(lettering, shown)
    for index, row in enumerate(rows):
        x = float(_MARGIN)
        for written, colour in row:
            lettering.draw(canvas, x, 2740 + (index - (len(rows) - 1) / 2) * 140, written, colour)
            x += lettering.length(written) + 90


def _rows(lettering: Lettering, names: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """As many names as two rows hold, and how many more there are."""
    for count in range(len(names), 0, -1):
        left = len(names) - count
        entries = [(lettering.shortened(name, _WIDTH), colour) for name, colour in names[:count]]
        if left:
            entries.append((f"and {left} more", "#ffffff"))
        rows: list[list[tuple[str, str]]] = [[]]
        room = float(_WIDTH)
        for entry in entries:
            needed = lettering.length(entry[0])
            if rows[-1] and needed > room:
                rows.append([])
                room = float(_WIDTH)
            rows[-1].append(entry)
            room -= needed + 90
        if len(rows) <= 2:
            return rows
    return rows[:2]


# ------------------------------------------------------------------ the episode as bars


def _bars(script: Script, voices: Mapping[str, int]) -> list[tuple[int | None, float]]:
    """(voice, height from 0 to 1) of each bar; a quote counts double, so that short ones show."""
    lines = [line for segment in palette.heard(script) for line in segment.lines if not line.silent]
    span = max(1, sum(len(line.text) for line in lines)) / _BARS
    spoken: list[dict[int | None, float]] = [{} for _ in range(_BARS)]
    at = 0
    for line in lines:
        voice, end = voices.get(line.speaker or ""), at + len(line.text)
        for index in range(int(at / span), min(_BARS, math.ceil(end / span))):
            overlap = min(end, (index + 1) * span) - max(at, index * span)
            spoken[index][voice] = spoken[index].get(voice, 0) + (overlap if voice is None else 2 * overlap)
        at = end
    noise = hashlib.sha512(script.title.encode("utf-8", "replace")).digest()
    bars: list[tuple[int | None, float]] = []
    for shares, swing in zip(spoken, noise, strict=False):
        voice = max(shares, key=lambda v: shares[v]) if shares else None
        bars.append((voice, (0.16 + 0.3 * swing / 255) if voice is None else (0.42 + 0.58 * swing / 255)))
    return bars


def _draw_bars(
    image: Image.Image, bars: Sequence[tuple[int | None, float]], field: palette.Field, top: int
) -> None:
    """Round-ended bars on a common middle line."""
    height = _BARS_BOTTOM - top
    pitch = SIDE / _BARS
    alone = all(voice is None for voice, _ in bars)
    plain = field.glow if alone else _mixed(field.ground, "#ffffff", 0.34)
    for index, (voice, share) in enumerate(bars):
        x0, x1 = round((index + 0.2) * pitch), round((index + 0.8) * pitch)
        width, tall = x1 - x0, max(round(height * share), x1 - x0)
        colour = plain if voice is None else palette.VOICES[voice].dark
        image.paste(colour, (x0, top + (height - tall) // 2), _bar(width, tall))


def _bar(width: int, tall: int) -> Image.Image:
    """A round-ended bar as a mask: its ends from a short bar, which takes less time to smooth."""
    short = 3 * width  # twice the width, Pillow draws rounder ends
    if tall <= short:
        return _smooth_bar(width, tall)
    ends = _smooth_bar(width, short)
    bar = Image.new("L", (width, tall), 255)
    bar.paste(ends.crop((0, 0, width, width)), (0, 0))
    bar.paste(ends.crop((0, short - width, width, short)), (0, tall - width))
    return bar


@lru_cache(maxsize=64)
def _smooth_bar(width: int, tall: int) -> Image.Image:
    """Drawn at double size and brought down smoothly."""
    drawn = Image.new("L", (2 * width, 2 * tall), 0)
    ImageDraw.Draw(drawn).rounded_rectangle((0, 0, 2 * width - 1, 2 * tall - 1), radius=width, fill=255)
    return drawn.resize((width, tall), Image.Resampling.LANCZOS)


def _mixed(one: str, other: str, share: float) -> str:
    a, b = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (one, other))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))

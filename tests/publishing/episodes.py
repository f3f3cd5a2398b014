"""Small episodes made by hand: a script, its timeline, and sound to go with them."""

from __future__ import annotations

import hashlib
import io
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np

from narrator.model import (
    Chapter,
    Clip,
    Line,
    LineKind,
    Loudness,
    Person,
    Placement,
    Script,
    Segment,
    Timeline,
    Word,
)

RATE = 44_100
CLIP_RATE = 22_050
LETTER = 0.06
"""Seconds a letter takes here."""


def clip_of(line: Line, *, words: bool = True) -> Clip:
    """A clip in which each letter and space takes the same time."""
    starts = [i for i, c in enumerate(line.text) if c != " " and (i == 0 or line.text[i - 1] == " ")]
    ends = [line.text.find(" ", i) % (len(line.text) + 1) for i in starts]
    timed = tuple(Word(a, b, round(a * LETTER * CLIP_RATE)) for a, b in zip(starts, ends, strict=True))
    return Clip(
        key=hashlib.sha256(line.text.encode("utf-8", "replace")).hexdigest(),
        path=Path("clip.wav"),
        rate=CLIP_RATE,
        samples=round(len(line.text) * LETTER * CLIP_RATE),
        words=timed if words else (),
        loudness=Loudness(-19.0, -3.0),
    )


def timeline_of(script: Script, *, words: bool = True, pause: float = 0.4) -> Timeline:
    """The lines one after the other, half a second in front, a chapter for each segment."""
    at, placements, chapters = RATE // 2, [], []
    for segment in script.segments:
        begin = at - RATE // 4
        for line in segment.lines:
            clip = clip_of(line, words=words)
            end = at + round(clip.seconds * RATE)
            placements.append(Placement(line, clip, at, end))
            at = end + round(pause * RATE)
        chapters.append(Chapter(segment.title, segment.person, begin, at, segment.link))
    chapters = [
        Chapter(c.title, c.person, c.start, after.start if after else at + RATE, c.link)
        for c, after in zip(chapters, [*chapters[1:], None], strict=True)
    ]
    return Timeline(RATE, at + RATE, tuple(placements), tuple(chapters))


def say(text: str, speaker: str | None = None, *, opens: bool = True) -> Line:
    kind = LineKind.QUOTE if speaker else LineKind.NARRATION
    return Line(text, speaker, kind, opens_paragraph=opens)


def bridge() -> Script:
    """Three voices, quotes in the middle of paragraphs, a chapter with a link."""
    text = (Path(__file__).parent / "cases" / "bridge.txt").read_text(encoding="utf-8")
    return Script(
        title="The bridge nobody wanted to paint",
        byline="Ada Quill",
        site="The Harbour Review",
        date="2026-03-14",
        language="en-GB",
        source="https://example.org/bridge",
        people=(
            Person("Marta Oyelaran", role="bridge engineer", gender="f", age=58),
            Person("Lev Kalashnikov", role="painter", gender="m"),
        ),
        segments=tuple(_segment(part) for part in text.strip().split("\n## ")),
    )


def _segment(part: str) -> Segment:
    """`Title | person | link`, then a paragraph a block; in a block, a line for each speaker."""
    head, *blocks = part.removeprefix("## ").split("\n\n")
    title, person, link = (field.strip() or None for field in (head + "||").split("|")[:3])
    lines = []
    for block in blocks:
        for index, line in enumerate(block.strip().split("\n")):
            speaker, _, words = line.partition(": ")
            lines.append(say(words, speaker if speaker != "Narrator" else None, opens=index == 0))
    return Segment(title or "", person, tuple(lines), link=link)


def tone(path: Path, seconds: float, codec: str, *, rate: int = 44_100) -> Path:
    """A quiet tone as a real audio file."""
    path.write_bytes(_tone(seconds, codec, {".m4a": "ipod"}.get(path.suffix, path.suffix[1:]), rate))
    return path


@cache
def _tone(seconds: float, codec: str, container_format: str, rate: int) -> bytes:
    count = round(seconds * rate)
    wave = (0.1 * np.sin(2 * np.pi * 330 * np.arange(count) / rate) * 32767).astype(np.int16)
    written = io.BytesIO()
    with av.open(written, "w", format=container_format) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=rate)
        for start in range(0, count, rate):
            frame = av.AudioFrame.from_ndarray(wave[None, start : start + rate], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            for part in resampler.resample(frame):
                container.mux(stream.encode(part))
        for part in resampler.resample(None):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return written.getvalue()

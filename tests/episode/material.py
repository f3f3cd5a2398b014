"""Recordings that are like speech to a meter and a codec, made in milliseconds and the same everywhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from narrator.clips import write_clip
from narrator.loudness import amplitude, measure
from narrator.model import Clip, Line, Segment


def speech(rate: int, seconds: float, seed: int, level: float = -23.0, crest: float = 1.0):
    """Syllables of a vibrating voice and hiss, at `level` LUFS; float32 in -1..1.

    A larger `crest` makes the voice peakier, as some synthetic voices are."""
    rng = np.random.RandomState(seed)
    t = np.arange(round(rate * seconds)) / rate
    pitch = 90 + 12 * (seed % 9) + 8 * np.sin(2 * np.pi * 0.4 * t)
    phase = np.cumsum(2 * np.pi * pitch / rate)
    voice = sum(np.cos(k * phase) / k ** (1.2 / crest) for k in range(1, 25))
    syllables = np.clip(np.sin(2 * np.pi * (2.7 + 0.1 * (seed % 5)) * t) + 0.45, 0, 1)
    hiss = rng.standard_normal(t.size) * np.clip(np.sin(2 * np.pi * 1.3 * t + seed) - 0.6, 0, 1)
    sound = (voice * syllables + 0.6 * hiss).astype(np.float32)
    fade = min(t.size // 2, round(0.008 * rate))
    sound[:fade] *= np.linspace(0, 1, fade, dtype=np.float32)
    sound[t.size - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    now = measure(sound, rate).integrated
    return np.clip(sound * np.float32(amplitude(level - now)), -1, 1)


def record(folder: Path, name: str, rate: int, seconds: float, seed: int, *, level=-23.0, crest=1.0) -> Clip:
    samples = np.rint(speech(rate, seconds, seed, level, crest) * 32767).astype(np.int16)
    loudness = measure(samples.astype(np.float32) / 32768, rate)
    folder.mkdir(parents=True, exist_ok=True)
    return write_clip(folder / f"{name}.clip", name, samples, rate, [], loudness)


VOICES = {None: (22050, -23.0, 1.0), "Anna": (24000, -29.0, 1.3), "Boris": (16000, -17.0, 0.8)}


def interview(folder: Path, chapters: int = 3, seconds: float = 2.5) -> tuple[list[Segment], list[Clip]]:
    """Chapters of a narrator and two voices 12 LU apart, each chapter with three paragraphs."""
    segments: list[Segment] = []
    clips: list[Clip] = []
    numbers = itertools.count()
    for chapter in range(chapters):
        lines = []
        for turn, speaker in enumerate([None, "Anna", None, "Boris", "Anna"]):
            number = next(numbers)
            rate, level, crest = VOICES[speaker]
            length = seconds * (0.6 + 0.2 * (number % 5))
            clips.append(record(folder, f"clip{number}", rate, length, number, level=level, crest=crest))
            lines.append(Line(f"Line {number}.", speaker, opens_paragraph=turn in (0, 3, 4)))
        segments.append(Segment(f"Chapter {chapter + 1}: čaj & “quotes”", None, tuple(lines)))
    return segments, clips


def played(clips: list[Clip]) -> Iterator[Clip]:
    """The clips as a studio hands them over: once."""
    yield from clips

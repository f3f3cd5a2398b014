"""Chimes and music: read from any file FFmpeg reads, brought to the level of the voices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np

from narrator.episode.mastering import Bed, limit
from narrator.episode.timeline import RATE
from narrator.errors import InputError
from narrator.loudness import Samples, amplitude, measure
from narrator.model import Segment, Sound

CHIME = "chime"
"""The name of the sound that is there without a file."""
LONGEST = 60.0
"""Seconds of a file that are used, faded out at the end."""
FADE_IN, FADE_OUT = 0.01, 1.5
BELOW_VOICES = 2.0
"""LU; music is denser than speech and seems louder at the same level."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sounds of an episode by the names its script has for them, mono at `RATE`."""

    by_name: Mapping[str, Samples] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    opening: Bed | None = None

    def length(self, name: str) -> int:
        """Samples.  Raises InputError for a name without a sound."""
        return self.named(name).size

    def named(self, name: str) -> Samples:
        try:
            return self.by_name[name]
        except KeyError:
            raise InputError(f"the script asks for the sound {name!r}, but no such file was given") from None


def gather(
    segments: Iterable[Segment], level: float, *, chime: Path | None, music: Path | None, folder: Path
) -> Sounds:
    """Reads the sounds of a script: files in `folder`, but for the chime, which has a file or is made.

    Raises InputError for a file that is missing or holds no sound."""
    level -= BELOW_VOICES
    heard = (segment.items for segment in segments if not segment.silent)
    names = {item.name for items in heard for item in items if isinstance(item, Sound)}
    if chime:
        names.add(CHIME)
    found = {
        name: levelled(
            (read_sound(chime) if chime else bell()) if name == CHIME else read_sound(folder / name), level
        )
        for name in sorted(names)
    }
    digests = {name: hashlib.sha256(sound.tobytes()).hexdigest() for name, sound in found.items()}
    return Sounds(found, digests, Bed(levelled(read_sound(music), level)) if music else None)


def read_sound(path: Path) -> Samples:
    """The first `LONGEST` seconds of the file, mono at `RATE`, faded in and out.  Raises InputError."""
    pieces: list[Samples] = []
    length = 0
    try:
        with av.open(str(path)) as container:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            for frame in container.decode(audio=0):
                frame.pts = None
                for piece in resampler.resample(frame):
                    pieces.append(
                        np.frombuffer(memoryview(piece.planes[0]), np.float32, piece.samples).copy()
                    )
                    length += piece.samples
                if length >= LONGEST * RATE:
                    break
    except (av.error.FFmpegError, OSError, IndexError) as error:
        reason = getattr(error, "strerror", None) or "it holds no sound"
        raise InputError(f"the sound {path} can't be read: {reason.lower()}") from error
    if not length:
        raise InputError(f"the sound {path} can't be read: it holds no sound")
    return faded(np.concatenate(pieces)[: round(LONGEST * RATE)])


def faded(sound: Samples, fade_in: float = FADE_IN, fade_out: float = FADE_OUT) -> Samples:
    """With its ends rising from and falling to nothing, in seconds or half its length at most."""
    sound = sound.copy()
    rise, fall = (min(sound.size // 2, round(seconds * RATE)) for seconds in (fade_in, fade_out))
    sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    sound[sound.size - fall :] *= np.square(np.linspace(1, 0, fall, dtype=np.float32))
    return sound


def levelled(sound: Samples, level: float, ceiling: float = -3.0) -> Samples:
    now = measure(sound, RATE).integrated
    sound = sound.copy()
    limit(sound, level - now if np.isfinite(now) else 0.0, ceiling)
    return sound


def bell() -> Samples:
    """Two soft strokes, a fourth apart, of 1.6 s."""
    t = np.arange(round(1.6 * RATE)) / RATE
    sound = np.zeros(t.size)
    for start, pitch in ((0.0, 587.33), (0.22, 783.99)):
        since = t - start
        ringing = np.where(since >= 0, np.exp(-4.5 * np.maximum(since, 0)), 0)
        for partial, share in ((1, 1.0), (2, 0.3), (3, 0.1), (4.2, 0.05)):
            sound += share * ringing**partial * np.sin(2 * np.pi * pitch * partial * since)
    return faded((sound * amplitude(-12)).astype(np.float32), 0.004, 0.3)

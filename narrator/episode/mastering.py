"""From recordings to the finished sound of a stretch: level, limiter, room tone.

Every gain is known before the first sample is written: the clip's loudness was measured when it was
recorded, and what the limiter will take away is worked out on the clip's envelope, at one point in
64 samples, and given back.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import soxr  # type: ignore[import-untyped]
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from narrator.episode.timeline import RATE, Stretch
from narrator.loudness import ROWS_AT_ONCE, Samples, amplitude, row_peaks
from narrator.model import Clip, Placement

STEREO_TO_MONO = 3.01
"""LU; a mono file played on two loudspeakers is as loud as a stereo file that measures so much more."""

SHORT = 3.0
"""Seconds; the loudness of a shorter clip says little, and is weighed against the speaker's others."""
LOUDEST_GAIN, LOUDEST_MAKEUP = 40.0, 6.0
"""dB; a recording further below the target is left as quiet as it is rather than turned into hiss."""

AT_ONCE = 60
"""Seconds of a recording that are resampled at a time."""

STEP = 64
"""Samples to a point of the envelope: 1.5 ms."""
LOOK = 10
"""Points the limiter looks ahead and holds: 15 ms, more than a period of any voice, so that its gain
follows syllables and not the vibration of the vocal folds."""

ROOM_TONE = -82.0
"""dBFS, RMS.  Noise this low can't be heard under speech 60 dB above it, keeps the pauses from being
digital zero, and is the dither of the 16 bit formats: 2.6 of their steps."""
DUCKED, GONE = -18.0, -50.0
"""dB that the music falls while someone speaks, and in its last fade.  WCAG 2.2 (1.4.7) asks for 20 dB
between speech and what is behind it; the music's own level is 2 LU below the voices' already."""
DUCKING, FADE_AWAY = 0.8, 4.0
"""Seconds."""
TONE_SAMPLES = 1 << 17
TONE_FADE = 882


@dataclass(frozen=True, slots=True)
class Target:
    """`level` in LUFS as measured on the mono sound, `ceiling` in dBFS for its samples."""

    level: float
    ceiling: float


# --------------------------------------------------------------------------- levels


def gains(placements: Iterable[Placement], level: float) -> list[float]:
    """dB for each clip to bring it to `level`.

    A clip below `SHORT` is moved towards the mean of the same speaker's clips in the stretch, so that
    a lone "Yes." is as loud as its neighbours say that this voice is.
    """
    clips = [(p.line.speaker, p.clip) for p in placements]
    spoken: dict[str | None, list[Clip]] = {}
    for speaker, clip in clips:
        if math.isfinite(clip.loudness.integrated):
            spoken.setdefault(speaker, []).append(clip)
    return [_gain(clip, spoken.get(speaker, []), level) for speaker, clip in clips]


def _gain(clip: Clip, of_speaker: list[Clip], level: float) -> float:
    own = clip.loudness.integrated
    if not math.isfinite(own):
        return 0.0
    powers = sum(c.seconds * 10 ** (c.loudness.integrated / 10) for c in of_speaker)
    mean = 10 * math.log10(powers / sum(c.seconds for c in of_speaker))
    weight = min(1.0, clip.seconds / SHORT)
    return min(LOUDEST_GAIN, level - (weight * own + (1 - weight) * mean))


# --------------------------------------------------------------------------- limiter


def limit(sound: Samples, gain: float, ceiling: float) -> None:
    """Gives `sound`, in place, `gain` dB below `ceiling`, and back what the limiter takes from its loudness.

    The gain curve is the smallest needed within `LOOK` points on either side, smoothed over the same
    width and joined by straight lines, so it is never above what any sample needs.
    """
    whole = sound.size // STEP
    rest = np.zeros((1, STEP), np.float32)
    rest[0, : sound.size - whole * STEP] = sound[whole * STEP :]
    tables = (sound[: whole * STEP].reshape(whole, STEP), rest)
    peaks = np.concatenate([row_peaks(table) for table in tables])
    factor, curve = amplitude(gain), None
    if float(peaks.max()) * factor > amplitude(ceiling):
        energies = np.concatenate([np.einsum("ij,ij->i", table, table) for table in tables])
        held = sliding_window_view(np.pad(peaks, LOOK + 1), 2 * LOOK + 3).max(axis=1)
        factor, curve = _with_makeup(held, energies, factor, amplitude(ceiling))
    for table in tables:
        np.multiply(table, np.float32(factor), out=table)
    if curve is not None:
        _bend(tables[0], curve, 0)
        _bend(tables[1], curve, whole)
    sound[whole * STEP :] = rest[0, : sound.size - whole * STEP]


def _bend(table: Samples, curve: Samples, first: int) -> None:
    """Multiplies the rows, from point `first` on, by the curve, which has its value in a row's middle."""
    edges = (np.concatenate([curve[:1], curve]) + np.concatenate([curve, curve[-1:]])) / 2
    left, right = edges[:-1][first:][: len(table)], edges[1:][first:][: len(table)]
    middle = curve[first:][: len(table)]
    ramp = (np.arange(STEP // 2, dtype=np.float32) + np.float32(0.5)) * np.float32(2 / STEP)
    bent = np.flatnonzero(np.minimum(np.minimum(left, right), middle) < 1)
    for start in range(0, bent.size, ROWS_AT_ONCE):
        rows = bent[start : start + ROWS_AT_ONCE]
        from_left, here, to_right = left[rows, None], middle[rows, None], right[rows, None]
        table[rows, : STEP // 2] *= from_left + (here - from_left) * ramp
        table[rows, STEP // 2 :] *= here + (to_right - here) * ramp


def _with_makeup(held: Samples, energies: Samples, gain: float, top: float) -> tuple[float, Samples]:
    """The gain with make-up, and the limiter's curve under it, one value a point.

    The loud points alone count, as in the gated loudness that the gain was worked out from.
    """
    loud = energies > 0.1 * energies.mean()
    whole = float(energies[loud].sum())
    most = gain * amplitude(LOUDEST_MAKEUP)
    factor = gain
    for _ in range(6):
        curve = _curve(held * np.float32(factor), top)
        kept = float((energies * np.square(curve))[loud].sum()) / whole
        better = min(most, gain / math.sqrt(kept))
        if abs(better / factor - 1) < 0.002:
            break
        factor = better
    return factor, _curve(held * np.float32(factor), top)


def _curve(held: Samples, top: float) -> Samples:
    needed = np.minimum(np.float32(1), np.float32(top) / np.maximum(held, np.float32(1e-9)))
    smooth = np.convolve(np.pad(needed, LOOK, mode="edge"), _window(), mode="valid")
    return smooth.astype(np.float32)


@lru_cache(maxsize=1)
def _window() -> Samples:
    window = np.hanning(2 * LOOK + 3)[1:-1]
    single: Samples = (window / window.sum()).astype(np.float32)
    return single


# --------------------------------------------------------------------------- room tone


@lru_cache(maxsize=1)
def room_tone() -> Samples:
    """Three seconds of soft noise that loop without a seam: the same samples everywhere.

    Its spectrum falls by 6 dB an octave above 500 Hz, as a quiet room's does.
    """
    noise = np.random.RandomState(1770).standard_normal(TONE_SAMPLES)
    spectrum = np.fft.rfft(noise)
    frequency = np.fft.rfftfreq(TONE_SAMPLES, 1 / RATE)
    spectrum /= np.hypot(1, frequency / 500)
    spectrum[frequency < 60] = 0
    tone = np.fft.irfft(spectrum, TONE_SAMPLES)
    tone *= amplitude(ROOM_TONE) / np.sqrt(np.mean(np.square(tone)))
    return tone.astype(np.float32)


def _add_room_tone(sound: Samples) -> None:
    """Under the whole stretch, faded at both ends, where an encoder starts and stops anyway."""
    tone = room_tone()
    for start in range(0, sound.size, TONE_SAMPLES):
        piece = sound[start : start + TONE_SAMPLES]
        piece += tone[: piece.size]
    fade = 1 - np.linspace(0, 1, TONE_FADE, dtype=np.float32)
    sound[:TONE_FADE] -= tone[:TONE_FADE] * fade
    at = (sound.size - TONE_FADE) % TONE_SAMPLES
    places = (at + np.arange(TONE_FADE)) % TONE_SAMPLES
    sound[-TONE_FADE:] -= tone[places] * fade[::-1]


# --------------------------------------------------------------------------- music under the opening


@dataclass(frozen=True, slots=True)
class Bed:
    """Music that opens an episode: alone at first, then under the voices, gone by the stretch's end."""

    music: Samples

    def under(self, stretch: Stretch) -> Samples:
        """As long as the stretch, with its level at every sample."""
        bed = np.zeros(stretch.length, np.float32)
        used = min(self.music.size, stretch.length)
        bed[:used] = self.music[:used]
        first = min((p.start for p in stretch.placements), default=stretch.length)
        last = max((p.end for p in stretch.placements), default=0)
        until = min(used, last + RATE)
        at = np.arange(0, stretch.length, STEP)
        gone = GONE if until < self.music.size else 0.0
        ducked = np.interp(at, [first - DUCKING * RATE, first], [0.0, DUCKED if used > first else 0.0])
        away = np.interp(at, [until - FADE_AWAY * RATE, until], [0.0, gone])
        curve = np.repeat((10 ** ((ducked + away) / 20)).astype(np.float32), STEP)[: stretch.length]
        curve[until:] = 0
        mixed: Samples = bed * curve
        return mixed


# --------------------------------------------------------------------------- a whole stretch


def resampled(sound: NDArray[np.int16], rate: int) -> Samples:
    """16 bit sound at `rate` as float at `RATE`."""
    scaled = np.multiply(sound, np.float32(1 / 32768), dtype=np.float32)
    if rate == RATE or not scaled.size:
        return scaled
    moved: Samples = soxr.resample(scaled, rate, RATE, quality="HQ")
    return moved


def _fill(spot: Samples, sound: NDArray[np.int16], rate: int) -> None:
    """Puts 16 bit sound at `rate` at the beginning of `spot`; a long recording in pieces, as it would be held
    in memory three times over."""
    if rate == RATE or sound.size <= AT_ONCE * rate:
        moved = resampled(sound, rate)[: spot.size]
        spot[: moved.size] = moved
        return
    stream = soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="HQ")
    at = 0
    for start in range(0, sound.size, AT_ONCE * rate):
        piece = np.multiply(sound[start : start + AT_ONCE * rate], np.float32(1 / 32768), dtype=np.float32)
        moved = stream.resample_chunk(piece, last=start + piece.size == sound.size)[: spot.size - at]
        spot[at : at + moved.size] = moved
        at += moved.size


def render(
    stretch: Stretch,
    target: Target,
    load: Callable[[Clip], NDArray[np.int16]],
    sound_named: Callable[[str], Samples],
    bed: Bed | None = None,
) -> Samples:
    """The stretch's mastered sound: mono at `RATE`, `stretch.length` samples, none above the ceiling."""
    sound = np.zeros(stretch.length, np.float32)
    levels = gains(stretch.placements, target.level)
    for place, gain in zip(stretch.placements, levels, strict=True):
        spot = sound[place.start : place.end]
        _fill(spot, load(place.clip), place.clip.rate)
        limit(spot, gain, target.ceiling)
    for other in stretch.sounds:
        sound[other.start : other.end] += sound_named(other.name)
    if bed:
        sound += bed.under(stretch)
        limit(sound, 0.0, target.ceiling)
    _add_room_tone(sound)
    return sound

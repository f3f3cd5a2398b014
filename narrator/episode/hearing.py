"""What a stretch measures once it is decoded: its true peak, and the power of each 100 ms.

Of speech, only what is loud need be decoded.  Codecs add little to a peak (at the formats' own bit rates, in
an hour of the embedded voices, at most 1.0 dB within 5 dB of the ceiling), so that a sound well below
the ceiling can't come out above -1 dBTP; and they change the loudness of speech by the same everywhere.
Music and other bit rates, of which this was not measured, are decoded as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrator.episode.encoding import PREROLL, Decoder, Packets, decode
from narrator.episode.formats import FORMATS, Format
from narrator.episode.timeline import RATE
from narrator.loudness import Powers, QuickMeter, Samples, amplitude, inner_peak, quick_powers, row_peaks

BELOW = 1.5
"""dB below the limiter's ceiling from which a sound is decoded.  With the headroom, a codec would have to add
1.8 (MP3), 2.0 or 2.2 (AAC) or 2.5 dB (Opus) for a quieter one to come out above -1 dBTP: 1.5 dB more than any
did."""
DENSE = 2.0
"""The ratio of peak to RMS, 6 dB, under which a frame is no speech (of the embedded voices' frames that are
not loud, 1 in 200) but noise or a buzz.  Its peaks are low because of its phases, which codecs change."""
MOST_REACH = 5.6
"""15 dB: from so much below what is loud a dense frame is decoded; the worst found, random signs in Opus,
gain 14 dB."""
REACH = 2
"""Packets after the one of its number into which a frame of sound goes."""
FRAMES_AT_ONCE = 64
"""What is worked on stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The true peak as an amplitude, the power of each 100 ms."""

    peak: float
    powers: Powers


def hear(packets: Packets, sound: Samples, form: Format, *, ceiling: float, speech: bool = True) -> Heard:
    """What `sound`, encoded as `packets` from below `ceiling` dBFS, is once it is decoded again; all of it is
    decoded where it is not `speech` alone."""
    if not speech or form.lossless or form.bit_rate != FORMATS[form.name].bit_rate:
        return _all_heard(packets, form)
    loud = _loud(sound, form.frame * RATE // form.rate, amplitude(ceiling))
    decoder = Decoder(packets, form)
    peak = 0.0
    for first, last in _runs(loud, PREROLL[form.codec] + REACH):
        found = decoder.between(first, last + REACH)
        if found is None:
            return _all_heard(packets, form)
        peak = inner_peak(found, peak)
    return Heard(peak, quick_powers(sound, RATE) * 10 ** (form.shift / 10))


def _all_heard(packets: Packets, form: Format) -> Heard:
    meter = QuickMeter(form.rate)
    for piece in decode(packets, form):
        meter.add(piece)
    return Heard(meter.peak, meter.finish())


def _loud(sound: Samples, frame: int, ceiling: float) -> NDArray[np.bool_]:
    """Of each frame, whether it may come out above -1 dBTP; the loudest are always among them.

    How high the signal reaches is taken to be its largest sample and a quarter of its largest step, more
    than lies between two samples of any sound below a quarter of its rate."""
    rows = _rows(sound, frame)
    levels = row_peaks(rows)
    enough = min(ceiling, float(levels.max())) * amplitude(-BELOW)
    unsure = np.flatnonzero((levels < enough) & (levels > enough / MOST_REACH))
    for some in np.array_split(unsure, len(unsure) // FRAMES_AT_ONCE + 1):
        steps = np.abs(np.diff(rows[some], axis=1)).max(axis=1, initial=0)
        energies = np.einsum("ij,ij->i", rows[some], rows[some])
        levels[some] += steps / 4
        levels[some[energies * DENSE**2 > frame * np.square(levels[some])]] = enough
    loud: NDArray[np.bool_] = levels >= enough
    return loud


def _rows(sound: Samples, frame: int) -> Samples:
    """The sound by frames, the last one filled up with silence."""
    if sound.size % frame == 0:
        return sound.reshape(-1, frame)
    padded = np.zeros(-(-sound.size // frame) * frame, np.float32)
    padded[: sound.size] = sound
    return padded.reshape(-1, frame)


def _runs(loud: NDArray[np.bool_], nearest: int) -> Iterator[tuple[int, int]]:
    """The first and last frame of each run; between runs nearer than `nearest` nothing would be saved."""
    places = np.flatnonzero(loud)
    ends = np.flatnonzero(np.diff(places) > nearest)
    yield from zip(places[[0, *(ends + 1)]].tolist(), places[[*ends, -1]].tolist(), strict=True)

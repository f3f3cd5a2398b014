"""One voice into several people: pitch and formants moved together, the pace kept.

Resampling moves pitch and formants alike, as a larger or smaller speaker would; WSOLA (waveform
similarity overlap-add: Verhelst and Roelands, ICASSP 1993) then gives the speech its length back.
"""

from __future__ import annotations

import numpy as np
import soxr  # type: ignore[import-untyped]
from numpy.typing import NDArray

WINDOW = 0.030
"""Seconds: two to six periods of a voice, so that each frame holds a whole one."""
SEEK = 0.010
"""Seconds to either side in which the best join is looked for: a whole period of a low voice."""
COARSE = 8000
"""Hz: joins are compared at about this rate; the ear's phase beyond it matters little."""

Samples = NDArray[np.int16]


def shifted(samples: Samples, rate: int, *, shift: float = 1.0, pace: float = 1.0) -> Samples:
    """`samples` (mono) with pitch and formants times `shift`, spoken `pace` times as fast.

    With neither, the very same samples.  The length is `len(samples) / pace`, rounded.
    """
    if shift == 1.0 and pace == 1.0:
        return samples
    length = round(len(samples) / pace)
    sound = samples.astype(np.float32)
    if shift != 1.0:
        sound = soxr.resample(sound, rate * shift, rate)
    sound = stretched(sound, length, rate)
    return _as_int16(sound)


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """The same sound at `wanted` Hz."""
    return _as_int16(soxr.resample(samples.astype(np.float32), rate, wanted))


def _as_int16(sound: NDArray[np.float32]) -> Samples:
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)


def stretched(sound: NDArray[np.float32], length: int, rate: int) -> NDArray[np.float32]:
    """`sound` made `length` samples long at the same pitch, by WSOLA."""
    hop = round(WINDOW * rate / 2)
    window = 2 * hop
    seek = round(SEEK * rate)
    if len(sound) == length:
        return sound
    if len(sound) < window or length < window:
        return _resized(sound, length)
    speed = len(sound) / length
    fade = np.hanning(window + 1)[:window].astype(np.float32)
    frames = -(-length // hop) + 1
    padded = np.concatenate(
        [np.zeros(hop + seek, np.float32), sound, np.zeros(window + 2 * seek + hop, np.float32)]
    )
    out = np.zeros((frames + 1) * hop, np.float32)
    step = max(1, rate // COARSE)
    place = seek
    for frame in range(frames):
        if frame:
            wanted = min(round(frame * hop * speed) + seek, len(padded) - window - seek)
            follows = padded[place + hop : place + hop + window : step]
            place = (
                wanted
                - seek
                + step * _best_join(padded[wanted - seek : wanted + seek + window : step], follows)
            )
        out[frame * hop : frame * hop + window] += padded[place : place + window] * fade
    return out[hop : hop + length]


def _best_join(around: NDArray[np.float32], follows: NDArray[np.float32]) -> int:
    """Where in `around` the waveform is most like `follows`: the peak of the normalised correlation."""
    likeness = np.correlate(around, follows, "valid")
    energy = np.cumsum(np.concatenate([[0.0], around.astype(np.float64) ** 2]))
    energy = energy[len(follows) :] - energy[: -len(follows)]
    return int(np.argmax(likeness / np.sqrt(energy + 1.0)))


def _resized(sound: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """Too short for frames: cut, or silence behind."""
    return np.concatenate([sound, np.zeros(max(0, length - len(sound)), np.float32)])[:length]

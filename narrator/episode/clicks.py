"""Finds where one sound is cut straight into another: what no voice does from one sample to the next.

Each sample is predicted from those before it (linear prediction, as speech codecs do it).  A voice can be
predicted but for the pulses of the vocal folds, which come again and again, and for noise, which goes on.
A cut is a single error that stands far above all others near it.  The burst of a plosive can look like it,
but comes out of a closure: there has to be sound on both sides.  After Vaseghi and Rayner, "Detection and
suppression of impulsive noise in speech communication systems", IEE Proceedings 137 (1990).
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from narrator.loudness import SINGLE, Samples, amplitude

FRAME = 0.023
"""Seconds over which a voice is taken to stay the same."""
ORDER_A_KILOHERTZ = 0.54
"""Samples that a prediction is made from, by the sample rate: 24 at 44.1 kHz."""
CELL = 0.00018
"""Seconds; errors are looked at by their peak in each cell."""
NEAR = 0.018
"""Seconds on either side: more than a period of a deep voice."""
FAR_ABOVE, FURTHEST = 6.0, 16.0
"""Times the largest error nearby, but for the neighbouring cells: what may be a cut, and what is one by
itself.  In 43 minutes of the embedded voices and four of recorded ones none was above 14."""
OFTEN, SOME = 3.0, 3
"""A minute and in all: where there are more that may be cuts, they are.  The embedded voices, whose
synthesizer now and then steps from one sound into the next, have 1.9 a minute at most, recorded ones none.
Of 254 cuts at random places in words a half may be cuts (a quarter after MP3 encoding)."""
AUDIBLE = 0.01
"""An error of -40 dBFS."""
LEVEL_OVER, LOUD, ALIKE = 0.008, amplitude(-27.0) ** 2, 10**0.9
"""Seconds, mean power and the ratio of mean powers: the sound on either side is so loud and differs by 9 dB
at most."""
FRAMES_AT_ONCE = 43
WHITE = 1e-5
"""Noise put under a frame, as a share of its power, so that its prediction can be worked out."""


class ClickFinder:
    """Takes mono sound in pieces of any length."""

    def __init__(self, rate: int) -> None:
        self._found: list[tuple[float, float]] = []
        self._heard = 0
        self._rate = rate
        self._cell = max(1, round(CELL * rate))
        self._frame = self._cell * max(1, round(FRAME * rate / self._cell))
        self._order = max(4, round(ORDER_A_KILOHERTZ * rate / 1000))
        self._near = max(2, round(NEAR * rate / self._cell))
        self._level = max(2, round(LEVEL_OVER * rate / self._cell))
        self._past = np.zeros(self._order, np.float32)
        self._waiting: list[Samples] = []
        self._samples = 0
        # Cells on either side of those that are looked at: nothing is before the beginning.
        self._margin = self._near + 2
        self._errors = np.zeros(self._margin, np.float32)
        self._powers = np.zeros(self._margin, np.float32)
        self._first = -self._margin

    @property
    def found(self) -> list[float]:
        """Seconds of the cuts in all that was looked at so far."""
        often = len(self._found) >= max(SOME, OFTEN * self._heard / self._rate / 60)
        return [at for at, above in self._found if often or above > FURTHEST]

    def add(self, sound: Samples) -> None:
        self._waiting.append(sound)
        self._samples += sound.size
        if self._samples >= FRAMES_AT_ONCE * self._frame:
            self._take(self._samples // self._frame * self._frame)

    def finish(self) -> None:
        """Looks at what is left; nothing may be added afterwards."""
        silence = np.zeros(-self._samples % self._frame + self._margin * self._cell, np.float32)
        self._waiting.append(silence)
        self._samples += silence.size
        self._take(self._samples // self._frame * self._frame)

    def _take(self, samples: int) -> None:
        waiting = np.concatenate(self._waiting)
        piece, rest = waiting[:samples], waiting[samples:]
        self._waiting, self._samples = [rest.copy()], rest.size
        if not piece.size:
            return
        self._heard += piece.size
        both = np.concatenate([self._past, piece])
        self._past = both[-self._order :].copy()
        errors = np.abs(_errors(both, self._frame, self._order)).reshape(-1, self._cell)
        cells = piece.reshape(-1, self._cell)
        self._errors = np.concatenate([self._errors, errors.max(axis=1)])
        self._powers = np.concatenate([self._powers, np.einsum("ij,ij->i", cells, cells) / self._cell])
        self._look()

    def _look(self) -> None:
        """At the cells that have `_margin` others on either side."""
        margin, errors = self._margin, self._errors
        count = errors.size - 2 * margin
        if count <= 0:
            return
        middle = errors[margin : margin + count]
        largest = sliding_window_view(errors, self._near).max(axis=1)
        around = np.maximum(largest[:count], largest[margin + 2 : margin + 2 + count])
        before, after = self._levels(count)
        above = middle / np.maximum(around, AUDIBLE / FURTHEST)
        cut = (middle > AUDIBLE) & (above > FAR_ABOVE)
        cut &= (np.minimum(before, after) > LOUD) & (before < ALIKE * after) & (after < ALIKE * before)
        for cell in np.flatnonzero(cut):
            at = (self._first + margin + int(cell)) * self._cell / self._rate
            self._found.append((at, float(above[cell])))
        self._first += count
        self._errors, self._powers = errors[count:], self._powers[count:]

    def _levels(self, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean powers before and after each of the cells looked at, its neighbours left out."""
        sums = np.concatenate([[0.0], np.cumsum(self._powers, dtype=np.float64)])
        means = (sums[self._level :] - sums[: -self._level]) / self._level
        first = self._margin - 2 - self._level
        return means[first : first + count], means[self._margin + 3 :][:count]


def _errors(sound: Samples, frame: int, order: int) -> Samples:
    """What is left of `sound`, after its first `order` samples, where each frame is predicted as well as the
    samples before each allow."""
    frames = sound[order:].reshape(-1, frame)
    spectrum = np.fft.rfft(frames * np.hanning(frame).astype(np.float32), 2 * frame, norm=SINGLE)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    likeness = np.fft.irfft(power, norm=SINGLE)[:, : order + 1].astype(np.float64)
    likeness[:, 0] = likeness[:, 0] * (1 + WHITE) + 1e-9
    apart = np.abs(np.subtract.outer(np.arange(order), np.arange(order)))
    weights = np.linalg.solve(likeness[:, apart], likeness[:, 1:, None])[:, ::-1, 0].astype(np.float32)
    before = sliding_window_view(sound, order)[: frames.size].reshape(*frames.shape, order)
    predicted: Samples = np.einsum("fso,fo->fs", before, weights)
    return (frames - predicted).reshape(-1)

"""Loudness and true peak of mono sound, as ITU-R BS.1770-5 (and EBU R 128) measure them.

`measure` takes a whole clip; `Meter` takes a stream in constant memory, and `integrated` joins the
powers that several meters kept, so that stretches measured apart add up to the whole they form.

The K-weighting filters are applied in the frequency domain: their impulse response has fallen below
-190 dB after 100 ms, so 100 ms of history before each stretch of 1 s gives the recursive filter's
output to the precision of the arithmetic, at the speed of the FFT.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from narrator.model import Loudness

Samples = NDArray[np.float32]
Powers = NDArray[np.float64]

SILENCE = Loudness(integrated=-math.inf, true_peak=-math.inf)

OFFSET = -0.691
"""BS.1770-5, equation 2: it makes a 997 Hz tone at full scale in one channel measure -3.01 LUFS."""
ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -10.0
STEPS_A_SECOND = 10
"""Gating blocks of 400 ms overlap by 75 %: each is made of four steps of 100 ms."""
STEPS_A_BLOCK = 4
STEPS_AT_ONCE = 10
"""What is worked on stays in the processor's cache; a second is a whole number of samples at any rate."""

OVERSAMPLING = 4
TAPS = 20
"""Of each phase of the interpolator; BS.1770-5 annex 2 gives an example with 12."""
PEAK_CHUNK = 32
PEAK_BATCH = 16
ROWS_AT_ONCE = 2048
SINGLE: Literal["ortho"] = "ortho"
"""The norm of an FFT: with a factor to multiply by, NumPy works in single precision; without one, it goes
through double, which takes five times as long."""
SPEECH_REACH = 1.5
"""3.5 dB: only tones close to half the sample rate rise further above all samples around."""

QUICK_FROM = 3.0
"""Seconds of speech whose loudness a `QuickMeter` gives to 0.02 LU."""
QUICK_AT_ONCE = 120
"""Seconds: lines of an article are shorter, and measured as a whole."""


def decibels(ratio: float) -> float:
    """Of an amplitude ratio; -inf for nothing."""
    return 20 * math.log10(ratio) if ratio > 0 else -math.inf


def amplitude(level: float) -> float:
    """The inverse of `decibels`."""
    return float(10 ** (level / 20))


def measure(samples: Samples, rate: int) -> Loudness:
    """Loudness of a mono signal in -1..1 at `rate` Hz.

    A signal shorter than one gating block of 400 ms, which the standard can't measure, is taken as
    one block of its own length.
    """
    meter = Meter(rate)
    meter.add(samples)
    return meter.loudness()


def measure_speech(samples: Samples | NDArray[np.int16], rate: int) -> Loudness:
    """As `measure`, by a `QuickMeter` where there is enough to average: of 124 recordings none was more than
    0.02 LU off, where EBU Tech 3341 allows a meter 0.1."""
    if samples.size < QUICK_FROM * rate:
        return measure(_scaled(samples), rate)
    meter = QuickMeter(rate)
    for start in range(0, samples.size, QUICK_AT_ONCE * rate):
        meter.add(_scaled(samples[start : start + QUICK_AT_ONCE * rate]))
    powers = meter.finish()
    return Loudness(integrated(powers), decibels(meter.peak))


def _scaled(samples: Samples | NDArray[np.int16]) -> Samples:
    """In -1..1, as samples of 16 bits are not."""
    scaled = samples.astype(np.float32, copy=False)
    return scaled / np.float32(32768) if samples.dtype == np.int16 else scaled


class Meter:
    """Measures a mono stream given in pieces of any length."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._size = rate * STEPS_AT_ONCE // STEPS_A_SECOND
        self._edges = np.arange(STEPS_AT_ONCE) * rate // STEPS_A_SECOND
        self._history = np.zeros(math.ceil(rate / STEPS_A_SECOND), np.float32)
        self._waiting: list[Samples] = []
        self._waiting_samples = 0
        self._powers: list[Powers] = []
        self._peak = 0.0
        self._peak_tail = np.zeros(TAPS, np.float32)

    def add(self, samples: Samples) -> None:
        samples = np.asarray(samples, np.float32)
        self._waiting.append(samples)
        self._waiting_samples += samples.size
        if self._waiting_samples < self._size:
            return
        waiting = np.concatenate(self._waiting)
        whole = waiting.size - waiting.size % self._size
        for start in range(0, whole, self._size):
            self._take(waiting[start : start + self._size])
        self._waiting = [waiting[whole:].copy()]
        self._waiting_samples = waiting.size - whole

    def _take(self, piece: Samples) -> None:
        weighted, self._history = k_weighted(self._history, piece, self.rate)
        sums = np.add.reduceat(weighted * weighted, self._edges, dtype=np.float64)
        lengths = np.diff(self._edges, append=self._size)
        self._powers.append(sums / lengths)
        self._note_peak(piece)

    def _note_peak(self, piece: Samples) -> None:
        both = np.concatenate([self._peak_tail, piece])
        self._peak = inner_peak(both, self._peak)
        self._peak_tail = both[-TAPS:].copy()

    def _rest(self) -> tuple[Powers, float]:
        """Powers of the steps begun since the last whole piece, and the mean power of all of it."""
        rest = np.concatenate([*self._waiting, np.zeros(0, np.float32)])
        if rest.size == 0:
            return np.zeros(0), 0.0
        padded = np.concatenate([rest, np.zeros(self._size - rest.size, np.float32)])
        weighted, _ = k_weighted(self._history, padded, self.rate)
        square = np.square(weighted[: rest.size], dtype=np.float64)
        whole_steps = int(np.searchsorted([*self._edges[1:], self._size], rest.size, side="right"))
        edges = [*self._edges, self._size][: whole_steps + 1]
        sums = np.add.reduceat(square[: edges[-1]], edges[:-1]) if whole_steps else np.zeros(0)
        return sums / np.diff(edges), float(square.mean())

    def powers(self) -> Powers:
        """Mean power of the weighted signal in each whole step of 100 ms so far."""
        return np.concatenate([*self._powers, self._rest()[0]])

    def loudness(self) -> Loudness:
        """Of everything added so far; more may be added afterwards."""
        powers, mean = self._rest()
        powers = np.concatenate([*self._powers, powers])
        if powers.size < STEPS_A_BLOCK:
            level = power_level(mean)
            level = level if level > ABSOLUTE_GATE else -math.inf
        else:
            level = integrated(powers)
        rest = np.concatenate([self._peak_tail, *self._waiting, np.zeros(TAPS, np.float32)])
        return Loudness(level, decibels(inner_peak(rest, self._peak)))


class QuickMeter:
    """For speech, a quarter of the work of a `Meter`: each step of 100 ms is weighted for itself.

    The filter does not ring on from one step into the next, which moves single steps but not their
    gated mean (on speech by less than 0.01 LU).  Takes a stream in pieces of any length.
    """

    def __init__(self, rate: int) -> None:
        self.peak = 0.0
        """The true peak as an amplitude, so far."""
        self._step = rate // STEPS_A_SECOND
        self._rate = rate
        self._waiting: list[Samples] = [np.zeros(TAPS, np.float32)]
        self._waiting_samples = 0
        self._powers: list[Powers] = []

    def add(self, samples: Samples) -> None:
        self._waiting.append(samples)
        self._waiting_samples += samples.size
        if self._waiting_samples >= STEPS_AT_ONCE * self._step:
            self._measure(self._waiting_samples // self._step * self._step)

    def finish(self) -> Powers:
        """Mean power of the weighted signal in each whole step; nothing may be added afterwards."""
        self._waiting.append(np.zeros(TAPS, np.float32))
        whole = self._waiting_samples // self._step * self._step
        self._measure(whole, last=True)
        return np.concatenate([np.zeros(0), *self._powers])

    def _measure(self, samples: int, *, last: bool = False) -> None:
        """The first `TAPS` of what waits have been measured, and give the peaks their past."""
        waiting = np.concatenate(self._waiting)
        end = TAPS + samples
        self.peak = inner_peak(waiting if last else waiting[:end], self.peak, reach=SPEECH_REACH)
        self._powers.append(quick_powers(waiting[TAPS:end], self._rate))
        self._waiting = [waiting[end - TAPS :].copy()]
        self._waiting_samples = waiting.size - end


def quick_powers(samples: Samples, rate: int) -> Powers:
    """Mean power of the weighted signal in each whole step of 100 ms of speech, as a `QuickMeter` has it."""
    step = rate // STEPS_A_SECOND
    rows = samples[: samples.size // step * step].reshape(-1, step)
    weights = _power_weights(rate, step)
    starts = range(0, len(rows), STEPS_AT_ONCE)
    return np.concatenate([np.zeros(0), *(_weighed(rows[at : at + STEPS_AT_ONCE], weights) for at in starts)])


def _weighed(steps: Samples, weights: Samples) -> Powers:
    spectrum = np.fft.rfft(steps, axis=1, norm=SINGLE)
    parts = spectrum.view(spectrum.real.dtype)
    np.square(parts, out=parts)
    powers: Powers = np.einsum("ij,j->i", parts, weights)  # not `@`: that wakes BLAS's threads
    return powers


def power_level(power: float) -> float:
    """The loudness in LUFS of a weighted mean power."""
    return OFFSET + 10 * math.log10(power) if power > 0 else -math.inf


def integrated(powers: Powers) -> float:
    """Gated loudness in LUFS of consecutive steps of 100 ms: -inf below four steps or for silence."""
    if powers.size < STEPS_A_BLOCK:
        return -math.inf
    blocks = sliding_window_view(powers, STEPS_A_BLOCK).mean(axis=1)
    blocks = blocks[blocks > _power_at(ABSOLUTE_GATE)]
    if blocks.size == 0:
        return -math.inf
    gate = _power_at(power_level(float(blocks.mean())) + RELATIVE_GATE)
    return power_level(float(blocks[blocks > gate].mean()))


def _power_at(level: float) -> float:
    return float(10 ** ((level - OFFSET) / 10))


# --------------------------------------------------------------------------- K-weighting


def k_weighted(history: Samples, piece: Samples, rate: int) -> tuple[Samples, Samples]:
    """The weighted piece, and the history for the piece that follows it."""
    both = np.concatenate([history, piece])
    size = _quick_size(both.size)
    spectrum = np.fft.rfft(both, size, norm=SINGLE)
    spectrum *= _k_response(rate, size)
    weighted = np.fft.irfft(spectrum, size, norm=SINGLE)[history.size : both.size]
    return weighted.astype(np.float32, copy=False), both[-history.size :].copy()


@lru_cache(maxsize=16)
def _quick_size(least: int) -> int:
    """The next size without a prime factor above 5, for which the FFT is quick."""
    size = least
    while True:
        rest = size
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return size
        size += 1


@lru_cache(maxsize=16)
def _k_response(rate: int, size: int) -> NDArray[np.complex64]:
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    response = np.ones_like(z)
    for (b0, b1, b2), (a1, a2) in _k_biquads(rate):
        response *= (b0 + b1 * z + b2 * z * z) / (1 + a1 * z + a2 * z * z)
    single: NDArray[np.complex64] = response.astype(np.complex64)
    return single


@lru_cache(maxsize=16)
def _power_weights(rate: int, size: int) -> Samples:
    """For the squares of the spectrum's real and imaginary parts, in turn: the mean power is their sum."""
    weights = 2 * np.square(np.abs(_k_response(rate, size))) / size
    weights[0] /= 2
    both: Samples = np.repeat(weights, 2).astype(np.float32)
    return both


def _k_biquads(rate: int) -> Iterator[tuple[tuple[float, float, float], tuple[float, float]]]:
    """BS.1770-5 tables 1 and 2, which are for 48 kHz, carried to any rate by the bilinear transform of
    the analogue prototypes they come from (Mansbridge, Finn, Reiss, AES 132, 2012; as libebur128)."""
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    yield (
        ((high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / q + k * k) / a0),
        (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0),
    )
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    yield (1.0, -2.0, 1.0), (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)


# --------------------------------------------------------------------------- true peak


@lru_cache(maxsize=1)
def interpolator() -> Samples:
    """One column for each of the three points between two samples; each sums to 1."""
    before = np.arange(TAPS) - (TAPS // 2 - 1)
    columns = []
    for phase in range(1, OVERSAMPLING):
        distance = before - phase / OVERSAMPLING
        inside = np.clip(1 - (distance / (TAPS / 2)) ** 2, 0, None)
        column = np.sinc(distance) * np.i0(5.5 * np.sqrt(inside))
        columns.append(column / column.sum())
    return np.array(columns, np.float32).T


def true_peak(samples: Samples) -> float:
    """The largest magnitude of the signal at four times its rate, with silence before and after it."""
    return inner_peak(np.pad(samples, TAPS), 0.0)


def inner_peak(samples: Samples, at_least: float, *, reach: float | None = None) -> float:
    """The peak, or `at_least` if that is larger, where all of an interpolator's samples are there: not
    between the first or last `TAPS` / 2, which a stream hands in again with what stands beside them.

    Only chunks whose samples could lead to a larger value are interpolated: the result is the same,
    and most of a recording need not be looked at twice.  `reach` is how far, as a ratio, the signal may
    rise above the samples around; by default as far as any signal can.
    """
    if samples.size == 0:
        return at_least
    highest = _chunk_peaks(samples)
    best = max(at_least, float(highest.max()))
    if samples.size < TAPS or best == 0:
        return best
    table = interpolator()
    reach = reach or float(np.abs(table).sum(axis=0).max())
    around = np.pad(highest, 1)
    possible = np.maximum(np.maximum(around[:-2], highest), around[2:]) * reach
    candidates = np.flatnonzero(possible > best)
    order = candidates[np.argsort(-possible[candidates], kind="stable")]
    for some in np.split(order, range(PEAK_BATCH, order.size, 8 * PEAK_BATCH)):
        chosen = some[possible[some] > best]
        if chosen.size == 0:
            break
        best = max(best, float(np.abs(_between(samples, chosen, table)).max()))
    return best


def row_peaks(table: Samples) -> Samples:
    """The largest magnitude in each row, a few thousand rows at a time to stay in the processor's cache."""
    peaks = np.zeros(len(table), np.float32)
    if not table.size:
        return peaks
    width = table.shape[1]
    for start in range(0, len(table), ROWS_AT_ONCE):
        rows = np.abs(table[start : start + ROWS_AT_ONCE])
        firsts = np.arange(0, rows.size, width)
        np.maximum.reduceat(rows.reshape(-1), firsts, out=peaks[start : start + len(rows)])
    return peaks


def _chunk_peaks(samples: Samples) -> Samples:
    whole = samples.size // PEAK_CHUNK * PEAK_CHUNK
    peaks = row_peaks(samples[:whole].reshape(-1, PEAK_CHUNK))
    return peaks if whole == samples.size else np.append(peaks, np.abs(samples[whole:]).max())


def _between(samples: Samples, chunks: NDArray[np.intp], table: Samples) -> Samples:
    """The points between the samples of the chunks; 0 where the interpolator would reach beyond an end."""
    first = chunks * PEAK_CHUNK - (TAPS // 2 - 1)
    places = first[:, None] + np.arange(PEAK_CHUNK + TAPS - 1)
    points: Samples = sliding_window_view(samples[places.clip(0, samples.size - 1)], TAPS, axis=1) @ table
    starts = places[:, :PEAK_CHUNK]
    points[(starts < 0) | (starts > samples.size - TAPS)] = 0
    return points

"""Judges of recordings: a small speaker identification, and word errors by pocketsphinx."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import soxr
from numpy.typing import NDArray

RATE = 16000
FRAME, HOP = 512, 320
BANDS, COEFFICIENTS = 40, 20
LOWEST, HIGHEST = 60, 400
"""Hz, of the fundamental."""

Sound = NDArray[np.float64]


def at_16k(samples: NDArray[np.int16], rate: int) -> Sound:
    return soxr.resample(samples.astype(np.float64) / 32768, rate, RATE)


def features(sound: Sound) -> Sound:
    """One row for each voiced frame: mel-frequency cepstrum (without its level) and the pitch in
    semitones.  `sound` at 16 kHz."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME * 2)[::HOP]
    spectra = np.abs(np.fft.rfft(frames[:, FRAME // 2 : FRAME // 2 + FRAME] * np.hamming(FRAME))) ** 2
    mel = np.log(spectra @ _mel_filters().T + 1e-10)
    basis = np.cos(np.pi * np.arange(1, COEFFICIENTS)[:, None] * (np.arange(BANDS) + 0.5) / BANDS)
    cepstrum = mel @ basis.T * np.sqrt(2 / BANDS)
    pitch, clarity = _pitches(frames)
    loud = (spectra.sum(1) > 0.0025 * spectra.sum(1).max()) & (clarity > 0.5)
    return np.column_stack([cepstrum[loud], 12 * np.log2(pitch[loud] / 100)])


def median_pitch(sound: Sound) -> float:
    """In Hz."""
    return float(100 * 2 ** (np.median(features(sound)[:, -1]) / 12))


def _mel_filters() -> Sound:
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + RATE / 2 / 700), BANDS + 2) / 2595) - 1)
    bins = np.arange(FRAME // 2 + 1) * RATE / FRAME
    low, mid, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    return np.maximum(0, np.minimum((bins - low) / (mid - low), (high - bins) / (high - mid)))


def _pitches(frames: Sound) -> tuple[Sound, Sound]:
    """Fundamental in Hz and how periodic each frame is (0..1), by normalised autocorrelation."""
    windowed = (frames - frames.mean(1, keepdims=True)) * np.hanning(frames.shape[1])
    power = np.abs(np.fft.rfft(windowed, 2 * frames.shape[1])) ** 2
    correlation = np.fft.irfft(power)[:, : frames.shape[1] // 2]
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(frames.shape[1]), 2 * frames.shape[1])) ** 2)
    correlation = (
        correlation / np.maximum(correlation[:, :1], 1e-12) / (window / window[0])[: correlation.shape[1]]
    )
    lags = np.arange(RATE // HIGHEST, RATE // LOWEST + 1)
    candidates = correlation[:, lags]
    best = candidates.max(1, keepdims=True)
    first = np.argmax(candidates >= 0.9 * best, axis=1)  # the shortest good lag: no octave too low
    while True:  # climb to the top of that peak
        further = np.minimum(first + 1, len(lags) - 1)
        rows = np.arange(len(frames))
        higher = candidates[rows, further] > candidates[rows, first]
        if not higher.any():
            break
        first = np.where(higher, further, first)
    return RATE / lags[first], best[:, 0]


class Speakers:
    """One Gaussian with full covariance for each speaker; the likeliest over all frames wins."""

    def __init__(self, training: Sequence[Sound], *, pitch: bool = True) -> None:
        self._use = slice(None) if pitch else slice(0, -1)
        self._models = []
        for frames in training:
            used = frames[:, self._use]
            covariance = np.cov(used.T) + 0.1 * np.eye(used.shape[1])
            self._models.append((used.mean(0), np.linalg.inv(covariance), np.linalg.slogdet(covariance)[1]))

    def scores(self, frames: Sound) -> Sound:
        """Mean log-likelihood of the frames under each speaker, but for a constant."""
        out = []
        for mean, inverse, size in self._models:
            away = frames[:, self._use] - mean
            out.append(-0.5 * (np.einsum("ij,jk,ik->i", away, inverse, away).mean() + size))
        return np.array(out)

    def who(self, frames: Sound) -> int:
        return int(np.argmax(self.scores(frames)))


def words_of(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", text.lower()).split()


def heard(sounds: Sequence[Sound]) -> list[str]:
    """What pocketsphinx's US English model makes of the sounds, each at 16 kHz, one after another."""
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=RATE, loglevel="FATAL")
    noise = np.random.default_rng(0)
    out = []
    for sound in sounds:
        padded = np.pad(sound / np.abs(sound).max() * 0.7 * 32767, RATE * 3 // 10)
        padded += noise.normal(size=len(padded)) * 4  # a recogniser trained on rooms knows no true silence
        decoder.start_utt()
        decoder.process_raw(padded.astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        hypothesis = decoder.hyp()
        out.append(hypothesis.hypstr if hypothesis else "")
    return out


def aligned(sound: Sound, text: str) -> list[float]:
    """Seconds at which each word of `text` begins in `sound` at 16 kHz, by forced alignment; empty where
    that fails."""
    from pocketsphinx import Decoder

    pad = 0.3
    decoder = Decoder(samprate=RATE, loglevel="FATAL", lm=None, bestpath=False)
    padded = np.pad(sound / np.abs(sound).max() * 0.7 * 32767, round(pad * RATE))
    padded += np.random.default_rng(0).normal(size=len(padded)) * 4
    decoder.set_align_text(" ".join(words_of(text)))
    decoder.start_utt()
    decoder.process_raw(padded.astype(np.int16).tobytes(), full_utt=True)
    decoder.end_utt()
    if decoder.hyp() is None:
        return []
    return [part.start_frame / 100 - pad for part in decoder.seg() if part.word[0] not in "<(["]


def word_error_rate(said: Sequence[str], understood: Sequence[str]) -> float:
    """Levenshtein distance in words, over the number of words said."""
    wrong = sum(map(_distance, map(words_of, said), map(words_of, understood)))
    return wrong / sum(len(words_of(text)) for text in said)


def _distance(said: list[str], understood: list[str]) -> int:
    row = list(range(len(understood) + 1))
    for i, word in enumerate(said, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(understood, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (word != other))
    return row[-1]

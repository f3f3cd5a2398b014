"""Voices that are files: where they lie, what they sound like, and how they run the same each time."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from narrator.model import Gender
from narrator.speech.words import times_of_tokens, tokens

SEED = 20_250_101
"""Any number: what matters is that it stays the same."""
LOWEST, HIGHEST = 65.0, 400.0
"""Hz: fundamentals of adults' speech."""
MIDDLE = 160.0
"""Hz: between most men's (85 to 155) and most women's (165 to 255) speaking pitch: Titze, 1994."""


def folder_of(engine: str, environment: str) -> Path:
    """The folder that the environment variable names, else this engine's in the user's data folder."""
    named = os.environ.get(environment)
    return Path(named).expanduser() if named else platformdirs.user_data_path("narrator") / engine


@lru_cache(maxsize=2)
def _bytes_of(path: str, changed: int) -> bytes:  # noqa: ARG001  `changed` tells versions of a file apart
    return Path(path).read_bytes()


def model_bytes(path: Path) -> bytes:
    return _bytes_of(str(path), path.stat().st_mtime_ns)


def draws_lots(model: bytes) -> bool:
    """The network has random nodes, whose state goes on from one line to the next."""
    return b"RandomNormal" in model or b"RandomUniform" in model


def new_session(model: bytes, *, threads: int = 0) -> Any:
    """An onnxruntime session whose random nodes begin where they always begin; 0 threads are all cores."""
    import onnxruntime

    onnxruntime.set_seed(SEED)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def pitch_of(samples: NDArray[np.int16], rate: int) -> float | None:
    """The median fundamental in Hz of the voiced frames, by autocorrelation; None where there is none."""
    window = round(0.04 * rate)
    low, high = int(rate / HIGHEST), int(rate / LOWEST)
    found = []
    loud = np.abs(samples.astype(np.float64)).max(initial=0) * 0.1
    for start in range(0, len(samples) - 2 * window, window):
        frame = samples[start : start + 2 * window].astype(np.float64)
        if np.sqrt(np.mean(frame**2)) < loud:
            continue
        frame -= frame.mean()
        spectrum = np.fft.rfft(frame, 4 * window)
        likeness = np.fft.irfft(np.abs(spectrum) ** 2)[: high + 1]
        peak = low + int(np.argmax(likeness[low:]))
        if likeness[peak] > 0.5 * likeness[0]:
            found.append(rate / peak)
    return float(np.median(found)) if found else None


def gender_of(pitch: float | None) -> Gender | None:
    if pitch is None:
        return None
    return "m" if pitch < MIDDLE else "f"


def times_from_phonemes(
    text: str, words: list[tuple[int, int]], length: int
) -> tuple[tuple[int, int, int], ...]:
    """Word times from the (phonemes, first sample) of each group of phonemes between spaces.

    Where there are as many groups as words, one is the other.  The phonemizer joins some words ("of
    the"); then each word takes the group that lies as far along in phonemes as it does in letters.
    """
    if not words:
        return ()
    spans = tokens(text)
    if len(spans) == len(words):
        events = [(start, sample) for (start, _), (_, sample) in zip(spans, words, strict=True)]
        return times_of_tokens(text, events, length)
    before = np.cumsum([0, *(count for count, _ in words)])
    letters = np.cumsum([0, *(sum(c.isalnum() for c in text[start:end]) for start, end in spans)])
    events = []
    for index, (start, _) in enumerate(spans):
        along = letters[index] / max(1, letters[-1]) * before[-1]
        nearest = int(np.argmin(np.abs(before[:-1] - along)))
        events.append((start, words[nearest][1]))
    return times_of_tokens(text, events, length)

"""The edits of a single clip, with pydub: the engine's silence off, soft edges on.

This is the only module that imports pydub.
"""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from narrator.loudness import amplitude
from narrator.speech.engine import Speech


@contextlib.contextmanager
def _path_set() -> Iterator[None]:
    """pydub 0.25 looks for programs while it is imported, and breaks where the environment has no PATH.

    It gets what the system goes by then, and the environment is afterwards as it was.
    """
    missing = "PATH" not in os.environ
    if missing:
        os.environ["PATH"] = os.defpath
    try:
        yield
    finally:
        if missing:
            del os.environ["PATH"]


with _path_set(), warnings.catch_warnings():
    # What pydub 0.25 says while it is imported: that it found no ffmpeg (not needed: it only ever gets
    # raw samples here), that `audioop` goes (audioop-lts is there), and escapes in its own source.
    warnings.filterwarnings("ignore", "Couldn't find ff", RuntimeWarning)
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    warnings.filterwarnings("ignore", "invalid escape sequence|.*is an invalid escape", SyntaxWarning)
    warnings.filterwarnings("ignore", "invalid escape sequence", DeprecationWarning)
    from pydub import AudioSegment  # type: ignore[import-untyped]
    from pydub.silence import detect_leading_silence  # type: ignore[import-untyped]

SILENCE = -50.0
"""dBFS: what stays below it at either end of a clip is silence."""
LEAD_IN, LEAD_OUT = 10, 30
"""Milliseconds of near-silence kept, or put, before and after the sound: the fades lie in them, so
that no word loses its beginning."""
FADE_IN, FADE_OUT = 5, 10
STEP = 5
"""Milliseconds that silence is measured over."""
LONG = 120
"""Seconds.  pydub copies a sound with every edit: of a longer one it gets no more than the ends."""


def edited(speech: Speech) -> Speech:
    """`speech` from just before its first sound to just after its last, faded in and out.

    Word times move along.  An empty or silent recording gives one without samples.
    """
    rate = speech.rate
    start, stop = _untouched(speech.samples, rate)
    inside = speech.samples[start:stop]
    ends = np.concatenate([speech.samples[:start], speech.samples[stop:]]) if len(inside) else speech.samples
    sound = AudioSegment(
        data=np.ascontiguousarray(ends, np.dtype("<i2")).tobytes(),
        sample_width=2,
        frame_rate=rate,
        channels=1,
    )
    lead = detect_leading_silence(sound, SILENCE, STEP)
    if lead >= len(sound):
        return Speech(speech.samples[:0], rate)
    tail = detect_leading_silence(sound.reverse(), SILENCE, STEP)
    kept_before, kept_after = min(lead, LEAD_IN), min(tail, LEAD_OUT)
    kept = sound[lead - kept_before : len(sound) - tail + kept_after]
    if kept_after < FADE_OUT:  # the engine broke off within the sound: that would click
        kept = kept.fade_out(FADE_OUT)
    before = AudioSegment.silent(LEAD_IN - kept_before, rate)
    moved = int(before.frame_count()) - int(sound.frame_count(lead - kept_before))
    sound = before + kept + AudioSegment.silent(LEAD_OUT - kept_after, rate)
    sound = sound.fade_in(FADE_IN).fade_out(FADE_OUT)
    samples = np.frombuffer(sound.raw_data, np.dtype("<i2"))
    if len(inside):
        samples = np.concatenate([samples[: start + moved], inside, samples[start + moved :]])
    shift = int((LEAD_IN - lead) * rate / 1000)
    last = max(len(samples) - 1, 0)
    words = tuple((start, end, min(max(sample + shift, 0), last)) for start, end, sample in speech.words)
    return Speech(samples, rate, words)


def _untouched(samples: NDArray[np.int16], rate: int) -> tuple[int, int]:
    """Of a long recording the whole seconds between the first and the last one that are louder than silence,
    which no edit concerns: the sample at which they begin, and the one after them."""
    seconds = len(samples) // rate
    if seconds <= LONG:
        return 0, 0
    first = next((n for n in range(seconds) if _loud(samples[n * rate : (n + 1) * rate])), seconds)
    ends = (len(samples) - n * rate for n in range(seconds))
    last = next((n for n, end in enumerate(ends) if _loud(samples[end - rate : end])), seconds)
    inside = seconds - (first + 1) - (last + 1)
    return ((first + 1) * rate, (first + 1 + inside) * rate) if inside > 0 else (0, 0)


def _loud(second: NDArray[np.int16]) -> bool:
    """By so much that one of its steps is too, whose level pydub rounds down to a whole number."""
    return float(np.sqrt(np.mean(np.square(second, dtype=np.float64)))) > amplitude(SILENCE) * 32768 + 1

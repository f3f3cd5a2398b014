"""The edits of a single clip, with pydub: the engine's silence off, soft edges on.

This is the only module that imports pydub.
"""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterator

import numpy as np

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


def edited(speech: Speech) -> Speech:
    """`speech` from just before its first sound to just after its last, faded in and out.

    Word times move along.  An empty or silent recording gives one without samples.
    """
    rate = speech.rate
    sound = AudioSegment(
        data=np.ascontiguousarray(speech.samples, np.dtype("<i2")).tobytes(),
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
    sound = (
        AudioSegment.silent(LEAD_IN - kept_before, rate)
        + kept
        + AudioSegment.silent(LEAD_OUT - kept_after, rate)
    )
    sound = sound.fade_in(FADE_IN).fade_out(FADE_OUT)
    samples = np.frombuffer(sound.raw_data, np.dtype("<i2"))
    shift = int((LEAD_IN - lead) * rate / 1000)
    last = max(len(samples) - 1, 0)
    words = tuple((start, end, min(max(sample + shift, 0), last)) for start, end, sample in speech.words)
    return Speech(samples, rate, words)

"""One line from text to clip: spoken, edited, judged, measured and kept.

This runs in the worker, so that a clip is safe on the disk before anyone hears of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrator.clips import write_clip
from narrator.errors import EngineError
from narrator.loudness import measure_speech
from narrator.model import Clip, Voice
from narrator.speech.engine import Engine, Phonemes, Speech

FASTEST, SLOWEST = 45.0, 2.0
"""Letters and digits a second.  Read by the embedded voices at pace 1, English runs at 10 to 15; an
unpunctuated alphabet of W's, each said "double u", at 2.4; Chinese characters at 4 to 5."""
GRACE = 1.5
"""Seconds beyond, either way, for pauses and for what has no letters."""


class Implausible(EngineError):  # noqa: N818  reads as what it is
    """The recording can't be what the text says: worth a second try."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker needs to know to make one clip; picklable."""

    key: str
    text: str
    phonemes: tuple[Phonemes, ...]
    voice: Voice
    pace: float
    path: Path
    aside: Path


def make(engine: Engine, order: Order) -> Clip:
    """Makes and keeps the clip.  Raises EngineError, `Implausible` among them, and OSError where the
    clip can't be written."""
    from narrator.speech.editing import edited  # with what it imports, for whoever speaks alone

    speech = edited(engine.speak(order.text, order.voice, pace=order.pace, phonemes=order.phonemes))
    judge(speech, order.text, order.pace)
    loudness = measure_speech(speech.samples, speech.rate)
    return write_clip(
        order.path, order.key, speech.samples, speech.rate, speech.words, loudness, aside=order.aside
    )


def judge(speech: Speech, text: str, pace: float) -> None:
    """Raises Implausible for a recording without sound, or too short or too long for its text."""
    if not len(speech.samples):
        raise Implausible("the engine returned silence")
    letters = sum(character.isalnum() for character in text)
    seconds = len(speech.samples) / speech.rate * pace
    if seconds < letters / FASTEST - GRACE / 3:
        raise Implausible(f"the engine returned {seconds:.1f} s for {letters} letters, too little to be true")
    if seconds > letters / SLOWEST + GRACE + len(text) / 10:
        raise Implausible(f"the engine returned {seconds:.1f} s for {letters} letters, too much to be true")

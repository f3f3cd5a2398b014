"""Engines that misbehave on purpose, and one that is quick and knows what it said.

They live in a module of their own because worker processes import them by name.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from narrator.errors import EngineError
from narrator.model import Spoken, Voice
from narrator.speech.engine import Phonemes, Speech, voice_among
from narrator.speech.studio import RecordingJob
from narrator.speech.words import tokens

RATE = 16000
BEEP = Voice(id="fake:beep", engine="fake", language="en", rate=RATE)
BOOP = Voice(id="fake:boop", engine="fake", language="en", rate=RATE)


class Sulk(EngineError):  # noqa: N818
    def __init__(self, what: str, when: str) -> None:
        super().__init__(f"{what}, {when}")


@dataclass(frozen=True)
class Fake:
    """A tone of 0.2 s for each word, with a letter's pitch.  What a word does besides:

    `crash` ends the process, `hang` never comes back, `mute` is silence, `gabble` is far too short,
    `drone` far too long, `refuse` raises EngineError, `sulk` one that
    can't be pickled, `defect` something unforeseen; `Xonce`
    does so only the first time.  Each line spoken leaves a mark in `diary`, a file.
    """

    diary: Path
    name: str = "fake"
    version: str = "1"
    needs_network: bool = False
    gives_word_times: bool = True
    workers: Literal["process", "thread"] = "process"
    lines_at_once: int = 0
    time_limit: float = 60.0

    def voices(self, language: str = "en") -> tuple[Voice, ...]:
        return (BEEP, BOOP) if language.startswith("en") else ()

    def voice_named(self, name: str) -> Voice:
        return voice_among(self.name, self.voices(), name)

    def speak(
        self, text: str, voice: Voice, *, pace: float = 1.0, phonemes: Sequence[Phonemes] = ()
    ) -> Speech:
        del phonemes
        with self.diary.open("a") as diary:
            diary.write(f"{os.getpid()} {text}\n")
        said_before = self.diary.read_text().count(f" {text}\n") > 1
        words = text.lower().split()
        for fault in ("crash", "hang", "mute", "gabble", "drone", "refuse", "defect", "sulk"):
            if fault in words or (f"{fault}once" in words and not said_before):
                silent = getattr(self, f"_{fault}")()
                return Speech(silent, RATE)
        length = round(0.2 * RATE / pace)
        time_axis = np.arange(length) / RATE
        pitch = 300 if voice == BEEP else 200
        spans = tokens(text)
        tones = [np.sin(2 * np.pi * (pitch + ord(text[start])) * time_axis) for start, _ in spans]
        samples = (np.concatenate(tones) * 8000).astype(np.int16)
        return Speech(samples, RATE, tuple((*span, i * length) for i, span in enumerate(spans)))

    def _crash(self) -> None:
        os.abort()

    def _hang(self) -> None:
        time.sleep(3600)

    def _mute(self) -> np.ndarray:
        return np.zeros(RATE, np.int16)

    def _gabble(self) -> np.ndarray:
        return (np.sin(np.arange(RATE // 20)) * 8000).astype(np.int16)

    def _drone(self) -> np.ndarray:
        return (np.sin(np.arange(RATE * 60)) * 8000).astype(np.int16)

    def _refuse(self) -> None:
        raise EngineError("out of breath; try again tomorrow")

    def _sulk(self) -> None:
        raise Sulk("I won't", "not today")

    def _defect(self) -> None:
        raise ZeroDivisionError("by zero")


def fake_engine() -> Fake:
    """What an entry point would name."""
    return Fake(Path(os.devnull))


def job(text: str, voice: Voice = BEEP, pace: float = 1.0) -> RecordingJob:
    """A line said as it is written."""
    return RecordingJob(Spoken(text, ((0, len(text), 0, len(text)),)), text, voice, pace)

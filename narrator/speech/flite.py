"""Flite, where its program is installed: five English voices, more human than the embedded ones.

Debian: `apt-get install flite`; macOS: `brew install flite`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import unicodedata
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from narrator.errors import EngineError, UsageError
from narrator.model import Gender, Voice
from narrator.speech.engine import Phonemes, Speech, voice_among
from narrator.speech.shifting import shifted

PROGRAM = "flite"
TIME_LIMIT = 50.0
"""Seconds; it speaks some ninety times as fast as it is heard."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of the program, or one made of it by `shift` of its pitch and formants."""

    name: str
    program: str
    language: str
    gender: Gender
    description: str
    shift: float = 1.0


SPEAKERS = (
    Speaker("rms", "rms", "en-US", "m", "an American man"),
    Speaker("slt", "slt", "en-US", "f", "an American woman"),
    Speaker("awb", "awb", "en-GB", "m", "a Scottish man"),
    Speaker("slt-low", "slt", "en-US", "f", "an American woman, lower", 0.84),
    Speaker("rms-light", "rms", "en-US", "m", "an American man, lighter", 1.12),
    Speaker("kal16", "kal16", "en-US", "m", "an American man, plainly a machine"),
)
"""Clearest first.  Shifts and word errors (225 words, pocketsphinx): rms 10 %, at 1.12 20 %; slt 24 %,
at .84 14 %; awb 18 %.  A man's voice bears no lowering (rms at .92: 24 %), a woman's no raising."""


@dataclass(frozen=True)
class Flite:
    """The flite program of the system, with the voices built into it; English only."""

    name: str = "flite"
    needs_network: bool = False
    gives_word_times: bool = False
    workers: Literal["process"] = "process"
    lines_at_once: int = 0
    time_limit: float = 60.0

    def __post_init__(self) -> None:
        if shutil.which(PROGRAM) is None:
            raise UsageError(
                "the engine flite needs the program of that name, which is not installed "
                "(Debian: apt-get install flite; macOS: brew install flite)"
            )

    def __getstate__(self) -> dict[str, Any]:
        return dict(self.__dict__)

    @cached_property
    def version(self) -> str:
        said = _run("--version").stdout.decode("utf-8", "replace")
        found = re.search(r"flite-(\S+)", said)
        return f"{found[1] if found else 'unknown'}+1"

    @cached_property
    def installed(self) -> frozenset[str]:
        """The program's own voices: it may be built with fewer."""
        said = _run("-lv").stdout.decode("utf-8", "replace")
        return frozenset(said.partition(":")[2].split())

    def voices(self, language: str = "en") -> tuple[Voice, ...]:
        if language.lower().partition("-")[0] != "en":
            return ()
        there = [_voice(each) for each in SPEAKERS if each.program in self.installed]
        return tuple(sorted(there, key=lambda voice: voice.language.lower() != language.lower()))

    def voice_named(self, name: str) -> Voice:
        return voice_among(self.name, self.voices(), name)

    def speak(
        self,
        text: str,
        voice: Voice,
        *,
        pace: float = 1.0,
        phonemes: Sequence[Phonemes] = (),  # noqa: ARG002
    ) -> Speech:
        """IPA is passed over; there are no word times."""
        speaker = next(each for each in SPEAKERS if f"flite:{each.name}" == voice.id)
        with tempfile.TemporaryDirectory(prefix="narrator-") as folder:
            said, sound = Path(folder, "text"), Path(folder, "sound.wav")
            said.write_text(_plain(text), encoding="ascii")
            stretch = f"duration_stretch={1 / pace:.4f}"
            done = _run("-voice", speaker.program, "--setf", stretch, "-f", str(said), "-o", str(sound))
            if done.returncode or not sound.exists():
                reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
                raise EngineError(
                    f"flite failed ({reason[-1] if reason else f'exit status {done.returncode}'}); "
                    "try another engine: --engine espeak"
                )
            with wave.open(str(sound)) as file:
                rate = file.getframerate()
                samples = np.frombuffer(file.readframes(file.getnframes()), np.dtype("<i2")).astype(np.int16)
        return Speech(shifted(samples, rate, shift=speaker.shift), rate)


def _voice(speaker: Speaker) -> Voice:
    return Voice(
        id=f"flite:{speaker.name}",
        engine="flite",
        language=speaker.language,
        gender=speaker.gender,
        timbre=speaker.name,
        rate=16000,
        description=speaker.description,
    )


def _plain(text: str) -> str:
    """Flite reads ASCII: accents go, and what has no letter of its own there becomes a space."""
    apart = unicodedata.normalize("NFKD", text.translate({ord("—"): ", ", ord("’"): "'", ord("ß"): "ss"}))
    kept = "".join(char for char in apart if not unicodedata.combining(char))
    return re.sub(r"[^\x20-\x7e]+", " ", kept) + "\n"


def _run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [PROGRAM, *arguments],
            capture_output=True,
            check=False,
            timeout=TIME_LIMIT,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"flite failed ({type(error).__name__}); try --engine espeak") from error

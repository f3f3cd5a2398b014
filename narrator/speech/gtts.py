"""Google Translate's voices through the gTTS library: no key, no charge, needs the network.

The text is sent to Google.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version as version_of
from pathlib import Path

import gtts  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

from narrator.languages import primary
from narrator.model import Gender, Voice
from narrator.speech.engine import Phonemes, Speech, voice_among
from narrator.speech.gtts_asking import DOUBT, ask, fault_of
from narrator.speech.manners import Refused
from narrator.speech.mp3 import decode
from narrator.speech.online import Online
from narrator.speech.pieces import Piece, cut, join
from narrator.speech.shifting import resampled, shifted

LONGEST = 100
"""Characters that Google takes in one request; beyond them gTTS cuts at every comma and drops it."""
RATE = 24000
ABANDONED = 30 * 24 * 3600.0
"""Seconds after which pieces of a line that was never finished are let go."""


@dataclass(frozen=True, slots=True)
class Accent:
    """Where to ask: translate.google.`tld`, which decides the accent, for the gTTS language `code`."""

    name: str
    language: str
    code: str
    tld: str
    gender: Gender | None = None


ACCENTS: dict[str, tuple[Accent, ...]] = {
    "en": tuple(
        Accent(name, language, "en", tld, "f")
        for name, language, tld in (
            ("en-us", "en-US", "us"),
            ("en-gb", "en-GB", "co.uk"),
            ("en-au", "en-AU", "com.au"),
            ("en-in", "en-IN", "co.in"),
            ("en-ie", "en-IE", "ie"),
            ("en-ca", "en-CA", "ca"),
            ("en-za", "en-ZA", "co.za"),
            ("en-ng", "en-NG", "com.ng"),
        )
    ),
    "fr": (Accent("fr-fr", "fr-FR", "fr", "fr"), Accent("fr-ca", "fr-CA", "fr", "ca")),
    "es": (
        Accent("es-es", "es-ES", "es", "es"),
        Accent("es-mx", "es-MX", "es", "com.mx"),
        Accent("es-us", "es-US", "es", "us"),
    ),
    "pt": (Accent("pt-br", "pt-BR", "pt", "com.br"), Accent("pt-pt", "pt-PT", "pt", "pt")),
}
"""As gTTS's documentation lists them ("Localized accents"); all other languages have one voice each."""

OLD_CODES = {"iw": "he", "jw": "jv", "no": "nb"}
"""Google's names of languages that BCP 47 calls otherwise."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A second and a third person out of one voice: a factor for its pitch and formants."""

    name: str
    factor: float
    gender: Gender | None
    description: str


SHIFTS = (
    Shift("", 1.0, None, ""),
    Shift("low", 0.75, "m", "lowered to a man's"),
    Shift("mid", 0.87, "f", "a little lower"),
)
"""Downwards only.  Measured on a woman's voice (flite slt, 225 words, pocketsphinx): word errors 24 % as
it is, 11–14 % at .76 to .88, 24 % at .72, but 51 % at 1.08."""


@dataclass(frozen=True)
class Gtts(Online):
    """The pieces of an unfinished line wait in its folder."""

    name: str = "gtts"
    gives_word_times: bool = False
    time_limit: float = 900.0
    service = "Google"
    consolation = "what was fetched is kept: "

    @property
    def version(self) -> str:
        return f"{version_of('gTTS')}+1"

    def voices(self, language: str = "en") -> tuple[Voice, ...]:
        accents = sorted(_accents(language), key=lambda accent: accent.language.lower() != language.lower())
        return tuple(_voice(accent, shift) for shift in SHIFTS for accent in accents)

    def voice_named(self, name: str) -> Voice:
        known = [accent for each in (*ACCENTS, *_other_languages()) for accent in _accents(each)]
        return voice_among(self.name, (_voice(accent, shift) for accent in known for shift in SHIFTS), name)

    def speak(
        self,
        text: str,
        voice: Voice,
        *,
        pace: float = 1.0,
        phonemes: Sequence[Phonemes] = (),  # noqa: ARG002
    ) -> Speech:
        """IPA is passed over.  Only the words that a piece begins with have a time."""
        accent_name, _, shift_name = voice.id.removeprefix("gtts:").partition("/")
        accent = next(each for each in _accents(voice.language) if each.name == accent_name)
        shift = next(each for each in SHIFTS if each.name == shift_name)
        kept = _Kept(self.keeps_in)
        pieces = cut(text, LONGEST)
        parts = [(piece, self._fetched(piece, accent, kept)) for piece in pieces]
        if shift.factor != 1.0 or pace != 1.0:
            parts = [(piece, shifted(sound, RATE, shift=shift.factor, pace=pace)) for piece, sound in parts]
        kept.let_go()
        return join(text, parts, RATE)

    def _fetched(self, piece: Piece, accent: Accent, kept: _Kept) -> NDArray[np.int16]:
        data = kept.get(accent, piece.text)
        if data is None:
            data = self._asked(piece.text, accent)
            kept.put(accent, piece.text, data)
        return _sound(data)

    def _asked(self, text: str, accent: Accent) -> bytes:
        """One piece, asked for until the reply is right, or the same doubtful one came twice.

        Raises EngineError."""
        doubted: list[int] = []

        def ask_once() -> bytes:
            data = ask(text, accent.tld, accent.code, self.manners)
            fault = fault_of(data, text)
            if fault and not (fault == DOUBT and len(data) in doubted):
                doubted.append(len(data))
                raise Refused(f"sent audio that is {fault}")
            return data

        return self.answer(ask_once)


def _accents(language: str) -> tuple[Accent, ...]:
    wanted = primary(language)
    if wanted in ACCENTS:
        return ACCENTS[wanted]
    codes = _other_languages().get(wanted, ())
    return tuple(Accent(code.lower(), OLD_CODES.get(code, code), code, "com") for code in codes)


def _other_languages() -> dict[str, tuple[str, ...]]:
    """gTTS's codes by primary language; what `ACCENTS` spells out is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for code in gtts.lang.tts_langs():
        language = primary(OLD_CODES.get(code, code))
        if language not in ACCENTS:
            found[language] = (*found.get(language, ()), code)
    return found


def _voice(accent: Accent, shift: Shift) -> Voice:
    return Voice(
        id=f"gtts:{accent.name}" + (f"/{shift.name}" if shift.name else ""),
        engine="gtts",
        language=accent.language,
        gender=shift.gender if shift.name and accent.gender else accent.gender,
        timbre=accent.name,
        rate=RATE,
        description=f"Google's voice for {accent.language}"
        + (f", {shift.description}" if shift.name else ""),
    )


def _sound(data: bytes) -> NDArray[np.int16]:
    samples, rate = decode(data)
    return samples if rate == RATE else resampled(samples, rate, RATE)


# --------------------------------------------------------------------------- the pieces of a line


class _Kept:
    """The replies of a line that is not finished, in files, so that the next try asks for the rest only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: list[Path] = []

    def get(self, accent: Accent, text: str) -> bytes | None:
        path = self._path(accent, text)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        self._used.append(path)
        return None if fault_of(data, text) not in {"", DOUBT} else data

    def put(self, accent: Accent, text: str, data: bytes) -> None:
        """Whole or not at all; a folder that can't be written only means asking again next time."""
        path = self._path(accent, text)
        aside = path.with_suffix(f".{os.getpid()}-{id(self):x}")
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(data)
            aside.replace(path)
            self._used.append(path)

    def let_go(self) -> None:
        """The line is whole: its pieces are not needed any more, nor are those that nobody came back for."""
        for path in self._used:
            with contextlib.suppress(OSError):
                path.unlink()
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                with contextlib.suppress(OSError):
                    if time.time() - path.stat().st_mtime > ABANDONED:
                        path.unlink()

    def _path(self, accent: Accent, text: str) -> Path:
        made_from = f"{accent.tld}\n{accent.code}\n{text}"
        return self._folder / f"{hashlib.sha256(made_from.encode()).hexdigest()}.mp3"

"""The embedded engine: libespeak-ng from the `espeakng-loader` wheel, offline, with voices of our own.

Voice ids are `espeak:LANGUAGE/VARIANT`: `espeak:en-us/mid` is one of ours, `espeak:en-us/Annie` a stock
variant, `espeak:de` a language's stock voice, `espeak:de/mid` our timbre in German.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from narrator.errors import EngineError, pip_install
from narrator.model import Gender, Voice
from narrator.speech import espeak_data
from narrator.speech.engine import Phonemes, Speech, no_such_voice
from narrator.speech.espeak_markup import marked
from narrator.speech.espeak_native import NativeError, utter
from narrator.speech.espeak_voices import PREFIX, TIMBRES, VOLUME, Timbre
from narrator.speech.words import times_of_tokens

RATE = 22050
STOCK_RATE = 165
SLOWEST, FASTEST = 80, 450
"""Words a minute: espeak-ng's own limits."""
LONGEST_PIECE = 2000
"""Characters in one call of the library, which holds a whole call's sound in memory more than once."""

ACCENTS = (
    "en-us",
    "en-gb",
    "en-gb-x-rp",
    "en-gb-scotland",
    "en-gb-x-gbclan",
    "en-gb-x-gbcwmd",
    "en-029",
    "en-us-nyc",
)
"""Of English, the one that most listeners follow best first."""

SPOKEN_AS = {"zh": "cmn", "zh-hk": "yue", "zh-mo": "yue", "no": "nb", "nn": "nb"}
"""By the tag of a written language, what espeak-ng calls the one that it is read in."""


@dataclass(frozen=True, slots=True)
class Espeak:
    """libespeak-ng inside the wheel: no download, no network."""

    name: str = "espeak"
    needs_network: bool = False
    gives_word_times: bool = True
    workers: Literal["process"] = "process"
    lines_at_once: int = 0
    time_limit: float = 60.0

    @property
    def version(self) -> str:
        return espeak_data.release()

    def voices(self, language: str = "en") -> tuple[Voice, ...]:
        return tuple(
            _own_voice(tongue, timbre) for tongue in _tongues_for(language.casefold()) for timbre in TIMBRES
        )

    def voice_named(self, name: str) -> Voice:
        tongue, _, variant = name.strip().removeprefix("espeak:").replace("+", "/", 1).partition("/")
        if not variant and _is_variant(tongue):
            tongue, variant = ACCENTS[0], tongue
        tongue = _known_tongue(tongue, name)
        if not variant:
            return Voice(id=f"espeak:{tongue}", engine=self.name, language=_bcp47(tongue), rate=RATE)
        for timbre in TIMBRES:
            if timbre.name == variant.casefold():
                return _own_voice(tongue, timbre)
        stock = {each.casefold(): each for each in _stock_variants()}
        if variant.casefold() not in stock:
            known = [*(timbre.name for timbre in TIMBRES), *stock.values()]
            raise no_such_voice(self.name, name, variant, known, before=f"{tongue}/")
        return _stock_voice(tongue, stock[variant.casefold()])

    def speak(
        self, text: str, voice: Voice, *, pace: float = 1.0, phonemes: Sequence[Phonemes] = ()
    ) -> Speech:
        tongue, _, variant = voice.id.removeprefix("espeak:").partition("/")
        timbre = next((each for each in TIMBRES if each.name == variant), None)
        ours = not variant or timbre is not None
        data = espeak_data.english() if ours and tongue in ACCENTS else espeak_data.everything()
        full = _tongue_files()[tongue] + (
            f"+{PREFIX}{variant}" if timbre else f"+{variant}" if variant else ""
        )
        rate = round(min(max((timbre.rate if timbre else STOCK_RATE) * pace, SLOWEST), FASTEST))
        samples = [np.zeros(0, np.int16)]
        events: list[tuple[int, int]] = []
        position = 0
        for start, piece in _pieces(text):
            inside = _inside(phonemes, start, start + len(piece)) if tongue.startswith("en") else []
            markup, offsets = marked(piece, inside, voice.language)
            try:
                said = utter(
                    espeak_data.library(), data, full, markup, rate=rate, volume=VOLUME, phonemes=bool(inside)
                )
            except (NativeError, OSError) as error:
                raise EngineError(
                    f"the embedded voice {voice.id} failed ({error}); if it stays so:"
                    f" {pip_install('--force-reinstall espeakng-loader')}"
                ) from error
            events.extend(
                (start + offsets[character], position + sample)
                for sample, character, _ in said.words
                if 0 <= character < len(offsets)
            )
            samples.append(said.samples)
            position += len(said.samples)
        return Speech(np.concatenate(samples), RATE, times_of_tokens(text, events, position))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """`text` cut, only where it is very long, at sentence ends, else at spaces: (offset, piece)."""
    start = 0
    while len(text) - start > LONGEST_PIECE:
        window = text[start : start + LONGEST_PIECE]
        ends = [match.end() for match in re.finditer(r"[.!?…][\"'”’)\]]* |\n", window)]
        cut = ends[-1] if ends else window.rfind(" ") + 1 or LONGEST_PIECE
        yield start, window[:cut]
        start += cut
    yield start, text[start:]


def _inside(phonemes: Sequence[Phonemes], start: int, end: int) -> list[Phonemes]:
    return [(a - start, b - start, ipa) for a, b, ipa in phonemes if start <= a and b <= end]


def _own_voice(tongue: str, timbre: Timbre) -> Voice:
    return Voice(
        id=f"espeak:{tongue}/{timbre.name}",
        engine="espeak",
        language=_bcp47(tongue),
        gender=timbre.gender,
        timbre=timbre.name,
        pitch=timbre.hertz,
        rate=RATE,
        description=timbre.description,
    )


def _stock_voice(tongue: str, variant: str) -> Voice:
    definition = (espeak_data.wheel_data() / espeak_data.VARIANTS / variant).read_text("utf-8", "replace")
    found = re.search(r"^gender (male|female)", definition, re.MULTILINE | re.IGNORECASE)
    gender: Gender | None = None if found is None else "f" if found[1].lower() == "female" else "m"
    return Voice(
        id=f"espeak:{tongue}/{variant}",
        engine="espeak",
        language=_bcp47(tongue),
        gender=gender,
        timbre=variant,
        rate=RATE,
        description="a stock variant of espeak-ng",
    )


@cache
def _tongue_files() -> dict[str, str]:
    """By our name for a language or accent, its file as `espeak_SetVoiceByName` takes it.

    Our name is the file's, in lower case: it is the BCP 47 tag nearly everywhere.  The wheel has no
    dictionary for a few of its languages, which then are mute: they are left out."""
    folder = espeak_data.wheel_data() / "lang"
    files = sorted(file for file in folder.rglob("*") if file.is_file() and _has_dictionary(file))
    named = {file.name.casefold(): file.relative_to(folder).as_posix() for file in files}
    named["en-gb"] = named.pop("en")
    return named


def _has_dictionary(tongue: Path) -> bool:
    named = re.search(r"^dictionary\s+(\w+)", tongue.read_text("utf-8", "replace"), re.MULTILINE)
    name = named[1] if named else tongue.name.partition("-")[0]
    return (espeak_data.wheel_data() / f"{name}_dict").exists()


@cache
def _stock_variants() -> tuple[str, ...]:
    folder = espeak_data.wheel_data() / espeak_data.VARIANTS
    return tuple(sorted(file.name for file in folder.iterdir() if file.is_file()))


def _is_variant(name: str) -> bool:
    known = {*(timbre.name for timbre in TIMBRES), *(each.casefold() for each in _stock_variants())}
    return name.casefold() in known and name.casefold() not in _tongue_files()


def _known_tongue(tongue: str, name: str) -> str:
    wanted = tongue.casefold().replace("_", "-")
    wanted = {"en": "en-us", "en-uk": "en-gb", **SPOKEN_AS}.get(wanted, wanted)
    if wanted in _tongue_files():
        return wanted
    raise no_such_voice("espeak", name, wanted, _tongue_files())


def _tongues_for(language: str) -> list[str]:
    first = language.partition("-")[0]
    wanted = SPOKEN_AS.get(language) or SPOKEN_AS.get(first, language)
    first = wanted.partition("-")[0]
    known = [each for each in ACCENTS if each in _tongue_files()] if first == "en" else []
    known = known or [each for each in _tongue_files() if each.partition("-")[0] == first]
    # One that differs in its script alone sounds the same: no second person.
    known = [each for each in known if "latn" not in each.split("-") or each == wanted]
    return sorted(known, key=lambda tongue: tongue != wanted)


def _bcp47(tongue: str) -> str:
    """`en-us` as `en-US`: regions of two letters are written in capitals, scripts with one."""
    head, *rest = tongue.split("-")
    private = rest.index("x") if "x" in rest else len(rest)
    return "-".join(
        (
            head,
            *(
                tag.upper() if len(tag) == 2 else tag.title() if len(tag) == 4 else tag
                for tag in rest[:private]
            ),
            *rest[private:],
        )
    )

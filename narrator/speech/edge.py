"""Microsoft Edge's read-aloud voices through edge-tts: hundreds, in many languages; needs the network.

The text is sent to Microsoft.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version as version_of
from typing import Any

import aiohttp
import edge_tts
import numpy as np

from narrator.languages import primary
from narrator.model import Gender, Voice
from narrator.speech.engine import Phonemes, Speech, voice_among
from narrator.speech.manners import Manners, Refused, seconds_asked
from narrator.speech.mp3 import BrokenAudio, decode
from narrator.speech.online import Online
from narrator.speech.recording import Implausible, judge
from narrator.speech.words import times_of_tokens

TICKS = 10_000_000
"""The service counts time in units of 100 ns."""
RATE = 24000
REMEMBERED = 7 * 24 * 3600.0
"""Seconds after which the list of voices is asked for again."""

KNOWN = {
    "en-US": {
        "f": "Ava Aria Jenny Emma Michelle Ana",
        "m": "Andrew Guy Brian Christopher Eric Roger",
    },
    "en-GB": {"f": "Sonia Libby Maisie", "m": "Ryan Thomas"},
    "en-AU": {"f": "Natasha", "m": "WilliamMultilingual"},
    "en-CA": {"f": "Clara", "m": "Liam"},
    "en-IE": {"f": "Emily", "m": "Connor"},
    "en-IN": {"f": "Neerja", "m": "Prabhat"},
}
"""The English voices as they were when this was written, for when the list can't be had; others are
found by asking."""


@dataclass(frozen=True)
class Edge(Online):
    """The list of voices is kept in its folder."""

    name: str = "edge"
    gives_word_times: bool = True
    time_limit: float = 600.0
    manners: Manners = field(default_factory=lambda: Manners(whole=90.0))
    service = "Microsoft's service"

    @property
    def version(self) -> str:
        return f"{version_of('edge-tts')}+1"

    def voices(self, language: str = "en") -> tuple[Voice, ...]:
        wanted = language.lower()
        fitting = [each for each in self._all if primary(each.language) == primary(wanted)]
        home = wanted if "-" in wanted else {"en": "en-us", "zh": "zh-cn"}.get(wanted, f"{wanted}-{wanted}")
        return tuple(sorted(fitting, key=lambda voice: voice.language.lower() != home))

    def voice_named(self, name: str) -> Voice:
        return voice_among(self.name, self._all, name)

    def speak(
        self,
        text: str,
        voice: Voice,
        *,
        pace: float = 1.0,
        phonemes: Sequence[Phonemes] = (),  # noqa: ARG002
    ) -> Speech:
        """IPA is passed over: the service takes none."""
        if not any(char.isalnum() for char in text):
            return Speech(np.zeros(0, np.int16), RATE)
        return self.answer(lambda: self._asked(text, voice, pace))

    def _asked(self, text: str, voice: Voice, pace: float) -> Speech:
        data, boundaries = _ask(text, voice.id.removeprefix("edge:"), pace, self.manners)
        try:
            samples, rate = decode(data)
            events = list(_events(text, boundaries, rate))
            speech = Speech(samples, rate, times_of_tokens(text, events, len(samples)) if events else ())
            judge(speech, text, pace)
        except (BrokenAudio, Implausible) as fault:
            raise Refused(f"sent audio that is wrong ({fault})") from fault
        return speech

    @cached_property
    def _all(self) -> tuple[Voice, ...]:
        """All voices: the list kept here if it is fresh, else the service's, else what is known."""
        note = self.keeps_in / "voices.json"
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if time.time() - note.stat().st_mtime < REMEMBERED:
                return tuple(_listed(json.loads(note.read_text("utf-8"))))
        try:
            heard: Any = asyncio.run(asyncio.wait_for(edge_tts.list_voices(), self.manners.read))
            voices = tuple(_listed(heard))
        except (aiohttp.ClientError, edge_tts.exceptions.EdgeTTSException, OSError, TimeoutError, ValueError):
            return tuple(_known())
        with contextlib.suppress(OSError):
            note.parent.mkdir(parents=True, exist_ok=True)
            aside = note.with_suffix(".new")
            aside.write_text(json.dumps(heard), "utf-8")
            aside.replace(note)
        return voices


Boundary = tuple[int, str]
"""(ticks, word as the service heard it)."""


def _ask(text: str, name: str, pace: float, manners: Manners) -> tuple[bytes, list[Boundary]]:
    """The MP3 and the words' times.  Raises Refused."""
    percent = round((pace - 1) * 100)
    asking = edge_tts.Communicate(
        text,
        name,
        rate=f"{percent:+d}%",
        boundary="WordBoundary",
        connect_timeout=max(1, round(manners.connect)),
        receive_timeout=max(1, round(manners.read)),
    )

    async def listen() -> tuple[bytes, list[Boundary]]:
        audio = bytearray()
        boundaries: list[Boundary] = []
        async for message in asking.stream():
            if message["type"] == "audio":
                audio += message["data"]
            elif message["type"] == "WordBoundary":
                boundaries.append((int(message["offset"]), str(message["text"])))
        return bytes(audio), boundaries

    try:
        return asyncio.run(asyncio.wait_for(listen(), manners.whole))
    except aiohttp.WSServerHandshakeError as error:
        asked = seconds_asked(error.headers.get("Retry-After") if error.headers else None)
        if error.status in {429, 503} or asked is not None:
            raise Refused(f"is overloaded ({error.status})", overloaded=True, asked=asked) from error
        raise Refused(f"refused ({error.status})", tries=99 if error.status >= 500 else 2) from error
    except TimeoutError as error:
        raise Refused("gave no answer in time", tries=3) from error
    except edge_tts.exceptions.NoAudioReceived as error:
        raise Refused("sent no audio") from error
    except edge_tts.exceptions.EdgeTTSException as error:
        raise Refused(f"sent what can't be understood ({type(error).__name__})") from error
    except aiohttp.ClientSSLError as error:
        raise Refused("could not be reached safely: its certificate is not trusted here", tries=1) from error
    except (aiohttp.ClientError, OSError) as error:
        raise Refused("could not be reached", tries=3) from error


def _events(text: str, boundaries: Sequence[Boundary], rate: int) -> Iterator[tuple[int, int]]:
    """(character, sample): the service gives the words in order but not where in the text they stand."""
    at = 0
    for ticks, word in boundaries:
        place = text.find(word, at)
        if place < 0:
            continue
        yield place, round(ticks / TICKS * rate)
        at = place + len(word)


def _listed(heard: Sequence[Any]) -> Iterator[Voice]:
    """The service's voices: the general ones before those that play a part."""
    english = [each for names in KNOWN.values() for line in names.values() for each in line.split()]

    def rank(each: Any) -> tuple[int, str]:
        given = each["ShortName"].split("-")[-1].removesuffix("Neural").removesuffix("Multilingual")
        return (english.index(given) if given in english else len(english), each["ShortName"])

    for each in sorted(heard, key=rank):
        gender: Gender | None = {"Female": "f", "Male": "m"}.get(each.get("Gender"))  # type: ignore[assignment]
        yield _voice(each["ShortName"], each["Locale"], gender)


def _known() -> Iterator[Voice]:
    for locale, genders in KNOWN.items():
        for gender, names in genders.items():
            for name in names.split():
                yield _voice(f"{locale}-{name}Neural", locale, "f" if gender == "f" else "m")


def _voice(name: str, locale: str, gender: Gender | None) -> Voice:
    return Voice(
        id=f"edge:{name}",
        engine="edge",
        language=locale,
        gender=gender,
        timbre=name.rsplit("-", maxsplit=1)[-1].removesuffix("Neural"),
        rate=RATE,
        description=f"Microsoft's {name.rsplit('-', maxsplit=1)[-1].removesuffix('Neural')}",
    )

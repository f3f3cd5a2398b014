"""What a speech engine is, and where engines are found.

An engine is a small picklable object: it may be sent to a worker process, and loads what is heavy
(a library, a model) on its first line there.  `engine_named` knows the built-in ones and those that
other packages declare in the entry-point group `narrator.engines`, whose values are callables
without arguments that return an `Engine`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from narrator.errors import NarratorError, UsageError, pip_install
from narrator.model import Voice
from narrator.spelling import did_you_mean, near

ENTRY_POINTS = "narrator.engines"

SpeechWord = tuple[int, int, int]
"""(start, end, sample): a word of the text given, and the sample at which it begins."""


Phonemes = tuple[int, int, str]
"""(start, end, IPA): how that part of the text given sounds, as in `model.Spoken.phonemes`."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine returns for a text: mono int16 `samples` at `rate` Hz.

    `words`, in order, are offsets into the text given; empty where the engine gives no word times.
    """

    samples: NDArray[np.int16]
    rate: int
    words: tuple[SpeechWord, ...] = ()


@runtime_checkable
class Engine(Protocol):
    """The members may be plain attributes or properties."""

    @property
    def name(self) -> str:
        """Lower case, one word: what `--engine` takes and what voice ids begin with."""

    @property
    def version(self) -> str:
        """Part of each clip's key: it changes whenever the engine would sound different."""

    @property
    def needs_network(self) -> bool: ...

    @property
    def gives_word_times(self) -> bool: ...

    @property
    def workers(self) -> Literal["process", "thread"]:
        """`process` for native code that keeps a core busy (a crash there costs one line);
        `thread` for an engine that waits for the network."""

    @property
    def lines_at_once(self) -> int:
        """How many lines may be spoken at the same time; 0 for as many as there are cores."""

    @property
    def time_limit(self) -> float:
        """Seconds after which a worker that is still at one line is taken for hung and replaced."""

    def voices(self, language: str = "en") -> tuple[Voice, ...]:
        """The voices that read `language` (BCP 47, the region's own accent first), clearest first;
        empty where there are none."""

    def voice_named(self, name: str) -> Voice:
        """The voice with this id, with or without the engine's name before the colon; also voices
        that `voices` does not list.  Raises UsageError with the nearest names."""

    def speak(
        self, text: str, voice: Voice, *, pace: float = 1.0, phonemes: Sequence[Phonemes] = ()
    ) -> Speech:
        """Speaks `text`, already normalised; `pace` 1.1 is a tenth faster than the voice's own.

        An engine that takes IPA says the parts in `phonemes` with those sounds; others pass over it.

        Raises EngineError with a sentence that says what to do next."""


BUILT_IN: dict[str, tuple[str, str]] = {
    "espeak": ("narrator.speech.espeak:Espeak", ""),
    "gtts": ("narrator.speech.gtts:Gtts", ""),
    "flite": ("narrator.speech.flite:Flite", ""),
    "piper": ("narrator.speech.piper:Piper", "piper"),
    "kokoro": ("narrator.speech.kokoro:Kokoro", "kokoro"),
    "edge": ("narrator.speech.edge:Edge", "edge"),
}
"""Each engine's factory and the extra that installs what it needs; in the order of `engines_ready`."""


def engine_names() -> tuple[str, ...]:
    """All engines known here, ready or not: the built-in ones, then plug-ins by name."""
    plugged = sorted(point.name for point in entry_points(group=ENTRY_POINTS))
    return (*BUILT_IN, *(name for name in plugged if name not in BUILT_IN))


def engine_named(name: str) -> Engine:
    """The engine called `name`.

    Raises UsageError: with the nearest name if there is none, with the extra to install if its
    package is missing, and what the engine itself says if it can't work here.
    """
    if name in BUILT_IN:
        place, extra = BUILT_IN[name]
        return _built(name, lambda: _factory(place), extra)
    for point in entry_points(group=ENTRY_POINTS):
        if point.name == name:
            return _built(name, point.load, "")
    raise UsageError(f"there is no engine named {name!r}{named_like(name, engine_names())}")


def engines_ready() -> tuple[Engine, ...]:
    """The engines that can be built here; others are left out without a word."""
    ready = []
    for name in engine_names():
        try:
            ready.append(engine_named(name))
        except NarratorError:
            continue
    return tuple(ready)


def voice_among(engine: str, voices: Iterable[Voice], name: str) -> Voice:
    """The voice of `voices` whose id is `name`, with or without `engine:` before it, in any case.

    Raises UsageError with the nearest names."""
    wanted = name.casefold().removeprefix(f"{engine}:")
    known = {voice.id.casefold().removeprefix(f"{engine}:"): voice for voice in voices}
    if wanted in known:
        return known[wanted]
    raise no_such_voice(engine, name, wanted, known)


def no_such_voice(
    engine: str, name: str, wanted: str, known: Iterable[str], *, before: str = ""
) -> UsageError:
    """`wanted` is what was not found of `name` among the `known`; `before` precedes those in an id."""
    alike = [repr(f"{engine}:{before}{each}") for each in near(wanted, known, most=3, cutoff=0.55)]
    meant = f"did you mean {' or '.join(alike)}?" if alike else ""
    hint = meant or f"`narrator voices --engine {engine}` lists them"
    return UsageError(f"the engine {engine} has no voice {name!r}; {hint}")


def named_like(name: str, known: Iterable[str]) -> str:
    """The end of an error message: the nearest names, or all of them where there are few."""
    return did_you_mean(name, known, most=3, cutoff=0.5, few=12)


def _factory(place: str) -> Callable[[], Engine]:
    module, _, attribute = place.partition(":")
    factory: Callable[[], Engine] = getattr(import_module(module), attribute)
    return factory


def _built(name: str, load: Callable[[], Callable[[], Engine]], extra: str) -> Engine:
    try:
        engine = load()()
    except ImportError as error:
        remedy = pip_install(f"narrator[{extra}]" if extra else error.name or name)
        raise UsageError(
            f"the engine {name} needs {error.name or 'a package'}, not installed: {remedy}"
        ) from error
    if not isinstance(engine, Engine):
        raise UsageError(f"the engine {name} is not one: its package was made for another narrator")
    return engine

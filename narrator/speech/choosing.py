"""Which engine speaks when nobody named one, and why: the rules behind `--engine auto`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narrator.errors import NarratorError, UsageError
from narrator.speech.engine import Engine, engine_named

AUTO = "auto"
EMBEDDED = "espeak"
ONLINE = "gtts"
INSTALLED_VOICES = ("piper", "kokoro")
"""Engines that speak with voices the user put here, and sound better than the embedded ones."""

GOOGLE = "https://translate.google.com/"
PATIENCE = 2.0
"""Seconds that Google has for an answer before the embedded voices take over."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine, why it was chosen, and whether another may step in if it gives up."""

    engine: Engine
    reason: str
    automatic: bool


def choose_engine(
    name: str, *, language: str, offline: bool, online: Callable[[], bool] | None = None
) -> Choice:
    """The engine called `name`, or by the rules of `auto` the best one that is ready here.

    `online` tells whether Google answers; it is asked only if nothing is installed.
    Raises UsageError for an engine that does not exist, can't work here, or needs the network when
    nothing may leave this machine.
    """
    if name != AUTO:
        return Choice(engine_asked_for(name, offline=offline), "as asked", automatic=False)
    for installed in INSTALLED_VOICES:
        found = _with_voices(installed, language)
        if found:
            return Choice(found, f"{installed}: a voice for {language} is installed", automatic=True)
    if offline:
        return Choice(engine_named(EMBEDDED), f"{EMBEDDED}, the embedded voices: --offline", automatic=True)
    online_engine = _with_voices(ONLINE, language)
    if online_engine and (online or google_answers)():
        reason = f"{ONLINE}: Google answers; the article's text is sent to Google (--offline keeps it here)"
        return Choice(online_engine, reason, automatic=True)
    reason = f"{EMBEDDED}, the embedded voices: no installed voice, and Google does not answer"
    return Choice(engine_named(EMBEDDED), reason, automatic=True)


def engine_asked_for(name: str, *, offline: bool) -> Engine:
    """Raises UsageError as `choose_engine` does."""
    engine = engine_named(name)
    if offline and engine.needs_network:
        raise UsageError(f"the engine {name} needs the network, and --offline forbids it; take {EMBEDDED}")
    return engine


def fall_back(choice: Choice, failure: NarratorError) -> Choice:
    """The embedded voices in place of an engine that gave up; re-raises if nothing may step in."""
    if not choice.automatic or choice.engine.name == EMBEDDED:
        raise failure
    reason = (
        f"{choice.engine.name} gave up ({failure}); the episode is made whole with the embedded voices, "
        "and what was fetched stays for the next try"
    )
    return Choice(engine_named(EMBEDDED), reason, automatic=True)


def google_answers() -> bool:
    """Within `PATIENCE` seconds."""
    import requests

    try:
        return requests.head(GOOGLE, timeout=PATIENCE, allow_redirects=False).status_code < 500
    except requests.RequestException:
        return False


def _with_voices(name: str, language: str) -> Engine | None:
    try:
        engine = engine_named(name)
        return engine if engine.voices(language) else None
    except NarratorError:
        return None

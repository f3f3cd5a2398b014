"""Which engine speaks a script, and with which voices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from narrator.castfile import load_cast_file, save_cast_file
from narrator.casting import cast_voices
from narrator.errors import UsageError
from narrator.model import NARRATOR, Cast, Script, Voice
from narrator.settings import Settings

if TYPE_CHECKING:
    from narrator.speech.choosing import Choice
    from narrator.speech.engine import Engine

CAST_FILE = "cast.toml"
"""Beside the episodes: who spoke with which voice, so that a person keeps theirs."""


def choose(script: Script, settings: Settings) -> Choice:
    """The engine asked for by the settings, else by the script.  Raises UsageError."""
    from narrator.speech.choosing import AUTO, choose_engine

    wanted = settings.engine or script.engine or AUTO
    return choose_engine(wanted, language=script.language, offline=settings.offline)


def cast_with(script: Script, engine: Engine, settings: Settings) -> Cast:
    """A voice for everyone who is heard, the one they have had before where the engine still has it."""
    offered = engine.voices(script.language) or engine.voices("en")
    return cast_voices(
        script,
        [*offered, *_others_by_name(engine, offered, script, settings)],
        narrator_voice=settings.narrator_voice,
        wishes=settings.voices,
        single_voice=settings.single_voice,
        remembered=load_cast_file(settings.output / CAST_FILE, engine.name),
    )


def remember(cast: Cast, settings: Settings) -> None:
    """Writes down who spoke with which voice, unless a run is to leave no trace of that."""
    if settings.keep_cast and not settings.single_voice:
        save_cast_file(settings.output / CAST_FILE, cast)


def _others_by_name(
    engine: Engine, offered: Iterable[Voice], script: Script, settings: Settings
) -> list[Voice]:
    """The voices that were asked for by name and that the engine does not offer of itself."""
    ids = {voice.id for voice in offered}
    asked = {name: who for who, name in settings.voices.items()}
    if settings.narrator_voice:
        asked.setdefault(settings.narrator_voice, NARRATOR)
    for role in script.cast:
        if role.voice and role.voice.startswith(f"{engine.name}:"):
            asked.setdefault(role.voice, role.name)
    found = [_named(engine, name, who) for name, who in asked.items() if name not in ids]
    return [voice for voice in found if voice.id not in ids]


def _named(engine: Engine, name: str, who: str) -> Voice:
    try:
        return engine.voice_named(name)
    except UsageError as error:
        raise UsageError(f"the voice of {who}: {error}") from error

"""The voices that are ready here, and a sample of each."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from pathlib import Path

from narrator.clips import load_samples
from narrator.errors import UsageError
from narrator.files import check_folder, writing
from narrator.listening import Listener
from narrator.model import Voice
from narrator.naming import slug
from narrator.speech.cache import Cache
from narrator.speech.engine import engine_named, engines_ready
from narrator.speech.studio import RecordingJob, Studio
from narrator.spoken import speak_text

SAMPLE_TEXT = "Every person in this article has a voice of their own. This one could be yours."


def voices(engine: str | None, *, language: str | None, offline: bool) -> list[Voice]:
    """The voices of one engine or of all that are ready, clearest first.

    Raises UsageError for an engine that does not exist or needs the network when that is forbidden.
    """
    engines = [engine_named(engine)] if engine else list(engines_ready())
    if engine and offline and engines[0].needs_network:
        raise UsageError(f"the engine {engine} needs the network, and --offline forbids it")
    heard = [one for one in engines if not (offline and one.needs_network)]
    return [voice for one in heard for voice in one.voices(language or "en")]


def record_samples(found: Sequence[Voice], folder: Path, listener: Listener) -> dict[str, Path]:
    """A WAV file of each voice in `folder`, by voice id.  Raises EngineError or OutputError."""
    check_folder(folder, "--sample")
    listener.stage("speech")
    written: dict[str, Path] = {}
    for name in dict.fromkeys(voice.engine for voice in found):
        own = [voice for voice in found if voice.engine == name]
        spoken = speak_text(SAMPLE_TEXT, language="en")
        jobs = [RecordingJob(spoken, SAMPLE_TEXT, voice) for voice in own]
        with Studio(engine_named(name), Cache()) as studio:
            for voice, clip in zip(own, studio.record(jobs), strict=True):
                path = folder / f"{slug(voice.id)}.wav"
                with writing(path) as aside, wave.open(str(aside), "wb") as sound:
                    sound.setnchannels(1)
                    sound.setsampwidth(2)
                    sound.setframerate(clip.rate)
                    sound.writeframes(load_samples(clip).tobytes())
                written[voice.id] = path
                listener.progress(len(written), len(found))
    return written

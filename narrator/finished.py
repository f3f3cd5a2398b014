"""What a batch has finished, and from what: one small record an article, beside the episodes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from narrator import __version__
from narrator.pipeline import Prepared
from narrator.settings import Settings
from narrator.storage import Storage

RECORDS = ".narrator"


@dataclass(frozen=True, slots=True)
class Finished:
    """`made_from` is the fingerprint of what `files` were made from."""

    source: str
    made_from: str
    files: tuple[str, ...]


def fingerprint(prepared: Prepared, settings: Settings) -> str:
    """A hash of all that an episode is made from: the script, its voices, the settings, the versions."""
    engine = prepared.choice.engine
    voices = sorted((name, voice.id) for name, voice in prepared.cast.voices.items())
    made_from = (
        __version__,
        engine.name,
        engine.version,
        repr(prepared.script),
        prepared.cast.narrator.id,
        voices,
        settings.formats,
        settings.loudness,
        settings.bitrate,
        sorted(settings.say.items()),
        [str(path) for path in (settings.chime, settings.music, settings.cover, settings.lexicon)],
    )
    return hashlib.sha256(json.dumps(made_from).encode("utf-8", "surrogatepass")).hexdigest()


def claim(storage: Storage, stem: str, source: str) -> bool:
    """Takes the name `stem` for `source`, for ever; False if another article has it."""
    owner = json.dumps({"source": source}).encode()
    return storage.create(_claim(stem), owner) or storage.read(_claim(stem)) == owner


def find(storage: Storage, stem: str) -> Finished | None:
    """The record of a finished episode; None if there is none or it can't be read."""
    content = storage.read(_record(stem))
    if content is None:
        return None
    try:
        record = json.loads(content)
        return Finished(record["source"], record["made_from"], tuple(record["files"]))
    except (ValueError, KeyError, TypeError):
        return None


def is_whole(storage: Storage, finished: Finished) -> bool:
    return all(storage.has(name) for name in finished.files)


def note(storage: Storage, stem: str, finished: Finished) -> None:
    record = {"source": finished.source, "made_from": finished.made_from, "files": list(finished.files)}
    storage.write(_record(stem), json.dumps(record, ensure_ascii=False, indent=1).encode())


def names(files: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(files)))


def _claim(stem: str) -> str:
    return f"{RECORDS}/{stem}.claim.json"


def _record(stem: str) -> str:
    return f"{RECORDS}/{stem}.json"

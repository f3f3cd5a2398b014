"""What a batch has finished, and from what: one small record an article, beside the episodes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from narrator import __version__
from narrator.model import Script
from narrator.pipeline import Prepared
from narrator.settings import Settings
from narrator.storage import Storage, is_url

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
        repr(replace(prepared.script, source=address_of(prepared.script))),
        prepared.cast.narrator.id,
        voices,
        settings.formats,
        settings.loudness,
        settings.bitrate,
        sorted(settings.say.items()),
        [_content_of(path) for path in (settings.chime, settings.music, settings.cover, settings.lexicon)],
    )
    return hashlib.sha256(json.dumps(made_from).encode("utf-8", "surrogatepass")).hexdigest()


def _content_of(path: Path | None) -> str | None:
    """A hash; of a file that can't be read, its name: whoever uses it says what is wrong."""
    if path is None:
        return None
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return str(path)


def claim(storage: Storage, stem: str, script: Script) -> bool:
    """Takes the name `stem` for the script's article, for ever; False if another article has it.

    An article is the same if it comes from the same place.  A file is also if it says the same: it may be
    named from another folder the next time, or lie there twice."""
    owner = {"source": script.source, "text": None if address_of(script) else script.source_hash}
    if storage.create(_claim(stem), json.dumps(owner).encode()):
        return True
    try:
        there = json.loads(storage.read(_claim(stem)) or b"{}")
        same_text = owner["text"] is not None and there["text"] == owner["text"]
        return bool(same_text or there["source"] == owner["source"])
    except (ValueError, KeyError, TypeError):
        return False


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
    content = json.dumps(record, ensure_ascii=False, indent=1)
    # A file's name may be no text; JSON has an escape for what is not.
    storage.write(_record(stem), content.encode("utf-8", "backslashreplace"))


def address_of(script: Script) -> str:
    """Where the article is on the web; empty for a file, of which an episode does not tell."""
    return script.source if is_url(script.source) else ""


def names(files: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(files)))


def _claim(stem: str) -> str:
    return f"{RECORDS}/{stem}.claim.json"


def _record(stem: str) -> str:
    return f"{RECORDS}/{stem}.json"

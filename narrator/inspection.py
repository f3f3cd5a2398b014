"""`narrator check`: the sound, and the files beside it, read back by readers that did not write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from narrator.episode.checking import Report, check_episode
from narrator.episode.timeline import plan
from narrator.errors import ScriptError
from narrator.model import Script
from narrator.publishing.check import check_publication
from narrator.publishing.manifest import read_manifest
from narrator.script import read_script
from narrator.settings import Settings


def inspect(path: Path, settings: Settings) -> Report:
    """Everything that is wrong with an episode.  Files that other programs made have nothing beside
    them: their sound alone is checked.  Raises InputError for what is not an audio file."""
    if not _is_ours(path):
        return check_episode(path, loudness=settings.loudness)
    script = _script_of(path, settings)
    pauses = tuple(_silences(script)) if script else ()
    report = check_episode(path, loudness=settings.loudness, pauses=pauses)
    found = check_publication(
        path,
        report.duration,
        chapters=[(chapter.title, chapter.start) for chapter in report.chapters],
        script=script,
    )
    return report.with_problems(found)


def _is_ours(path: Path) -> bool:
    try:
        return read_manifest(path.with_suffix(".json")) is not None
    except ValueError:
        return True  # a damaged manifest is ours, and a problem


def _silences(script: Script) -> Iterator[float]:
    """The seconds without a voice that the script asks for, in order, from before the first word on."""
    waited = 0.0
    for passage in plan(script.segments):
        yield waited + passage.lead
        yield from (part.pause for part in passage.parts[:-1])
        waited = passage.parts[-1].pause
    yield waited


def _script_of(path: Path, settings: Settings) -> Script | None:
    """What should have been said, where the script is at hand."""
    script = settings.scripts / f"{path.stem}.md"
    try:
        return read_script(script.read_text(encoding="utf-8"), path=str(script))
    except (OSError, UnicodeDecodeError, ScriptError):
        return None

"""What would go wrong whatever the article is, found before anything is read or spoken."""

from __future__ import annotations

from narrator.errors import InputError
from narrator.files import check_folder
from narrator.settings import Settings


def check(settings: Settings, *, files: bool = True, scripts: bool = True, output: bool = True) -> None:
    """The engine, the `files` that go into an episode, and the folders that will be written.

    Raises UsageError for an engine that can't be had, InputError for a file that is not there, OutputError
    for a folder that can't be written.
    """
    from narrator.speech.choosing import AUTO, engine_asked_for

    if settings.engine and settings.engine != AUTO:
        engine_asked_for(settings.engine, offline=settings.offline)
    if files:
        _check_files(settings)
    if scripts:
        check_folder(settings.scripts, "--scripts")
    if output:
        check_folder(settings.output, "--output")


def _check_files(settings: Settings) -> None:
    for name in ("chime", "music", "cover", "lexicon"):
        file = getattr(settings, name)
        if file is not None and not file.is_file():
            raise InputError(f"there is no file {file}; choose another with --{name}")

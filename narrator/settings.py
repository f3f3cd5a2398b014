"""What a run was asked to do, gathered from files, the environment and the command line.

Precedence, later ones winning: `narrator.toml` beside the work, the user's configuration folder,
`NARRATOR_*` in the environment, options on the command line.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from narrator.errors import UsageError, reason_of, with_marks
from narrator.spelling import did_you_mean

FORMATS = ("mp3", "m4a", "m4b", "opus", "flac", "wav")
DEFAULT_LOUDNESS = -16.0
"""LUFS as heard in stereo, Apple's and the AES's recommendation for speech (AES TD1008, 2021)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One run's choices.  Every field is a name of `narrator.toml`, except `voices` and `say`, its tables."""

    output: Path = Path("audio")
    scripts: Path = Path("scripts")
    formats: tuple[str, ...] = ("mp3",)
    engine: str = ""
    """Empty: the script's own engine, else `auto`."""
    narrator_voice: str | None = None
    voices: Mapping[str, str] = field(default_factory=dict)
    single_voice: bool = False
    offline: bool = False
    allow_private: bool = False
    jobs: int = 0
    """Worker processes; 0 means one for each core."""
    force: bool = False
    keep_cast: bool = True
    """Remember who spoke with which voice, so that people keep theirs in the folder's next episodes."""
    fresh: bool = False
    loudness: float = DEFAULT_LOUDNESS
    bitrate: int = 0
    """Bits per second of the lossy formats; 0 means each format's own default."""
    chime: Path | None = None
    music: Path | None = None
    cover: Path | None = None
    cache: Path | None = None
    shared_cache: str = ""
    """A URL where recordings are shared with other machines."""
    lexicon: Path | None = None
    """A W3C PLS file with the newsroom's pronunciations."""
    say: Mapping[str, str] = field(default_factory=dict)

    @property
    def workers(self) -> int:
        return self.jobs or os.cpu_count() or 1


def gather(
    options: Mapping[str, Any], *, folder: Path, user_folder: Path, environment: Mapping[str, str]
) -> Settings:
    """The settings for a run in `folder`; `options` holds only what the command line really gave.

    Raises UsageError for a file that is not TOML, an unknown name or a value of the wrong kind.
    """
    gathered: dict[str, Any] = {}
    for path in (folder / "narrator.toml", user_folder / "narrator.toml"):
        for name, value in _read_toml(path).items():
            gathered[name] = {**gathered.get(name, {}), **value} if isinstance(value, dict) else value
    gathered |= _from_environment(environment)
    for name, value in options.items():
        gathered[name] = {**gathered.get(name, {}), **value} if isinstance(value, Mapping) else value
    settings = replace(Settings(), **gathered)
    return replace(settings, formats=tuple(dict.fromkeys(settings.formats)))


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise UsageError(f"can't read {path}: {reason_of(error)}") from error
    import tomllib

    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not valid TOML: {with_marks(str(error))}") from error
    return {_known(name, path): _checked(_known(name, path), value, path) for name, value in table.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    spelt = {name: name for name in _KINDS} | _SINGULAR
    names = {f"NARRATOR_{each.upper()}": name for each, name in spelt.items() if _KINDS[name] is not _table}
    return {
        name: _checked(name, environment[variable], variable)
        for variable, name in names.items()
        if variable in environment
    }


_SINGULAR = {"format": "formats", "voice": "voices"}
"""The command line's repeatable options are lists and tables in a file; both spellings are understood."""


def _known(name: str, where: Path) -> str:
    plain = name.replace("-", "_")
    plain = _SINGULAR.get(plain, plain)
    if plain in _KINDS:
        return plain

    hint = did_you_mean(plain, _KINDS, few=len(_KINDS))
    raise UsageError(f"unknown setting {name!r} in {where}{hint}")


def _checked(name: str, value: object, where: object) -> Any:
    try:
        return _KINDS[name](value)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{name} = {value!r} in {where}: {error}") from error


# A kind turns what a TOML file or an environment variable holds into a setting, or raises ValueError
# with what would have been right.


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("give a text in quotation marks")
    return value


def _path(value: object) -> Path:
    return Path(_text(value)).expanduser()


def _flag(value: object) -> bool:
    word = str(value).strip().lower()
    if word not in ("1", "true", "yes", "on", "", "0", "false", "no", "off"):
        raise ValueError("give true or false")
    return word in ("1", "true", "yes", "on")


def _count(value: object) -> int:
    if not re.fullmatch(r"\s*\d{1,9}\s*", str(value), re.ASCII):
        raise ValueError("give a whole number from 0 up")
    return int(str(value))


def _loudness(value: object) -> float:
    with contextlib.suppress(ValueError):
        if -40 <= (number := float(str(value))) <= -5:
            return number
    raise ValueError("give LUFS between -40 and -5")


def _formats(value: object) -> tuple[str, ...]:
    wanted = value.replace(",", " ").split() if isinstance(value, str) else value
    if not (isinstance(wanted, list | tuple) and wanted and all(w in FORMATS for w in wanted)):
        raise ValueError(f"choose from {', '.join(FORMATS)}")
    return tuple(dict.fromkeys(wanted))


def _table(value: object) -> dict[str, str]:
    if not (isinstance(value, dict) and all(isinstance(v, str) for v in value.values())):
        raise ValueError("give a table of texts")
    return value


_KINDS: Mapping[str, Callable[[object], Any]] = {
    "output": _path,
    "scripts": _path,
    "formats": _formats,
    "engine": _text,
    "narrator_voice": _text,
    "voices": _table,
    "single_voice": _flag,
    "offline": _flag,
    "allow_private": _flag,
    "jobs": _count,
    "force": _flag,
    "keep_cast": _flag,
    "fresh": _flag,
    "loudness": _loudness,
    "bitrate": _count,
    "chime": _path,
    "music": _path,
    "cover": _path,
    "cache": _path,
    "shared_cache": _text,
    "lexicon": _path,
    "say": _table,
}

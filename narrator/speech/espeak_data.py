"""The data folders libespeak-ng reads: copied from the wheel once per version, with our voices added.

`english` is small (dictionary, phonemes, accents, our own timbres), because the library lists all
files of its folder on every start: 2 ms for this one, 19 ms for the wheel's.  `everything` is the
wheel's whole folder, for other languages and stock voices.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import espeakng_loader  # type: ignore[import-untyped]
import platformdirs

from narrator.clips import sweep, write_aside
from narrator.errors import EngineError, pip_install, reason_of
from narrator.speech.espeak_native import LONGEST_DATA_PATH
from narrator.speech.espeak_voices import PREFIX, TIMBRES, VOLUME

DATA = "espeak-ng-data"
VARIANTS = "voices/!v"
OUTDATED = 30 * 24 * 3600
"""Seconds after which another version's folder is taken for one that nobody uses."""
_PHONEMES = ("phontab", "phonindex", "phondata", "intonations")


@cache
def release() -> str:
    """The wheel's version and a hash of our own voices: it changes with everything that is heard."""
    ours = "\n".join(f"{timbre.definition()} {timbre.rate} {VOLUME}" for timbre in TIMBRES)
    return f"{version('espeakng-loader')}-{hashlib.sha256(ours.encode()).hexdigest()[:8]}"


def library() -> Path:
    return Path(espeakng_loader.get_library_path())


@cache
def wheel_data() -> Path:
    try:
        return Path(espeakng_loader.get_data_path())
    except RuntimeError as error:
        raise EngineError(
            f"the espeak voices' data is missing: {pip_install('--force-reinstall espeakng-loader')}"
        ) from error


@cache
def english() -> Path:
    return _folder("en", dict(_english_files()))


@cache
def everything() -> Path:
    return _folder("all", dict(_all_files()))


def _english_files() -> Iterator[tuple[str, Path | bytes]]:
    source = wheel_data()
    for name in (*_PHONEMES, "en_dict"):
        yield name, source / name
    for accent in sorted((source / "lang/gmw").glob("en*")):
        yield f"lang/gmw/{accent.name}", accent
    yield from _own_voices()


def _all_files() -> Iterator[tuple[str, Path | bytes]]:
    source = wheel_data()
    for file in sorted(source.rglob("*")):
        if file.is_file() and file.name != "phondata-manifest":
            yield file.relative_to(source).as_posix(), file
    yield from _own_voices()


def _own_voices() -> Iterator[tuple[str, Path | bytes]]:
    for timbre in TIMBRES:
        yield f"{VARIANTS}/{PREFIX}{timbre.name}", timbre.definition().encode()


def _folder(kind: str, files: dict[str, Path | bytes]) -> Path:
    """A folder that holds `espeak-ng-data` with these files; what is missing or cut is written.

    In the user's cache folder, else in the temporary folder where that can't be written or its path
    is longer than the library can hold.  Several processes may do this at once."""
    refused: list[str] = []
    for base in _places():
        folder = base / release() / kind
        if len(os.fsencode(folder)) > LONGEST_DATA_PATH:
            refused.append(f"{folder} is longer than {LONGEST_DATA_PATH} bytes")
            continue
        try:
            if not folder.exists():
                _prune(base)
            _complete(folder, files)
            return folder
        except OSError as error:
            refused.append(f"{base}: {reason_of(error)}")
    raise EngineError(f"the espeak voices need a folder for their data ({'; '.join(refused)})")


def _prune(base: Path) -> None:
    """Lets go of other versions' folders, which are made again where they are still wanted."""
    for other in base.glob("*"):
        with contextlib.suppress(OSError):
            if other.name != release() and time.time() - other.stat().st_mtime > OUTDATED:
                shutil.rmtree(other)


def _complete(folder: Path, files: dict[str, Path | bytes]) -> None:
    aside = folder / "writing"
    for name, content in files.items():
        path = folder / DATA / name
        if not _is_there(path, content):
            write_aside(path, aside, [content if isinstance(content, bytes) else content.read_bytes()])
    sweep(aside)


def _is_there(path: Path, content: Path | bytes) -> bool:
    """Our own files are compared by content (their size may stay), the wheel's by size."""
    try:
        if isinstance(content, bytes):
            return path.read_bytes() == content
        return path.stat().st_size == content.stat().st_size
    except OSError:
        return False


def _places() -> Iterator[Path]:
    """Where data may be kept: with the clips, else in the temporary folder."""
    cache = os.environ.get("NARRATOR_CACHE") or platformdirs.user_cache_dir("narrator")
    yield Path(cache).absolute() / "espeak"
    with contextlib.suppress(OSError):
        yield _own_temporary_folder()


def _own_temporary_folder() -> Path:
    """Raises OSError where the temporary folder is shared and somebody else has made ours."""
    if sys.platform == "win32":
        return Path(tempfile.gettempdir()) / "narrator"
    folder = Path(tempfile.gettempdir()) / f"narrator-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder

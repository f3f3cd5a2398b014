"""Writing files whole: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BufferedIOBase, BufferedWriter
from pathlib import Path

from narrator.errors import OutputError, reason_of

if sys.platform != "win32":
    import fcntl

UNFINISHED = ".narrator-part"
"""Every file being written carries this in its name, so that what a killed run left can be found."""
ABANDONED = 3600.0
"""Seconds after which, on Windows, an unfinished file is taken for nobody's."""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Yields a path beside `path` to write to; it takes the final name when the block ends well.

    Raises OutputError, with the folder or the disk named, where the system refuses.
    """
    aside = _aside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _held(aside):
            yield aside
            with aside.open("rb+") as written:
                os.fsync(written.fileno())
            if sys.platform != "win32":
                aside.replace(path)
        if sys.platform == "win32":
            aside.replace(path)
    except OSError as error:
        raise OutputError(explain(error, path)) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


@contextlib.contextmanager
def _held(aside: Path) -> Iterator[None]:
    """Holds the file, made new, while it is written."""
    with create_held(aside) as file:
        if sys.platform == "win32":
            file.close()  # there an open file can't be renamed
        yield


def create_held(path: Path) -> BufferedWriter:
    """A new file, locked until it is closed: the system lets go of it when its writer ends, however it
    ends, so that a sweep knows what is nobody's any more.

    A sweep may come upon the file in the instant before the lock, and take it: then it is made again.
    """
    while True:
        file = path.open("xb")
        if sys.platform == "win32":
            return file
        try:
            fcntl.flock(file, fcntl.LOCK_EX)  # waits: a sweep holds a file for no longer than it looks
        except OSError:  # a file system without locks
            return file
        if _is_at(file, path):
            return file
        file.close()


def remove_abandoned(path: Path) -> None:
    """Removes an unfinished file unless its writer is at work.  Raises OSError where it is held or gone."""
    if sys.platform == "win32":
        if abs(time.time() - path.stat().st_mtime) >= ABANDONED:
            path.unlink()
        return
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _is_at(file, path):
            path.unlink()


def _is_at(file: BufferedIOBase, path: Path) -> bool:
    """Whether the open file still has its name."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def write_whole(path: Path, content: str | bytes) -> None:
    """Writes `content` (text as UTF-8 with the line ends it has) to `path`, whole or not at all.

    Half of a surrogate pair, as the name of a file can hold, is no text; it is written as the escape by
    which JSON knows it, so that whatever is written can be read again.
    """
    with writing(path) as aside:
        aside.write_bytes(
            content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
        )


def create_whole(path: Path, content: bytes) -> bool:
    """Writes `content` to `path`, whole or not at all, if nothing has that name; False if something has.

    Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = _aside(path)
    try:
        with create_held(aside) as file:
            file.write(content)
            file.flush()
            try:
                os.link(aside, path)
            except FileExistsError:
                return False
            except OSError:
                # A file system without links: a writer killed at this moment leaves less than all.
                return _create(path, content)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    return True


def _create(path: Path, content: bytes) -> bool:
    try:
        with path.open("xb") as new:
            new.write(content)
    except FileExistsError:
        return False
    return True


def _aside(path: Path) -> Path:
    """An unfinished file's name beside `path`, which no other writer takes."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")


def write_all(contents: Mapping[Path, str | bytes]) -> None:
    """`write_whole` for each, at the same time: most of the time it takes is waiting for the disk."""
    with ThreadPoolExecutor(len(contents) or 1) as pool:
        for written in [pool.submit(write_whole, path, content) for path, content in contents.items()]:
            written.result()


def check_folder(folder: Path, option: str) -> None:
    """Raises OutputError, with the option that names another, where no file can get into `folder`, be it
    there or still to be made; makes nothing."""
    if reason := _obstacle(folder.absolute()):
        raise OutputError(f"can't write into {folder}: {reason}; choose another folder with {option}")


def _obstacle(folder: Path) -> str:
    """What is wrong with the folder, or with the first above it that is there; empty if nothing is."""
    for place in (folder, *folder.parents):
        try:
            place.lstat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            return reason_of(error)
        if not place.is_dir():
            return "it is not a folder" if place == folder else f"{place} is not a folder"
        return "" if os.access(place, os.W_OK | os.X_OK) else f"nothing may be written in {place}"
    return "there is no such drive"


def make_folder(folder: Path) -> None:
    """Raises OutputError where the system refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(explain(error, folder)) from error


def sweep(folder: Path) -> None:
    """Removes what killed runs left unfinished in `folder`; what another run is writing stays."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f".*{UNFINISHED}"):
            with contextlib.suppress(OSError):
                remove_abandoned(left)


def explain(error: OSError, path: Path) -> str:
    """One sentence for what the system said about `path`."""
    reason = reason_of(error)
    return (
        f"can't write {path}: {reason}; choose another folder with --output or make room, then run it again"
    )

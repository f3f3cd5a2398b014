"""Writing files whole: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from narrator.errors import OutputError

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
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
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
    """Holds a lock on the file while it is written; the system lets go of it when the writer ends,
    however it ends, so that `sweep` knows what is nobody's any more."""
    with aside.open("xb") as file:
        if sys.platform == "win32":
            file.close()  # there an open file can't be renamed
        else:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def write_whole(path: Path, content: str | bytes) -> None:
    """Writes `content` (text as UTF-8 with the line ends it has) to `path`, whole or not at all."""
    with writing(path) as aside:
        aside.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)


def sweep(folder: Path) -> None:
    """Removes what killed runs left unfinished in `folder`; what another run is writing stays."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f".*{UNFINISHED}"):
            with contextlib.suppress(OSError):
                if sys.platform == "win32":
                    if abs(time.time() - left.stat().st_mtime) < ABANDONED:
                        continue
                else:
                    with left.open("rb") as file:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()


def explain(error: OSError, path: Path) -> str:
    """One sentence for what the system said about `path`."""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    return (
        f"can't write {path}: {reason}; choose another folder with --output or make room, then run it again"
    )

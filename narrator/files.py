"""Writing files whole: a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from narrator.errors import OutputError

UNFINISHED = ".narrator-part"
"""Every file being written carries this in its name, so that what a killed run left can be found."""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Yields a path beside `path` to write to; it takes the final name when the block ends well.

    Raises OutputError, with the folder or the disk named, where the system refuses.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        with aside.open("rb+") as written:
            os.fsync(written.fileno())
        aside.replace(path)
    except OSError as error:
        raise OutputError(explain(error, path)) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Writes `content` (text as UTF-8 with the line ends it has) to `path`, whole or not at all."""
    with writing(path) as aside:
        aside.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)


def sweep(folder: Path, *, older_than_seconds: float = 3600.0) -> None:
    """Removes what a killed run left unfinished in `folder`, once it is surely nobody's any more."""
    now = time.time()
    with contextlib.suppress(OSError):
        for left in folder.glob(f".*{UNFINISHED}*"):
            with contextlib.suppress(OSError):
                if abs(now - left.stat().st_mtime) > older_than_seconds:
                    left.unlink()


def explain(error: OSError, path: Path) -> str:
    """One sentence for what the system said about `path`."""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    return (
        f"can't write {path}: {reason}; choose another folder with --output or make room, then run it again"
    )

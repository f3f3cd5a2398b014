"""The clips of all episodes, each at the address of what it was made from, so that none is made twice.

    FOLDER/clips/ab/ab12….clip   the clips, by the first two digits of their key
    FOLDER/writing/              clips being written
    FOLDER/stretches/            encoded sound, which an episode is assembled from
    FOLDER/articles/             the words of articles, for the proof

No lock guards the clips: a clip takes its name whole or not at all, two runs that make the same clip make the
same bytes, and what is damaged, foreign or gone is recorded again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from narrator.clips import FORMAT, SUFFIX, DamagedClip, read_clip, sweep
from narrator.errors import OutputError, reason_of
from narrator.model import Clip, Spoken, Voice
from narrator.speech.engine import Engine

ENVIRONMENT = "NARRATOR_CACHE"
LIMIT = 4 * 1024**3
"""Bytes: about a day of speech at 22,050 Hz."""
RECENT = 3600.0
"""Seconds: a clip used since may belong to a run that is still at work, and stays."""
SHARED = 120.0


@dataclass(frozen=True, slots=True)
class Usage:
    folder: Path
    clips: int
    bytes: int
    limit: int


def default_folder() -> Path:
    """`NARRATOR_CACHE`, else the user's cache folder of this system."""
    return Path(os.environ.get(ENVIRONMENT) or platformdirs.user_cache_dir("narrator")).absolute()


def key_of(spoken: Spoken, engine: Engine, voice: Voice, pace: float) -> str:
    """The content address: a SHA-256, in hexadecimal, of all that the recording is made from."""
    made_from = (
        FORMAT,
        engine.name,
        engine.version,
        voice.id,
        round(pace, 4),
        spoken.text,
        spoken.phonemes,
    )
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


class Cache:
    """Clips in one folder, which is made on first use.

    With a `limit` in bytes, `trim` lets go of the least recently used clips beyond it; `stretches` and
    `articles` are kept to limits of their own by who writes them.  Unless `thorough`,
    `find` leaves it to whoever hears a clip to verify its sound.
    """

    def __init__(self, folder: Path | None = None, *, limit: int = LIMIT, thorough: bool = True) -> None:
        self.folder = folder.absolute() if folder else default_folder()
        self.limit = limit
        self.thorough = thorough
        self._used: set[str] = set()

    @property
    def aside(self) -> Path:
        return self.folder / "writing"

    @property
    def stretches(self) -> Path:
        return self.folder / "stretches"

    @property
    def articles(self) -> Path:
        return self.folder / "articles"

    def path_of(self, key: str) -> Path:
        return self.folder / "clips" / key[:2] / f"{key}{SUFFIX}"

    def prepare(self) -> None:
        """Makes the folder and removes what a killed run left in it.  Raises OutputError."""
        try:
            self.aside.mkdir(parents=True, exist_ok=True)
            (self.folder / "clips").mkdir(exist_ok=True)
        except OSError as error:
            raise self.refused(error) from error
        sweep(self.aside)

    def find(self, key: str) -> Clip | None:
        """The clip at this address if it is there and whole; a damaged one is removed."""
        path = self.path_of(key)
        try:
            clip = read_clip(path, key, thorough=self.thorough)
        except DamagedClip:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        except OSError:  # not there, or unreadable: if it can't be replaced, writing says so
            return None
        self._used.add(key)
        with contextlib.suppress(OSError):
            os.utime(path)
        return clip

    def keep(self, key: str) -> None:
        """This run uses the clip at `key`: `trim` leaves it."""
        self._used.add(key)

    def release(self) -> None:
        """This run is done with what it used, and a batch makes more than there is room for: in two minutes,
        when others that share a clip are done too, `trim` may take them."""
        long_ago = time.time() - RECENT + SHARED
        for key in self._used:
            with contextlib.suppress(OSError):
                os.utime(self.path_of(key), (long_ago, long_ago))
        self._used.clear()

    def usage(self) -> Usage:
        sizes = [status.st_size for _, status in self._entries()]
        return Usage(self.folder, len(sizes), sum(sizes), self.limit)

    def clear(self) -> Usage:
        """Removes all clips, and what others keep in the folder; returns which clips were there.
        Raises OutputError."""
        before = self.usage()
        for path, _ in self._entries():
            self._remove(path)
        for kept_by_others in (self.stretches, self.articles):
            for path in kept_by_others.rglob("*.*"):
                self._remove(path)
        sweep(self.aside)
        return before

    def trim(self) -> int:
        """Removes the least recently used clips beyond the limit, but none that this run used, nor any
        used within the last hour; returns how many went.  Raises OutputError."""
        entries = sorted(self._entries(), key=lambda entry: entry[1].st_mtime)
        surplus = sum(status.st_size for _, status in entries) - self.limit
        now = time.time()
        gone = 0
        for path, status in entries:
            if surplus <= 0:
                break
            if path.stem in self._used or abs(now - status.st_mtime) < RECENT:
                continue
            self._remove(path)
            surplus -= status.st_size
            gone += 1
        return gone

    def refused(self, error: OSError) -> OutputError:
        """The sentence for what the system said about this folder."""
        reason = reason_of(error)
        return OutputError(
            f"can't keep recordings in {self.folder}: {reason};"
            f" make room, or set {ENVIRONMENT} to a folder that can be written"
        )

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in (self.folder / "clips").glob(f"??/*{SUFFIX}"):
            with contextlib.suppress(OSError):
                yield path, path.stat()

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise self.refused(error) from error

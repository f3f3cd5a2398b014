"""The clip file: the recording of one line, with its checksum, whole or not there at all.

    8 bytes    the magic `NARRCLIP`
    4 bytes    length of the header, little-endian
    header     JSON: format, key, rate, samples, words, loudness, true_peak
    samples    mono, 16 bit signed, little-endian
    32 bytes   SHA-256 of all that stands before

`words` in the file are offsets into the text as it was spoken, so that two lines that are written
differently and said alike share one clip.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.errors import InputError
from narrator.files import UNFINISHED, create_held, remove_abandoned
from narrator.model import Clip, Loudness, Word

FORMAT = 2
"""Part of every clip's key: raise it whenever the file, the editing of its sound or the measuring changes."""
SUFFIX = ".clip"

_MAGIC = b"NARRCLIP"
_LENGTH = struct.Struct("<I")
_SUM = hashlib.sha256().digest_size
_LONGEST_HEADER = 64 * 1024 * 1024


class DamagedClip(InputError):  # noqa: N818  reads as what it is
    """The file is not a whole clip of this format: it was cut, changed, or is something else."""


def write_clip(  # noqa: PLR0917
    path: Path,
    key: str,
    samples: NDArray[np.int16],
    rate: int,
    words: Iterable[tuple[int, int, int]],
    loudness: Loudness,
    *,
    aside: Path | None = None,
) -> Clip:
    """Writes the clip file and returns its record.  `words` are (start, end, sample).

    The file takes its name only when it is whole; until then it stands in the folder `aside` (on the
    same disk; else beside `path`).  It is not forced to the disk: a clip that a power cut tears is found
    out by its checksum and recorded again, and waiting for the disk would cost more than most clips do.
    Raises OSError as the system gives it.
    """
    timed = tuple(Word(*word) for word in words)
    clip = Clip(key, path, rate, len(samples), timed, loudness)
    header = json.dumps(
        {
            "format": FORMAT,
            "key": key,
            "rate": rate,
            "samples": len(samples),
            "words": [(word.start, word.end, word.sample) for word in timed],
            "loudness": loudness.integrated,
            "true_peak": loudness.true_peak,
        },
        separators=(",", ":"),
    ).encode()
    sound = np.ascontiguousarray(samples, np.dtype("<i2")).tobytes()
    parts = (_MAGIC, _LENGTH.pack(len(header)), header, sound)
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    write_aside(path, aside or path.parent, (*parts, digest.digest()))
    return clip


def read_clip(path: Path, key: str | None = None) -> Clip:
    """The record in a clip file, whose checksum is verified; with `key`, also that it is this clip's.

    Raises DamagedClip; a missing file is FileNotFoundError."""
    header, sound = _verified(path)
    try:
        clip = Clip(
            key=str(header["key"]),
            path=path,
            rate=int(header["rate"]),
            samples=int(header["samples"]),
            words=tuple(Word(*word) for word in header["words"]),
            loudness=Loudness(float(header["loudness"]), float(header["true_peak"])),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise DamagedClip(f"{path} is not a clip of this version") from error
    if header.get("format") != FORMAT or len(sound) != 2 * clip.samples or key not in (None, clip.key):
        raise DamagedClip(f"{path} is not a clip of this version")
    return clip


def load_samples(clip: Clip) -> NDArray[np.int16]:
    """The clip's sound: mono, `clip.samples` long, read-only.  Raises DamagedClip, also if it is gone."""
    try:
        _, sound = _verified(clip.path)
    except FileNotFoundError as error:
        raise DamagedClip(f"the clip {clip.path} is gone: run it again to record that line") from error
    if len(sound) != 2 * clip.samples:
        raise DamagedClip(f"the clip {clip.path} has changed: run it again to record that line")
    return np.frombuffer(sound, np.dtype("<i2"))


def sweep(folder: Path) -> None:
    """Removes the unfinished files in `folder` whose writer is gone.

    On Windows an open file can't be removed in the first place.
    """
    with contextlib.suppress(OSError):
        for left in folder.glob(f"*{UNFINISHED}"):
            with contextlib.suppress(OSError):
                if sys.platform == "win32":
                    left.unlink()
                else:
                    remove_abandoned(left)


def _verified(path: Path) -> tuple[dict[str, Any], memoryview]:
    content = memoryview(path.read_bytes())
    start = len(_MAGIC) + _LENGTH.size
    if len(content) < start + _SUM or content[: len(_MAGIC)] != _MAGIC:
        raise DamagedClip(f"{path} is not a clip file")
    if hashlib.sha256(content[:-_SUM]).digest() != content[-_SUM:]:
        raise DamagedClip(f"the clip {path} is damaged: its checksum differs")
    (length,) = _LENGTH.unpack(content[len(_MAGIC) : start])
    try:
        header = json.loads(bytes(content[start : start + length]))
    except ValueError as error:
        raise DamagedClip(f"the clip {path} is damaged: its header can't be read") from error
    if not isinstance(header, dict):
        raise DamagedClip(f"{path} is not a clip of this version")
    return header, content[start + length : -_SUM]


def write_aside(path: Path, folder: Path, parts: Iterable[bytes]) -> None:
    """Writes `parts` to a file in `folder` that takes the name `path` when it is whole; both on one disk.

    While it is written the file is locked, so that `sweep` can tell it from one that a killed run left."""
    folder.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}"
    try:
        with create_held(unfinished) as file:
            file.writelines(parts)
            file.flush()
            if sys.platform != "win32":
                unfinished.replace(path)
        if sys.platform == "win32":
            _replace_on_windows(unfinished, path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def _replace_on_windows(unfinished: Path, path: Path) -> None:
    """There, a file that someone reads just now can't be replaced; then it is whole already."""
    try:
        unfinished.replace(path)
    except PermissionError:
        if not path.exists():
            raise
        unfinished.unlink()

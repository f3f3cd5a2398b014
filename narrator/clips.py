"""The clip file: the recording of one line, with its checksum, whole or not there at all.

    8 bytes    the magic `NARRCLIP`
    4 bytes    length of the header, little-endian
    4 bytes    CRC-32 of the header, little-endian
    header     JSON: format, key, rate, samples, words, loudness, true_peak
    samples    mono, 16 bit signed, little-endian
    32 bytes   SHA-256 of all that stands before

`words` in the file are offsets into the text as it was spoken, so that two lines that are written
differently and said alike share one clip.

The header has a checksum of its own: a run that needs no more than a clip's length and words, because the
sound is in an encoded paragraph already, reads a few kilobytes a line and not an hour of sound.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import struct
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narrator.errors import InputError
from narrator.files import UNFINISHED, create_held, remove_abandoned
from narrator.model import Clip, Loudness, Word

FORMAT = 3
"""Part of every clip's key: raise it whenever the file, the editing of its sound or the measuring changes."""
SUFFIX = ".clip"

_MAGIC = b"NARRCLIP"
_START = struct.Struct("<8sII")
_SUM = hashlib.sha256().digest_size
_READ_AT_ONCE = 16 * 1024
"""Bytes; nearly every header is shorter."""


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
    sound = np.ascontiguousarray(samples, np.dtype("<i2")).view(np.uint8).data
    parts = (_START.pack(_MAGIC, len(header), zlib.crc32(header)), header, sound)
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    write_aside(path, aside or path.parent, (*parts, digest.digest()))
    return clip


def read_clip(path: Path, key: str | None = None, *, thorough: bool = True) -> Clip:
    """The record in a clip file; with `key`, it is made sure that it is this clip's.

    If `thorough`, the checksum of the whole file is verified; else only its length and the header, and
    `load_samples` verifies the sound.  Raises DamagedClip; a missing file is FileNotFoundError."""
    header, sound_bytes = _whole(path)[:2] if thorough else _begun(path)
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
    if header.get("format") != FORMAT or sound_bytes != 2 * clip.samples or key not in (None, clip.key):
        raise DamagedClip(f"{path} is not a clip of this version")
    return clip


def load_samples(clip: Clip) -> NDArray[np.int16]:
    """The clip's sound: mono, `clip.samples` long, read-only.  Raises DamagedClip, also if it is gone."""
    try:
        header, length, sound = _whole(clip.path)
    except FileNotFoundError as error:
        raise DamagedClip(f"the clip {clip.path} is gone: run it again to record that line") from error
    if header.get("key") != clip.key or length != 2 * clip.samples:
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


def _whole(path: Path) -> tuple[dict[str, Any], int, memoryview]:
    """The header, the sound's length in bytes and the sound, the checksum of all verified."""
    content = memoryview(path.read_bytes())
    if len(content) >= _START.size + _SUM and hashlib.sha256(content[:-_SUM]).digest() != content[-_SUM:]:
        _start_of(content, path)  # what is no clip at all is called that
        raise DamagedClip(f"the clip {path} is damaged: its checksum differs")
    header, end = _header(content, path)
    sound = content[end:-_SUM]
    return header, len(sound), sound


def _begun(path: Path) -> tuple[dict[str, Any], int]:
    """The header and the sound's length in bytes."""
    with path.open("rb") as file:
        start = file.read(_READ_AT_ONCE)
        end = _START.size + _start_of(start, path)[0]
        if end > len(start):
            start += file.read(end - len(start))
        header, end = _header(start, path)
        return header, os.fstat(file.fileno()).st_size - end - _SUM


def _start_of(content: bytes | memoryview, path: Path) -> tuple[int, int]:
    """The header's length and checksum."""
    if len(content) < _START.size:
        raise DamagedClip(f"{path} is not a clip file")
    magic, length, checksum = _START.unpack_from(content)
    if magic != _MAGIC:
        raise DamagedClip(f"{path} is not a clip file")
    return length, checksum


def _header(content: bytes | memoryview, path: Path) -> tuple[dict[str, Any], int]:
    """The header, its checksum verified, and where it ends."""
    length, checksum = _start_of(content, path)
    end = _START.size + length
    written = bytes(content[_START.size : end])
    if len(written) < length or zlib.crc32(written) != checksum:
        raise DamagedClip(f"the clip {path} is damaged: its header's checksum differs")
    try:
        header = json.loads(written)
    except ValueError as error:
        raise DamagedClip(f"the clip {path} is damaged: its header can't be read") from error
    if not isinstance(header, dict):
        raise DamagedClip(f"{path} is not a clip of this version")
    return header, end


def write_aside(path: Path, folder: Path, parts: Iterable[bytes | memoryview]) -> None:
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

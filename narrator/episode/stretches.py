"""Encoded stretches on disk: made once, found again by what they were made from."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrator.episode.encoding import Packets, encoder_identity
from narrator.episode.formats import Format
from narrator.episode.timeline import RATE, Stretch

Powers = NDArray[np.float32]

VERSION = 2
"""Raise it whenever the same recordings would sound different."""
SUFFIX = ".stretch"
EPISODES_A_PRUNE = 50
_episodes: Counter[Path] = Counter()
"""Put together by this process, by folder."""
_LENGTHS = struct.Struct("<4sIIII")
_MAGIC = b"NSTR"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A stretch in one format, in the file at `path`; positions in samples at `RATE`."""

    path: Path
    segment: int
    length: int
    peak: float
    """True peak of the decoded sound, as an amplitude."""
    powers: Powers
    """Weighted mean power of each 100 ms of the decoded sound."""


def stretch_key(stretch: Stretch, form: Format, level: float, peak: float, sounds: Iterable[str]) -> str:
    """The hash of all that the encoded stretch is made from: `sounds` are hashes of the sounds in it."""
    made_from = [
        [VERSION, RATE, form.name, encoder_identity(form), level, peak, stretch.length],
        [repr(form)],
        [
            [p.clip.key, p.clip.rate, p.clip.samples, p.clip.loudness.integrated, p.start, p.line.speaker]
            for p in stretch.placements
        ],
        [[s.start, s.end] for s in stretch.sounds],
        list(sounds),
    ]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def save(path: Path, packets: Packets, peak: float, powers: Powers) -> None:
    """Whole or not at all; what a crash leaves half written is never read."""
    body = [
        json.dumps({"peak": peak}).encode(),
        powers.astype("<f4").tobytes(),
        packets.sizes.astype("<u4").tobytes(),
        packets.data,
    ]
    checksum = 0
    for part in body:
        checksum = zlib.crc32(part, checksum)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with aside.open("wb") as file:
            file.write(_LENGTHS.pack(_MAGIC, checksum, *(len(part) for part in body[:3])))
            file.writelines(body)
        aside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def find(path: Path, stretch: Stretch) -> Encoded | None:
    """The stretch, if its file is there and whole; a damaged one is as good as none."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    read = _read(content)
    if read is None:
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    peak, powers, _ = read
    return Encoded(path, stretch.segment, stretch.length, peak, powers)


def load(encoded: Encoded) -> Packets:
    """Raises OSError, also if the file is no longer whole."""
    read = _read(encoded.path.read_bytes())
    if read is None:
        raise _changed(encoded)
    return read[2]


def load_sizes(encoded: Encoded) -> NDArray[np.uint32]:
    """The bytes of each packet, without reading them.  Raises OSError; only `load` verifies the file."""
    with encoded.path.open("rb") as file:
        start = file.read(_LENGTHS.size)
        if len(start) < _LENGTHS.size:
            raise _changed(encoded)
        _, _, header, powers, sizes = _LENGTHS.unpack(start)
        file.seek(header + powers, os.SEEK_CUR)
        return np.frombuffer(file.read(sizes), "<u4")


def _changed(encoded: Encoded) -> OSError:
    return OSError(f"{encoded.path} was changed while the episode was put together")


def _read(content: bytes) -> tuple[float, Powers, Packets] | None:
    if len(content) < _LENGTHS.size:
        return None
    magic, checksum, *lengths = _LENGTHS.unpack_from(content)
    if magic != _MAGIC or zlib.crc32(memoryview(content)[_LENGTHS.size :]) != checksum:
        return None
    edges = [_LENGTHS.size]
    for length in lengths:
        edges.append(edges[-1] + length)
    header, powers, sizes = (content[a:b] for a, b in pairwise(edges))
    packets = Packets(content[edges[-1] :], np.frombuffer(sizes, "<u4"))
    return float(json.loads(header)["peak"]), np.frombuffer(powers, "<f4"), packets


def prune_now_and_then(folder: Path, most_bytes: int, keep: Iterable[Path]) -> None:
    """Prunes with the first of a process's episodes, and every `EPISODES_A_PRUNE` further ones: looking at
    all stretches takes longer the more there are."""
    if _episodes[folder] % EPISODES_A_PRUNE == 0:
        prune(folder, most_bytes, keep)
    _episodes[folder] += 1


def prune(folder: Path, most_bytes: int, keep: Iterable[Path]) -> None:
    """Removes the stretches used longest ago until the folder holds at most `most_bytes`, but for `keep`."""
    kept = set(keep)
    found = sorted(_files(folder), key=lambda entry: entry[0])
    total = sum(size for _, size, _ in found)
    for _, size, path in found:
        if total <= most_bytes:
            break
        if path not in kept:
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    for path in folder.rglob(f"*{SUFFIX}*"):
        with contextlib.suppress(OSError):
            status = path.stat()
            yield status.st_mtime, status.st_size, path

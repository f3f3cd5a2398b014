"""A WAV file with its chapters as cue points with labels, and an ID3 chunk for the rest.

FFmpeg would show chapters twice if they stood in the chunk too.  Source: Multimedia Programming
Interface and Data Specifications 1.0 (IBM, Microsoft, 1991) for `cue `, `LIST adtl` and `LIST INFO`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

from narrator.episode import tagging
from narrator.episode.tagging import Mark
from narrator.episode.timeline import RATE
from narrator.errors import OutputError
from narrator.model import Tags

MOST_BYTES = 0xFFFFFFFF - 0xFFFFFF
"""Of sound: the sizes have 32 bits, and the chunks after it need room."""


def write_wav(path: Path, pieces: Iterable[bytes], samples: int, tags: Tags, marks: Sequence[Mark]) -> None:
    """`pieces` are 16 bit mono sound at `RATE`, `samples` in all.  Raises OSError and OutputError."""
    if 2 * samples > MOST_BYTES:
        raise OutputError(
            "a WAV file can't hold more than 13 hours of sound: choose flac or split the script"
        )
    after = (
        _cues(marks)
        + _labels(marks)
        + _info(tags)
        + _chunk(b"id3 ", tagging.id3_tag(tags, (), samples / RATE))
    )
    with path.open("wb") as file:
        file.write(struct.pack("<4sI4s", b"RIFF", 4 + 24 + 8 + 2 * samples + len(after), b"WAVE"))
        file.write(_chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)))
        file.write(struct.pack("<4sI", b"data", 2 * samples))
        for piece in pieces:
            file.write(piece)
        file.write(after)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)


def _cues(marks: Sequence[Mark]) -> bytes:
    points = (round(mark.start * RATE) for mark in marks)
    entries = (struct.pack("<II4sIII", n, at, b"data", 0, 0, at) for n, at in enumerate(points, 1))
    return _chunk(b"cue ", struct.pack("<I", len(marks)) + b"".join(entries))


def _labels(marks: Sequence[Mark]) -> bytes:
    titles = (struct.pack("<I", n) + mark.title.encode() + b"\0" for n, mark in enumerate(marks, 1))
    return _chunk(b"LIST", b"adtl" + b"".join(_chunk(b"labl", title) for title in titles))


def _info(tags: Tags) -> bytes:
    fields = {b"INAM": tags.title, b"IART": tags.artist, b"IPRD": tags.album, b"ICRD": tags.date}
    written = (_chunk(name, text.encode() + b"\0") for name, text in fields.items() if text)
    return _chunk(b"LIST", b"INFO" + b"".join(written))

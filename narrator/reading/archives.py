"""Zip archives (EPUB, DOCX), opened so that none can unpack to more than its share of memory."""

from __future__ import annotations

import io
import zipfile
import zlib

from narrator.errors import ArticleError
from narrator.reading.pieces import folded

MOST_ENTRIES = 10_000
MOST_UNPACKED = 200_000_000
"""Bytes of all entries together; books with pictures are large, and pictures are not unpacked."""
MOST_TEXT = 40_000_000
"""Bytes of the entries that are read."""
MOST_RATIO = 200
"""A text packs to a tenth, a bomb to a thousandth."""
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises for damaged, locked or unknown archives."""


class Archive:
    """The entries of a zip file by name.  Raises ArticleError for bombs and damage."""

    def __init__(self, data: bytes, label: str) -> None:
        self.label = label
        self.left = MOST_TEXT
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self.zip.infolist()
        except DAMAGES as error:
            raise ArticleError(folded(f"{label} is damaged: {error}")) from error
        unpacked = sum(entry.file_size for entry in entries)
        packed_small = any(
            entry.file_size > 1_000_000 and entry.file_size > MOST_RATIO * max(1, entry.compress_size)
            for entry in entries
        )
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or packed_small:
            raise ArticleError(
                f"{label} would unpack to far more than it is, as a zip bomb does; it is refused"
            )

    def names(self) -> list[str]:
        return self.zip.namelist()

    def read(self, name: str) -> bytes:
        """One entry, counted against what may be unpacked in all, whatever its header claims."""
        try:
            with self.zip.open(name) as entry:
                data = entry.read(self.left + 1)
        except DAMAGES as error:
            said = f"{self.label} is damaged: {name} can't be unpacked ({error})."
            raise ArticleError(folded(said)) from error
        self.left -= len(data)
        if self.left < 0:
            raise ArticleError(f"{self.label} holds more than {MOST_TEXT // 1_000_000} MB of text")
        return data


def refuse_entities(data: bytes, label: str) -> None:
    """XML that declares entities or names outside files is refused before any parser sees it."""
    head = data.replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64] else data
    if b"<!ENTITY" in head or b"<!entity" in head:
        raise ArticleError(f"{label} declares XML entities, which are refused")

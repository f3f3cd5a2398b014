"""An MP4 file of AAC packets with its chapters: first the index, then the sound.

Every place is known before the first byte is written, so the file is written once, from its beginning to its
end; the sizes of the packets, which are most of the index, are copied from the stretches and never gathered.

Sources: ISO/IEC 14496-12 for the boxes, 14496-14 and 14496-1 for `esds`; Apple's QuickTime File Format for
`ilst` and for the text track whose samples are the chapters' titles.  `chpl`, Nero's chapters, has no
specification: it is written as FFmpeg's movenc.c does, and so is how titles would be drawn.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby, pairwise
from pathlib import Path

from narrator.episode.encoding import extradata, initial_padding
from narrator.episode.formats import Format
from narrator.episode.stretches import Encoded, load, load_sizes
from narrator.episode.tagging import PADDING, Mark, cover_picture, language_code
from narrator.model import Tags

NARROW = 0xFFFFFFFF
"""The most samples, 27 hours, of a file whose times and places have 32 bits: of one channel an AAC packet has
768 bytes at most, so that such a file is smaller than 3.3 GB."""
NERO_MOST = 255
"""Chapters, and bytes of a title."""
NERO_SECOND = 10_000_000
SOUND, TITLES = 1, 2
"""The numbers of the tracks."""
PLAYED, PRESENT = 3, 2
"""Flags of a track that is part of the movie: one that is played, one that is not."""
ONE, FULL = 0x10000, 0x0100
"""Speed and volume, as they are."""
MATRIX = struct.pack(">9I", ONE, 0, 0, 0, ONE, 0, 0, 0, 0x40000000)
"""Neither moved nor turned."""
AAC, AUDIO = 0x40, 0x15
"""Of `esds`: the codec, and what kind of stream it is."""
DRAWN = bytes.fromhex("00000001 0000 00000000 0000000000000000 00000000 0001 0000 00000000")
UTF8, JPEG, PNG, INTEGER = 1, 13, 14, 21
"""Kinds of values in `ilst`."""
AUDIOBOOK = b"\2"


def write_mp4(  # noqa: PLR0917
    path: Path,
    form: Format,
    stretches: Sequence[Encoded],
    counts: Sequence[int],
    tags: Tags,
    marks: Sequence[Mark],
) -> None:
    """`counts` says how many packets of each stretch stand in the file; the chapters that `marks` tell follow
    one another without a gap.  Raises OSError, and InputError for a cover that is no picture."""
    parts = list(zip(stretches, counts, strict=True))
    chunks = [int(load_sizes(stretch)[:count].sum()) for stretch, count in parts]
    movie = _Movie(form, counts, chunks, tags, marks)
    before, after = movie.index(0)
    before, after = movie.index(len(before) + movie.room + len(after))
    with path.open("wb") as file:
        file.write(before)
        for stretch, count in parts:
            file.write(load_sizes(stretch)[:count].astype(">u4").tobytes())
        file.write(after)
        file.writelines(movie.titles)
        for (stretch, _), size in zip(parts, chunks, strict=True):
            file.write(memoryview(load(stretch).data)[:size])


def shortened(title: str) -> str:
    """What Nero's chapters, whose titles have one byte for their length, can hold of it."""
    if len(title.encode()) <= NERO_MOST:
        return title
    return title.encode()[: NERO_MOST - 3].decode(errors="ignore").rstrip() + "…"


@dataclass(frozen=True, slots=True)
class _Movie:
    """`counts` and `chunks` are the packets and the bytes of each stretch."""

    form: Format
    counts: Sequence[int]
    chunks: Sequence[int]
    tags: Tags
    marks: Sequence[Mark]

    @property
    def length(self) -> int:
        """Samples to be heard."""
        return sum(self.counts) * self.form.frame - initial_padding(self.form)

    @property
    def wide(self) -> bool:
        return sum(self.counts) * self.form.frame > NARROW

    @property
    def room(self) -> int:
        """Bytes of the packets' sizes."""
        return 4 * sum(self.counts)

    @property
    def titles(self) -> list[bytes]:
        """The samples of the text track."""
        texts = [shortened(mark.title).encode() for mark in self.marks]
        return [struct.pack(">H", len(text)) + text + _box(b"encd", _words(0x100)) for text in texts]

    def index(self, at: int) -> tuple[bytes, bytes]:
        """What stands before and after the packets' sizes in a file whose titles, and then the sound, begin
        at `at`.  How long that is does not depend on it."""
        brand = b"M4B " if self.form.name == "m4b" else b"M4A "
        size = sum(map(len, self.titles))
        sound, titles = self._sound_track(at + size), self._title_track(at)
        about = _box(b"udta", _meta(self.form, self.tags), _nero(self.marks))
        playing = struct.pack(">IH10x36s24xI", ONE, FULL, MATRIX, TITLES + 1)
        head = self._timed(b"mvhd", 0, "ttIt", 0, 0, self.form.rate, self.length, more=playing)
        movie = _box(b"moov", head, sound, room=self.room + len(titles) + len(about))
        size += 8 + sum(self.chunks)
        begun = (
            struct.pack(">I4sQ", 1, b"mdat", size + 8) if self.wide else struct.pack(">I4s", size, b"mdat")
        )
        return _box(b"ftyp", brand, _words(0x200), brand, b"isomiso2") + movie, titles + about + begun

    def _sound_track(self, at: int) -> bytes:
        """All of it but the packets' sizes, which end it."""
        form, room, packets = self.form, self.room, sum(self.counts)
        table = _box(
            b"stbl",
            _description(b"mp4a", struct.pack(">8xHH4xI", 1, 16, form.rate << 16), _esds(form)),
            _listed(b"stts", [(packets, form.frame)]),
            _listed(b"stsc", _chunks(self.counts)),
            self._places(accumulate(self.chunks[:-1], initial=at)),
            _box(b"sgpd", _words(1 << 24), b"roll", struct.pack(">IIh", 2, 1, -1)),  # one packet of pre-roll
            _box(b"sbgp", _words(0), b"roll", _words(1, packets, 1)),
            _box(b"stsz", _words(0, 0, packets), room=room),
            room=room,
        )
        padding, header = initial_padding(form), _box(b"smhd", bytes(8))
        spoken = _language(self.tags.language)
        media = self._media(b"soun", b"Sound", self.length + padding, spoken, header, table, room)
        chapters = _box(b"tref", _box(b"chap", _words(TITLES)))
        volume = struct.pack(">10xHHxx", 1, FULL)
        return self._track(SOUND, PLAYED, volume, padding, chapters + media, room)

    def _title_track(self, at: int) -> bytes:
        """A sample for each chapter, as long as the chapter, or as a sample can be."""
        sizes = [len(title) for title in self.titles]
        edges = [*(round(mark.start * self.form.rate) for mark in self.marks), self.length]
        table = _box(
            b"stbl",
            _description(b"text", DRAWN, _box(b"ftab", struct.pack(">HHx", 1, 1))),
            _listed(b"stts", [(1, min(end - start, NARROW)) for start, end in pairwise(edges)]),
            _listed(b"stsc", [(1, len(sizes), 1)]),
            self._places([at]),
            _box(b"stsz", _words(0, 0, len(sizes), *sizes)),
        )
        mode = _box(b"gmin", struct.pack(">4x4H4x", 0x40, 0x8000, 0x8000, 0x8000))
        header = _box(b"gmhd", mode, _box(b"text", MATRIX))
        media = self._media(b"text", b"Chapters", self.length, 0, header, table)
        return self._track(TITLES, PRESENT, bytes(16), 0, media)

    def _track(  # noqa: PLR0917
        self, number: int, flags: int, volume: bytes, skipped: int, rest: bytes, room: int = 0
    ) -> bytes:
        """`skipped` samples of the medium are not heard: the encoder's first ones."""
        shown = volume + MATRIX + bytes(8)
        head = self._timed(b"tkhd", flags, "ttI4xt", 0, 0, number, self.length, more=shown)
        edit = self._timed(b"elst", 0, "IttI", 1, self.length, skipped, ONE)
        return _box(b"trak", head, _box(b"edts", edit), rest, room=room)

    def _media(  # noqa: PLR0917
        self, kind: bytes, name: bytes, length: int, language: int, header: bytes, table: bytes, room: int = 0
    ) -> bytes:
        head = self._timed(b"mdhd", 0, "ttItHxx", 0, 0, self.form.rate, length, language)
        handler = _box(b"hdlr", bytes(8), kind, bytes(12), name + b"\0")
        here = _box(b"dinf", _box(b"dref", _words(0, 1), _box(b"url ", _words(1))))
        return _box(b"mdia", head, handler, _box(b"minf", header, here, table, room=room), room=room)

    def _places(self, chunks: Iterable[int]) -> bytes:
        """Where the chunks stand in the file."""
        places = list(chunks)
        kind, letter = (b"co64", "Q") if self.wide else (b"stco", "I")
        return _box(kind, _words(0, len(places)), struct.pack(f">{len(places)}{letter}", *places))

    def _timed(self, kind: bytes, flags: int, layout: str, *numbers: int, more: bytes = b"") -> bytes:
        """A box whose fields marked `t` grow with the length of the episode."""
        fields = struct.pack(">" + layout.replace("t", "Q" if self.wide else "I"), *numbers)
        return _box(kind, _words(self.wide << 24 | flags), fields, more)


# --------------------------------------------------------------------------- boxes


def _box(kind: bytes, *content: bytes, room: int = 0) -> bytes:
    """`room` bytes that end it are yet to follow."""
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body) + room, kind) + body


def _words(*numbers: int) -> bytes:
    """Of 32 bits.  A box's version and flags are one, too."""
    return struct.pack(f">{len(numbers)}I", *numbers)


def _listed(kind: bytes, rows: Iterable[Sequence[int]]) -> bytes:
    listed = list(rows)
    return _box(kind, _words(0, len(listed), *chain.from_iterable(listed)))


def _description(kind: bytes, *content: bytes) -> bytes:
    """Of a track's samples, all of one kind and in this file."""
    return _box(b"stsd", _words(0, 1), _box(kind, struct.pack(">6xH", 1), *content))


def _chunks(counts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The number of the first chunk of so many packets, how many, and which description they have."""
    first = 1
    for count, alike in groupby(counts):
        yield first, count, 1
        first += len(list(alike))


def _esds(form: Format) -> bytes:
    """What a decoder needs to know; the bit rate is the one asked for."""
    config = _descriptor(5, extradata(form) or b"")
    rate = form.bit_rate or 0
    decoder = _descriptor(4, struct.pack(">BB3xII", AAC, AUDIO, rate, rate) + config)
    return _box(b"esds", _words(0), _descriptor(3, bytes(3) + decoder + _descriptor(6, b"\2")))


def _descriptor(tag: int, content: bytes) -> bytes:
    """Its length in four bytes of seven bits, as other programs write it."""
    return bytes([tag, 0x80, 0x80, 0x80, len(content)]) + content


def _language(language: str | None) -> int:
    """Three letters of five bits."""
    first, second, third = (ord(letter) - 0x60 for letter in language_code(language) or "und")
    return first << 10 | second << 5 | third


# --------------------------------------------------------------------------- tags and Nero's chapters


def _meta(form: Format, tags: Tags) -> bytes:
    """With room for whoever changes a tag."""
    texts = {
        "©nam": tags.title,
        "©ART": tags.artist,
        "aART": tags.artist,
        "©alb": tags.album,
        "©gen": "Podcast" if form.name == "m4a" else "Audiobook",
        "©day": tags.date,
        "©cmt": tags.comment,
    }
    items = [_item(name, UTF8, text.encode()) for name, text in texts.items() if text]
    if form.name == "m4b":
        items.append(_item("stik", INTEGER, AUDIOBOOK))
    if tags.cover:
        kind = PNG if cover_picture(tags.cover).mime == "image/png" else JPEG
        items.append(_item("covr", kind, tags.cover))
    handler = _box(b"hdlr", bytes(8), b"mdirappl", bytes(9))
    return _box(b"meta", _words(0), handler, _box(b"ilst", *items), _box(b"free", bytes(PADDING)))


def _item(name: str, kind: int, value: bytes) -> bytes:
    return _box(name.encode("latin-1"), _box(b"data", _words(kind, 0), value))


def _nero(marks: Sequence[Mark]) -> bytes:
    chapters = [
        struct.pack(">QB", round(mark.start * NERO_SECOND), len(title)) + title
        for mark in marks[:NERO_MOST]
        for title in [shortened(mark.title).encode()]
    ]
    return _box(b"chpl", _words(1 << 24, 0), bytes([len(chapters)]), *chapters)

# mypy: disable-error-code="no-untyped-call"
"""Title, chapters and cover in the words of each container."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mutagen import id3
from mutagen.flac import Picture
from PIL import Image

from narrator.errors import InputError
from narrator.model import Tags

TOC_TITLE = "Table of Contents"
TOC_MOST = 255
"""Children of one CTOC frame, whose number of entries is one byte (ID3v2 Chapter Frame Addendum)."""
FRONT_COVER = 3
PADDING = 2048
ID3_HEADER = 10
"""Bytes."""
UTF16 = id3.Encoding.UTF16


_TWO = (
    "ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv nb nl no pl pt "
    "ro ru sk sl sr sv ta th tr uk ur vi zh"
)
_THREE = (
    "ara bul ben cat cze wel dan ger gre eng spa est baq per fin fre gle glg heb hin hrv hun ind ice ita jpn "
    "kor lit lav nob dut nor pol por rum rus slo slv srp swe tam tha tur ukr urd vie chi"
)
LANGUAGES = dict(zip(_TWO.split(), _THREE.split(), strict=True))
"""ISO 639-1 to ISO 639-2/B, which ID3v2.3 and MP4 ask for."""


def language_code(language: str | None) -> str | None:
    """The three letters for `en` or `en-GB`, where the table has them."""
    return LANGUAGES.get((language or "").split("-")[0].lower())


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter in a file: seconds."""

    title: str
    start: float
    end: float
    link: str | None = None


def cover_picture(cover: bytes) -> Picture:
    """The cover with its type and size, as FLAC and Ogg store it.  Raises InputError."""
    picture = Picture()
    try:
        with Image.open(io.BytesIO(cover)) as image:
            kind, (picture.width, picture.height) = image.format, image.size
    except OSError as error:
        raise InputError("the cover is not a picture that can be read: give a JPEG or PNG file") from error
    if kind not in ("JPEG", "PNG"):
        raise InputError(f"the cover is a {kind} picture: give a JPEG or PNG file")
    picture.type, picture.mime, picture.depth = FRONT_COVER, f"image/{kind.lower()}", 24
    picture.data = cover
    return picture


# --------------------------------------------------------------------------- MP3


def id3_tag(tags: Tags, marks: Sequence[Mark], seconds: float) -> bytes:
    """An ID3v2.3 tag, which every player reads, with CHAP frames in their order and CTOC frames."""
    language = language_code(tags.language)
    texts = {"TIT2": tags.title, "TPE1": tags.artist, "TALB": tags.album, "TLAN": language}
    frames = [_text(name, text) for name, text in texts.items() if text]
    frames += [_text("TCON", "Podcast"), _text("TLEN", str(round(seconds * 1000)))]
    if tags.date:
        frames.append(_text("TDRC", tags.date))
    if tags.comment:
        frames.append(id3.COMM(encoding=UTF16, lang=language or "und", desc="", text=[tags.comment]))
    if tags.source_url:
        frames.append(id3.WOAS(url=tags.source_url))
    frames += _id3_chapters(marks)
    if tags.cover:
        cover = cover_picture(tags.cover)
        frames.append(id3.APIC(encoding=0, mime=cover.mime, type=FRONT_COVER, desc="", data=cover.data))
    content = b"".join(map(_frame_bytes, frames)) + bytes(PADDING)
    size = bytes(len(content) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + content


def _frame_bytes(frame: id3.Frame) -> bytes:
    """The frame alone: a whole tag would sort its frames by size, and chapters are read in file order."""
    tag, file = id3.ID3(), io.BytesIO()
    tag.add(frame)
    tag.update_to_v23()
    tag.save(file, v2_version=3, padding=lambda _: 0)
    return file.getvalue()[ID3_HEADER:]


def _text(name: str, text: str) -> id3.Frame:
    encoding = id3.Encoding.LATIN1 if text.isascii() else UTF16
    frame: id3.Frame = getattr(id3, name)(encoding=encoding, text=[text])
    return frame


def _id3_chapters(marks: Sequence[Mark]) -> Iterator[id3.Frame]:
    names = [f"chp{number}" for number in range(len(marks))]
    parts = [names[at : at + TOC_MOST] for at in range(0, len(names), TOC_MOST)]
    if len(parts) == 1:
        yield _toc("toc", TOC_TITLE, names, top=True)
    elif parts:
        yield _toc("toc", TOC_TITLE, [f"toc{number}" for number in range(len(parts))], top=True)
        for number, part in enumerate(parts):
            yield _toc(f"toc{number}", f"Part {number + 1}", part, top=False)
    for name, mark in zip(names, marks, strict=True):
        within = [_text("TIT2", mark.title)]
        if mark.link:
            within.append(id3.WXXX(encoding=id3.Encoding.LATIN1, desc="", url=mark.link))
        times = {"start_time": round(mark.start * 1000), "end_time": round(mark.end * 1000)}
        offsets = {"start_offset": 0xFFFFFFFF, "end_offset": 0xFFFFFFFF}
        yield id3.CHAP(element_id=name, **times, **offsets, sub_frames=within)


def _toc(name: str, title: str, children: list[str], *, top: bool) -> id3.Frame:
    flags = id3.CTOCFlags.ORDERED | (id3.CTOCFlags.TOP_LEVEL if top else 0)
    within = [_text("TIT2", title)]
    return id3.CTOC(element_id=name, flags=flags, child_element_ids=children, sub_frames=within)


# --------------------------------------------------------------------------- Ogg, FLAC, MP4


def comments(tags: Tags, marks: Sequence[Mark]) -> dict[str, str]:
    """Vorbis comments, with the chapters as Xiph's Chapter Extension writes them, numbered from 000."""
    written = {
        "TITLE": tags.title,
        "ARTIST": tags.artist,
        "ALBUM": tags.album,
        "DATE": tags.date,
        "LANGUAGE": tags.language,
        "COMMENT": tags.comment,
        "CONTACT": tags.source_url,
        "GENRE": "Podcast",
    }
    found = {name: value for name, value in written.items() if value}
    for number, mark in enumerate(marks):
        name = f"CHAPTER{number:03}"
        found[name], found[f"{name}NAME"] = _clock(mark.start), mark.title
        if mark.link:
            found[f"{name}URL"] = mark.link
    return found


def ogg_picture(cover: bytes) -> str:
    """The value of METADATA_BLOCK_PICTURE."""
    return base64.b64encode(cover_picture(cover).write()).decode("ascii")


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"

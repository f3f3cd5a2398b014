# mypy: disable-error-code="no-untyped-call"
"""Title, chapters and cover in the words of each container."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
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
    """An ID3v2.3 tag, which every player reads, with CHAP and CTOC frames."""
    tag = id3.ID3()
    texts = {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TALB": tags.album,
        "TLAN": language_code(tags.language),
    }
    for name, text in texts.items():
        if text:
            tag.add(getattr(id3, name)(encoding=id3.Encoding.UTF16, text=[text]))
    tag.add(id3.TCON(encoding=id3.Encoding.LATIN1, text=["Podcast"]))
    tag.add(id3.TLEN(encoding=id3.Encoding.LATIN1, text=[str(round(seconds * 1000))]))
    if tags.date:
        tag.add(id3.TDRC(encoding=id3.Encoding.LATIN1, text=[tags.date]))
    if tags.comment:
        tag.add(
            id3.COMM(
                encoding=id3.Encoding.UTF16,
                lang=language_code(tags.language) or "und",
                desc="",
                text=[tags.comment],
            )
        )
    if tags.source_url:
        tag.add(id3.WOAS(url=tags.source_url))
    if tags.cover:
        cover = cover_picture(tags.cover)
        tag.add(id3.APIC(encoding=0, mime=cover.mime, type=FRONT_COVER, desc="", data=cover.data))
    _add_id3_chapters(tag, marks)
    tag.update_to_v23()
    file = io.BytesIO()
    tag.save(file, v2_version=3, padding=lambda _: PADDING)
    return file.getvalue()


def _add_id3_chapters(tag: id3.ID3, marks: Sequence[Mark]) -> None:
    names = [f"chp{number}" for number in range(len(marks))]
    for name, mark in zip(names, marks, strict=True):
        within: list[id3.Frame] = [id3.TIT2(encoding=id3.Encoding.UTF16, text=[mark.title])]
        if mark.link:
            within.append(id3.WXXX(encoding=id3.Encoding.LATIN1, desc="", url=mark.link))
        times = {"start_time": round(mark.start * 1000), "end_time": round(mark.end * 1000)}
        offsets = {"start_offset": 0xFFFFFFFF, "end_offset": 0xFFFFFFFF}
        tag.add(id3.CHAP(element_id=name, **times, **offsets, sub_frames=within))
    if not names:
        return
    parts = [names[at : at + TOC_MOST] for at in range(0, len(names), TOC_MOST)]
    if len(parts) == 1:
        _add_toc(tag, "toc", TOC_TITLE, names, top=True)
        return
    for number, part in enumerate(parts):
        _add_toc(tag, f"toc{number}", f"Part {number + 1}", part, top=False)
    _add_toc(tag, "toc", TOC_TITLE, [f"toc{number}" for number in range(len(parts))], top=True)


def _add_toc(tag: id3.ID3, name: str, title: str, children: list[str], *, top: bool) -> None:
    flags = id3.CTOCFlags.ORDERED | (id3.CTOCFlags.TOP_LEVEL if top else 0)
    within = [id3.TIT2(encoding=id3.Encoding.UTF16, text=[title])]
    tag.add(id3.CTOC(element_id=name, flags=flags, child_element_ids=children, sub_frames=within))


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

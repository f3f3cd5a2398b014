"""What each fuzz target does with some bytes, and what must hold afterwards whatever they are.

A target takes bytes and returns; a refusal that the user would see as a sentence is a good end, everything
else that is raised is a finding.  Formats that are packed or carry checksums are packed here, so that a
mutation reaches the reader behind the packing.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from lxml import etree

from narrator.clips import load_samples, read_clip
from narrator.errors import InputError, NarratorError
from narrator.ipa import WRITTEN_IPA
from narrator.model import Article, Block, BlockKind, Omission, Replacement, Script
from narrator.naming import slug
from narrator.people import attribute
from narrator.pls import read_pls
from narrator.reading import read_article
from narrator.script import canonical, read_script, write_script
from narrator.spoken import speak_text
from tests.reading.documents import SAMPLES, zipped
from tests.reading.helpers import assert_covered

LANGUAGES = ("en", "en-GB", "de", "fr", "es", "ja", "ru", "xx")
Target = Callable[[bytes], None]

_MEMORY = Path("/dev/shm")
_SCRATCH = tempfile.TemporaryDirectory(prefix="narrator-fuzz-", dir=_MEMORY if _MEMORY.is_dir() else None)


def text(data: bytes) -> None:
    _understand(_read(data, "article.txt"))


def markdown(data: bytes) -> None:
    _understand(_read(data, "article.md"))


def html(data: bytes) -> None:
    _understand(_read(data, "article.html"))


def feed(data: bytes) -> None:
    """As it is, or, where it does not say that it is a feed, as the text of an item."""
    if b"<rss" not in data and b"<feed" not in data:
        data = (
            b"<rss version='2.0'><channel><item><title>t</title><description>" + data + b"</description>"
            b"</item></channel></rss>"
        )
    _read(data, "feed.xml")


def pdf(data: bytes) -> None:
    _read(data if data.startswith(b"%PDF-") else b"%PDF-1.4\n" + data, "article.pdf")


def epub(data: bytes) -> None:
    _read(_archive(data, SAMPLES["epub"], "OEBPS/text/one a.xhtml"), "book.epub")


def docx(data: bytes) -> None:
    _read(_archive(data, SAMPLES["docx"], "word/document.xml"), "article.docx")


def people(data: bytes) -> None:
    """The first byte chooses language and byline; each paragraph's first sign its kind."""
    head, words = data[:1] or b"\0", data[1:].decode("utf-8", "replace")
    blocks: list[Block] = []
    omissions: list[Omission] = []
    at = 0
    for paragraph in words.split("\n\n"):
        start = at + len(paragraph) - len(paragraph.lstrip())
        end = at + len(paragraph.rstrip())
        at += len(paragraph) + 2
        if start >= end:
            continue
        if words[start] == "~":
            omissions.append(Omission(start, end, "fuzz: left out"))
        else:
            kind = {"#": BlockKind.HEADING, "*": BlockKind.ITEM, ">": BlockKind.QUOTE}.get(
                words[start], BlockKind.PARAGRAPH
            )
            level = 1 + head[0] // 64 if kind is BlockKind.HEADING else 0
            blocks.append(Block(kind, start, end, level, strong=words[start] == "_"))
    article = Article(
        words,
        tuple(blocks),
        tuple(omissions),
        title=words[blocks[0].start : blocks[0].end][:80] if blocks else "",
        byline="Ana Ruiz" if head[0] & 8 else None,
        language=LANGUAGES[head[0] % 8],
    )
    _check_script(article, attribute(article))


def script(data: bytes) -> None:
    """What can be read can be written, and is read again as the same."""
    words = data.decode("utf-8", "replace")
    try:
        found = read_script(words, path="script.md")
    except InputError as error:
        assert str(error).strip()
        return
    written = write_script(canonical(found))
    again = read_script(written, path="script.md")
    assert canonical(replace(again, notes=())) == canonical(replace(found, notes=()))
    assert write_script(canonical(again)) == written


def spoken(data: bytes) -> None:
    """The first byte chooses the language and whether an editor's words stand in the middle."""
    head, words = data[:1] or b"\0", data[1:].decode("utf-8", "replace")
    third = len(words) // 3
    wishes = (Replacement(third, 2 * third, "/ˈkɛm/ kem"),) if head[0] & 8 and third else ()
    said = speak_text(
        words,
        language=LANGUAGES[head[0] % 8],
        replacements=wishes,
        speaker_heading=bool(head[0] & 16),
    )
    said_at = written_at = 0
    for begin, end, start, stop in said.spans:
        assert (begin, start) == (said_at, written_at) and end >= begin and stop > start
        said_at, written_at = end, stop
    assert (said_at, written_at) == (len(said.text), len(words))
    if head[0] % 8 < 2:
        assert not set(said.text) & set("[]<>{}|\\^_*#@\x00\x1b"), said.text


def clip(data: bytes) -> None:
    """The header and the sound with the checksum that belongs to them, or a whole file."""
    if not data.startswith(b"NARRCLIP"):
        header, _, sound = data.partition(b"\n")
        body = b"NARRCLIP" + struct.pack("<I", len(header)) + header + sound
        data = body + hashlib.sha256(body).digest()
    path = Path(_SCRATCH.name) / "one.clip"
    path.write_bytes(data)
    with contextlib.suppress(InputError):
        found = read_clip(path)
        samples = load_samples(found)
        assert len(samples) == found.samples >= 0


def lexicon(data: bytes) -> None:
    with contextlib.suppress(InputError):
        for written, say in read_pls(data).words.items():
            assert isinstance(written, str) and isinstance(say, str)
            WRITTEN_IPA.match(say)


def name(data: bytes) -> None:
    """No title gives a file name that is a path, too long or reserved."""
    found = slug(data.decode("utf-8", "surrogateescape"))
    assert found and len(found.encode()) <= 100
    assert not set(found) & set('/\\:*?"<>|\0. ') and found == found.strip("-")


TARGETS: Mapping[str, Target] = {
    target.__name__: target
    for target in (text, markdown, html, feed, pdf, epub, docx, people, script, spoken, clip, lexicon, name)
}


def _read(data: bytes, named: str) -> Article | None:
    """An article that is covered once, or one sentence."""
    path = Path(_SCRATCH.name) / named
    path.write_bytes(data)
    try:
        article = read_article(str(path))
    except NarratorError as error:
        assert str(error).strip() and "\n" not in str(error)
        return None
    assert_covered(article)
    return article


def _understand(article: Article | None) -> None:
    """What is read can be understood and written; `people` looks for more of what can't."""
    if article is not None and len(article.text) < 2000:
        _check_script(article, attribute(article))


def _archive(data: bytes, sample: bytes, main: str) -> bytes:
    """A damaged archive as it is; else the sample with one entry replaced: its name, a line end, its text.
    Text that does not begin with a name is the main entry's."""
    if data.startswith(b"PK"):
        return data
    first, _, rest = data.partition(b"\n")
    name = first.decode("utf-8", "replace").replace("\0", "")
    with zipfile.ZipFile(io.BytesIO(sample)) as archive:
        entries: dict[str, bytes | str] = {n: archive.read(n) for n in archive.namelist()}
    if name in entries or re.fullmatch(r"[^<>]{1,200}\.[a-z]{2,6}", name):
        entries[name] = _well_formed(rest)
    else:
        entries[main] = _well_formed(data)
    return zipped(entries)


def _well_formed(content: bytes) -> bytes:
    """Two times in three, what can be made of it as XML: what is not well-formed gets no further."""
    if zlib.crc32(content) % 3 == 0:
        return content
    try:
        found = etree.fromstring(content, etree.XMLParser(recover=True, resolve_entities=False))
    except etree.XMLSyntaxError:
        return content
    return content if found is None else etree.tostring(found, encoding="utf-8")


def _check_script(article: Article, found: Script) -> None:
    """Spoken and left out are the whole text, once; nobody is invented; the file says the same."""
    spans = sorted(
        [(line.start or 0, line.end or 0) for line in found.lines]
        + [(left.start, left.end) for left in found.omissions]
    )
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(article.text)
        assert not article.text[at:start].strip()
        at = end
    assert not article.text[at:].strip()
    flat = " ".join(article.text.split())
    for person in found.people:
        assert person.name in flat
    write_script(canonical(found))

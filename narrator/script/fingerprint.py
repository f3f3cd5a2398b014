"""What a script file was like when the program wrote it: a comment at its very end.

It answers two questions without a copy being kept anywhere: has an editor changed the file since, and
which of its lines did the editor change?
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import NamedTuple

from narrator.model import Line, LineKind, Script, Segment
from narrator.script.canonical import speaker_name
from narrator.script.markup import write_comment
from narrator.script.remarks import SEAL

_SEAL = re.compile(rf"<!-- {re.escape(SEAL)} ([0-9a-f]{{64}})((?:\s#?[A-Za-z0-9_-]+)*) -->\s*\Z")
_PER_ROW = 8
_TEXT_BYTES, _SPEAKER_BYTES = 6, 3
_TEXT_LENGTH = 4 * _TEXT_BYTES // 3


class Seal(NamedTuple):
    """Hashes of what the program wrote: of the whole file, of each line, of its and the segments' titles."""

    digest: str | None
    lines: tuple[Mark, ...]
    titles: frozenset[str]


class Mark(NamedTuple):
    """One line as the program wrote it: short hashes of its words and of its speaker."""

    text: str
    speaker: str


def mark(line: Line) -> Mark:
    speaker = None if line.kind is LineKind.HEADING else speaker_name(line.speaker)
    return Mark(_short(line.text, _TEXT_BYTES), _short(speaker or "", _SPEAKER_BYTES))


def title_mark(titled: Script | Segment) -> str:
    person = f"\n{titled.person or ''}" if isinstance(titled, Segment) else ""
    return _short(titled.title + person, _TEXT_BYTES)


def seal_of(script: Script) -> Seal:
    """Of a canonical script as the program makes it; the hash of its file is left open."""
    titles = frozenset([title_mark(script), *map(title_mark, script.segments)])
    return Seal(None, tuple(map(mark, script.lines)), titles)


def write_seal(written: str, script: Script) -> str:
    marks = [f"#{title_mark(script)}"]
    for segment in script.segments:
        marks += [f"#{title_mark(segment)}", *("".join(mark(line)) for line in segment.lines)]
    rows = [" ".join(marks[at : at + _PER_ROW]) for at in range(0, len(marks), _PER_ROW)]
    return write_comment("\n".join([f"{SEAL} {_digest(written)}", *rows])) + "\n"


def split_seal(text: str) -> tuple[str, Seal]:
    """A file without its seal, and the seal; an empty one where there is none."""
    start = text.rfind(f"<!-- {SEAL}")
    found = _SEAL.match(text, start) if start >= 0 else None
    if found is None:
        return text, Seal(None, (), frozenset())
    marks = found[2].split()
    lines = tuple(
        Mark(mark[:_TEXT_LENGTH], mark[_TEXT_LENGTH:]) for mark in marks if not mark.startswith("#")
    )
    titles = frozenset(mark[1:] for mark in marks if mark.startswith("#"))
    return text[:start].rstrip("\n") + "\n", Seal(found[1], lines, titles)


def is_edited(text: str) -> bool:
    """Whether a script file differs from what the program wrote, line ends aside."""
    body, seal = split_seal(normal(text))
    return seal.digest != _digest(body)


def normal(text: str) -> str:
    return text.removeprefix("\N{BYTE ORDER MARK}").replace("\r\n", "\n").replace("\r", "\n")


def _digest(written: str) -> str:
    return hashlib.sha256(written.rstrip("\n").encode(errors="surrogatepass")).hexdigest()


def _short(text: str, size: int) -> str:
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).digest()[:size]
    return base64.urlsafe_b64encode(digest).decode()

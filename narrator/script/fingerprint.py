"""What a script file was like when the program wrote it: a comment at its very end.

It answers two questions without a copy being kept anywhere: has an editor changed the file since, and
which of its lines did the editor change?
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from narrator.model import Line, LineKind, Person, Script, Segment
from narrator.script.canonical import speaker_name
from narrator.script.markup import write_comment
from narrator.script.remarks import SEAL

_SEAL = re.compile(rf"<!-- {re.escape(SEAL)} ([0-9a-f]{{64}})((?:\s[#@]?[A-Za-z0-9_-]+)*) -->\s*\Z")
_PER_ROW = 8
_TEXT_BYTES, _SPEAKER_BYTES = 6, 3
_TEXT_LENGTH = 4 * _TEXT_BYTES // 3
_FACT_BYTES = 3
_FACT_LENGTH = 4 * _FACT_BYTES // 3
FACTS = ("gender", "role", "age", "named")
"""What the program says of a person in the cast."""


class Seal(NamedTuple):
    """Hashes of what the program wrote: of the whole file, of each line, of its and the segments' titles,
    and of what it said of each person."""

    digest: str | None
    lines: tuple[Mark, ...]
    titles: frozenset[str]
    parts: tuple[tuple[str, int], ...] = ()
    """Of each segment, its title and how many lines it had."""
    people: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """By the hash of a name, the hashes of the facts."""


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


def name_mark(name: str) -> str:
    return _short(name, _FACT_BYTES)


def fact_marks(person: Person) -> tuple[str, ...]:
    """In the order of FACTS."""
    return tuple(_short(repr(getattr(person, fact)), _FACT_BYTES) for fact in FACTS)


def seal_of(script: Script) -> Seal:
    """Of a canonical script as the program makes it; the hash of its file is left open."""
    titles = frozenset([title_mark(script), *map(title_mark, script.segments)])
    parts = tuple((title_mark(segment), len(segment.lines)) for segment in script.segments)
    people = {name_mark(person.name): fact_marks(person) for person in script.people}
    return Seal(None, tuple(map(mark, script.lines)), titles, parts, people)


def write_seal(written: str, script: Script) -> str:
    """The comment that ends a file: a digest of what is `written`, and a fingerprint of each part."""
    marks = [f"#{title_mark(script)}"]
    for segment in script.segments:
        marks += [f"#{title_mark(segment)}", *("".join(mark(line)) for line in segment.lines)]
    for person in script.people:
        marks.append("".join(["@", name_mark(person.name), *fact_marks(person)]))
    rows = [" ".join(marks[at : at + _PER_ROW]) for at in range(0, len(marks), _PER_ROW)]
    return write_comment("\n".join([f"{SEAL} {_digest(written)}", *rows])) + "\n"


def split_seal(text: str) -> tuple[str, Seal]:
    """A file without its seal, and the seal; an empty one where there is none."""
    start = text.rfind(f"<!-- {SEAL}")
    found = _SEAL.match(text, start) if start >= 0 else None
    if found is None:
        return text, Seal(None, (), frozenset())
    lines: list[Mark] = []
    titles: list[str] = []
    counts: list[int] = []
    people: dict[str, tuple[str, ...]] = {}
    for written in found[2].split():
        if written[0] == "#":
            titles.append(written[1:])
            counts.append(0)
        elif written[0] == "@":
            name, *facts = (written[at : at + _FACT_LENGTH] for at in range(1, len(written), _FACT_LENGTH))
            people[name] = tuple(facts)
        else:
            lines.append(Mark(written[:_TEXT_LENGTH], written[_TEXT_LENGTH:]))
            counts[-1:] = [count + 1 for count in counts[-1:]]
    parts = tuple(zip(titles, counts, strict=True))[1:]  # the first title is the whole script's
    seal = Seal(found[1], tuple(lines), frozenset(titles), parts, people)
    return text[:start].rstrip("\n") + "\n", seal


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

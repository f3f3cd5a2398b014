"""What a script file was like when the program wrote it: a comment at its very end.

It answers two questions without a copy being kept anywhere: has an editor changed the file since, and
which of its lines did the editor change?
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from narrator.model import Line, Script
from narrator.script.markup import write_comment
from narrator.script.remarks import SEAL

_SEAL = re.compile(rf"\n*<!-- {re.escape(SEAL)} ([0-9a-f]{{64}})((?:\s[A-Za-z0-9_-]+)*) -->\s*\Z")
_PER_ROW = 14
_TEXT_BYTES, _SPEAKER_BYTES = 3, 3


class Mark(NamedTuple):
    """One line as the program wrote it: short hashes of its words, and of its words with their speaker."""

    text: str
    spoken: str


def mark(line: Line) -> Mark:
    return Mark(_short(line.text, _TEXT_BYTES), _short(f"{line.speaker or ''}\n{line.text}", _SPEAKER_BYTES))


def seal(written: str, script: Script) -> str:
    marks = ["".join(mark(line)) for line in script.lines]
    rows = [" ".join(marks[at : at + _PER_ROW]) for at in range(0, len(marks), _PER_ROW)]
    return write_comment("\n".join([f"{SEAL} {_digest(written)}", *rows])) + "\n"


def split_seal(text: str) -> tuple[str, str | None, tuple[Mark, ...]]:
    """A file without its seal, the hash in the seal, and the lines as the program wrote them."""
    found = _SEAL.search(text)
    if found is None:
        return text, None, ()
    return text[: found.start()] + "\n", found[1], tuple(Mark(m[:4], m[4:]) for m in found[2].split())


def is_edited(text: str) -> bool:
    """Whether a script file differs from what the program wrote, line ends aside."""
    body, digest, _ = split_seal(normal(text))
    return digest != _digest(body)


def normal(text: str) -> str:
    return text.removeprefix("\N{BYTE ORDER MARK}").replace("\r\n", "\n").replace("\r", "\n")


def as_written(lines: Iterable[Line], marks: Iterable[Mark]) -> list[bool]:
    """For each line whether it stands in the file with the words and the speaker the program gave it."""
    left = Counter(mark.spoken for mark in marks)
    found = []
    for line in lines:
        spoken = mark(line).spoken
        found.append(left[spoken] > 0)
        left[spoken] -= 1
    return found


def _digest(written: str) -> str:
    return hashlib.sha256(written.rstrip("\n").encode(errors="surrogatepass")).hexdigest()


def _short(text: str, size: int) -> str:
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).digest()[:size]
    return base64.urlsafe_b64encode(digest).decode()

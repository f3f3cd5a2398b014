"""What a format's reader hands on: the text, and its pieces in order, before anything is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narrator.model import BlockKind

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
# German closes „…“ and »…«, French sets a space before its »; 。 ends a Japanese sentence.
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”“’‘')\]»«›‹」』]*$|[.!?…]\s?[»›]$")


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]`, stripped of white space at both ends: a block to be, or, with a `reason`,
    an omission to be."""

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    strong: bool = False
    link: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a format whose text we put together ourselves."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    strong: bool = False
    link: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says about itself beside its text."""

    title: str = ""
    byline: str | None = None
    site: str | None = None
    date: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as read.  `structured` where headings and lists come from markup."""

    text: str
    pieces: tuple[Piece, ...]
    facts: Facts = Facts()
    structured: bool = False
    notes: tuple[str, ...] = ()


def folded(text: str) -> str:
    """`text` with each run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def words_of(text: str) -> list[str]:
    """The words of `text`, lower-case, with straight apostrophes."""
    return [match.group().lower().replace("’", "'") for match in _WORD.finditer(text)]


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as sentences do, closing quotation marks aside."""
    return _SENTENCE_END.search(text.rstrip()) is not None


def is_prose(text: str) -> bool:
    """A paragraph that is surely running text: a dozen words or more, ended as a sentence."""
    return ends_sentence(text) and len(text.split()) >= 12


def headline_of(pieces: Sequence[Piece]) -> int | None:
    """The index of the heading of level 1 that is read."""
    places = enumerate(pieces)
    return next((i for i, p in places if p.kind is BlockKind.HEADING and p.level == 1 and not p.reason), None)


def stripped_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends; empty where there is nothing else."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), max(start, end - len(inner) + len(inner.rstrip()))


def join(passages: Iterable[Passage]) -> tuple[str, tuple[Piece, ...]]:
    """The passages as one text, a blank line between two, and the pieces that index it."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for passage in passages:
        said = folded(passage.text)
        if not said:
            continue
        if parts:
            at += 2
        parts.append(said)
        pieces.append(
            Piece(
                at, at + len(said), passage.kind, passage.level, passage.strong, passage.link, passage.reason
            )
        )
        at += len(said)
    return "\n\n".join(parts), tuple(pieces)

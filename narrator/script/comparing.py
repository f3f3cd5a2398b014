"""The proof that a script speaks the article: every word once, but for what an editor added or cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from narrator.model import NARRATOR, Article, Line, Replacement, Script
from narrator.script.matching import gaps, matching_blocks

_SHOWN = 8
"""Words of a longer passage at its beginning and at its end."""
_READ_ALOUD = frozenset("%&@#*/\\§†‰")
"""Punctuation, by Unicode's count, that a voice says."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the article that the script does not speak, or the other way round; or another speaker."""

    kind: Literal["added", "cut", "changed", "speaker"]
    article: str
    """The article's words, empty where the script adds some; or whom the program had named."""
    script: str
    """The script's words, empty where it cuts some; or whom the editor has named."""
    offset: int | None
    """Where in `Article.text` the words stand, or would stand; None for a speaker."""
    line: int
    """The line of the script file in or before which they stand; of a script that was never a file, the
    spoken line.  Counted from 1."""

    def __str__(self) -> str:
        at = f"line {self.line}"
        match self.kind:
            case "added":
                return f"added in {at}: {_start_and_end(self.script)}"
            case "cut":
                return f"cut at {at}: {_start_and_end(self.article)}"
            case "changed":
                return f"changed in {at}: {_start_and_end(self.article)} → {_start_and_end(self.script)}"
            case "speaker":
                return f"another speaker in {at}: {self.article} → {self.script}"


def _start_and_end(words: str) -> str:
    """In one line that can be taken in at a glance."""
    told = words.split()
    if len(told) <= 2 * _SHOWN + 1:
        return " ".join(told)
    return f"{' '.join(told[:_SHOWN])} … {' '.join(told[-_SHOWN:])} ({len(told)} words)"


class _Word(NamedTuple):
    word: str
    start: int
    end: int
    line: int


def compare_with_article(script: Script, article: Article) -> list[Difference]:
    """What the script speaks otherwise than the article, by words, in order; then, of a script read from a
    file, the lines that its editor has given to another speaker.  Empty where nothing is.

    Case, punctuation and white space do not count, nor how a word is to be said.  What the article's
    reader left out (`Article.omissions`) is not missed; lines and segments marked silent are.
    """
    theirs = list(_article_words(article))
    ours = list(_script_words(script))
    differences = []
    lines = script.lines
    where = _places(script, ours)
    words = [w.word for w in theirs], [w.word for w in ours]
    for left, right in gaps(matching_blocks(*words), *words):
        differences.append(
            Difference(
                kind="changed" if left and right else "cut" if left else "added",
                article=article.text[theirs[left.start].start : theirs[left.stop - 1].end] if left else "",
                script=_script_slice(lines, ours[right.start : right.stop]),
                offset=theirs[left.start].start if left.start < len(theirs) else len(article.text),
                line=_row(lines, where(right)),
            )
        )
    return [*differences, *_speakers(script)]


def _places(script: Script, ours: Sequence[_Word]) -> Callable[[range], int]:
    """Tells in which line a difference is to be looked for, by its words in `ours`.

    What has been cut is where it stands struck out; where it is gone, at the next words.
    """
    lines = script.lines
    silent = [segment.silent or line.silent for segment in script.segments for line in segment.lines]

    def where(words: range) -> int:
        before = ours[words.start - 1] if words.start else None
        behind = ours[words.start] if words.start < len(ours) else None
        first, last = before.line if before else 0, behind.line if behind else len(lines) + 1
        if words:
            return last
        if before and any(strike.start >= before.end for strike in _strikes(lines[first - 1])):
            return first
        struck = (number for number in range(first + 1, last) if silent[number - 1])
        return next(struck, last if behind else first or 1)

    return where


def _row(lines: Sequence[Line], number: int) -> int:
    written = lines[number - 1].written if number <= len(lines) else None
    return written.row if written else number


def _speakers(script: Script) -> Iterable[Difference]:
    for line in script.lines:
        if line.written and line.written.instead_of:
            now = line.speaker or NARRATOR
            yield Difference("speaker", line.written.instead_of, now, None, line.written.row)


def _article_words(article: Article) -> Iterable[_Word]:
    at = 0
    for omission in sorted(article.omissions, key=lambda omission: omission.start):
        yield from _words(article.text, at, max(at, omission.start), 0)
        at = max(at, omission.end)
    yield from _words(article.text, at, len(article.text), 0)


def _script_words(script: Script) -> Iterable[_Word]:
    number = 0
    for segment in script.segments:
        for line in segment.lines:
            number += 1
            if not (line.silent or segment.silent):
                yield from _spoken_words(line, number)


def _spoken_words(line: Line, number: int) -> Iterable[_Word]:
    at = 0
    for struck in _strikes(line):
        yield from _words(line.text, at, struck.start, number)
        at = max(at, struck.end)
    yield from _words(line.text, at, len(line.text), number)


def _strikes(line: Line) -> tuple[Replacement, ...]:
    return tuple(wish for wish in line.replacements if not wish.say.strip())


def _script_slice(lines: Sequence[Line], words: list[_Word]) -> str:
    """The words as the script has them, across lines."""
    pieces: dict[int, tuple[int, int]] = {}
    for word in words:
        start, _ = pieces.get(word.line, (word.start, 0))
        pieces[word.line] = (start, word.end)
    return " ".join(lines[number - 1].text[start:end] for number, (start, end) in pieces.items())


def _words(text: str, start: int, end: int, line: int) -> Iterable[_Word]:
    """Runs of letters, digits and their marks; each symbol by itself."""
    for found in _WORD.finditer(text[start:end].translate(_KINDS)):
        first, after = start + found.start(), start + found.end()
        word = text[first:after]
        yield _Word(unicodedata.normalize("NFC", word).casefold(), first, after, line)


_LETTER, _SIGN = "a", "+"
_WORD = re.compile(r"a+|\+")


class _Kinds(dict[int, str]):
    """By its number in Unicode, what a character is to `_WORD`; each is worked out once."""

    def __missing__(self, code: int) -> str:
        character, category = chr(code), unicodedata.category(chr(code))
        if character.isalnum() or category.startswith("M"):
            kind = _LETTER
        else:
            kind = _SIGN if character in _READ_ALOUD or category.startswith("S") else " "
        self[code] = kind
        return kind


_KINDS = _Kinds()

"""The proof that a script speaks the article: every word once, but for what an editor added or cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from narrator.model import NARRATOR, Article, Line, Script

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
                return f"added in {at}: {self.script}"
            case "cut":
                return f"cut at {at}: {self.article}"
            case "changed":
                return f"changed in {at}: {self.article} → {self.script}"
            case "speaker":
                return f"another speaker in {at}: {self.article} → {self.script}"


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
    for tag, i, i_end, j, j_end in _opcodes([w.word for w in theirs], [w.word for w in ours]):
        if tag == "equal":
            continue
        here = ours[j] if j < len(ours) else ours[-1] if ours else _Word("", 0, 0, 1)
        differences.append(
            Difference(
                kind="changed" if i < i_end and j < j_end else "cut" if i < i_end else "added",
                article=article.text[theirs[i].start : theirs[i_end - 1].end] if i < i_end else "",
                script=_script_slice(script, ours[j:j_end]),
                offset=theirs[i].start if i < len(theirs) else len(article.text),
                line=_row(lines, here.line),
            )
        )
    return [*differences, *_speakers(script)]


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
    for struck in (wish for wish in line.replacements if not wish.say.strip()):
        yield from _words(line.text, at, struck.start, number)
        at = max(at, struck.end)
    yield from _words(line.text, at, len(line.text), number)


def _script_slice(script: Script, words: list[_Word]) -> str:
    """The words as the script has them, across lines."""
    lines = script.lines
    pieces: dict[int, tuple[int, int]] = {}
    for word in words:
        start, _ = pieces.get(word.line, (word.start, 0))
        pieces[word.line] = (start, word.end)
    return " ".join(lines[number - 1].text[start:end] for number, (start, end) in pieces.items())


def _words(text: str, start: int, end: int, line: int) -> Iterable[_Word]:
    """Runs of letters, digits and their marks; each symbol by itself."""
    at = start
    while at < end:
        stop = at
        while stop < end and _is_letter(text[stop]):
            stop += 1
        if stop > at:
            yield _Word(unicodedata.normalize("NFC", text[at:stop]).casefold(), at, stop, line)
            at = stop
            continue
        if text[at] in _READ_ALOUD or unicodedata.category(text[at]).startswith("S"):
            yield _Word(text[at], at, at + 1, line)
        at += 1


def _is_letter(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _opcodes(theirs: list[str], ours: list[str]) -> list[tuple[str, int, int, int, int]]:
    """As `difflib` gives them, the equal beginning and end, usually nearly everything, taken off first."""
    shorter = min(len(theirs), len(ours))
    first = next((n for n in range(shorter) if theirs[n] != ours[n]), shorter)
    last = next(
        (n for n in range(shorter - first) if theirs[-1 - n] != ours[-1 - n]),
        shorter - first,
    )
    middle = SequenceMatcher(
        None, theirs[first : len(theirs) - last], ours[first : len(ours) - last], autojunk=False
    )
    return [
        (tag, i + first, i_end + first, j + first, j_end + first)
        for tag, i, i_end, j, j_end in middle.get_opcodes()
    ]

"""The rows of a script file's body: what stands in a line, without its comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from narrator.script.markup import comment_end, joined, take_comments
from narrator.script.mistakes import Mistakes


class Row(NamedTuple):
    number: int
    """Of its first physical line, from 1."""
    words: str
    comments: tuple[str, ...]


def rows(lines: list[str], first: int, mistakes: Mistakes) -> Iterator[Row]:
    """The lines from index `first` on; one that a comment runs on from is joined with the next."""
    number = first
    words: list[str] = []
    comments: list[str] = []
    waiting: list[str] = []
    """What has not been taken apart: this line, and above it a comment that is still open."""
    for index in range(first, len(lines)):
        waiting.append(lines[index])
        last = index + 1 == len(lines)
        if len(waiting) > 1 and not comment_end(waiting[0], lines[index]) and not last:
            continue
        taken = take_comments("\n".join(waiting))
        words.append(taken.words)
        comments += taken.comments
        if taken.open and not last:
            waiting = [taken.open]
            continue
        if taken.open:
            mistakes.wrong(number + 1, "a comment is opened with <!-- and never closed with -->")
        yield Row(number + 1, joined(words), tuple(comments))
        number, words, comments, waiting = index + 1, [], [], []

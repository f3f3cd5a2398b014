"""Passages: the article's blocks, with lines that carry a speaker's label of their own set apart.

A plain text may set a transcript line under line, so that one block holds many turns.  Everything
else that works on segments sees passages and never asks how the lines were set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from narrator.model import Article, BlockKind
from narrator.people.first_person import SINGULAR
from narrator.people.turns.labels import is_stage_direction, read_label, with_doubtful

_STRONG = re.compile(r"\*\*[^*\n]+\*\*|__[^_\n]+__")
"""Bold in Markdown that was read as plain text."""
_ASKED_AND_ANSWERED = re.compile(
    r"(?:Q\d*[:.] ?)?(?![\"“‘«„])[^.!?\n\"“”]{8,220}\?[)\]*_]*\s+(?=\S+\s+\S+\s+\S+)"
)
_SENTENCE_END = re.compile(r"[.!?…,;:][\"”’»)]*$")
MIN_RUN_IN = 3
MIN_BOLD_HEADINGS = 2


UNMARKED_WORDS = 12
"""No line longer than this is a heading that the page did not mark …"""
MIN_BODY_WORDS = 6
"""… nor one over a shorter passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block, or one labelled line and those that follow it: `Article.text[start:end]`, ends trimmed."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    strong: bool = False
    link: str | None = None


def find_passages(article: Article) -> tuple[Passage, ...]:
    """The passages of an article, in order; white space at their ends is left out."""
    passages: list[Passage] = []
    for block in article.blocks:
        whole = _trimmed(
            article.text, Passage(block.kind, block.start, block.end, block.level, block.strong, block.link)
        )
        if whole is not None:
            passages.extend(_split_at_labels(article.text, whole))
    return tuple(_split_questions(article.text, _bold_headings(article.text, passages)))


def _bold_headings(text: str, passages: list[Passage]) -> list[Passage]:
    """Lines wholly in bold that head what stands under them become headings, below the marked ones.

    Two at least, no two alike, as a talk's labels are, and hardly a question among what is bold, as in an
    interview.
    """
    strong = [passage for passage in passages if _is_bold(passage)]
    heads = {
        passage
        for passage, below in pairwise(passages)
        if _is_bold(passage) and _heads(text, passage) and not below.strong and _is_body(text, below)
    }
    alike = len({text[head.start : head.end].casefold() for head in heads}) < len(heads)
    asked = sum(text[passage.start : passage.end].rstrip("*_ ").endswith("?") for passage in strong)
    if len(heads) < MIN_BOLD_HEADINGS or alike or asked * 4 > len(heads):
        return passages
    level = 1 + max((p.level for p in passages if p.kind is BlockKind.HEADING), default=1)
    return [
        replace(passage, kind=BlockKind.HEADING, level=level, strong=False) if passage in heads else passage
        for passage in passages
    ]


def _is_bold(passage: Passage) -> bool:
    return passage.strong and passage.kind is BlockKind.PARAGRAPH


def _heads(text: str, passage: Passage) -> bool:
    words = text[passage.start : passage.end].strip("*_ ")
    short = len(words.split()) <= UNMARKED_WORDS and "\n" not in words
    return short and not _SENTENCE_END.search(words) and read_label(words) is None


def _is_body(text: str, passage: Passage) -> bool:
    return (
        passage.kind is not BlockKind.HEADING
        and len(text[passage.start : passage.end].split()) >= MIN_BODY_WORDS
    )


def _split_questions(text: str, passages: list[Passage]) -> list[Passage]:
    """Parts questions from the answers that run on behind them, if most paragraphs are so set.

    `Do you ride? Once a year, and I wait until dark.` gives two passages; so does `Q: Why? A: Because I can.`
    """
    prose = [p for p in passages if p.kind is not BlockKind.HEADING]
    cuts = {
        passage: match.end()
        for passage in prose
        if (match := _ASKED_AND_ANSWERED.match(text, passage.start, passage.end))
    }
    answered = sum(SINGULAR.search(text, cut, passage.end) is not None for passage, cut in cuts.items())
    if len(cuts) < MIN_RUN_IN or len(cuts) < 0.5 * len(prose) or answered < 0.6 * len(cuts):
        return passages
    result: list[Passage] = []
    for passage in passages:
        cut = cuts.get(passage)
        halves = [passage] if cut is None else [replace(passage, end=cut), replace(passage, start=cut)]
        result += [half for half in (_trimmed(text, one) for one in halves) if half is not None]
    return result


def _trimmed(text: str, passage: Passage) -> Passage | None:
    words = text[passage.start : passage.end]
    if not words.strip():
        return None
    lead = len(words) - len(words.lstrip())
    if passage.kind is BlockKind.HEADING and is_stage_direction(words.strip()):
        passage = replace(passage, kind=BlockKind.PARAGRAPH, level=0)
    if _STRONG.fullmatch(words.strip()):
        passage = replace(passage, strong=True)
    return replace(passage, start=passage.start + lead, end=passage.start + len(words.rstrip()))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the lines that are not blank."""
    for line in text[start:end].split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _split_at_labels(text: str, whole: Passage) -> list[Passage]:
    """Cuts a block before each line that opens with a label, if at least two lines do.

    `Q: Why?\\nA: Because\\nit is.` gives `Q: Why?` and `A: Because\\nit is.`
    """
    if whole.kind is BlockKind.HEADING or "\n" not in text[whole.start : whole.end]:
        return [whole]
    lines = list(_lines(text, whole.start, whole.end))
    labels = {start: label for start, end in lines if (label := read_label(text[start:end])) is not None}
    opens = list(with_doubtful(labels))
    if len(opens) < 2:
        return [whole]
    cuts = [whole.start, *(start for start in opens if start > whole.start), whole.end]
    pieces = (_trimmed(text, replace(whole, start=a, end=b)) for a, b in pairwise(cuts))
    return [piece for piece in pieces if piece is not None]

"""Text cases: a title, an input and what is expected, each closed by a line with a single full stop."""

from __future__ import annotations

from pathlib import Path

from narrator.model import Article, Block, BlockKind

_FOLDER = Path(__file__).parent / "texts"


def read_cases(name: str) -> list[tuple[str, str, str]]:
    """The cases of `texts/NAME.txt` as (title, input, expected)."""
    cases: list[tuple[str, str, str]] = []
    parts: list[list[str]] = [[]]
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line == ".":
            parts.append([])
        else:
            parts[-1].append(line)
        if len(parts) == 4:
            title, text, expected = ("\n".join(part).strip("\n") for part in parts[:3])
            cases.append((title, text, expected))
            parts = [[]]
    return cases


def article_of(text: str, language: str = "en") -> Article:
    """An article whose paragraphs are the lines of a text."""
    blocks = []
    at = 0
    for line in text.split("\n"):
        start, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        if end > start:
            blocks.append(Block(BlockKind.PARAGRAPH, start, end))
        at += len(line) + 1
    return Article(text=text, blocks=tuple(blocks), language=language)

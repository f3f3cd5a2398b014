"""What several tests of this room ask of an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from narrator.model import Article, BlockKind
from narrator.reading import read_article

SIGNS = {BlockKind.PARAGRAPH: "P", BlockKind.ITEM: "I", BlockKind.QUOTE: "Q"}


def assert_covered(article: Article) -> None:
    """Blocks and omissions in order, without overlap, over every character that is not white space."""
    for spans in (article.blocks, article.omissions):
        assert [span.start for span in spans] == sorted(span.start for span in spans)
    at = 0
    for start, end in sorted([(s.start, s.end) for s in (*article.blocks, *article.omissions)]):
        assert at <= start < end <= len(article.text)
        assert not article.text[at:start].strip()
        assert article.text[start:end] == article.text[start:end].strip() != ""
        at = end
    assert not article.text[at:].strip()


def drawn(article: Article) -> str:
    """The article a line a piece: `H1 | …`, `P | …`, `I | …`, `Q | …`; `- rule | …` for what is left out."""
    lines: list[tuple[int, str]] = []
    for block in article.blocks:
        sign = f"H{block.level}" if block.kind is BlockKind.HEADING else SIGNS[block.kind]
        sign += "*" if block.strong else ""
        lines.append((block.start, f"{sign} | {article.text[block.start : block.end]}"))
    for omission in article.omissions:
        rule = omission.reason.partition(":")[0]
        lines.append((omission.start, f"- {rule} | {article.text[omission.start : omission.end]}"))
    return "\n".join(" ".join(line.split()) for _, line in sorted(lines))


def read_bytes(folder: Path, name: str, data: bytes) -> Article:
    path = folder / name
    path.write_bytes(data)
    return read_article(str(path))


def cases(path: Path) -> Iterator[tuple[str, str, str]]:
    """The cases of a fixture file: title, a line `.`, input, a line `.`, expected, a line `.`."""
    parts = path.read_text(encoding="utf-8").split("\n.\n")
    while len(parts) >= 3:
        title, given, expected = parts[:3]
        yield title.strip().splitlines()[-1], given, expected.strip()
        parts = parts[3:]
    assert not "".join(parts).strip(), f"{path.name}: an unfinished case at the end"

"""Reads the mini-articles of this folder: an article, and its gold beside each paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from narrator.model import Article, Block, BlockKind, Omission

HERE = Path(__file__).parent
_SETTING = re.compile(r"(language|byline|site): (.+)")
_HEADING = re.compile(r"(=+) (.+)")
_PARAGRAPH = re.compile(r"\[(?P<person>[^\]]*)\](?P<set>[*+]?) (?P<words>.+)")


@dataclass
class Paragraph:
    """A body paragraph with its gold; `person` None is context, `scored` False a label on its own line."""

    start: int
    end: int
    person: str | None
    scored: bool = True
    quotes: list[str | None] = field(default_factory=list)
    """Each quotation's speaker in order, None where it is not speech."""
    turn: str | None = None
    """Whose turn it is; `?` for an interviewer without a name."""


@dataclass
class Case:
    """One mini-article."""

    name: str
    article: Article
    paragraphs: list[Paragraph]

    @property
    def people(self) -> list[str]:
        return list(dict.fromkeys(p.person for p in self.paragraphs if p.person))


def load_cases() -> list[Case]:
    """Every case of this folder, by file name."""
    return [load(path) for path in sorted(HERE.glob("*.txt"))]


def load(path: Path) -> Case:
    """One case; a line that fits no form of the README is an error, so that no gold is lost."""
    settings: dict[str, str] = {}
    text = ""
    blocks: list[Block] = []
    omissions: list[Omission] = []
    paragraphs: list[Paragraph] = []
    title = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        stripped = line.strip()
        if line.startswith("    "):
            _gold(paragraphs[-1], stripped, number)
            continue
        joined = False
        strong = False
        if match := _SETTING.fullmatch(line):
            settings[match[1]] = match[2]
            continue
        if line == "---":
            kind, words, level = None, line, 0
        elif match := _HEADING.fullmatch(line):
            kind, words, level = BlockKind.HEADING, match[2], len(match[1])
        elif match := _PARAGRAPH.fullmatch(line):
            kind, words, level = BlockKind.PARAGRAPH, match["words"], 0
            joined, strong = match["set"] == "+", match["set"] == "*"
        elif line.startswith("- "):
            kind, words, level = BlockKind.ITEM, line[2:], 0
        else:
            raise ValueError(f"{path.name}:{number}: not a form of the README: {line!r}")
        text += "" if not text else "\n" if joined else "\n\n"
        start, text = len(text), text + words
        if kind is None:
            omissions.append(Omission(start, len(text), "ruler"))
            continue
        if joined:
            blocks[-1] = Block(blocks[-1].kind, blocks[-1].start, len(text))
        else:
            blocks.append(Block(kind, start, len(text), level, strong))
        if kind is BlockKind.HEADING:
            title = title or words
            # Gold behind a heading is a question's turn; the heading itself is not scored.
            paragraphs.append(Paragraph(start, len(text), None, scored=False))
        elif kind is BlockKind.ITEM:
            paragraphs.append(Paragraph(start, len(text), None))
        else:
            person = match["person"] if match else ""
            paragraphs.append(
                Paragraph(start, len(text), None if person in ("-", "") else person, scored=bool(person))
            )
    article = Article(
        text,
        tuple(blocks),
        tuple(omissions),
        title=title,
        byline=settings.get("byline"),
        site=settings.get("site"),
        language=settings.get("language", "en"),
    )
    return Case(path.stem, article, paragraphs)


def _gold(paragraph: Paragraph, line: str, number: int) -> None:
    mark, _, names = line.partition(" ")
    if mark == '"':
        paragraph.quotes = [None if name.strip() == "-" else name.strip() for name in names.split(";")]
    elif mark == ":":
        paragraph.turn = names.strip()
    else:
        raise ValueError(f"line {number}: neither quotes nor a turn: {line!r}")

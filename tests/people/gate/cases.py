"""Reads the mini-articles of this folder: an article, and its gold beside each paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from narrator.model import Article, Block, BlockKind, Omission

HERE = Path(__file__).parent
_SETTING = re.compile(r"(language|byline|site): (.+)")
_HEADING = re.compile(r"(=+) (.+)")
_PARAGRAPH = re.compile(r"\[(?P<person>[^\]]*)\](?P<set>[*+>]?) (?P<words>.+)")


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
    """One case from its file."""
    return parse(path.stem, path.read_text(encoding="utf-8"))


def parse(name: str, words: str) -> Case:
    """One case; a line that fits no form of the README is an error, so that no gold is lost."""
    draft = _Draft()
    for number, line in enumerate(words.splitlines(), 1):
        if line.strip() and not draft.take(line):
            raise ValueError(f"{name}:{number}: not a form of the README: {line!r}")
    return Case(name, draft.article(), draft.paragraphs)


@dataclass
class _Draft:
    text: str = ""
    title: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)

    def article(self) -> Article:
        return Article(
            self.text,
            tuple(self.blocks),
            tuple(self.omissions),
            title=self.title,
            byline=self.settings.get("byline"),
            site=self.settings.get("site"),
            language=self.settings.get("language", "en"),
        )

    def take(self, line: str) -> bool:
        if line.startswith("    "):
            return _gold(self.paragraphs[-1], line.strip())
        if match := _SETTING.fullmatch(line):
            self.settings[match[1]] = match[2]
        elif line == "---":
            self.omissions.append(Omission(*self._add(line), "ruler"))
        elif match := _HEADING.fullmatch(line):
            self.title = self.title or match[2]
            start, end = self._add(match[2])
            self.blocks.append(Block(BlockKind.HEADING, start, end, len(match[1])))
            self.paragraphs.append(Paragraph(start, end, None, scored=False))
        elif line.startswith("- "):
            start, end = self._add(line[2:])
            self.blocks.append(Block(BlockKind.ITEM, start, end))
            self.paragraphs.append(Paragraph(start, end, None))
        elif match := _PARAGRAPH.fullmatch(line):
            self._paragraph(match)
        else:
            return False
        return True

    def _add(self, words: str, gap: str = "\n\n") -> tuple[int, int]:
        self.text += gap if self.text else ""
        start = len(self.text)
        self.text += words
        return start, len(self.text)

    def _paragraph(self, match: re.Match[str]) -> None:
        joined = match["set"] == "+"
        start, end = self._add(match["words"], "\n" if joined else "\n\n")
        if joined:
            self.blocks[-1] = Block(self.blocks[-1].kind, self.blocks[-1].start, end)
        else:
            kind = BlockKind.QUOTE if match["set"] == ">" else BlockKind.PARAGRAPH
            self.blocks.append(Block(kind, start, end, strong=match["set"] == "*"))
        person = match["person"]
        self.paragraphs.append(
            Paragraph(start, end, None if person in ("-", "") else person, scored=bool(person))
        )


def _gold(paragraph: Paragraph, line: str) -> bool:
    mark, _, names = line.partition(" ")
    if mark == '"':
        paragraph.quotes = [None if name.strip() == "-" else name.strip() for name in names.split(";")]
    elif mark == ":":
        paragraph.turn = names.strip()
    return mark in ('"', ":")

"""What a rule is, and how a paragraph looks to one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from narrator.reading.pieces import Piece, folded

STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u200b": " ", "\ufeff": " "})
"""Quotation marks made straight, a character for a character, so that offsets stay true."""


LONGEST = 2000
"""Characters of a paragraph that a rule looks at; what is longer is the article's, however few its words."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A paragraph of at most `most_words` in which `pattern` is found is left out, `because`.

    Patterns see the paragraph with its white space folded and its quotation marks straight.
    """

    name: str
    because: str
    pattern: re.Pattern[str]
    most_words: int = 40

    def applies(self, said: str) -> bool:
        if len(said) > LONGEST or len(said.split()) > self.most_words:
            return False
        return self.pattern.search(said) is not None

    @property
    def reason(self) -> str:
        return f"{self.name}: {self.because}"


Stage = Callable[[str, list[Piece]], list[Piece]]
"""Takes the text and its pieces, gives the pieces with more of them left out."""


def rule(name: str, because: str, pattern: str, most_words: int = 40, *, cased: bool = False) -> Rule:
    return Rule(name, because, re.compile(pattern, 0 if cased else re.I), most_words)


def table(name: str) -> Iterator[str]:
    """The lines of one of the tables beside this module, comments and empty lines left out."""
    source = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return (line for line in source.splitlines() if line.strip() and not line.startswith("#"))


_HEAD = re.compile(
    r"\[(?P<name>[\w-]+)\] (?P<because>[^;]+); at most (?P<words>\d+) words(?P<cased>; cased)?"
)
_LETTERS = re.compile(r"(?P<name>[A-Z]+) = (?P<pattern>.+)")


def rules_from(name: str) -> tuple[Rule, ...]:
    """The rules of a table: `[name] reason; at most N words`, then a pattern a line, any of which may match.

    `NAME = pattern` defines what `<NAME>` stands for below.
    """
    letters: dict[str, str] = {}
    heads: list[tuple[re.Match[str], list[str]]] = []
    for line in table(name):
        head, letter = _HEAD.fullmatch(line), _LETTERS.fullmatch(line)
        if head:
            heads.append((head, []))
        elif letter:
            letters[letter["name"]] = _filled(letter["pattern"], letters)
        else:
            heads[-1][1].append(_filled(line, letters))
    return tuple(
        rule(head["name"], head["because"], "|".join(patterns), int(head["words"]), cased=bool(head["cased"]))
        for head, patterns in heads
    )


def _filled(pattern: str, letters: dict[str, str]) -> str:
    for name, value in letters.items():
        pattern = pattern.replace(f"<{name}>", value)
    return pattern


def seen(text: str, piece: Piece) -> str:
    """The piece as patterns see it."""
    return folded(text[piece.start : piece.end].translate(STRAIGHT))


def first_match(rules: Sequence[Rule], said: str) -> Rule | None:
    return next((rule for rule in rules if rule.applies(said)), None)

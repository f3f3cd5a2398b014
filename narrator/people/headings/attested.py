"""How a text has the names that its headings give: read once for all of them, however many they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"\b[tT]he $")
_NOT_A_PLACE = re.compile(r" [a-z]*(?:family|campaign|team)")


@dataclass(frozen=True, slots=True)
class Attested:
    """What one reading of a text found of the names asked for."""

    forms: Mapping[str, Sequence[str]]
    """Each name in lower case to the ways in which the text writes it, in their order."""
    after_article: frozenset[str]
    """Names that stand behind `the`: `the Golden Gate`; not `the Ruiz family`."""
    lower: frozenset[str]
    """The words that the text has in lower case."""

    def is_a_word(self, name: str) -> bool:
        """A name in lower case is a word of the text: `baker`, `o'neill`."""
        return all(word in self.lower for word in _WORD.findall(name))


def find_attested(text: str, names: Collection[str]) -> Attested:
    """Reads the text once, holding each two words in a row against the names that begin with them."""
    by_opening: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        opening = tuple(_WORD.findall(name.lower())[:2])
        if opening:
            by_opening.setdefault(opening, []).append(name)
    forms: dict[str, dict[str, None]] = {}
    after_article: set[str] = set()
    lower: set[str] = set()
    before, start = "", 0
    for match in _WORD.finditer(text):
        word = match.group()
        low = word.lower()
        if low == word:
            lower.add(low)
        for at, opening in ((match.start(), (low,)), (start, (before, low))):
            for name in by_opening.get(opening, ()):
                end = at + len(name)
                written = text[at:end]
                if written.lower() != name.lower() or (end < len(text) and _is_word(text[end])):
                    continue
                forms.setdefault(name.lower(), {}).setdefault(written)
                if _ARTICLE.search(text, max(0, at - 5), at) and not _NOT_A_PLACE.match(text, end):
                    after_article.add(written)
        before, start = low, match.start()
    return Attested(
        {name: tuple(found) for name, found in forms.items()}, frozenset(after_article), frozenset(lower)
    )


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def shared_last_name(names: Sequence[str]) -> str:
    """What the first of `Ana` and `Tom Lund` would be in full: `Ana Lund`; nothing for other names."""
    if len(names) == 2 and " " not in names[0] and " " in names[1]:
        return f"{names[0]} {names[1].rsplit(maxsplit=1)[-1]}"
    return ""

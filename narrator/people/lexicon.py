"""The word lists under `data/`, read once."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

Words = frozenset[str]


def _lines(name: str) -> list[str]:
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def words(name: str) -> Words:
    """The entries of `data/NAME.txt`, one a line, as they are written there."""
    return frozenset(_lines(f"{name}.txt"))


def stands_in(word: str, *names: str) -> bool:
    """Whether one of these lists of `data/` has the word."""
    return any(word in words(name) for name in names)


@cache
def first_names() -> dict[str, str]:
    """First name in lower case to "f", "m" or "e" (given to either)."""
    return {name: gender for name, gender, *_ in (line.split("\t") for line in _lines("first_names.tsv"))}


@cache
def rare_first_names() -> Words:
    """First names in lower case that few bear, many of them words or names of something else besides."""
    return frozenset(line.split("\t", 1)[0] for line in _lines("first_names.tsv") if line.endswith("\trare"))


@cache
def speech_verbs() -> dict[str, str]:
    """Every form of each verb of speech to its base form."""
    forms: dict[str, str] = {}
    for line in _lines("speech_verbs.txt"):
        base, *rest = line.split()
        for form in (base, *rest):
            forms.setdefault(form, base)
    return forms


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """First name in lower case to the groups of short and long forms it belongs to, merged."""
    groups: dict[str, set[str]] = {}
    for line in _lines("nicknames.txt"):
        names = line.split()
        for name in names:
            groups.setdefault(name, set()).update(names)
    return {name: frozenset(group) for name, group in groups.items()}


def is_role(word: str) -> bool:
    """A noun for what a person is or does, in any case, single or plural."""
    low = word.lower()
    return low in words("roles") or (low.endswith("s") and low[:-1] in words("roles"))


def listed(text: str) -> Words:
    """A short word list written out in the code."""
    return frozenset(text.split())


def unaccented(word: str) -> str:
    """A word with its letters' accents taken off."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of `data/NAME`, split at tabs."""
    return [tuple(line.split("\t")) for line in _lines(name)]

"""Which names are one person's: full forms first, then last names, first names and nicknames."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass, field
from itertools import pairwise

from narrator.model import Gender
from narrator.people import gender
from narrator.people.lexicon import nicknames
from narrator.people.names.runs import SUFFIXES
from narrator.people.names.scan import Candidate, is_first_name

_IN_MARKS = re.compile(r"[\"“‘'(]([^\W\d_]+)[\"”’')]")


def fold(word: str) -> str:
    """A word without accents, case and the stop of an abbreviation."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().rstrip(".").replace("’", "'")


def split_suffix(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """A name's words without "Jr." or "III", and that suffix, folded."""
    if len(tokens) > 1 and tokens[-1].lower() in SUFFIXES:
        return tokens[:-1], fold(tokens[-1])
    return tokens, ""


@dataclass(slots=True)
class Someone:
    """A person while the mentions are being gathered."""

    words: tuple[str, ...]
    """The fullest form, without a suffix, as attested."""
    name: str
    suffix: str = ""
    order: int = 0
    forms: dict[str, int] = field(default_factory=dict)
    titles: dict[str, int] = field(default_factory=dict)
    full_mentions: int = 0
    nicknames: set[str] = field(default_factory=set)
    """Folded, as they stand in marks inside the full name: `Ana “Nan” Ruiz`."""
    family: str = ""
    """The folded last name that a first name alone was brought in with: "Ana and Tom Ruiz"."""

    @property
    def first(self) -> str:
        return fold(self.words[0]) if len(self.words) > 1 else ""

    @property
    def last(self) -> str:
        return fold(self.words[-1])

    @property
    def shown_gender(self) -> Gender | None:
        """What titles show ("Mr."), by majority."""
        votes = {"m": 0, "f": 0}
        for title, count in self.titles.items():
            if found := gender.of_title(title):
                votes[found] += count
        return "m" if votes["m"] > votes["f"] else "f" if votes["f"] > votes["m"] else None


def first_names_agree(one: str, other: str) -> bool:
    """Whether two folded first names can be one person's: equal, an initial, a nickname."""
    if one == other:
        return True
    a, b = one.replace(".", ""), other.replace(".", "")
    if not a or not b:
        return False
    if len(a) <= 2 or len(b) <= 2:
        return a[0] == b[0]
    if b in nicknames().get(a, ()):
        return True
    short, long = sorted((a, b), key=len)
    return (
        len(short) >= 3
        and long.startswith(short)
        and not (is_first_name(short) and is_first_name(long) and len(short) > 4)
    )


def same_person(
    words: tuple[str, ...], suffix: str, someone: Someone, nicknames: Set[str] = frozenset()
) -> bool:
    """Whether a full name of two words or more, with its nicknames in marks, is one of `someone`'s."""
    mine, theirs = [fold(word) for word in words], [fold(word) for word in someone.words]
    if suffix != someone.suffix:
        return False
    if mine[-1] == theirs[-1]:
        return (
            first_names_agree(mine[0], theirs[0])
            or mine[0] in someone.nicknames
            or theirs[0] in nicknames
            or (len(mine) > 2 and mine[1] == theirs[0])
            or (len(theirs) > 2 and theirs[1] == mine[0])
            or _inside(*sorted((mine, theirs), key=len))  # De Santis, Ana Maria de Santis
        )
    if len(mine) != len(theirs):  # two last names, of which one is left out now and then
        short, long = sorted((mine, theirs), key=len)
        if len(short) >= 2 and _inside(short, long):
            return True
    return False


def _inside(short: list[str], long: list[str]) -> bool:
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def nicknames_in(text: str, found: Candidate) -> frozenset[str]:
    """What stands in marks between the words of a name: `nan` in `Ana “Nan” Ruiz`."""
    gaps = (text[one.end : other.start] for one, other in pairwise(found.name)) if text else ()
    return frozenset(fold(match.group(1)) for gap in gaps if (match := _IN_MARKS.fullmatch(gap.strip())))


def merge_full_names(candidates: list[Candidate], text: str = "") -> list[Someone]:
    """People from the names of two words or more in `text`, in order of first mention."""
    people: list[Someone] = []
    by_last: dict[str, list[Someone]] = {}
    for found in candidates:
        words, suffix = split_suffix(tuple(token.text for token in found.name))
        if len(words) < 2:
            continue
        nicks = nicknames_in(text, found)
        keys = [fold(word) for word in reversed(words[1:])][:2]
        home = next(
            (one for key in keys for one in by_last.get(key, ()) if same_person(words, suffix, one, nicks)),
            None,
        ) or next(
            (one for one in by_last.get(fold(words[0]), ()) if same_person(words, suffix, one)),
            None,
        )
        key = found.key
        if home is None:
            home = Someone(words=words, name=key, suffix=suffix, order=found.name[0].start)
            people.append(home)
        elif _fuller(words, home.words):
            home.words, home.name = words, key
        home.nicknames |= nicks
        for word in {fold(home.words[-1]), *(fold(word) for word in home.words[1:])}:
            bucket = by_last.setdefault(word, [])
            if home not in bucket:
                bucket.append(home)
        home.forms[key] = home.forms.get(key, 0) + 1
        home.full_mentions += 1
        if found.title:
            home.titles[found.title] = home.titles.get(found.title, 0) + 1
    return people


def _fuller(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """More words win; among as many, spelled-out first names over initials and short forms."""
    if one[0].endswith(".") != other[0].endswith("."):
        return other[0].endswith(".")
    return (len(one), sum(map(len, one))) > (len(other), sum(map(len, other)))

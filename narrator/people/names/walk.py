"""Whom each mention means: one pass over the article in reading order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from narrator.model import Gender
from narrator.people import gender
from narrator.people.lexicon import speech_verbs, words
from narrator.people.names.merge import Someone, fold, split_suffix
from narrator.people.names.runs import PARTICLES, Run
from narrator.people.names.scan import Candidate

MISSPELT_FROM = 5
"""Letters a last name must have to be known again with one of them wrong."""


_OPENERS = frozenset({"st", "de", "di", "la", "le", "lo", "van", "von", "mac", "mc"})
"""First halves of last names of two words."""


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` names the person at this index of `People.persons`."""

    start: int
    end: int
    person: int
    full: bool = False
    """First and last name stand here, not one of them alone."""
    title: str = ""
    """The title or role in front, in lower case: "mr.", "president"."""


class Walk:
    """One pass over the runs in reading order, which says whom each means."""

    def __init__(self, persons: list[Someone]) -> None:
        self.persons = persons
        self.full: dict[str, int] = {}
        self.lasts: dict[str, list[int]] = {}
        self.firsts: dict[str, list[int]] = {}
        self.parts: dict[str, list[int]] = {}
        """One half of a double last name, where nobody has it alone."""
        self.families: dict[str, list[int]] = {}
        """Last name to those whom the text names by the first name alone."""
        for number, one in enumerate(persons):
            for form in (one.name, *one.forms):
                self.full.setdefault(_folded(form), number)
            words = [fold(word) for word in one.words]
            if len(words) > 2 and words[-2] in _OPENERS:
                self.full.setdefault(" ".join(words[-2:]), number)  # St. Clair
            self._put(self.families, one.family, number)
            self._put(self.lasts, words[-1], number)
            if one.suffix:
                self.full.setdefault(f"{words[-1]} {one.suffix}", number)
            for word in words[1:-1]:
                if len(word) > 2 and word not in PARTICLES:
                    self._put(self.lasts, word, number)
            if len(words) > 1:
                self._put(self.firsts, words[0], number)
                for form in one.forms:
                    self._put(self.firsts, fold(form.split()[0]), number)
            if "-" in words[-1]:
                for part in words[-1].split("-"):
                    self._put(self.parts, part, number)
        self.by_initial: dict[str, list[str]] = {}
        for last in self.lasts:
            if len(last) >= MISSPELT_FROM:
                self.by_initial.setdefault(last[0], []).append(last)
        self.recent: dict[int, int] = {}
        """Person to the block of the last mention."""
        self.styles: dict[str, set[str]] = {}
        """Last name to the titles that the text has in front of it alone."""
        self.honoured: dict[str, Counter[Gender]] = {}
        """Last name to how often the text has "Mr." or "Ms." in front of it alone."""

    @staticmethod
    def _put(index: dict[str, list[int]], word: str, number: int) -> None:
        bucket = index.setdefault(word, [])
        if number not in bucket:
            bucket.append(number)

    def mentions(self, runs: list[Run], found: list[Candidate | None], bylines: set[int]) -> list[Mention]:
        for one in found:
            if one is not None and len(one.name) == 1 and (shown := gender.of_title(one.title)):
                self.honoured.setdefault(fold(one.key), Counter())[shown] += 1
                style = one.title.rstrip(".")
                self.styles.setdefault(fold(one.key), set()).add("ms" if style == "miss" else style)
        result: list[Mention] = []
        for run, one in zip(runs, found, strict=True):
            if run.block in bylines:
                continue
            for mention in self._mentions_of(run, one):
                self.recent[mention.person] = run.block
                result.append(mention)
        return result

    def _mentions_of(self, run: Run, one: Candidate | None) -> list[Mention]:
        if one is not None and not (run.headline and len(one.name) > 3):
            number = self._whom(tuple(token.text for token in one.name), one.title, run)
            if number is not None:
                return [Mention(one.name[0].start, one.name[-1].end, number, len(one.name) > 1, one.title)]
            if len(one.name) == 1 and gender.of_title(one.title) and fold(one.key) in self.lasts:
                return []  # Mrs. Ruiz, where the text knows only men of that name
        return self._inside(run, one)

    def _inside(self, run: Run, one: Candidate | None) -> list[Mention]:
        """Known names in a longer run: "Ana Ruiz Wins", "Tells Ruiz"; a body's name counts for nobody."""
        found: list[Mention] = []
        texts = [token.text for token in run.words]
        at = 0
        while at < len(texts):
            for length in range(min(4, len(texts) - at), 0, -1):
                piece = texts[at : at + length]
                number = self.full.get(_folded(" ".join(piece)))
                if (
                    number is None
                    and length == 1
                    and (run.headline or one is not None or self._by_last_name(run))
                ):
                    number = self._whom((piece[0],), "", run) if fold(piece[0]) in self.lasts else None
                if number is not None and not _part_of_a_body(run, at + length):
                    found.append(
                        Mention(run.words[at].start, run.words[at + length - 1].end, number, length > 1)
                    )
                    at += length - 1
                    break
            at += 1
        return found

    def _by_last_name(self, run: Run) -> bool:
        """A last name that is a common word besides, alone and with its capital: "Dean", "Young"."""
        if len(run.words) != 1:
            return False
        near, next_, _ = run.after
        acts = near in speech_verbs() or near == "also" or (near == "," and next_ in ("who", "whose"))
        return acts or not run.opens or run.words[0].text not in words("not_names")

    def _whom(self, texts: tuple[str, ...], title: str, run: Run) -> int | None:
        words, suffix = split_suffix(texts)
        if len(texts) > 1:
            number = self.full.get(_folded(" ".join(texts)))
            if number is not None:
                return number
            if len(words) > 1:
                return None
        word = fold(words[0])
        for index in (self.lasts, self.parts, self.firsts):
            numbers = index.get(word)
            if numbers is None and word.endswith("s") and title == "":
                continue
            if numbers:
                return self._choose(numbers, title, run, suffix)
        return self._misspelt(word) if len(texts) == 1 and not run.headline else None

    def _misspelt(self, word: str) -> int | None:
        """A last name that differs by one letter from the only known one it can be: "Okafar" for Okafor."""
        if len(word) < MISSPELT_FROM or (word.endswith("s") and word[:-1] in self.lasts):
            return None
        close = {
            n
            for last in self.by_initial.get(word[0], ())
            if _one_letter_off(word, last)
            for n in self.lasts[last]
        }
        return close.pop() if len(close) == 1 else None

    def _choose(self, numbers: list[int], title: str, run: Run, suffix: str) -> int | None:
        """Two people with one name: the title's gender, who was just named in full, the main one."""
        if suffix:
            numbers = [n for n in numbers if self.persons[n].suffix == suffix] or numbers
        shown = gender.of_title(title) if title else None
        if shown:
            fitting = [n for n in numbers if self._gender(n) in (shown, None)]
            kin = self._kin(numbers, shown)
            if kin is not None and (not fitting or self._is_wife(title, kin, fitting)):
                return kin
            if not fitting and shown == "f":
                return None
            numbers = fitting or numbers
        if len(numbers) == 1:
            return numbers[0]
        begun = [n for n in numbers if n in self.recent]
        if not begun:
            return max(numbers, key=lambda n: (self._is_honoured(n), self.persons[n].full_mentions, -n))
        here = [n for n in begun if self.recent[n] == run.block]
        if len(here) == 1:
            return here[0]
        return max(begun, key=lambda n: (self.persons[n].full_mentions, -n))

    def _kin(self, numbers: list[int], shown: Gender) -> int | None:
        """The wife of whom "Mrs. Ruiz" can't mean: the only one of the family whom it fits."""
        related = {n for number in numbers for n in self.families.get(self.persons[number].last, ())}
        fitting = [n for n in related if self._gender(n) in (shown, None)]
        return fitting[0] if len(fitting) == 1 else None

    def _is_wife(self, title: str, kin: int, others: list[int]) -> bool:
        """Whether "Mrs. Ruiz" is rather the wife Ana, named just now, than his daughter Lena Ruiz."""
        if {"ms", "mrs"} <= self.styles.get(self.persons[kin].family, set()) and title.startswith("mrs"):
            return True
        latest = max(self.recent.get(other, -1) for other in others)
        return title.startswith("mrs") and self.recent.get(kin, -1) > latest

    def _is_honoured(self, number: int) -> int:
        """How often the text says "Mr. Okafor" more than "Ms. Okafor", for a man; for a woman the reverse."""
        votes = self.honoured.get(self.persons[number].last, Counter())
        mine: Gender | None = self._gender(number)
        return 0 if mine is None else votes[mine] - votes["f" if mine == "m" else "m"]

    def _gender(self, number: int) -> Gender | None:
        one = self.persons[number]
        return one.shown_gender or gender.of_given_names(one.words)


def _one_letter_off(one: str, other: str) -> bool:
    """Whether one letter was changed, added or left out, not at the beginning or as a plural's s."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    head = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[head:], other[head:]
    if len(a) == len(b):
        return a[1:] == b[1:]
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return long[1:] == short and long != "s"


def _folded(name: str) -> str:
    return " ".join(fold(word) for word in name.replace(",", " ").split())


def _part_of_a_body(run: Run, after: int) -> bool:
    """Whether a name only opens a longer proper name: "Ruiz Foundation"."""
    return not run.headline and after < len(run.words) and run.words[after].text in words("organisations")

"""Find the people of an article from its text alone, and every place that names them.

`find_people` reads the capitalised runs (`names_scan`), keeps those that look like persons, puts each
person's names together (`names_merge`), and then walks through the article once more to say whom each
mention means.  Names stand in the text as they are given here; the byline's author, places, bodies,
months and a headline's capitals are nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from narrator.model import Article, Gender, Person

from . import gender
from .lexicon import speech_verbs, words
from .names_facts import Facts, gather_facts
from .names_merge import Someone, fold, merge_full_names, split_suffix
from .names_scan import (
    HONORIFICS,
    SUFFIXES,
    TITLES_ALONE,
    Candidate,
    Run,
    candidate,
    find_runs,
    is_first_name,
)
from .sentences import tokenize

ENOUGH = 2
"""Points (`names_scan`) that make a run of capitalised words a person."""

MISSPELT_FROM = 5
"""Letters a last name must have to be known again with one of them wrong."""

IN_HEADLINE = 99
"""The score that marks a name found inside a headline's run."""

_HE_OR_SHE = re.compile(r"\b(?:[Hh]e|[Ss]he|his|her)\b")
_THEN_HE_OR_SHE = re.compile(
    r"[.!?][\"”]?\s+(?:He|She|His|Her)\b|\b(?:he|she) (?:said|says|added|told|wrote|recalled)\b"
)
_THEN_IT = re.compile(r"[.!?][\"”]?\s+(?:It|Its)\b")
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por|Di)\s+[A-Z]")


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


@dataclass(frozen=True)
class People:
    """The people of an article, in order of first mention, and where each is named."""

    persons: tuple[Person, ...] = ()
    mentions: tuple[Mention, ...] = ()
    roles: tuple[frozenset[str], ...] = ()
    """Beside each person, the nouns that the text calls them by: {"mayor", "democrat"}."""
    authors: frozenset[int] = frozenset()
    """Persons who are named in the byline."""
    _starts: tuple[int, ...] = ()
    _firsts: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        firsts: dict[int, int] = {}
        for mention in self.mentions:
            firsts.setdefault(mention.person, mention.start)
        object.__setattr__(self, "_firsts", firsts)
        object.__setattr__(self, "_starts", tuple(mention.start for mention in self.mentions))

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin in `text[start:end]`, in order."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def resolve(self, name: str) -> Person | None:
        """The person whom a name means: full, last or first, with or without a title, in any case."""
        index = self.index(name)
        return None if index is None else self.persons[index]

    def index(self, name: str) -> int | None:
        """As `resolve`, as an index into `persons`."""
        tokens = [token.text for token in tokenize(name, 0, len(name)) if token.text[0].isalnum()]
        while len(tokens) > 1 and tokens[0].lower() in HONORIFICS:
            tokens.pop(0)
        wanted = [fold(token) for token in tokens]
        if not wanted:
            return None
        best: tuple[int, int] | None = None
        for number, person in enumerate(self.persons):
            for alias in (person.name, *person.aliases):
                have = [fold(word) for word in alias.split()]
                if have == wanted:
                    points = 3
                elif have[-1] == wanted[-1] and (have[0] == wanted[0] or len(wanted) == 1):
                    points = 2
                elif len(wanted) == 1 and wanted[0] in have:
                    points = 1
                else:
                    continue
                if best is None or points > best[0]:
                    best = (points, number)
        return None if best is None else best[1]

    def subject_of(self, sentence: tuple[int, int]) -> Person | None:
        """The person a sentence `(start, end)` is about: the first named in it whose name no "'s" follows."""
        found = self.mentions_in(*sentence)
        return self.persons[found[0].person] if found else None

    def first_mention(self, person: int) -> int:
        """Where the person is first named."""
        return self._firsts[person]

    def gender(self, person: int) -> Gender | None:
        return self.persons[person].gender


def find_people(article: Article) -> People:
    """Every person whose name stands in the article's blocks."""
    runs = find_runs(article)
    english = article.language.lower().startswith("en")
    found = [candidate(run, english) for run in runs]
    bylines = {
        number for number, block in enumerate(article.blocks) if _is_byline(article, block.start, block.end)
    }
    heads = [run for run in runs if run.headline and run.block not in bylines]
    persons = _persons(article, [one for one in found if one and one.run.block not in bylines], heads)
    persons.sort(key=lambda one: one.order)
    mentions = _Walk(persons).mentions(runs, found, bylines)
    return _registry(article, persons, mentions)


def _is_byline(article: Article, start: int, end: int) -> bool:
    return end - start < 120 and bool(_BYLINE.match(article.text, start, end))


# ---------------------------------------------------------------- who there is


def _persons(article: Article, found: list[Candidate], heads: list[Run]) -> list[Someone]:
    full, single = [one for one in found if len(one.name) > 1], [one for one in found if len(one.name) == 1]
    alone = Counter(one.key for one in single if not one.run.headline and one.run.before[1] != "the")
    points: Counter[str] = Counter()
    best: Counter[str] = Counter()
    sections: set[str] = set()
    for one in full:
        if one.run.headline and not _names_a_section(one, article):
            continue
        best[one.key] = max(best[one.key], one.score + _beside(one, article, alone))
        if one.run.headline and article.blocks[one.run.block].level != 1:
            sections.add(one.key)
        points[one.key] += min(one.score, 0)
    for key in sections:
        best[key] += 1
    lasts = {fold(key.split()[-1]) for key, score in best.items() if score >= ENOUGH}
    for one in full:
        if 0 <= best[one.key] < ENOUGH and fold(one.name[-1].text) in lasts and one.run.before[1] != "the":
            best[one.key] += 1 if one.run.opens else 2
    full += _headline_names(heads, alone)
    for one in full:
        if one.score == IN_HEADLINE:
            best[one.key] = ENOUGH
    good = {key for key, score in best.items() if score >= ENOUGH and score + points[key] > 0}
    good -= {key for key in good if _only_precedes(key, good) or _two_people(key, good, alone)}
    people = merge_full_names(
        [
            one
            for one in full
            if one.key in good and (one.score == IN_HEADLINE or not one.run.headline or not _too_long(one))
        ]
    )
    taken = {word for one in people for word in map(fold, one.words)}
    people += _single_names(article, [one for one in single if fold(one.key) not in taken])
    return people


def _beside(one: Candidate, article: Article, alone: Counter[str]) -> int:
    """Points for what the text does with a name of two words or more besides naming it."""
    points = 2 if alone[one.name[-1].text] and one.run.before[1] != "the" else 0
    if one.run.headline:
        return points
    return points + bool(_THEN_HE_OR_SHE.search(article.text, one.name[-1].end, one.name[-1].end + 200))


def _headline_names(runs: list[Run], alone: Counter[str]) -> list[Candidate]:
    """First and last name within a headline's capitals, where the text goes on with the last name alone."""
    found: list[Candidate] = []
    for run in runs:
        for first, last in pairwise(run.words):
            named = is_first_name(first.text) and first.text not in words("not_names")
            if named and alone[last.text] >= 2 and last.text not in words("organisations") | words("places"):
                found.append(Candidate(run, (first, last), "", IN_HEADLINE))
    return found


def _only_precedes(key: str, good: set[str]) -> bool:
    """Whether a longer name is a known one with some other capital in front: "Crooked Ana Ruiz"."""
    first, _, rest = key.partition(" ")
    return rest in good and " " in rest and not is_first_name(first) and not first.endswith(".")


def _two_people(key: str, good: set[str], alone: Counter[str]) -> bool:
    """Whether two names stand side by side: "gave Ana Ruiz Okafor's badge"."""
    rest, _, last = key.rpartition(" ")
    return rest in good and " " in rest and alone[last] > 0 and last.lower() not in SUFFIXES


def _too_long(one: Candidate) -> bool:
    return len(one.run.words) > len(one.name) + 2


def _names_a_section(one: Candidate, article: Article) -> bool:
    """A headline's run that is a name of its own: "Ana Ruiz, 41, nurse", "Rep. Al Green (D) of Texas"."""
    block = article.blocks[one.run.block]
    whole = one.run.words[-1] is one.name[-1]
    return whole and (
        one.run.after[0] in ("", ",", ":", "(", "–", "-", "—", "]", "*", "**", "|", "and", "&")
        or block.end - block.start < 60
    )


@dataclass(slots=True)
class _Alone:
    """What speaks for and against a person behind a word that stands alone with its capital."""

    first: Candidate
    titles: Counter[str] = field(default_factory=Counter)
    spoke: int = 0
    person: int = 0
    thing: int = 0

    @property
    def is_person(self) -> bool:
        titled = max((_title_points(title) for title in self.titles), default=0)
        if self.thing >= max(2, self.spoke + self.person + titled):
            return False
        if titled >= ENOUGH or self.person >= ENOUGH:
            return True
        return self.spoke > 0 and (is_first_name(self.first.key) or self.person + titled > 0)


def _title_points(title: str) -> int:
    return 3 if title in HONORIFICS else 2 if title in TITLES_ALONE else 1


def _single_names(article: Article, single: list[Candidate]) -> list[Someone]:
    """People who are only ever called by one name: with a title, or as one who speaks and is "he" or "she"."""  # noqa: E501
    found: dict[str, _Alone] = {}
    for one in single:
        alone = found.setdefault(one.key, _Alone(one))
        if one.title:
            alone.titles[one.title] += 1
        if not one.run.headline:
            _weigh(article, one, alone)
    return [
        Someone(words=(key,), name=key, order=alone.first.name[0].start, titles=dict(alone.titles))
        for key, alone in found.items()
        if alone.is_person
    ]


def _weigh(article: Article, one: Candidate, alone: _Alone) -> None:
    verbs, run = speech_verbs(), one.run
    near, next_, _ = run.after
    if run.before[1] in ("the", "a", "an"):
        alone.thing += 3
    elif run.before[1] in ("in", "at", "near", "across", "via", "on"):
        alone.thing += 1
    speaks = near in verbs and near.endswith(("ed", "s", "said", "told"))
    spoke = run.before[1] in ("said", "says", "asked", "added") and run.before[0] in (
        "”",
        '"',
        "''",
        "’",
        ",",
    )
    if not (speaks or spoke):
        return
    alone.spoke += 1
    end = one.name[-1].end
    if _THEN_IT.search(article.text, end, end + 160):
        alone.thing += 1
    elif _HE_OR_SHE.search(article.text, end, end + 240):
        alone.person += 1
    if run.opens and near == "," and (next_.isdigit() or next_ == "who"):
        alone.person += 2


# ---------------------------------------------------------------- where they are named


class _Walk:
    """One pass over the runs in reading order, which says whom each means."""

    def __init__(self, persons: list[Someone]) -> None:
        self.persons = persons
        self.full: dict[str, int] = {}
        self.lasts: dict[str, list[int]] = {}
        self.firsts: dict[str, list[int]] = {}
        for number, one in enumerate(persons):
            for form in (one.name, *one.forms):
                self.full.setdefault(_folded(form), number)
            words = [fold(word) for word in one.words]
            self._put(self.lasts, words[-1], number)
            if one.suffix:
                self.full.setdefault(f"{words[-1]} {one.suffix}", number)
            for word in words[1:-1]:
                if len(word) > 2:
                    self._put(self.lasts, word, number)
            if len(words) > 1:
                self._put(self.firsts, words[0], number)
                for form in one.forms:
                    self._put(self.firsts, fold(form.split()[0]), number)
            if "-" in words[-1]:
                for part in words[-1].split("-"):
                    self._put(self.lasts, part, number)
        self.by_initial: dict[str, list[str]] = {}
        for last in self.lasts:
            if len(last) >= MISSPELT_FROM:
                self.by_initial.setdefault(last[0], []).append(last)
        self.recent: dict[int, int] = {}
        """Person to the block of the last mention."""

    @staticmethod
    def _put(index: dict[str, list[int]], word: str, number: int) -> None:
        bucket = index.setdefault(word, [])
        if number not in bucket:
            bucket.append(number)

    def mentions(self, runs: list[Run], found: list[Candidate | None], bylines: set[int]) -> list[Mention]:
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
        return len(run.words) == 1 and (not run.opens or not run.words[0].text in words("not_names"))  # noqa: E713

    def _whom(self, texts: tuple[str, ...], title: str, run: Run) -> int | None:
        words, suffix = split_suffix(texts)
        if len(texts) > 1:
            number = self.full.get(_folded(" ".join(texts)))
            if number is not None:
                return number
            if len(words) > 1:
                return None
        word = fold(words[0])
        for index in (self.lasts, self.firsts):
            numbers = index.get(word)
            if numbers is None and word.endswith("s") and title == "":
                continue
            if numbers:
                return self._choose(numbers, title, run, suffix)
        return self._misspelt(word) if len(texts) == 1 and not run.headline else None

    def _misspelt(self, word: str) -> int | None:
        """A last name that differs by one letter from the only known one it can be: "Wines" for Wimes."""
        if len(word) < MISSPELT_FROM or word.endswith("s") and word[:-1] in self.lasts:  # noqa: RUF021
            return None
        close = {
            n
            for last in self.by_initial.get(word[0], ())
            if _one_letter_off(word, last)
            for n in self.lasts[last]
        }
        return close.pop() if len(close) == 1 else None

    def _choose(self, numbers: list[int], title: str, run: Run, suffix: str) -> int | None:
        """Two people with one name: the title's gender, then who was just named in full, then the main one."""  # noqa: E501
        if suffix:
            numbers = [n for n in numbers if self.persons[n].suffix == suffix] or numbers
        shown = gender.of_title(title) if title else None
        if shown and len(numbers) > 1:
            fitting = [n for n in numbers if self._gender(n) in (shown, None)]
            numbers = fitting or numbers
        if len(numbers) == 1:
            return numbers[0]
        begun = [n for n in numbers if n in self.recent]
        if not begun:
            return max(numbers, key=lambda n: (self.persons[n].full_mentions, -n))
        here = [n for n in begun if self.recent[n] == run.block]
        if len(here) == 1:
            return here[0]
        return max(begun, key=lambda n: (self.persons[n].full_mentions, -n))

    def _gender(self, number: int) -> Gender | None:
        one = self.persons[number]
        return one.shown_gender or gender.of_first_name(one.words[0])


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


# ---------------------------------------------------------------- the registry


def _registry(article: Article, someones: list[Someone], mentions: list[Mention]) -> People:
    attested = list(dict.fromkeys(mention.person for mention in sorted(mentions, key=lambda m: m.start)))
    renumber = {old: new for new, old in enumerate(attested)}
    ordered = [someones[old] for old in attested]
    moved = sorted(
        (Mention(m.start, m.end, renumber[m.person], m.full, m.title) for m in mentions),
        key=lambda m: m.start,
    )
    aliases = _aliases(article, len(ordered), moved)
    names = [_name(one, forms) for one, forms in zip(ordered, aliases, strict=True)]
    facts = gather_facts(article, ordered, moved)
    persons = tuple(
        Person(
            name=name,
            aliases=tuple(form for form in forms if form != name),
            gender=fact.gender,
            age=fact.age,
            role=fact.role,
        )
        for name, forms, fact in zip(names, aliases, facts, strict=True)
    )
    authors = frozenset(
        number
        for number, name in enumerate(names)
        if article.byline and name.casefold() in article.byline.casefold()
    )
    return People(persons, tuple(moved), tuple(_roles(fact) for fact in facts), authors)


def _roles(fact: Facts) -> frozenset[str]:
    return frozenset(fact.nouns)


def _aliases(article: Article, count: int, mentions: list[Mention]) -> list[list[str]]:
    """The forms of each person's name as they stand in the text, in order."""
    forms: list[dict[str, None]] = [{} for _ in range(count)]
    for mention in mentions:
        forms[mention.person].setdefault(" ".join(article.text[mention.start : mention.end].split()))
    return [list(each) for each in forms]


def _name(one: Someone, forms: list[str]) -> str:
    return one.name if one.name in forms else max(forms, key=lambda form: (len(form.split()), len(form)))

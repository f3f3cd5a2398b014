"""Find the people of an article from its text alone, and every place that names them.

`find_people` reads the capitalised runs (`names.scan`), keeps those that look like persons, puts each
person's names together (`names.merge`), and then walks through the article once more to say whom each
mention means.  Names stand in the text as they are given here; the byline's author, places, bodies,
months and a headline's capitals are nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from narrator.model import Article, Gender, Person
from narrator.people.names.evidence import persons_in
from narrator.people.names.facts import Facts, gather_facts
from narrator.people.names.merge import Someone, fold
from narrator.people.names.runs import find_runs
from narrator.people.names.scan import HONORIFICS, candidate
from narrator.people.names.walk import Mention, Walk
from narrator.people.sentences import tokenize

_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por|Di)\s+[A-Z]")


@dataclass(frozen=True)
class People:
    """The people of an article, in order of first mention, and where each is named."""

    persons: tuple[Person, ...] = ()
    mentions: tuple[Mention, ...] = ()
    roles: tuple[frozenset[str], ...] = ()
    """Beside each person, the nouns that the text calls them by: {"mayor", "democrat"}."""
    authors: frozenset[int] = frozenset()
    """Persons who are named in the byline."""
    by_name: frozenset[int] = frozenset()
    """Persons whose gender nothing but the first name shows."""
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

    @cached_property
    def _by_role(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for person, nouns in enumerate(self.roles):
            for noun in nouns:
                found.setdefault(noun, []).append(person)
        return found

    def called(self, noun: str) -> Sequence[int]:
        """The persons whom the text calls by this noun."""
        return self._by_role.get(noun, ())

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
    persons = persons_in(article, [one for one in found if one and one.run.block not in bylines], heads)
    persons.sort(key=lambda one: one.order)
    mentions = Walk(persons).mentions(runs, found, bylines)
    return _registry(article, persons, mentions)


def _is_byline(article: Article, start: int, end: int) -> bool:
    return end - start < 120 and bool(_BYLINE.match(article.text, start, end))


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
    by_name = frozenset(number for number, fact in enumerate(facts) if fact.by_name)
    return People(persons, tuple(moved), tuple(_roles(fact) for fact in facts), authors, by_name)


def _roles(fact: Facts) -> frozenset[str]:
    return frozenset(fact.nouns | fact.offices)


def _aliases(article: Article, count: int, mentions: list[Mention]) -> list[list[str]]:
    """The forms of each person's name as they stand in the text, in order."""
    forms: list[dict[str, None]] = [{} for _ in range(count)]
    for mention in mentions:
        forms[mention.person].setdefault(" ".join(article.text[mention.start : mention.end].split()))
    return [list(each) for each in forms]


def _name(one: Someone, forms: list[str]) -> str:
    return one.name if one.name in forms else max(forms, key=lambda form: (len(form.split()), len(form)))


__all__ = ["Mention", "People", "find_people"]

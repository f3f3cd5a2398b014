"""Headings that are people's only in company: roles, first names, and names that nothing else shows.

Each alone says little: `The Vicar`, `Becky`, `Maureen Lund, Citizens' Bureau`.  Two or more of one kind, each
over a section that is somebody's, are a round-up's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from narrator.model import BlockKind
from narrator.people.first_person import SINGULAR
from narrator.people.headings.read import (
    SINGLE_NAME,
    Trust,
    is_shouted,
    read_heading,
    title_cased,
    trim_heading,
)
from narrator.people.headings.verify import PRONOUN, Page, may_be_name, plain_name
from narrator.people.lexicon import first_names, is_role, rare_first_names, stands_in
from narrator.people.lexicon import words as word_list

MIN_SERIES = 2
"""Headings of one kind and level are a series; so many people's headings are company for a doubtful one."""
MOSTLY = 0.5
"""The share of a level's headings that a series of first names is."""
_ROLE_WORDS = 5
_ONE = rf"[\"“‘']?(?P<a>{SINGLE_NAME})[\"”’']?"
_FIRST_NAME = re.compile(
    rf"^{_ONE}(?:,? (?:and|&|\+|und|et|y) (?P<b>{SINGLE_NAME}))?(?:(?:, | ?[:|•·/] ?| [–—-] | \().*)?$"
)
_NICKNAMED = re.compile(
    rf"^(?:Big|Little|Old|Young|Aunty?|Auntie|Uncle|Granny|Nana|Grandpa) (?P<a>{SINGLE_NAME})$"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A heading, by the index of its passage, with the names of its people."""

    passage: int
    names: tuple[str, ...]
    rule: str


def headings_in_company(page: Page, found: Mapping[int, str]) -> list[Proposal]:
    """What else heads a person's section, beside those found by their own form: passage to person."""
    people: dict[int, set[str]] = {}
    for index, person in found.items():
        people.setdefault(page.passages[index].level, set()).add(person)
    peopled = {level for level, persons in people.items() if len(persons) >= MIN_SERIES}
    rest = [
        index
        for index, passage in enumerate(page.passages)
        if passage.kind is BlockKind.HEADING and passage.level > 1 and index not in found and page.body(index)
    ]
    result = [
        one
        for index in rest
        if page.passages[index].level in peopled
        for one in _names_like_people(page, index)
    ]
    taken = {one.passage for one in result} | found.keys()
    first = [one for index in rest if index not in taken for one in _first_names(page, index)]
    levels = peopled | _levels_of_first_names(page, rest, first)
    result += [one for one in first if page.passages[one.passage].level in levels]
    taken |= {one.passage for one in result}
    return result + _roles(page, [i for i in rest if i not in taken and i - 1 not in taken])


def _levels_of_first_names(page: Page, rest: Iterable[int], first: Iterable[Proposal]) -> set[int]:
    """Where first names are a series: several people's, and at least half of what heads at this level."""
    heads = Counter(page.passages[index].level for index in rest)
    names: dict[int, list[str]] = {}
    for one in first:
        names.setdefault(page.passages[one.passage].level, []).append(one.names[0])
    return {
        level
        for level, alike in names.items()
        if len(set(alike)) >= MIN_SERIES and len(alike) >= MOSTLY * heads[level]
    }


def _names_like_people(page: Page, index: int) -> Iterable[Proposal]:
    """`Maureen Lund, Citizens' Bureau`, among people: it begins with a first name that people have."""
    words = page.words(index)
    for reading in read_heading(words):
        names = tuple(plain_name(words[a:b], page) for a, b in reading.spans)
        if reading.trust is not Trust.MENTION and all(
            " " in name and _begins_as_people(name) for name in names
        ):
            yield Proposal(index, names, reading.rule)
            return


def _begins_as_people(name: str) -> bool:
    tokens = name.split()
    other = any(stands_in(token, "organisations", "places") for token in tokens)
    return _is_first_name(tokens[0]) and may_be_name(name) and not other


def _is_first_name(word: str) -> bool:
    low = word.lower()
    return low in first_names() and low not in rare_first_names() and word not in word_list("places")


def _first_names(page: Page, index: int) -> Iterable[Proposal]:
    """`Becky` · `Nikhil, back end` · `Abdul and Maryam`: the section names them or says `I`."""
    start, end = trim_heading(page.words(index))
    words = page.words(index)[start:end]
    if is_shouted(words):
        words = title_cased(words)
    match = _FIRST_NAME.match(words) or _NICKNAMED.match(words)
    if match is None:
        return
    names = [name for name in match.groupdict().values() if name]
    body = page.body(index)
    own = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", body) for name in names)
    if not all(_is_first_name(name) for name in names) or not (own or SINGULAR.search(body)):
        return
    if PRONOUN.search(body) or SINGULAR.search(body) or (own and _has_a_job(words)):
        attested = page.words(index)[start:end]
        found = (match.span(group) for group in match.groupdict() if match.group(group))
        yield Proposal(index, tuple(_as_attested(attested[a:b], body) for a, b in found), "first name")


def _has_a_job(words: str) -> bool:
    """`Freya, barista`, whose section need not say `she`"""
    _, _, behind = words.partition(", ")
    return behind[:1].islower() and any(is_role(word.strip(",.()")) for word in behind.split())


def _as_attested(name: str, body: str) -> str:
    """`BECKY` as the section has it: `Becky`."""
    plain = title_cased(name) if name.isupper() else name
    return plain if plain == name or re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", body) else name


def _roles(page: Page, rest: list[int]) -> list[Proposal]:
    """`The Postmistress` … `The Vicar`: each section is whose name comes first and most often in it.

    Two of a level are roles that everybody knows; beside them any word behind `The` is one.
    """
    surely: dict[int, set[str]] = {}
    found: list[Proposal] = []
    for index in rest:
        tokens = _role_words(page.words(index))
        is_role = bool(tokens) and tokens[-1] in word_list("roles")
        person = _mainly_about(page, index) if is_role or tokens[:1] == ["the"] else None
        if person:
            found.append(Proposal(index, (person,), "role"))
            if is_role:
                surely.setdefault(page.passages[index].level, set()).add(person)
    return [one for one in found if len(surely.get(page.passages[one.passage].level, ())) >= MIN_SERIES]


def _role_words(words: str) -> list[str]:
    """`THE VICAR` · `Night nurse` · `A baker in Leeds` in small letters, without the place."""
    start, end = trim_heading(words)
    tokens = words[start:end].lower().split(" in ")[0].split()
    plain = all(token.replace("-", "").isalpha() for token in tokens)
    return tokens if plain and len(tokens) <= _ROLE_WORDS else []


def _mainly_about(page: Page, index: int) -> str | None:
    """The person named in a section's first paragraph, first of all in it, and nobody more often."""
    people = page.known.people
    end = page.ends[index]
    if end <= index + 1:
        return None
    opening = page.passages[index + 1]
    mentions = people.mentions_in(opening.start, page.passages[end - 1].end)
    if not mentions or mentions[0].start >= opening.end:
        return None
    counts: dict[int, int] = {}
    for mention in mentions:
        counts[mention.person] = counts.get(mention.person, 0) + 1
    first = mentions[0].person
    leads = counts[first] >= max(counts.values()) or _goes_on(page, opening.start, opening.end)
    return people.persons[first].name if leads else None


def _goes_on(page: Page, start: int, end: int) -> bool:
    return PRONOUN.search(page.text, start, end) is not None

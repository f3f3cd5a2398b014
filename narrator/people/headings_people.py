"""Sections that a person's name heads: the proposals of `headings`, held against the text under them.

A heading is a person's if its form is only people's (an age, a party), or if the text knows the name
as a person's, or if the section goes on with the last name alone, as prose does with people and never
with places: `New York` is `New York` again, `Ana Ruiz` is `Ruiz`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import BlockKind

from .headings import (
    NAME,
    SINGLE_NAME,
    HeadingNames,
    Trust,
    is_shouted,
    read_heading,
    title_cased,
    trim_heading,
)
from .lexicon import words as word_list
from .names import People
from .segments_passages import Passage

_SENTENCE_END = re.compile(r"[.!?…,;][\"”’»)]*$")
_NUMBERED = re.compile(
    rf"^\(?\d{{1,3}}[.):]\s+(?P<head>{NAME}(?:, [^:.\n]{{1,60}})?)(?P<mark>[:.]|\s[–—-])\s+(?=\S)"
)
_AGED = re.compile(
    rf"^(?P<head>(?:{NAME}|{SINGLE_NAME})(?:, \d{{1,3}}\b| \(\d{{1,3}}\))[^:.\n]{{0,60}}):\s+(?=\S)"
)
_NAMED = re.compile(rf"^(?P<head>{NAME}(?:, [^:.\n]{{1,60}})?):\s+(?=\S)")
MIN_BODY_WORDS = 6
_HEADING_WORDS = 12
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|er|sie|il|elle)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonHeading:
    """A heading that opens the section of one person, or of two who share it."""

    passage: int
    start: int
    end: int
    """The heading's words in the article, with list number and closing colon."""
    names: tuple[str, ...]
    """Full names: as the article's people are called, else as they stand in the heading."""
    rule: str

    @property
    def person(self) -> str:
        return self.names[0]


def find_person_headings(text: str, passages: Sequence[Passage], people: People) -> tuple[PersonHeading, ...]:
    """The headings that open a person's section, in order; the article's own title is none."""
    first_prose = next(
        (i for i, p in enumerate(passages) if p.kind is not BlockKind.HEADING and p.end - p.start > 90), 0
    )
    found: list[PersonHeading] = []
    for index, passage in enumerate(passages):
        if passage.kind is BlockKind.HEADING and passage.level == 1 and index <= first_prose:
            continue
        heading = _whole_heading(text, passages, index, people) or _run_in_heading(
            text, passages, index, people
        )
        if heading is not None:
            found.append(heading)
    return _consistent(passages, found)


def section_end(passages: Sequence[Passage], index: int) -> int:
    """The passage before which the section of the heading at `index` ends: the next heading."""
    for later in range(index + 1, len(passages)):
        if passages[later].kind is BlockKind.HEADING:
            return later
    return len(passages)


# --------------------------------------------------------------------------- one heading


def _whole_heading(
    text: str, passages: Sequence[Passage], index: int, people: People
) -> PersonHeading | None:
    passage = passages[index]
    words = text[passage.start : passage.end]
    is_heading = passage.kind is BlockKind.HEADING
    if not is_heading and not _may_be_heading(text, passages, index):
        return None
    if is_heading and index + 1 >= len(passages):
        return None
    body = _body(text, passages, index)
    for reading in read_heading(words):
        if not is_heading and (reading.trust is Trust.MENTION or reading.rule == "words, then name"):
            continue
        if reading.trust is Trust.MENTION:
            continue
        names = _verified(words, reading, body, text, people)
        if names:
            return PersonHeading(index, passage.start, passage.end, names, reading.rule)
    return _mentioning(passages, index, people) if is_heading else None


def _may_be_heading(text: str, passages: Sequence[Passage], index: int) -> bool:
    """A short line without a sentence's end, over a longer passage: a heading that the page did not mark."""
    passage = passages[index]
    words = text[passage.start : passage.end]
    if len(words.split()) > _HEADING_WORDS or "\n" in words or _SENTENCE_END.search(words):
        return False
    if index + 1 >= len(passages):
        return False
    following = passages[index + 1]
    return len(text[following.start : following.end].split()) >= MIN_BODY_WORDS


def _body(text: str, passages: Sequence[Passage], index: int) -> str:
    end = section_end(passages, index)
    if end <= index + 1:
        return ""
    return text[passages[index + 1].start : passages[min(end, index + 12) - 1].end]


def _verified(words: str, reading: HeadingNames, body: str, text: str, people: People) -> tuple[str, ...]:
    """The names of a reading that are people's; a reading of two needs one of them."""
    names: list[str] = []
    for start, end in reading.spans:
        name = words[start:end]
        if is_shouted(name) or (name.isupper() and len(name) > 3):
            name = _as_written(title_cased(name), name, text)
        person = people.resolve(name)
        if person is not None and _is_whole(name, person.name, person.aliases):
            names.append(person.name if len(person.name) >= len(name) else name)
        elif (reading.trust is Trust.FORM or _goes_on_with_last_name(name, body, text)) and _may_be_name(
            name
        ):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _may_be_name(name: str) -> bool:
    tokens = name.lower().split()
    return tokens[-1] not in word_list("not_last_names") and tokens[0] not in ("the", "a", "an")


def _is_whole(name: str, full: str, aliases: tuple[str, ...]) -> bool:
    """`resolve` forgives a missing first name; a heading of two words must not be read as one of them."""
    forms = {form.lower() for form in (full, *aliases)}
    last = full.rsplit(maxsplit=1)[-1].lower()
    return " " not in name or name.lower() in forms or last == name.rsplit(maxsplit=1)[-1].lower()


def _as_written(plain: str, shouted: str, text: str) -> str:
    """`ANA RUIZ` as the text has it elsewhere: only a name that stands in the text is given."""
    for pattern in (rf"(?<!\w){re.escape(plain)}(?!\w)",):
        if re.search(pattern, text):
            return plain
    other = re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", text, re.IGNORECASE)
    return other.group(0) if other and not other.group(0).isupper() else shouted


def _goes_on_with_last_name(name: str, body: str, text: str) -> bool:
    """The section says `Ruiz` without `Ana`, and never `ruiz`; or `Ana` alone with `she`."""
    tokens = name.split()
    if len(tokens) < 2 or tokens[-1].lower() in word_list("not_last_names"):
        return False
    for own, other in ((tokens[-1], tokens[-2]), (tokens[0], None)):
        if len(own) < 3 or re.search(rf"(?<!\w){re.escape(own.lower())}(?!\w)", text):
            continue
        alone = rf"(?<!\w){re.escape(own)}(?!\w)(?! {re.escape(tokens[1])})"
        if other is not None:
            alone = rf"(?<!{re.escape(other)} )(?<!\w){re.escape(own)}(?!\w)"
        if re.search(alone, body, re.IGNORECASE if own.isupper() else 0) and (other or _PRONOUN.search(body)):
            return True
    return False


def _mentioning(passages: Sequence[Passage], index: int, people: People) -> PersonHeading | None:
    """A sentence or theme with one known person in it, whose section begins with that person.

    `How Ana Ruiz lost her home` heads Ana Ruiz's section; `A feud with Ana Ruiz` only if the text
    under it turns to her.
    """
    passage = passages[index]
    named = {mention.person for mention in people.mentions_in(passage.start, passage.end)}
    if len(named) != 1:
        return None
    end = section_end(passages, index)
    if end <= index + 1:
        return None
    person = named.pop()
    opening = passages[index + 1]
    first = people.mentions_in(opening.start, opening.end)
    if not first or first[0].person != person:
        return None
    counts: dict[int, int] = {}
    for mention in people.mentions_in(opening.start, passages[end - 1].end):
        counts[mention.person] = counts.get(mention.person, 0) + 1
    if counts[person] < max(counts.values()):
        return None
    return PersonHeading(
        index, passage.start, passage.end, (people.persons[person].name,), "name in a sentence"
    )


# --------------------------------------------------------------------------- run in with the text


def _run_in_heading(
    text: str, passages: Sequence[Passage], index: int, people: People
) -> PersonHeading | None:
    """`1. Ana Ruiz: A former baker, Ruiz …` · `Ana Ruiz, 34: …`"""
    passage = passages[index]
    if passage.kind is BlockKind.HEADING:
        return None
    words = text[passage.start : passage.end]
    for pattern, rule in (
        (_NUMBERED, "number and name, run in"),
        (_AGED, "name with age, run in"),
        (_NAMED, "name, run in"),
    ):
        match = pattern.match(words)
        if match is None or len(words[match.end() :].split()) < MIN_BODY_WORDS:
            continue
        head = match["head"]
        for reading in read_heading(head):
            if reading.trust is Trust.MENTION:
                continue
            names = _verified(head, reading, words[match.end() :], text, people)
            if names:
                return PersonHeading(index, passage.start, passage.start + match.end(), names, rule)
    return None


# --------------------------------------------------------------------------- all together


def _consistent(passages: Sequence[Passage], found: list[PersonHeading]) -> tuple[PersonHeading, ...]:
    """Keeps weak proposals only in company.

    An unnumbered run-in name or an unmarked line is a heading if another person has one too; a theme
    that mentions a person heads a section only where at least two people's sections are so headed.
    """
    kept: list[PersonHeading] = []
    for heading in found:
        company = {other.person for other in found if other.rule == heading.rule} - {heading.person}
        unmarked = passages[heading.passage].kind is not BlockKind.HEADING
        weak = heading.rule in ("name, run in", "name in a sentence") or unmarked
        if not weak or company or (unmarked and heading.rule == "name with age"):
            kept.append(heading)
    return tuple(kept)


__all__ = ["PersonHeading", "find_person_headings", "section_end", "trim_heading"]

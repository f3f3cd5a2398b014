"""Whether the names that a heading proposes are people's: held against the people and the section's text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import BlockKind
from narrator.people.first_person import SINGULAR
from narrator.people.headings.attested import Attested, shared_last_name
from narrator.people.headings.known import KnownNames
from narrator.people.headings.read import HeadingNames, Trust, is_shouted, read_heading, title_cased
from narrator.people.lexicon import first_names, is_role
from narrator.people.lexicon import words as word_list
from narrator.people.names.scan import HONORIFICS
from narrator.people.segments.passages import Passage

_CAPITAL_BEFORE = re.compile(r"(?<=\w )(?P<word>[^\W\d_a-zß-öø-ÿ][\w'’-]*) $")
_BEGINS_ANOTHER = re.compile(r"[ \xa0][^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ]")
"""A capitalised word right behind: `Grace Hopper` is no `Grace` alone."""
_SUBTITLE_WORDS = 6
_OPENING = 2
"""Paragraphs in which a section turns to the person whom its heading names."""
PRONOUN = re.compile(r"\b(?:he|she|his|her|him|er|sie|il|elle)\b", re.IGNORECASE)

_OFFICES_TOO = ("Deacon", "Bishop", "Dean", "Major", "Marshal", "Judge")
"""First names that are rather an office in front of another first name: `Deacon Ellis Marlow`."""
_WE = re.compile(r"\b(?:[Ww]e|[Ww]e['’]\w+|[Oo]ur)\b")


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    passages: Sequence[Passage]
    known: KnownNames
    ends: Sequence[int]
    attested: Attested

    def words(self, index: int) -> str:
        passage = self.passages[index]
        return self.text[passage.start : passage.end]

    def body(self, index: int) -> str:
        """The text under a heading, its first dozen passages."""
        first = index + 2 if self._is_subtitle(index + 1) else index + 1
        end = min(self.ends[first - 1], index + 12)
        return "" if end <= first else self.text[self.passages[first].start : self.passages[end - 1].end]

    def _is_subtitle(self, index: int) -> bool:
        """A heading right below another one that names nobody: `Ana Ruiz`, and under it `Tractor driver`."""
        if index + 1 >= len(self.passages) or self.passages[index].kind is not BlockKind.HEADING:
            return False
        below = self.passages[index + 1].kind is not BlockKind.HEADING
        words = self.words(index)
        named = any(reading.trust is not Trust.MENTION for reading in read_heading(words))
        return below and not named and len(words.split()) <= _SUBTITLE_WORDS


def verified_names(
    words: str, reading: HeadingNames, body: str, page: Page, *, quiet: bool = False
) -> tuple[str, ...]:
    """The names of a reading that are people's; a reading of two needs one of them.

    A known person's section must turn to them at once, unless it may be `quiet`.
    """
    names: list[str] = []
    written = [plain_name(words[start:end], page) for start, end in reading.spans]
    for name in _with_shared_last_name(written, page.attested):
        if not may_be_name(name) or (reading.trust is not Trust.FORM and _takes_an_article(name, page)):
            continue
        number = page.known.index(name)
        person = None if number is None else page.known.people.persons[number]
        two = len(reading.spans) > 1
        if not (person is None or quiet or reading.trust is Trust.FORM or _turns_to(name, body, two=two)):
            continue
        if person is not None and _is_whole(name, person.name, person.aliases):
            names.append(person.name if len(person.name) >= len(name) else name)
        elif reading.trust is Trust.FORM or (
            not _ends_in_a_first_name(name, page) and _goes_on_with_last_name(name, body, page.attested)
        ):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _ends_in_a_first_name(name: str, page: Page) -> bool:
    """`Amazing Grace` over the life of `Grace Hopper`"""
    last = name.rsplit(maxsplit=1)[-1]
    number = page.known.index(last)
    return number is not None and page.known.people.persons[number].name.startswith(f"{last} ")


def _turns_to(name: str, body: str, *, two: bool) -> bool:
    """One of a section's first paragraphs names the person, or says `she` or `I`, or `we` under `two` names;
    under a picture's caption the article goes on about something else."""
    opening = "\n\n".join(body.split("\n\n", _OPENING)[:_OPENING])
    own = any(word in opening for word in name.split() if len(word) > 2)
    return own or any(mark.search(opening) for mark in (PRONOUN, SINGULAR, *([_WE] if two else [])))


def _takes_an_article(name: str, page: Page) -> bool:
    """`the Golden Gate` is no person, whatever its first word."""
    return name in page.attested.after_article


def plain_name(name: str, page: Page) -> str:
    """A name with single spaces, without an office in front; one in capitals as the text has it elsewhere."""
    if is_shouted(name) or (name.isupper() and len(name) > 3):
        name = _as_written(title_cased(name), name, page.attested)
    office, *own = name.split()
    given = office.lower() in first_names() and office not in _OFFICES_TOO
    titled = len(own) > 1 and is_role(office) and not given and own[0].lower() in first_names()
    return " ".join(own if titled else [office, *own])


def _with_shared_last_name(names: list[str], attested: Attested) -> list[str]:
    """`Ana` and `Tom Lund` are `Ana Lund` and `Tom Lund`, if the text says so.

    Else who has a full name leads: `Tom Lund` and `Ana`.
    """
    full = shared_last_name(names)
    if not full:
        return names
    return [full, names[1]] if full in attested.forms.get(full.lower(), ()) else [names[1], names[0]]


def may_be_name(name: str) -> bool:
    tokens = name.lower().split()
    if any(token.endswith(("'s", "’s")) for token in tokens):
        return False
    return tokens[-1] not in word_list("not_last_names") and tokens[0] not in ("the", "a", "an")


def _is_whole(name: str, full: str, aliases: tuple[str, ...]) -> bool:
    """`resolve` forgives a missing first name; a heading of two words must not be read as one of them."""
    forms = {form.lower() for form in (full, *aliases)}
    last = full.rsplit(maxsplit=1)[-1].lower()
    return " " not in name or name.lower() in forms or last == name.rsplit(maxsplit=1)[-1].lower()


def _as_written(plain: str, shouted: str, attested: Attested) -> str:
    """`ANA RUIZ` as the text has it elsewhere: only a name that stands in the text is given."""
    forms = attested.forms.get(plain.lower(), ())
    return plain if plain in forms else next((form for form in forms if not form.isupper()), shouted)


def _goes_on_with_last_name(name: str, body: str, attested: Attested) -> bool:
    """The section says `Ruiz` without `Ana`, and never `ruiz`; or `Ana` alone with `she`."""
    tokens = name.split()
    if len(tokens) < 2 or tokens[-1].lower() in word_list("not_last_names"):
        return False
    for own, other in ((tokens[-1], tokens[-2]), (tokens[0], None)):
        if len(own) < 3 or attested.is_a_word(own.lower()):
            continue
        alone = rf"(?<!\w){re.escape(own)}(?!\w)(?! {re.escape(tokens[1])})"
        if other is not None:
            alone = rf"(?<!{re.escape(other)} )(?<!\w){re.escape(own)}(?!\w)"
        found = re.finditer(alone, body, re.IGNORECASE if own.isupper() else 0)
        alone_there = (
            not _ends_another_name(body, at.start()) and not _BEGINS_ANOTHER.match(body, at.end())
            for at in found
        )
        if any(alone_there) and (other or PRONOUN.search(body)):
            return True
    return False


def _ends_another_name(body: str, at: int) -> bool:
    """`Rue Yves Saint Laurent Majorelle` is no `Majorelle` alone; `But Majorelle` and `Ms. Majorelle` are."""
    match = _CAPITAL_BEFORE.search(body, max(0, at - 40), at)
    return match is not None and match["word"].lower() not in HONORIFICS

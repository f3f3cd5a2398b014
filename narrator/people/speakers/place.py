"""Where a quotation stands, and what a rule may answer about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narrator.people.quotes.find import Quote
from narrator.people.speakers.context import Context
from narrator.people.speakers.frames import Frame
from narrator.people.speakers.phrases import Kind, Subject
from narrator.people.speakers.subjects import opening_subject
from narrator.people.speakers.tags import BODY, COMMA, DASH, GROUP, PERSON, PLURAL, POSSESSIVE, ROLE, Word


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation where it stands: sentence `number`, word `at`."""

    context: Context
    quotes: tuple[Quote, ...]
    number: int
    at: int

    @property
    def frame(self) -> Frame:
        return self.context.frames[self.number]

    @property
    def words(self) -> tuple[Word, ...]:
        return self.frame.words

    @property
    def quote(self) -> Quote:
        return self.quotes[self.words[self.at].quote]

    def neighbour(self, step: int) -> Frame | None:
        """The sentence so many before or behind."""
        index = self.number + step
        return self.context.frames[index] if 0 <= index < len(self.context.frames) else None

    @property
    def tag_follows(self) -> bool:
        """Narration goes on behind the quotation as it does to say whose it is: “It rained,” …"""
        behind = self.words[self.at + 1 :]
        if self.at or not self.ends_with(",?!") or not any(word.text[0].isalpha() for word in behind):
            return False
        return behind[0].tag != PLURAL  # “It rained,” it said: the paper that the sentence before names

    def asks(self, number: int) -> bool:
        """Whether a quotation ends with a question."""
        one = self.quotes[number]
        return self.context.text[one.inner_start : one.inner_end].rstrip(" '’‘\"”").endswith("?")

    def ends_with(self, marks: str) -> bool:
        inner = self.context.text[self.quote.inner_start : self.quote.inner_end].rstrip(" '’‘\"”")
        return inner.endswith(tuple(marks))


@dataclass(frozen=True, slots=True)
class Same:
    """The answer "whoever speaks that other quotation"."""

    quote: int


Answer = Subject | Same | None
Rule = Callable[[Place], Answer]


_TOWARDS = frozenset({"for", "to", "at", "against"})
"""In front of who is spoken to: "The council had one wish for Ruiz:"."""


def lone_person(words: tuple[Word, ...], start: int, stop: int) -> Subject | None:
    """Who a clause without a speech verb is about: its subject, the owner of one that can't speak, the only
    person."""
    found = opening_subject(words, start, stop)
    if found is None:
        return _opening_owner(words, start, stop)
    if found.kind not in (Kind.ROLE, Kind.BODY):
        return found
    if found.owner >= 0:
        speaks = found.kind is Kind.ROLE and any(word.tag == ROLE for word in found.words)
        return found if speaks else owner_of(found)
    named = [at for at in range(start, stop) if words[at].tag == PERSON]
    if len(named) == 1 and words[named[0] - 1].low not in _TOWARDS:
        return _person(words[named[0]])
    return found if any(word.tag in (ROLE, GROUP, BODY) for word in found.words) else None


def _opening_owner(words: tuple[Word, ...], start: int, stop: int) -> Subject | None:
    """Ruiz in "Ruiz's answer was short", which is no phrase that could speak."""
    owns = start + 1 < stop and words[start].tag == PERSON and words[start + 1].tag == POSSESSIVE
    return _person(words[start]) if owns else None


def _person(word: Word) -> Subject:
    return Subject(Kind.PERSON, word.start, word.end, (word,), word.person)


def owner_of(found: Subject) -> Subject:
    """The person named in a phrase like "Ruiz's answer"."""
    word = next(word for word in reversed(found.words) if word.tag == PERSON)
    return Subject(Kind.PERSON, word.start, word.end, (word,), word.person, index=found.index)


def past_marks(words: tuple[Word, ...], at: int) -> int:
    """Behind the commas and dashes that stand at `at`."""
    while at < len(words) and words[at].tag in (COMMA, DASH):
        at += 1
    return at

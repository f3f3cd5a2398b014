"""Where a quotation stands, and what a rule may answer about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narrator.people.quotes.find import Quote
from narrator.people.speakers.context import Context
from narrator.people.speakers.frames import Frame
from narrator.people.speakers.phrases import Kind, Subject
from narrator.people.speakers.subjects import opening_subject
from narrator.people.speakers.tags import BODY, COMMA, DASH, GROUP, PERSON, ROLE, Word


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

    def ends_with(self, marks: str) -> bool:
        inner = self.context.text[self.quote.inner_start : self.quote.inner_end].rstrip(" '’‘\"”")
        return inner.endswith(tuple(marks))


@dataclass(frozen=True, slots=True)
class Same:
    """The answer "whoever speaks that other quotation"."""

    quote: int


Answer = Subject | Same | None
Rule = Callable[[Place], Answer]


def lone_person(words: tuple[Word, ...], start: int, stop: int) -> Subject | None:
    """Who a clause without a speech verb is about: its subject, the subject's owner, the only person."""
    found = opening_subject(words, start, stop)
    if found is not None and found.kind in (Kind.ROLE, Kind.BODY) and found.owner < 0:
        named = [word for word in words[start:stop] if word.tag == PERSON]
        if len(named) == 1:
            return Subject(Kind.PERSON, named[0].start, named[0].end, (named[0],), named[0].person)
        if not any(word.tag in (ROLE, GROUP, BODY) for word in found.words):
            return None
    if found is not None:
        if found.kind in (Kind.ROLE, Kind.BODY) and found.owner >= 0:
            return owner_of(found)
        return found
    return None


def owner_of(found: Subject) -> Subject:
    """The person named in a phrase like "Ruiz's answer"."""
    word = next(word for word in reversed(found.words) if word.tag == PERSON)
    return Subject(Kind.PERSON, word.start, word.end, (word,), word.person, index=found.index)


def past_marks(words: tuple[Word, ...], at: int) -> int:
    """Behind the commas and dashes that stand at `at`."""
    while at < len(words) and words[at].tag in (COMMA, DASH):
        at += 1
    return at

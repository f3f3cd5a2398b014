"""Whom "he", "she", "it" and "the mayor" mean: what was said and who was named before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from narrator.model import Gender

from .names import People
from .speakers_frames import PERSON, POSSESSIVE, QUOTE, Frame
from .speakers_subjects import Kind, Subject, opening_subject

REACH = 6
"""How many sentences back a pronoun looks."""


@dataclass(slots=True)
class Context:
    """What the sentences so far have established; the rules read it, `attribute_quotes` keeps it."""

    text: str
    people: People
    frames: Sequence[Frame]
    speakers: dict[int, str | None] = field(default_factory=dict)
    """Quotation to its speaker, for those already settled."""
    persons: dict[int, int] = field(default_factory=dict)
    """Quotation to the person who speaks it, where it is one."""
    labels: dict[str, str] = field(default_factory=dict)
    """A body's head noun to the words it was first called by."""
    subjects: dict[int, Subject | None] = field(default_factory=dict)

    def subject(self, number: int) -> Subject | None:
        """The subject of the sentence, read once."""
        if number not in self.subjects:
            frame = self.frames[number]
            self.subjects[number] = opening_subject(frame.words, 0, len(frame.words))
        return self.subjects[number]

    def name(self, person: int) -> str:
        return self.people.persons[person].name

    def fits(self, person: int, gender: Gender) -> bool:
        return self.people.gender(person) in (gender, None)

    # ------------------------------------------------------------ he and she

    def pronoun(self, number: int, at: int, gender: Gender, skip: int = -1) -> int | None:
        """The person whom "he" or "she" means at word `at` of the sentence `number`."""
        for exact in (True, False):
            found = self._pronoun(number, at, gender, skip, exact)
            if found is not None:
                return found
        return None

    def _pronoun(self, number: int, at: int, gender: Gender, skip: int, exact: bool) -> int | None:
        for index in range(number, max(-1, number - REACH - 1), -1):
            frame = self.frames[index]
            if frame.headline and index != number:
                continue
            limit = at if index == number else len(frame.words)
            for person in self._salient(index, limit):
                shown = self.people.gender(person)
                if person != skip and (shown == gender or (shown is None and not exact)):
                    return person
        return None

    def _salient(self, number: int, limit: int) -> list[int]:
        """The persons of a sentence, likeliest first: who speaks in it, its subject, others, owners."""
        frame = self.frames[number]
        ranked: list[int] = []
        words = frame.words[:limit]
        for word in reversed(words):
            if word.tag == QUOTE and word.quote in self.persons:
                ranked.append(self.persons[word.quote])  # noqa: PERF401
        subject = self.subject(number)
        if subject is not None and subject.index <= limit:
            if subject.kind is Kind.PERSON:
                ranked.append(subject.person)
            elif subject.owner >= 0:
                ranked.append(subject.owner)
        owners: list[int] = []
        for index, word in enumerate(words):
            if word.tag == PERSON:
                owned = index + 1 < len(words) and words[index + 1].tag == POSSESSIVE
                (owners if owned else ranked).append(word.person)
        return ranked + owners

    # ------------------------------------------------------------ roles and bodies

    def role(self, number: int, at: int, subject: Subject) -> int | None:
        """The person whom "the mayor" means: the one called so, else, for a definite role, none."""
        head = subject.head
        called = [person for person, nouns in enumerate(self.people.roles) if head in nouns]
        if not called or not subject.definite:
            return None
        if len(called) == 1:
            return called[0]
        for index in range(number, max(-1, number - 40), -1):
            limit = at if index == number else len(self.frames[index].words)
            for person in self._salient(index, limit):
                if person in called:
                    return person
        return None

    def last_person(self, number: int) -> int | None:
        """Whom the sentences just before are about."""
        for index in range(number - 1, max(-1, number - 3), -1):
            ranked = self._salient(index, len(self.frames[index].words))
            if ranked:
                return ranked[0]
        return None

    def last_body(self, number: int) -> str | None:
        """The body or group that "it" or "they" means: the subject of a sentence shortly before."""
        for index in range(number, max(-1, number - 4), -1):
            subject = self.subject(index)
            if subject is not None and subject.kind in (Kind.BODY, Kind.ROLE):
                return self.label(subject)
        return None

    def label(self, subject: Subject) -> str:
        """The article's words for a speaker who is not a named person, the same for the same body."""
        words = " ".join(self.text[subject.start : subject.end].split())
        key = words.lower().removeprefix("the ").removeprefix("a ").removeprefix("an ")
        if subject.kind is Kind.BODY and len(key.split()) == 1 and subject.definite:
            for known, label in self.labels.items():
                if key in known.split():
                    return label
        return self.labels.setdefault(key, words)

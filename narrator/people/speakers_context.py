"""Whom "he", "she", "it" and "the mayor" mean: what was said and who was named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrator.model import Gender

from .gender import PRONOUNS, of_role
from .lexicon import listed
from .names import People
from .speakers_frames import PERSON, POSSESSIVE, QUOTE, Frame
from .speakers_subjects import Kind, Subject, end_tag, opening_subject

STAGE_ROLES = listed("""
    narrator announcer moderator interviewer reporter host anchor spokesman spokeswoman spokesperson judge questioner
    voter crowd caller driver officer clerk author writer editor
""")  # noqa: E501
"""Who is "the announcer" without having been named: somebody else, never the person talked about."""

TOPIC_REACH = 5
"""How many sentences a person stays the topic."""

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
    indefinite: dict[str, int] = field(default_factory=dict)
    """Head noun to where the text first has it with "a"."""
    voices: dict[int, Subject | None] = field(default_factory=dict)
    recent: list[frozenset[int]] = field(default_factory=list)
    topics: frozenset[int] = frozenset()
    """Who the last few sentences were about or spoke in them."""
    pronouns: dict[int, int | None] = field(default_factory=dict)

    def voice(self, number: int) -> Subject | None:
        """Who a sentence without a quotation reports: its tag at the end ("..., Ruiz said."), else its subject."""  # noqa: E501
        frame = self.frames[number]
        if number not in self.voices:
            self.voices[number] = end_tag(frame.words, 0) or self.subject(number)
        return self.voices[number]

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
        unsure: int | None = None
        for index in range(number, max(-1, number - REACH - 1), -1):
            frame = self.frames[index]
            if frame.headline and index != number:
                continue
            limit = at if index == number else len(frame.words)
            for rank, person in enumerate(self._salient(index, limit)):
                shown = self.people.gender(person)
                if person == skip or shown not in (gender, None):
                    continue
                if shown == gender or (rank == 0 and index >= number - 1):
                    return person
                unsure = person if unsure is None else unsure
        return unsure

    def _salient(self, number: int, limit: int) -> list[int]:
        """The persons of a sentence, likeliest first: who speaks in it, its subject, others, owners."""
        frame = self.frames[number]
        ranked: list[int] = []
        words = frame.words[:limit]
        for word in reversed(words):
            if word.tag == QUOTE and word.quote in self.persons:
                ranked.append(self.persons[word.quote])  # noqa: PERF401
        whole = limit == len(frame.words)
        subject = self.voice(number) if whole and not frame.quotes else self.subject(number)
        if subject is not None and (whole or subject.index <= limit):
            if subject.kind is Kind.PERSON:
                ranked.append(subject.person)
            elif subject.kind is Kind.PRONOUN and whole:
                meant = self.meant(number, subject)
                if meant is not None:
                    ranked.append(meant)
            elif subject.owner >= 0:
                ranked.append(subject.owner)
        owners: list[int] = []
        for index, word in enumerate(words):
            if word.tag == PERSON:
                owned = index + 1 < len(words) and words[index + 1].tag == POSSESSIVE
                (owners if owned else ranked).append(word.person)
        if len(ranked) > 1 and (subject is None or subject.kind in (Kind.ROLE, Kind.BODY)):
            ranked.sort(key=lambda person: person not in self.topics)
        return ranked + owners

    def enter(self, number: int) -> None:
        """Called for each sentence in order, before its quotations: settles its subject and the topics so far."""  # noqa: E501
        subject = self.voice(number)
        if subject is not None and subject.kind is Kind.PRONOUN:
            self.meant(number, subject)
        for index in (number - 1,):
            if index < 0:
                continue
            about = self.voices.get(index)
            frame = self.frames[index]
            persons = [
                self.persons[word.quote]
                for word in frame.words
                if word.tag == QUOTE and word.quote in self.persons
            ]
            if about is not None and about.kind is Kind.PERSON:
                persons.append(about.person)
            elif about is not None and about.kind is Kind.PRONOUN:
                found = self.pronouns.get(index)
                persons += [found] if found is not None else []
            self.recent = [*self.recent[-TOPIC_REACH + 1 :], frozenset(persons)]
            self.topics = frozenset().union(*self.recent)

    def meant(self, number: int, subject: Subject) -> int | None:
        """Whom the pronoun that is a sentence's subject means, worked out once."""
        if number not in self.pronouns:
            self.pronouns[number] = None
            self.pronouns[number] = self.pronoun(number, subject.index - 1, PRONOUNS[subject.words[0].low])
        return self.pronouns[number]

    # ------------------------------------------------------------ roles and bodies

    def role(self, number: int, at: int, subject: Subject) -> int | None:
        """The person whom "the mayor" means: the one called so, else, for a definite role, none."""
        head = subject.head
        called = [person for person, nouns in enumerate(self.people.roles) if head in nouns]
        if not subject.definite:
            return None
        if not called:
            return self._topic(number, subject)
        if len(called) == 1:
            return called[0]
        for index in range(number, max(-1, number - 40), -1):
            limit = at if index == number else len(self.frames[index].words)
            for person in self._salient(index, limit):
                if person in called:
                    return person
        return None

    def _topic(self, number: int, subject: Subject) -> int | None:
        """ "The senator" whom nothing calls so: the person the sentence before is about, unless the text
        brings in a senator of its own ("a senator")."""
        head = subject.head
        if subject.words[0].low in ("his", "her", "their", "its"):
            return None
        if head in STAGE_ROLES or head.endswith("s") or self._introduced(head, subject.start):
            return None
        for index in range(number - 1, max(-1, number - 3), -1):
            frame = self.frames[index]
            spoken = [
                self.persons[word.quote]
                for word in frame.words
                if word.tag == QUOTE and word.quote in self.persons
            ]
            about = self.subject(index)
            person = None
            if about is not None and about.kind is Kind.PERSON:
                person = about.person
            elif about is not None and about.kind is Kind.PRONOUN:
                person = self.meant(index, about)
            elif spoken:
                person = spoken[-1]
            if person is not None and person != subject.owner:
                shown = of_role(head)
                return person if shown is None or self.fits(person, shown) else None
        return None

    def _introduced(self, head: str, before: int) -> bool:
        if head not in self.indefinite:
            found = re.search(rf"\b[Aa]n? (?:[\w-]+ )?(?:[\w-]+ )?{re.escape(head)}\b", self.text)
            self.indefinite[head] = found.start() if found else len(self.text)
        return self.indefinite[head] < before

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
            words = self.frames[index].words
            for word in reversed(words):
                if word.tag == QUOTE and self.speakers.get(word.quote) and word.quote not in self.persons:
                    return self.speakers[word.quote]
            subject = self.subject(index)
            if subject is not None and subject.kind is Kind.BODY:
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

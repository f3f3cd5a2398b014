"""Whom "he", "she", "it" and "the mayor" mean: what was said and who was named before.

It is one long module, for all of these are told from one history of who spoke and who was named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrator.model import Gender
from narrator.people.gender import PRONOUNS, of_role
from narrator.people.lexicon import is_role, listed
from narrator.people.names.find import People
from narrator.people.speakers.epithets import (
    brought_in_at_end,
    compatriot,
    named_below,
    of_age,
    spouse,
)
from narrator.people.speakers.frames import Frame
from narrator.people.speakers.labels import Labels
from narrator.people.speakers.leads import is_year, lead_of, passing
from narrator.people.speakers.phrases import Kind, Subject
from narrator.people.speakers.pointing import ranked, told_of
from narrator.people.speakers.repeats import Repeats
from narrator.people.speakers.subjects import DOCUMENTS, end_tag, opening_subject
from narrator.people.speakers.tags import (
    COMMA,
    NUMBER,
    PERSON,
    POSSESSIVE,
    QUOTE,
    RELATIVE,
    VERB,
)

STAGE_ROLES = listed("""
    narrator announcer moderator interviewer reporter host anchor spokesman spokeswoman spokesperson
    couple pair duo trio judge questioner voter crowd caller driver officer clerk author writer editor
""")
"""Who is "the announcer" without having been named: somebody else, never the person talked about."""

SOURCES = listed("""
    source official person witness employee worker resident neighbor neighbour insider diplomat adviser
    aide analyst officer investigator colleague friend relative survivor student soldier voter driver
    doctor teacher whistleblower clinician nurse parent tenant passenger commuter
""")
"""Who speaks without a name in news, and is "he" or "she" in the next sentence."""

ANYONE = listed("man woman boy girl gentleman lady guy")
"""Nouns that stand for a person already named as a pronoun does: "the woman"."""

TOPIC_REACH = 5
"""How many sentences a person stays the topic."""

OWN_CLAUSE = 6
"""How many words behind "the secretary" she may be "she"."""

REACH = 6
"""How many sentences back a pronoun looks."""


Who = int | str
"""A person, as an index, or a single human being the text only calls by a role, as its words."""


@dataclass(slots=True)
class Context:
    """What the sentences so far have established; the rules read it, `attribute_quotes` keeps it."""

    text: str
    people: People
    frames: Sequence[Frame]
    speakers: dict[int, str | None] = field(default_factory=dict)
    """Quotation to its speaker, for those already settled."""
    whos: dict[int, Who] = field(default_factory=dict)
    """Quotation to its speaker, where it is one human being."""
    voiced: list[Who] = field(default_factory=list)
    """The same in the order in which they were settled."""
    spoken: set[Who] = field(default_factory=set)
    meanings: dict[int, Who] = field(default_factory=dict)
    """Sentence to whom its subject means."""
    owners: dict[int, Who] = field(default_factory=dict)
    """Sentence to whom the "his" or "her" that begins it means."""
    sources: set[str] = field(default_factory=set)
    """Labels that a pronoun may mean though they show no gender."""
    vague: set[str] = field(default_factory=set)
    """Those of them that give way to anybody of fitting gender whom the sentence names."""
    label_genders: dict[str, Gender] = field(default_factory=dict)
    subjects: dict[int, Subject | None] = field(default_factory=dict)
    indefinite: dict[str, int] = field(default_factory=dict)
    """Head noun to where the text first has it with "a"."""
    voices: dict[int, Subject | None] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)
    """The noun that a report opened with to whom it named below."""
    recent: list[frozenset[Who]] = field(default_factory=list)
    topics: frozenset[Who] = frozenset()
    """Who the last few sentences were about or spoke in them."""

    lead: int | None = None
    """Whom the text is about from beginning to end."""
    passing: frozenset[int] = frozenset()
    """Who is named in one paragraph only."""
    labels: Labels = field(init=False)
    repeats: Repeats = field(init=False)

    def __post_init__(self) -> None:
        self.labels = Labels(self.text)
        self.repeats = Repeats(self.text)
        self.lead = lead_of(self.people, self.frames)
        self.passing = passing(self.people, self.frames) if self.lead is not None else frozenset()

    def voice(self, number: int) -> Subject | None:
        """Whom a sentence without a quotation reports: its tag at the end ("..., Ruiz said.") or subject."""
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

    def gender(self, who: Who) -> str | None:
        """What the text shows of a person, or of a role by its noun."""
        return self.people.gender(who) if isinstance(who, int) else self.label_genders.get(who)

    def pronoun(self, number: int, at: int, gender: Gender) -> Who | None:
        """Whom "he" or "she" means at word `at` of the sentence `number`."""
        near = self._near(number, at, gender)
        lead = self.lead
        if lead in (None, near, told_of(self.frames[number].words, at)):
            return near
        if lead is None or self.people.gender(lead) != gender:
            return near
        back = near is None or self._turns_back(number, at, near) or self._long_ago(number, at, near)
        return lead if back else near

    def _long_ago(self, number: int, at: int, near: Who) -> bool:
        """Her sister was a nurse. “It rained,” she said in 1988: an old interview is the subject's."""
        words = self.frames[number].words
        behind = words[at + 1 : at + 16]
        if not words or words[0].tag != QUOTE or not any(is_year(word.text) for word in behind):
            return False
        return isinstance(near, str) or near in self.passing

    def _turns_back(self, number: int, at: int, near: Who) -> bool:
        """He was born in Leeds: a paragraph about the text's subject, behind one in which others spoke."""
        frame = self.frames[number]
        if frame.quotes or number == 0 or any(word.tag == PERSON for word in frame.words[:at]):
            return False
        if not self._nobody_yet(number):
            return False
        if frame.words[min(at + 1, len(frame.words) - 1)].tag == VERB:
            return False
        return isinstance(near, int) and near in self.passing

    def _nobody_yet(self, number: int) -> bool:
        """Whether a paragraph has named and quoted nobody before its sentence `number`."""
        block = self.frames[number].block
        for before in range(number - 1, max(-1, number - REACH), -1):
            frame = self.frames[before]
            if frame.block != block:
                return True
            if frame.quotes or any(word.tag == PERSON for word in frame.words):
                return False
        return number < REACH

    def _near(self, number: int, at: int, gender: Gender) -> Who | None:
        """The likeliest of fitting gender in the nearest sentence; one whose gender the text does not show
        only right beside; never Ruiz in "Ruiz, he said, was tired"."""
        unsure: Who | None = None
        beside = told_of(self.frames[number].words, at)
        for index in range(number, max(-1, number - REACH - 1), -1):
            frame = self.frames[index]
            if frame.headline and index != number:
                continue
            limit = at if index == number else len(frame.words)
            salient = self._salient(index, limit)
            fitting = any(isinstance(who, int) and self.gender(who) == gender for who in salient)
            for rank, who in enumerate(salient):
                shown = self.gender(who)
                if shown not in (gender, None) or who == beside or (fitting and who in self.vague):
                    continue
                if (
                    isinstance(who, str)
                    and (shown is None or _is_kin(who, frame))
                    and frame.block != self.frames[number].block
                    and index < number - 1
                ):
                    continue
                if shown == gender or (rank == 0 and index >= number - 1):
                    return who
                unsure = who if unsure is None and isinstance(who, int) else unsure
        return self._against_the_name(number) if unsure is None else unsure

    def _against_the_name(self, number: int) -> int | None:
        """Dan Wang told the paper. “It rained,” she said: nobody else is meant, and a first name may err."""
        if number and not self.frames[number - 1].headline:
            before = self._salient(number - 1, len(self.frames[number - 1].words))
            if len(set(before)) == 1 and before[0] in self.people.by_name:
                return before[0] if isinstance(before[0], int) else None
        return None

    def _salient(self, number: int, limit: int) -> list[Who]:
        """The persons of a sentence, likeliest first: who speaks in it, its subject, others, owners."""
        frame = self.frames[number]
        words = frame.words[:limit]
        ranked = [self.whos[word.quote] for word in reversed(words) if word.quote in self.whos]
        whole = limit == len(frame.words)
        subject = self.voice(number) if whole and not frame.quotes else self.subject(number)
        if subject is not None and (whole or subject.index <= limit):
            meant = subject.person if subject.kind is Kind.PERSON else self.meanings.get(number)
            if meant is not None:
                ranked.append(meant)
            if subject.owner >= 0 and subject.kind is not Kind.PERSON:
                ranked.append(subject.owner)
        if number in self.owners:
            ranked.append(self.owners[number])
        others: list[Who] = []
        introduced: set[Who] = set()
        owners: list[Who] = []
        for index, word in enumerate(words):
            if word.tag == PERSON:
                follows = words[index + 1].tag if index + 1 < len(words) else ""
                owned = follows == POSSESSIVE
                if follows == COMMA and self.people.first_mention(word.person) >= word.start:
                    introduced.add(word.person)
                (owners if owned else others).append(word.person)
        if subject is None or subject.kind in (Kind.ROLE, Kind.BODY):
            others.sort(key=lambda who: (who not in introduced, who not in self.topics))
        return ranked + others + owners

    def enter(self, number: int) -> None:
        """Called for each sentence in order, before its quotations: its subject's meaning, the topics."""
        if number:
            frame = self.frames[number - 1]
            about = {self.whos[word.quote] for word in frame.words if word.quote in self.whos}
            if (meant := self.meanings.get(number - 1)) is not None:
                about.add(meant)
            self.recent = [*self.recent[-TOPIC_REACH + 1 :], frozenset(about)]
            self.topics = frozenset().union(*self.recent)
        words = self.frames[number].words
        if words and words[0].low in ("his", "her"):
            owner = self.pronoun(number, 0, PRONOUNS[words[0].low])
            if owner is not None:
                self.owners[number] = owner
        subject = self.voice(number) if not self.frames[number].quotes else self.subject(number)
        if subject is not None:
            meant = self.who(number, subject)
            if meant is not None:
                self.meanings[number] = meant

    def who(self, number: int, subject: Subject) -> Who | None:  # noqa: PLR0911
        """The person or the single role that a subject means; None for bodies, groups and what is unclear."""
        if subject.kind is Kind.PERSON:
            return subject.person
        if subject.kind is Kind.PRONOUN:
            return self.pronoun(number, subject.index - 1, PRONOUNS[subject.words[0].low])
        if subject.kind is Kind.ROLE:
            person = self._is_named(number, subject)
            person = self.role(number, subject.index - 1, subject) if person is None else person
            for look in (compatriot, named_below, spouse):
                person = look(self, number, subject) if person is None else person
            if person is not None:
                return person
            if subject.head in SOURCES or _is_somebody(subject):
                label = self.labels.of(subject)
                self.sources.add(label)
                if subject.head not in SOURCES:
                    self.vague.add(label)
                return label
            if gender := of_role(subject.head):
                if subject.head in ANYONE and subject.definite:
                    known = self.pronoun(number, subject.index - 1, gender)
                    if known is not None:
                        return known
                label = self.labels.of(subject)
                self.label_genders[label] = gender
                return label
        return None

    # ------------------------------------------------------------ roles and bodies

    def _is_named(self, number: int, subject: Subject) -> int | None:
        """The person of "a teacher named Boyd", where only the first words were taken."""
        behind = self.frames[number].words[subject.index : subject.index + 2]
        if len(behind) > 1 and behind[0].low in ("named", "called") and behind[1].tag == PERSON:
            return behind[1].person
        return self._is_somebody_named(number, subject)

    def _is_somebody_named(self, number: int, subject: Subject) -> int | None:
        """The person of "the one who picks up is often Ruiz": a clause with no other verb before the name."""
        words = self.frames[number].words
        if not subject.definite or subject.index >= len(words) or words[subject.index].tag != RELATIVE:
            return None
        clause = words[subject.index : subject.index + OWN_CLAUSE + 4]
        being = next((i for i, word in enumerate(clause) if word.low in ("is", "was")), len(clause))
        return next((word.person for word in clause[being + 1 : being + 3] if word.tag == PERSON), None)

    def role(self, number: int, at: int, subject: Subject) -> int | None:
        """The person whom "the mayor" means: the one called so, else, for a definite role, none."""
        head = ranked(subject)
        called = self.people.called(head)
        if not subject.definite:
            return None
        if (aged := of_age(self, subject)) is not None:
            return aged
        if not called:
            return self.dropped[head] if head in self.dropped else self._topic(number, subject)
        if len(called) == 1:
            return None if head in SOURCES and self._another_spoke(number) else called[0]
        for index in range(number, max(-1, number - 40), -1):
            limit = at if index == number else len(self.frames[index].words)
            for person in self._salient(index, limit):
                if isinstance(person, int) and person in called:
                    return person
        return None

    def _topic(self, number: int, subject: Subject) -> int | None:
        """ "The senator" whom nothing calls so: the person the sentence before is about, unless the text
        brings in a senator of its own ("a senator")."""
        head = subject.head
        if ranked(subject) != head:
            return None
        if subject.words[0].low in ("his", "her", "their", "its"):
            return None
        if any(word.tag == RELATIVE for word in self.frames[number].words[subject.index : subject.index + 1]):
            return None  # the nurse who gave it
        if (
            not is_role(head)
            or head in STAGE_ROLES
            or head.endswith("s")
            or self._introduced(head, subject.start)
        ):
            return None
        for index in range(number - 1, max(-1, number - 3), -1):
            who = self.meanings.get(index)
            if who is None:
                spoken = [
                    self.whos[word.quote] for word in self.frames[index].words if word.quote in self.whos
                ]
                who = spoken[-1] if spoken else None
            if who is None and index == number - 1 and subject.owner < 0:
                who = brought_in_at_end(self.frames[index])
            if isinstance(who, int) and who == self._asker(number):
                continue
            if isinstance(who, int) and who != subject.owner:
                shown = of_role(head) or self._said_of_itself(number, subject)
                return who if shown is None or self.fits(who, shown) else None
        return None

    def _another_spoke(self, number: int) -> bool:
        """Another clinician said so. “It rained,” the whistleblower said: an unnamed source goes on."""
        if number == 0:
            return False
        last = [word.quote for word in self.frames[number - 1].words if word.tag == QUOTE]
        return bool(last) and (self.speakers.get(last[-1]) is None or self.whos.get(last[-1]) in self.sources)

    def _asker(self, number: int) -> Who | None:
        """Who asked right before: “How many?” Ruiz said. / “Two,” the witness said."""
        if number == 0 or self.frames[number].words[0].tag != QUOTE:
            return None
        asked = [word for word in self.frames[number - 1].words if word.tag == QUOTE]
        if not asked or not asked[-1].text.rstrip("\"'”’").endswith("?"):
            return None
        return self.whos.get(asked[-1].quote)

    def _said_of_itself(self, number: int, subject: Subject) -> Gender | None:
        """The gender in "the secretary told the paper she was “watching events”"."""
        behind = self.frames[number].words[subject.index : subject.index + OWN_CLAUSE]
        if not behind or behind[0].tag != VERB:
            return None
        return next((PRONOUNS[word.low] for word in behind if word.low in ("he", "she")), None)

    def _introduced(self, head: str, before: int) -> bool:
        if head not in self.indefinite:
            found = re.search(rf"\b[Aa]n? (?:[\w-]+ )?(?:[\w-]+ )?{re.escape(head)}\b", self.text)
            self.indefinite[head] = found.start() if found else len(self.text)
        return self.indefinite[head] < before

    def last_body(self, number: int, at: int, pronoun: str = "it") -> str | None:
        """The body or group that "it" or "they" means: the subject of a sentence shortly before; a statement
        is never "they", and several of a trade always are."""
        never = DOCUMENTS if pronoun == "they" else frozenset()
        for index in range(number, max(-1, number - 5), -1):
            words = self.frames[index].words
            limit = at if index == number else len(words)
            for word in reversed(words[:limit]):
                spoke = self.speakers.get(word.quote) if word.tag == QUOTE else None
                if spoke and word.quote not in self.whos and spoke.split()[-1] not in never:
                    return spoke
            subject = self.subject(index)
            if subject is None or subject.index > limit or subject.words[0].tag == NUMBER:
                continue
            several = pronoun == "they" and subject.kind is Kind.ROLE and subject.head.endswith("s")
            if several or (subject.kind is Kind.BODY and subject.head not in never):
                return self.labels.of(subject)
        return None


_BRINGS_IN = listed("a an another his her their")


def _is_kin(label: str, frame: Frame) -> bool:
    """His father, who is told of in passing: nobody is quoted there."""
    return not frame.quotes and label.split(maxsplit=1)[0].lower() in ("his", "her", "their")


def _is_somebody(subject: Subject) -> bool:
    """One human being who has no name and whom a pronoun may mean next: "Her supervisor", "a clerk"."""
    one = is_role(subject.words[-1].low) and not subject.head.endswith("s") and subject.owner < 0
    return one and subject.words[0].low in _BRINGS_IN and of_role(subject.head) is None

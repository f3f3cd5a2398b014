"""The shapes of journalism, told from what the other readers found: a detector each, tried in order.

The shape decides how much a paragraph needs before it is another person's (`segments`), nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from narrator.model import BlockKind
from narrator.people.gender import PRONOUNS
from narrator.people.headings.known import KnownNames
from narrator.people.headings.people import PersonHeading
from narrator.people.names.find import People
from narrator.people.segments.evidence import Evidence
from narrator.people.segments.passages import Passage
from narrator.people.turns.find import Conversation


class Shape(StrEnum):
    TRANSCRIPT = "transcript"
    """Several people's labelled turns: debates, round tables, oral histories."""
    INTERVIEW = "interview"
    """One person answers, with labels or without."""
    HEADED_ROUND_UP = "headed round-up"
    """A section for each of several people, under headings that name them."""
    PROFILE = "profile"
    """One person from beginning to end, others only about them; obituaries too."""
    STORY = "story"
    """News, and round-ups without headings: people come and go by the paragraph."""
    EXPLAINER = "explainer"
    """A text about no person."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is known of an article before its shape."""

    text: str
    passages: Sequence[Passage]
    people: People
    headings: Sequence[PersonHeading]
    conversation: Conversation | None
    evidence: Sequence[Evidence]
    askers: frozenset[int]
    human: frozenset[int]
    """Who speaks, or is `he` or `she`."""
    known: KnownNames

    def prose(self) -> list[int]:
        """The passages that are no headings and no person's heading line."""
        lines = {h.passage for h in self.headings if h.end >= self.passages[h.passage].end}
        return [i for i, p in enumerate(self.passages) if p.kind is not BlockKind.HEADING and i not in lines]

    def words(self, index: int) -> str:
        passage = self.passages[index]
        return self.text[passage.start : passage.end]

    def refers(self, index: int, name: str) -> bool:
        """A passage names this person, means them by a pronoun, or carries their words."""
        person = self.known.index(name)
        if person is not None:
            return person in self.evidence[index].referred
        passage = self.passages[index]
        return name.rsplit(maxsplit=1)[-1] in self.text[passage.start : passage.end]

    def speaks_of(self, index: int, person: int) -> bool:
        """A passage names the person or means them by a pronoun, in quotation marks too."""
        if person in self.evidence[index].referred:
            return True
        passage = self.passages[index]
        return any(
            self.people.gender(person) in ("m" if word.lower() in ("he", "him", "his") else "f", None)
            for word in THIRD_PERSON.findall(self.text, passage.start, passage.end)
        )

    def is_surely_human(self, person: int) -> bool:
        """Speaks, is `she`, has an age, a role or a gender: a canal has a capitalised name and no more."""
        known = self.people.persons[person]
        return bool(known.gender or known.age or known.role or person in self.human)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A shape, and the one person whom a profile or an interview is about."""

    shape: Shape
    subject: str | None = None


THIRD_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
LEADS = 0.33
"""A profile's subject has at least this share of all prose words …"""
LEADS_A_LIFE = 0.22
"""… or this share, where three paragraphs or more tell of a life."""
RIVAL = 0.7
"""Nobody else has more than this much of the subject's words."""
REFERRED = 0.6
"""A profile's subject occurs in at least this share of its paragraphs, up to the last one."""
LIFE = 0.09
"""At least this share of a profile's paragraphs tells of its subject's life; news does not."""
PORTRAITS = 3
"""People with a portrait make a gallery of lives …"""
PORTRAIT = 0.6
"""… each with this share of a paragraph's words …"""
BEFORE_NAME = 6
"""Words in front of the name of somebody who is brought in."""
PORTRAIT_WORDS = 35
"""… of this length, in which `he` or `she` goes on."""
_DIES = re.compile(
    r"\b(?:died|dies|has died|is dead|who has died|obituary|gestorben|mort|décédé)\b", re.IGNORECASE
)
_OWN_KIN = re.compile(
    r"\b(?P<owner>[Hh]er|[Hh]is) (?:late |first |second |older |younger )?"
    r"(?:mother|father|mom|mum|dad|parents|wife|husband|brother|sister|grandmother|grandfather)\b"
)
_LIFE = re.compile(
    r"\b(?:born|grew up|raised|childhood|graduat\w+|degree|studied|attended|married|wife|husband|widow\w*"
    r"|sons?|daughters?|father|mother|parents|brothers?|sisters?|family|friends?|neighbou?rs?|career|retired"
    r"|grand(?:father|mother|son|daughter|parents|children)|served|scholarship|siblings|years old"
    r"|hometown|lives|youth|died|dies"
    r"|geboren|aufgewachsen|Vater|Mutter|verheiratet|Kinder|née?|grandi|mère|père|épouse|mari)\b"
)


def transcript(findings: Findings) -> Recognised | None:
    """`TREMAINE: … LASSITER: … WHITT: …`: two people or more answer, or nobody asks."""
    talk = findings.conversation
    if talk is not None and len(talk.guests) != 1:
        return Recognised(Shape.TRANSCRIPT)
    return None


def interview(findings: Findings) -> Recognised | None:
    """`Q: … A: …`: one person answers."""
    talk = findings.conversation
    if talk is not None and len(talk.guests) == 1:
        return Recognised(Shape.INTERVIEW, talk.guests[0])
    return None


def headed_round_up(findings: Findings) -> Recognised | None:
    """`Ana Ruiz, 34, baker` … `Tom Lund, 51, miller` …: two people or more have a heading."""
    if len({heading.person for heading in findings.headings}) >= 2:
        return Recognised(Shape.HEADED_ROUND_UP)
    return None


def profile(findings: Findings) -> Recognised | None:
    """One person leads in words from the opening to the end, and the text tells of their life.

    News about one person leads as much, but each other speaker there has paragraphs of their own.
    """
    prose = findings.prose()
    total = sum(findings.evidence[i].words for i in prose)
    if not total or len(prose) < 3:
        return None
    weight: dict[int, float] = {}
    about: dict[int, list[int]] = {}
    for i in prose:
        evidence = findings.evidence[i]
        for person, share in evidence.shares.items():
            weight[person] = weight.get(person, 0.0) + share * evidence.words
        for person in evidence.referred:
            about.setdefault(person, []).append(i)
    human = [person for person in weight if findings.is_surely_human(person)]
    subject = max(human, key=lambda person: weight[person] + 8 * len(about.get(person, ())), default=None)
    if subject is None or len(about.get(subject, ())) < 3:
        return None
    rival = max((weight[person] for person in human if person != subject), default=0.0)
    life = sum(_tells_a_life(findings, i, subject) for i in prose)
    leads = weight[subject] >= (LEADS_A_LIFE if life >= 3 else LEADS) * total
    until = [i for i in prose if i <= about[subject][-1]]
    present = sum(findings.speaks_of(i, subject) for i in until) >= REFERRED * len(until)
    opens = about[subject][0] in prose[: 1 + len(prose) // 10] or _in_title(findings, subject)
    if (
        leads
        and present
        and opens
        and life >= max(1.0, LIFE * len(prose))
        and rival <= RIVAL * weight[subject]
    ):
        return Recognised(Shape.PROFILE, findings.people.persons[subject].name)
    return None


def obituary(findings: Findings) -> Recognised | None:
    """Somebody's death opens the text, and their life follows: everybody else talks about them."""
    prose = findings.prose()
    if len(prose) < 3:
        return None
    opening = findings.passages[prose[0]]
    subject = findings.evidence[prose[0]].leader
    title = next((p for p in findings.passages if p.kind is BlockKind.HEADING), None)
    dies = _DIES.search(findings.text, opening.start, opening.end) or (
        title is not None and _DIES.search(findings.text, title.start, title.end)
    )
    if subject is None or not dies or not findings.is_surely_human(subject):
        return None
    told = sum(_tells_a_life(findings, i, subject) for i in prose)
    named = sum(subject in findings.evidence[i].named for i in prose)
    if told >= 2 and named >= 0.3 * len(prose):
        return Recognised(Shape.PROFILE, findings.people.persons[subject].name)
    return None


def _tells_a_life(findings: Findings, index: int, subject: int) -> bool:
    """`Ruiz grew up over a pub`: a passage led by the subject, with a word of birth, kin or career; or one in
    which `her mother` comes up, who says nothing."""
    evidence, passage = findings.evidence[index], findings.passages[index]
    if evidence.leader != subject:
        kin = _OWN_KIN.search(findings.text, passage.start, passage.end)
        if kin is None or not evidence.speaking <= {subject}:
            return False
        meant = PRONOUNS[kin["owner"].lower()] == findings.people.gender(subject)
        return subject in evidence.referred or (meant and kin.start() == passage.start)
    return _LIFE.search(findings.text, passage.start, passage.end) is not None


def explainer(findings: Findings) -> Recognised | None:
    """Nobody speaks, and nobody has two paragraphs: `Lord Kelvin described the principle in 1852.`"""
    leads: dict[int, int] = {}
    for i in findings.prose():
        evidence = findings.evidence[i]
        if evidence.speaking - findings.askers:
            return None
        if evidence.leader is not None and evidence.share(evidence.leader) >= 0.45:
            leads[evidence.leader] = leads.get(evidence.leader, 0) + 1
    told = findings.headings or max(leads.values(), default=0) > 1 or portrayed(findings)
    return None if told else Recognised(Shape.EXPLAINER)


def portrayed(findings: Findings) -> frozenset[int]:
    """The people of a gallery of lives: at least three, each with a paragraph that is theirs throughout.

    `Ada Lee was born in 1815. She …`, `Nell Ostrander joined the navy. She …`: nobody need speak.
    """
    found: set[int] = set()
    for i in findings.prose():
        person = _drawn_in(findings, i)
        if person is not None and findings.evidence[i].words >= PORTRAIT_WORDS:
            found.add(person)
    gallery = frozenset(found) if len(found) >= PORTRAITS else frozenset()
    return gallery | _in_a_row(findings)


def drawn_in(findings: Findings) -> frozenset[int]:
    """Who is brought in by a paragraph of their own, from its first sentence on, that goes on with `she`."""
    known: set[int] = set()
    found: set[int] = set()
    for i in findings.prose():
        evidence = findings.evidence[i]
        person = _drawn_in(findings, i)
        if (
            person is not None
            and person == evidence.opening
            and person not in known
            and _heads(findings, i, person)
        ):
            found.add(person)
        known |= evidence.named
    return frozenset(found)


def _heads(findings: Findings, index: int, person: int) -> bool:
    """The name is among the first words: `One of her dealers, Arlo Beech, lost …`, no group's candidate."""
    passage = findings.passages[index]
    first = next(m for m in findings.people.mentions_in(passage.start, passage.end) if m.person == person)
    return len(findings.text[passage.start : first.start].split()) <= BEFORE_NAME


def _in_a_row(findings: Findings) -> frozenset[int]:
    """At least three people one after the other, each brought in by a paragraph that is theirs from its
    first sentence on, however short: `Ana Ruiz, 19, plays the witch. She …`, `Then there is Tom Lund. He`"""
    found: set[int] = set()
    known: set[int] = set()
    row: set[int] = set()
    for i in findings.prose():
        evidence = findings.evidence[i]
        person = _drawn_in(findings, i)
        if person is None or person != evidence.opening or person in known:
            row = set()
        else:
            row.add(person)
            found |= row if len(row) >= PORTRAITS else set()
        known |= evidence.named
    return frozenset(found)


def _drawn_in(findings: Findings, index: int) -> int | None:
    """Who is named in a paragraph that is mostly theirs and goes on with `he` or `she`."""
    evidence = findings.evidence[index]
    person = evidence.leader
    if person is None or person not in evidence.named & evidence.meant:
        return None
    return person if evidence.share(person) >= PORTRAIT else None


def story(_findings: Findings) -> Recognised | None:
    """Everything else: people come and go."""
    return Recognised(Shape.STORY)


SHAPES: tuple[Callable[[Findings], Recognised | None], ...] = (
    transcript,
    interview,
    headed_round_up,
    obituary,
    profile,
    explainer,
    story,
)


def recognise_shape(findings: Findings) -> Recognised:
    """The first shape whose detector answers."""
    for detector in SHAPES:
        found = detector(findings)
        if found is not None:
            return found
    raise AssertionError("the last detector always answers")


def _in_title(findings: Findings, person: int) -> bool:
    """The article's title, its first heading, names this person."""
    first = next((p for p in findings.passages if p.kind is BlockKind.HEADING), None)
    if first is None:
        return False
    return any(m.person == person for m in findings.people.mentions_in(first.start, first.end))

"""Whose each passage is, by the article's shape: one labeller a shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from narrator.model import BlockKind

from .headings_people import PersonHeading
from .names import People
from .shapes import THIRD_PERSON, Findings, Recognised, Shape
from .turns_labels import is_stage_direction

MAINLY = 0.45
"""A passage is mainly about whoever has this share of its words."""
WHOLLY = 0.55
"""… or this share, where its first sentence is about something else and it quotes nobody."""
ALONE = 0.5
"""A secondary person's own passage, in a profile or a headed round-up, needs this share."""
_RULER = re.compile(r"(?:^|\n)[ \t]*(?:[-–—_=~]{3,}|(?:[*•·#⁂❖◆]\s*){3,}|⁂)[ \t]*(?:\n|$)")
_QUOTED = re.compile(r"[\"“‘«„][^\"”»]*")


@dataclass(slots=True)
class Labels:
    """`of` maps a prose passage to its person's name, or to None; what is absent is nobody's too."""

    of: dict[int, str | None] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)
    """Passages that the mending rules may still change."""
    headed: set[int] = field(default_factory=set)
    """Person headings in force."""


Labeller = Callable[[Findings, Recognised], Labels]


def gap_has_ruler(findings: Findings, index: int) -> bool:
    """A drawn rule (`---`, `* * *`) stands between this passage and the one before."""
    if index == 0:
        return False
    between = findings.text[findings.passages[index - 1].end : findings.passages[index].start]
    return _RULER.search(between) is not None


def _name(people: People, person: int | None) -> str | None:
    return None if person is None else people.persons[person].name


def label_explainer(_findings: Findings, _recognised: Recognised) -> Labels:
    """Every passage is nobody's."""
    return Labels()


# --------------------------------------------------------------------------- turns


def label_transcript(findings: Findings, _recognised: Recognised) -> Labels:
    """A turn is its speaker's; a host's question joins the answer that follows, closing words the last."""
    labels = Labels()
    talk = findings.conversation
    assert talk is not None
    turns = talk.by_passage
    order = sorted(turns)
    following: str | None = None
    for index in reversed(order):
        turn = turns[index]
        if not turn.host and turn.speaker is not None:
            following = turn.speaker
            labels.of[index] = following
        elif turn.host:
            labels.of[index] = following
    before: str | None = None
    for index in order:
        if labels.of.get(index) is None:
            labels.of[index] = before
        before = labels.of[index]
    _join_labels_and_notes(findings, labels)
    return labels


def _join_labels_and_notes(findings: Findings, labels: Labels) -> None:
    """A label on its own line goes with the turn behind it, an editor's closing note with the last turn."""
    talk = findings.conversation
    assert talk is not None
    alone = {start for start, _ in talk.labels}
    prose = findings.prose()
    for here, after in zip(reversed(prose[:-1]), reversed(prose[1:]), strict=True):
        if here not in labels.of and findings.passages[here].start in alone:
            labels.of[here] = labels.of.get(after)
    first, last = min(labels.of, default=None), max(labels.of, default=None)
    if first is not None and last is not None:
        for here in prose:
            if here > last:
                labels.of[here] = labels.of[last]
        for here in prose:
            if here in labels.of or here > last:
                continue
            directs = here > first and is_stage_direction(findings.words(here))
            labels.of[here] = labels.of[max(i for i in labels.of if i < here)] if directs else None
            if here > first:
                labels.open.add(here)


def label_interview(findings: Findings, recognised: Recognised) -> Labels:
    """All of it is the guest's, from the introduction about them on; an opening about the topic is not."""
    labels = Labels()
    prose = findings.prose()
    guest = recognised.subject or ""
    talk = findings.conversation
    assert talk is not None
    first_turn = min(turn.passage for turn in talk.turns)
    introduction = [i for i in prose if i < first_turn]
    about = [i for i in introduction if findings.refers(i, guest)]
    begin = about[0] if about else first_turn
    if about and introduction.index(about[0]) < 2 and len(about) >= 0.4 * len(introduction):
        begin = introduction[0] if introduction.index(about[0]) == 0 else about[0]
    for i in prose:
        labels.of[i] = recognised.subject if i >= begin else None
    return labels


# --------------------------------------------------------------------------- sections


def label_headed_round_up(findings: Findings, _recognised: Recognised) -> Labels:
    """A section is its heading's person's; the opening goes by subject, and needs two passages in a row."""
    labels = Labels()
    prose = findings.prose()
    headed = list(findings.headings)
    starts = [heading.passage for heading in headed]
    opening = [i for i in prose if i < starts[0]]
    _label_by_subject(findings, opening, labels)
    _drop_short_runs(opening, labels)
    for number, heading in enumerate(headed):
        labels.headed.add(heading.passage)
        end = starts[number + 1] if number + 1 < len(starts) else len(findings.passages)
        section = [i for i in prose if heading.passage <= i < end]
        kept = _until_left(findings, heading, section, number + 1 == len(starts), headed)
        for i in section:
            labels.of[i] = heading.person if i in kept else None
    return labels


def _until_left(
    findings: Findings, heading: PersonHeading, section: list[int], is_last: bool, headed: list[PersonHeading]
) -> set[int]:
    """The passages of a section before a drawn rule, or before the text leaves the person for good.

    It has left them where two passages or more to the section's end neither name them nor go on with a
    pronoun or their words: behind a heading about something else, or at the article's end.
    """
    persons = {findings.people.index(name) for name in heading.names} - {None}
    end = len(section)
    for at, i in enumerate(section):
        if at and gap_has_ruler(findings, i):
            end = at
            break
    kept = section[:end]
    if not persons:
        return set(kept)

    def belongs(i: int) -> bool:
        return bool(persons & findings.evidence[i].referred) or _first_person(findings, i)

    left = len(kept)
    while left > 0 and not belongs(kept[left - 1]):
        left -= 1
    away = kept[left:]
    if not away or left == 0:
        return set(kept)
    theme = any(
        p.kind is BlockKind.HEADING and p.level <= max(2, findings.passages[heading.passage].level)
        for p in findings.passages[kept[left - 1] : away[0]]
    )
    others = {findings.people.index(other.person) for other in headed} - persons
    looks_back = any(len(others & findings.evidence[i].named) >= 1 for i in away)
    if (len(away) >= 2 and (is_last or theme)) or theme or (is_last and looks_back):
        return set(kept[:left])
    return set(kept)


def _first_person(findings: Findings, index: int) -> bool:
    passage = findings.passages[index]
    words = findings.text[passage.start : passage.end]
    return re.search(r"(?<![\"“‘«„])\b(?:I|I['’]\w+|my|me|ich|je)\b", words) is not None


# --------------------------------------------------------------------------- one person


def label_profile(findings: Findings, recognised: Recognised) -> Labels:
    """All the subject's, but for two passages or more in a row that are another person's own, or nobody's."""
    labels = Labels()
    prose = findings.prose()
    subject = findings.people.index(recognised.subject) if recognised.subject else None
    if subject is None:
        return labels
    name = recognised.subject
    own: dict[int, int | None] = {}
    for i in prose:
        labels.of[i] = name
        own[i] = _own_passage(findings, i, subject)
    run: list[int] = []
    for i in [*prose, -1]:
        if run and (i == -1 or own[i] is None or own[i] != own[run[0]]):
            if len(run) >= 2:
                for j in run:
                    labels.of[j] = _name(findings.people, own[j])
            run = []
        if i != -1 and own[i] is not None:
            run.append(i)
    _context_runs(findings, prose, subject, labels)
    for heading in findings.headings:
        labels.headed.add(heading.passage)
    return labels


def _own_passage(findings: Findings, index: int, subject: int) -> int | None:
    """The other person whose own passage this is: theirs in the main, without a word about the subject."""
    evidence = findings.evidence[index]
    leader = evidence.leader
    if leader is None or leader == subject or evidence.share(leader) < ALONE or evidence.share(subject) > 0:
        return None
    if leader in findings.askers or subject in evidence.named:
        return None
    if evidence.speech_of and _third_person_in_quotes(findings, index, subject):
        return None
    return leader


def _third_person_in_quotes(findings: Findings, index: int, subject: int) -> bool:
    """Somebody quoted says `she`: in a profile that is its subject."""
    passage = findings.passages[index]
    words = findings.text[passage.start : passage.end]
    return any(
        THIRD_PERSON.search(quoted.group()) for quoted in _QUOTED.finditer(words)
    ) and findings.speaks_of(index, subject)


def _context_runs(findings: Findings, prose: list[int], subject: int, labels: Labels) -> None:
    """Two passages or more in a row without the subject are nobody's; at the end a mention is no return.

    A single one before a heading is the section's last word, and stays with the subject.
    """
    run: list[int] = []
    name = _name(findings.people, subject)
    for i in [*prose, -1]:
        if i != -1 and labels.of[i] == name and _is_distant(findings, i, subject):
            if len(run) == 1 and findings.passages[i - 1].kind is BlockKind.HEADING:
                run = []
            run.append(i)
            continue
        if len(run) >= 2:
            for j in run:
                labels.of[j] = None
            if i == -1:
                _release_before(findings, prose, run[0], subject, labels)
        run = []


def _is_distant(findings: Findings, index: int, subject: int) -> bool:
    """Neither by the subject nor about them, and nobody else's words either."""
    evidence = findings.evidence[index]
    return not evidence.speech_of and not findings.speaks_of(index, subject)


def _release_before(findings: Findings, prose: list[int], first: int, subject: int, labels: Labels) -> None:
    """The closing theme may open with a passing mention of the subject; that is nobody's passage too."""
    at = prose.index(first) - 1
    while (
        at >= 0 and findings.evidence[prose[at]].share(subject) < 0.42 and _opens_theme(findings, prose, at)
    ):
        labels.of[prose[at]] = None
        at -= 1


def _opens_theme(findings: Findings, prose: list[int], at: int) -> bool:
    """A heading stands before this passage: the theme that the article ends with begins here."""
    i = prose[at]
    return i > 0 and findings.passages[i - 1].kind is BlockKind.HEADING


# --------------------------------------------------------------------------- people come and go


def label_story(findings: Findings, _recognised: Recognised) -> Labels:
    """Each passage by its subject: one is enough."""
    labels = Labels()
    _label_by_subject(findings, findings.prose(), labels)
    _label_sections(findings, labels)
    return labels


def _label_sections(findings: Findings, labels: Labels) -> None:
    """A single person's heading in a story: its section is that person's."""
    prose = findings.prose()
    for heading in findings.headings:
        labels.headed.add(heading.passage)
        later = [
            i for i, p in enumerate(findings.passages) if p.kind is BlockKind.HEADING and i > heading.passage
        ]
        end = later[0] if later else len(findings.passages)
        for i in prose:
            if heading.passage <= i < end:
                labels.of[i] = heading.person


def _label_by_subject(findings: Findings, prose: list[int], labels: Labels) -> None:
    eligible = _eligible(findings, prose)
    before: int | None = None
    for i in prose:
        evidence = findings.evidence[i]
        labels.open.add(i)
        shares = {p: s for p, s in evidence.shares.items() if p in eligible}
        leader = max(shares, key=lambda p: shares[p] + (0.05 if p == before else 0.0), default=None)
        begins = leader == evidence.opening or leader in evidence.speech_of
        if leader is not None and shares[leader] >= (MAINLY if begins else WHOLLY):
            labels.of[i] = _name(findings.people, leader)
            before = leader
        else:
            labels.of[i] = None


def _eligible(findings: Findings, prose: list[int]) -> set[int]:
    """Who may have a segment in a story: whoever speaks, or is the subject of two passages; not who asks,
    and not the writer."""
    speaking: set[int] = set()
    subject_of: dict[int, int] = {}
    for i in prose:
        evidence = findings.evidence[i]
        speaking |= evidence.speaking
        if evidence.leader is not None and evidence.share(evidence.leader) >= MAINLY:
            subject_of[evidence.leader] = subject_of.get(evidence.leader, 0) + 1
    often = {person for person, count in subject_of.items() if count >= 2}
    found = {person for person in speaking | often if findings.is_surely_human(person)}
    return found - findings.askers - findings.people.authors


def _drop_short_runs(prose: list[int], labels: Labels) -> None:
    """In a round-up's opening a person needs two passages in a row."""
    run: list[int] = []
    for i in [*prose, -1]:
        if run and (i == -1 or labels.of[i] != labels.of[run[0]]):
            if len(run) < 2:
                for j in run:
                    labels.of[j] = None
            run = []
        if i != -1 and labels.of[i] is not None:
            run.append(i)


LABELLERS: Mapping[Shape, Labeller] = {
    Shape.TRANSCRIPT: label_transcript,
    Shape.INTERVIEW: label_interview,
    Shape.HEADED_ROUND_UP: label_headed_round_up,
    Shape.PROFILE: label_profile,
    Shape.STORY: label_story,
    Shape.EXPLAINER: label_explainer,
}

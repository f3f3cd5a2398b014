"""Whose each passage is where people come and go: in news, and in round-ups without headings."""

from __future__ import annotations

from narrator.model import BlockKind
from narrator.people.segments.labels import Labels, name_of
from narrator.people.shapes.recognise import Findings, Recognised, drawn_in, portrayed

MAINLY = 0.45
"""A passage is mainly about whoever has this share of its words."""
WHOLLY = 0.55
"""… or this share, where its first sentence is about something else and it quotes nobody."""
COMPANY = 2
"""People who speak, among whom somebody who does not is one more: the driver in a report from court."""
GOING_ON = 0.2
"""… or this share, where the passage before is about them and this one goes on with `His wife has`."""
NAME_ALONE = 4
"""Words of a passage that is no more than a name: one of a list."""


def label_story(findings: Findings, _recognised: Recognised) -> Labels:
    """Each passage by its subject: one is enough."""
    labels = Labels()
    label_by_subject(findings, findings.prose(), labels)
    _label_sections(findings, labels)
    return labels


def _label_sections(findings: Findings, labels: Labels) -> None:
    """A single person's heading in a story: its section, up to the next heading, is that person's."""
    opens = {heading.passage: heading.person for heading in findings.headings}
    labels.headed.update(opens)
    prose = set(findings.prose())
    person: str | None = None
    for i, passage in enumerate(findings.passages):
        if i in opens:
            person = opens[i]
        elif passage.kind is BlockKind.HEADING:
            person = None
        if person is not None and i in prose:
            labels.of[i] = person


def label_by_subject(findings: Findings, prose: list[int], labels: Labels) -> None:
    """Labels each of these passages with whoever leads it, if they may have a segment."""
    eligible = _eligible(findings, prose)
    before: int | None = None
    for i in prose:
        evidence = findings.evidence[i]
        labels.open.add(i)
        shares = {p: s for p, s in evidence.shares.items() if p in eligible}
        leader = max(shares, key=lambda p: shares[p] + (0.05 if p == before else 0.0), default=None)
        begins = leader == evidence.opening or leader in evidence.speech_of
        goes_on = leader is not None and leader == before and evidence.referred == {leader} and begins
        only_named = evidence.words <= NAME_ALONE and not evidence.speaking
        enough = GOING_ON if goes_on else MAINLY if begins else WHOLLY
        if leader is not None and not only_named and shares[leader] >= enough:
            labels.of[i] = name_of(findings.people, leader)
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
    often |= portrayed(findings)
    if len(speaking - findings.askers) >= COMPANY:
        often |= drawn_in(findings)
    found = {person for person in speaking | often if findings.is_surely_human(person)}
    return found - findings.askers - findings.people.authors


def label_explainer(_findings: Findings, _recognised: Recognised) -> Labels:
    """Every passage is nobody's."""
    return Labels()

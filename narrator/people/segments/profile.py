"""Whose each passage is in a profile or an obituary."""

from __future__ import annotations

import re

from narrator.model import BlockKind
from narrator.people.segments.labels import Labels, name_of
from narrator.people.shapes.recognise import THIRD_PERSON, Findings, Recognised

ALONE = 0.5
"""A secondary person's own passage, in a profile or a headed round-up, needs this share."""
_QUOTED = re.compile(r"[\"“‘«„][^\"”»]*")


def label_profile(findings: Findings, recognised: Recognised) -> Labels:
    """All the subject's, but for two passages or more in a row that are another person's own, or nobody's."""
    labels = Labels()
    prose = findings.prose()
    subject = findings.known.index(recognised.subject) if recognised.subject else None
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
                    labels.of[j] = name_of(findings.people, own[j])
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
    name = name_of(findings.people, subject)
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

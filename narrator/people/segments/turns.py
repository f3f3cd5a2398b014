"""Whose each passage is in an interview or a transcript."""

from __future__ import annotations

from narrator.people.segments.labels import Labels
from narrator.people.shapes.recognise import Findings, Recognised
from narrator.people.turns.labels import is_stage_direction
from narrator.people.turns.letters import SIGNED


def label_transcript(findings: Findings, _recognised: Recognised) -> Labels:
    """A turn is its speaker's; a host's question joins the answer that follows, closing words the last."""
    labels = Labels()
    talk = findings.conversation
    assert talk is not None
    turns = talk.by_passage
    if talk.rule == SIGNED:  # what stands between letters, and one without a name, is nobody's
        labels.of |= {index: turn.speaker for index, turn in turns.items()}
        return labels
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
    if not labels.of:
        return
    first, last = min(labels.of), max(labels.of)
    before: str | None = None
    for here in prose:
        if here > last:
            labels.of[here] = labels.of[last]
        elif here not in labels.of:
            labels.of[here] = before if is_stage_direction(findings.words(here)) else None
            if here > first:
                labels.open.add(here)
        before = labels.of[here]


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

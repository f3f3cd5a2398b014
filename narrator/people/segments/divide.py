"""Cuts an article into segments: whose each passage is, then runs of one label.

The labeller of the article's shape (`LABELLERS`) gives each passage a person or nobody; the rules of
`RULES` then mend the labels in their order, and runs of one label are the segments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from narrator.model import BlockKind
from narrator.people.first_person import SINGULAR
from narrator.people.headings.people import PersonHeading
from narrator.people.segments.labels import Labels
from narrator.people.segments.profile import label_profile
from narrator.people.segments.sections import label_headed_round_up
from narrator.people.segments.story import label_explainer, label_story
from narrator.people.segments.turns import label_interview, label_transcript
from narrator.people.shapes.recognise import Findings, Recognised, Shape


@dataclass(frozen=True, slots=True)
class Stretch:
    """A segment to be: passages `first` up to but not including `last`, all of one person or nobody."""

    first: int
    last: int
    person: str | None
    heading: PersonHeading | None = None
    """The person's heading that opens it."""


_LONE_QUOTE = re.compile(r"“[^“”]+”\W*|\"[^\"]+\"\W*|„[^„“”]+[“”]\W*|«[^«»]+»\W*|»[^«»]+«\W*")

Labeller = Callable[[Findings, Recognised], Labels]
Rule = Callable[[Findings, Labels], None]

LABELLERS: Mapping[Shape, Labeller] = {
    Shape.TRANSCRIPT: label_transcript,
    Shape.INTERVIEW: label_interview,
    Shape.HEADED_ROUND_UP: label_headed_round_up,
    Shape.PROFILE: label_profile,
    Shape.STORY: label_story,
    Shape.EXPLAINER: label_explainer,
}
"""Who gives each passage its first label, by the article's shape."""


def join_question_to_answer(findings: Findings, labels: Labels) -> None:
    """In a story, too, what an interviewer asks belongs to whoever answers next: `"Why?" Lund asked.`"""
    prose = findings.prose()
    for here, after in pairwise(prose):
        asks = findings.evidence[here].speaking
        if here in labels.open and labels.of.get(here) is None and asks and asks <= findings.askers:
            labels.of[here] = labels.of.get(after)


def join_mixed_introduction(findings: Findings, labels: Labels) -> None:
    """A passage about nobody in particular that first names whom the next passage continues with is theirs.

    `Several shops have closed. One belonged to Ana Ruiz.` before `"I cried," Ruiz says.`
    """
    prose = findings.prose()
    known: set[int] = set()
    for before, after in pairwise(prose):
        passage = findings.passages[before]
        mentions = findings.people.mentions_in(passage.start, passage.end)
        person = labels.of.get(after)
        if mentions and person is not None and before in labels.open and labels.of.get(before) is None:
            newest = mentions[-1].person
            if newest not in known and findings.people.persons[newest].name == person:
                labels.of[before] = person
        known |= findings.evidence[before].named


def join_delayed_introduction(findings: Findings, labels: Labels) -> None:
    """`One organizer was just 16.` belongs to whoever the next passage names."""
    prose = findings.prose()
    for before, after in pairwise(prose):
        evidence = findings.evidence[before]
        if (
            before in labels.open
            and labels.of.get(before) is None
            and labels.of.get(after) is not None
            and evidence.indefinite
            and evidence.words <= 30
            and not evidence.speaking
        ):
            labels.of[before] = labels.of[after]


def join_unnamed_source(findings: Findings, labels: Labels) -> None:
    """A single passage of a source without a name joins the segment before: `A supervisor said …`"""
    prose = findings.prose()
    for before, here in pairwise(prose):
        if here in labels.open and labels.of.get(here) is None and findings.evidence[here].unnamed_source:
            labels.of[here] = labels.of.get(before)


def join_lone_quote(findings: Findings, labels: Labels) -> None:
    """A quotation that stands alone and is nobody's joins the one before: `“Radar breaks.”`, `> I did.`"""
    for before, here in pairwise(findings.prose()):
        if (
            here in labels.open
            and labels.of.get(here) is None
            and (_LONE_QUOTE.fullmatch(findings.words(here)) or _is_set_off(findings, here))
        ):
            labels.of[here] = labels.of.get(before)


def _is_set_off(findings: Findings, index: int) -> bool:
    """A block of somebody's words without marks."""
    set_off = findings.passages[index].kind is BlockKind.QUOTE
    return set_off and SINGULAR.search(findings.words(index)) is not None


def absorb_single_context(findings: Findings, labels: Labels) -> None:
    """One passage about nobody between two runs of the same person is theirs."""
    prose = findings.prose()
    for before, here, after in zip(prose, prose[1:], prose[2:], strict=False):
        person = labels.of.get(before)
        if (
            here in labels.open
            and labels.of.get(here) is None
            and person is not None
            and person == labels.of.get(after)
            and not any(heading.passage in range(before + 1, after + 1) for heading in findings.headings)
        ):
            labels.of[here] = person


RULES: tuple[Rule, ...] = (
    join_question_to_answer,
    join_unnamed_source,
    join_lone_quote,
    join_mixed_introduction,
    join_delayed_introduction,
    absorb_single_context,
)


def divide(findings: Findings, recognised: Recognised) -> tuple[Stretch, ...]:
    """The article's segments as stretches of passages, in order; together they hold every passage."""
    labels = LABELLERS[recognised.shape](findings, recognised)
    for rule in RULES:
        rule(findings, labels)
    return _cut(findings, labels)


def _cut(findings: Findings, labels: Labels) -> tuple[Stretch, ...]:
    """Runs of one label.  A heading goes with the passage it stands over; a person's heading always opens
    a segment, a theme opens one only where nobody's segment goes on."""
    count = len(findings.passages)
    if not count:
        return ()
    prose = set(findings.prose())
    opens = {heading.passage: heading for heading in findings.headings if heading.passage in labels.headed}
    whose: list[str | None] = [None] * count
    following: str | None = None
    last_prose = max(prose, default=-1)
    for i in range(count - 1, -1, -1):
        if i in prose:
            following = labels.of.get(i)
        elif i > last_prose:
            following = labels.of.get(last_prose)
        whose[i] = following
    cuts: list[int] = [0]
    for i in range(1, count):
        theme = (
            findings.passages[i].kind is BlockKind.HEADING
            and i <= last_prose
            and whose[i] is None
            and findings.passages[i - 1].kind is not BlockKind.HEADING
        )
        if whose[i] != whose[i - 1] or i in opens or theme:
            if prose.isdisjoint(range(cuts[-1], i)) and opens.keys().isdisjoint(range(cuts[-1], i)):
                continue  # a title without a word under it goes with what follows
            cuts.append(i)
    return tuple(
        Stretch(a, b, whose[a], opens.get(a) or next((opens[i] for i in range(a, b) if i in opens), None))
        for a, b in zip(cuts, [*cuts[1:], count], strict=True)
    )

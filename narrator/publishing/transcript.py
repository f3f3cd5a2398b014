"""The episode as a text to read along with: chapters of paragraphs, each word with its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from narrator.model import Chapter, LineKind, Placement, Script, Timeline
from narrator.naming import slug
from narrator.publishing.markup import clean
from narrator.publishing.phrases import sentences
from narrator.publishing.timing import clock, word_starts

Label = Literal["block", "inline", "unseen"]
"""How a speaker's name stands before the words: above the paragraph, within it, or for screen
readers alone where a reader can see who goes on speaking."""


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    words: tuple[float, ...]
    """The second each of its words begins; words are parted by single spaces."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one speaker says within one paragraph without a break."""

    speaker: str | None
    label: Label | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    heading: bool
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        return " ".join(sentence.text for run in self.runs for sentence in run.sentences)

    @property
    def start(self) -> float:
        return self.runs[0].sentences[0].words[0]


@dataclass(frozen=True, slots=True)
class ChapterText:
    id: str
    """Its address on the page: `lev-kalashnikov`."""
    title: str
    person: str | None
    role: str | None
    start: float
    end: float
    link: str | None
    paragraphs: tuple[Paragraph, ...]

    def without_first(self) -> ChapterText:
        return replace(self, paragraphs=self.paragraphs[1:])


def transcript(script: Script, timeline: Timeline) -> tuple[ChapterText, ...]:
    """The chapters in order; an episode without chapters is one chapter with its title."""
    ids = _Addresses()
    roles = roles_of(script)
    found = []
    for index, chapter in enumerate(timeline.chapters or (Chapter(script.title, None, 0, timeline.length),)):
        first = index == 0  # what sounds before the first mark is the first chapter's
        spoken = [
            p for p in timeline.placements if (first or p.start >= chapter.start) and p.start < chapter.end
        ]
        title = clean(chapter.title) or f"Chapter {index + 1}"
        found.append(
            ChapterText(
                id=ids.of(chapter.person or title),
                title=title,
                person=chapter.person,
                role=roles.get(chapter.person or ""),
                start=timeline.seconds(chapter.start),
                end=timeline.seconds(chapter.end),
                link=chapter.link,
                paragraphs=tuple(_paragraphs(spoken, timeline)),
            )
        )
    return tuple(found)


def roles_of(script: Script) -> dict[str, str]:
    """What each person is, as the editor wrote it or else as the article says."""
    roles = {person.name: person.role for person in script.people}
    roles |= {entry.name: entry.role for entry in script.cast if entry.role}
    return {name: clean(role) for name, role in roles.items() if role}


class _Addresses:
    """Slugs that are told apart by number: `lev-kalashnikov`, `lev-kalashnikov-2`."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, name: str) -> str:
        base = slug(name)
        found = next(a for n in count(1) if (a := base if n == 1 else f"{base}-{n}") not in self._taken)
        self._taken.add(found)
        return found


def _paragraphs(placements: Sequence[Placement], timeline: Timeline) -> Iterator[Paragraph]:
    named: str | None = ""  # nobody yet: a chapter's first paragraph always names its speaker
    for group in _grouped(placements):
        heading = group[0].line.kind == LineKind.HEADING
        runs: list[Run] = []
        for placement in group:
            speaker = placement.line.speaker
            said = tuple(_sentences(placement, timeline))
            if said and runs and runs[-1].speaker == speaker:
                runs[-1] = Run(speaker, runs[-1].label, runs[-1].sentences + said)
            elif said:
                label = None if heading else _label(speaker, named, [run.speaker for run in runs])
                runs.append(Run(speaker, label, said))
        if runs:
            yield Paragraph(heading, tuple(runs))
            named = named if heading else runs[0].speaker


def _label(speaker: str | None, named: str | None, before: Sequence[str | None]) -> Label | None:
    """How a run begins after those of `before` in its paragraph; `named` opened the last paragraph."""
    if not before:
        return "block" if speaker != named else None
    return "inline" if speaker and speaker not in before else "unseen"


def _grouped(placements: Sequence[Placement]) -> Iterator[list[Placement]]:
    """The placements of each paragraph; a heading and a turn are paragraphs of their own."""
    group: list[Placement] = []
    for placement in placements:
        line = placement.line
        alone = LineKind.HEADING in (line.kind, group[-1].line.kind if group else None)
        if group and (line.opens_paragraph or alone):
            yield group
            group = []
        group.append(placement)
    if group:
        yield group


def _sentences(placement: Placement, timeline: Timeline) -> Iterator[Sentence]:
    times = clock(placement, timeline)
    text = placement.line.text
    for start, end in sentences(text):
        written = text[start:end]
        yield Sentence(clean(written), tuple(word_starts(clean(written), start, times)))

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
    labels = _Labels()
    for group in _grouped(placements):
        heading = group[0].line.kind == LineKind.HEADING
        labels.begin(heading)
        runs: list[Run] = []
        for placement in group:
            speaker = placement.line.speaker
            said = tuple(_sentences(placement, timeline))
            if said and runs and runs[-1].speaker == speaker:
                runs[-1] = Run(speaker, runs[-1].label, runs[-1].sentences + said)
            elif said:
                runs.append(Run(speaker, None if heading else labels.of(speaker), said))
        if runs:
            yield Paragraph(heading, tuple(runs))


_FAR = 3
"""Paragraphs after which a reader may have forgotten whose colour it is."""


class _Labels:
    """Names a speaker where a reader would ask who that is, and not again while the same one goes on.

    The narrator, whose words have no colour and no quotation marks, is named only where a paragraph could
    be taken for the words of the person before it.
    """

    def __init__(self) -> None:
        self._shown: str | None = ""  # nobody yet: a chapter's first paragraph always names its speaker
        self._last: str | None = ""
        self._before: list[str | None] = []
        self._openers: list[str | None] = []
        self._apart = 0
        """Paragraphs begun since the speaker last shown was heard."""

    def begin(self, heading: bool) -> None:
        """A paragraph begins; a heading is nobody's and changes nothing."""
        if not heading:
            self._openers += self._before[:1]
            self._before = []
            self._apart += 1

    def of(self, speaker: str | None) -> Label | None:
        """How the next run of the paragraph begins."""
        label: Label | None
        if self._before:
            known = speaker is None or speaker in self._before or self._is_remembered(speaker)
            label = "unseen" if known else "inline"
        elif speaker == self._last or (speaker is None and self._openers[-1:] == [None]):
            label = None
        else:
            label = "unseen" if speaker is not None and self._is_remembered(speaker) else "block"
        if label in ("block", "inline"):
            self._shown = speaker
        if speaker == self._shown:
            self._apart = 0
        self._last = speaker
        self._before.append(speaker)
        return label

    def _is_remembered(self, speaker: str) -> bool:
        return speaker == self._shown and self._apart <= _FAR


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
        yield Sentence(clean(written), tuple(word_starts(written, start, times)))

"""Captions: the words as written, at the second they are heard, in portions the eye can take in.

At most two lines of 65 characters, as podcast apps ask for, each broken where a sentence, a clause
or at least a phrase ends.  One caption holds the words of one speaker.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise, repeat

from narrator.model import NARRATOR, Placement, Timeline
from narrator.publishing.markup import clean
from narrator.publishing.phrases import SENTENCE, pieces, width
from narrator.publishing.timing import clock

LINE_LENGTH = 65
"""Columns, so never more characters: what Apple and Podcasting 2.0 recommend for transcripts."""


SHORTEST = 1.0
"""Seconds a caption stays, where the pause after it leaves room."""

_LONGEST_LABEL = 32

# What makes a division of a line into captions worse, in the unit of `phrases`' break costs.
_PER_CAPTION = 2.0
_FULLNESS = 4.0
_SENTENCE_INSIDE = 2.0
_STUB = 3.0
_STUB_LENGTH = 20
_LABEL_ALONE = 4.0
_UNEVEN = 15


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands on the screen from `start` up to `end`, in seconds of the episode."""

    start: float
    end: float
    speaker: str
    lines: tuple[str, ...]
    """One or two, each of at most 65 characters."""
    text: str
    """The same words as one slice of the script's line."""
    opens_turn: bool
    """The speaker has not spoken the caption before this one."""


def captions(timeline: Timeline) -> tuple[Caption, ...]:
    """The captions of a whole episode, in order, without overlap."""
    found: list[Caption] = []
    for index, placement in enumerate(timeline.placements):
        follows = timeline.placements[index + 1 :][:1]
        room = timeline.seconds(follows[0].start if follows else timeline.length)
        speaker = found[-1].speaker if found else None
        found.extend(_of_placement(placement, timeline, room, speaker))
    return tuple(found)


def to_vtt(cues: Iterable[Caption]) -> str:
    """WebVTT (https://www.w3.org/TR/webvtt1/) with a voice span for each caption."""
    blocks = ["WEBVTT"]
    for cue in cues:
        voice = html.escape(" ".join(cue.speaker.split()), quote=False) or NARRATOR
        words = "\n".join(html.escape(line, quote=False) for line in cue.lines)
        blocks.append(f"{_stamp(cue.start, '.')} --> {_stamp(cue.end, '.')}\n<v {voice}>{words}</v>")
    return "\n\n".join(blocks) + "\n"


def to_srt(cues: Iterable[Caption]) -> str:
    """SubRip: the speaker's name before the first words of each turn, as podcast apps expect."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        words = "\n".join(_fold(cue.text, _label(cue.speaker)) if cue.opens_turn else cue.lines)
        blocks.append(f"{number}\n{_stamp(cue.start, ',')} --> {_stamp(cue.end, ',')}\n{words}\n")
    return "\n".join(blocks)


def speaker_name(speaker: str | None) -> str:
    """As a reader sees it."""
    return clean(speaker or "") or NARRATOR


# ------------------------------------------------------------------ one placement into captions


def _of_placement(
    placement: Placement, timeline: Timeline, room: float, previous: str | None
) -> Iterable[Caption]:
    text, speaker, times = (
        placement.line.text,
        speaker_name(placement.line.speaker),
        clock(placement, timeline),
    )
    slices = _divide(text, _label(speaker) if speaker != previous else "")
    for index, (start, end) in enumerate(slices):
        last = index + 1 == len(slices)
        begins = times.at(start)
        ends = timeline.seconds(placement.end) if last else times.at(slices[index + 1][0])
        yield Caption(
            start=begins,
            end=max(ends, min(begins + SHORTEST, room)) if last else ends,
            speaker=speaker,
            lines=_fold(text[start:end]),
            text=clean(text[start:end]),
            opens_turn=index == 0 and speaker != previous,
        )


class _Layout:
    """A text with its unbreakable pieces, and how wide any run of them is, in constant time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = pieces(text)
        columns = (width(character) for character in text) if not text.isascii() else repeat(1, len(text))
        self._upto = [0, *accumulate(columns)]

    def width(self, first: int, end: int) -> int:
        """Columns of the pieces from `first` up to `end`, with the white space between them."""
        return self._upto[self.parts[end - 1].end] - self._upto[self.parts[first].start]

    def fold(self, first: int, end: int, label: int) -> tuple[float, int] | None:
        """The best two lines for these pieces, the first behind a label so many columns wide.

        (cost, the piece that opens the second line, or `end` where one line is enough); None where two
        lines can't hold them.
        """
        if label + self.width(first, end) <= LINE_LENGTH:
            return 0.0, end
        choices: list[tuple[float, int]] = []
        for second in range(end - 1, first, -1):
            below = self.width(second, end)
            if below > LINE_LENGTH:
                break
            above = label + self.width(first, second)
            if above <= LINE_LENGTH:
                choices.append((self.parts[second - 1].cost + abs(above - below) / _UNEVEN, second))
        if label and self.width(first, end) <= LINE_LENGTH:
            choices.append((_LABEL_ALONE, first))
        return min(choices, default=None)

    def cost(self, first: int, end: int, label: int) -> float:
        """What is to be said against a caption of these pieces."""
        folded = self.fold(first, end, label)
        if folded is None:
            return float("inf")
        last = self.parts[end - 1]
        length = last.end - self.parts[first].start
        stub = _STUB if length < _STUB_LENGTH and last.cost != SENTENCE else 0.0
        inside = sum(_SENTENCE_INSIDE for part in self.parts[first : end - 1] if part.cost == SENTENCE)
        full = _FULLNESS * (self.width(first, end) / (2 * LINE_LENGTH)) ** 2
        return _PER_CAPTION + last.cost + 0.3 * folded[0] + inside + stub + full


def _divide(text: str, label: str) -> list[tuple[int, int]]:
    """The best division of a line into captions as (start, end); `label` stands before the first."""
    layout = _Layout(text)
    parts, label_width = layout.parts, width(label)
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the first n pieces, where their last caption starts
    for end in range(1, len(parts) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            if layout.width(start, end) > 2 * LINE_LENGTH + 1:
                break
            cost = layout.cost(start, end, label_width if start == 0 else 0)
            choices.append((best[start][0] + cost, start))
        best.append(min(choices))
    cuts, end = [], len(parts)
    while end:
        start = best[end][1]
        cuts.append((parts[start].start, parts[end - 1].end))
        end = start
    return cuts[::-1]


# ------------------------------------------------------------------ one caption into lines


def _fold(words: str, label: str = "") -> tuple[str, ...]:
    layout = _Layout(words)
    count = len(layout.parts)
    folded = layout.fold(0, count, width(label)) if count else (0.0, count)
    assert folded is not None, "a caption that no two lines can hold"
    second = folded[1]
    starts = (0, len(words)) if second == count else (0, layout.parts[second].start, len(words))
    lines = [clean(words[a:b]).strip() for a, b in pairwise(starts)]
    return ((label + lines[0]).rstrip(), *lines[1:])


def _label(speaker: str) -> str:
    name = " ".join(speaker.split())
    while width(name) > _LONGEST_LABEL:
        name = name[:-2] + "…"
    return name + ": "


def _stamp(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    return (
        f"{minutes // 60:02d}:{minutes % 60:02d}:{milliseconds // 1000:02d}{point}{milliseconds % 1000:03d}"
    )

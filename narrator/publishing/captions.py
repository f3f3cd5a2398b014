"""Captions: the words as written, at the second they are heard, in portions the eye can take in.

At most two lines of 65 characters, as podcast apps ask for, each broken where a sentence, a clause
or at least a phrase ends.  One caption holds the words of one speaker.
"""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf

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
_LINES = 0.3
"""Of what the break between its two lines costs."""
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
    layout = _Layout(text)
    portions = _divide(layout, _label(speaker) if speaker != previous else "")
    for index, (first, after) in enumerate(portions):
        last = index + 1 == len(portions)
        start, end = layout.starts[first], layout.ends[after - 1]
        begins = times.at(start)
        ends = timeline.seconds(placement.end) if last else times.at(layout.starts[after])
        yield Caption(
            start=begins,
            end=max(ends, min(begins + SHORTEST, room)) if last else ends,
            speaker=speaker,
            lines=_folded(layout, first, after),
            text=clean(text[start:end]),
            opens_turn=index == 0 and speaker != previous,
        )


class _Layout:
    """A text with its unbreakable pieces, and how wide any run of them is, in constant time."""

    def __init__(self, text: str) -> None:
        self.text = text
        parts = pieces(text)
        self.starts = [part.start for part in parts]
        self.ends = [part.end for part in parts]
        self.costs = [part.cost for part in parts]
        # The columns of the text before each piece's beginning and up to its end.
        self.left, self.right = self.starts, self.ends
        if width(text) != len(text):
            upto = [0, *accumulate(map(width, text))]
            self.left, self.right = [upto[at] for at in self.starts], [upto[at] for at in self.ends]

    def fold(self, first: int, end: int, label: int) -> tuple[float, int] | None:
        """The best two lines for the pieces from `first` up to `end`, the first line behind a label so many
        columns wide.

        (cost, the piece that opens the second line, or `end` where one line is enough); None where two
        lines can't hold them.
        """
        begins, ends = self.left[first] - label, self.right[end - 1]
        if ends - begins <= LINE_LENGTH:
            return 0.0, end
        least, best = inf, end
        earliest = bisect_left(self.left, ends - LINE_LENGTH, first + 1, end)
        latest = bisect_right(self.right, begins + LINE_LENGTH, first, end - 1)
        for second in range(earliest, latest + 1):
            above, below = self.right[second - 1] - begins, ends - self.left[second]
            cost = self.costs[second - 1] + abs(above - below) / _UNEVEN
            if cost < least:
                least, best = cost, second
        if label and ends - self.left[first] <= LINE_LENGTH and least >= _LABEL_ALONE:
            least, best = _LABEL_ALONE, first
        return None if best == end else (least, best)


def _divide(layout: _Layout, label: str) -> list[tuple[int, int]]:
    """The best division of a line into captions as (first piece, piece after the last); `label` stands
    before the first."""
    starts, left, costs = layout.starts, layout.left, layout.costs
    label_width = width(label)
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the first n pieces, where their last caption starts
    for end in range(1, len(starts) + 1):
        ends, text_end, last = layout.right[end - 1], layout.ends[end - 1], costs[end - 1]
        least, chosen = inf, 0
        inside = 0.0
        for start in range(end - 1, -1, -1):
            columns = ends - left[start]
            if columns > 2 * LINE_LENGTH + 1:
                break
            if start + 1 < end and costs[start] == SENTENCE:
                inside += _SENTENCE_INSIDE
            stub = _STUB if text_end - starts[start] < _STUB_LENGTH and last != SENTENCE else 0.0
            full = _FULLNESS * (columns / (2 * LINE_LENGTH)) ** 2
            if best[start][0] + (_PER_CAPTION + last + inside + stub + full) > least:
                continue  # however well its lines are broken, which takes the most time to find out
            folded = layout.fold(start, end, label_width if start == 0 else 0)
            lines = inf if folded is None else _LINES * folded[0]
            cost = best[start][0] + (_PER_CAPTION + last + lines + inside + stub + full)
            if cost <= least:
                least, chosen = cost, start
        best.append((least, chosen))
    portions, end = [], len(starts)
    while end:
        start = best[end][1]
        portions.append((start, end))
        end = start
    return portions[::-1]


# ------------------------------------------------------------------ one caption into lines


def _fold(words: str, label: str = "") -> tuple[str, ...]:
    layout = _Layout(words)
    if not layout.starts:
        return (label.rstrip(),)
    return _folded(layout, 0, len(layout.starts), label)


def _folded(layout: _Layout, first: int, end: int, label: str = "") -> tuple[str, ...]:
    """The pieces from `first` up to `end` in one line or two."""
    folded = layout.fold(first, end, width(label))
    assert folded is not None, "a caption that no two lines can hold"
    second = folded[1]
    edges = [layout.starts[first], layout.ends[end - 1]]
    if second != end:
        edges.insert(1, layout.starts[second])
    lines = [clean(layout.text[a:b]).strip() for a, b in pairwise(edges)]
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

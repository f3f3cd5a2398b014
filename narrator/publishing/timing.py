"""When each word of a placed clip is heard, in seconds of the episode."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import Placement, Timeline

_SHORTEST_LETTER = 0.002
"""Seconds; the fastest speech there is takes some twenty times as long."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time of any character of one line.

    `marks` are (offset into `Line.text`, second of the episode), both never falling; between two
    marks time passes evenly by letters, which is all there is to go by where an engine is silent.
    """

    marks: tuple[tuple[int, float], ...]

    def at(self, offset: int) -> float:
        index = bisect_right(self.marks, (offset, float("inf"))) - 1
        start, begins = self.marks[max(index, 0)]
        if offset <= start or index + 1 >= len(self.marks):
            return begins
        end, ends = self.marks[index + 1]
        return begins + (ends - begins) * (offset - start) / (end - start)


def clock(placement: Placement, timeline: Timeline) -> Clock:
    """The clock of one placement: its start, the word times its clip knows, and its end.

    A word time that no voice could keep, after what precedes or before the end, is not believed.
    """
    begins, ends = timeline.seconds(placement.start), timeline.seconds(placement.end)
    length = len(placement.line.text)
    marks: list[tuple[int, float]] = []
    for word in placement.clip.words:
        second = begins + word.sample / placement.clip.rate
        offset, earlier = marks[-1] if marks else (-1, begins - 1)
        in_order = word.start > offset and second - earlier >= (word.start - offset) * _SHORTEST_LETTER
        if in_order and ends - second >= (length - word.start) * _SHORTEST_LETTER and second >= begins:
            marks.append((word.start, second))
    if not marks or marks[0][0] > 0:
        marks.insert(0, (0, begins))
    return Clock((*marks, (length, ends)))


def word_starts(text: str, offset: int, times: Clock) -> Sequence[float]:
    """The second at which each of the words of `text` begins, parted by single spaces as in
    `Line.text`, where `text` stands at `offset` in its line."""
    starts: list[float] = []
    for word in text.split(" "):
        starts.append(times.at(offset))
        offset += len(word) + 1
    return starts

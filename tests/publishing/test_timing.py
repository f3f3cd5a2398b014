"""The clock of a placed line: what it believes, and what it makes up where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.model import Placement, Script, Segment, Timeline, Word
from narrator.publishing.timing import Clock, clock, word_starts
from tests.publishing.episodes import CLIP_RATE, LETTER, say, timeline_of


def placed(text: str, words: tuple[Word, ...] | None = None) -> tuple[Placement, Timeline]:
    timeline = timeline_of(Script("T", (Segment("S", None, (say(text),)),)))
    (placement,) = timeline.placements
    if words is not None:
        placement = replace(placement, clip=replace(placement.clip, words=words))
    return placement, timeline


def of(text: str, words: tuple[Word, ...] | None = None) -> Clock:
    return clock(*placed(text, words))


TEXT = "One two three, four five."


def test_a_word_is_heard_when_its_clip_says() -> None:
    times = of(TEXT)
    for offset in (0, 4, 8, 15, 20):
        assert times.at(offset) == pytest.approx(0.5 + offset * LETTER, abs=1e-3)
    assert times.at(len(TEXT)) == pytest.approx(0.5 + len(TEXT) * LETTER, abs=1e-3)


def test_a_time_that_can_not_be_is_not_believed() -> None:
    second = CLIP_RATE
    words = (
        Word(0, 3, 0),
        Word(4, 7, 90 * second),  # after the end
        Word(8, 14, 1 * second),
        Word(15, 19, second // 2),  # before the word before it
        Word(20, 25, round(1.2 * second)),
    )
    times = of(TEXT, words)
    assert times.at(8) == pytest.approx(1.5, abs=1e-3)
    assert times.at(20) == pytest.approx(1.7, abs=1e-3)
    assert 0.5 < times.at(4) < 1.5 < times.at(15) < 1.7


def test_digits_and_pauses_take_time_of_their_own() -> None:
    def share(text: str) -> float:
        """Of the line's time, what passes before its last word."""
        times = of(text, ())
        return (times.at(text.rindex(" ") + 1) - 0.5) / (times.at(len(text)) - 0.5)

    assert share("In abcd it") < share("In 1845 it")
    assert share("So it was then") < share("So it was. then")
    assert share("So it was, then") < share("So it was. then")


def test_word_starts_follow_single_spaces() -> None:
    assert word_starts("two three,", 4, of(TEXT)) == pytest.approx(
        [0.5 + 4 * LETTER, 0.5 + 8 * LETTER], abs=1e-3
    )


@given(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(-100, 200_000)), max_size=12),
)
def test_time_never_goes_back(text: str, heard: list[tuple[int, int]]) -> None:
    placement, timeline = placed(text, tuple(Word(start, start + 1, sample) for start, sample in heard))
    times = clock(placement, timeline)
    found = [times.at(offset) for offset in range(len(text) + 1)]
    assert all(before <= after + 1e-9 for before, after in pairwise(found))
    assert found[0] >= timeline.seconds(placement.start) - 1e-9
    assert found[-1] == pytest.approx(timeline.seconds(placement.end))

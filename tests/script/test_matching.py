"""What two sequences have in common."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.script import matching
from narrator.script.alignment import likeness
from narrator.script.matching import MOST, gaps, matching_blocks

WORDS = [f"{word}" for n in range(400) for word in ("the", f"w{n}", "of", f"x{n}", "and")]


def rebuilt(one: list[str], other: list[str]) -> list[str]:
    """`other`, from `one` and what stands in the gaps."""
    built: list[str] = []
    at = 0
    for left, right in gaps(matching_blocks(one, other), one, other):
        built += [*one[at : left.start], *other[right.start : right.stop]]
        at = left.stop
    return [*built, *one[at:]]


def assert_sound(one: list[str], other: list[str]) -> None:
    blocks = matching_blocks(one, other)
    assert all(
        block.size and one[block.i :][: block.size] == other[block.j :][: block.size] for block in blocks
    )
    for before, behind in pairwise(blocks):
        ends = before.i + before.size, before.j + before.size
        assert ends[0] <= behind.i and ends[1] <= behind.j and ends != behind[:2]
    assert rebuilt(one, other) == other


@given(st.lists(st.sampled_from("abc"), max_size=300), st.lists(st.sampled_from("abcd"), max_size=300))
def test_any_two_sequences(one: list[str], other: list[str]) -> None:
    assert_sound(one, other)


@given(
    st.lists(st.tuples(st.integers(0, len(WORDS)), st.sampled_from(["cut", "new", "the"])), max_size=12),
    st.sampled_from([WORDS, ["yes"] * 1500, ["yes", "no"] * 700]),
)
def test_edits_are_found_however_often_a_word_comes(edits: list[tuple[int, str]], one: list[str]) -> None:
    other = list(one)
    for at, edit in edits:
        if edit == "cut":
            del other[at : at + 3]
        else:
            other.insert(at, edit)
    assert_sound(one, other)
    kept = sum(block.size for block in matching_blocks(one, other))
    assert kept >= len(one) - 3 * len(edits) - 4 * sum(edit != "cut" for _, edit in edits)


@pytest.mark.parametrize("moved", [(0, 40), (100, 900), (1200, 1990)])
def test_as_much_is_found_as_difflib_finds(moved: tuple[int, int]) -> None:
    other = [*WORDS[: moved[0]], "here", *WORDS[moved[0] + 30 : moved[1]], "there", *WORDS[moved[1] :]]
    found = SequenceMatcher(None, WORDS, other, autojunk=False).get_matching_blocks()
    assert [tuple(block) for block in matching_blocks(WORDS, other)] == [tuple(b) for b in found if b.size]


def test_what_has_too_many_differences_is_changed_altogether() -> None:
    one = ["yes", "no"] * (4 * MOST)
    other = ["no", "no", "yes", "yes", "yes"] * (2 * MOST)
    assert_sound(one, other)


def in_common(one: list[str], other: list[str]) -> int:
    """The length of the longest common subsequence, by the table that every textbook has."""
    row = [0] * (len(other) + 1)
    for element in one:
        above, row = row, [0]
        for j, candidate in enumerate(other):
            row.append(above[j] + 1 if element == candidate else max(row[j], above[j + 1]))
    return row[-1]


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_where_no_run_is_telling_as_much_is_found_as_there_is(one: list[str], other: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(matching, "SMALL", 0)
        patched.setattr(matching, "RUNS", ())
        assert_sound(one, other)
        assert sum(block.size for block in matching_blocks(one, other)) == in_common(one, other)


def test_as_many_differences_are_found_as_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in [("SMALL", 0), ("RUNS", ()), ("FEWEST", 4), ("MOST", 4)]:
        monkeypatch.setattr(matching, name, value)
    found = {
        differences: matching_blocks([*"x" * differences, "b", "y"], ["b", "z"]) for differences in (1, 2, 3)
    }
    assert found == {1: [(1, 0, 1)], 2: [(2, 0, 1)], 3: []}


def test_nothing() -> None:
    assert matching_blocks([], []) == matching_blocks(["a"], []) == matching_blocks(["a"], ["b"]) == []
    assert list(gaps([], ["a"], [])) == [(range(1), range(0))]


@given(st.permutations(range(7)))
def test_the_longest_rising_choice_is_found(places: list[int]) -> None:
    pairs = list(enumerate(places))
    found = matching._rising(pairs)
    assert found == [pair for pair in pairs if pair in found], "in order"
    assert all(before[1] < behind[1] for before, behind in pairwise(found))
    longest = max(
        size
        for size in range(1, 8)
        for chosen in combinations(places, size)
        if all(a < b for a, b in pairwise(chosen))
    )
    assert len(found) == longest


def test_nothing_rises_in_nothing() -> None:
    assert matching._rising([]) == []


@given(
    st.lists(st.sampled_from("abc"), max_size=14), st.integers(0, 5), st.integers(0, 14), st.integers(1, 3)
)
def test_runs_that_stand_once_between_two_places(items: list[str], start: int, end: int, size: int) -> None:
    end = min(end, len(items))
    runs = [(tuple(items[at : at + size]), at) for at in range(start, end) if at + size <= end]
    alone = {run: at for run, at in runs if sum(other == run for other, _ in runs) == 1}
    assert matching._once(items, start, end, size) == alone


@pytest.mark.parametrize(
    ("one", "other", "blocks"),
    [
        ("abcd", "abcd", [(0, 0, 2), (2, 2, 1), (3, 3, 1)]),
        ("abcd", "ab-cd", [(0, 0, 2), (2, 3, 2)]),
        ("ab-cd", "abcd", [(0, 0, 2), (3, 2, 2)]),
        ("abcde", "abbcde", [(0, 0, 2), (2, 3, 2), (4, 5, 1)]),
        ("abbcde", "abcde", [(0, 0, 2), (3, 2, 2), (5, 4, 1)]),
        ("xyab", "ab", [(2, 0, 2)]),
    ],
)
def test_runs_hold_two_sequences_together(one: str, other: str, blocks: list[tuple[int, int, int]]) -> None:
    """A run that overlaps the one before goes on from it, or is passed over."""
    gap = matching._Gap(0, len(one), 0, len(other))
    assert list(matching._anchors(one, other, gap, 2)) == blocks


def test_words_that_come_often_count_in_a_long_line_too() -> None:
    refrain = "yes no " * 150
    assert likeness(refrain, refrain) == 1
    assert likeness("perhaps " + refrain, refrain + "today") > 0.99

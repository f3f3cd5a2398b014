"""What two sequences have in common, in order, at a cost that grows with their length.

`difflib` alone takes the square of the length, and worse, where the same element comes again and again: a
refrain of a thousand lines, or "the" in an hour of words.  Here runs that stand once on either side hold
the two together first (Bram Cohen's patience diff), and difflib sees only what is left between them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

RUNS = (8, 4, 2, 1)
"""Lengths of the runs that are looked for, the most telling first."""
SMALL = 10_000
"""Pairs of elements up to which difflib compares all with all."""
WORK = 5_000_000
"""Steps for what has no telling run at all, such as one line a thousand times."""
FEWEST, MOST = 100, 1000
"""Differences that are found in it; where there are more, it is taken as changed altogether."""

Items = Sequence[Hashable]


class Block(NamedTuple):
    """`one[i : i + size] == other[j : j + size]`."""

    i: int
    j: int
    size: int


class _Gap(NamedTuple):
    i: int
    i_end: int
    j: int
    j_end: int


def matching_blocks(one: Items, other: Items) -> list[Block]:
    """The blocks in order, none empty, none that goes on where another ends."""
    return list(_joined(sorted(_found(one, other))))


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    whole: Block | None = None
    for block in blocks:
        if whole and (whole.i + whole.size, whole.j + whole.size) == block[:2]:
            whole = whole._replace(size=whole.size + block.size)
            continue
        if whole:
            yield whole
        whole = block
    if whole:
        yield whole


def gaps(blocks: Sequence[Block], one: Items, other: Items) -> Iterator[tuple[range, range]]:
    """What lies between the blocks, as indices of `one` and of `other`; one of the two may be empty."""
    for before, behind in pairwise([Block(0, 0, 0), *blocks, Block(len(one), len(other), 0)]):
        i, j = before.i + before.size, before.j + before.size
        if i < behind.i or j < behind.j:
            yield range(i, behind.i), range(j, behind.j)


def _found(one: Items, other: Items) -> Iterator[Block]:
    waiting = [(_Gap(0, len(one), 0, len(other)), 0)]
    while waiting:
        gap, tried = waiting.pop()
        gap, ends = _without_ends(one, other, gap)
        yield from ends
        here, there = gap.i_end - gap.i, gap.j_end - gap.j
        if not here or not there:
            continue
        if here * there <= SMALL:
            matcher = SequenceMatcher(None, one[gap.i : gap.i_end], other[gap.j : gap.j_end], autojunk=False)
            yield from (Block(gap.i + i, gap.j + j, n) for i, j, n in matcher.get_matching_blocks() if n)
        elif tried == len(RUNS):
            yield from _few_differences(one, other, gap)
        else:
            anchors = list(_joined(_anchors(one, other, gap, RUNS[tried])))
            yield from anchors
            edges = [Block(gap.i, gap.j, 0), *anchors, Block(gap.i_end, gap.j_end, 0)]
            waiting += ((_Gap(a.i + a.size, b.i, a.j + a.size, b.j), tried + 1) for a, b in pairwise(edges))


def _without_ends(one: Items, other: Items, gap: _Gap) -> tuple[_Gap, list[Block]]:
    """The gap without the beginning and the end that both sides share: nearly all of it, as a rule."""
    i, i_end, j, j_end = gap
    while i < i_end and j < j_end and one[i] == other[j]:
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and one[i_end - 1] == other[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    ends = (Block(gap.i, gap.j, i - gap.i), Block(i_end, j_end, gap.i_end - i_end))
    return _Gap(i, i_end, j, j_end), [block for block in ends if block.size]


# --------------------------------------------------------------------------- runs that stand once


def _anchors(one: Items, other: Items, gap: _Gap, size: int) -> Iterator[Block]:
    """The longest ordered choice of the runs of `size` that stand once on either side, without overlap."""
    there = _once(other, gap.j, gap.j_end, size)
    pairs = [(i, there[run]) for run, i in _once(one, gap.i, gap.i_end, size).items() if run in there]
    i_end, j_end = gap.i, gap.j
    for i, j in _rising(sorted(pairs)):
        if i >= i_end and j >= j_end:
            yield Block(i, j, size)
        elif i + size - i_end == j + size - j_end:  # it overlaps the one before, and goes on from it
            yield Block(i_end, j_end, i + size - i_end)
        else:
            continue
        i_end, j_end = i + size, j + size


def _once(items: Items, start: int, end: int, size: int) -> dict[Hashable, int]:
    """Where each run stands that stands only once; what comes twice is left out."""
    found: dict[Hashable, int] = {}
    twice: set[Hashable] = set()
    for at in range(start, end - size + 1):
        run = tuple(items[at : at + size])
        if run in found:
            twice.add(run)
        found[run] = at
    return {run: at for run, at in found.items() if run not in twice}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs`, in order, whose second numbers rise."""
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tops, j)
        before.append(at_top[place - 1] if place else -1)
        tops[place : place + 1] = [j]
        at_top[place : place + 1] = [index]
    chosen = []
    index = at_top[-1] if at_top else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


# --------------------------------------------------------------------------- no run stands once


def _few_differences(one: Items, other: Items, gap: _Gap) -> Iterator[Block]:
    """The greedy algorithm of Myers (1986), as long as there are few differences; else nothing."""
    here, there = gap.i_end - gap.i, gap.j_end - gap.j
    most = min(MOST, max(FEWEST, WORK // (here + there)))
    furthest = {1: 0}
    trail = []
    for differences in range(most + 1):
        trail.append(furthest.copy())
        for diagonal in range(-differences, differences + 1, 2):
            x, _ = _entered(furthest, diagonal, differences)
            y = x - diagonal
            while x < here and y < there and one[gap.i + x] == other[gap.j + y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= here and y >= there:
                yield from _retraced(trail, gap, diagonal)
                return


def _entered(furthest: Mapping[int, int], diagonal: int, differences: int) -> tuple[int, int]:
    """Where in `one` a further difference brings us on this diagonal, and from which other diagonal."""
    left, right = furthest.get(diagonal - 1, -1), furthest.get(diagonal + 1, -1)
    if diagonal == -differences or (diagonal != differences and left < right):
        return right, diagonal + 1
    return left + 1, diagonal - 1


def _retraced(trail: Sequence[Mapping[int, int]], gap: _Gap, diagonal: int) -> Iterator[Block]:
    """The blocks on the way that ends there, last ones first."""
    x = gap.i_end - gap.i
    for differences in range(len(trail) - 1, -1, -1):
        begun, previous = _entered(trail[differences], diagonal, differences)
        if x > begun:
            yield Block(gap.i + begun, gap.j + begun - diagonal, x - begun)
        x, diagonal = trail[differences][previous], previous

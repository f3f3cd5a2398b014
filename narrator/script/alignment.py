"""Which line of a new script is which line of an edited one, by way of the lines the program once wrote.

Of those only hashes are left (the seal of the edited file), which is enough: a line whose hash is still
there is known, and a line that has changed stands between two that are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from narrator.model import Line
from narrator.script.fingerprint import Mark, mark
from narrator.script.matching import gaps, matching_blocks

_WORD = re.compile(r"\w+")
ALIKE = 0.5
"""Two lines with at least this part of their words in common, in order, are taken for one reworded line."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Indices that belong together; a line once written is in at most one of each pair of fields."""

    edited: dict[int, int]
    """Lines once written → lines of the edited file, its words changed or not."""
    known: dict[int, int]
    """Lines of the new script → lines once written with the same words at the same place."""
    reworded: dict[int, int]
    """Lines of the new script → lines once written whose words the article has changed."""
    moved: dict[int, int]
    """Lines of the new script → lines once written with the same words at another place."""
    gone: tuple[int, ...]
    """Lines once written that the new script has no more."""


def align(new: Sequence[Line], edited: Sequence[Line], marks: Sequence[Mark]) -> Alignment:
    """Which lines of both scripts are the lines once written, whose fingerprints are `marks`."""
    old = [each.text for each in marks]
    new_hashes = [mark(line).text for line in new]
    edited_hashes = [mark(line).text for line in edited]
    to_new, new_gaps = _in_order(old, new_hashes)
    to_edited, edited_gaps = _in_order(old, edited_hashes)
    moved = _out_of_order(old, to_new, new_hashes)
    to_edited |= _out_of_order(old, to_edited, edited_hashes)
    wording = {i: edited[j].text for i, j in to_edited.items()}
    wording |= {i: new[j].text for i, j in (to_new | moved).items()}
    reworded = _reworded(new_gaps, wording, [line.text for line in new], moved)
    to_edited |= _reworded(edited_gaps, wording, [line.text for line in edited], to_edited)
    return Alignment(
        edited=to_edited,
        known={j: i for i, j in to_new.items()},
        reworded={j: i for i, j in reworded.items()},
        moved={j: i for i, j in moved.items()},
        gone=tuple(i for i in range(len(old)) if i not in to_new | moved | reworded),
    )


_Gap = tuple[range, range]


def _in_order(old: list[str], other: list[str]) -> tuple[dict[int, int], list[_Gap]]:
    same: dict[int, int] = {}
    blocks = matching_blocks(old, other)
    for i, j, size in blocks:
        same |= zip(range(i, i + size), range(j, j + size), strict=True)
    return same, [(left, right) for left, right in gaps(blocks, old, other) if left and right]


def _out_of_order(old: list[str], in_order: dict[int, int], other: list[str]) -> dict[int, int]:
    placed = set(in_order.values())
    left = {hash_: j for j, hash_ in reversed(list(enumerate(other))) if j not in placed}
    return {i: left.pop(hash_) for i, hash_ in enumerate(old) if i not in in_order and hash_ in left}


def _reworded(
    gaps: list[_Gap], wording: dict[int, str], texts: list[str], placed: dict[int, int]
) -> dict[int, int]:
    """Within a gap each old line goes to the line most like it; where its words are lost, to the only one."""
    pairs: dict[int, int] = {}
    taken = set(placed.values())
    for old, other in gaps:
        start = other.start
        for i in (i for i in old if i not in placed):
            candidates = [j for j in range(start, other.stop) if j not in taken]
            if i not in wording:
                nearest = candidates[0] if len(old) == len(other) == len(candidates) else None
            else:
                ranked = [(likeness(wording[i], texts[j]), -j) for j in candidates]
                best, at = max(ranked, default=(0.0, 0))
                nearest = -at if best >= ALIKE else None
            if nearest is not None:
                pairs[i] = nearest
                start = nearest + 1
    return pairs


def likeness(one: str, other: str) -> float:
    """The part of the words of both that they have in common, in order: 0 to 1."""
    return SequenceMatcher(
        None, _WORD.findall(one.casefold()), _WORD.findall(other.casefold()), autojunk=False
    ).ratio()

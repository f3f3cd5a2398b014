"""The article's own division into segments, carried into a script whose editor has not changed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from narrator.model import Item, Line, Segment
from narrator.script.fingerprint import Seal, title_mark


def is_cut_as_sealed(edited: Sequence[Segment], places: Mapping[int, int], seal: Seal) -> bool:
    """Whether titles, persons and boundaries are the program's.  `places` are the edited file's lines by
    the lines once written."""
    if [title_mark(segment) for segment in edited] != [title for title, _ in seal.parts]:
        return False
    once = [number for number, (_, lines) in enumerate(seal.parts) for _ in range(lines)]
    now = [number for number, segment in enumerate(edited) for _ in segment.lines]
    struck = any(segment.silent for segment in edited)
    return not struck and all(once[i] == now[j] for i, j in places.items())


def resegmented(
    parts: Sequence[Segment], new: Sequence[Segment], sources: Mapping[int, int]
) -> list[Segment] | None:
    """The items of `parts` under the titles of `new`; None where that would change their order.

    `sources` are the lines' new segments by the lines' identity.  What an editor has added goes with the
    line before it, or with the line after it where it opened its part.
    """
    gathered: list[tuple[int, list[Item]]] = []
    opening: list[Item] = []
    for part in parts:
        begun = False
        for item in part.items:
            source = sources.get(id(item)) if isinstance(item, Line) else None
            if source is None and begun:
                gathered[-1][1].append(item)
            elif source is None:
                opening.append(item)
            else:
                if not gathered or gathered[-1][0] != source:
                    gathered.append((source, []))
                gathered[-1][1].extend([*opening, item])
                opening, begun = [], True
    if not gathered or any(one >= other for (one, _), (other, _) in pairwise(gathered)):
        return None
    gathered[-1][1].extend(opening)
    return [replace(new[source], items=tuple(items)) for source, items in gathered]

"""Quotations that stand in a text twice, as pull quotes do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrator.people.quotes.find import Quote

OPENING = 5
"""Words that two quotations must share, from the beginning of one, to be the same; and the next, if any."""
_SPOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|…|\.\.\.")


@dataclass(slots=True)
class Repeats:
    """The words of each quotation, read when they are first asked for."""

    text: str
    _spoken: list[tuple[str, ...]] = field(default_factory=list)
    _openings: dict[tuple[str, ...], list[tuple[int, int]]] = field(default_factory=dict)
    """Each run of `OPENING` words to the quotations that have it, and where."""

    def of(self, quotes: Sequence[Quote], number: int) -> int | None:
        """Another quotation that has the words of this one, or the first of them."""
        if not self._spoken:
            self._spoken = [_words(self.text[one.inner_start : one.inner_end]) for one in quotes]
            for index, said in enumerate(self._spoken):
                for at in range(len(said) - OPENING + 1):
                    self._openings.setdefault(said[at : at + OPENING], []).append((index, at))
        mine = self._spoken[number][: OPENING + 1]
        return next(
            (
                index
                for index, at in self._openings.get(mine[:OPENING], ())
                if index != number
                and quotes[index].is_speech
                and self._spoken[index][at : at + len(mine)] == mine
            ),
            None,
        )


def _words(quotation: str) -> tuple[str, ...]:
    """Without marks and capitals, up to where the quotation leaves something out."""
    found = tuple(word.replace("’", "'") for word in _SPOKEN.findall(quotation.lower()))
    cut = next((at for at, word in enumerate(found) if at and word in ("…", "...")), len(found))
    return tuple(word for word in found[:cut] if word not in ("…", "..."))

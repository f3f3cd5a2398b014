"""Word times: from an engine's events to the words of the text given, and on to the words as written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from narrator.model import Spoken, Word

Token = tuple[int, int]


def tokens(text: str) -> list[Token]:
    """(start, end) of each run without white space that holds a letter or a digit."""
    found = (match.span() for match in re.finditer(r"\S+", text))
    return [(start, end) for start, end in found if any(c.isalnum() for c in text[start:end])]


def times_of_tokens(
    text: str, events: Iterable[tuple[int, int]], length: int
) -> tuple[tuple[int, int, int], ...]:
    """Each token of `text` with the sample at which it begins: (start, end, sample), never going back.

    `events` are (character, sample) as the engine saw its own words.  It joins some ("in the" may be
    one) and splits others (a number is several), so a token takes the first event inside it, and one
    without any its share, by letters, of the time between its neighbours.  `length` is the end of the
    sound, in samples.
    """
    spans = tokens(text)
    known: list[int | None] = [None] * len(spans)
    index = 0
    for character, sample in sorted(events):
        while index < len(spans) and spans[index][1] <= character:
            index += 1
        if index < len(spans) and spans[index][0] <= character and known[index] is None:
            known[index] = min(max(sample, 0), length)
    return _never_back(spans, _interpolated(spans, known, length))


def _interpolated(spans: Sequence[Token], known: Sequence[int | None], length: int) -> list[int]:
    weight = [end - start for start, end in spans]
    times: list[int] = []
    index = 0
    while index < len(spans):
        sample = known[index]
        if sample is not None:
            times.append(sample)
            index += 1
            continue
        stop = index
        while stop < len(spans) and known[stop] is None:
            stop += 1
        before = times[-1] if times else 0
        after = known[stop] if stop < len(spans) else length
        gone = weight[index - 1] if times else 0
        whole = gone + sum(weight[index:stop])
        for lost in range(index, stop):
            times.append(before + max(0, (after or 0) - before) * gone // whole)
            gone += weight[lost]
        index = stop
    return times


def _never_back(spans: Sequence[Token], times: Iterable[int]) -> tuple[tuple[int, int, int], ...]:
    latest = 0
    out = []
    for (start, end), sample in zip(spans, times, strict=True):
        latest = max(latest, sample)
        out.append((start, end, latest))
    return tuple(out)


def as_written(words: Iterable[tuple[int, int, int]], spoken: Spoken, written: str) -> tuple[Word, ...]:
    """The words of the written line, each at the sample at which the first of its spoken words begins.

    `words` are offsets into `spoken.text`.  A written word that is said as several ("1791") begins with
    the first of them; one that is not said at all is left out.
    """
    spans = tokens(written)
    said = [span[0] for span in spoken.spans]
    starts: dict[int, int] = {}
    index = 0
    for start, _, sample in words:
        place = _written_place(spoken, said, start)
        while index < len(spans) and spans[index][1] <= place:
            index += 1
        if index < len(spans):
            starts.setdefault(index, sample)
    return tuple(Word(*spans[i], sample) for i, sample in sorted(starts.items()))


def _written_place(spoken: Spoken, said: Sequence[int], place: int) -> int:
    """The offset in the written line of an offset in the spoken text: one to one where a span is as
    long in both, and otherwise in proportion.  `said` are the beginnings of the spans, in order."""
    if not said:
        return place
    said_from, said_to, written_from, written_to = spoken.spans[max(bisect_right(said, place) - 1, 0)]
    if said_from <= place < said_to:
        return written_from + (place - said_from) * (written_to - written_from) // (said_to - said_from)
    return spoken.spans[-1][3]

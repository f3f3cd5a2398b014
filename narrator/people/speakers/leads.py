"""Whom a text is about from beginning to end: the one who is "he" again when others have had their say."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from narrator.people.names.find import People
from narrator.people.speakers.frames import Frame
from narrator.people.speakers.tags import PERSON

LEAST = 3
"""How often somebody must be named to lead a text."""
TIMES = 1.5
"""How many times as often as anybody else."""


def lead_of(people: People, frames: Sequence[Frame]) -> int | None:
    """Who is named alone in the first paragraph, more often than others, and in the second half or title."""
    titled = {word.person for frame in frames if frame.headline for word in frame.words if word.tag == PERSON}
    named = [
        (word.person, frame.block)
        for frame in frames
        if not frame.headline
        for word in frame.words
        if word.tag == PERSON and word.person not in people.authors
    ]
    if not named:
        return None
    (lead, first), last = named[0], named[-1][1]
    counts = Counter([*titled, *(person for person, _ in named)])
    others = max((count for person, count in counts.items() if person != lead), default=0)
    if counts[lead] < LEAST or counts[lead] < TIMES * others:
        return None
    if any(person != lead for person, block in named if block == first):
        return None
    half = (first + last) / 2
    return lead if lead in titled or any(person == lead and block > half for person, block in named) else None


def is_year(word: str) -> bool:
    """Whether a word is the year of an interview: "1988"."""
    return len(word) == 4 and word.isdigit() and word.startswith(("19", "20"))


def passing(people: People, frames: Sequence[Frame]) -> frozenset[int]:
    """Who is named in one paragraph and nowhere else."""
    begins = [frame.words[0].start for frame in frames if frame.first]
    paragraphs: dict[int, set[int]] = {}
    for mention in people.mentions:
        paragraphs.setdefault(mention.person, set()).add(bisect_right(begins, mention.start))
    return frozenset(person for person, where in paragraphs.items() if len(where) == 1)

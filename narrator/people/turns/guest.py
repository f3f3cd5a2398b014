"""Whom an interview is with: the person its title and introduction are about, who is not the writer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.people.headings.read import NAME
from narrator.people.lexicon import words
from narrator.people.names.find import People
from narrator.people.segments.passages import Passage

_NAME = re.compile(rf"(?<!\w){NAME}")
_TALKED = re.compile(
    r"\b(?:spoke|speaks|talked|talks|sat down|caught up|chatted|met|interviewed|interview|conversation|asked"
    r"|reached out|called|Gespräch|traf|sprach|rencontre|rencontré|entretien)\b",
    re.IGNORECASE,
)


def find_guest(
    text: str, passages: Sequence[Passage], people: People, before: int, likely: bool
) -> str | None:
    """The person mentioned most in the passages before the talk; the title counts, the byline does not.

    Falls back on the whole article where the introduction names nobody; then, if `likely` will do, on the
    commonest name of the introduction that nothing else shows to be a person's.
    """
    for last in (before, len(passages)):
        counts: dict[int, float] = {}
        for passage in passages[:last]:
            words = text[passage.start : passage.end]
            weight = 1.5 if _TALKED.search(words) else 1.0
            for mention in people.mentions_in(passage.start, passage.end):
                if mention.person not in people.authors:
                    extra = 0.5 if text[mention.end : mention.end + 2] not in ("'s", "’s") else 0.0
                    counts[mention.person] = counts.get(mention.person, 0.0) + weight + extra
        if counts:
            best = max(counts, key=lambda person: (counts[person], -person))
            return people.persons[best].name
    return _likely_name(text, passages[:before]) if likely else None


def _likely_name(text: str, introduction: Sequence[Passage]) -> str | None:
    """Somebody answers, so the introduction's commonest name is theirs."""
    counts: dict[str, int] = {}
    for passage in introduction:
        for match in _NAME.finditer(text, passage.start, passage.end):
            name = " ".join(match.group().split())
            if not any(word in words("places") | words("not_names") for word in name.split()):
                counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: counts[name], default=None)

"""Who, in a story, only puts the questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.people.names.find import People
from narrator.people.segments.subjects import Speech

_ASKS = re.compile(r"\?\W*$")
_ASKED = re.compile(r"[^.\"“”]{0,50}\b(?:asked|asks)\b")
_LISTENERS = re.compile(r"\b(?:told|tells|telling|said to|spoke (?:to|with)|asked by)\s+(?:[^.;]{0,60}?\s)?$")
_PRESS = re.compile(
    r"\b(?:reporter|correspondent|co-host|host|anchor|interviewer|journalist|moderator)s?\b", re.IGNORECASE
)


def find_askers(text: str, people: People, speeches: Sequence[Speech]) -> frozenset[int]:
    """People in a story who put the questions; what they say belongs to the answers.

    Most of their words are questions, in two paragraphs at least, since who asks twice in one wonders; or
    they are of the press, and ask, or somebody `told` them something.
    """
    said: dict[int, int] = {}
    asked: dict[int, int] = {}
    where: dict[int, set[int]] = {}
    for one in speeches:
        if one.person is None:
            continue
        said[one.person] = said.get(one.person, 0) + 1
        inner = text[one.start : one.end].rstrip("\"”’'»“ ,")
        asks = _ASKS.search(inner) is not None or _ASKED.match(text[one.end : one.end + 60]) is not None
        asked[one.person] = asked.get(one.person, 0) + asks
        if asks:
            where.setdefault(one.person, set()).add(text.rfind("\n", 0, one.start))
    askers = {
        person
        for person, count in said.items()
        if asked[person] >= 0.5 * count and len(where.get(person, ())) >= 2
    }
    for mention in people.mentions:
        role = people.persons[mention.person].role or ""
        before = text[max(0, mention.start - 90) : mention.start].rsplit("\n", maxsplit=1)[-1]
        press = _PRESS.search(role) or _PRESS.search(before[-40:])
        if press and (asked.get(mention.person) or _LISTENERS.search(before)):
            askers.add(mention.person)
    return frozenset(askers)

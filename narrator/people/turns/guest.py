"""Whom an interview is with: the person its title and introduction are about, who is not the writer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from narrator.model import BlockKind
from narrator.people.headings.read import NAME, NAME_IN_TEXT, is_shouted
from narrator.people.lexicon import stands_in
from narrator.people.names.find import People
from narrator.people.names.scan import is_first_name
from narrator.people.segments.passages import Passage

_NAME = re.compile(NAME_IN_TEXT)
_TALKED = re.compile(
    r"\b(?:spoke|speaks|talked|talks|sat down|caught up|chatted|met|interviewed|interview|conversation|asked"
    r"|reached out|called|Gespräch|traf|sprach|rencontre|rencontré|entretien)\b",
    re.IGNORECASE,
)


_WITH = re.compile(
    r"\b(?:interview|conversation|chat(?:s|ted|ting)?|talk(?:s|ed|ing)?|Q&A|questions"
    r"|(?:catch(?:es|ing)?|caught) up|(?:sit(?:s|ting)?|sat) down|speak(?:s|ing)?|spoke"
    r"|Gespräch|entretien)\b[^.!?\n]{0,12}? (?:with|mit|avec|to)\b",
    re.IGNORECASE,
)
_SPOKE_TO = re.compile(
    r"\b(?:[Hh]e|[Ss]he)(?: also| recently)? (?:spoke|speaks|talked|talks|chatted|chats) (?:with|to)\b"
)
"""`She spoke to Tom Birch in the canteen`: she is the guest of whom the introduction told, and he asked."""
_TO_WHOM = 40
_SHOW = re.compile(r"\b(?:podcast|episode|show|series|hosts?|hosted|presenters?)\b", re.IGNORECASE)
_WITH_WHOM = 90
"""Characters behind `an interview with` in which the guest's name stands: `… with the baker Ana Ruiz`."""
_SPEAKS_ON = re.compile(rf"(?P<name>{NAME})(?: on\b|: [‘'\"“«])")
"""`Ana Ruiz on bread` · `Ana Ruiz: 'Bread is patient'`, over a talk"""
_I_AM = re.compile(rf"\b(?:I['’]m|I am|[Mm]y name['’]s|[Mm]y name is|[Ii]ch bin|[Jj]e suis) (?P<name>{NAME})")
_OPENING = 240
"""Characters in which somebody says who they are."""


def introduces_self(words: str) -> str | None:
    """Who an answer's first sentences say is speaking: `Hello! I'm Ana Ruiz, and I bake.`"""
    match = _I_AM.search(words[:_OPENING])
    return " ".join(match["name"].split()) if match else None


def find_guest(
    text: str, passages: Sequence[Passage], people: People, before: int, likely: bool
) -> str | None:
    """Whom the passages before the talk say it is with, else the person mentioned most there.

    The title counts, the byline does not.  Falls back on the whole article where the introduction names
    nobody; then, if `likely` will do, on the commonest name of the introduction that nothing else shows
    to be a person's.  Somebody known by one name alone has the full one that the introduction gives.
    """
    asked_by = _asked_by(text, passages[:before], people)
    found = (
        (
            _most_mentioned(text, passages, people, before, likely=True, asked_by=asked_by)
            if asked_by
            else None
        )
        or _named_as_guest(text, passages[:before], people)
        or _most_mentioned(text, passages, people, before, likely)
    )
    if found is None or " " in found:
        return found
    names = (
        match.group().split()
        for passage in passages[:before]
        for match in _NAME.finditer(text, passage.start, passage.end)
    )
    return next((full for name in names if (full := full_from(name, found))), found)


def full_from(name: Sequence[str], first: str) -> str | None:
    """`Becky Crumb` of `Meet Becky Crumb`, for `Becky`; nothing of `Ana Ruiz Bakes`, for `Ruiz`."""
    at = next((at for at, word in enumerate(name[:-1]) if word == first), None)
    if at is None or (at and is_first_name(name[0])):
        return None
    return " ".join(name[at:])


def _asked_by(text: str, introduction: Sequence[Passage], people: People) -> frozenset[int]:
    """To whom somebody spoken of as he or she spoke, and of whom nothing more is said.

    A host speaks to guests, too; an introduction that tells of a show tells nothing here."""
    told = [people.mentions_in(passage.start, passage.end) for passage in introduction]
    often = Counter(mention.person for mentions in told for mention in mentions)
    if any(_SHOW.search(text, passage.start, passage.end) for passage in introduction):
        return frozenset()
    return frozenset(
        mention.person
        for passage in introduction
        for match in _SPOKE_TO.finditer(text, passage.start, passage.end)
        for mention in people.mentions_in(match.end(), min(match.end() + _TO_WHOM, passage.end))[:1]
        if often[mention.person] == 1 and not text.startswith(",", mention.end)
    )


def _named_as_guest(text: str, introduction: Sequence[Passage], people: People) -> str | None:
    """`An interview with the baker Ana Ruiz`: the first person named there, else the first name."""
    title = next((one for one in introduction if one.kind is BlockKind.HEADING), None)
    on = _SPEAKS_ON.match(text, title.start, title.end) if title else None
    for mention in people.mentions_in(on.start("name"), on.end("name")) if on else ():
        if mention.person not in people.authors:
            return people.persons[mention.person].name
    for passage in introduction:
        for match in _WITH.finditer(text, passage.start, passage.end):
            line_end = text.find("\n", match.end(), passage.end)
            end = min(line_end if line_end >= 0 else passage.end, match.end() + _WITH_WHOM)
            mentions = [
                mention
                for mention in people.mentions_in(match.end(), end)
                if mention.person not in people.authors and text[mention.end : mention.end + 2] not in _OWNS
            ]
            whole = (m for m in mentions if " " in text[m.start : m.end])
            first = next(whole, None)
            unknown = _called_again(text, match.end(), min(end, first.start if first else end))
            if unknown is not None:
                return unknown
            if first is not None:
                return people.persons[first.person].name
            name = _NAME.search(text, match.end(), end)
            if name and passage.kind is BlockKind.HEADING:
                return " ".join(name.group().split())
            if mentions:
                return people.persons[mentions[0].person].name
    return None


def _called_again(text: str, start: int, end: int) -> str | None:
    """A name right there that nobody knows as a person's, if somebody is spoken to or of by its first word:
    `An interview with Meade Kinck`, and `Hey Meade.`"""
    match = _NAME.match(text, start + 1, end) if text[start : start + 1] == " " else None
    if match is None or any(stands_in(word, "places", "not_names") for word in match.group().split()):
        return None
    first, *others = match.group().split()
    again = re.compile(rf"(?<![\w-]){re.escape(first)}(?![\w-]| {re.escape(others[0])})")
    return " ".join([first, *others]) if len(first) > 2 and again.search(text, match.end()) else None


_OWNS = ("'s", "’s")


def _most_mentioned(
    text: str,
    passages: Sequence[Passage],
    people: People,
    before: int,
    likely: bool,
    *,
    asked_by: Collection[int] = (),
) -> str | None:
    for last in (before,) if asked_by else (before, len(passages)):
        counts: dict[int, float] = {}
        for passage in passages[:last]:
            words = text[passage.start : passage.end]
            weight = 1.5 if _TALKED.search(words) else 1.0
            for mention in people.mentions_in(passage.start, passage.end):
                if mention.person not in people.authors and mention.person not in asked_by:
                    extra = 0.5 if text[mention.end : mention.end + 2] not in _OWNS else 0.0
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
            shouted = passage.kind is BlockKind.HEADING and is_shouted(name)
            if not shouted and not any(stands_in(word, "places", "not_names") for word in name.split()):
                counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: counts[name], default=None)

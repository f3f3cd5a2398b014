"""Noun phrases, read from the tags: who a phrase names, and what may stand between it and its verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from narrator.people.gender import of_role
from narrator.people.lexicon import listed
from narrator.people.speakers.tags import (
    ADVERB,
    AUXILIARY,
    BODY,
    CLOSE,
    COLON,
    COMMA,
    DASH,
    DETERMINER,
    GROUP,
    NUMBER,
    OPEN,
    OTHER,
    PERSON,
    PLURAL,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    RELATIVE,
    ROLE,
    SELF,
    SEMICOLON,
    STOP,
    VERB,
    Word,
)


class Kind(StrEnum):
    """What a subject is made of."""

    PERSON = "person"
    PRONOUN = "pronoun"
    """he, she"""
    PLURAL = "plural"
    """they, it"""
    SELF = "self"
    """I, we"""
    ROLE = "role"
    """"the mayor", "her brother": one person or several"""
    BODY = "body"
    """"the commission", "NATO", "the statement" """


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun phrase that may speak."""

    kind: Kind
    start: int
    end: int
    """Offsets of the phrase in the source."""
    words: tuple[Word, ...]
    person: int = -1
    owner: int = -1
    """The person whose campaign, doctor or brother it is; -1 if none is named."""
    index: int = 0
    """Where in its sentence the phrase ends: the index of the word behind it."""

    @property
    def head(self) -> str:
        """The noun it turns on, in lower case."""
        for word in reversed(self.words):
            if word.tag in (ROLE, GROUP, BODY, PERSON):
                return word.low.split()[-1]
        return self.words[-1].low if self.words else ""

    @property
    def definite(self) -> bool:
        return bool(self.words) and (
            self.words[0].low in ("the", "this", "that", "his", "her", "their", "its")
            or any(word.tag == POSSESSIVE for word in self.words)
        )

    @property
    def gender(self) -> str | None:
        return of_role(self.head) if self.kind is Kind.ROLE else None


INSIDE = frozenset({DETERMINER, OTHER, ROLE, GROUP, BODY, NUMBER, PERSON, POSSESSIVE})
_HEADS = frozenset({ROLE, GROUP, BODY, PERSON, OTHER, NUMBER})
_NAMES = frozenset({ROLE, GROUP, BODY, PERSON})
_INDEFINITE_PRONOUNS = listed("one another both many several most some others all two three")


CLAUSE = 12
"""How many words a clause behind "the nurse who" may have, in front of her name."""


def phrase_at(words: Sequence[Word], at: int) -> Subject | None:  # noqa: PLR0911, PLR0912
    """The noun phrase that begins at `words[at]`: "Ruiz campaign spokesman Tom Okafor" is Tom Okafor."""
    if at >= len(words):
        return None
    first = words[at]
    if first.tag in (PRONOUN, PLURAL, SELF):
        kind = {PRONOUN: Kind.PRONOUN, PLURAL: Kind.PLURAL, SELF: Kind.SELF}[first.tag]
        return Subject(kind, first.start, first.end, (first,), index=at + 1)
    end = at
    owner = -1
    while end < len(words) and (
        words[end].tag in INSIDE
        or _between_adjectives(words, at, end)
        or _dated(words, at, end)
        or _graded(words, at, end)
    ):
        if end > at and words[end].tag == DETERMINER:
            break
        if (
            end > at
            and words[end].tag == OTHER
            and (words[end - 1].tag in _NAMES or _has_object(words, at, end))
            and looks_like_verb(words[end])
        ):
            break
        if words[end].tag == POSSESSIVE and words[end - 1].tag == PERSON:
            owner = words[end - 1].person
        owns = end + 1 < len(words) and words[end + 1].tag == POSSESSIVE
        if words[end].tag == PERSON and not owns and not _modifies(words, end + 1):
            end += 1
            break
        end += 1
    end = _past_a_field(words, at, _past_a_place_of_work(words, at, end))
    chunk = tuple(words[at:end])
    while chunk and chunk[-1].tag in (POSSESSIVE,):
        chunk = chunk[:-1]
    if not chunk or chunk[-1].tag not in (*_HEADS, DETERMINER):
        return None
    last = chunk[-1]
    if last.tag == PERSON:
        return Subject(Kind.PERSON, last.start, last.end, chunk, last.person, owner, end)
    people = [word for word in chunk if word.tag == PERSON]
    if owner < 0 and people:
        owner = people[-1].person
    roles = [word for word in chunk if word.tag in (ROLE, GROUP, BODY)]
    if not roles:
        if chunk[0].tag == DETERMINER and (len(chunk) > 1 or chunk[0].low in _INDEFINITE_PRONOUNS):
            return Subject(
                Kind.ROLE, chunk[0].start, _with_of(words, end, chunk[-1].end), chunk, -1, owner, end
            )
        return None
    head = roles[-1]
    kind = Kind.ROLE if head.tag == ROLE else Kind.BODY
    return Subject(kind, chunk[0].start, _with_of(words, end, head.end), chunk, -1, owner, end)


def _past_a_place_of_work(words: Sequence[Word], at: int, end: int) -> int:
    """Behind "University of Leeds biologist", a role with a body's name of two parts in front."""
    tags = "".join(word.tag for word in words[end : end + 3])
    named = end > at and words[end - 1].tag in (BODY, GROUP) and words[end - 1].text[0].isupper()
    return end + 3 if named and tags == PREPOSITION + BODY + ROLE else end


def _past_a_field(words: Sequence[Word], at: int, end: int) -> int:
    """Behind the name in "director of cricket Ana Ruiz"."""
    if end >= len(words) or end == at or words[end - 1].tag != ROLE or words[end].low != "of":
        return end
    last = next((i for i in range(end + 1, min(len(words), end + 5)) if words[i].tag == PERSON), end)
    owned = last + 1 < len(words) and words[last + 1].tag == POSSESSIVE
    return last + 1 if last > end and not owned and names_a_field(words, end + 1, last) else end


def names_a_field(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a name stands behind what somebody is head of: "(director of) cricket Ana Ruiz"."""
    between = words[first:last]
    if words[last].tag != PERSON or not 0 < len(between) < 4:
        return False
    return all(word.tag in (OTHER, GROUP) and not looks_like_verb(word) for word in between)


def _graded(words: Sequence[Word], at: int, adverb: int) -> bool:
    """The adverb in "a visibly weary Ruiz"."""
    if words[adverb].tag != ADVERB or not words[adverb].low.endswith("ly") or adverb != at + 1:
        return False
    return words[at].tag == DETERMINER and adverb + 1 < len(words) and words[adverb + 1].tag == OTHER


def _dated(words: Sequence[Word], at: int, day: int) -> bool:
    """The day in "a Wednesday editorial"."""
    if words[day].tag != ADVERB or not words[day].low.endswith("day") or day != at + 1:
        return False
    return words[at].tag == DETERMINER and day + 1 < len(words) and words[day + 1].tag in INSIDE


def _has_object(words: Sequence[Word], at: int, verb: int) -> bool:
    """Whether a noun stands before a word and an article behind it: "the town released a statement"."""
    noun = verb - at > 1 and words[verb - 1].tag == OTHER and not looks_like_verb(words[verb - 1])
    return noun and verb + 1 < len(words) and words[verb + 1].tag == DETERMINER


def _between_adjectives(words: Sequence[Word], at: int, comma: int) -> bool:
    """The comma in "the round, bearded businessman"."""
    if (
        words[comma].tag != COMMA
        or comma - at != 2
        or words[at].tag != DETERMINER
        or words[at + 1].tag != OTHER
    ):
        return False
    behind = [word.tag for word in words[comma + 1 : comma + 3]]
    return behind == [OTHER, ROLE]


def _modifies(words: Sequence[Word], at: int) -> bool:
    """Whether the name before `at` modifies what follows: "Ruiz campaign spokesman", not "Ruiz shook"."""
    if at < len(words) and words[at].tag == PERSON:
        return False
    while at < len(words) and words[at].tag in (OTHER, GROUP, ROLE, BODY):
        if words[at].tag == OTHER and looks_like_verb(words[at]):
            return False
        if words[at].tag in (GROUP, ROLE):
            return True
        at += 1
    return False


def _with_of(words: Sequence[Word], at: int, end: int) -> int:
    """Where a label ends: "small groups of protesters" takes its "of" along, a spokesman who he is for."""
    speaks_for = at and words[at - 1].low.startswith(("spokes", "lawyer", "attorney"))
    named_for = at and at + 1 < len(words) and words[at - 1].text[0].isupper() and words[at + 1].tag == BODY
    if at + 1 < len(words) and (
        words[at].low == "of" or ((speaks_for or named_for) and words[at].low == "for")
    ):
        stop = _past_phrase(words, at + 1)
        if stop > at + 1:
            return words[stop - 1].end
    return end


def looks_like_verb(word: Word) -> bool:
    """A lower-case word in -ed or -s behind a name is its verb more often than a noun it modifies."""
    return word.low.endswith("ed") and len(word.low) > 4


def skip_behind(words: Sequence[Word], at: int) -> tuple[int, Subject | None]:  # noqa: PLR0912
    """Past what stands between a subject and its verb: ", 34, a nurse from Ohio," or ", who ran the shop,".

    Returns where the verb may stand and, where an apposition names the person, that person.
    """
    named: Subject | None = None
    guard = 0
    while at < len(words) and guard < 12:
        guard += 1
        tag = words[at].tag
        if tag in (ADVERB, AUXILIARY):
            at += 1
        elif tag == OPEN:
            while at < len(words) and words[at].tag != CLOSE:
                at += 1
            at += 1
        elif tag == PREPOSITION:
            at = _past_phrase(words, at + 1)
        elif tag == COMMA:
            if named is None:
                inner = phrase_at(words, at + 1)
                named = inner if inner is not None and inner.kind is Kind.PERSON else None
            end = at + 1
            while end < len(words) and words[end].tag not in (COMMA, QUOTE, STOP, SEMICOLON, COLON):
                end += 1
            if end >= len(words) or words[end].tag != COMMA:
                return _past_unclosed(words, at), named
            more = end + 1 < len(words) and words[end + 1].tag in (DETERMINER, ROLE, NUMBER, RELATIVE)
            at = end if more else end + 1
        elif tag == DASH:
            end = at + 1
            while end < len(words) and words[end].tag not in (DASH, QUOTE, STOP):
                end += 1
            if end >= len(words) or words[end].tag != DASH:
                return at, named
            at = end + 1
        else:
            break
    return at, named


def _past_unclosed(words: Sequence[Word], comma: int) -> int:
    """Past an apposition whose second comma was forgotten ("Ruiz, a baker in Leeds told"), else its comma."""
    inner = phrase_at(words, comma + 1)
    if inner is None or inner.kind is not Kind.ROLE:
        return comma
    at = inner.index
    for _ in range(6):
        if at < len(words) and words[at].tag == PREPOSITION:
            at = _past_phrase(words, at + 1)
    if at < len(words) and words[at].tag == RELATIVE:
        at = next(
            (i for i in range(at + 1, min(len(words), at + 8)) if words[i].tag in (VERB, STOP, QUOTE)), at
        )
    return at if at < len(words) and words[at].tag == VERB else comma


def _past_phrase(words: Sequence[Word], at: int) -> int:
    start = at
    while at < len(words) and words[at].tag in INSIDE and at - start < 10:
        if at > start and words[at].tag == PERSON and words[at - 1].tag == DETERMINER:
            break
        at += 1
    return at


def with_apposition(words: Sequence[Word], found: Subject, stop: int) -> Subject:
    """ "Ruiz's campaign manager, Lena Brandt," is Lena Brandt; so is "a woman called Lena Brandt"."""
    at = found.index
    if (
        found.kind is Kind.ROLE
        and not found.definite
        and at + 1 < stop
        and words[at].low in ("called", "named")
    ):
        called = phrase_at(words, at + 1)
        if called is not None and called.kind is Kind.PERSON:
            return called
    if found.kind in (Kind.ROLE, Kind.BODY) and at < stop and words[at].tag == PREPOSITION:
        at = _past_phrase(words, at + 1)
    if found.kind is Kind.ROLE and found.definite and at < stop and words[at].tag == RELATIVE:
        at = next((i for i in range(at, min(stop, at + CLAUSE)) if words[i].tag in (COMMA, QUOTE, STOP)), at)
    if found.kind in (Kind.ROLE, Kind.BODY) and at + 1 < stop and words[at].tag == COMMA:
        named = phrase_at(words, at + 1)
        if (
            named is not None
            and named.kind is Kind.PERSON
            and (
                named.index >= len(words)
                or words[named.index].tag in (COMMA, QUOTE, STOP, DASH, VERB, OPEN)
                or words[named.index].low in ("of", "from")
            )
        ):
            return named
    return found

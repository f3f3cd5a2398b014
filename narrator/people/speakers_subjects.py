"""Noun phrases and the subjects of verbs, read from the tags of `speakers_frames`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .gender import of_role
from .lexicon import listed
from .speakers_frames import (
    ADVERB,
    AND,
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
    SAYING,
    SELF,
    SEMICOLON,
    STOP,
    VERB,
    WHEN,
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


_INSIDE = frozenset({DETERMINER, OTHER, ROLE, GROUP, BODY, NUMBER, PERSON, POSSESSIVE})
_HEADS = frozenset({ROLE, GROUP, BODY, PERSON, OTHER, NUMBER})
_NAMES = frozenset({ROLE, GROUP, BODY, PERSON})
_INDEFINITE_PRONOUNS = listed("one another both many several most some others all two three")


def phrase_at(words: Sequence[Word], at: int) -> Subject | None:  # noqa: PLR0911, PLR0912
    """The noun phrase that begins at `words[at]`: "Trump campaign spokesman Jason Miller" is Jason Miller."""
    if at >= len(words):
        return None
    first = words[at]
    if first.tag in (PRONOUN, PLURAL, SELF):
        kind = {PRONOUN: Kind.PRONOUN, PLURAL: Kind.PLURAL, SELF: Kind.SELF}[first.tag]
        return Subject(kind, first.start, first.end, (first,), index=at + 1)
    end = at
    owner = -1
    while end < len(words) and (words[end].tag in _INSIDE or _between_adjectives(words, at, end)):
        if end > at and words[end].tag == DETERMINER:
            break
        if (
            end > at
            and words[end].tag == OTHER
            and words[end - 1].tag in _NAMES
            and _looks_like_verb(words[end])
        ):
            break
        if words[end].tag == POSSESSIVE and words[end - 1].tag == PERSON:
            owner = words[end - 1].person
        if words[end].tag == PERSON and not (end + 1 < len(words) and words[end + 1].tag == POSSESSIVE):  # noqa: SIM102
            if not _modifies(words, end + 1):
                end += 1
                break
        end += 1
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
            return Subject(Kind.ROLE, chunk[0].start, chunk[-1].end, chunk, -1, owner, end)
        return None
    head = roles[-1]
    kind = Kind.ROLE if head.tag == ROLE else Kind.BODY
    return Subject(kind, chunk[0].start, _with_of(words, end, head.end), chunk, -1, owner, end)


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
    """Whether the name before `at` only modifies what follows: "Ruiz campaign spokesman", not "Ruiz shook"."""  # noqa: E501
    if at < len(words) and words[at].tag == PERSON:
        return False
    while at < len(words) and words[at].tag in (OTHER, GROUP, ROLE, BODY):
        if words[at].tag == OTHER and _looks_like_verb(words[at]):
            return False
        if words[at].tag in (GROUP, ROLE):
            return True
        at += 1
    return False


def _with_of(words: Sequence[Word], at: int, end: int) -> int:
    """Where a label ends: "small groups of protesters" takes its "of" along."""
    if at + 1 < len(words) and words[at].low == "of":
        stop = _past_phrase(words, at + 1)
        if stop > at + 1:
            return words[stop - 1].end
    return end


def _looks_like_verb(word: Word) -> bool:
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
                return at, named
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


def _past_phrase(words: Sequence[Word], at: int) -> int:
    start = at
    while at < len(words) and words[at].tag in _INSIDE and at - start < 10:
        if at > start and words[at].tag == PERSON and words[at - 1].tag == DETERMINER:
            break
        at += 1
    return at


def opening_subject(words: Sequence[Word], start: int, stop: int) -> Subject | None:
    """The subject of the clause that begins at `start`, read from the left, past what leads up to it."""
    at = start
    guard = 0
    while at < stop and guard < 8:
        guard += 1
        tag = words[at].tag
        if tag in (AND, ADVERB, DASH, COMMA, OPEN):
            at += 1
            continue
        if tag in (PREPOSITION, WHEN, SAYING, VERB) or (tag == OTHER and _leads_up(words, at)):
            comma = next((i for i in range(at, stop) if words[i].tag == COMMA), None)
            if comma is None:
                if tag in (OTHER,):
                    break
                return None
            at = comma + 1
            continue
        break
    found = phrase_at(words, at)
    while found is None and at < stop - 1:
        comma = next((i for i in range(at, stop) if words[i].tag == COMMA), None)
        if comma is None:
            return None
        at = comma + 1
        found = phrase_at(words, at)
    if found is None or found.index > stop:
        return None
    return with_apposition(words, found, stop)


def _leads_up(words: Sequence[Word], at: int) -> bool:
    """A capitalised word that begins no noun phrase, as in "Asked about it," and "Days later,"."""
    word = words[at]
    if not word.text[0].isupper():
        return False
    return word.low.endswith(("ing", "ed")) or phrase_at(words, at) is None


def with_apposition(words: Sequence[Word], found: Subject, stop: int) -> Subject:
    """ "Trump's campaign manager, Kellyanne Conway," is Kellyanne Conway."""
    at = found.index
    if found.kind in (Kind.ROLE, Kind.BODY) and at < stop and words[at].tag == PREPOSITION:
        at = _past_phrase(words, at + 1)
    if found.kind in (Kind.ROLE, Kind.BODY) and at + 1 < stop and words[at].tag == COMMA:
        named = phrase_at(words, at + 1)
        if (
            named is not None
            and named.kind is Kind.PERSON
            and (
                named.index >= len(words) or words[named.index].tag in (COMMA, QUOTE, STOP, DASH, VERB, OPEN)
            )
        ):
            return named
    return found


def subject_of_verb(words: Sequence[Word], start: int, verb: int) -> Subject | None:  # noqa: PLR0911
    """The subject of the speech verb at `verb`, in the clause that begins at `start`."""
    at = verb - 1
    while at >= start and words[at].tag in (ADVERB, AUXILIARY):
        at -= 1
    if at < start:
        return None
    tag = words[at].tag
    if words[verb].tag == SAYING and tag == COMMA:
        return opening_subject(words, start, verb)
    if tag == RELATIVE:
        return _before(words, start, at)
    if tag == COMMA and (beside := _before_apposition(words, start, at)) is not None:
        return beside
    if tag in (AND, COMMA, CLOSE, DASH) or tag in (SAYING,) or words[at].low == "to":
        return opening_subject(words, start, verb)
    found = _ending_at(words, start, at)
    if found is None:
        return opening_subject(words, start, verb)
    return found


def _before_apposition(words: Sequence[Word], start: int, comma: int) -> Subject | None:
    """The subject before a pair of commas: "which Apple's chief executive, Tim Cook, called", "Ruiz, 34, said"."""  # noqa: E501
    close = comma
    for _ in range(4):
        opening = next(
            (i for i in range(close - 1, max(start, close - 24), -1) if words[i].tag == COMMA), None
        )
        if opening is None or opening - 1 < start:
            return None
        inner = phrase_at(words, opening + 1)
        before = _ending_at(words, start, opening - 1)
        if inner is not None and inner.kind is Kind.PERSON and inner.index == close:
            if before is not None and before.kind in (Kind.ROLE, Kind.BODY):
                return inner
            return None
        if before is not None and before.kind in (Kind.PERSON, Kind.ROLE):
            return before
        close = opening
    return None


def _before(words: Sequence[Word], start: int, relative: int) -> Subject | None:
    at = relative - 1
    while at >= start and words[at].tag in (COMMA, DASH, PREPOSITION):
        at -= 1
    if at >= start and words[at].tag in (PERSON, BODY):
        return phrase_at(words, at)
    found = _ending_at(words, start, at) if at >= start else None
    return found or opening_subject(words, start, relative)


def _ending_at(words: Sequence[Word], start: int, last: int) -> Subject | None:
    """The noun phrase that ends with `words[last]`, climbed out of prepositions: "a spokesman for Trump"."""
    first = last
    if words[last].tag in (PRONOUN, PLURAL, SELF):
        return phrase_at(words, last)
    while first >= start and words[first].tag in _INSIDE:
        first -= 1
    if first == last:
        return None
    begin = first + 1
    if first >= start and words[first].tag == PREPOSITION and first > start:
        outer = first - 1
        if words[outer].tag in _INSIDE:
            above = _ending_at(words, start, outer)
            if (
                words[first].low == "of"
                and words[last].tag == PERSON
                and last - begin >= 1
                and words[outer].text[0].isupper()
            ):
                above = None  # Secretary of State John Kerry
            if (
                above is not None
                and words[last].tag == PERSON
                and _leads_in(words, start, above, last - begin)
            ):
                above = None
            if above is not None:
                return above
    found = phrase_at(words, begin)
    while found is not None and found.index <= last and begin < last:
        begin = found.index
        following = phrase_at(words, begin)
        if following is None:
            break
        found = following
    return found


def _leads_in(words: Sequence[Word], start: int, above: Subject, before: int) -> bool:
    """Whether the phrase above belongs to what leads up to the clause: "In a note to his letter Mrs. Ruiz said"."""  # noqa: E501
    first = next((i for i in range(start, len(words)) if words[i].start == above.start), start)
    return before >= 1 and first > start and words[first - 1].tag == PREPOSITION and first - 1 - start <= 1


def clause_start(words: Sequence[Word], at: int) -> int:
    """Where the clause around `words[at]` begins: behind the last quotation, semicolon or dash before it."""
    for index in range(at - 1, -1, -1):
        if words[index].tag in (QUOTE, SEMICOLON):
            return index + 1
    return 0


def end_tag(words: Sequence[Word], start: int) -> Subject | None:
    """The speaker of a tag behind a comma: "..., Ruiz said." or "..., said Ruiz", before any quotation."""
    for index in range(start, len(words) - 1):
        if words[index].tag == QUOTE:
            return None
        if words[index].tag != COMMA:
            continue
        if words[index + 1].tag == VERB:
            found = phrase_at(words, index + 2)
            if found is not None and found.kind in (Kind.PERSON, Kind.PRONOUN, Kind.ROLE):
                return with_apposition(words, found, len(words))
            continue
        found = phrase_at(words, index + 1)
        if found is None or found.index >= len(words):
            continue
        verb, named = skip_behind(words, found.index)
        if verb >= len(words) or words[verb].tag != VERB:
            continue
        behind = words[verb + 1].tag if verb + 1 < len(words) else STOP
        if behind in (DETERMINER, OTHER, WHEN, PRONOUN, PLURAL):
            continue  # the verb has an object or a clause of its own
        return named if named is not None and found.kind is not Kind.PERSON else found
    return None

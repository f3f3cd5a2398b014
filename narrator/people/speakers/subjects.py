"""Noun phrases and the subjects of verbs, read from the tags of `speakers.frames`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narrator.people.lexicon import listed, speech_verbs
from narrator.people.speakers.phrases import (
    INSIDE,
    Kind,
    Subject,
    looks_like_verb,
    names_a_field,
    phrase_at,
    skip_behind,
    with_apposition,
)
from narrator.people.speakers.tags import (
    ADVERB,
    AND,
    AUXILIARY,
    BODY,
    CLOSE,
    COMMA,
    DASH,
    DETERMINER,
    FINITE,
    GROUP,
    NUMBER,
    OPEN,
    OTHER,
    PERSON,
    PLURAL,
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

_WITH_A_HEARER = frozenset({"tell", "ask", "inform", "remind", "assure", "warn"})
"""Verbs whose object is who was spoken to."""
_CLAUSAL = frozenset({"before", "after", "until", "since", "as", "like"})
"""Prepositions that open a clause with a subject of its own: "took a job before its owner boasted"."""
_HABITS = frozenset({"likes", "liked", "loves", "loved", "prefers", "preferred"})
"""What somebody is given to say: "as Ruiz likes to say"."""
DOCUMENTS = listed("""
    statement letter speech tweet email e-mail note memo message release report op-ed piece article blog post
    story column editorial resolution petition video series string flurry ad advert commercial
""")


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


def subject_of_verb(words: Sequence[Word], start: int, verb: int) -> Subject | None:  # noqa: PLR0911
    """The subject of the speech verb at `verb`, in the clause that begins at `start`."""
    at = verb - 1
    while at >= start and words[at].tag in (ADVERB, AUXILIARY):
        at -= 1
    if at < start:
        return None
    tag = words[at].tag
    if words[verb].tag == SAYING and tag == COMMA:
        return _said_before(words, start, at) or opening_subject(words, _own_clause(words, start, at), verb)
    if tag == RELATIVE or words[at].low == "that":
        return _before(words, start, at)
    if tag == COMMA and (beside := _before_apposition(words, start, at)) is not None:
        return beside
    if words[at].low == "to" and (moved := _moved_to(words, start, at)) is not None:
        return moved
    if words[at].low == "to" and words[at - 1].tag in (VERB, OTHER) and words[at - 2].low in ("was", "were"):
        return _ending_at(words, start, at - 3)
    if tag in (AND, COMMA, CLOSE, DASH) or tag in (SAYING,) or words[at].low == "to":
        return opening_subject(words, start, verb) or (_joined(words, start, at) if tag == AND else None)
    if words[verb].tag == SAYING and tag == PERSON and at > start and words[at - 1].low == "with":
        return phrase_at(words, at)  # it ends with Ruiz claiming
    found = _ending_at(words, start, at)
    if found is not None and (described := _described(words, start, found)) is not None:
        return described
    if found is None or (words[verb].tag == SAYING and _is_a_document(words, start, found)):
        return opening_subject(words, start, verb)
    found = opening_subject(words, start, verb) or found if _is_a_place(words, start, found) else found
    if (
        found.kind in (Kind.ROLE, Kind.BODY)
        and found.words[0].text.islower()
        and (found.words[0].low.endswith("ing"))
    ):
        return opening_subject(words, start, verb)  # workers carrying signs that said
    return found


def _described(words: Sequence[Word], start: int, found: Subject) -> Subject | None:
    """The walker of "a walker who fell on the hill had told his wife": not the hill."""
    first = next((i for i in range(start, len(words)) if words[i].start >= found.start), start)
    if first <= start or words[first - 1].tag not in (PREPOSITION, FINITE):
        return None
    for index in range(first - 2, start, -1):
        if words[index].low in ("who", "whose"):
            return (
                _ending_at(words, start, index - 1) if words[index - 1].tag in (ROLE, PERSON, OTHER) else None
            )
        if words[index].tag in (COMMA, QUOTE, SEMICOLON, DASH, WHEN, AND):
            return None
    return None


def _is_a_place(words: Sequence[Word], start: int, found: Subject) -> bool:
    """Where somebody is: "a man found dead at his home has told", not "a man from the council said"."""
    if found.kind is not Kind.ROLE or found.words[0].tag != DETERMINER or len(found.words) != 2:
        return False
    first = next((i for i in range(start, len(words)) if words[i].start >= found.start), start)
    if first - 1 <= start or words[first - 1].tag != PREPOSITION or words[first - 1].low in _CLAUSAL:
        return False
    return found.words[1].tag == OTHER


def _joined(words: Sequence[Word], start: int, joint: int) -> Subject | None:
    """The subject of the verb before an "and": "such as when Ruiz knocked Okafor and called him"."""
    for index in range(joint - 1, start, -1):
        if words[index].tag in (FINITE, VERB) or looks_like_verb(words[index]):
            return phrase_at(words, index - 1) if words[index - 1].tag in (PERSON, PRONOUN) else None
    return None


def _said_before(words: Sequence[Word], start: int, comma: int) -> Subject | None:
    """Who said it before, in "the river rises, Ruiz said on Monday, adding"."""
    for index in range(comma - 1, max(start, comma - 6), -1):
        if words[index].tag == VERB:
            if words[index - 1].tag in (PERSON, PRONOUN, ROLE, BODY):
                return subject_of_verb(words, start, index)
            return None
        if words[index].tag not in (ADVERB, PREPOSITION, NUMBER, BODY, DETERMINER, OTHER, GROUP):
            return None
    return None


def _own_clause(words: Sequence[Word], start: int, at: int) -> int:
    """Behind the last "where" before: "spoke on the quay, where fishermen had gathered, chanting"."""
    return next((i + 1 for i in range(at - 1, start + 1, -1) if words[i].low == "where"), start)


def _is_a_document(words: Sequence[Word], start: int, found: Subject) -> bool:
    """A text that somebody puts out: "the town released a statement on Monday saying"."""
    if found.head not in DOCUMENTS or found.owner >= 0:
        return False
    first = next((i for i in range(start, len(words)) if words[i].start >= found.start), start)
    while first > start and words[first - 1].tag == ADVERB:
        first -= 1
    before = words[first - 1]
    return first > start and (before.tag in (FINITE, VERB, PREPOSITION) or looks_like_verb(before))


def _moved_to(words: Sequence[Word], start: int, to: int) -> Subject | None:
    """Who is led to say it: "this led the journalist Ana Ruiz to fear a “pact”"."""
    if to - 2 >= start and words[to - 1].low in _HABITS and words[to - 2].tag in (PERSON, PRONOUN):
        return phrase_at(words, to - 2)  # as Ruiz likes to say
    if to - 1 < start or words[to - 1].tag != PERSON:
        return None
    first = to - 1
    while first >= start and words[first].tag in INSIDE:
        first -= 1
    if first < start or words[first].tag == PREPOSITION:
        return None
    return phrase_at(words, first + 1)


def _before_apposition(words: Sequence[Word], start: int, comma: int) -> Subject | None:
    """The subject before a pair of commas: "the firm's director, Ana Ruiz, called", "Ruiz, 34, said"."""
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
            if before is not None:
                return inner if before.kind in (Kind.ROLE, Kind.BODY) else None
            return inner if _role_before(words, start, opening) else None
        if before is not None and (
            before.kind in (Kind.PERSON, Kind.ROLE) or _opens_the_clause(words, start, before)
        ):
            return before
        close = opening
    return None


def _opens_the_clause(words: Sequence[Word], start: int, body: Subject) -> bool:
    """Whether a body stands where subjects do: "On Monday, another channel, with few followers, posted"."""
    at = next(i for i in range(start, len(words)) if words[i].start == body.start)
    return body.words[-1].tag == GROUP and (at == start or words[at - 1].tag == COMMA)


def _role_before(words: Sequence[Word], start: int, comma: int) -> bool:
    """Whether a role of several parts stands before: "the head of ports and harbours, Ana Ruiz, said"."""
    at = comma - 1
    while at >= start and words[at].tag in INSIDE | {PREPOSITION, AND}:
        at -= 1
    return any(word.tag == ROLE for word in words[at + 1 : comma])


def _before(words: Sequence[Word], start: int, relative: int) -> Subject | None:
    at = relative - 1
    while at >= start and words[at].tag in (COMMA, DASH, PREPOSITION):
        at -= 1
    if at >= start and words[at].tag in (PERSON, BODY):
        return phrase_at(words, at)
    found = _ending_at(words, start, at) if at >= start else None
    return found or opening_subject(words, start, relative)


def _ending_at(words: Sequence[Word], start: int, last: int) -> Subject | None:
    """The noun phrase that ends with `words[last]`, climbed out of prepositions: "a spokesman for Ruiz"."""
    first = last
    if words[last].tag in (PRONOUN, PLURAL, SELF):
        return phrase_at(words, last)
    while first >= start and words[first].tag in INSIDE:
        first -= 1
    if first == last:
        return None
    begin = _behind_a_verb(words, first + 1, last)
    if first >= start and words[first].tag == PREPOSITION and first > start:
        outer = first - 1
        if words[outer].tag in INSIDE and words[first].low not in _CLAUSAL:
            above = _ending_at(words, start, outer)
            if (
                words[first].low == "of"
                and words[last].tag == PERSON
                and last - begin >= 1
                and words[outer].text[0].isupper()
            ):
                above = None  # Secretary of State Ana Ruiz
            if words[first].low == "of" and words[outer].tag == ROLE and names_a_field(words, begin, last):
                above = None  # director of cricket Ana Ruiz
            if (
                above is not None
                and words[last].tag == PERSON
                and _leads_in(words, start, above, last - begin)
            ):
                above = None
            if above is not None:
                return above
    found = phrase_at(words, begin)
    if first - 1 > start and words[first].tag == AND and words[begin].tag == ROLE == words[first - 1].tag:
        return _one_of_two_roles(words, start, first, last) or found
    while found is not None and found.index <= last and begin < last:
        begin = found.index
        following = phrase_at(words, begin)
        if following is None:
            break
        found = following
    return found


def _behind_a_verb(words: Sequence[Word], begin: int, last: int) -> int:
    """Where the phrase begins that a past tense stands in front of: "he released another ad"."""
    for index in range(last - 1, begin - 1, -1):
        if words[index + 1].tag == DETERMINER:
            verb = words[index].tag == OTHER and looks_like_verb(words[index])
            return index + 1 if verb else begin
    return begin


def _one_of_two_roles(words: Sequence[Word], start: int, joint: int, last: int) -> Subject | None:
    """The one person who is both: "the writer and broadcaster said"."""
    at = joint - 1
    while at > start and words[at].tag in (ROLE, OTHER, BODY):
        at -= 1
    found = phrase_at(words, at) if words[at].tag == DETERMINER else None
    if (
        found is None
        or found.kind is not Kind.ROLE
        or found.head.endswith("s")
        or words[last].low.endswith("s")
    ):
        return None
    return replace(found, index=last + 1)


def _leads_in(words: Sequence[Word], start: int, above: Subject, before: int) -> bool:
    """Whether the phrase above leads up to the clause: "In a note to his letter Mrs. Ruiz said"."""
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
            if speech_verbs().get(words[index + 1].low) in _WITH_A_HEARER or not _may_speak(found):
                continue  # her mother, Ana, told the inquest
            if found is not None and found.kind in (Kind.PERSON, Kind.PRONOUN, Kind.ROLE):
                if found.index < len(words) and words[found.index].tag in (AUXILIARY, VERB, FINITE):
                    continue  # Ruiz, 40, said his father had called
                return with_apposition(words, found, len(words))
            continue
        found = phrase_at(words, index + 1)
        if found is None or found.index >= len(words):
            continue
        verb, named = skip_behind(words, found.index)
        if verb >= len(words) or words[verb].tag != VERB:
            continue
        if has_object(words, verb):
            continue
        return named if named is not None and found.kind is not Kind.PERSON else found
    return None


def _may_speak(found: Subject | None) -> bool:
    """Whether a phrase behind a verb is who says it: a role, and not just any noun."""
    return (
        found is None
        or found.kind is not Kind.ROLE
        or any(word.tag in (ROLE, NUMBER) for word in found.words)
    )


def has_object(words: Sequence[Word], verb: int) -> bool:
    """Whether a verb of speech has an object or a clause of its own behind it: "Ruiz said the river rose"."""
    behind = words[verb + 1].tag if verb + 1 < len(words) else STOP
    if speech_verbs().get(words[verb].low) in _WITH_A_HEARER and behind == DETERMINER:
        return False
    return behind in (DETERMINER, OTHER, WHEN, PRONOUN, PLURAL)

"""Rules that read a quotation's own sentence.  Each docstring holds an example of what it answers."""

from __future__ import annotations

from narrator.people.lexicon import listed, speech_verbs
from narrator.people.speakers.phrases import Kind, Subject, phrase_at, skip_behind, with_apposition
from narrator.people.speakers.place import Answer, Place, Same, lone_person, owner_of, past_marks
from narrator.people.speakers.subjects import clause_start, end_tag, opening_subject, subject_of_verb
from narrator.people.speakers.tags import (
    ADVERB,
    AND,
    AUXILIARY,
    BODY,
    CLOSE,
    COLON,
    COMMA,
    DASH,
    GROUP,
    OPEN,
    PERSON,
    POSSESSIVE,
    QUOTE,
    RELATIVE,
    ROLE,
    SAYING,
    SEMICOLON,
    STOP,
    VERB,
    WHEN,
    Word,
)

ONLY_BESIDE = listed("""
    go put point shoot read share smile grin nod shrug laugh sigh weep beam begin start end finish sing
    fire quote
""")
_CALLS = frozenset({"call", "dub", "name", "term", "label", "brand", "describe", "deem"})
_BEING = frozenset({"is", "was", "were", "are", "be", "been", "being"})


def tag_after_inverted(place: Place) -> Answer:
    """“It rained,” said Ana Ruiz, who keeps the bridge."""
    at = past_marks(place.words, place.at + 1)
    if at >= len(place.words) or place.words[at].tag != VERB:
        return None
    if at > place.at + 1 and place.words[at - 1].tag != COMMA:
        return None
    behind = at + 1
    while behind < len(place.words) and place.words[behind].tag == ADVERB:
        behind += 1
    found = phrase_at(place.words, behind)
    if found is None:
        return None
    return with_apposition(place.words, found, len(place.words))


def tag_after(place: Place) -> Answer:
    """“It rained,” Ruiz, the keeper of the bridge, said."""
    at = past_marks(place.words, place.at + 1)
    found = phrase_at(place.words, at)
    if found is None or (place.ends_with(".") and not _bare_tag(place.words, found)):
        return None
    verb, named = skip_behind(place.words, found.index)
    if verb >= len(place.words):
        return None
    if place.words[verb].tag == VERB:
        return named if named is not None and found.kind is not Kind.PERSON else found
    return None


def _bare_tag(words: tuple[Word, ...], found: Subject) -> bool:
    return found.index < len(words) and words[found.index].tag == VERB


def tag_after_later(place: Place) -> Answer:
    """“It rained,” Ruiz, leaning on the rail of her bridge, laughed and then said."""
    at = past_marks(place.words, place.at + 1)
    found = phrase_at(place.words, at)
    if found is None or not place.ends_with(",?!—-"):
        return None
    for index in range(found.index, min(len(place.words), found.index + 25)):
        tag = place.words[index].tag
        if tag in (QUOTE, STOP, SEMICOLON, COLON):
            return None
        if tag == VERB:
            spoken = any(word.tag in (PERSON, ROLE, GROUP, BODY, "H", "T") for word in found.words)
            return with_apposition(place.words, found, len(place.words)) if spoken else None
    return None


def tag_at_end(place: Place) -> Answer:
    """“It rained” for a week, Ruiz said."""
    return end_tag(place.words, place.at + 1)


def according_to(place: Place) -> Answer:
    """“It rained,” according to Ruiz. / As Ruiz put it, “it rained.”"""
    words = place.words
    at = past_marks(words, place.at + 1)
    if at + 2 < len(words) and words[at].low == "according" and words[at + 1].low == "to":
        found = phrase_at(words, at + 2)
        return with_apposition(words, found, len(words)) if found else None
    if at + 1 < len(words) and words[at].low in ("as", "per"):
        return phrase_at(words, at + 1)
    for index in range(place.at - 1, 1, -1):
        if (
            words[index].low in ("put", "puts")
            and index + 1 < place.at
            and words[index + 1].low in ("it", "this")
        ):
            return _after_as(words, index) or subject_of_verb(words, clause_start(words, index), index)
    start = clause_start(words, place.at)
    for index in range(start, place.at):
        if words[index].low == "according" and index + 2 < place.at and words[index + 1].low == "to":
            found = phrase_at(words, index + 2)
            if found and not any(word.tag == VERB for word in words[found.index : place.at]):
                return with_apposition(words, found, place.at)
    return None


def _after_as(words: tuple[Word, ...], put: int) -> Subject | None:
    for index in range(put - 1, -1, -1):
        if words[index].low == "as":
            return phrase_at(words, index + 1)
    return None


def dash_before(place: Place) -> Answer:
    """Some were angry, among them Ana Ruiz — “it rained” — and her mother."""
    words = place.words
    if place.at > 1 and words[place.at - 1].tag == DASH and words[place.at - 2].tag == PERSON:
        return phrase_at(words, place.at - 2)
    return None


def tag_before(place: Place) -> Answer:  # noqa: PLR0912
    """Ruiz, who keeps the bridge, said on Monday that “it rained.”"""
    words = place.words
    start = clause_start(words, place.at)
    verbs = speech_verbs()
    for verb in range(place.at - 1, start - 1, -1):
        if words[verb].tag not in (VERB, SAYING):
            continue
        near = place.at - verb <= 3
        if not near and verbs.get(words[verb].low) in ONLY_BESIDE:
            continue
        if (
            words[verb].tag == VERB
            and verb > start
            and words[verb - 1].tag in ("d", "p", POSSESSIVE)
            and words[verb - 1].low not in ("who", "to")
        ):
            continue
        if words[verb].tag == VERB and words[verb - 1].tag == COMMA:
            inverted = phrase_at(words, verb + 1)
            if inverted is not None:
                inverted = with_apposition(words, inverted, place.at)
            if inverted is not None and inverted.index < place.at and _speaks_between(words, inverted):
                return inverted
            if _is_named_so(words, start, verb) and place.at - verb <= 3:
                continue
        if words[verb - 1].tag == RELATIVE and (told := _teller(words, start, verb)) is not None:
            return told
        if _passive(words, verb):
            agent = _agent(words, verb, place.at)
            if agent is not None:
                return agent
            continue
        found: Answer = subject_of_verb(words, start, verb)
        if found is None and start > 0:
            found = _shared_subject(place, start, verb)
        if found is not None:
            return found
    return None


def _speaks_between(words: tuple[Word, ...], found: Subject) -> bool:
    """Whether a tag stands between commas: "the reason, writes Ruiz, is"."""
    return words[found.index].tag == COMMA and found.kind in (Kind.PERSON, Kind.PRONOUN)


def _is_named_so(words: tuple[Word, ...], start: int, verb: int) -> bool:
    """A participle that gives a thing its name: "the system, dubbed a “search function”"."""
    alone = not any(word.tag == COMMA for word in words[start : verb - 1])
    return alone and speech_verbs().get(words[verb].low) in _CALLS and words[verb].low.endswith("ed")


def _teller(words: tuple[Word, ...], start: int, verb: int) -> Subject | None:
    """Who told it, where the verb only describes the one who was told: "told a girl who suggested that"."""
    for index in range(verb - 2, max(start, verb - 8), -1):
        if words[index].tag == VERB:
            return subject_of_verb(words, start, index)
        if words[index].tag not in "dnROPG":
            return None
    return None


def _passive(words: tuple[Word, ...], verb: int) -> bool:
    at = verb - 1
    while at >= 0 and words[at].tag == ADVERB:
        at -= 1
    return at >= 0 and words[at].low in _BEING and words[verb].tag == VERB


def _agent(words: tuple[Word, ...], verb: int, stop: int) -> Subject | None:
    for index in range(verb + 1, stop - 1):
        if words[index].low == "by":
            return phrase_at(words, index + 1)
    return None


def _shared_subject(place: Place, start: int, verb: int) -> Answer:
    """The subject of the clause before an earlier quotation: he said “a” and added “b”."""
    if all(
        word.tag in (AND, ADVERB, COMMA, WHEN, AUXILIARY) or index == verb
        for index, word in enumerate(place.words[start:verb], start)
    ):
        earlier = place.words[start - 1]
        if earlier.tag == QUOTE:
            return Same(earlier.quote)
    return None


def colon_before(place: Place) -> Answer:
    """Ruiz was blunt: “It rained.” / Ruiz’s answer: “It rained.” / Ruiz: “It rained.”"""
    words = place.words
    if place.at == 0 or words[place.at - 1].tag != COLON:
        return None
    return lone_person(words, clause_start(words, place.at), place.at - 1)


def for_someone(place: Place) -> Answer:
    """For Ruiz, “it rained.” / In Ruiz’s words, “it rained.”"""
    words = place.words
    start = clause_start(words, place.at)
    if place.at - start < 2 or words[start].low not in ("for", "to", "in"):
        return None
    comma = next((i for i in range(start, place.at) if words[i].tag == COMMA), place.at)
    found = phrase_at(words, start + 1)
    if (
        found is None
        or found.index > comma
        or any(word.tag in (VERB, "v", "x") for word in words[comma : place.at])
    ):
        return None
    if words[start].low == "in":
        if found.owner >= 0 and any(
            word.low in ("words", "view", "telling", "opinion", "mind") for word in words[start:comma]
        ):
            return owner_of(found)
        return None
    return found if found.kind in (Kind.PERSON, Kind.PRONOUN) else None


def same_sentence(place: Place) -> Answer:
    """He called it “wet” and “cold”: the second part has the first one's speaker."""
    words = place.words
    for index in range(place.at - 1, -1, -1):
        if words[index].tag == QUOTE:
            between = words[index + 1 : place.at]
            if not any(word.tag in (VERB, PERSON, SAYING) for word in between):
                return Same(words[index].quote)
            return None
    return None


def dash_signature(place: Place) -> Answer:
    """“It rained.” — Ana Ruiz"""
    words = place.words
    at = place.at + 1
    if at + 1 < len(words) and words[at].tag in (DASH, OPEN) and words[at + 1].tag == PERSON:
        behind = words[at + 2 : at + 3]
        if not behind or behind[0].tag in (STOP, COMMA, CLOSE, OPEN):
            return phrase_at(words, at + 1)
    return None


def sentence_subject(place: Place) -> Answer:
    """Ruiz is tired of the “endless rain”: the subject of the sentence itself."""
    if place.at == 0:
        return None
    start = clause_start(place.words, place.at)
    found = opening_subject(place.words, start, place.at) or opening_subject(place.words, 0, place.at)
    if found is not None and found.kind in (Kind.PERSON, Kind.PRONOUN):
        return found
    return None

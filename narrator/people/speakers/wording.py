"""Rules for a speaker whom no verb of speech names: "in Ruiz's words", "is how she puts it"."""

from __future__ import annotations

from narrator.people.lexicon import listed, speech_verbs
from narrator.people.speakers.before import is_passive
from narrator.people.speakers.owners import ANSWERS, WORDS_OF, owner_at
from narrator.people.speakers.phrases import Kind, Subject, phrase_at, with_apposition
from narrator.people.speakers.place import Answer, Place, past_marks
from narrator.people.speakers.subjects import clause_start
from narrator.people.speakers.tags import (
    COLON,
    COMMA,
    DETERMINER,
    PERSON,
    PREPOSITION,
    SAYING,
    STOP,
    VERB,
    Word,
)

_PUTS = listed("put puts see sees saw view views remember remembers remembered sum sums summed style styles")
"""Verbs behind "is how" that give somebody's words, beside those of speech."""
_STANDS = frozenset({"is", "was", "were", "are", "came", "comes", "read", "ran", "went"})
_ONE = (Kind.PERSON, Kind.PRONOUN, Kind.ROLE)


def quoted_as(place: Place) -> Answer:
    """The Courier quoted Ruiz as saying “it rained.” / “It rained,” the Courier quoted her as saying."""
    words, at = place.words, place.at
    stop = next((i for i in range(at + 1, len(words)) if words[i].tag in (STOP, "Q")), len(words))
    for index in [*range(at - 1, clause_start(words, at) - 1, -1), *range(at + 1, stop)]:
        if words[index].tag == VERB and speech_verbs().get(words[index].low) in ("quote", "cite"):
            found = _object_at(words, index + 1)
            behind = words[found.index : found.index + 2] if found else ()
            if found and len(behind) == 2 and behind[0].low == "as" and behind[1].tag == SAYING:
                return found
    return None


def _object_at(words: tuple[Word, ...], at: int) -> Subject | None:
    if at < len(words) and words[at].low in ("him", "her"):
        return Subject(Kind.PRONOUN, words[at].start, words[at].end, (words[at],), index=at + 1)
    return phrase_at(words, at)


def asked_by(place: Place) -> Answer:
    """Asked by Okafor, “Did it rain?” Ruiz said that it had. / Asked, “Did it rain?” Ruiz laughed."""
    words, at = place.words, place.at
    opening = [word.low for word in words[:3]]
    if opening[:1] == ["when"]:
        words, at, opening = words[1:], at - 1, opening[1:]
    if at < 1 or opening[:1] != ["asked"] or words[at - 1].tag not in (COMMA, COLON):
        return None
    if at == 2:
        return Subject(Kind.SELF, words[0].start, words[0].end, ())
    found = phrase_at(words, 2) if opening[1] == "by" else None
    if found is not None and not any(word.tag == VERB for word in words[found.index : at]):
        return found
    return None


def agent_behind(place: Place) -> Answer:
    """The bridge was called “a trap” by Ruiz."""
    words, at = place.words, place.at
    if at + 2 >= len(words) or words[at + 1].low != "by" or place.ends_with(".?!"):
        return None
    verb = next((i for i in range(at - 1, clause_start(words, at) - 1, -1) if words[i].tag == VERB), None)
    if verb is None or at - verb > 3 or not is_passive(words, verb):
        return None
    found = phrase_at(words, at + 2)
    return with_apposition(words, found, len(words)) if found else None


def in_words_of(place: Place) -> Answer:
    """In Ruiz’s words, “it rained.” / “It rained,” in the words of Ruiz. / To quote Ruiz, “it rained.”"""
    words, at = place.words, place.at
    if (found := _words_of(words, past_marks(words, at + 1))) is not None:
        return found
    for index in range(at - 1, clause_start(words, at) - 1, -1):
        if words[index].tag == VERB and words[index].low != "quote":
            return None
        if (found := _words_of(words, index)) is not None and found.index <= at:
            return found
    return None


def _words_of(words: tuple[Word, ...], at: int) -> Subject | None:
    if at + 1 >= len(words):
        return None
    low, following = words[at].low, words[at + 1].low
    if low == "in":
        if following == "the" and [word.low for word in words[at + 2 : at + 4]] == ["words", "of"]:
            return phrase_at(words, at + 4)
        return owner_at(words, at + 1, WORDS_OF)
    if low == "to" and following == "quote":
        return phrase_at(words, at + 2)
    return phrase_at(words, at + 1) if low == "per" and words[at + 1].tag == PERSON else None


def is_how(place: Place) -> Answer:
    """“It rained,” is how Ruiz puts it. / was her reply. / came the answer from Ruiz. / was all Ruiz said."""
    words = place.words
    at = past_marks(words, place.at + 1)
    if at < len(words) and words[at].low in ("those", "these", "such"):
        at += 1
    if at + 1 >= len(words) or words[at].low not in _STANDS:
        return None
    if words[at + 1].low in ("how", "what", "all"):
        return _who_puts(words, at + 2)
    return owner_at(words, at + 1, ANSWERS) or _answerer(words, at + 1)


def _who_puts(words: tuple[Word, ...], at: int) -> Subject | None:
    found = phrase_at(words, at)
    if found is None:
        return None
    says = any(word.tag == VERB or word.low in _PUTS for word in words[found.index : found.index + 4])
    return found if says else None


def _answerer(words: tuple[Word, ...], at: int) -> Subject | None:
    """Who it is from or by: "the reply from Ruiz", "the description Ruiz gave"."""
    noun = next((i for i in range(at, min(len(words), at + 4)) if words[i].low in ANSWERS), None)
    if noun is None or words[at].tag != DETERMINER or noun + 1 >= len(words):
        return None
    behind = words[noun + 1]
    from_ = behind.tag == PREPOSITION and behind.low in ("from", "of", "by")
    found = phrase_at(words, noun + 2 if from_ or behind.low == "that" else noun + 1)
    return found if found is not None and found.kind in _ONE else None

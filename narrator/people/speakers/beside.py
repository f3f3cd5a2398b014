"""Rules that read a quotation's own sentence.  Each docstring holds an example of what it answers."""

from __future__ import annotations

from narrator.people.speakers.before import is_passive
from narrator.people.speakers.phrases import (
    Kind,
    Subject,
    looks_like_verb,
    phrase_at,
    skip_behind,
    with_apposition,
)
from narrator.people.speakers.place import Answer, Place, Same, past_marks
from narrator.people.speakers.subjects import (
    clause_start,
    end_tag,
    has_object,
    opening_subject,
    subject_of_verb,
)
from narrator.people.speakers.tags import (
    ADVERB,
    BODY,
    CLOSE,
    COLON,
    COMMA,
    DASH,
    FINITE,
    GROUP,
    OPEN,
    PERSON,
    QUOTE,
    ROLE,
    SAYING,
    SEMICOLON,
    STOP,
    VERB,
    WHEN,
    Word,
)

HEARD = 8
"""Words in front of a quotation within which its passive stands."""


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
    if verb >= len(place.words) or place.words[verb].tag != VERB or _is_introduced(place, verb):
        return None
    if at == place.at + 1 and place.at and not place.ends_with(",.?!—-…") and verb > found.index + 2:
        return None  # the port had “notified” the embassy in Leeds, not warned it
    if (told := _told_by(place.words, verb)) is not None:
        return told
    return named if named is not None and found.kind is not Kind.PERSON else found


def _told_by(words: tuple[Word, ...], verb: int) -> Subject | None:
    """“It rained,” officers said Ruiz told them: the words are hers."""
    found = phrase_at(words, verb + 1)
    if found is None or found.kind is not Kind.PERSON or found.index >= len(words):
        return None
    return found if words[found.index].low in ("told", "said") else None


def _is_introduced(place: Place, verb: int) -> bool:
    """Whether the tag stands in front and what follows says something of its own.

    She asked: “What now?” Her critics cited it. / As Ruiz claimed “it rained,” Okafor said the opposite. /
    When a man shouted, “Rain,” Okafor joked that it did.
    """
    words, at = place.words, place.at
    marked = at > 1 and words[at - 1].tag in (COMMA, COLON)
    marked = marked and (not place.ends_with(",") or words[0].tag == WHEN)
    if marked and any(word.tag in (VERB, SAYING) for word in words[max(0, at - 4) : at - 1]):
        return True
    if not any(word.tag in (VERB, SAYING) for word in words[clause_start(words, at) : at]):
        return False
    return has_object(words, verb)


def _bare_tag(words: tuple[Word, ...], found: Subject) -> bool:
    return found.index < len(words) and words[found.index].tag == VERB


def tag_after_later(place: Place) -> Answer:
    """“It rained,” Ruiz, leaning on the rail of her bridge, laughed and then said."""
    at = past_marks(place.words, place.at + 1)
    found = phrase_at(place.words, at)
    if found is None or not place.ends_with(",?!—-") or (place.at and place.words[0].tag == WHEN):
        return None
    for index in range(found.index, min(len(place.words), found.index + 25)):
        tag = place.words[index].tag
        if tag in (QUOTE, STOP, SEMICOLON, COLON):
            return None
        if tag == VERB:
            spoken = any(word.tag in (PERSON, ROLE, GROUP, BODY, "H", "T") for word in found.words)
            return with_apposition(place.words, found, len(place.words)) if spoken else None
    return None


def tag_after_unknown(place: Place) -> Answer:
    """“It rained,” an angry Ruiz spluttered: a comma inside, then a subject and any verb, is a tag."""
    words = place.words
    if place.at != 0 or not place.ends_with(",?!"):
        return None
    at = past_marks(words, 1)
    if at + 1 < len(words) and looks_like_verb(words[at]) and words[at + 1].tag == PERSON:
        behind = words[at + 2 : at + 3]
        return phrase_at(words, at + 1) if not behind or behind[0].tag in (STOP, COMMA) else None
    if not place.ends_with(","):
        return None
    found = phrase_at(words, at)
    if found is None or found.kind not in (Kind.PERSON, Kind.PRONOUN, Kind.ROLE):
        return None
    verb, named = skip_behind(words, found.index)
    if verb >= len(words) or not (words[verb].tag == FINITE or looks_like_verb(words[verb])):
        return None
    return named if named is not None and found.kind is not Kind.PERSON else found


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
    if at + 1 < len(words) and words[at].low == "as":  # “it rained,” as Ruiz put it
        found = phrase_at(words, at + 1)
        behind = words[found.index : found.index + 2] if found else ()
        return found if any(word.tag == VERB or word.low in ("put", "puts") for word in behind) else None
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
            if words[place.at - 1].tag == COLON and any(word.tag == VERB for word in words[start:index]):
                return None  # Ruiz texted two words, according to two people: “Keep going.”
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


def same_sentence(place: Place) -> Answer:
    """He called it “wet” and “cold”: the second part has the first one's speaker."""
    words = place.words
    for index in range(place.at - 1, -1, -1):
        if words[index].tag == QUOTE:
            between = words[index + 1 : place.at]
            if not any(word.tag in (VERB, SAYING) for word in between):
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
    return _signed_below(place)


def _signed_below(place: Place) -> Same | None:
    """“It rained.” Some more. “It poured.” — Ana Ruiz: a name at a paragraph's end signs all of it."""
    frames, number = place.context.frames, place.number
    while not frames[number].last:
        number += 1
    words = frames[number].words
    at = next((i for i in range(len(words) - 1, -1, -1) if words[i].tag == QUOTE), -1)
    tail = "".join(word.tag for word in words[at + 1 :])
    if at < 0 or words[at].quote == place.words[place.at].quote or tail != DASH + PERSON:
        return None
    return Same(words[at].quote)


def sentence_subject(place: Place) -> Answer:
    """Ruiz is tired of the “endless rain”: the subject of the sentence itself."""
    if place.at == 0 or _heard_it(place.words, place.at):
        return None
    start = clause_start(place.words, place.at)
    found = opening_subject(place.words, start, place.at) or opening_subject(place.words, 0, place.at)
    if found is not None and found.kind in (Kind.PERSON, Kind.PRONOUN):
        return found
    return None


def _heard_it(words: tuple[Word, ...], at: int) -> bool:
    """Whether the subject is who heard it: "Ruiz was asked, “Did it rain?”", "is accused of a “flood”",
    "is described as one of the “best”"."""
    start = max(clause_start(words, at), at - HEARD)
    verb = next((i for i in range(at - 1, start, -1) if words[i].tag == VERB), None)
    return verb is not None and is_passive(words, verb)

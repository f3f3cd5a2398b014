"""Rules that read the sentences and paragraphs around a quotation, each with an example."""

from __future__ import annotations

import re

from narrator.people.lexicon import speech_verbs
from narrator.people.quotes.find import Quote
from narrator.people.speakers.before import ONLY_BESIDE, is_passive
from narrator.people.speakers.beside import tag_after, tag_after_inverted
from narrator.people.speakers.frames import Frame
from narrator.people.speakers.owners import announced, read_out
from narrator.people.speakers.phrases import Kind, Subject
from narrator.people.speakers.place import Answer, Place, Same, lone_person
from narrator.people.speakers.subjects import clause_start, subject_of_verb
from narrator.people.speakers.tags import COLON, DASH, PERSON, QUOTE, SAYING, STOP, VERB


def continued_paragraph(place: Place) -> Answer:
    """“It rained on Monday. / “It rained on Tuesday,” she said: an open quotation goes on."""
    index = place.words[place.at].quote
    while place.quotes[index].continues and index > 0:
        index -= 1
        if place.quotes[index].is_speech:
            return Same(index)
        if place.quotes[index].why == "speaker label":
            return _labelled(place, place.quotes[index])
    return None


def tag_below(place: Place) -> Answer:
    """“It rained on Monday. / “It rained on Tuesday,” she said: the tag of an open quotation comes later."""
    if not place.frame.last or place.words[-1].tag != QUOTE or place.at != len(place.words) - 1:
        return None
    frames, number = place.context.frames, place.number + 1
    while number < len(frames) and frames[number].words[0].tag == QUOTE:
        frame = frames[number]
        if frame.first and not place.quotes[frame.words[0].quote].continues:
            return None
        if len(frame.words) > 1:
            there = Place(place.context, place.quotes, number, 0)
            tagged = tag_after_inverted(there) or tag_after(there)
            return Same(frame.words[0].quote) if tagged is not None else None
        number += 1
    return None


def _labelled(place: Place, quote: Quote) -> Subject | None:
    label = place.context.text[quote.inner_start : quote.inner_end].split(":", 1)[0]
    person = place.context.people.index(label)
    return None if person is None else Subject(Kind.PERSON, quote.start, quote.end, (), person)


def within_paragraph(place: Place) -> Answer:
    """“It rained,” she said. “The river rose.”"""
    if place.at != 0 or place.frame.first:
        return None
    before = place.neighbour(-1)
    if before is None:
        return None
    quotes = before.quotes
    if quotes and before.block == place.frame.block:
        return Same(before.words[quotes[-1]].quote)
    return None


def tag_behind_next(place: Place) -> Answer:
    """“It rained. It poured.” “The river rose,” Ruiz said: the tag comes with the second quotation."""
    if not place.frame.only_quotes:
        return None
    following = place.neighbour(1)
    if (
        following is None
        or following.block != place.frame.block
        or not following.quotes
        or following.quotes[0] != 0
    ):
        return None
    return Same(following.words[0].quote)


def colon_above(place: Place) -> Answer:
    """Ruiz had an answer: / “It rained.”"""
    before = place.neighbour(-1)
    if (
        not place.frame.first
        or place.at != 0
        or place.tag_follows
        or before is None
        or not before.words
        or before.words[-1].tag != COLON
    ):
        return None
    words = before.words
    if (found := announced(words)) is not None:
        return found
    if words[0].low in ("transcript", "partial", "full") or any(word.low == "transcript" for word in words):
        return None
    for verb in range(len(words) - 2, -1, -1):
        if words[verb].tag in (VERB, SAYING) and speech_verbs().get(words[verb].low) not in ONLY_BESIDE:
            found = subject_of_verb(words, clause_start(words, verb), verb)
            if found is not None:
                return found
    return read_out(words) or lone_person(words, 0, len(words) - 1)


def _reported(place: Place) -> Subject | None:
    """Who the sentence before is about; what is no person only where it says something there."""
    found = place.context.voice(place.number - 1)
    if found is None or found.kind in (Kind.PERSON, Kind.PRONOUN):
        return found
    if found.kind is Kind.ROLE and isinstance(place.context.meanings.get(place.number - 1), int):
        return found
    before = place.neighbour(-1)
    says = before is not None and any(
        word.tag == VERB
        and speech_verbs().get(word.low) not in ONLY_BESIDE
        and not is_passive(before.words, index)
        for index, word in enumerate(before.words)
    )
    return found if says else None


def repeated(place: Place) -> Answer:
    """“The river rose”: a pull quote, whose words stand in another quotation as well."""
    if not (place.frame.first and place.frame.last and place.frame.only_quotes):
        return None
    other = place.context.repeats.of(place.quotes, place.words[place.at].quote)
    return None if other is None else Same(other)


_RETELLS = re.compile(
    r"(?:And |So |Then )?(?:He|She|They) (?:said|says|told|tells|asked|asks|goes|went|replied)\b"
)


def retold(place: Place) -> Answer:
    """Her father gave her a watch. “He said, ‘Now you'll know.’”: by who spoke before, not by him."""
    before = place.neighbour(-1)
    if place.at != 0 or place.frame.first or place.tag_follows or before is None:
        return None
    if not _RETELLS.match(place.context.text, place.quote.inner_start, place.quote.inner_end):
        return None
    for number in range(place.number - 1, -1, -1):
        frame = place.context.frames[number]
        if frame.block != place.frame.block:
            break
        if frame.quotes:
            return Same(frame.words[frame.quotes[-1]].quote)
    return Subject(Kind.SELF, place.quote.start, place.quote.end, ())


def subject_before(place: Place) -> Answer:
    """Ruiz disagreed. “It rained.”: the subject of the sentence before, in the same paragraph."""
    before = place.neighbour(-1)
    if place.at != 0 or place.frame.first or place.tag_follows or before is None or before.quotes:
        return None
    return announced(before.words) or _reported(place)


def exchange(place: Place) -> Answer:
    """“How many?” Ruiz asked. / “Two,” Okafor said. / “Two?” / “Three.”: bare turns that go on."""
    if not (place.frame.first and place.frame.last and place.frame.only_quotes) or place.at != 0:
        return None
    before = place.neighbour(-1)
    if before is None or not before.quotes:
        return None
    last = before.words[before.quotes[-1]].quote
    earlier = next((n for n in range(last, -1, -1) if place.quotes[n].block < place.quotes[last].block), None)
    if earlier is None or place.quotes[last].block - place.quotes[earlier].block > 1:
        return None
    said = place.context.speakers
    asked, answered = place.asks(earlier), place.asks(last)
    if said.get(last) is None or said.get(earlier) in (None, said.get(last)):
        return None
    if answered or (asked and place.asks(place.words[0].quote)):
        return Same(earlier)
    return None


def carried_over(place: Place) -> Answer:
    """“It rained,” she said. / “The river rose.”: a paragraph's quotation goes on for the one before."""
    if not place.frame.first or place.at != 0 or place.tag_follows:
        return None
    before = place.neighbour(-1)
    if before is None or before.headline:
        return None
    if before.quotes and not _is_signed(before):
        return Same(before.words[before.quotes[-1]].quote)
    return None


def _is_signed(frame: Frame) -> bool:
    """“It rained.” — Ana Ruiz: a name behind a dash ends what she says."""
    return frame.tags.endswith((QUOTE + DASH + PERSON, QUOTE + DASH + PERSON + STOP))


def subject_above(place: Place) -> Answer:
    """Ruiz walked on. / “It rained.”: the subject of the last sentence of the paragraph before."""
    before = place.neighbour(-1)
    if not place.frame.first or place.at != 0 or place.tag_follows or before is None or before.headline:
        return None
    return _reported(place)


def named_beside(place: Place) -> Answer:
    """„Es regnet“, sagte Ana Ruiz: the only person its sentence names, else its paragraph."""
    named = [word for word in place.words if word.tag == PERSON]
    if not named:
        block = place.frame.block
        frames = place.context.frames
        around = range(max(0, place.number - 6), min(len(frames), place.number + 7))
        named = [
            word for n in around if frames[n].block == block for word in frames[n].words if word.tag == PERSON
        ]
    if len({word.person for word in named}) != 1:
        return None
    word = named[0]
    return Subject(Kind.PERSON, word.start, word.end, (word,), word.person)

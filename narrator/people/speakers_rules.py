"""The rules that give a quotation its speaker, in the order in which they are asked.

Each is a function of one quotation's place that answers with a subject (a noun phrase of the narration),
a person, or None to pass the question on.  Their docstrings hold an example each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .lexicon import listed, speech_verbs
from .quotes import Quote
from .speakers_context import Context
from .speakers_frames import (
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
    Frame,
    Word,
)
from .speakers_subjects import (
    Kind,
    Subject,
    clause_start,
    end_tag,
    opening_subject,
    phrase_at,
    skip_behind,
    subject_of_verb,
    with_apposition,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation where it stands: sentence `number`, word `at`."""

    context: Context
    quotes: tuple[Quote, ...]
    number: int
    at: int

    @property
    def frame(self) -> Frame:
        return self.context.frames[self.number]

    @property
    def words(self) -> tuple[Word, ...]:
        return self.frame.words

    @property
    def quote(self) -> Quote:
        return self.quotes[self.words[self.at].quote]

    def neighbour(self, step: int) -> Frame | None:
        """The sentence so many before or behind."""
        index = self.number + step
        return self.context.frames[index] if 0 <= index < len(self.context.frames) else None

    def ends_with(self, marks: str) -> bool:
        inner = self.context.text[self.quote.inner_start : self.quote.inner_end].rstrip(" '’‘\"”")
        return inner.endswith(tuple(marks))


@dataclass(frozen=True, slots=True)
class Same:
    """The answer "whoever speaks that other quotation"."""

    quote: int


Answer = Subject | Same | None
Rule = Callable[[Place], Answer]

_ONLY_BESIDE = listed("""
    go put point shoot read share smile grin nod shrug laugh sigh weep beam begin start end finish sing
    fire quote
""")


_CALLS = frozenset({"call", "dub", "name", "term", "label", "brand", "describe", "deem"})
_BEING = frozenset({"is", "was", "were", "are", "be", "been", "being"})


def tag_after_inverted(place: Place) -> Answer:
    """“It rained,” said Ana Ruiz, who keeps the bridge."""
    at = _past_marks(place.words, place.at + 1)
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
    at = _past_marks(place.words, place.at + 1)
    found = phrase_at(place.words, at)
    if found is None or place.ends_with("."):  # noqa: SIM102
        if found is None or not _bare_tag(place.words, at, found):
            return None
    verb, named = skip_behind(place.words, found.index)
    if verb >= len(place.words):
        return None
    if place.words[verb].tag == VERB:
        return named if named is not None and found.kind is not Kind.PERSON else found
    return None


def _bare_tag(words: tuple[Word, ...], at: int, found: Subject) -> bool:  # noqa: ARG001
    return found.index < len(words) and words[found.index].tag == VERB


def tag_after_later(place: Place) -> Answer:
    """“It rained,” Ruiz, leaning on the rail of her bridge, laughed and then said."""
    at = _past_marks(place.words, place.at + 1)
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
    at = _past_marks(words, place.at + 1)
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


def tag_before(place: Place) -> Answer:
    """Ruiz, who keeps the bridge, said on Monday that “it rained.”"""
    words = place.words
    start = clause_start(words, place.at)
    verbs = speech_verbs()
    for verb in range(place.at - 1, start - 1, -1):
        if words[verb].tag not in (VERB, SAYING):
            continue
        near = place.at - verb <= 3
        if not near and verbs.get(words[verb].low) in _ONLY_BESIDE:
            continue
        if (
            words[verb].tag == VERB
            and verb > start
            and words[verb - 1].tag in ("d", "p", POSSESSIVE)
            and words[verb - 1].low != "who"
        ):
            continue
        if words[verb].tag == VERB and words[verb - 1].tag == COMMA:
            inverted = phrase_at(words, verb + 1)
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
    return _first_person(words, clause_start(words, place.at), place.at - 1)


def _first_person(words: tuple[Word, ...], start: int, stop: int) -> Subject | None:
    found = opening_subject(words, start, stop)
    if found is not None and found.kind in (Kind.ROLE, Kind.BODY) and found.owner < 0:
        named = [word for word in words[start:stop] if word.tag == PERSON]
        if len(named) == 1:
            return Subject(Kind.PERSON, named[0].start, named[0].end, (named[0],), named[0].person)
        if not any(word.tag in (ROLE, GROUP, BODY) for word in found.words):
            return None
    if found is not None:
        if found.kind in (Kind.ROLE, Kind.BODY) and found.owner >= 0:
            return _owner(words, found)
        return found
    return None


def _owner(words: tuple[Word, ...], found: Subject) -> Subject:  # noqa: ARG001
    word = next(word for word in reversed(found.words) if word.tag == PERSON)
    return Subject(Kind.PERSON, word.start, word.end, (word,), word.person, index=found.index)


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
            return _owner(words, found)
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
        or before is None
        or not before.words
        or before.words[-1].tag != COLON
    ):
        return None
    words = before.words
    if words[0].low in ("transcript", "partial", "full") or any(word.low == "transcript" for word in words):
        return None
    for verb in range(len(words) - 2, -1, -1):
        if words[verb].tag in (VERB, SAYING) and speech_verbs().get(words[verb].low) not in _ONLY_BESIDE:
            found = subject_of_verb(words, clause_start(words, verb), verb)
            if found is not None:
                return found
    return _first_person(words, 0, len(words) - 1)


def _reported(place: Place) -> Subject | None:
    """Who the sentence before is about; what is no person only where it says something there."""
    found = place.context.voice(place.number - 1)
    if found is None or found.kind in (Kind.PERSON, Kind.PRONOUN):
        return found
    if found.kind is Kind.ROLE and isinstance(place.context.meanings.get(place.number - 1), int):
        return found
    before = place.neighbour(-1)
    return found if before is not None and any(word.tag == VERB for word in before.words) else None


def repeated(place: Place) -> Answer:
    """A pull quote: its words stand in another quotation of the article as well."""
    if not (place.frame.first and place.frame.last and place.frame.only_quotes):
        return None
    other = place.context.same_words(place.quotes, place.words[place.at].quote)
    return None if other is None else Same(other)


def subject_before(place: Place) -> Answer:
    """Ruiz disagreed. “It rained.”: the subject of the sentence before, in the same paragraph."""
    before = place.neighbour(-1)
    if place.at != 0 or place.frame.first or before is None or before.quotes:
        return None
    return _reported(place)


def carried_over(place: Place) -> Answer:
    """A paragraph that is only a quotation goes on with the speaker of the paragraph before."""
    if not place.frame.first or place.at != 0:
        return None
    before = place.neighbour(-1)
    if before is None or before.headline:
        return None
    if before.quotes:
        return Same(before.words[before.quotes[-1]].quote)
    return None


def subject_above(place: Place) -> Answer:
    """Ruiz walked on. / “It rained.”: the subject of the last sentence of the paragraph before."""
    before = place.neighbour(-1)
    if not place.frame.first or place.at != 0 or before is None or before.headline:
        return None
    return _reported(place)


def sentence_subject(place: Place) -> Answer:
    """Ruiz is tired of the “endless rain”: the subject of the sentence itself."""
    if place.at == 0:
        return None
    start = clause_start(place.words, place.at)
    found = opening_subject(place.words, start, place.at) or opening_subject(place.words, 0, place.at)
    if found is not None and found.kind in (Kind.PERSON, Kind.PRONOUN):
        return found
    return None


def named_beside(place: Place) -> Answer:
    """„Es regnet“, sagte Ana Ruiz: the only person its sentence names, else its paragraph, in any language."""  # noqa: E501
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


RULES: tuple[Rule, ...] = (
    tag_after_inverted,
    tag_after,
    according_to,
    dash_signature,
    dash_before,
    tag_before,
    colon_before,
    for_someone,
    same_sentence,
    tag_at_end,
    tag_after_later,
    continued_paragraph,
    tag_behind_next,
    within_paragraph,
    colon_above,
    repeated,
    subject_before,
    carried_over,
    subject_above,
    sentence_subject,
)
"""Asked in this order; the first answer that means someone is taken."""

RULES_ANY_LANGUAGE: tuple[Rule, ...] = (
    dash_signature,
    continued_paragraph,
    named_beside,
    same_sentence,
    within_paragraph,
)
"""What is asked of an article in another language: these rules know no English."""


def _past_marks(words: tuple[Word, ...], at: int) -> int:
    while at < len(words) and words[at].tag in (COMMA, DASH):
        at += 1
    return at

"""Give every quotation of speech its speaker, with the rule that says so and how often it is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import Article
from narrator.people.evidence import confidence_of
from narrator.people.names.find import People
from narrator.people.quotes.find import Quote
from narrator.people.speakers.context import ANYONE, Context
from narrator.people.speakers.epithets import compatriot, namesake
from narrator.people.speakers.frames import make_frames
from narrator.people.speakers.phrases import Kind, Subject
from narrator.people.speakers.place import Place, Same
from narrator.people.speakers.rules import RULES, RULES_ANY_LANGUAGE
from narrator.people.speakers.tags import QUOTE


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks `quotes[quote]`."""

    quote: int
    speaker: str | None
    """A person's name, or the article's words for who speaks ("the family"); None where it is not known."""
    person: int | None
    """Index into `People.persons` where the speaker is a person."""
    rule: str
    """The rule that answered; with how a pronoun or a role was resolved behind a plus sign."""
    confidence: float


_MARKED = re.compile(r"[“”\"«»„]|''|``|(?<!\w)['‘]\w")
ABSTAIN_BELOW = 0.6
"""A label that is right less often than this is not given: the narrator reads."""


def attribute_quotes(article: Article, people: People, quotes: Sequence[Quote]) -> tuple[Attribution, ...]:
    """One attribution for each quotation of speech, in order; English rules stand aside elsewhere."""
    quotes = tuple(quotes)
    frames = make_frames(article, people, quotes)
    context = Context(article.text, people, frames)
    places = {
        word.quote: Place(context, quotes, number, at)
        for number, frame in enumerate(frames)
        for at, word in enumerate(frame.words)
        if word.tag == QUOTE
    }
    english = article.language.lower().split("-")[0] == "en"
    settled: dict[int, Attribution] = {}
    for number, frame in enumerate(frames):
        context.enter(number)
        for word in frame.words:
            if word.tag == QUOTE:
                _settle(word.quote, places, settled, context, english, frozenset())
    return tuple(settled[index] for index in places)


def _settle(  # noqa: PLR0917
    index: int,
    places: dict[int, Place],
    settled: dict[int, Attribution],
    context: Context,
    english: bool,
    asking: frozenset[int],
) -> Attribution:
    if index in settled:
        return settled[index]
    place = places[index]
    best = Attribution(index, None, None, "", 0.0)
    for rule in RULES if english else RULES_ANY_LANGUAGE:
        answer = rule(place)
        if answer is None:
            continue
        name = rule.__name__
        if isinstance(answer, Same):
            if (
                answer.quote == index
                or answer.quote in asking
                or answer.quote not in places
                or len(asking) > 40
            ):
                continue
            other = _settle(answer.quote, places, settled, context, english, asking | {index})
            if other.speaker is None:
                continue
            best = Attribution(
                index, other.speaker, other.person, name, min(other.confidence, confidence_of(name))
            )
            break
        speaker, person, how = _who(answer, place)
        if speaker is None:
            if answer.kind in (Kind.PRONOUN, Kind.SELF) or _are_several(answer):
                break  # someone is named as the speaker, and it is not known who
            continue
        full = f"{name}+{how}" if how else name
        best = Attribution(index, speaker, person, full, confidence_of(full))
        break
    if best.confidence < ABSTAIN_BELOW:
        best = Attribution(index, None, None, best.rule, best.confidence)
    settled[index] = best
    context.speakers[index] = best.speaker
    if best.person is not None:
        context.whos[index] = best.person
    elif best.speaker is not None and (
        best.speaker in context.sources or best.speaker in context.label_genders
    ):
        context.whos[index] = best.speaker
    if index in context.whos:
        context.voiced.append(context.whos[index])
        context.spoken.add(context.whos[index])
    return best


def _are_several(subject: Subject) -> bool:
    """They said."""
    return subject.kind is Kind.PLURAL and subject.words[0].low == "they"


def _who(subject: Subject, place: Place) -> tuple[str | None, int | None, str]:  # noqa: PLR0911, RUF100
    """A subject's speaker, its person, and how a pronoun or a role was understood."""
    context = place.context
    number = place.number
    if subject.start < place.words[0].start:
        number = next(
            n
            for n in range(place.number, -1, -1)
            if context.frames[n].words and context.frames[n].words[0].start <= subject.start
        )
    if subject.kind is Kind.SELF:
        return None, None, ""
    if subject.kind is Kind.PLURAL:
        return context.last_body(number, subject.index - 1, subject.words[0].low), None, "it"
    if subject.kind is not Kind.PERSON and _MARKED.search(context.text, subject.start, subject.end):
        return None, None, ""  # a quotation stands inside the words for the speaker
    if subject.kind is Kind.BODY:
        person = compatriot(context, number, subject)
        if person is not None:
            return context.name(person), person, "role"
        return context.labels.of(subject), None, "body"
    who = None if subject.kind is Kind.ROLE and subject.head in ANYONE else context.who(number, subject)
    if isinstance(who, int) and subject.kind is Kind.PERSON:
        who = namesake(context, number, subject, who)
    how = {Kind.PERSON: "", Kind.PRONOUN: "pronoun"}.get(subject.kind, "role")
    if isinstance(who, int):
        return context.name(who), who, how
    if who is None and subject.kind is Kind.ROLE:
        who = context.labels.of(subject)
    return who, None, "label" if subject.kind is Kind.ROLE else how

"""Give every quotation of speech its speaker, with the rule that says so and how often it is right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from narrator.model import Article
from narrator.people.evidence import confidence_of
from narrator.people.names.find import People
from narrator.people.quotes.find import Quote
from narrator.people.speakers.context import ANYONE, Context
from narrator.people.speakers.epithets import compatriot, namesake
from narrator.people.speakers.frames import make_frames
from narrator.people.speakers.phrases import Kind, Subject
from narrator.people.speakers.place import Place, Rule, Same
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
LONGEST_CHAIN = 41
"""Quotations each of which is whoever speaks the next."""
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
    speakers = _Speakers(places, context, RULES if english else RULES_ANY_LANGUAGE)
    for number, frame in enumerate(frames):
        context.enter(number)
        for word in frame.words:
            if word.tag == QUOTE:
                speakers.of(word.quote)
    return tuple(map(speakers.of, places))


@dataclass(frozen=True, slots=True)
class _Speakers:
    """Who speaks each quotation.  Those before it are known by then, in `context` too; of one behind it the
    rules ask only where its speaker is whoever speaks that one."""

    places: Mapping[int, Place]
    context: Context
    rules: Sequence[Rule]
    settled: dict[int, Attribution] = field(default_factory=dict)

    def of(self, index: int, asking: frozenset[int] = frozenset()) -> Attribution:
        """The attribution of `quotes[index]`; `asking` are those that wait for it."""
        if index not in self.settled:
            found = self._by_rules(self.places[index], index, asking | {index})
            if found.confidence < ABSTAIN_BELOW:
                found = replace(found, speaker=None, person=None)
            self.settled[index] = found
            self._remember(found)
        return self.settled[index]

    def _by_rules(self, place: Place, index: int, asking: frozenset[int]) -> Attribution:
        """What the first rule says that knows."""
        for rule in self.rules:
            answer, name = rule(place), rule.__name__
            if isinstance(answer, Same):
                other = self._other(answer.quote, asking)
                if other is not None:
                    confidence = min(other.confidence, confidence_of(name))
                    return replace(other, quote=index, rule=name, confidence=confidence)
            elif answer is not None:
                speaker, person, how = _who(answer, place)
                if speaker is not None:
                    full = f"{name}+{how}" if how else name
                    return Attribution(index, speaker, person, full, confidence_of(full))
                if answer.kind in (Kind.PRONOUN, Kind.SELF) or _are_several(answer):
                    break  # someone is named as the speaker, and it is not known who
        return Attribution(index, None, None, "", 0.0)

    def _other(self, quote: int, asking: frozenset[int]) -> Attribution | None:
        """Who speaks another quotation, unless that waits for this one, or nobody is known to."""
        if quote in asking or quote not in self.places or len(asking) > LONGEST_CHAIN:
            return None
        other = self.of(quote, asking)
        return other if other.speaker is not None else None

    def _remember(self, found: Attribution) -> None:
        context, speaker = self.context, found.speaker
        context.speakers[found.quote] = speaker
        if found.person is not None:
            context.whos[found.quote] = found.person
        elif speaker is not None and (speaker in context.sources or speaker in context.label_genders):
            context.whos[found.quote] = speaker
        if found.quote in context.whos:
            context.voiced.append(context.whos[found.quote])
            context.spoken.add(context.whos[found.quote])


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

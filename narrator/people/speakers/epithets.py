"""Whom a text calls by what they are, not by a name: "the Swede", "the 34-year-old", "a mother of two"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrator.model import Gender
from narrator.people.gender import PRONOUNS, of_role
from narrator.people.lexicon import is_role, listed
from narrator.people.speakers.phrases import Subject
from narrator.people.speakers.tags import COMMA, NUMBER, PERSON, POSSESSIVE, QUOTE, RELATIVE

if TYPE_CHECKING:
    from narrator.people.speakers.context import Context, Who
    from narrator.people.speakers.frames import Frame

PEOPLES = listed("""
    Scot Englishman Englishwoman Welshman Welshwoman Irishman Irishwoman Frenchman Frenchwoman Dutchman
    Dutchwoman Spaniard Italian German Swede Dane Norwegian Finn Icelander Pole Belgian Austrian Swiss
    Portuguese Brazilian Argentine Argentinian American Canadian Australian Nigerian Ghanaian Kenyan Ethiopian
    Moroccan Algerian Tunisian Egyptian Senegalese Ivorian Cameroonian Zimbabwean Jamaican Czech Slovak
    Slovene Slovenian Croat Croatian Serb Serbian Bulgarian Latvian Lithuanian Estonian Russian Ukrainian
    Georgian Kazakh Turk Greek Romanian Hungarian Israeli Iranian Iraqi Mexican Colombian Chilean Peruvian
    Ecuadorian Uruguayan Japanese Korean Chinese Thai Indian Pakistani Briton Texan Californian Londoner
    Liverpudlian Mancunian Geordie Yorkshireman Ulsterman Cornishman
""")
"""Whom "the Scot" calls by a people: whoever was spoken of."""
_NEUTRAL = frozenset({"German"})
_YEARS = "-year-old"
_DROP_REACH = 2
"""Paragraphs below the first one within which a report names whom it opened with."""
LATELY = 4
"""How many quotations back somebody has just spoken."""
REACH = 12
"""Sentences of a paragraph that are looked through for a name."""
_OFFICES = listed(
    "mayor head leader president captain director chief minister premier governor chairman boss founder"
)
_SPOUSES = frozenset({"wife", "husband"})
_RELATED = listed("""
    son daughter mother father mum mom dad sister brother aunt uncle niece nephew cousin grandson
    granddaughter grandmother grandfather son-in-law daughter-in-law
""")


def years(subject: Subject) -> int | None:
    """The age in "the 34-year-old", "the 34-year-old striker"."""
    for word in subject.words:
        if word.low.endswith(_YEARS) and word.low.removesuffix(_YEARS).isdigit():
            return int(word.low.removesuffix(_YEARS))
    return None


def of_age(context: Context, subject: Subject) -> int | None:
    """The only person of the age that a definite phrase tells."""
    age = years(subject) if subject.words and subject.words[0].low == "the" else None
    if age is None:
        return None
    found = [number for number, one in enumerate(context.people.persons) if one.age == age]
    shown = of_role(subject.head)
    return found[0] if len(found) == 1 and (shown is None or context.fits(found[0], shown)) else None


def compatriot(context: Context, number: int, subject: Subject) -> int | None:
    """The person whom "the Scot" or "the 18-year-old" means: whom the sentence before is about."""
    words = subject.words
    if len(words) != 2 or words[0].low != "the" or number == 0:
        return None
    noun = words[1].text
    if noun not in PEOPLES and not noun.endswith(_YEARS):
        return None
    if (known := of_age(context, subject)) is not None:
        return known
    frame, before = context.frames[number], context.frames[number - 1]
    if frame.block == before.block:
        who = context.meanings.get(number - 1)
    elif frame.first and frame.words[0].tag == QUOTE and not before.headline:
        who = _last_of(context, number - 1)
    else:
        return None
    shown = _shown_by(noun)
    return who if isinstance(who, int) and (shown is None or context.fits(who, shown)) else None


def _shown_by(noun: str) -> Gender | None:
    if noun.endswith("woman"):
        return "f"
    return "m" if noun.endswith("man") and noun not in _NEUTRAL else None


def _last_of(context: Context, number: int) -> Who | None:
    """Who spoke last in a sentence, else its subject, else the only person it names."""
    frame = context.frames[number]
    spoke = [context.whos[word.quote] for word in frame.words if word.quote in context.whos]
    if spoke:
        return spoke[-1]
    if (who := context.meanings.get(number)) is not None:
        return who
    named = {word.person for word in frame.words if word.tag == PERSON}
    return named.pop() if len(named) == 1 else None


def brought_in_at_end(frame: Frame) -> int | None:
    """The only person of a sentence that brings them in behind "by": "sung by Ruiz, whose debut"."""
    named = [at for at, word in enumerate(frame.words) if word.tag == PERSON]
    if frame.headline or len(named) != 1 or named[0] == 0:
        return None
    behind = [word.tag for word in frame.words[named[0] + 1 : named[0] + 3]]
    led = frame.words[named[0] - 1].low == "by" and behind != [POSSESSIVE]
    return frame.words[named[0]].person if led or behind == [COMMA, RELATIVE] else None


def named_below(context: Context, number: int, subject: Subject) -> int | None:
    """Ana Ruiz, where a report opens "A mother of two has told police" and goes on "Ana Ruiz, 34, ..."."""
    frame = context.frames[number]
    if not frame.first or frame.headline or not subject.words or subject.start != frame.words[0].start:
        return None
    if any(not one.headline for one in context.frames[:number]):
        return None
    first, head = subject.words[0].low, subject.head
    if first not in ("a", "an", "the") or head.endswith("s") or not is_role(head):
        return None
    who = _first_aged(context, number, first == "the" and head in _OFFICES)
    age, shown = years(subject), of_role(head)
    if who is None or (age is not None and age != context.people.persons[who].age):
        return None
    if shown is not None and not context.fits(who, shown):
        return None
    context.dropped[head] = who
    return who


def _first_aged(context: Context, number: int, office: bool) -> int | None:
    """Who opens one of the paragraphs below with an age, and is not named before: "Ana Ruiz, 34, was".

    Somebody with an office, of whom there is one, may be "Ana Ruiz, who has run the town".
    """
    above = context.frames[number]
    for frame in context.frames[number + 1 :]:
        if frame.block > above.block + _DROP_REACH:
            return None
        tags = "".join(word.tag for word in frame.words[:3])
        aged = tags == PERSON + COMMA + NUMBER
        if frame.first and (aged or (office and tags == PERSON + COMMA + RELATIVE)):
            who = frame.words[0].person
            return None if any(word.person == who for word in above.words) else who
    return None


def namesake(context: Context, number: int, subject: Subject, person: int) -> int:
    """Who has just spoken under the last name that stands alone in a tag, where the other one never did."""
    last = subject.words[-1].text if subject.words else ""
    if not last or " " in last or person in context.spoken:
        return person
    first = next((n for n in range(number, max(-1, number - REACH), -1) if context.frames[n].first), number)
    begin = context.frames[first].words[0].start
    if any(mention.person == person for mention in context.people.mentions_in(begin, subject.start)):
        return person
    for who in reversed(context.voiced[-LATELY:]):
        if isinstance(who, int) and last == context.name(who).split()[-1] == context.name(person).split()[-1]:
            return who
    return person


def spouse(context: Context, number: int, subject: Subject) -> int | None:
    """Ana of "Ana and Tom Ruiz", where “It rained,” Tom says and “It poured,” says his wife."""
    first = subject.words[0]
    if subject.head not in _SPOUSES or first.low not in ("his", "her"):
        return None
    at = next(i for i, word in enumerate(context.frames[number].words) if word.start == first.start)
    owner = context.pronoun(number, at, PRONOUNS[first.low])
    if not isinstance(owner, int):
        return None
    if (married := _owner_of(context, owner)) is not None:
        return married
    family = context.people.persons[owner].name.split()[-1]
    found = [
        other
        for other, one in enumerate(context.people.persons)
        if other != owner
        and family in (one.name.split()[-1], *one.aliases)
        and context.people.gender(other) == of_role(subject.head)
        and not context.people.roles[other] & _RELATED
    ]
    return found[0] if len(found) == 1 else None


_POSSESSOR = re.compile(r"(?<![\w’'-])([\w’'-]+)[’']s (?:husband|wife), $")


def _owner_of(context: Context, person: int) -> int | None:
    """Ana, where the text has "Ana Ruiz's husband, Tom": whose wife or husband somebody was brought in as."""
    start = context.people.first_mention(person)
    found = _POSSESSOR.search(context.text, max(0, start - 60), start)
    return None if found is None else context.people.index(found[1])

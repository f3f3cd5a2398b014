"""Whom a sentence is about: its subject, read from names and pronouns without a parser.

The first name of a sentence is its subject, unless it is somebody's example, listed, governed by a
preposition, or merely in front of a noun; a pronoun is the last person talked about whom it fits.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrator.model import Gender
from narrator.people.lexicon import is_role, listed, speech_verbs
from narrator.people.lexicon import words as word_list
from narrator.people.names.find import Mention, People

SUBJECT = 1.0
OWNED = 0.5
"""Credit for a sentence that only speaks of what is someone's: `Her house burned.`"""
LATE = 0.4
"""Credit for someone named deep in a sentence whose subject is nobody's name."""
_DEEP = 9
"""From this word of a sentence on, a name is hardly its subject."""
_MEANT = 6
"""So many of those named last may be whom a pronoun means."""
_BEFORE = 300
"""Characters in front of a name that say what it is in its sentence, however long that is."""

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_PRONOUN: dict[str, tuple[Gender, float]] = {
    **dict.fromkeys(("he", "er", "il"), ("m", SUBJECT)),
    **dict.fromkeys(("she", "elle"), ("f", SUBJECT)),
    **dict.fromkeys(("him", "his", "himself", "ihm", "ihn"), ("m", OWNED)),
    **dict.fromkeys(("her", "hers", "herself"), ("f", OWNED)),
}
_LANGUAGE_OF = {"er": "de", "ihm": "de", "ihn": "de", "il": "fr", "elle": "fr"}
_GERMAN_SHE = re.compile(
    r"\b[Ss]ie\b(?= (?:\w+e?t|ist|war|hat|kann|will|muss|soll|darf|nahm|kam|ging)\b)"
    r"|\b(?:sagt|sagte|erzählt|erzählte|erklärt|erklärte|meint|meinte) sie\b"
)
_EXAMPLE = re.compile(
    r"(?:\b(?:such as|like|unlike|including|includes?|alongside|among them|after|than)|\()"
    r"\s*(?:[\w.-]+\s+){0,4}$",
    re.IGNORECASE,
)
_MANY = (
    r"\b(?:tens|dozens|hundreds|thousands|millions|many|scores|several|number|at least|more than|not alone"
    r"|tausende\w*|hunderte\w*|viele[nr]?|milliers|centaines|nombreu\w+)\b"
)
_NUT_GRAF = re.compile(
    r"\s*,?\s*(?:is|was|are|were|ist|war|est)\s+(?:just\s+|only\s+|hardly\s+)?"
    rf"(?:one of|among|part of|not alone|eine[r]? (?:von|der)|l['’]une? des)[^.]*?{_MANY}",
    re.IGNORECASE,
)
_MODIFIES = re.compile(r" (?:[a-z][\w-]* )?(?P<noun>[a-z][\w-]*)\b")
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Tt]his|[Tt]hat)\s+$")
_NOUN = re.compile(r" (?P<noun>[a-z][\w-]*)")
_GOES_ON = frozenset(("who", "whose", "whom", "that", "was", "is", "had", "has", "of", "and", "said", "says"))
_POSSESSED = re.compile(r"['’](?:s\b|(?= [a-z]))")
_GOVERNED = re.compile(
    r"\s*\S+\s+\S.*\b(?:by|with|from|of|to|against|about|on|at|for|in|over|under|between|behind|toward|towards)\s+"
    r"(?:(?:[A-Z][\w.-]*|the|an?|his|her|their|fellow|former)\s+){0,4}$",
    re.DOTALL,
)
"""`a law introduced by President Lund`; but `For Lund, …` opens with whom the sentence is about."""
_LISTED = re.compile(r"(?:,| and\b| or\b)")
_NEXT_IN_A_LIST = re.compile(r".*(?P<joint>,|\band)\s+(?:[\w.]+\s+){0,2}$", re.DOTALL)
_ONE_OF = re.compile(r"\b[Oo]ne of (?:the|her|his|their|its|those|these|our|my)\b[^,.;]*, $")
"""`One of her dealers, Arlo Beech,`: an apposition, and no list."""
_LIST_OPENS = re.compile(r"\b(?:for|with|of|to|by|and|,)\s")
_CLAUSE_ENDS = re.compile(r".*[.;:]", re.DOTALL)
_CLAUSE = re.compile(r"(?:[,;:—–]|\b(?:is|was|and|but|says?|said|sagt|sagte)\b)\s*(?:[\w.-]+\s+){0,3}$")
_ASIDE = re.compile(r"(?:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)?|she|he) (?P<verb>[a-z]+)(?=[,.])")
"""`Ruiz says,` · `she said.`"""
_DETERMINED = re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]hose|[Tt]hese|[Aa]ll)\s+(?P<noun>[a-z][\w-]*)\s+$")
_OR_SHE = re.compile(r"(?: or |/|\(s\))(?:s?he|his|hers?|him)\b", re.IGNORECASE)
_HE_OR = re.compile(r"\b(?:s?he|his|hers?|him)(?: or |/)$", re.IGNORECASE)
"""`he or she`, `his/her`: anybody, and nobody in particular."""
_PLAIN_ADJECTIVES = listed("late young younger old older elder former retired great lone only first")


@dataclass(frozen=True, slots=True)
class Speech:
    """An attributed quotation: `text[start:end]`, by the person at this index or by someone unnamed."""

    start: int
    end: int
    person: int | None
    known: bool = True
    """Somebody is named or described as its speaker."""


@dataclass(slots=True)
class Reader:
    """Walks through the passages with the person whom a pronoun would mean."""

    text: str
    people: People
    speeches: Sequence[Speech]
    starts: list[int]
    language: str
    topic: int | None = None
    recent: deque[int] = field(default_factory=lambda: deque(maxlen=_MEANT))
    """Whom the sentences named, the last of all behind."""

    def meant(self, gender: Gender) -> int | None:
        """The last person talked about whose gender a pronoun fits."""
        for person in (self.topic, *reversed(self.recent)):
            if person is not None and self.people.gender(person) in (gender, None):
                return person
        return None

    def speeches_in(self, start: int, end: int) -> list[Speech]:
        first = bisect_left(self.starts, start)
        found = []
        while first < len(self.speeches) and self.speeches[first].start < end:
            found.append(self.speeches[first])
            first += 1
        return found


def subject_of(
    reader: Reader, start: int, end: int, mentions: Sequence[Mention], free: Sequence[re.Match[str]]
) -> tuple[int | None, float, bool]:
    """Whom a sentence is about outside its quotation marks, with how much credit, and whether they speak."""
    best: tuple[int | None, float] = (None, 0.0)
    says = False
    events = sorted(
        [(m.start, _mention_credit(reader.text, start, m, free)) for m in mentions]
        + [(w.start(), credit) for w in free if (credit := _pronoun_credit(reader, w, mentions)) is not None]
        + [
            (at, (reader.meant("f"), SUBJECT))
            for at in _german_she(reader, start, end)
            if reader.meant("f") is not None
        ],
        key=lambda event: event[0],
    )
    for at, (person, _) in events:
        if person is not None and _in_an_aside(reader, at, start):
            return person, SUBJECT, True
    for at, (person, weight) in events:
        if person is not None and weight > best[1]:
            best = (person, weight)
            says = _speaks(reader.text, at, start, end, reader.language)
        if weight == SUBJECT:
            break
    return best[0], best[1], says


def _in_an_aside(reader: Reader, at: int, start: int) -> bool:
    """`What was left went to his sister, Poe says, and her cat`: the sentence is in Poe's words."""
    match = _ASIDE.match(reader.text, at)
    if match is None or reader.language != "en" or reader.text[max(start, at - 2) : at] != ", ":
        return False
    return _is_saying(match["verb"])


def _is_saying(word: str) -> bool:
    return speech_verbs().get(word) in word_list("saying_verbs")


def _mention_credit(
    text: str, start: int, mention: Mention, free: Sequence[re.Match[str]]
) -> tuple[int, float]:
    """How far a name is its sentence's subject, by what stands in front of it and behind."""
    before = text[max(start, mention.start - _BEFORE) : mention.start]
    after = text[mention.end : mention.end + 160]
    if _NUT_GRAF.match(after) or _EXAMPLE.search(before) or _is_modifier(after) or _is_a_thing(before, after):
        credit = 0.0
    elif _POSSESSED.match(after):
        credit = OWNED if _words_before(free, mention) < _DEEP else OWNED / 2
    elif _says_next(after):
        credit = SUBJECT
    elif _is_object(before, after):
        credit = LATE
    else:
        deep = _words_before(free, mention) >= _DEEP
        credit = LATE if deep and not _CLAUSE.search(before) else SUBJECT
    return mention.person, credit


def _words_before(free: Sequence[re.Match[str]], mention: Mention) -> int:
    return bisect_left(free, mention.start, key=lambda word: word.start())


def _is_modifier(after: str) -> bool:
    """`One Sanders organizer`: a name in front of a role is not whom the sentence is about."""
    match = _MODIFIES.match(after)
    return match is not None and is_role(match["noun"])


def _is_a_thing(before: str, after: str) -> bool:
    """`The Fresnel lens`: what is called after somebody."""
    match = _NOUN.match(after)
    return match is not None and match["noun"] not in _GOES_ON and _ARTICLE.search(before) is not None


def _is_object(before: str, after: str) -> bool:
    """`the fund Lund fought for` · `a law introduced by Lund` · `for Ruiz, Lund and others`"""
    relative = _DETERMINED.search(before)
    if relative and relative["noun"].lower() not in _PLAIN_ADJECTIVES and not is_role(relative["noun"]):
        return True
    if _GOVERNED.match(before):
        return True
    return _LISTED.match(after) is not None and _goes_on(before)


def _goes_on(before: str) -> bool:
    """Whether a name is another one of a list: "for Ruiz, Lund", read once from its end."""
    joint = _NEXT_IN_A_LIST.match(before)
    if joint is None or _ONE_OF.search(before):
        return False
    ended = _CLAUSE_ENDS.match(before, 0, joint.start("joint"))
    return _LIST_OPENS.search(before, ended.end() if ended else 0, joint.start("joint")) is not None


def _says_next(after: str) -> bool:
    word = WORD.match(after.lstrip(" "))
    return word is not None and word.group() in speech_verbs()


def _pronoun_credit(
    reader: Reader, word: re.Match[str], mentions: Sequence[Mention]
) -> tuple[int | None, float] | None:
    low = word.group().lower()
    if reader.language == "fr":
        low = low.rpartition("-")[2]  # dit-elle
    found = _PRONOUN.get(low)
    if found is None or _LANGUAGE_OF.get(low, reader.language) != reader.language:
        return None
    gender, credit = found
    if _OR_SHE.match(reader.text, word.end()) or _HE_OR.search(
        reader.text[max(0, word.start() - 8) : word.start()]
    ):
        return None
    if any(m.start < word.start() and reader.people.gender(m.person) in (gender, None) for m in mentions):
        return None  # it means somebody named in this sentence, who has been credited
    return reader.meant(gender), credit


def _german_she(reader: Reader, start: int, end: int) -> list[int]:
    if reader.language != "de":
        return []
    return [match.start() for match in _GERMAN_SHE.finditer(reader.text, start, end)]


def _speaks(text: str, at: int, start: int, end: int, language: str) -> bool:
    """Whether a speech verb stands within two words of a name or pronoun."""
    behind = [word.group().lower() for word in WORD.finditer(text, at, min(end, at + 60))][1:4]
    ahead = [word.group().lower() for word in WORD.finditer(text, max(start, at - 30), at)][-1:]
    if language == "en":
        return any(speech_verbs().get(word) in word_list("saying_verbs") for word in (*behind, *ahead))
    if language in ("de", "fr"):
        return any(word in word_list(f"saying_verbs_{language}") for word in (*behind, *ahead))
    return False


def within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the spans, in order and apart, covers this offset."""
    last = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return last >= 0 and spans[last][0] <= at < spans[last][1]

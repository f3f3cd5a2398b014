"""What each passage says about each person: the evidence that `segments` decides on.

A passage is about whoever its words are by or about, so the measure is a share of words: words inside
quotation marks count for their speaker, every other word for the subject of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrator.model import BlockKind, Gender

from .lexicon import speech_verbs
from .names import Mention, People
from .names_scan import is_role
from .segments_passages import Passage
from .sentences import sentences

SUBJECT = 1.0
OWNED = 0.5
"""Credit for a sentence that only speaks of what is someone's: `Her house burned.`"""
LATE = 0.4
"""Credit for someone named deep in a sentence whose subject is nobody's name."""
_DEEP = 9
"""From this word of a sentence on, a name is hardly its subject."""

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
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
_POSSESSED = re.compile(r"['’](?:s\b|(?= [a-z]))")
_GOVERNED = re.compile(
    r"\S+\s+\S+.*\b(?:by|with|from|of|to|against|about|on|at|for|in|over|under|between|behind|toward|towards)\s+"
    r"(?:(?:[A-Z][\w.-]*|the|an?|his|her|their|fellow|former)\s+){0,4}$",
    re.DOTALL,
)
"""`a law introduced by President Lund`; but `For Lund, …` opens with whom the sentence is about."""
_LISTED = re.compile(r"(?:,| and\b| or\b)")
_LISTED_BEFORE = re.compile(
    r"[^.;:]*\b(?:for|with|of|to|by|and|,)\s+[^.;:]*(?:,|\band)\s+(?:[\w.]+\s+){0,2}$"
)
_CLAUSE = re.compile(r"(?:[,;:—–]|\b(?:is|was|and|but|says?|said|sagt|sagte)\b)\s*(?:[\w.-]+\s+){0,3}$")
_DETERMINED = re.compile(r"\b(?:the|this|that|those|these|all)\s+(?P<noun>[a-z][\w-]*)\s+$", re.IGNORECASE)
_PLAIN_ADJECTIVES = frozenset(
    (
        "late",
        "young",
        "younger",
        "old",
        "older",
        "elder",
        "former",
        "retired",
        "great",
        "lone",
        "only",
        "first",
    )
)
_SAYING = frozenset(
    (
        *(
            "say",
            "tell",
            "add",
            "announce",
            "answer",
            "argue",
            "ask",
            "assert",
            "believe",
            "claim",
            "complain",
            "concede",
        ),
        *(
            "contend",
            "declare",
            "deny",
            "explain",
            "estimate",
            "hope",
            "insist",
            "joke",
            "maintain",
            "note",
            "predict",
        ),
        *(
            "promise",
            "recall",
            "remember",
            "reply",
            "respond",
            "suggest",
            "testify",
            "think",
            "tweet",
            "urge",
            "vow",
        ),
        *("warn", "write", "wonder"),
    )
)
"""Verbs that carry somebody's words without quotation marks; `described` and `called` do not."""
_VERBS = {
    "de": frozenset(
        ("sagt", "sagte", "erzählt", "erzählte", "erklärt", "erklärte", "meint", "meinte", "fragt", "ruft")
    ),
    "fr": frozenset(
        ("dit", "disait", "raconte", "explique", "ajoute", "affirme", "confie", "estime", "demande")
    ),
}
"""The verbs of speech where the list of English ones does not help."""
_ASKS = re.compile(r"\?\W*$")
_ASKED = re.compile(r"[^.\"“”]{0,50}\b(?:asked|asks)\b")
_LISTENERS = re.compile(r"\b(?:told|tells|telling|said to|spoke (?:to|with)|asked by)\s+(?:[^.;]{0,60}?\s)?$")
_PRESS = re.compile(
    r"\b(?:reporter|correspondent|co-host|host|anchor|interviewer|journalist|moderator)s?\b", re.IGNORECASE
)
_UNNAMED = re.compile(
    r"^(?:But |And |Still, )?(?:An?|One|Another)\s+(?:[\w'’-]+\s+){0,4}?[\w-]+\b"
    r"[^.]*\b(?:who (?:asked|declined|did not want|spoke on)|said|says|told|added)\b"
)
_INDEFINITE = re.compile(
    r"^(?:But |And |Then there is |There is )?(?:An?|One|Another)\s+(?!of\b)"
    r"(?P<nouns>[\w'’-]+(?:\s+[\w'’-]+){0,3})"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """An attributed quotation: `text[start:end]`, by the person at this index or by someone unnamed."""

    start: int
    end: int
    person: int | None
    known: bool = True
    """Somebody is named or described as its speaker."""


@dataclass(slots=True)
class Evidence:
    """One passage's evidence; persons are indices into `People.persons`."""

    words: int = 0
    shares: dict[int, float] = field(default_factory=dict)
    """The share of the passage's words that are by or about a person; their sum is at most 1."""
    named: frozenset[int] = frozenset()
    referred: frozenset[int] = frozenset()
    """Named, meant by a pronoun, or speaking."""
    speaking: frozenset[int] = frozenset()
    """Quoted directly, or said to say something."""
    speech_of: tuple[int, ...] = ()
    opening: int | None = None
    """The subject of the first sentence, or who speaks in it."""
    indefinite: bool = False
    """Opens with somebody not yet named: `One organizer was just 16.`"""
    unnamed_source: bool = False
    """Only the words of a source without a name: `A supervisor said …`"""

    @property
    def leader(self) -> int | None:
        """The person with the largest share, the first named of equals."""
        return max(self.shares, key=lambda person: self.shares[person], default=None)

    def share(self, person: int | None) -> float:
        return 0.0 if person is None else self.shares.get(person, 0.0)


@dataclass(slots=True)
class _Reader:
    """Walks through the passages with the person whom a pronoun would mean."""

    text: str
    people: People
    speeches: Sequence[Speech]
    starts: list[int]
    language: str
    topic: int | None = None
    recent: list[int] = field(default_factory=list)

    def meant(self, gender: Gender) -> int | None:
        """The last person talked about whose gender a pronoun fits."""
        for person in (self.topic, *reversed(self.recent[-6:])):
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


def gather_evidence(
    text: str, passages: Sequence[Passage], people: People, speeches: Sequence[Speech], language: str = "en"
) -> tuple[Evidence, ...]:
    """The evidence of each passage; headings have none, but the person they name is whom `she` means next."""
    language = language.split("-", maxsplit=1)[0].lower()
    reader = _Reader(text, people, speeches, [one.start for one in speeches], language)
    result: list[Evidence] = []
    for passage in passages:
        if passage.kind is BlockKind.HEADING:
            named = people.mentions_in(passage.start, passage.end)
            if len({mention.person for mention in named}) == 1:
                reader.topic = named[0].person
            result.append(Evidence())
        else:
            result.append(_read(reader, passage))
    return tuple(result)


def _read(reader: _Reader, passage: Passage) -> Evidence:
    text = reader.text
    speeches = reader.speeches_in(passage.start, passage.end)
    mentions = reader.people.mentions_in(passage.start, passage.end)
    quoted = [(one.start, one.end) for one in speeches]
    credit: dict[int, float] = {}
    referred = {mention.person for mention in mentions}
    speaking: set[int] = set()
    opening: int | None = None
    total = 0
    for sentence in sentences(text, passage.start, passage.end):
        outside = [
            m for m in mentions if sentence.start <= m.start < sentence.end and not _within(m.start, quoted)
        ]
        words = list(_WORD.finditer(text, sentence.start, sentence.end))
        free = [w for w in words if not _within(w.start(), quoted)]
        total += len(words)
        subject, weight, says = _subject(reader, sentence.start, sentence.end, outside, free)
        if opening is None and total == len(words):
            opening = subject if weight >= OWNED else _first_speaker(speeches, sentence.end)
        if subject is not None:
            credit[subject] = credit.get(subject, 0.0) + weight * len(free)
            referred.add(subject)
            if weight >= OWNED:
                reader.topic = subject
            if says:
                speaking.add(subject)
        reader.recent.extend(m.person for m in outside)
        del reader.recent[:-12]
    silent = 0
    for one in speeches:
        inside = sum(1 for _ in _WORD.finditer(text, one.start, min(one.end, passage.end)))
        if one.person is not None:
            credit[one.person] = credit.get(one.person, 0.0) + inside
            referred.add(one.person)
            speaking.add(one.person)
        elif not one.known:
            silent += inside
    if silent and len(referred) == 1:
        only = next(iter(referred))
        credit[only] = credit.get(only, 0.0) + silent
        speaking.add(only)
    if speeches and speeches[-1].person is not None:
        reader.topic = speeches[-1].person
    head = text[passage.start : passage.start + 240]
    shares = {person: value / total for person, value in credit.items()} if total else {}
    leader = max(shares, key=lambda person: shares[person], default=None)
    if leader is not None and shares[leader] >= LATE:
        reader.topic = leader
    return Evidence(
        words=total,
        shares=shares,
        named=frozenset(mention.person for mention in mentions),
        referred=frozenset(referred),
        speaking=frozenset(speaking),
        speech_of=tuple(one.person for one in speeches if one.person is not None),
        opening=opening,
        indefinite=_is_somebody(head),
        unnamed_source=not mentions and _is_unnamed_source(head),
    )


def _first_speaker(speeches: Sequence[Speech], before: int) -> int | None:
    return next((one.person for one in speeches if one.start < before), None)


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the spans, in order and apart, covers this offset."""
    last = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return last >= 0 and spans[last][0] <= at < spans[last][1]


def _is_somebody(opening: str) -> bool:
    """`One organizer was 16` opens with somebody, `A patent was` with something."""
    match = _INDEFINITE.match(opening)
    return match is not None and any(is_role(noun) for noun in match["nouns"].split())


def _is_unnamed_source(opening: str) -> bool:
    match = _UNNAMED.match(opening)
    return match is not None and any(is_role(word.strip(",;")) for word in match.group().split())


# --------------------------------------------------------------------------- a sentence's subject


def _subject(
    reader: _Reader, start: int, end: int, mentions: Sequence[Mention], free: Sequence[re.Match[str]]
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
        ]
    )
    for at, (person, weight) in events:
        if person is not None and weight > best[1]:
            best = (person, weight)
            says = _speaks(reader.text, at, start, end, reader.language)
        if weight == SUBJECT:
            break
    return best[0], best[1], says


def _mention_credit(
    text: str, start: int, mention: Mention, free: Sequence[re.Match[str]]
) -> tuple[int, float]:
    """How far a name is its sentence's subject, by what stands in front of it and behind."""
    before = text[start : mention.start]
    after = text[mention.end : mention.end + 160]
    if _NUT_GRAF.match(after) or _EXAMPLE.search(before) or _is_modifier(after):
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
    return sum(1 for word in free if word.start() < mention.start)


def _is_modifier(after: str) -> bool:
    """`One Sanders organizer`: a name in front of a role is not whom the sentence is about."""
    match = _MODIFIES.match(after)
    return match is not None and is_role(match["noun"])


def _is_object(before: str, after: str) -> bool:
    """`the fund Lund fought for` · `a law introduced by Lund` · `for Ruiz, Lund and others`"""
    relative = _DETERMINED.search(before)
    if relative and relative["noun"].lower() not in _PLAIN_ADJECTIVES and not is_role(relative["noun"]):
        return True
    if _GOVERNED.search(before):
        return True
    return _LISTED.match(after) is not None and _LISTED_BEFORE.search(before) is not None


def _says_next(after: str) -> bool:
    word = _WORD.match(after.lstrip(" "))
    return word is not None and word.group() in speech_verbs()


def _pronoun_credit(
    reader: _Reader, word: re.Match[str], mentions: Sequence[Mention]
) -> tuple[int | None, float] | None:
    low = word.group().lower()
    if reader.language == "fr":
        low = low.rpartition("-")[2]  # dit-elle
    found = _PRONOUN.get(low)
    if found is None or _LANGUAGE_OF.get(low, reader.language) != reader.language:
        return None
    gender, credit = found
    if any(m.start < word.start() and reader.people.gender(m.person) in (gender, None) for m in mentions):
        return None  # it means somebody named in this sentence, who has been credited
    return reader.meant(gender), credit


def _german_she(reader: _Reader, start: int, end: int) -> list[int]:
    if reader.language != "de":
        return []
    return [match.start() for match in _GERMAN_SHE.finditer(reader.text, start, end)]


def _speaks(text: str, at: int, start: int, end: int, language: str) -> bool:
    """Whether a speech verb stands within two words of a name or pronoun."""
    behind = [word.group().lower() for word in _WORD.finditer(text, at, min(end, at + 60))][1:4]
    ahead = [word.group().lower() for word in _WORD.finditer(text, max(start, at - 30), at)][-1:]
    if language == "en":
        return any(speech_verbs().get(word) in _SAYING for word in (*behind, *ahead))
    return any(word in _VERBS.get(language, ()) for word in (*behind, *ahead))


# --------------------------------------------------------------------------- who only asks


def find_askers(text: str, people: People, speeches: Sequence[Speech]) -> frozenset[int]:
    """People in a story who put the questions; what they say belongs to the answers.

    Most of their words are questions; or they are of the press, and ask, or somebody `told` them something.
    """
    said: dict[int, int] = {}
    asked: dict[int, int] = {}
    for one in speeches:
        if one.person is None:
            continue
        said[one.person] = said.get(one.person, 0) + 1
        inner = text[one.start : one.end].rstrip("\"”’'»“ ,")
        asks = _ASKS.search(inner) is not None or _ASKED.match(text[one.end : one.end + 60]) is not None
        asked[one.person] = asked.get(one.person, 0) + asks
    askers = {person for person, count in said.items() if asked[person] >= 0.5 * count and asked[person] >= 2}
    for mention in people.mentions:
        role = people.persons[mention.person].role or ""
        before = text[max(0, mention.start - 90) : mention.start].rsplit("\n", maxsplit=1)[-1]
        press = _PRESS.search(role) or _PRESS.search(before[-40:])
        if press and (asked.get(mention.person) or _LISTENERS.search(before)):
            askers.add(mention.person)
    return frozenset(askers)

"""What each passage says about each person: the evidence that `segments` decides on.

A passage is about whoever its words are by or about, so the measure is a share of words: words inside
quotation marks count for their speaker, every other word for the subject of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from narrator.model import BlockKind
from narrator.people.lexicon import is_role
from narrator.people.names.find import Mention, People
from narrator.people.segments.passages import Passage
from narrator.people.segments.subjects import LATE, OWNED, WORD, Reader, Speech, subject_of, within
from narrator.people.sentences import sentences

_UNNAMED = re.compile(
    r"^(?:But |And |Still, )?(?:An?|One|Another)\s+(?:[\w'’-]+\s+){0,4}?[\w-]+\b"
    r"[^.]*\b(?:who (?:asked|declined|did not want|spoke on)|said|says|told|added)\b"
)
_INDEFINITE = re.compile(
    r"^(?:But |And |Then there is |There is )?(?:An?|One|Another)\s+(?!of\b)"
    r"(?P<nouns>[\w'’-]+(?:\s+[\w'’-]+){0,3})"
)
_HEAD = 240
"""Characters of a passage that may open with somebody without a name."""
_CLAUSE = frozenset(("who", "whose", "which", "that", "where", "of", "for", "with", "in", "on", "at", "by"))


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
    meant: frozenset[int] = frozenset()
    """Meant by a pronoun in a sentence that does not name them."""
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


def gather_evidence(
    text: str, passages: Sequence[Passage], people: People, speeches: Sequence[Speech], language: str = "en"
) -> tuple[Evidence, ...]:
    """The evidence of each passage; headings have none, but the person they name is whom `she` means next."""
    language = language.split("-", maxsplit=1)[0].lower()
    reader = Reader(text, people, speeches, [one.start for one in speeches], language)
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


@dataclass(slots=True)
class _Account:
    """What adds up while a passage is read: its words, whose they are, and how people come up."""

    referred: set[int]
    words: int = 0
    credit: dict[int, float] = field(default_factory=dict)
    """Words by or about a person."""
    speaking: set[int] = field(default_factory=set)
    meant: set[int] = field(default_factory=set)
    opening: int | None = None

    def give(self, person: int, words: float) -> None:
        self.credit[person] = self.credit.get(person, 0.0) + words
        self.referred.add(person)

    def shares(self) -> dict[int, float]:
        return {person: words / self.words for person, words in self.credit.items()} if self.words else {}


def _read(reader: Reader, passage: Passage) -> Evidence:
    """A passage's evidence; the reader goes on with whom it leaves as the topic."""
    speeches = reader.speeches_in(passage.start, passage.end)
    mentions = reader.people.mentions_in(passage.start, passage.end)
    account = _Account(referred={mention.person for mention in mentions})
    _count_sentences(reader, passage, mentions, speeches, account)
    _count_speeches(reader.text, passage, speeches, account)
    if speeches and speeches[-1].person is not None:
        reader.topic = speeches[-1].person
    head = reader.text[passage.start : passage.start + _HEAD]
    evidence = Evidence(
        words=account.words,
        shares=account.shares(),
        named=frozenset(mention.person for mention in mentions),
        referred=frozenset(account.referred),
        speaking=frozenset(account.speaking),
        meant=frozenset(account.meant),
        speech_of=tuple(one.person for one in speeches if one.person is not None),
        opening=account.opening,
        indefinite=_is_somebody(head),
        unnamed_source=not mentions and _is_unnamed_source(head),
    )
    leader = evidence.leader
    if leader is not None and evidence.shares[leader] >= LATE:
        reader.topic = leader
    return evidence


def _count_sentences(
    reader: Reader,
    passage: Passage,
    mentions: Sequence[Mention],
    speeches: Sequence[Speech],
    account: _Account,
) -> None:
    """What stands outside quotation marks counts for the subjects of its sentences."""
    text = reader.text
    starts = [mention.start for mention in mentions]
    quoted = [(one.start, one.end) for one in speeches]
    unnamed = 0
    for sentence in sentences(text, passage.start, passage.end):
        inside = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        outside = [mention for mention in inside if not within(mention.start, quoted)]
        words = list(WORD.finditer(text, sentence.start, sentence.end))
        free = [word for word in words if not within(word.start(), quoted)]
        subject, weight, says = subject_of(reader, sentence.start, sentence.end, outside, free)
        if account.opening is None and account.words == 0:
            account.opening = subject if weight >= OWNED else _first_speaker(speeches, sentence.end)
            unnamed = (
                len(free) if subject is None and _is_somebody(text[sentence.start : sentence.end]) else 0
            )
        elif unnamed and subject is not None and _brings_in(reader, subject, sentence.start):
            account.give(subject, unnamed)
            account.opening, unnamed = subject, 0
        else:
            unnamed = 0
        account.words += len(words)
        if subject is not None:
            account.give(subject, weight * len(free))
            if not any(mention.person == subject for mention in outside):
                account.meant.add(subject)
            if says:
                account.speaking.add(subject)
            if weight >= OWNED:
                reader.topic = subject
        reader.recent.extend(mention.person for mention in outside)


def _count_speeches(text: str, passage: Passage, speeches: Sequence[Speech], account: _Account) -> None:
    """Words in marks are their speaker's; those of nobody known are the only person's who comes up."""
    silent = 0
    for one in speeches:
        said = sum(1 for _ in WORD.finditer(text, one.start, min(one.end, passage.end)))
        if one.person is not None:
            account.give(one.person, said)
            account.speaking.add(one.person)
        elif not one.known:
            silent += said
    if silent and len(account.referred) == 1:
        (only,) = account.referred
        account.give(only, silent)
        account.speaking.add(only)


def _brings_in(reader: Reader, person: int, start: int) -> bool:
    """Whether a sentence opens with a name that is new: `A driver has been jailed. Tom Lund, 27, admitted`"""
    first = reader.people.first_mention(person)
    return start <= first and not reader.text[start:first].strip()


def _first_speaker(speeches: Sequence[Speech], before: int) -> int | None:
    return next((one.person for one in speeches if one.start < before), None)


def _is_somebody(opening: str) -> bool:
    """`One organizer was 16` opens with somebody, `A patent was` with something."""
    match = _INDEFINITE.match(opening)
    nouns = takewhile(lambda word: word not in _CLAUSE, match["nouns"].split()) if match else ()
    return any(is_role(noun) for noun in nouns)


def _is_unnamed_source(opening: str) -> bool:
    match = _UNNAMED.match(opening)
    return match is not None and any(is_role(word.strip(",;")) for word in match.group().split())

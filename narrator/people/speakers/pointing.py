"""What words say of who is meant: who is told of beside a pronoun, which office."""

from __future__ import annotations

from collections.abc import Sequence

from narrator.people.names.facts import RANKS
from narrator.people.speakers.phrases import Subject
from narrator.people.speakers.tags import AUXILIARY, COMMA, FINITE, PERSON, PREPOSITION, VERB, Word


def told_of(words: Sequence[Word], at: int) -> int | None:
    """Who stands beside a pronoun and is not meant: "Ruiz, he said, was", "Sitting with Ruiz, he said"."""
    if at < 2 or words[at - 1].tag != COMMA or words[at - 2].tag != PERSON:
        return None
    aside = "".join(word.tag for word in words[at + 1 : at + 4])
    if aside in (VERB + COMMA + AUXILIARY, VERB + COMMA + FINITE):
        return words[at - 2].person
    led = at > 3 and words[0].low.endswith("ing") and words[at - 3].tag == PREPOSITION
    return words[at - 2].person if led else None


def ranked(subject: Subject) -> str:
    """The noun a role turns on, with what tells its office from others: "press secretary"."""
    nouns = [word.low for word in subject.words]
    before = nouns[nouns.index(subject.head) - 1] if subject.head in nouns[1:] else ""
    return f"{before} {subject.head}" if before in RANKS else subject.head

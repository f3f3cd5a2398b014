"""Whose words a noun is: "Ruiz's reply", "her own words"."""

from __future__ import annotations

from narrator.people.lexicon import listed
from narrator.people.speakers.phrases import Kind, Subject
from narrator.people.speakers.tags import BODY, DETERMINER, OTHER, PERSON, POSSESSIVE, ROLE, Word

WORDS_OF = listed("words view telling opinion mind phrase phrasing account estimation judgment judgement")
"""Whose they are says it: "in Ruiz's words"."""
ANSWERS = listed("""
    words reply response answer retort verdict message comment advice explanation conclusion assessment
    description summary warning plea view reaction response question request refrain mantra motto
""")
"""Whose it is says it: "was Ruiz's reply", "Her verdict:"."""
_PARTS = listed("finding passage line sentence paragraph conclusion warning excerpt")
"""What a text has to quote: "It was clearest in this passage:" """
_LEADS_UP = frozenset({PERSON, DETERMINER, ROLE, OTHER, POSSESSIVE, BODY})


def owner_at(words: tuple[Word, ...], at: int, nouns: frozenset[str]) -> Subject | None:
    """Whose noun begins at `at`: "Ruiz's words", "the mayor's own words", "her first reply"."""
    noun = next((i for i in range(at + 1, min(len(words), at + 7)) if words[i].low in nouns), None)
    if noun is None or any(word.tag not in _LEADS_UP for word in words[at:noun]):
        return None
    first = words[at]
    if first.low in ("his", "her"):
        return Subject(Kind.PRONOUN, first.start, first.end, (first,), index=noun + 1)
    owns = next((i for i in range(noun - 1, at, -1) if words[i].tag == POSSESSIVE), None)
    if owns is None or words[owns - 1].tag not in (PERSON, ROLE):
        return None
    last = words[owns - 1]
    if last.tag == PERSON:
        return Subject(Kind.PERSON, last.start, last.end, (last,), last.person, index=noun + 1)
    return Subject(Kind.ROLE, first.start, last.end, words[at:owns], index=noun + 1)


def announced(words: tuple[Word, ...]) -> Subject | None:
    """Ruiz’s verdict? “It rained.” / Her answer: “It rained.”: a sentence that is only somebody's answer."""
    found = owner_at(words, 0, ANSWERS)
    if found is None or len(words) != found.index + 1:
        return None
    return found if words[-1].tag == ":" or words[-1].text in "?." else None


def read_out(words: tuple[Word, ...]) -> Subject | None:
    """The danger is plain from this passage: “It rained.”: "it", the text that the sentences before quote."""
    if len(words) < 3 or words[-2].low not in _PARTS or words[-3].low != "this":
        return None
    return Subject(Kind.PLURAL, words[-3].start, words[-2].end, words[-3:-2], index=len(words))

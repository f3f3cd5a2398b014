"""Words and sentences of a block, with their places in the source text.

Splitting news prose needs few rules: a full stop ends a sentence unless it belongs to an
abbreviation or an initial, and what follows it must look like a beginning.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from narrator.people.lexicon import listed


class Span(NamedTuple):
    """`text[start:end]`."""

    start: int
    end: int


class Token(NamedTuple):
    """A word or a single mark: `source[start:end] == text`.  A possessive ending is a token of its own."""

    text: str
    start: int
    end: int


ABBREVIATIONS = listed("""
    mr mrs ms mx dr prof sen sens rep reps gov govs lt col gen capt sgt maj adm cmdr cpl pvt hon rev fr
    sr jr st mt ft pres supt atty asst assoc dept dist inc ltd corp co bros llc vs etc no nos vol pp
    fig al approx est jan feb mar apr aug sept oct nov dec mon tue tues wed thu thur thurs fri ala
    ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev
    okla ore pa tenn tex va vt wash wis wyo e.g i.e u.s u.k u.n a.m p.m d.c ph.d
""")
"""Words whose full stop does not end a sentence, without the stop and in lower case."""

SENTENCE_OPENERS = listed("""
    The A An He She It They We I You This That These Those But And Or So In On At For If When While As
    His Her Their
""")
"""What may follow an acronym's stop only at the beginning of a new sentence."""

_TOKEN = re.compile(
    r"(?:[^\W\d_]-)?(?:[^\W\d_]\.){2,}"  # U.S., J.F.K., p.m.
    r"|''|``|-{2,}"  # typewriter double marks
    r"|\d+(?:[.,]\d+)+[^\W_]*"  # 1.2m, 1,200
    r"|[A-Za-z][\w-]*(?:\.[a-z-]{3,30}){0,4}\.(?:com|org|net|edu|gov|co|io|tv|uk|info)\b"  # example.com
    r"|[^\W_](?:[\w'’‘&-]*[^\W_])?"  # words, with apostrophes and hyphens inside
    r"|\S"
)
_POSSESSIVE = re.compile(r"['’][sS]$")
_OPENERS = "\"“‘'«„(["
_CLOSERS = "\"”’')]»“*_"


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of `text[start:end]` in order; white space belongs to none."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        if tokens and at < tokens[-1].end:
            continue  # the stop that an abbreviation took with it
        possessive = _POSSESSIVE.search(word) if len(word) > 2 else None
        if possessive:
            cut = at + possessive.start()
            tokens.append(Token(text[at:cut], at, cut))
            tokens.append(Token(possessive.group(), cut, match.end()))
        elif (_abbreviates(word) and text[match.end() : match.end() + 1] == "." and match.end() < end) or (
            len(word) == 1
            and word.isupper()
            and text[match.end() : match.end() + 1] == "."
            and match.end() < end
        ):
            tokens.append(Token(word + ".", at, match.end() + 1))
        else:
            tokens.append(Token(word, at, match.end()))
    return tokens


_STOP = re.compile(r"[.!?…]")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+$")
_FOLLOWER = re.compile(r"\w+")
_LAST_WORD = re.compile(r"[\w.-]+$")


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of `text[start:end]`, without the white space around them.

    >>> [s for s in sentences("Mr. Li left. He sang.", 0, 21)]
    [Span(start=0, end=12), Span(start=13, end=21)]
    """
    spans: list[Span] = []
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match.start() < begin:
            continue
        after = match.end()
        while after < end and text[after] in _CLOSERS and after - match.end() < 4:
            after += 1
        following = after
        while following < end and text[following].isspace():
            following += 1
        if following < end and not (
            following > after and _begins(text, following) and _ends(text, begin, match, following)
        ):
            continue
        if span := _trimmed(text, begin, after):
            spans.append(span)
        begin = following
    if span := _trimmed(text, begin, end):
        spans.append(span)
    return spans


def _abbreviates(word: str) -> bool:
    """ "Sen", and the state in "R-Ky"."""
    return word.lower().rsplit("-", 1)[-1] in ABBREVIATIONS


def _begins(text: str, at: int) -> bool:
    return text[at].isupper() or text[at].isdigit() or text[at] in _OPENERS or not text[at].isascii()


def _ends(text: str, begin: int, stop: re.Match[str], following: int) -> bool:
    if stop.group() != ".":
        return True
    word = _LAST_WORD.search(text, max(begin, stop.start() - 24), stop.start())
    if word is None:
        return True
    last = word.group()
    if _abbreviates(last):
        return False
    if (len(last) == 1 and last.isupper()) or _INITIALS.match(last):
        follower = _FOLLOWER.match(text, following)
        return follower is not None and follower.group() in SENTENCE_OPENERS
    return True


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None

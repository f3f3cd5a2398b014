"""Where a written line may be broken, and how much each break would hurt a reader.

Everything here is a slice of the text, given by Python string offsets: nothing is rewritten, so the
words of a caption are the words of the article.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

LONGEST_PIECE = 65
"""Characters; a longer run without a space (an address, say) is divided, so that it fits a line."""

SENTENCE, CLAUSE, COMMA, PHRASE, SPACE, BOUND, INSIDE = 0.0, 1.0, 1.5, 3.0, 6.0, 9.0, 14.0
"""What a break costs: after a sentence nothing; inside a word more than anywhere else."""

_CLOSERS = "\"'”’»›)]}」』）】"
_SENTENCE_ENDS = tuple(".!?…‽。！？۔।")
_CLAUSE_ENDS = tuple(";:—–；：")
_COMMAS = tuple(",،，、")
_BRACKETS = frozenset(")]）】")
_OPENERS = "\"'“‘«‹([{¿¡„「『（【–—-"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Titles and other shortenings after which a full stop ends no sentence.
_ABBREVIATIONS = _words(
    """mr mrs ms mx dr prof rev hon gen col maj capt lt sgt cpl adm gov sen rep pres st sr jr messrs
    vs etc al no nos vol fig pp ed eds inc ltd co corp dept est approx ca cf viz e.g i.e u.s u.k u.n
    jan feb mar apr jun jul aug sep sept oct nov dec"""
)
_INITIALS = re.compile(r"^(?:\w\.)+$")

# Words that open a phrase: a break before one of them reads well.
_CONJUNCTIONS = _words("and but or nor so yet because although though while unless until")
_PHRASE_OPENERS = _words("when where which who whom whose that if since after before as than whether")
_PREPOSITIONS = _words(
    """about above across after against along among around at before behind below between beyond by down
    during for from in inside into like near of off on onto out outside over past through to toward towards
    under up upon with within without"""
)
# Words that lean on the next one: a break after one of them reads badly.
_LEANING = _words(
    """a an the this that these those my your his her its our their no every each some any of to in on at by
    for from with into and or but nor is are was were be been not very mr mrs ms dr prof sir"""
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is never broken: `text[start:end]`, and what a break after it would cost."""

    start: int
    end: int
    cost: float


def width(text: str) -> int:
    """How many columns `text` takes: two for a character as wide as it is high, as players set them."""
    if max(text, default="") < "\u1100":  # nothing below is wide
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(character) in "WF" for character in text)


@lru_cache(maxsize=1024)  # the captions of an episode ask for each of its lines, then the transcript
def pieces(text: str) -> tuple[Piece, ...]:
    """The unbreakable runs of `text`, in order; between two of them there is white space or nothing."""
    runs = [run for match in re.finditer(r"\S+", text) for run in _divided(text, match.start(), match.end())]
    return tuple(
        Piece(start, end, _break_cost(text, (start, end), following))
        for (start, end), following in zip_longest(runs, runs[1:])
    )


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of `text` as (start, end) without the white space around them."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for piece in pieces(text):
        start = piece.start if start is None else start
        if piece.cost == SENTENCE:
            found.append((start, piece.end))
            start = None
    return tuple(found)


def _break_cost(text: str, run: tuple[int, int], following: tuple[int, int] | None) -> float:
    if following is None:
        return SENTENCE
    word, after = text[slice(*run)], text[slice(*following)]
    bare = word.rstrip(_CLOSERS)
    if bare.endswith(_SENTENCE_ENDS) and _ends_sentence(word, after):
        return SENTENCE
    if bare.endswith(_CLAUSE_ENDS) or after[0] in "—–" or not _BRACKETS.isdisjoint(word[len(bare) :]):
        return CLAUSE
    if bare.endswith(_COMMAS):
        return COMMA
    if run[1] == following[0]:
        return SPACE if _is_wide(word[-1]) or _is_wide(after[0]) else INSIDE
    return _space_cost(word, after)


def _space_cost(word: str, after: str) -> float:
    """What a break costs at a space without punctuation before it."""
    bare, next_bare = _bare(word), _bare(after)
    if next_bare in _CONJUNCTIONS and bare not in _CONJUNCTIONS:
        return PHRASE
    if bare in _LEANING or word.endswith("."):
        return BOUND
    if next_bare in _PHRASE_OPENERS:
        return PHRASE
    return PHRASE + 1 if next_bare in _PREPOSITIONS else SPACE


def _ends_sentence(word: str, after: str) -> bool:
    if _is_wide(word[-1]):
        return True
    if after.lstrip(_OPENERS)[:1].islower():
        return False
    bare = word.rstrip(_CLOSERS)
    if not bare.endswith(".") or bare.endswith(".."):
        return True
    stem = _bare(word)
    return stem not in _ABBREVIATIONS and not _INITIALS.match(stem + ".")


def _bare(word: str) -> str:
    return word.strip("\"'“”‘’«»‹›()[]{}¿¡„.,;:!?…—–-").lower()


def _divided(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A run without white space, divided where its script needs no spaces or where it is too long."""
    if end - start <= LONGEST_PIECE and max(text[start:end]) < _FIRST_WIDE:
        return [(start, end)]
    cuts = [start]
    for at in range(start + 1, end):
        if at - cuts[-1] >= LONGEST_PIECE:
            cuts.append(_least_bad_cut(text, cuts[-1], at))
        if (_is_wide(text[at]) or _is_wide(text[at - 1])) and _may_divide(text, at):
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _least_bad_cut(text: str, start: int, most: int) -> int:
    """In a run that is too long: after a mark that parts an address, else between two letters."""
    allowed = [at for at in range(most, start, -1) if _may_divide(text, at)] or [most]
    return next((at for at in allowed if text[at - 1] in "/-_.?&=" and at - start > 20), allowed[0])


def _may_divide(text: str, at: int) -> bool:
    """Never before a mark that belongs to the letter before it; in scripts without spaces neither
    before closing punctuation nor after an opening bracket."""
    here, before = text[at], text[at - 1]
    if unicodedata.category(here) in ("Mn", "Mc", "Me", "Cf") or before == "\u200d":
        return False
    wide = _is_wide(here) or _is_wide(before)
    return not (wide and (unicodedata.category(here) in ("Pe", "Pf", "Po", "Lm") or before in "「『（【“‘《"))


_FIRST_WIDE = "\u0e00"


def _is_wide(character: str) -> bool:
    """Whether the script is written without spaces between words: Chinese, Japanese, Thai and the like."""
    point = ord(character)
    return (
        0x2E80 <= point <= 0x9FFF  # CJK radicals, kana, ideographs and their punctuation
        or 0xF900 <= point <= 0xFAFF
        or 0xFF00 <= point <= 0xFF60
        or 0x20000 <= point <= 0x3FFFF
        or 0x0E00 <= point <= 0x0EFF  # Thai and Lao
        or 0x1000 <= point <= 0x109F  # Myanmar
        or 0x1780 <= point <= 0x17FF  # Khmer
    )

"""The headings of a text without markup: its headline, and the short lines over its sections."""

from __future__ import annotations

import re
from dataclasses import replace

from narrator.model import BlockKind
from narrator.reading.boilerplate.datelines import dateline_reason
from narrator.reading.boilerplate.rules import seen
from narrator.reading.pieces import Piece, ends_sentence, folded, is_prose, words_of

_HEADING_WORDS = 12
_OPENS = re.compile(r"[\"“‘'«„¿¡(\[#]*[A-Z0-9À-ÖØ-ÞΑ-ΩА-Я]")
_CASELESS = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]")
_LABEL = re.compile(r"(?:[A-Z][\w.'’-]*\s+){0,4}[A-Z][\w.'’-]*:")
CHAPTER = re.compile(r"(?:chapter|part|book|act|scene|section) (?:[ivxlcd]+|\d+)\.?", re.I)
_ABBREVIATION = re.compile(r"\b(?:Jr|Sr|Inc|Co|Ltd|Esq|M\.D|Ph\.D|U\.S|D\.C)\.$")


def looks_like_heading(said: str) -> bool:
    """A short line without the end of a sentence: a name, a theme, a label of a few capitalised words."""
    words = said.split()
    if not words or len(words) > _HEADING_WORDS or len(said) > 110 or not any(ch.isalpha() for ch in said):
        return False
    if not (_OPENS.match(said) or _CASELESS.match(said)):
        return False
    if CHAPTER.fullmatch(said):
        return True
    if said.endswith(":"):
        return _LABEL.fullmatch(said) is not None
    if said[-1] in ",;-–—" or (ends_sentence(said) and not _ABBREVIATION.search(said)):
        return False
    return said.count('"') == 0 and not said.startswith("“") and not _reads_on(said)


_ABBREVIATED = r"approx|bzw|dept|ehem|esp|est|etc|geb|gest|inkl|max|min|pop|sog|vol"
_INNER_END = re.compile(
    rf"(?<![\w'’-])(?!(?:{_ABBREVIATED})\.)[a-zß-ÿ]{{3,}}(?:\.|[!?…]+)[\"”“’'»«)]* [\"“„»«]?[A-ZÀ-Þ]"
)
_QUOTATION = re.compile(r"[\"“]([^\"“”]+)[\"”]|„([^„“”]+)[“”]|»([^»«]+)«|«([^»«]+)»")
_SPOKEN = re.compile(r"[\"”“»«],? (?:said|says|asks?|asked|sagte?|meinte?|fragte?|erzählte?|dit|demande)\b")


def _reads_on(said: str) -> bool:
    """Prose, however short: the end of one sentence before another, or a quotation of some length."""
    return _INNER_END.search(said) is not None or any(
        ends_sentence(quoted) or len(quoted.split()) >= 4 for quoted in _quotations(said)
    )


def _tells(said: str) -> bool:
    """Prose of any length: two sentences, a whole sentence quoted, or words and who says them."""
    return (
        _INNER_END.search(said) is not None
        or _SPOKEN.search(said) is not None
        or any(quoted.endswith(".") for quoted in _quotations(said))
    )


def _quotations(said: str) -> list[str]:
    return [next(group for group in match.groups() if group) for match in _QUOTATION.finditer(said)]


def mark_headings(text: str, pieces: list[Piece]) -> list[Piece]:
    """Heading-like paragraphs become headings of level 2, the headline one of level 1."""
    marked = list(pieces)
    open_ = [index for index, piece in enumerate(pieces) if not piece.reason]
    flags = [
        pieces[index].kind is BlockKind.PARAGRAPH
        and looks_like_heading(folded(text[pieces[index].start : pieces[index].end]))
        for index in open_
    ]
    for place, index in enumerate(open_):
        if flags[place] and _run(flags, place) < 4:
            marked[index] = replace(pieces[index], kind=BlockKind.HEADING, level=2)
    headline = _below_a_menu(text, marked)
    if headline is None:
        headline = find_headline(text, marked)
    if headline is not None:
        marked[headline] = replace(marked[headline], kind=BlockKind.HEADING, level=1)
    return marked


def _run(flags: list[bool], place: int) -> int:
    """How many heading-like lines stand in a row: many are a poem, a menu or a list of names."""
    first = last = place
    while first > 0 and flags[first - 1] and last - first < 4:
        first -= 1
    while last + 1 < len(flags) and flags[last + 1] and last - first < 4:
        last += 1
    return last - first + 1


_PERSON = re.compile(r"[A-ZÀ-Þ][\w.'-]+(?: [A-ZÀ-Þ][\w.'-]*){1,3}, \d{1,3}\b")


def find_headline(text: str, pieces: list[Piece]) -> int | None:
    """The index of the headline: the first line of some length before the first sentence.

    Lines of fewer than four words come before a headline as menus and kickers do; where there is
    nothing longer but prose, or one line of three words stands alone before it, the first of them is
    the headline.
    """
    short: list[int] = []
    for index, piece in enumerate(pieces):
        said = seen(text, piece)
        if piece.reason or dateline_reason(said):
            continue
        words = said.split()
        if not _may_be_headline(said, first=not short):
            if ends_sentence(said) and len(words) >= 5:
                break
            continue
        if len(words) < 4 and not _CASELESS.match(said):
            short.append(index)
        elif short and (
            _PERSON.match(said)
            or (len(short) == 1 and len(seen(text, pieces[short[0]]).split()) == 3)
            or _tells(said)
        ):
            break
        else:
            return index
    return short[0] if short else None


_MENU = 15
"""Lines of fewer than four words before the article that are plainly a page's menus."""
_DENSE = 3
"""Paragraphs of prose among six lines: here the article has begun."""
_NEAR = 40
"""Lines above the article among which the headline stands."""
_SHARED = 0.5
"""The share of a headline's longer words that the article's first paragraphs have."""


def _below_a_menu(text: str, pieces: list[Piece]) -> int | None:
    """The headline of a whole page copied with its menus: the line before the article that has its words.

    The first of equals, since what stands between the headline and the article tells of it too.
    """
    said = [seen(text, piece) for piece in pieces]
    prose = [not piece.reason and is_prose(line) for piece, line in zip(pieces, said, strict=True)]
    body = next((i for i, flag in enumerate(prose) if flag and sum(prose[i : i + 6]) >= _DENSE), None)
    if body is None or sum(len(line.split()) < 4 for line in said[:body]) < _MENU or sum(prose[:body]) > 2:
        return None
    told = {
        word for line, flag in zip(said[body:], prose[body:], strict=True) if flag for word in words_of(line)
    }
    best: tuple[float, int] | None = None
    for index in range(max(0, body - _NEAR), body):
        words = [word for word in words_of(said[index]) if len(word) > 3]
        if pieces[index].reason or len(words) < 3 or not _may_be_headline(said[index], first=True):
            continue
        shared = sum(word in told for word in words) / len(words)
        if shared >= _SHARED and (best is None or shared * len(words) > 1.5 * best[0]):
            best = shared * len(words), index
    return best[1] if best else None


def _may_be_headline(said: str, first: bool) -> bool:
    words = said.split()
    if len(words) > 32 or len(said) > 220 or not any(ch.isalpha() for ch in said):
        return False
    if said.endswith(("?", "!")):
        return first and len(words) >= 4 and '"' not in said and re.search(r"[.!?] [A-Z]", said[:-1]) is None
    if ends_sentence(said) and not _ABBREVIATION.search(said):
        return first and said.endswith(".") and _title_case(words)
    return said[-1] not in ",;:-–—"


def _title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) >= 4 and word[0].isalpha()]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)

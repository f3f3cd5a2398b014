"""What stands before the headline, about it, and after the last paragraph."""

from __future__ import annotations

import re
from dataclasses import replace

from narrator.model import BlockKind
from narrator.reading.boilerplate.controls import CONTROL, cover
from narrator.reading.boilerplate.datelines import dateline_reason
from narrator.reading.boilerplate.headings import CHAPTER
from narrator.reading.boilerplate.rules import rules_from, seen
from narrator.reading.pieces import Piece, ends_sentence, headline_of, is_prose

BEFORE = "before-the-headline: a menu or label over the headline"
BYLINE = "byline: who wrote it"
LINKS = "links: headlines of other articles"
AFTER = "after-the-article: what follows the article on its page"
BIO = "about-the-author: a note on the author after the article"

_OPENS_LINKS, _ENDS_PAGE = rules_from("endings.txt")
_FORM, _TRADE = rules_from("authors.txt")


# ------------------------------------------------------------------ an archive's frame

FRAME = "archive-frame: what an archive of books puts around each text"
_STARTS = re.compile(r"\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG EBOOK\b", re.I)
_ENDS = re.compile(r"\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG EBOOK\b", re.I)


def omit_frame(text: str, pieces: list[Piece]) -> list[Piece]:
    """Project Gutenberg's licence before and after a text, told by the lines that mark where the text is."""
    starts = [index for index, piece in enumerate(pieces) if _STARTS.match(text, piece.start)]
    ends = [index for index, piece in enumerate(pieces) if _ENDS.match(text, piece.start)]
    first = starts[0] + 1 if starts else 0
    last = ends[-1] if ends and ends[-1] > first else len(pieces)
    return [
        piece if first <= index < last or piece.reason else replace(piece, reason=FRAME)
        for index, piece in enumerate(pieces)
    ]


# ------------------------------------------------------------------ the head


def omit_head(text: str, pieces: list[Piece]) -> list[Piece]:
    """Lines before the headline; bylines and dates near it; a name there that the article never has again."""
    result = list(pieces)
    headline = headline_of(pieces)
    for index in range(headline or 0):
        if not pieces[index].reason:
            label = dateline_reason(seen(text, pieces[index])) or BEFORE
            result[index] = replace(pieces[index], reason=label)
    first = 0 if headline is None else headline + 1
    body = _first_prose(text, pieces, first)
    for index in range(first, body or 0):
        reason = None if pieces[index].reason else _near_headline(text, pieces[index], pieces[body or 0])
        if reason and not (reason == BYLINE and _is_asked(text, pieces, index)):
            result[index] = replace(pieces[index], reason=reason)
    return result


def _first_prose(text: str, pieces: list[Piece], first: int) -> int | None:
    places = range(first, len(pieces))
    return next((i for i in places if not pieces[i].reason and is_prose(seen(text, pieces[i]))), None)


# `A. Ana Ruiz.` answers `Q. Your name?`
_NAME_ONLY = re.compile(r"(?![QA]\. .*\.\Z)[A-ZÀ-Þ][\w.'-]+(?: [A-ZÀ-Þ][\w.'-]*){1,3}")


def _near_headline(text: str, piece: Piece, body: Piece) -> str | None:
    said = seen(text, piece)
    reason = dateline_reason(said)
    if reason:
        return reason
    if cover(said):
        return CONTROL
    if (
        _NAME_ONLY.fullmatch(said)
        and not CHAPTER.fullmatch(said)
        and not any(_has_word(text, body.start, name) for name in said.split() if len(name) > 2)
    ):
        return BYLINE
    return None


def _is_asked(text: str, pieces: list[Piece], index: int) -> bool:
    """Questions stand under the name, and under another one set like it: a guest of several."""
    names = [
        place
        for place, piece in enumerate(pieces)
        if piece.kind is BlockKind.HEADING
        and piece.level == pieces[index].level
        and _NAME_ONLY.fullmatch(seen(text, piece))
        and any(seen(text, below).endswith("?") for below in pieces[place + 1 : place + 3])
    ]
    return index in names and len(names) > 1


def _has_word(text: str, start: int, name: str) -> bool:
    """The article has a name again; one in capitals (`ANA RUIZ`) as it is written elsewhere."""
    return any(form in text[start:] for form in {name, name.title() if name.isupper() else name})


# ------------------------------------------------------------------ the tail


def omit_tail(text: str, pieces: list[Piece]) -> list[Piece]:
    """Lists of headlines where a line announces them; what follows the page's end; loose last lines."""
    said = [seen(text, piece) for piece in pieces]
    prose = [not piece.reason and is_prose(line) for piece, line in zip(pieces, said, strict=True)]
    result = list(pieces)
    if sum(prose) < 2:
        return result

    def leave_out(first: int, end: int, reason: str) -> None:
        for place in range(first, end):
            if not pieces[place].reason:
                result[place] = replace(pieces[place], reason=reason)

    half = [index for index, flag in enumerate(prose) if flag][sum(prose) // 2]
    for index, line in enumerate(said):
        if _OPENS_LINKS.applies(line) and (pieces[index].reason or not ends_sentence(line)):
            leave_out(index, _links_end(pieces, said, prose, index), LINKS)
        if index > half and _ENDS_PAGE.applies(line) and _little_follows(said, prose, index):
            leave_out(index, len(pieces), AFTER)
            break
    loose = _loose_end(result, said, prose)
    return [replace(piece, reason=AFTER) if index in loose else piece for index, piece in enumerate(result)]


def _links_end(pieces: list[Piece], said: list[str], prose: list[bool], start: int) -> int:
    """Where the headlines under an announcing line end; a last short one may head what follows, and stays."""
    end = start + 1
    while end < len(said) and (pieces[end].reason or _is_link(pieces[end], said[end])):
        end += 1
    if end < len(said) and prose[end]:
        while end > start + 1 and not pieces[end - 1].reason and len(said[end - 1].split()) <= 5:
            end -= 1
    return end


def _is_link(piece: Piece, said: str) -> bool:
    """As headlines are: short, not ended like a sentence but perhaps as a question; not the article's own."""
    short = len(said.split()) <= 18 and (not ends_sentence(said) or said.endswith("?"))
    heads = piece.level == 1 or (piece.link is None and piece.strong)
    return short and not (piece.kind is BlockKind.HEADING and heads)


_COMMENT = re.compile(
    r"(?:reply|report|like|flag|permalink|upvote|downvote|share|recommend|edit)\W*(?:\d+)?"
    r"|\d+ (?:likes?|points?|votes?|replies|upvotes?)"
    r"|.{0,60}\b(?:ago|says:?|wrote:?|said:)|.{2,40}\d{1,2}:\d\d ?(?:[ap]m)?",
    re.I,
)


def _little_follows(said: list[str], prose: list[bool], index: int) -> bool:
    """After the end of a page comes no prose of length, unless it is that of comments."""
    after = said[index + 1 :]
    if sum(_COMMENT.fullmatch(line) is not None for line in after) >= max(3, len(after) // 10):
        return True
    return (
        sum(flag and len(line.split()) >= 15 for line, flag in zip(after, prose[index + 1 :], strict=True))
        < 2
    )


def _loose_end(pieces: list[Piece], said: list[str], prose: list[bool]) -> set[int]:
    """Short lines after the last paragraph that end no sentence, where they are plainly links: set as
    headlines, or among other lines of the page's frame."""
    last = max(index for index, flag in enumerate(prose) if flag)
    loose = [index for index in range(last + 1, len(pieces)) if not pieces[index].reason]
    framed = len(loose) >= 2 and any(piece.reason for piece in pieces[last + 1 :])
    for index in loose:
        line = said[index]
        short = (
            len(line.split()) <= 14 and not ends_sentence(line) and pieces[index].kind is not BlockKind.ITEM
        )
        if not short or not (framed or headline_case(line)):
            return set()
    return set(loose)


def headline_case(said: str) -> bool:
    """Four words or more, nearly all long ones with a capital."""
    words = said.split()
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(words) >= 4 and len(long) >= 2 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


# ------------------------------------------------------------------ the author's note


_SIGNED = re.compile(
    r"[-–—]{1,2} ?(?:By )?(?P<name>[A-ZÀ-Þ][\w.'-]+(?: [A-ZÀ-Þ][\w.'-]*){1,3})(?: Follow @\w+)?"
)


def omit_author_notes(text: str, pieces: list[Piece]) -> list[Piece]:
    """Paragraphs at either end on somebody whom the article itself never names; a last signature."""
    kept = [index for index, piece in enumerate(pieces) if not piece.reason]
    result = list(pieces)
    if sum(is_prose(seen(text, pieces[index])) for index in kept) < 4:
        return result
    last = seen(text, pieces[kept[-1]])
    signed = _SIGNED.fullmatch(last)
    if signed and not _named(text, pieces, kept[-1], signed["name"].split()[-1]):
        result[kept[-1]] = replace(pieces[kept[-1]], reason=BYLINE)
    for index in {*kept[1:4], *kept[-4:]}:
        said = seen(text, pieces[index])
        form = _FORM.pattern.search(said)
        if not form or not _FORM.applies(said) or not _TRADE.applies(said):
            continue
        name = form["name"]
        if name is None or not _named(text, pieces, index, name.split()[-1]):
            result[index] = replace(pieces[index], reason=BIO)
    return result


def _named(text: str, pieces: list[Piece], own: int, family: str) -> bool:
    """Whether what is read of the article beside the note itself has the family name."""
    name = re.compile(rf"\b{re.escape(family)}\b")
    return any(
        index != own and not piece.reason and name.search(text, piece.start, piece.end)
        for index, piece in enumerate(pieces)
    )

"""Pair the quotation marks of a block: outermost marks only, in every style newspapers use.

A mark opens or closes by its shape, or, where its shape says nothing, by what stands beside it.  What is
opened inside an open quotation stays inside it.  A quotation that its block leaves open goes on in the
next block if that one begins with the same mark again, as papers set quotations of several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from narrator.model import Block
from narrator.people.lexicon import listed

_MARK = re.compile(r"'''(?!')|''|``|[\"“”„‟«»‘’'‚‹›]")
_THREE = "'''"
"""A quotation in typewriter marks that ends together with one inside it: ''she said 'no,'''."""
_TAG = re.compile(r"</?[a-z][^<>\n]*>")
"""Markup that was left in the text: its marks quote nothing."""
_APOSTROPHE_OPENERS = listed("tis twas em til cause bout round n cuz ere neath")


class Family(Enum):
    """Marks that may close each other."""

    DOUBLE = "double"
    GUILLEMET = "guillemet"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Pair:
    """An outermost quotation: `start` and `end` include the marks, the inner offsets leave them out."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    block: int
    family: Family
    closed: bool = True
    """False where the block ends before the quotation does."""
    continues: bool = False
    """The block before left its quotation open and this one takes it up."""


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    family: Family
    opens: bool
    closes: bool


def pair_marks(text: str, blocks: Sequence[Block]) -> list[Pair]:
    """The outermost quotations of every block, in order."""
    pairs: list[Pair] = []
    open_family: Family | None = None
    marked = [_marks(text, block.start, block.end) for block in blocks]
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        at = _first(text, following) if following is not None else len(text)
        found = _outermost(text, block, number, marked[number], text[at : at + 1])
        if (
            found
            and open_family is not None
            and found[0].start == _first(text, block)
            and found[0].family is open_family
        ):
            first = found[0]
            found[0] = Pair(
                first.start,
                first.end,
                first.inner_start,
                first.inner_end,
                number,
                first.family,
                first.closed,
                True,
            )
        if open_family is Family.DOUBLE and not (found and found[0].continues):
            tail = _tail(block, number, marked[number])
            if tail is not None:
                found = [tail, *(pair for pair in found if pair.start >= tail.end)]
        pairs.extend(found)
        open_family = found[-1].family if found and not found[-1].closed else None
    return pairs


def _tail(block: Block, number: int, marks: list[_Mark]) -> Pair | None:
    """The rest of the quotation that the block before left open, up to a mark that can only close it."""
    first = next((mark for mark in marks if mark.family is Family.DOUBLE), None)
    if first is None or first.opens or not first.closes or first.start == block.start:
        return None
    return Pair(block.start, first.end, block.start, first.start, number, Family.DOUBLE, True, True)


def _shape(text: str, mark: _Mark) -> str:
    shape = text[mark.start : mark.end]
    return "''" if shape == _THREE else shape


def _first(text: str, block: Block) -> int:
    at = block.start
    while at < block.end and (text[at].isspace() or text[at] in "*_>-"):
        at += 1
    return at


def _marks(text: str, start: int, end: int) -> list[_Mark]:  # noqa: PLR0912
    marks: list[_Mark] = []
    tags = [(tag.start(), tag.end()) for tag in _TAG.finditer(text, start, end)]
    for found in _MARK.finditer(text, start, end):
        at, after, shape = found.start(), found.end(), found.group()
        while tags and tags[0][1] <= at:
            tags.pop(0)
        if tags and tags[0][0] <= at:
            continue
        before = text[at - 1] if at > start else " "
        behind = text[after] if after < end else " "
        spaced_before = not before.isalnum() and before not in ".,!?…%"
        spaced_behind = not behind.isalnum()
        if shape == '"':
            if (
                before.isdigit()
                and (behind.isspace() or behind in ",;")
                and not _open_straight(text, start, at)
            ):
                continue  # inches
            can_open = (
                (spaced_before or before in ".,!?") and not behind.isspace() and behind not in ",.;:!?)"
            )
            marks.append(
                _Mark(at, after, Family.DOUBLE, can_open and not (before in ".,!?" and spaced_behind), True)
            )
        elif shape in ("''", "``", _THREE):
            marks.append(
                _Mark(at, after, Family.DOUBLE, spaced_before and not behind.isspace(), shape != "``")
            )
        elif shape in "“„‟":
            marks.append(
                _Mark(at, after, Family.DOUBLE, True, shape == "“" and spaced_behind and not spaced_before)
            )
        elif shape == "”":
            marks.append(_Mark(at, after, Family.DOUBLE, False, True))
        elif shape in "«»":
            marks.append(_Mark(at, after, Family.GUILLEMET, True, True))
        elif shape in "‘‚‹":
            if not behind.isspace():
                marks.append(
                    _Mark(at, after, Family.SINGLE, spaced_before, not spaced_before and spaced_behind)
                )
        elif shape == "›":
            marks.append(_Mark(at, after, Family.SINGLE, False, True))
        else:  # ’ and ' are apostrophes as well
            opens = shape == "'" and spaced_before and behind.isalnum() and not _elision(text, after, end)
            closes = spaced_behind and not before.isspace()
            if opens or closes:
                marks.append(_Mark(at, after, Family.SINGLE, opens, closes))
    return marks


def _open_straight(text: str, start: int, at: int) -> bool:
    return text.count('"', max(start, at - 2000), at) % 2 == 1


def _elision(text: str, at: int, end: int) -> bool:
    """'tis, '90s, 'em: an apostrophe that stands in front."""
    word = re.compile(r"\w+").match(text, at, end)
    return word is not None and (word.group()[0].isdigit() or word.group().lower() in _APOSTROPHE_OPENERS)


def _outermost(text: str, block: Block, number: int, marks: list[_Mark], next_shape: str) -> list[Pair]:
    pairs: list[Pair] = []
    balanced = _balanced(text, marks)
    last_curly = max((index for index, mark in enumerate(marks) if text[mark.start] == "”"), default=-1)
    hopeless = False  # no single mark closes any more
    at = 0
    while at < len(marks):
        mark = marks[at]
        if not mark.opens:
            at += 1
            continue
        close = (
            None
            if hopeless and mark.family is Family.SINGLE
            else _closing(text, marks, at, balanced, last_curly)
        )
        hopeless = hopeless or (close is None and mark.family is Family.SINGLE)
        if close is None:
            if not _plausibly_unclosed(text, block, mark, next_shape):
                at += 1
                continue
            stop = _next_outer(marks, at, text)
            end = marks[stop].start if stop is not None else block.end
            while end > mark.end and text[end - 1].isspace():
                end -= 1
            pairs.append(Pair(mark.start, end, mark.end, end, number, mark.family, closed=stop is not None))
            at = stop if stop is not None else len(marks)
            continue
        if marks[close].start > mark.end:
            shut = marks[close]
            pairs.append(Pair(mark.start, shut.end, mark.end, shut.start, number, mark.family))
        at = close + 1
    return pairs


def _plausibly_unclosed(text: str, block: Block, mark: _Mark, next_shape: str) -> bool:
    """A straight mark that only opens an excerpt, with dialogue in curly marks around, is passed over; so is
    a single one, unless the block ends as a sentence does and the next one begins with the same mark."""
    if mark.family is Family.SINGLE:
        shape = _shape(text, mark)
        return shape in "‘'" and shape == next_shape and text[block.start : block.end].rstrip()[-1:] in ".!?…"
    if _shape(text, mark) == "“":
        return True
    return "“" not in text[mark.end : block.end] and next_shape != "“"


def _next_outer(marks: list[_Mark], at: int, text: str) -> int | None:
    """The next opening mark of the same shape behind an unclosed one, where a new quotation begins."""
    shape = _shape(text, marks[at])
    for index in range(at + 1, len(marks)):
        if _shape(text, marks[index]) == shape == "“":
            return index
    return None


def _closing(  # noqa: PLR0911, PLR0912
    text: str, marks: list[_Mark], at: int, balanced: bool, last_curly: int
) -> int | None:
    """The index of the mark that closes `marks[at]`; None if nothing in the block does."""
    opener = marks[at]
    shape = _shape(text, opener)
    depth = straight = 0
    for index in range(at + 1, len(marks)):
        mark = marks[index]
        if mark.family is not opener.family:
            continue
        this = _shape(text, mark)
        if opener.family is Family.GUILLEMET:
            if this == shape:
                depth += 1
            elif depth:
                depth -= 1
            else:
                return index
        elif opener.family is Family.SINGLE:
            if mark.closes and not _possessive(text, marks, index):
                return index
        elif this in "“„" and not (shape == "„" and this == "“"):
            if shape in "\"''" or _nested(text, marks, index):
                depth += 1
            elif shape == "“":
                return None
        elif this == "”" or (shape == "„" and this == "“"):
            if depth:
                depth -= 1
            else:
                return index
        elif this == shape or (shape == "``" and this == "''"):
            if mark.opens and not _ends_here(text, mark):
                depth += balanced
                continue
            if depth and balanced:
                depth -= 1
                continue
            return index
        elif this == '"' and shape == "“" and not depth:
            if mark.opens:
                straight += 1
            elif straight and index < last_curly:  # it closes the one inside
                straight -= 1
            else:
                return index
    return None


def _balanced(text: str, marks: list[_Mark]) -> bool:
    """Whether as many straight marks of a block open as close, so that they can be nested."""
    same = [mark for mark in marks if _shape(text, mark) in ('"', "''")]
    opening = sum(mark.opens and not _ends_here(text, mark) for mark in same)
    return 2 * opening == len(same)


def _ends_here(text: str, mark: _Mark) -> bool:
    before = text[mark.start - 1] if mark.start else " "
    behind = text[mark.end] if mark.end < len(text) else " "
    return not before.isspace() and not behind.isalnum()


def _nested(text: str, marks: list[_Mark], at: int) -> bool:
    """Whether a curly mark that opens inside a curly quotation has a closing mark of its own."""
    shapes = [_shape(text, mark) for mark in marks[at + 1 : at + 4] if mark.family is Family.DOUBLE]
    return shapes[:2] == ["”", "”"]


def _possessive(text: str, marks: list[_Mark], at: int) -> bool:
    """Whether a single mark behind an s is a plural's apostrophe ("the boys’ club"): a later one closes."""
    mark = marks[at]
    if text[mark.start - 1] not in "sS" or text[mark.end : mark.end + 1] != " ":
        return False
    following = text[mark.end + 1 : mark.end + 2]
    if not following.islower():
        return False
    return any(
        other.family is Family.SINGLE and (other.closes or other.opens) for other in marks[at + 1 : at + 2]
    ) and not any(other.opens for other in marks[at + 1 : at + 2])

"""Words that an editor has struck out inside a line: they stay in the script and are not published.

In the model a strike is a `Replacement` that says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from narrator.model import Line, Placement, Replacement, Script, Timeline, Word

_CLOSING = tuple(",.;:!?)]”’…")


def _is_strike(wish: Replacement) -> bool:
    return not wish.say.strip()


def heard_script(script: Script) -> Script:
    """The script with the words that are heard alone."""
    segments = tuple(
        replace(segment, items=tuple(heard_line(i) if isinstance(i, Line) else i for i in segment.items))
        for segment in script.segments
    )
    return replace(script, segments=segments)


def heard_timeline(timeline: Timeline) -> Timeline:
    """The timeline with each line as it is heard; placements that sound nothing are left out."""
    placements = tuple(map(_heard_placement, timeline.placements))
    return replace(timeline, placements=tuple(p for p in placements if p.line.text.strip()))


def heard_line(line: Line) -> Line:
    """The line without its struck words, and without the white space that would be left doubled."""
    if not any(map(_is_strike, line.replacements)):
        return line
    kept = list(_kept(line))
    wishes = (
        replace(wish, start=_moved(wish.start, kept), end=_moved(wish.end, kept))
        for wish in line.replacements
        if not _is_strike(wish)
    )
    return replace(
        line,
        text="".join(line.text[start:end] for start, end in kept),
        replacements=tuple(wish for wish in wishes if wish.start < wish.end),
    )


def _heard_placement(placement: Placement) -> Placement:
    line = placement.line
    cut = heard_line(line)
    if cut is line:
        return placement
    kept = list(_kept(line))
    moved = (Word(_moved(w.start, kept), _moved(w.end, kept), w.sample) for w in placement.clip.words)
    words = tuple(word for word in moved if word.start < word.end)
    return replace(placement, line=cut, clip=replace(placement.clip, words=words))


def _kept(line: Line) -> Iterator[tuple[int, int]]:
    """The spans of the text between its strikes, in order."""
    text, at = line.text, 0
    for strike in sorted(filter(_is_strike, line.replacements), key=lambda wish: wish.start):
        start, end = max(at, strike.start), max(at, strike.end)
        if not text[at:start].strip():
            start, end = at, _past_space(text, end)
        elif not text[end:].strip() or text[end:].lstrip().startswith(_CLOSING):
            start -= len(text[at:start]) - len(text[at:start].rstrip())
        elif text[start - 1].isspace():
            end = _past_space(text, end)
        if at < start:
            yield at, start
        at = end
    if at < len(text):
        yield at, len(text)


def _past_space(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


def _moved(offset: int, kept: list[tuple[int, int]]) -> int:
    return sum(min(end, offset) - start for start, end in kept if start < offset)

"""Which lines an editor has given to somebody else: the seal knows whom the program had named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from narrator.model import NARRATOR, Line, LineKind, Script
from narrator.script.fingerprint import Mark, mark
from narrator.script.matching import matching_blocks


def with_first_speakers(script: Script, marks: Sequence[Mark]) -> Script:
    """The script with `Written.instead_of` in each line whose words are the program's and whose label is not.

    A name that is no longer in the cast can't be told from its hash: such a line stays as it is.
    """
    lines = script.lines
    before = {id(lines[at]): name for at, name in _first_speakers(script, marks)}
    if not before:
        return script
    segments = tuple(
        replace(
            segment,
            items=tuple(
                _instead_of(item, before[id(item)]) if isinstance(item, Line) and id(item) in before else item
                for item in segment.items
            ),
        )
        for segment in script.segments
    )
    return replace(script, segments=segments)


def _first_speakers(script: Script, marks: Sequence[Mark]) -> Iterator[tuple[int, str]]:
    lines = script.lines
    found = [mark(line) for line in lines]
    names = {mark(Line("", role.name)).speaker: role.name for role in script.cast}
    names[mark(Line("")).speaker] = NARRATOR
    for then, now, size in matching_blocks([m.text for m in marks], [m.text for m in found]):
        for step in range(size):
            was, line = marks[then + step].speaker, lines[now + step]
            if was != found[now + step].speaker and was in names and line.kind is not LineKind.HEADING:
                yield now + step, names[was]


def _instead_of(line: Line, name: str) -> Line:
    written = replace(line.written, instead_of=name) if line.written else None
    return replace(line, written=written)

"""What a script file holds of a `Script`: the names, words and marks, without offsets into the article.

`read_script(write_script(script)) == canonical(script)`, for any script.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from narrator.model import (
    NARRATOR,
    Item,
    Line,
    LineKind,
    Note,
    Pause,
    Person,
    Replacement,
    Role,
    Script,
    Segment,
    Sound,
)
from narrator.script.markup import storable

SURE = 0.8
"""A speaker named with less confidence than this carries a remark for the editor."""

_OPENING_MARKS = (*"“\"„«»‘'‚‹›「『《〈＂", "``")


def canonical(script: Script) -> Script:
    """What reading its file gives back: white space folded, and nothing that a file can't hold."""
    cast = _cast(script)
    return Script(
        title=folded(script.title),
        segments=tuple(_segment(segment) for segment in script.segments),
        people=people_of(script, cast),
        byline=_optional(script.byline),
        site=_optional(script.site),
        date=_optional(script.date),
        language=folded(script.language) or "en",
        source=storable(script.source),
        source_hash=_optional(script.source_hash),
        engine=_optional(script.engine),
        cast=cast,
        pronunciations={
            storable(word): storable(say)
            for word, say in script.pronunciations.items()
            if word.strip() and say.strip()
        },
    )


def folded(text: str) -> str:
    return " ".join(storable(text).split())


def _optional(text: str | None) -> str | None:
    return (folded(text) or None) if text is not None else None


def speaker_name(name: str | None) -> str | None:
    """The name as a label in the file; None for the narrator."""
    name = folded(name or "")
    return None if name in ("", NARRATOR) else name


def _cast(script: Script) -> tuple[Role, ...]:
    """The narrator, where a voice is given, then everyone who is known, then everyone who speaks."""
    known: dict[str, Role] = {}
    for role in script.cast:
        known.setdefault(folded(role.name), role)
    people = {folded(person.name): person for person in reversed(script.people)}
    speaking = (line.speaker for line in script.lines if line.kind is not LineKind.HEADING)
    owning = (segment.person for segment in script.segments)
    named: Iterable[str | None] = (*known, *(p.name for p in script.people), *owning, *speaking)
    cast = []
    for name in dict.fromkeys(folded(name or "") for name in named):
        role, person = known.get(name, Role(name)), people.get(name, Person(name))
        entry = Role(
            name,
            voice=_optional(role.voice),
            gender=role.gender or (person.gender if name != NARRATOR else None),
            role=_optional(role.role) or (_optional(person.role) if name != NARRATOR else None),
        )
        if name and (name != NARRATOR or entry != Role(NARRATOR)):
            cast.append(entry)
    return tuple(sorted(cast, key=lambda role: role.name != NARRATOR))


def people_of(script: Script, cast: Iterable[Role]) -> tuple[Person, ...]:
    """Everyone in the cast; who only speaks, and is nobody's person, role or segment, is without a name."""
    known = {folded(person.name): person for person in reversed(script.people)}
    named = {folded(role.name) for role in script.cast} | {folded(s.person or "") for s in script.segments}
    found = []
    for role in cast:
        if role.name != NARRATOR:
            person = known.get(role.name, Person(role.name, named=role.name in named))
            found.append(replace(person, name=role.name, aliases=(), gender=role.gender, role=role.role))
    return tuple(found)


def _segment(segment: Segment) -> Segment:
    items: list[Item] = []
    for item in segment.items:
        if (kept := _item(item)) is None:
            continue
        if isinstance(kept, Line) and not any(isinstance(before, Line) for before in items):
            kept = replace(kept, opens_paragraph=True)
        items.append(kept)
    return Segment(
        title=folded(segment.title),
        person=speaker_name(segment.person),
        items=tuple(items),
        link=storable(segment.link.strip()) or None if segment.link else None,
        silent=segment.silent,
    )


def _item(item: Item) -> Item | None:
    match item:
        case Line():
            return _line(item) if item.text.strip() else None
        case Pause(seconds=seconds):
            return Pause(pause_seconds(seconds))
        case Sound(name=name):
            return Sound(folded(name)) if folded(name) else None
        case Note(text=text, trailing=trailing):
            lines = storable(text).replace("\r\n", "\n").replace("\r", "\n")
            return Note(lines.strip(), trailing) if lines.strip() else None


def _line(line: Line) -> Line:
    speaker = speaker_name(line.speaker)
    if line.kind is LineKind.HEADING:
        speaker, kind = None, LineKind.HEADING
    elif speaker is not None:
        kind = spoken_kind(line.text)
    else:
        kind = LineKind.QUOTE if line.kind is LineKind.QUOTE else LineKind.NARRATION
    percent = percent_sure(line) if speaker is not None else None
    return struck_whole(
        Line(
            text=storable(line.text),
            speaker=speaker,
            kind=kind,
            rule=_optional(line.rule) if percent is not None else None,
            confidence=percent / 100 if percent is not None else None,
            opens_paragraph=line.opens_paragraph or kind is LineKind.HEADING,
            replacements=tuple(
                Replacement(r.start, r.end, storable(r.say))
                for r in sorted(line.replacements, key=_position)
                if r.start < r.end
            ),
            silent=line.silent,
        )
    )


def struck_whole(line: Line) -> Line:
    """A line whose strikes leave nothing to say is silent; a silent one needs no strikes within it."""
    strikes = [wish for wish in line.replacements if not wish.say.strip()]
    left, at = "", 0
    for strike in sorted(strikes, key=_position):
        left, at = left + line.text[at : strike.start], max(at, strike.end)
    left += line.text[at:]
    if not line.silent and (not strikes or any(character.isalnum() for character in left)):
        return line
    wishes = tuple(wish for wish in line.replacements if wish.say.strip())
    return replace(line, silent=True, replacements=wishes)


def _position(replacement: Replacement) -> tuple[int, int, str]:
    return replacement.start, replacement.end, replacement.say


def spoken_kind(text: str) -> LineKind:
    """Of a line that somebody other than the narrator says."""
    return LineKind.QUOTE if text.lstrip().startswith(_OPENING_MARKS) else LineKind.TURN


def percent_sure(line: Line) -> int | None:
    """Whole percent, where they are so few that the editor should look."""
    if line.confidence is None or line.confidence >= SURE:
        return None
    return max(0, math.floor(line.confidence * 100 + 1e-9))


def pause_seconds(seconds: float) -> float:
    """To the millisecond, as the file writes it."""
    return round(seconds, 3)

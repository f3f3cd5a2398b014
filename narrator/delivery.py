"""How each line is delivered: what is said for it, by which voice, and how fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from narrator.episode.timeline import spoken_lines
from narrator.lexicon import Lexicon, replacements_for
from narrator.listening import Listener
from narrator.model import Cast, Item, Line, LineKind, Script
from narrator.pls import read_pls_file
from narrator.settings import Settings
from narrator.speech.studio import RecordingJob
from narrator.spoken import speak_text

PACES: Mapping[LineKind, float] = {
    LineKind.HEADING: 0.92,
    LineKind.NARRATION: 1.0,
    LineKind.QUOTE: 0.96,
    LineKind.TURN: 1.0,
}
"""Speed of delivery by kind of line, 1 being the voice's own: an announcement is slower than a story,
and a quotation inside narration a little slower, so that the change of speaker is heard."""

Span = tuple[int, int, int, int]
"""As in `model.Spoken`."""


def jobs_for(script: Script, cast: Cast, settings: Settings, listener: Listener) -> list[RecordingJob]:
    """A job for each line that is heard, in order.  Raises InputError for a lexicon that can't be read."""
    lexicon = Lexicon(_pronunciations(script, settings, listener))
    return [_job(line, script.language, cast, lexicon) for line in spoken_lines(script.segments)]


def audible(script: Script) -> Script:
    """The script with each line marked silent in which there is nothing to say: `* * *`, or words that an
    editor struck out one by one.  An engine would refuse to record it."""
    segments = tuple(
        replace(segment, items=tuple(_audible(item) for item in segment.items)) for segment in script.segments
    )
    return replace(script, segments=segments)


def _audible(item: Item) -> Item:
    if not isinstance(item, Line) or item.silent:
        return item
    said = list(item.text)
    for replacement in item.replacements:
        said[replacement.start : replacement.end] = [replacement.say] + [""] * (
            replacement.end - replacement.start - 1
        )
    return item if any(c.isalnum() for part in said for c in part) else replace(item, silent=True)


def _pronunciations(script: Script, settings: Settings, listener: Listener) -> dict[str, str]:
    """The newsroom's lexicon, then its settings, then the script's own words; later ones win."""
    words: dict[str, str] = {}
    if settings.lexicon:
        imported = read_pls_file(settings.lexicon)
        for note in imported.notes:
            listener.say(note)
        words = imported.words
    return {**words, **settings.say, **script.pronunciations}


def _job(line: Line, language: str, cast: Cast, lexicon: Lexicon) -> RecordingJob:
    spoken = speak_text(
        line.text,
        language=language,
        replacements=replacements_for(line, lexicon),
        speaker_heading=line.kind is LineKind.HEADING,
    )
    spoken = replace(spoken, spans=joined(spoken.spans))
    return RecordingJob(spoken, line.text, cast.voice_of(line.speaker), PACES[line.kind])


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbours that are as long when they are said as they are written become one, which tells as well what
    was written where: the jobs of all lines are held while an episode is made, and most words are such."""
    out: list[Span] = []
    after_alike = False
    for span in spans:
        said, said_to, written, written_to = span
        alike = said_to - said == written_to - written
        if alike and after_alike:
            begun = out.pop()
            out.append((begun[0], said_to, begun[2], written_to))
        else:
            out.append(span)
        after_alike = alike
    return tuple(out)

"""The table of contents: from an article to an episode, a line a stage."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.castfile import load_cast_file, save_cast_file
from narrator.casting import cast_voices
from narrator.errors import EngineError, InputError
from narrator.listening import Listener, Stopwatch
from narrator.manuscripts import Manuscript, open_manuscript, read_manuscript
from narrator.model import (
    Article,
    Cast,
    Clip,
    Episode,
    Line,
    LineKind,
    Replacement,
    Role,
    Script,
    Tags,
    Voice,
)
from narrator.script import compare_with_article
from narrator.settings import Settings
from narrator.spoken import pronunciations, speak_text

if TYPE_CHECKING:
    from narrator.speech.choosing import Choice
    from narrator.speech.engine import Engine
    from narrator.speech.studio import RecordingJob

CAST_FILE = "cast.toml"
"""Beside the episodes: who spoke with which voice, so that a person keeps theirs."""

PACES: Mapping[LineKind, float] = {
    LineKind.HEADING: 0.92,
    LineKind.NARRATION: 1.0,
    LineKind.QUOTE: 0.96,
    LineKind.TURN: 1.0,
}
"""Speed of delivery by kind of line, 1 being the voice's own: an announcement is slower than a story,
and a quotation inside narration a little slower, so that the change of speaker is heard."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be made, without making it."""

    script: Script
    cast: Cast
    engine: str
    script_path: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Made:
    """A finished episode and the figures of the run that made it."""

    script: Script
    cast: Cast
    engine: str
    episode: Episode
    files: Mapping[str, Path]
    """By kind: the formats, then `script`, `chapters`, `captions`, `player`, …"""
    lines: int
    recorded: int
    reused: int
    seconds: Mapping[str, float]
    """Wall time by stage."""
    notes: tuple[str, ...]


def narrate(source: str, settings: Settings, listener: Listener, stdin: bytes | None = None) -> Made:
    """An article in, an episode out."""
    watch = Stopwatch(listener)
    with watch.stage("reading"):
        article = _read(source, settings, stdin)
    with watch.stage("people"):
        manuscript = open_manuscript(_attribute(article), settings, listener)
    return _produce(manuscript, settings, listener, watch, keep_script=True)


def render(path: Path, settings: Settings, listener: Listener) -> Made:
    """A corrected script in, an episode out; only the lines that changed are recorded."""
    watch = Stopwatch(listener)
    with watch.stage("reading"):
        manuscript = read_manuscript(path, listener)
        for difference in _differences(manuscript.script, settings):
            listener.say(difference)
    return _produce(manuscript, settings, listener, watch, keep_script=False)


def understand(source: str, settings: Settings, stdin: bytes | None = None) -> tuple[Article, Script]:
    """The article as read, and who says what in it; nothing is written."""
    article = _read(source, settings, stdin)
    return article, _attribute(article)


def save_script(script: Script, settings: Settings, listener: Listener) -> Path:
    """Writes the script where it belongs, keeping an editor's work; returns the path."""
    manuscript = open_manuscript(script, settings, listener)
    if settings.engine and settings.engine != "auto":
        cast = _cast(manuscript.script, _choose(manuscript.script, settings).engine, settings)
        manuscript = _with_cast(manuscript, cast)
    manuscript.save()
    return manuscript.path


def plan(source: str, settings: Settings, listener: Listener, stdin: bytes | None = None) -> Plan:
    _, script = understand(source, settings, stdin)
    return _plan(open_manuscript(script, settings, listener), settings, listener)


def plan_script(path: Path, settings: Settings, listener: Listener) -> Plan:
    return _plan(read_manuscript(path, listener), settings, listener)


# --------------------------------------------------------------------------- the stages


def _read(source: str, settings: Settings, stdin: bytes | None) -> Article:
    from narrator.reading import read_article

    return read_article(source, stdin=stdin, allow_private=settings.allow_private, offline=settings.offline)


def _attribute(article: Article) -> Script:
    from narrator.people import attribute

    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(attribute(article), source_hash=digest)


def _differences(script: Script, settings: Settings) -> list[str]:
    """What the editor added, cut or changed, if the article is still a file here; a page is not
    fetched again."""
    if not script.source or not Path(script.source).is_file():
        return []
    with contextlib.suppress(InputError):
        article = _read(script.source, settings, None)
        return [str(difference) for difference in compare_with_article(script, article)]
    return []


def _choose(script: Script, settings: Settings) -> Choice:
    from narrator.speech.choosing import AUTO, choose_engine

    wanted = settings.engine or script.engine or AUTO
    return choose_engine(wanted, language=script.language, offline=settings.offline)


def _cast(script: Script, engine: Engine, settings: Settings) -> Cast:
    offered = engine.voices(script.language) or engine.voices("en")
    return cast_voices(
        script,
        [*offered, *_others_by_name(engine, offered, script, settings)],
        narrator_voice=settings.narrator_voice,
        wishes=settings.voices,
        single_voice=settings.single_voice,
        remembered=load_cast_file(settings.output / CAST_FILE, engine.name),
    )


def _others_by_name(
    engine: Engine, offered: Iterable[Voice], script: Script, settings: Settings
) -> list[Voice]:
    """The voices that were asked for by name and that the engine does not offer of itself."""
    ids = {voice.id for voice in offered}
    asked = [settings.narrator_voice, *settings.voices.values()]
    asked += [role.voice for role in script.cast if role.voice and role.voice.startswith(f"{engine.name}:")]
    found = {name: engine.voice_named(name) for name in asked if name and name not in ids}
    return [voice for voice in found.values() if voice.id not in ids]


def _plan(manuscript: Manuscript, settings: Settings, listener: Listener) -> Plan:
    choice = _choose(manuscript.script, settings)
    listener.say(choice.reason)
    cast = _cast(manuscript.script, choice.engine, settings)
    output = settings.output / f"{manuscript.path.stem}.{settings.formats[0]}"
    return Plan(manuscript.script, cast, choice.engine.name, manuscript.path, output)


def _with_cast(manuscript: Manuscript, cast: Cast) -> Manuscript:
    """The manuscript with the voices written down, for the editor to see and change.

    Only what somebody named is written: an engine chosen by `auto` here may not be there elsewhere."""

    def written(script: Script) -> Script:
        voices = {"Narrator": cast.narrator.id} | {name: voice.id for name, voice in cast.voices.items()}
        there = {role.name: role for role in script.cast}
        people = {
            person.name: Role(person.name, None, person.gender, person.role) for person in script.people
        }
        roles = {name: there.get(name) or people.get(name) or Role(name) for name in (*voices, *there)}
        heard = tuple(replace(role, voice=voices.get(name, role.voice)) for name, role in roles.items())
        return replace(script, engine=cast.narrator.engine, cast=heard)

    machine = written(manuscript.machine) if manuscript.machine else None
    return replace(manuscript, script=written(manuscript.script), machine=machine)


def _produce(
    manuscript: Manuscript, settings: Settings, listener: Listener, watch: Stopwatch, *, keep_script: bool
) -> Made:
    """Performs the script; if an engine that nobody named gives up, the embedded voices perform it."""
    from narrator.speech.choosing import fall_back

    choice = _choose(manuscript.script, settings)
    if choice.automatic:
        listener.say(choice.reason)
    try:
        return _perform(choice, manuscript, settings, listener, watch, keep_script=keep_script)
    except EngineError as failure:
        choice = fall_back(choice, failure)
        listener.say(choice.reason)
        return _perform(choice, manuscript, settings, listener, watch, keep_script=keep_script)


def _perform(
    choice: Choice,
    manuscript: Manuscript,
    settings: Settings,
    listener: Listener,
    watch: Stopwatch,
    *,
    keep_script: bool,
) -> Made:
    """Casts, records, assembles and publishes with one engine."""
    from narrator.episode.assembly import assemble
    from narrator.publishing.publish import publish
    from narrator.speech.cache import Cache
    from narrator.speech.studio import Studio

    cache = Cache(settings.cache)
    with Studio(choice.engine, cache, workers=settings.workers, force=settings.force) as studio:
        with watch.stage("casting"):
            cast = _cast(manuscript.script, choice.engine, settings)
            if keep_script:
                named = manuscript if choice.automatic else _with_cast(manuscript, cast)
                named.save()
        script = manuscript.script
        jobs = _jobs(script, cast, settings)
        with watch.stage("episode"):
            episode = assemble(
                script.segments,
                _timed(studio.record(jobs, _counting(listener, len(jobs))), watch),
                _tags(script),
                settings.output,
                manuscript.path.stem,
                formats=settings.formats,
                loudness=settings.loudness,
                cache=cache.folder,
                jobs=settings.workers,
            )
        with watch.stage("publishing"):
            beside = publish(script, episode.timeline, episode.files, settings.output, manuscript.path.stem)
    save_cast_file(settings.output / CAST_FILE, cast)
    return Made(
        script=script,
        cast=cast,
        engine=choice.engine.name,
        episode=episode,
        files={**episode.files, "script": manuscript.path, **beside},
        lines=len(jobs),
        recorded=studio.recorded,
        reused=studio.reused,
        seconds=watch.seconds,
        notes=(*script.notes, *cast.notes),
    )


def _jobs(script: Script, cast: Cast, settings: Settings) -> list[RecordingJob]:
    """What is said for each line that is heard, and by whom."""
    from narrator.episode.timeline import spoken_lines

    lexicon = {**settings.say, **script.pronunciations}
    return [_job(line, script.language, cast, lexicon) for line in spoken_lines(script.segments)]


def _job(line: Line, language: str, cast: Cast, lexicon: Mapping[str, str]) -> RecordingJob:
    from narrator.speech.studio import RecordingJob

    own = line.replacements
    general = (r for r in pronunciations(line.text, lexicon) if not any(_overlap(r, o) for o in own))
    spoken = speak_text(
        line.text,
        language=language,
        replacements=(*own, *general),
        speaker_heading=line.kind is LineKind.HEADING,
    )
    return RecordingJob(spoken, line.text, cast.voice_of(line.speaker), PACES[line.kind])


def _overlap(one: Replacement, other: Replacement) -> bool:
    return one.start < other.end and other.start < one.end


def _tags(script: Script) -> Tags:
    address = script.source if script.source.startswith(("http://", "https://")) else None
    return Tags(
        title=script.title,
        artist=script.byline or script.site,
        album=script.site,
        date=script.date,
        language=script.language,
        comment=address,
        source_url=address,
    )


def _counting(listener: Listener, total: int) -> Callable[[int, int], None]:
    return lambda recorded, reused: listener.progress(recorded + reused, total)


def _timed(clips: Iterator[Clip], watch: Stopwatch) -> Iterator[Clip]:
    """The clips as they come; what was waited for counts as speech."""
    while True:
        with watch.stage("speech"):
            clip = next(clips, None)
        if clip is None:
            return
        yield clip

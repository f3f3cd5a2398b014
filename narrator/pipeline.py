"""The table of contents: from an article to an episode, a line a stage."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.castfile import load_cast_file, save_cast_file
from narrator.casting import cast_voices
from narrator.characters import clean
from narrator.errors import EngineError, InputError, UsageError
from narrator.files import make_folder, sweep
from narrator.listening import Listener, Stopwatch
from narrator.manuscripts import Manuscript, open_manuscript, read_manuscript
from narrator.model import Article, Cast, Clip, Episode, Script, Tags, Voice
from narrator.preflight import check
from narrator.script import compare_with_article, is_script
from narrator.settings import Settings
from narrator.storage import storage_at

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from narrator.speech.cache import Cache
    from narrator.speech.choosing import Choice
    from narrator.speech.engine import Engine
    from narrator.speech.studio import Studio

    OpenStudio = Callable[[Engine, Cache], AbstractContextManager[Studio]]

CAST_FILE = "cast.toml"
"""Beside the episodes: who spoke with which voice, so that a person keeps theirs."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article understood and cast, ready to be performed."""

    manuscript: Manuscript
    choice: Choice
    cast: Cast
    watch: Stopwatch
    from_article: bool
    """The script was made by this run, and is still to be written."""
    is_proved: bool = False
    """It has been said how the script differs from its article."""

    @property
    def script(self) -> Script:
        return self.manuscript.script

    @property
    def stem(self) -> str:
        return self.manuscript.path.stem


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
    return perform(prepare(source, settings, listener, stdin), settings, listener)


def render(path: Path, settings: Settings, listener: Listener) -> Made:
    """A corrected script in, an episode out; only the lines that changed are recorded."""
    return perform(prepare_script(path, settings, listener), settings, listener)


def understand(source: str, settings: Settings, stdin: bytes | None = None) -> tuple[Article, Script]:
    """The article as read, and who says what in it; nothing is written."""
    article = _read(source, settings, stdin)
    return article, _attribute(article)


def save_script(script: Script, settings: Settings, listener: Listener) -> Path:
    """Writes the script where it belongs, keeping an editor's work; returns the path."""
    manuscript = open_manuscript(script, settings, listener)
    if settings.engine and settings.engine != "auto":
        engine = _choose(manuscript.script, settings).engine
        manuscript = manuscript.with_cast(_cast(manuscript.script, engine, settings))
    manuscript.save()
    return manuscript.path


def prepare(source: str, settings: Settings, listener: Listener, stdin: bytes | None = None) -> Prepared:
    """Reads an article, finds its people and casts them; nothing is written yet."""
    check(settings)
    watch = Stopwatch(listener)
    with watch.stage("reading"):
        article = _read(source, settings, stdin)
    with watch.stage("people"):
        manuscript = open_manuscript(_attribute(article), settings, listener)
    return _prepared(manuscript, settings, watch, listener, from_article=True)


def prepare_script(path: Path, settings: Settings, listener: Listener) -> Prepared:
    """Reads a script and casts it."""
    check(settings, scripts=False)
    watch = Stopwatch(listener)
    with watch.stage("reading"):
        manuscript = read_manuscript(path, listener)
    return _prepared(manuscript, settings, watch, listener, from_article=False)


def prove(prepared: Prepared, settings: Settings, listener: Listener) -> None:
    """Says how a script differs from its article, if that is still a file here: a page is not fetched
    again.  `perform` does it too."""
    if prepared.from_article:
        return
    with prepared.watch.stage("reading"):
        for difference in _differences(prepared.manuscript, settings):
            listener.say(difference)


def _prepared(
    manuscript: Manuscript, settings: Settings, watch: Stopwatch, listener: Listener, *, from_article: bool
) -> Prepared:
    with watch.stage("casting"):
        choice = _choose(manuscript.script, settings)
        cast = _cast(manuscript.script, choice.engine, settings)
    if choice.automatic:
        listener.say(choice.reason)
    return Prepared(manuscript, choice, cast, watch, from_article)


def perform(
    prepared: Prepared, settings: Settings, listener: Listener, open_studio: OpenStudio | None = None
) -> Made:
    """Records, assembles and publishes.

    If an engine that nobody named gives up, the embedded voices perform the whole episode.
    Raises EngineError or OutputError; finished recordings are kept.
    """
    from narrator.speech.choosing import fall_back
    from narrator.speech.studio import Studio

    opening = open_studio or (
        lambda engine, cache: Studio(engine, cache, workers=settings.workers, force=settings.force)
    )
    try:
        return _perform(prepared, settings, listener, opening)
    except EngineError as failure:
        choice = fall_back(prepared.choice, failure)
        listener.say(choice.reason)
        cast = _cast(prepared.script, choice.engine, settings)
        again = replace(prepared, choice=choice, cast=cast, is_proved=True)
        return _perform(again, settings, listener, opening)


# --------------------------------------------------------------------------- the stages


def _read(source: str, settings: Settings, stdin: bytes | None = None, *, language: str = "") -> Article:
    from narrator.reading import read_article

    if source.endswith(".md") and is_script(_text_of(Path(source))):
        raise UsageError(f"{source} is a script, not an article: narrator render {source}")
    return read_article(
        source,
        stdin=stdin,
        allow_private=settings.allow_private,
        offline=settings.offline,
        language=language,
    )


def _text_of(path: Path) -> str:
    """Empty for what can't be read: that is for the reader of articles to explain."""
    with contextlib.suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace")
    return ""


def _attribute(article: Article) -> Script:
    from narrator.people import attribute

    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(attribute(article), source_hash=digest)


def _differences(manuscript: Manuscript, settings: Settings) -> list[str]:
    """What the editor added, cut or changed."""
    script, file = manuscript.script, manuscript.article
    if file:
        with contextlib.suppress(InputError):
            article = _read(str(file), settings, language=script.language)
            return [str(difference) for difference in compare_with_article(script, article)]
    elif script.source in ("", "-") or "://" in script.source:
        return []
    return [f"the script could not be compared with its article: {script.source} can't be read from here"]


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


def _perform(prepared: Prepared, settings: Settings, listener: Listener, opening: OpenStudio) -> Made:
    from narrator.delivery import audible, jobs_for
    from narrator.episode.assembly import assemble
    from narrator.publishing.cover import cover_for
    from narrator.publishing.publish import publish

    script, cast, watch = audible(prepared.script), prepared.cast, prepared.watch
    for folder in (settings.output, prepared.manuscript.path.parent):
        _sweep_once(folder)
    make_folder(settings.output)
    for note in cast.notes:
        listener.say(note)
    if prepared.from_article:
        # What `auto` chose here may not be there elsewhere: only voices that somebody named are written.
        manuscript = prepared.manuscript
        (manuscript if prepared.choice.automatic else manuscript.with_cast(cast)).save()
    cache = _open_cache(settings)
    made_before = (settings.output / f"{prepared.stem}.json").exists() and not settings.force
    with opening(prepared.choice.engine, cache) as studio, ThreadPoolExecutor(1) as beside_us:
        before = (studio.recorded, studio.reused)
        studio.warm_up(1 if made_before else None)
        drawing = beside_us.submit(cover_for, script, settings.cover)
        if not prepared.is_proved:  # while the workers start
            prove(prepared, settings, listener)
        with watch.stage("speech"):
            jobs = jobs_for(script, cast, settings, listener)
            clips = studio.record(jobs, _counting(listener, before, len(jobs)))
        with watch.stage("cover"):
            cover = drawing.result()
        for note in cover.notes:
            listener.say(note)
        with watch.stage("episode"):
            episode = assemble(
                script.segments,
                _timed(clips, watch),
                _tags(script, cover.image),
                settings.output,
                prepared.stem,
                formats=settings.formats,
                bit_rate=settings.bitrate,
                loudness=settings.loudness,
                cache=cache.folder,
                jobs=settings.workers,
                chime=settings.chime,
                music=settings.music,
                sound_folder=prepared.manuscript.path.parent,
            )
        recorded, reused = studio.recorded - before[0], studio.reused - before[1]
    with watch.stage("publishing"):
        beside = publish(
            script,
            episode.timeline,
            episode.files,
            settings.output,
            prepared.stem,
            cover=cover,
            align=not prepared.choice.engine.gives_word_times,
            say=listener.say,
        )
        if settings.keep_cast and not settings.single_voice:
            save_cast_file(settings.output / CAST_FILE, cast)
    return Made(
        script=script,
        cast=cast,
        engine=prepared.choice.engine.name,
        episode=episode,
        files={**episode.files, "script": prepared.manuscript.path, **beside},
        lines=len(jobs),
        recorded=recorded,
        reused=reused,
        seconds=watch.seconds,
        notes=(*script.notes, *cast.notes),
    )


@lru_cache(maxsize=16)
def _sweep_once(folder: Path) -> None:
    """Once a process: a batch's folder may hold a million files."""
    sweep(folder)


def _open_cache(settings: Settings) -> Cache:
    from narrator.speech.cache import Cache
    from narrator.speech.sharing import SharedCache

    if settings.shared_cache:
        return SharedCache(storage_at(settings.shared_cache), settings.cache)
    return Cache(settings.cache)


def _tags(script: Script, cover: bytes) -> Tags:
    address = script.source if script.source.startswith(("http://", "https://")) else None
    return Tags(
        title=clean(script.title),
        artist=clean(script.byline or script.site or "") or None,
        album=clean(script.site or "") or None,
        date=script.date,
        language=script.language,
        comment=address,
        source_url=address,
        cover=cover,
    )


def _counting(listener: Listener, before: tuple[int, int], total: int) -> Callable[[int, int], None]:
    return lambda recorded, reused: listener.progress(recorded + reused - sum(before), total)


def _timed(clips: Iterator[Clip], watch: Stopwatch) -> Iterator[Clip]:
    """The clips as they come; what was waited for counts as speech."""
    while True:
        with watch.stage("speech"):
            clip = next(clips, None)
        if clip is None:
            return
        yield clip

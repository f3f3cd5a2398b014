"""The table of contents: from an article to an episode, a line a stage."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.characters import clean
from narrator.clips import DamagedClip
from narrator.errors import EngineError, UsageError
from narrator.files import make_folder, sweep
from narrator.listening import Listener, Stopwatch
from narrator.manuscripts import Manuscript, open_manuscript, read_manuscript
from narrator.model import Article, Cast, Clip, Episode, Script, Tags
from narrator.preflight import check
from narrator.proof import differences
from narrator.script import is_script
from narrator.settings import Settings
from narrator.storage import storage_at
from narrator.voicing import cast_with, choose, remember

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from narrator.publishing.cover import Cover
    from narrator.speech.cache import Cache
    from narrator.speech.choosing import Choice
    from narrator.speech.engine import Engine
    from narrator.speech.studio import RecordingJob, Studio

    OpenStudio = Callable[[Engine, Cache], AbstractContextManager[Studio]]

_HEAD = 16_384
"""Characters of a `.md` in which what makes it a script has mostly ended."""


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


def all_is_read() -> None:
    """Lets go of what only reading needs: for a program that makes one episode, whose hours it would last."""
    from narrator.reading.language import forget_languages

    forget_languages()


def save_script(script: Script, settings: Settings, listener: Listener) -> Path:
    """Writes the script where it belongs, keeping an editor's work; returns the path."""
    manuscript = open_manuscript(script, settings, listener)
    if settings.engine and settings.engine != "auto":
        engine = choose(manuscript.script, settings).engine
        manuscript = manuscript.with_cast(cast_with(manuscript.script, engine, settings))
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
    from narrator.speech.cache import Cache

    with prepared.watch.stage("reading"):
        for difference in differences(prepared.manuscript, Cache(settings.cache).articles):
            listener.say(difference)


def _prepared(
    manuscript: Manuscript, settings: Settings, watch: Stopwatch, listener: Listener, *, from_article: bool
) -> Prepared:
    with watch.stage("casting"):
        choice = choose(manuscript.script, settings)
        cast = cast_with(manuscript.script, choice.engine, settings)
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
        cast = cast_with(prepared.script, choice.engine, settings)
        again = replace(prepared, choice=choice, cast=cast, is_proved=True)
        return _perform(again, settings, listener, opening)


# --------------------------------------------------------------------------- the stages


def _read(source: str, settings: Settings, stdin: bytes | None = None) -> Article:
    from narrator.reading import read_article

    if source.endswith(".md") and is_script(_head_of(Path(source))):
        raise UsageError(f"{source} is a script, not an article: narrator render {source}")
    return read_article(source, stdin=stdin, allow_private=settings.allow_private, offline=settings.offline)


def _head_of(path: Path) -> str:
    """The beginning, to the end of what stands between two fences there: enough to tell a script by.

    Empty for what can't be read: that is for the reader of articles to explain.
    """
    with contextlib.suppress(OSError), path.open(encoding="utf-8", errors="replace") as file:
        head = file.read(_HEAD)
        if head.lstrip("\ufeff \t\r\n").startswith("+++") and "\n+++" not in head:
            head += file.read()  # a long list of pronunciations
        return head
    return ""


def _attribute(article: Article) -> Script:
    from narrator.people import attribute

    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(attribute(article), source_hash=digest)


def _perform(prepared: Prepared, settings: Settings, listener: Listener, opening: OpenStudio) -> Made:
    """One performance with the engine that was chosen."""
    from narrator.delivery import audible, jobs_for
    from narrator.publishing.cover import cover_for

    script, watch = audible(prepared.script), prepared.watch
    made_before = (settings.output / f"{prepared.stem}.json").exists() and not settings.force
    _make_ready(prepared, settings, listener)
    with opening(prepared.choice.engine, _open_cache(settings)) as studio, ThreadPoolExecutor(1) as beside_us:
        studio.warm_up(1 if made_before else None)
        drawing = beside_us.submit(cover_for, script, settings.cover)
        if not prepared.is_proved:  # while the workers start
            prove(prepared, settings, listener)
        with watch.stage("speech"):
            jobs = jobs_for(script, prepared.cast, settings, listener)
        stage = _Stage(prepared, script, settings, listener, studio, jobs, drawing)
        begun = studio.recorded
        try:
            episode, beside = stage.perform()
        except DamagedClip as damage:  # only the sound that is needed is verified, and not before it is
            listener.say(f"{damage}; what is damaged is recorded again")
            studio.cache.thorough = True
            episode, beside = stage.perform()
        recorded = studio.recorded - begun
    remember(prepared.cast, settings)
    return Made(
        script=script,
        cast=prepared.cast,
        engine=prepared.choice.engine.name,
        episode=episode,
        files={**episode.files, "script": prepared.manuscript.path, **beside},
        lines=len(jobs),
        recorded=recorded,
        reused=len(jobs) - recorded,
        seconds=watch.seconds,
        notes=(*script.notes, *prepared.cast.notes),
    )


def _make_ready(prepared: Prepared, settings: Settings, listener: Listener) -> None:
    """The folders are there, what a killed run left in them is gone, and the script is written."""
    for folder in (settings.output, prepared.manuscript.path.parent):
        _sweep_once(folder)
    make_folder(settings.output)
    for note in prepared.cast.notes:
        listener.say(note)
    if prepared.from_article:
        # What `auto` chose here may not be there elsewhere: only voices that somebody named are written.
        manuscript = prepared.manuscript
        (manuscript if prepared.choice.automatic else manuscript.with_cast(prepared.cast)).save()


@dataclass(frozen=True, slots=True)
class _Stage:
    """A script with all that its performance needs; it can be performed more than once."""

    prepared: Prepared
    script: Script
    settings: Settings
    listener: Listener
    studio: Studio
    jobs: Sequence[RecordingJob]
    drawing: Future[Cover]

    def perform(self) -> tuple[Episode, Mapping[str, Path]]:
        """The episode, and the files beside its audio.  Raises DamagedClip for a recording that turns out
        to be damaged when it is heard."""
        watch = self.prepared.watch
        with watch.stage("speech"):
            clips = self.studio.record(self.jobs, self._counting())
        with watch.stage("cover"):
            cover = self.drawing.result()
        with watch.stage("episode"):
            episode = self._assembled(clips, cover)
        with watch.stage("publishing"):
            return episode, self._published(episode, cover)

    def _counting(self) -> Callable[[int, int], None]:
        before, total = self.studio.recorded + self.studio.reused, len(self.jobs)
        return lambda recorded, reused: self.listener.progress(recorded + reused - before, total)

    def _assembled(self, clips: Iterator[Clip], cover: Cover) -> Episode:
        from narrator.episode.assembly import assemble

        settings = self.settings
        return assemble(
            self.script.segments,
            _timed(clips, self.prepared.watch),
            _tags(self.script, cover.image),
            settings.output,
            self.prepared.stem,
            formats=settings.formats,
            bit_rate=settings.bitrate,
            loudness=settings.loudness,
            cache=self.studio.cache.stretches,
            jobs=settings.workers,
            chime=settings.chime,
            music=settings.music,
            sound_folder=self.prepared.manuscript.path.parent,
        )

    def _published(self, episode: Episode, cover: Cover) -> Mapping[str, Path]:
        from narrator.publishing.publish import publish

        for note in cover.notes:
            self.listener.say(note)
        return publish(
            self.script,
            episode.timeline,
            episode.files,
            self.settings.output,
            self.prepared.stem,
            cover=cover,
            align=not self.prepared.choice.engine.gives_word_times,
            say=self.listener.say,
        )


@lru_cache(maxsize=16)
def _sweep_once(folder: Path) -> None:
    """Once a process: a batch's folder may hold a million files."""
    sweep(folder)


def _open_cache(settings: Settings) -> Cache:
    """Of which a performance verifies what it hears."""
    from narrator.speech.cache import Cache
    from narrator.speech.sharing import SharedCache

    if settings.shared_cache:
        return SharedCache(storage_at(settings.shared_cache), settings.cache, thorough=False)
    return Cache(settings.cache, thorough=False)


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


def _timed(clips: Iterator[Clip], watch: Stopwatch) -> Iterator[Clip]:
    """The clips as they come; what was waited for counts as speech."""
    while True:
        with watch.stage("speech"):
            clip = next(clips, None)
        if clip is None:
            return
        yield clip

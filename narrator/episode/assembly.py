"""The episode: stretches are rendered and encoded side by side while later lines are still recorded,
then joined into one file of each format."""

from __future__ import annotations

import contextlib
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from narrator.characters import clean
from narrator.episode import stretches
from narrator.episode.containers import write_file
from narrator.episode.formats import Format, format_named
from narrator.episode.making import StretchMaker
from narrator.episode.mastering import STEREO_TO_MONO
from narrator.episode.sounds import CHIME, gather
from narrator.episode.stretches import Encoded
from narrator.episode.tagging import Mark
from narrator.episode.timeline import PAUSES, RATE, Passage, Pauses, Stretch, lay_out, place, plan
from narrator.errors import NarratorError, OutputError
from narrator.files import explain, writing
from narrator.loudness import decibels, integrated
from narrator.model import Clip, Episode, Loudness, Segment, Tags, Timeline

LOUDNESS = -16.0
"""LUFS as heard in stereo: what Apple Podcasts asks for, 1 dB more or less."""
CACHE_BYTES = 2_000_000_000
FEW = 3
"""In an episode of so few stretches each is held to the level, however short it is."""

Progress = Callable[[float], None]
"""Is told the seconds of the episode that are ready."""


def assemble(
    segments: Sequence[Segment],
    clips: Iterator[Clip],
    tags: Tags,
    folder: Path,
    stem: str,
    *,
    formats: Sequence[str] = ("mp3",),
    bit_rate: int = 0,
    loudness: float = LOUDNESS,
    cache: Path | None = None,
    jobs: int = 2,
    pauses: Pauses = PAUSES,
    chime: Path | None = None,
    music: Path | None = None,
    sound_folder: Path = Path(),
    progress: Progress | None = None,
) -> Episode:
    """Writes `folder/stem.FORMAT` for each of `formats`, each whole or not at all.

    `clips` yields one clip for each of `spoken_lines(segments)` in order; it may still be recording.
    `bit_rate` in b/s is for the lossy formats, 0 for each one's own.  `loudness` is LUFS as heard in stereo.
    Encoded stretches are kept in `cache` (else thrown away).
    The file `chime` closes each chapter, and sounds where the script says so (a built-in one does where
    there is no file); `music` opens the episode and goes on under its first paragraph; other sounds of
    the script are files in `sound_folder`.  The same segments, clips and settings give the same bytes.

    Raises OutputError where the folder or the disk refuses, UsageError for an unknown format, InputError
    for a sound or cover that can't be read, and whatever `clips` raises; stretches already encoded stay
    in the cache.
    """
    wanted = [format_named(name).at(bit_rate) for name in dict.fromkeys(formats)]
    level = loudness - STEREO_TO_MONO
    sounds = gather(segments, level, chime=chime, music=music, folder=sound_folder)
    opening = sounds.opening.music.size / RATE if sounds.opening else 0.0
    passages = plan(segments, pauses, chime=CHIME if chime else None, opening=opening)
    if not passages:
        raise NarratorError("there is nothing to be heard in this script: every line is marked silent")
    with contextlib.ExitStack() as stack:
        if cache is None:
            cache = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="narrator-")))
        maker = StretchMaker(cache, level, sounds, strict=len(passages) <= FEW)
        try:
            made = _make_all(passages, clips, wanted, maker, jobs=max(1, jobs), progress=progress)
        except OSError as error:
            raise OutputError(explain(error, cache)) from error
        timeline = lay_out(segments, [stretch for stretch, _ in made])
        files = {}
        for number, form in enumerate(wanted):
            path = folder / f"{stem}.{form.name}"
            with writing(path) as aside:
                write_file(aside, form, [encoded[number] for _, encoded in made], tags, marks(timeline))
            files[form.name] = path
        heard = _heard([encoded[0] for _, encoded in made])
        kept = [one.path for _, encoded in made for one in encoded]
        stretches.prune_now_and_then(maker.folder, CACHE_BYTES, kept)
    return Episode(timeline, files, heard)


def marks(timeline: Timeline) -> list[Mark]:
    """The timeline's chapters in seconds."""
    seconds = timeline.seconds
    return [Mark(clean(c.title), seconds(c.start), seconds(c.end), c.link) for c in timeline.chapters]


def _heard(encoded: Sequence[Encoded]) -> Loudness:
    powers = np.concatenate([one.powers for one in encoded], dtype=np.float64)
    return Loudness(integrated(powers), decibels(max(one.peak for one in encoded)))


# --------------------------------------------------------------------------- stretches


def _make_all(
    passages: Sequence[Passage],
    clips: Iterator[Clip],
    formats: Sequence[Format],
    maker: StretchMaker,
    *,
    jobs: int,
    progress: Progress | None,
) -> list[tuple[Stretch, list[Encoded]]]:
    """Encodes each stretch as soon as its clips are there.  NumPy, soxr and the encoders work outside
    Python's lock, so threads use every core and share one memory."""
    made: list[tuple[Stretch, list[Encoded]]] = []
    waiting: deque[tuple[Stretch, list[Future[Encoded]]]] = deque()
    ready = 0.0

    def collect() -> None:
        nonlocal ready
        stretch, futures = waiting.popleft()
        made.append((stretch, [future.result() for future in futures]))
        ready += stretch.length / RATE
        if progress:
            progress(ready)

    with ThreadPoolExecutor(jobs, thread_name_prefix="episode") as pool:
        try:
            for passage in passages:
                lengths = [maker.sounds.length(name) for name in passage.sounds]
                stretch = place(passage, [_next(clips) for _ in passage.lines], lengths)
                bed = None if made or waiting else maker.sounds.opening
                futures = [pool.submit(maker.encoded, stretch, form, bed) for form in formats]
                waiting.append((stretch, futures))
                while waiting and all(future.done() for future in waiting[0][1]):
                    collect()
            while waiting:
                collect()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return made


def _next(clips: Iterator[Clip]) -> Clip:
    try:
        return next(clips)
    except StopIteration:
        raise NarratorError("a line has no recording: the clips ended before the script did") from None

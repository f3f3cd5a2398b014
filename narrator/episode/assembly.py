"""The episode: stretches are rendered and encoded side by side while later lines are still recorded,
then joined into one file of each format."""

from __future__ import annotations

import contextlib
import math
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from narrator.clips import load_samples
from narrator.episode import stretches
from narrator.episode.containers import write_file
from narrator.episode.encoding import Packets, decode, encode
from narrator.episode.formats import Format, format_named
from narrator.episode.mastering import STEREO_TO_MONO, Target, render
from narrator.episode.stretches import Encoded
from narrator.episode.tagging import Mark
from narrator.episode.timeline import PAUSES, RATE, Passage, Pauses, Stretch, lay_out, place, plan
from narrator.errors import NarratorError, OutputError
from narrator.files import explain, writing
from narrator.loudness import Meter, Samples, decibels, integrated
from narrator.model import Clip, Episode, Loudness, Segment, Tags, Timeline

LOUDNESS = -16.0
"""LUFS as heard in stereo: what Apple Podcasts asks for, and AES TD1008 for speech."""
TRUE_PEAK = -1.0
"""dBTP of the decoded file, at most: Apple Podcasts, EBU R 128, AES TD1008."""
PAUSES_TAKE = 0.12
"""LU by which the gated loudness of lines with pauses between them is below that of the lines, measured:
some gating blocks hold the end of a line and the beginning of a pause."""
NEAR = 0.4
"""LU that a stretch may be off its level before it is made again."""
ENOUGH = 3.0
"""Seconds of sound from which a stretch's own loudness says something."""
TRIES = 4
CACHE_BYTES = 2_000_000_000

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
    loudness: float = LOUDNESS,
    cache: Path | None = None,
    jobs: int = 2,
    pauses: Pauses = PAUSES,
    progress: Progress | None = None,
) -> Episode:
    """Writes `folder/stem.FORMAT` for each of `formats`, each whole or not at all.

    `clips` yields one clip for each of `spoken_lines(segments)` in order; it may still be recording.
    `loudness` is LUFS as heard in stereo.  Encoded stretches are kept in `cache` (else thrown away).
    The same segments, clips and settings give the same bytes.

    Raises OutputError where the folder or the disk refuses, UsageError for an unknown format, and
    whatever `clips` raises; stretches already encoded stay in the cache.
    """
    wanted = [format_named(name) for name in dict.fromkeys(formats)]
    passages = plan(segments, pauses)
    if not passages:
        raise NarratorError("there is nothing to be heard in this script: every line is marked silent")
    with contextlib.ExitStack() as stack:
        if cache is None:
            cache = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="narrator-")))
        kitchen = _Kitchen(cache / "stretches", loudness - STEREO_TO_MONO)
        try:
            made = _make_all(passages, clips, wanted, kitchen, jobs=max(1, jobs), progress=progress)
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
        stretches.prune(kitchen.folder, CACHE_BYTES, kept)
    return Episode(timeline, files, heard)


def marks(timeline: Timeline) -> list[Mark]:
    """The timeline's chapters in seconds."""
    seconds = timeline.seconds
    return [Mark(c.title, seconds(c.start), seconds(c.end), c.link) for c in timeline.chapters]


def _heard(encoded: Sequence[Encoded]) -> Loudness:
    powers = np.concatenate([one.powers for one in encoded]).astype(np.float64)
    return Loudness(integrated(powers), decibels(max(one.peak for one in encoded)))


# --------------------------------------------------------------------------- stretches


def _make_all(
    passages: Sequence[Passage],
    clips: Iterator[Clip],
    formats: Sequence[Format],
    kitchen: _Kitchen,
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
                stretch = place(passage, [_next(clips) for _ in passage.lines])
                futures = [pool.submit(kitchen.encoded, stretch, form) for form in formats]
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


@dataclass(frozen=True)
class _Kitchen:
    """Makes encoded stretches, or finds them in `folder`; `level` is LUFS as measured on mono sound."""

    folder: Path
    level: float

    def encoded(self, stretch: Stretch, form: Format) -> Encoded:
        key = stretches.stretch_key(stretch, form, self.level, TRUE_PEAK, ())
        path = self.folder / key[:2] / f"{key}.{form.name}{stretches.SUFFIX}"
        found = stretches.find(path, stretch)
        if found is None:
            packets, heard, powers = self._made(stretch, form)
            stretches.save(path, packets, heard, powers)
            found = Encoded(path, stretch.segment, stretch.length, heard, powers)
        return found

    def _made(self, stretch: Stretch, form: Format) -> tuple[Packets, float, stretches.Powers]:
        """Rendered, encoded, and heard again: too loud a peak or the wrong level is put right."""
        level, ceiling = self.level - form.shift + PAUSES_TAKE, TRUE_PEAK - form.headroom
        for last in (False,) * (TRIES - 1) + (True,):
            packets = encode(render(stretch, Target(level, ceiling), load_samples), form)
            peak, powers = _measured(decode(packets, form), form)
            over = decibels(peak) - TRUE_PEAK
            heard = integrated(powers.astype(np.float64))
            off = self.level - heard if _says_something(stretch) and math.isfinite(heard) else 0.0
            if last or (over <= 0 and abs(off) <= NEAR):
                break
            ceiling -= max(0.0, over + 0.1) if over > 0 else 0.0
            level += off if abs(off) > NEAR else 0.0
        return packets, peak, powers


def _says_something(stretch: Stretch) -> bool:
    return sum(p.end - p.start for p in stretch.placements) > ENOUGH * RATE


def _measured(sound: Samples, form: Format) -> tuple[float, stretches.Powers]:
    meter = Meter(form.rate)
    meter.add(sound)
    peak = meter.loudness().true_peak
    return 10 ** (peak / 20) if math.isfinite(peak) else 0.0, meter.powers().astype(np.float32)

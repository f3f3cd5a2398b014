"""Recording: jobs in, clips out in the same order, several lines at a time, each distinct line once."""

from __future__ import annotations

import itertools
import os
import queue
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from types import TracebackType

from narrator.clips import sweep
from narrator.errors import EngineError, InputError
from narrator.model import Clip, Spoken, Voice
from narrator.speech.cache import Cache, key_of
from narrator.speech.engine import Engine
from narrator.speech.recording import Implausible, Order
from narrator.speech.words import as_written
from narrator.speech.workers import Replies, Worker, hire

WINDOW = 256
"""Lines taken from the jobs ahead of the one that is handed out next."""
DEPTH = 2
"""Orders a worker process holds: one under way and the next, so that it never waits."""
TRIES = 2
LONGEST_LINE = 30_000
"""Characters: half an hour of speech, which a worker holds in memory several times over."""
PATIENCE = 0.5
"""Seconds: how long the studio listens before it looks at the clock (and, on Windows, at Ctrl-C)."""

Progress = Callable[[int, int], None]
"""Called with (recorded, reused) whenever a line is finished, in whatever order."""


@dataclass(frozen=True, slots=True)
class RecordingJob:
    """A line to record: what is said, the written line it stands for, who says it and how fast."""

    spoken: Spoken
    written: str
    voice: Voice
    pace: float = 1.0


@dataclass(slots=True, eq=False)
class _Line:
    """One distinct recording on its way."""

    number: int
    order: Order
    written: str
    clip: Clip | None = None
    tries: int = 0
    abandoned: bool = False
    """Whoever asked for it has gone: what becomes of it is nobody's error."""


@dataclass(slots=True, eq=False)
class _Desk:
    """A worker and the lines it was given, the one under way first."""

    worker: Worker
    lines: deque[_Line] = field(default_factory=deque)
    since: float = 0.0


class Studio:
    """Workers for one engine and one cache; a context manager.

    `workers` is how many processes native engines get at most (0: one for each core); engines on the
    network say themselves how many lines they bear.  With `force`, lines are recorded whatever the
    cache holds.  `recorded` and `reused` count the lines handed out.
    """

    def __init__(self, engine: Engine, cache: Cache, *, workers: int = 0, force: bool = False) -> None:
        self.engine = engine
        self.cache = cache
        self.force = force
        self.recorded = 0
        self.reused = 0
        self._places = _places(engine, workers)
        self._desks: list[_Desk] = []
        self._replies: Replies = queue.SimpleQueue()
        self._waiting: deque[_Line] = deque()
        self._made: set[str] = set()
        self._prepared = False

    def __enter__(self) -> Studio:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm_up(self) -> None:
        """Starts all workers now, in parallel with what the caller does before it records."""
        while len(self._desks) < self._places:
            self._hire()

    def close(self) -> None:
        """Stops the workers at once; clips that are finished stay."""
        for desk in self._desks:
            desk.worker.stop()
        self._desks.clear()
        self._waiting.clear()
        sweep(self.cache.aside)
        if self._made:
            self.cache.trim()

    def record(self, jobs: Iterable[RecordingJob], progress: Progress | None = None) -> Iterator[Clip]:
        """A clip for each job, in order; its words are offsets into the job's written line.

        Jobs are taken as they are needed.  Raises EngineError, naming the line, when the engine
        refuses it, or when a second try too ended in a crash, a hang or an implausible recording;
        InputError for a line that is far too long; OutputError when the cache can't be written.
        """
        if not self._prepared:
            self.cache.prepare()
            self._prepared = True
        ahead: deque[tuple[RecordingJob, _Line]] = deque()
        try:
            yield from self._record(enumerate(jobs, 1), ahead, progress)
        finally:
            for _, line in ahead:
                line.abandoned = True

    def _record(
        self,
        numbered: Iterator[tuple[int, RecordingJob]],
        ahead: deque[tuple[RecordingJob, _Line]],
        progress: Progress | None,
    ) -> Iterator[Clip]:
        """`ahead` holds the lines that have not been handed out yet."""
        under_way: dict[str, _Line] = {}
        while True:
            for number, job in itertools.islice(numbered, WINDOW - len(ahead)):
                ahead.append((job, self._line(number, job, under_way, progress)))
            if not ahead:
                return
            self._dispatch()
            while ahead and (clip := ahead[0][1].clip) is not None:
                job, line = ahead.popleft()
                under_way.pop(line.order.key, None)
                yield replace(clip, words=as_written(_spans(clip), job.spoken, job.written))
            if ahead and ahead[0][1].clip is None:
                self._listen(progress)

    # ------------------------------------------------------------------ one line

    def _line(
        self, number: int, job: RecordingJob, under_way: dict[str, _Line], progress: Progress | None
    ) -> _Line:
        """The line of this job: one that is there already, the cache's, or a new one, queued."""
        key = key_of(job.spoken, self.engine, job.voice, job.pace)
        line = under_way.get(key)
        if line is None:
            clip = None if self.force and key not in self._made else self.cache.find(key)
            if len(job.spoken.text) > LONGEST_LINE:
                raise InputError(
                    f"line {number}, {_start_of(job.written)}: {len(job.spoken.text):,} characters are"
                    f" too many for one recording (at most {LONGEST_LINE:,}): break the paragraph up"
                )
            order = Order(
                key=key,
                text=job.spoken.text,
                phonemes=job.spoken.phonemes,
                voice=job.voice,
                pace=job.pace,
                path=self.cache.path_of(key),
                aside=self.cache.aside,
            )
            line = under_way[key] = _Line(number, order, job.written, clip)
            if clip is None:
                self._waiting.append(line)
                return line
        self.reused += 1
        if progress:
            progress(self.recorded, self.reused)
        return line

    def _finish(self, line: _Line, clip: Clip, progress: Progress | None) -> None:
        line.clip = clip
        self._made.add(clip.key)
        self.cache.keep(clip.key)
        if line.abandoned:
            return
        self.recorded += 1
        if progress:
            progress(self.recorded, self.reused)

    def _fail(self, line: _Line, error: Exception, *, again: bool) -> None:
        """Puts the line back at the front for another try, or raises."""
        line.tries += 1
        if line.abandoned:
            return
        if again and line.tries < TRIES:
            self._waiting.appendleft(line)
        elif isinstance(error, OSError):
            raise self.cache.refused(error) from error
        elif isinstance(error, EngineError):
            raise EngineError(f"line {line.number}, {_start_of(line.written)}: {error}") from error
        else:
            raise error

    # ------------------------------------------------------------------ the workers

    def _hire(self) -> _Desk:
        desk = _Desk(hire(self.engine.workers, self.engine, self._replies))
        self._desks.append(desk)
        return desk

    def _dispatch(self) -> None:
        """Gives waiting lines to idle workers, new ones while there is room, then a second line each."""
        depth = DEPTH if self.engine.workers == "process" else 1
        while self._waiting:
            if self._waiting[0].abandoned:
                self._waiting.popleft()
                continue
            desk = min(self._desks, key=lambda desk: len(desk.lines), default=None)
            if (desk is None or desk.lines) and len(self._desks) < self._places:
                desk = self._hire()
            if desk is None or len(desk.lines) >= depth:
                return
            line = self._waiting.popleft()
            if not desk.lines:
                desk.since = time.monotonic()
            desk.lines.append(line)
            desk.worker.send(line.order)

    def _listen(self, progress: Progress | None) -> None:
        """Waits for one reply, or until it is time to look whether a worker hangs."""
        try:
            worker, key, outcome = self._replies.get(timeout=PATIENCE)
        except queue.Empty:
            self._replace_hung()
            return
        desk = next((desk for desk in self._desks if desk.worker is worker), None)
        if desk is None:
            return
        if key is None or outcome is None:
            self._replace(desk, f"crashed ({worker.last_words()})")
            return
        line = desk.lines.popleft()
        desk.since = time.monotonic()
        if isinstance(outcome, Clip):
            self._finish(line, outcome, progress)
        else:
            self._fail(line, outcome, again=isinstance(outcome, Implausible))

    def _replace_hung(self) -> None:
        now = time.monotonic()
        for desk in list(self._desks):
            if desk.lines:
                limit = self.engine.time_limit * max(1.0, len(desk.lines[0].order.text) / 1000)
                if now - desk.since > limit:
                    self._replace(desk, f"gave no answer within {limit:.0f} s")

    def _replace(self, desk: _Desk, fault: str) -> None:
        """Lets the worker go; the line under way is to blame, those behind it just wait again."""
        self._desks.remove(desk)
        desk.worker.stop()
        blamed, *innocent = desk.lines or (None,)
        self._waiting.extendleft(reversed(innocent))
        if blamed is None:
            return
        self._fail(blamed, EngineError(f"the engine {self.engine.name} {fault}"), again=True)


def record(
    jobs: Iterable[RecordingJob],
    engine: Engine,
    cache: Cache,
    *,
    workers: int = 0,
    progress: Progress | None = None,
) -> Iterator[Clip]:
    """Records with a studio of its own: see `Studio.record`."""
    with Studio(engine, cache, workers=workers) as studio:
        yield from studio.record(jobs, progress)


def _places(engine: Engine, workers: int) -> int:
    if engine.workers == "thread":
        return engine.lines_at_once or 1
    cores = workers or os.cpu_count() or 1
    return min(cores, engine.lines_at_once or cores)


def _spans(clip: Clip) -> Iterator[tuple[int, int, int]]:
    return ((word.start, word.end, word.sample) for word in clip.words)


def _start_of(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59].rstrip() + "…")

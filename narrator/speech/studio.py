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
from narrator.speech.workers import Crashed, ProcessWorker, Replies, Task, Tasks, Worker

WINDOW = 256
"""Lines taken from the jobs ahead of the one that is handed out next."""
TRIES = 2
LONGEST_LINE = 30_000
"""Characters: half an hour of speech, which a worker holds in memory several times over."""
EPISODES_A_TRIM = 20
"""Trimming looks at every clip there is: about as long as an episode's speech takes."""
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


@dataclass(slots=True)
class _Session:
    """One call of `record`: the jobs still to be taken, and the lines that have not been handed out yet."""

    jobs: Iterator[tuple[int, RecordingJob]]
    progress: Progress | None
    ahead: deque[tuple[RecordingJob, Task]] = field(default_factory=deque)
    known: dict[str, Task] = field(default_factory=dict)

    def abandon(self) -> None:
        for _, task in self.ahead:
            task.abandoned = True


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
        self._workers: list[Worker] = []
        self._tasks: Tasks = queue.SimpleQueue()
        self._replies: Replies = queue.SimpleQueue()
        self._open = 0
        self._made: set[str] = set()
        self._episodes = 0
        self._prepared = False

    def __enter__(self) -> Studio:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm_up(self, workers: int | None = None) -> None:
        """Starts so many workers now, by default all, in parallel with what the caller does before it
        records; others are started as they are needed."""
        while len(self._workers) < min(self._places, workers or self._places):
            self._hire()

    def close(self) -> None:
        """Stops the workers at once; clips that are finished stay."""
        for worker in self._workers:
            worker.stop()
            self._tasks.put(None)
        for worker in self._workers:
            worker.join()
        self._workers.clear()
        sweep(self.cache.aside)
        if self._made:
            self.cache.trim()

    def rest(self) -> None:
        """Between two episodes of many: what the last one used may go, and now and then some of it does."""
        self.cache.release()
        self._made.clear()
        self._episodes += 1
        if self._episodes % EPISODES_A_TRIM == 0:
            self.cache.trim()

    def record(self, jobs: Iterable[RecordingJob], progress: Progress | None = None) -> Iterator[Clip]:
        """A clip for each job, in order; its words are offsets into the job's written line.

        The first lines are under way when this returns; further jobs are taken as they are needed.  Raises
        EngineError, naming the line, when the engine refuses it, or when a second try too ended in a crash,
        a hang or an implausible recording; InputError for a line that is far too long; OutputError when the
        cache can't be written.
        """
        if not self._prepared:
            self.cache.prepare()
            self._prepared = True
        session = _Session(enumerate(jobs, 1), progress)
        try:
            self._look_ahead(session)
        except BaseException:
            session.abandon()
            raise
        return self._clips(session)

    def _clips(self, session: _Session) -> Iterator[Clip]:
        try:
            while session.ahead:
                job, task = session.ahead[0]
                if task.clip is None:
                    self._listen(session.progress)
                    continue
                session.ahead.popleft()
                session.known.pop(task.order.key, None)
                yield replace(task.clip, words=as_written(_spans(task.clip), job.spoken, job.written))
                self._look_ahead(session)
        finally:
            session.abandon()

    def _look_ahead(self, session: _Session) -> None:
        for number, job in itertools.islice(session.jobs, WINDOW - len(session.ahead)):
            task = self._task(number, job, session.known, session.progress)
            session.ahead.append((job, task))

    # ------------------------------------------------------------------ one line

    def _task(
        self, number: int, job: RecordingJob, known: dict[str, Task], progress: Progress | None
    ) -> Task:
        """The task for this job: one that is under way, one the cache has done, or a new one."""
        key = key_of(job.spoken, self.engine, job.voice, job.pace)
        task = known.get(key)
        if task is None:
            clip = None if self.force and key not in self._made else self.cache.find(key)
            task = known[key] = Task(number, job.written, self._order(number, job, key), clip)
            if clip is None:
                self._queue(task)
                return task
        self.reused += 1
        if progress:
            progress(self.recorded, self.reused)
        return task

    def _order(self, number: int, job: RecordingJob, key: str) -> Order:
        if len(job.spoken.text) > LONGEST_LINE:
            raise InputError(
                f"line {number}, {_start_of(job.written)}: {len(job.spoken.text):,} characters are"
                f" too many for one recording (at most {LONGEST_LINE:,}): break the paragraph up"
            )
        return Order(
            key=key,
            text=job.spoken.text,
            phonemes=job.spoken.phonemes,
            voice=job.voice,
            pace=job.pace,
            path=self.cache.path_of(key),
            aside=self.cache.aside,
        )

    def _finish(self, task: Task, clip: Clip, progress: Progress | None) -> None:
        if task.clip is not None:  # it was taken for hung, and answered after all
            return
        task.clip = clip
        self._made.add(clip.key)
        self.cache.keep(clip.key)
        self._open -= 1
        if task.abandoned:
            return
        self.recorded += 1
        if progress:
            progress(self.recorded, self.reused)

    def _fail(self, task: Task, error: Exception) -> None:
        """Gives the line another try where that may help, or raises."""
        task.tries += 1
        self._open -= 1
        if task.abandoned or task.clip is not None:
            return
        if isinstance(error, Implausible | Crashed) and task.tries < TRIES:
            self._queue(task)
        elif isinstance(error, OSError):
            raise self.cache.refused(error) from error
        elif isinstance(error, EngineError):
            raise EngineError(f"line {task.number}, {_start_of(task.written)}: {error}") from error
        else:
            raise error

    # ------------------------------------------------------------------ the workers

    def _queue(self, task: Task) -> None:
        self._tasks.put(task)
        self._open += 1
        if len(self._workers) < min(self._places, self._open):
            self._hire()

    def _hire(self) -> None:
        kind = ProcessWorker if self.engine.workers == "process" else Worker
        self._workers.append(kind(self.engine, self._tasks, self._replies))

    def _listen(self, progress: Progress | None) -> None:
        """Waits for one reply, or until it is time to look whether a worker hangs."""
        try:
            task, outcome = self._replies.get(timeout=PATIENCE)
        except queue.Empty:
            self._replace_hung()
            return
        if isinstance(outcome, Clip):
            self._finish(task, outcome, progress)
        else:
            self._fail(task, outcome)

    def _replace_hung(self) -> None:
        now = time.monotonic()
        for worker in list(self._workers):
            if (at := worker.under_way) is None:
                continue
            task, since = at
            limit = self.engine.time_limit * max(1.0, len(task.order.text) / 1000)
            if now - since > limit:
                self._workers.remove(worker)
                worker.stop()
                self._hire()
                self._fail(
                    task, Crashed(f"the engine {self.engine.name} gave no answer within {limit:.0f} s")
                )


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

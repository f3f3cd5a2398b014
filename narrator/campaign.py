"""A batch from beginning to end: which articles, on which workers, and what to tell of it."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from narrator.batch import Outcome, batch
from narrator.errors import EngineError, OutputError, UsageError, pip_install
from narrator.files import explain, sweep
from narrator.finished import RECORDS
from narrator.gathering import gather
from narrator.listening import Listener
from narrator.pools import PatientPool
from narrator.preflight import check
from narrator.settings import Settings
from narrator.storage import is_url, storage_at


@dataclass(frozen=True, slots=True)
class Order:
    """How a batch is to be run, beyond what each article's settings say."""

    output: str = ""
    """A folder, or a URL that all workers reach; empty for the settings' folder."""
    scheduler: str | None = None
    """The address of a Dask scheduler."""
    shard: tuple[int, int] = (1, 1)
    """(i, n): every n-th article, beginning with the i-th, both from 1."""
    report: Path | None = None


@dataclass(slots=True)
class Total:
    """What became of all articles; `audio` and `seconds` in seconds of sound and of wall time."""

    made: int = 0
    skipped: int = 0
    failed: int = 0
    audio: float = 0.0
    seconds: float = 0.0
    failures: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        setattr(self, outcome.outcome, getattr(self, outcome.outcome) + 1)
        self.audio += outcome.audio
        if outcome.outcome == "failed":
            self.failures.append(outcome)

    @property
    def done(self) -> int:
        return self.made + self.skipped + self.failed

    @property
    def pace(self) -> float:
        """Hours of sound made in an hour."""
        return self.audio / self.seconds if self.seconds else 0.0


def run(sources: Sequence[str], order: Order, settings: Settings, listener: Listener) -> Total:
    """Makes what is not made yet; each outcome is in the report as soon as it is known.

    Raises UsageError or ArticleError for sources, and UsageError or InputError for files and places, that
    are not there, OutputError for a report that can't be written; what goes wrong with one article is
    counted, not raised.
    """
    if order.output and not is_url(order.output):
        settings = replace(settings, output=Path(order.output))
    storage = order.output if is_url(order.output) else ""
    if not order.scheduler:  # a cluster's workers may have other engines, folders and file systems
        check(settings, scripts=not storage, output=not storage)
        for url in filter(None, (storage, settings.shared_cache)):
            storage_at(url)
    listener.stage("gathering")
    articles = _shard(list(gather(sources, settings)), order.shard)
    if order.scheduler:
        articles, settings = list(map(_from_anywhere, articles)), _found_from_anywhere(settings)
    if not storage:
        sweep(settings.output / RECORDS)
    total, begun = Total(), time.monotonic()
    listener.stage("batch")
    with _report(order.report) as report, _executor(order, settings, listener) as (executor, workers):
        for outcome in batch(articles, settings, executor, workers=workers, storage=storage):
            total.add(outcome)
            total.seconds = time.monotonic() - begun
            report(outcome)
            if outcome.outcome == "failed":
                listener.say(_sentence(outcome))
            listener.progress(total.done, len(articles), f"{total.pace:.0f} h of sound an hour")
    return total


def _sentence(outcome: Outcome) -> str:
    reason = outcome.reason or ""
    names = (outcome.source, str(Path(outcome.source)))  # a file's sentences have no `./` before its name
    return reason if any(name in reason for name in names) else f"{outcome.source}: {reason}"


def shard_from(text: str | None) -> tuple[int, int]:
    """`2/5` as (2, 5).  Raises UsageError."""
    if text is None:
        return 1, 1
    part, slash, parts = text.partition("/")
    if slash and part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts):
        return int(part), int(parts)
    raise UsageError(f"--shard {text}: write I/N, such as 1/4 for the first of four")


def _shard(articles: list[str], shard: tuple[int, int]) -> list[str]:
    part, parts = shard
    return articles[part - 1 :: parts]


def _from_anywhere(source: str) -> str:
    """The article for a worker that runs in another folder."""
    return source if is_url(source) else str(Path(source).absolute())


def _found_from_anywhere(settings: Settings) -> Settings:
    """With the files and folders of the batch's own folder; the cache is each worker's own."""
    paths = {
        name: value.absolute()
        for name in ("output", "scripts", "chime", "music", "cover", "lexicon")
        if (value := getattr(settings, name)) is not None
    }
    return replace(settings, **paths)


@contextlib.contextmanager
def _report(path: Path | None) -> Iterator[Callable[[Outcome], None]]:
    """Writes an outcome a line, at once."""
    if path is None:
        yield lambda _: None
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A file's name may be no text; JSON has an escape for what is not.
        file = path.open("w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise OutputError(explain(error, path)) from error

    def write(outcome: Outcome) -> None:
        try:
            file.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
            file.flush()
        except OSError as error:
            raise OutputError(explain(error, path)) from error

    with file:
        yield write


@contextlib.contextmanager
def _executor(
    order: Order, settings: Settings, listener: Listener
) -> Iterator[tuple[Executor, int | Callable[[], int]]]:
    """The workers and how many: this machine's, or a cluster's."""
    if order.scheduler is None:
        pool = PatientPool(settings.workers)
        try:
            yield pool, settings.workers
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(f"--scheduler needs Dask: {pip_install('narrator[cluster]')}") from error
    try:
        connect: Any = Client
        client = connect(order.scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EngineError(f"no Dask scheduler answers at {order.scheduler}: {error}") from error
    with client:
        if not client.nthreads():
            listener.say(f"no worker has come to {order.scheduler} yet: waiting for the first")
        try:
            yield client.get_executor(), lambda: sum(client.nthreads().values())
        except OSError as error:
            again = "run it again, and it goes on where it was"
            raise EngineError(f"the Dask scheduler at {order.scheduler} is gone; {again}") from error

"""Many articles, on any `concurrent.futures.Executor`: this machine's cores or a cluster's."""

from __future__ import annotations

import atexit
import contextlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal

from narrator import finished
from narrator.errors import EngineError, NarratorError
from narrator.finished import Finished
from narrator.listening import Silence
from narrator.naming import distinct_slug
from narrator.pipeline import Made, Prepared, perform, prepare
from narrator.settings import Settings
from narrator.speech.cache import Cache
from narrator.speech.engine import Engine
from narrator.speech.studio import Studio
from narrator.storage import Folder, Storage, is_url, storage_at

WINDOW_PER_WORKER = 3
"""Articles handed out ahead of need, for each worker: enough that none waits, and no more, so that a
list of a million costs nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article; `audio` and `seconds` in seconds of sound and of wall time."""

    source: str
    outcome: Literal["made", "skipped", "failed"]
    reason: str | None
    seconds: float
    audio: float = 0.0
    files: tuple[str, ...] = ()


Work = Callable[[str, Settings, str], Outcome]


def batch(
    sources: Iterable[str],
    settings: Settings,
    executor: Executor,
    *,
    workers: int | Callable[[], int],
    storage: str = "",
    work: Work | None = None,
) -> Iterator[Outcome]:
    """An outcome for each of `sources`, as they are done; a failure does not stop the rest.

    A worker makes one article at a time with one core.  At most `WINDOW_PER_WORKER` articles for each
    of `workers`, which is asked again and again if it can be called, are under way, however many
    `sources` yields.  Raises EngineError when the executor gives up.  `storage` is a URL that all workers
    reach, or empty for the settings' own folders.
    """
    make = work or make_one
    # The cast file would give people other voices depending on which article is finished first.
    own = replace(settings, jobs=1, keep_cast=False)
    waiting = iter(sources)
    under_way: dict[Future[Outcome], str] = {}
    while True:
        window = WINDOW_PER_WORKER * max(1, workers() if callable(workers) else workers)
        for source in islice(waiting, max(0, window - len(under_way))):
            under_way[executor.submit(make, source, own, storage)] = source
        if not under_way:
            return
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            yield _outcome(future, under_way.pop(future))


def _outcome(future: Future[Outcome], source: str) -> Outcome:
    """What the worker said, or that it died: an article that kills its workers is left out and named.

    Raises EngineError if it was never made because all workers have gone."""
    try:
        return future.result()
    except CancelledError as error:
        raise EngineError("the workers are gone; run it again, and it goes on where it was") from error
    except NarratorError as error:
        return Outcome(source, "failed", str(error), 0.0)
    except Exception as error:  # noqa: BLE001  an executor may be anyone's, and raises what it likes
        return Outcome(source, "failed", f"{type(error).__name__}: {error}", 0.0)


def make_one(source: str, settings: Settings, storage: str = "") -> Outcome:
    """Makes one article's episode, unless nothing it is made from has changed since it was finished.

    Never raises what a user can cause: that is the outcome's reason.
    """
    begun = time.monotonic()
    try:
        with _workplace(settings, storage) as (own, place):
            prepared = _with_a_name(prepare(source, own, Silence()), place)
            mark = finished.fingerprint(prepared, own)
            there = None if own.force else _finished(place, prepared, mark)
            if there:
                return Outcome(
                    source, "skipped", "nothing has changed", time.monotonic() - begun, files=there.files
                )
            made = perform(prepared, own, Silence(), partial(_studio, force=own.force))
            files = _deliver(made, place, prepared, mark)
    except NarratorError as error:
        return Outcome(source, "failed", str(error), time.monotonic() - begun)
    except MemoryError:
        return Outcome(source, "failed", "it needs more memory than a worker has", time.monotonic() - begun)
    timeline = made.episode.timeline
    return Outcome(source, "made", None, time.monotonic() - begun, timeline.length / timeline.rate, files)


# --------------------------------------------------------------------------- one article's place


@contextlib.contextmanager
def _workplace(settings: Settings, storage: str) -> Iterator[tuple[Settings, Storage]]:
    """Where a worker writes: the settings' own folders, or a temporary one that is carried to a URL."""
    if not storage or not is_url(storage):
        yield settings, Folder(settings.output)
        return
    with tempfile.TemporaryDirectory(prefix="narrator-") as folder:
        here = Path(folder)
        yield replace(settings, output=here / "audio", scripts=here / "scripts"), storage_at(storage)


def _with_a_name(prepared: Prepared, place: Storage) -> Prepared:
    """Under a name that no other article has, though many with its title may be made at this moment."""
    script = prepared.script
    if finished.claim(place, prepared.stem, script):
        return prepared
    path = prepared.manuscript.path.with_name(f"{distinct_slug(script.title, script.source)}.md")
    finished.claim(place, path.stem, script)
    return replace(prepared, manuscript=replace(prepared.manuscript, path=path))


def _finished(place: Storage, prepared: Prepared, mark: str) -> Finished | None:
    """The record of the episode if it is there, made from the same, with all its files."""
    record = finished.find(place, prepared.stem)
    whole = record is not None and record.made_from == mark and finished.is_whole(place, record)
    return record if whole else None


def _deliver(made: Made, place: Storage, prepared: Prepared, mark: str) -> tuple[str, ...]:
    """Carries the files to where they belong, then notes that they are all there.

    Who makes the same article at the same time makes the same sound: whoever comes second finds it
    there and leaves it.
    """
    beside = {path.name: path for kind, path in made.files.items() if kind != "script"}
    if not isinstance(place, Folder) and not _finished(place, prepared, mark):
        script = made.files["script"]
        place.write(f"scripts/{script.name}", script.read_bytes())
        for name, path in beside.items():
            place.write(name, path.read_bytes())
    finished.note(place, prepared.stem, Finished(prepared.script.source, mark, finished.names(beside)))
    return finished.names(beside)


# --------------------------------------------------------------------------- one worker's studio

_open_studios: dict[tuple[object, ...], Studio] = {}
"""This process's, by thread, engine and cache: starting one costs as much as a short article's speech."""


@contextlib.contextmanager
def _studio(engine: Engine, cache: Cache, *, force: bool) -> Iterator[Studio]:
    """A studio that stays open for the next article, unless this one ends badly: it may still be speaking."""
    key = (threading.get_ident(), engine.name, engine.version, type(cache), cache.folder, force)
    if key not in _open_studios:
        _open_studios[key] = Studio(engine, cache, workers=1, force=force)
    try:
        yield _open_studios[key]
    except BaseException:
        _open_studios.pop(key).close()
        raise
    _open_studios[key].rest()


@atexit.register
def _close_studios() -> None:
    while _open_studios:
        _open_studios.popitem()[1].close()

"""A pool of worker processes that survives the death of any of them.

`concurrent.futures.ProcessPoolExecutor` breaks for good when a worker is killed and loses all that was
under way.  Here each worker is a pool of its own, so a death costs one task one try.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from narrator.errors import NarratorError

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

TRIES = 2
TASKS_PER_WORKER = 200
"""After so many tasks a worker makes room for a fresh one, whatever it may have leaked."""
MEMORY = 2 * 1024**3
"""Bytes that a worker may hold at most, and so may each process that it starts, where the system can see to
it: an article of 100,000 words takes a quarter of a gigabyte in all of them together."""


class WorkerDiedError(NarratorError):
    """A task's worker process died, as often as it was tried."""


class PatientPool(Executor):
    """`workers` processes, started with `spawn`; a task whose worker dies is tried once more.

    Each may hold `memory` bytes, and is refused more (MemoryError), and uses one core for arithmetic.
    """

    def __init__(self, workers: int, *, memory: int = MEMORY) -> None:
        self._memory = memory
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="narrator-worker")
        self._own = threading.local()
        self._pools: set[ProcessPoolExecutor] = set()
        self._lock = threading.Lock()
        self._closed = False

    def submit(
        self, fn: Callable[Parameters, Result], /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Future[Result]:
        return self._threads.submit(self._run, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """With `cancel_futures`, worker processes are ended at once, whatever they are doing."""
        self._closed = True
        if cancel_futures:
            with self._lock:
                for pool in self._pools:
                    _end(pool)
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        with self._lock:
            for pool in self._pools:
                pool.shutdown(wait, cancel_futures=True)
            self._pools.clear()

    def _run(
        self, fn: Callable[Parameters, Result], /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Result:
        for _ in range(TRIES):
            pool = self._pool()
            try:
                return pool.submit(fn, *args, **kwargs).result()
            except BrokenProcessPool:
                self._let_go(pool)
                if self._closed:
                    break
        raise WorkerDiedError(f"its worker process died {TRIES} times (killed, out of memory or crashed)")

    def _pool(self) -> ProcessPoolExecutor:
        """The calling thread's own process."""
        pool: ProcessPoolExecutor | None = getattr(self._own, "pool", None)
        if pool is None:
            pool = self._own.pool = ProcessPoolExecutor(
                1,
                multiprocessing.get_context("spawn"),
                initializer=_settle,
                initargs=(self._memory,),
                max_tasks_per_child=TASKS_PER_WORKER,
            )
            with self._lock:
                self._pools.add(pool)
        return pool

    def _let_go(self, pool: ProcessPoolExecutor) -> None:
        self._own.pool = None
        with self._lock:
            self._pools.discard(pool)
        pool.shutdown(wait=False)


def _settle(memory: int) -> None:
    """In a new worker, before NumPy is loaded there."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    if resource:
        with contextlib.suppress(OSError, ValueError):
            _, most = resource.getrlimit(resource.RLIMIT_DATA)
            wanted = memory if most == resource.RLIM_INFINITY else min(memory, most)
            resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def _end(pool: ProcessPoolExecutor) -> None:
    """Ends a pool's processes; ProcessPoolExecutor has no public way to before Python 3.14."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        with contextlib.suppress(OSError, ValueError):
            process.terminate()

"""Workers that speak lines at the same time: processes for native code, threads for the network.

Both take orders with `send` and put (worker, key, clip or exception) on the queue they were given; a
process that has died puts (worker, None, None).  A worker process is a new interpreter that imports
this package alone (not the caller's main module, as multiprocessing would), starts in parallel with the
caller's work, and ends when its standard input does, so none outlives its studio, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from typing import Literal, Protocol

from narrator.errors import EngineError, NarratorError
from narrator.model import Clip
from narrator.speech.engine import Engine
from narrator.speech.recording import Order, make

Outcome = Clip | Exception
Reply = tuple["Worker", str | None, Outcome | None]
Replies = queue.SimpleQueue[Reply]

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    "from narrator.speech.workers import serve; serve()"
)


class Worker(Protocol):
    def send(self, order: Order) -> None:
        """Never blocks for long and never raises: a dead worker says so on the queue."""

    def stop(self) -> None:
        """At once, whatever it is doing; nothing of it is heard afterwards."""

    def last_words(self) -> str:
        """What a worker that died said of it, for an error message."""


def outcome_of(engine: Engine, order: Order) -> Outcome:
    """The clip, or what went wrong: ours, the system's, or an engine's own defect in a sentence."""
    try:
        return make(engine, order)
    except (NarratorError, OSError) as error:
        return error
    except Exception as error:  # noqa: BLE001  an engine may be anyone's code
        return EngineError(f"the engine {engine.name} failed: {type(error).__name__}: {error}")


class ProcessWorker:
    def __init__(self, engine: Engine, replies: Replies) -> None:
        self._replies = replies
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed by stop
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        self._stopped = False
        self._write(sys.path)
        self._write(engine)
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, order: Order) -> None:
        self._write(order)

    def stop(self) -> None:
        self._stopped = True
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._errors):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()

    def last_words(self) -> str:
        code = self._process.wait()
        with contextlib.suppress(OSError, ValueError):
            self._errors.seek(0)
            lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
            if lines and code > 0:
                return lines[-1]
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"killed by {signal.Signals(-code).name}"
        return f"exit status {code}"

    def _write(self, message: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it died; `_listen` says so
            pickle.dump(message, self._process.stdin)
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe, contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
            while True:
                key, outcome = pickle.load(pipe)
                if self._stopped:
                    return
                self._replies.put((self, key, outcome))
        if not self._stopped:
            self._replies.put((self, None, None))


class ThreadWorker:
    def __init__(self, engine: Engine, replies: Replies) -> None:
        self._engine = engine
        self._replies = replies
        self._orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._stopped = False
        threading.Thread(target=self._work, daemon=True).start()

    def send(self, order: Order) -> None:
        self._orders.put(order)

    def stop(self) -> None:
        """The line under way is still finished and kept, if the process lives that long."""
        self._stopped = True
        self._orders.put(None)

    def last_words(self) -> str:
        return "no answer"

    def _work(self) -> None:
        while (order := self._orders.get()) is not None and not self._stopped:
            outcome = outcome_of(self._engine, order)
            if not self._stopped:
                self._replies.put((self, order.key, outcome))


def hire(kind: Literal["process", "thread"], engine: Engine, replies: Replies) -> Worker:
    return ProcessWorker(engine, replies) if kind == "process" else ThreadWorker(engine, replies)


def serve() -> None:
    """The main function of a worker process: orders in on standard input, outcomes out on standard output.

    Whatever native code prints goes to standard error, never into the answers.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to act on
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    engine: Engine = pickle.load(sys.stdin.buffer)
    orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
    threading.Thread(target=_take_orders, args=(orders,), daemon=True).start()
    while True:
        order = orders.get()
        answer = (order.key, outcome_of(engine, order))
        try:
            pickle.dump(answer, answers)
            answers.flush()
        except OSError:
            os._exit(0)  # the parent is gone


def _take_orders(orders: queue.SimpleQueue[Order]) -> None:
    """Ends the process when the parent does, also in the middle of a line that hangs."""
    with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            orders.put(pickle.load(sys.stdin.buffer))
    os._exit(0)

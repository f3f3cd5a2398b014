"""Workers that speak lines at the same time: processes for native code, threads for the network.

Each is a thread that takes the next task from a queue they all share, so that none waits while there is
work, and puts (task, clip or exception) on another.  A thread that works for a process passes the order
on to it; a process that dies is replaced, its line reported as `Crashed`.  A worker process is a new
interpreter that imports this package alone (not the caller's main module, as multiprocessing would),
starts in parallel with the caller's work, and ends when its standard input does, so none outlives its
studio, however that ends.
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
import time
from dataclasses import dataclass

from narrator.errors import EngineError, NarratorError
from narrator.model import Clip
from narrator.speech.engine import Engine
from narrator.speech.recording import Order, make

Outcome = Clip | Exception

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    "from narrator.speech.workers import serve; serve()"
)


class Crashed(EngineError):  # noqa: N818  reads as what it is
    """The worker process died over the line: worth a second try."""


@dataclass(slots=True, eq=False)
class Task:
    """One distinct recording on its way; `number` and `written` tell the user which."""

    number: int
    written: str
    order: Order
    clip: Clip | None = None
    tries: int = 0
    abandoned: bool = False
    """Whoever asked for it has gone: it need not be made, and what becomes of it is nobody's error."""


Tasks = queue.SimpleQueue[Task | None]
Replies = queue.SimpleQueue[tuple[Task, Outcome]]


def outcome_of(engine: Engine, order: Order) -> Outcome:
    """The clip, or what went wrong: ours, the system's, or an engine's own defect in a sentence."""
    try:
        return make(engine, order)
    except (NarratorError, OSError) as error:
        return error
    except Exception as error:  # noqa: BLE001  an engine may be anyone's code
        return EngineError(f"the engine {engine.name} failed: {type(error).__name__}: {error}")


class Worker:
    """A thread that speaks by itself.  `None` among the tasks ends one worker."""

    def __init__(self, engine: Engine, tasks: Tasks, replies: Replies) -> None:
        self.engine = engine
        self.under_way: tuple[Task, float] | None = None
        """What it is at, and since when by the monotonic clock."""
        self._tasks = tasks
        self._replies = replies
        self._stopped = False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Nothing more is heard of it.  A line under way is still finished and kept, if it ever is."""
        self._stopped = True

    def join(self) -> None:
        """Waits until nothing of it is left, where that can be had: a line under way goes on."""

    def _speak(self, order: Order) -> Outcome:
        return outcome_of(self.engine, order)

    def _work(self) -> None:
        while not self._stopped and (task := self._tasks.get()) is not None:
            if self._stopped or task.abandoned:
                continue
            self.under_way = task, time.monotonic()
            outcome = self._speak(task.order)
            self.under_way = None
            if not self._stopped:
                self._replies.put((task, outcome))


class ProcessWorker(Worker):
    """A thread that has a process speak."""

    def __init__(self, engine: Engine, tasks: Tasks, replies: Replies) -> None:
        self._lock = threading.Lock()  # no new process once it is stopped
        self._process = _Process(engine)
        super().__init__(engine, tasks, replies)

    def stop(self) -> None:
        """At once, whatever it is doing."""
        with self._lock:
            self._stopped = True
            self._process.end()

    def join(self) -> None:
        self._thread.join()

    def _work(self) -> None:
        try:
            super()._work()
        finally:
            self._process.forget()

    def _speak(self, order: Order) -> Outcome:
        try:
            return self._process.ask(order)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            with self._lock:
                if self._stopped:
                    return Crashed("stopped")
                fault = self._process.last_words()
                self._process.end()
                self._process.forget()
                self._process = _Process(self.engine)
            return Crashed(f"the engine {self.engine.name} crashed ({fault})")


class _Process:
    def __init__(self, engine: Engine) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed by `end`
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        with contextlib.suppress(OSError):  # if it is dead already, `ask` finds out
            self._send(sys.path)
            self._send(engine)

    def ask(self, order: Order) -> Outcome:
        """Waits for the answer.  Raises EOFError or OSError if the process dies."""
        self._send(order)
        assert self._process.stdout is not None
        outcome: Outcome = pickle.load(self._process.stdout)
        return outcome

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._errors):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()

    def forget(self) -> None:
        """Closes the pipe of answers; only whoever asks may do that."""
        assert self._process.stdout is not None
        self._process.stdout.close()

    def last_words(self) -> str:
        """What it said as it died."""
        try:
            code = self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return "no answer"
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        if lines and code > 0:
            return lines[-1]
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
        return f"exit status {code}"

    def _send(self, message: object) -> None:
        assert self._process.stdin is not None
        pickle.dump(message, self._process.stdin)
        self._process.stdin.flush()


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
        answer = _portable(outcome_of(engine, orders.get()))
        try:
            answers.write(answer)
            answers.flush()
        except OSError:
            os._exit(0)  # the parent is gone


def _portable(outcome: Outcome) -> bytes:
    """Pickled; an exception that can't travel, as some engines' own can't, goes as its sentence."""
    if isinstance(outcome, Clip):
        return pickle.dumps(outcome)
    try:
        pickled = pickle.dumps(outcome)
        pickle.loads(pickled)
    except Exception:  # noqa: BLE001  whatever its class does there
        return pickle.dumps(EngineError(str(outcome)))
    return pickled


def _take_orders(orders: queue.SimpleQueue[Order]) -> None:
    """Ends the process when the parent does, also in the middle of a line that hangs."""
    with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
        while True:
            orders.put(pickle.load(sys.stdin.buffer))
    os._exit(0)

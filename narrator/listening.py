"""How a run tells whoever is watching what it is doing; the library itself never prints."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Listener(Protocol):
    """Hears about stages, progress within a stage, and sentences a person should read."""

    def stage(self, name: str) -> None: ...

    def progress(self, done: int, total: int, note: str = "") -> None: ...

    def say(self, sentence: str) -> None: ...


class Silence:
    """A listener that does nothing."""

    def stage(self, name: str) -> None:
        pass

    def progress(self, done: int, total: int, note: str = "") -> None:
        pass

    def say(self, sentence: str) -> None:
        pass


class Stopwatch:
    """Seconds of wall time by stage, each moment counted once: a stage within a stage stops the outer
    one.  A stage is announced to the listener when it is first entered."""

    def __init__(self, listener: Listener) -> None:
        self.seconds: dict[str, float] = {}
        self._listener = listener
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        if name not in self.seconds:
            self._listener.stage(name)
            self.seconds[name] = 0.0
        self._book()
        self._running.append(name)
        try:
            yield
        finally:
            self._book()
            self._running.pop()

    def _book(self) -> None:
        """Books the time since the last change to the stage that was running."""
        now = time.monotonic()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now

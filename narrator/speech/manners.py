"""How to ask a service that owes us nothing: spaced, backing off when told to, and not for ever."""

from __future__ import annotations

import email.utils
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


class Refused(Exception):  # noqa: N818  reads as what it is
    """A service gave no audio this time; the message says why, in words that go on from its name.

    `tries`: how many are worth it; `overloaded`: it wants us slower, or back after `asked` seconds.
    """

    def __init__(
        self, message: str, *, tries: int = 99, overloaded: bool = False, asked: float | None = None
    ) -> None:
        super().__init__(message)
        self.tries, self.overloaded, self.asked = tries, overloaded, asked


@dataclass(frozen=True, slots=True)
class Manners:
    """All in seconds but `tries`.

    `connect` and `read` are time-outs of one request, `whole` of its whole reply.  `spacing` is the
    time between two requests that it begins with, which shrinks to `least` while all goes well and
    doubles up to `most` at each refusal.  After a failure the same piece waits `first_wait`, then twice
    that, and so on up to `longest_wait`, each time anything from half to all of it; a service's own
    Retry-After is kept up to `longest_asked`.
    """

    tries: int = 4
    connect: float = 6.0
    read: float = 10.0
    whole: float = 25.0
    spacing: float = 0.4
    least: float = 0.15
    most: float = 3.0
    first_wait: float = 1.0
    longest_wait: float = 8.0
    longest_asked: float = 60.0


class Throttle:
    """Shared by all threads that ask one service.  `clock` and `sleep` are there for tests."""

    def __init__(
        self,
        manners: Manners,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.manners = manners
        self.spacing = manners.spacing
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Sleeps until it is this caller's turn."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self.spacing
        if turn > now:
            self._sleep(turn - now)

    def went_well(self) -> None:
        with self._lock:
            self.spacing = max(self.manners.least, self.spacing * 0.9)

    def was_refused(self, asked: float | None) -> None:
        """The service is overloaded or says that we are too many: everyone waits, then goes slower."""
        with self._lock:
            self.spacing = min(self.manners.most, max(self.spacing * 2, self.manners.least))
            pause = min(asked, self.manners.longest_asked) if asked is not None else self.spacing
            self._next = max(self._next, self._clock() + pause)

    def back_off(self, failures: int) -> None:
        """Before the next try of what failed `failures` times."""
        longest = min(self.manners.longest_wait, self.manners.first_wait * 2 ** (failures - 1))
        self._sleep(longest * (0.5 + 0.5 * self._chance()))


def persist(throttle: Throttle, ask: Callable[[], T]) -> T:
    """What `ask` returns, the first time that it does not raise Refused.

    Raises Refused, with the number of tries in the message, when no further one is worth it.
    """
    attempt = 0
    while True:
        attempt += 1
        throttle.wait()
        try:
            answer = ask()
        except Refused as refusal:
            if refusal.overloaded:
                throttle.was_refused(refusal.asked)
            if attempt >= min(throttle.manners.tries, refusal.tries):
                raise Refused(f"{refusal}, after {attempt} {'try' if attempt == 1 else 'tries'}") from refusal
            throttle.back_off(attempt)
        else:
            throttle.went_well()
            return answer


def seconds_asked(retry_after: str | None) -> float | None:
    """What a Retry-After header says (RFC 9110, 10.2.3): seconds, or a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        when = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, when.timestamp() - time.time())

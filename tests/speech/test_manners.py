"""Spacing, backing off, and Retry-After, on a clock that the test turns."""

import email.utils
import time

import pytest

from narrator.speech.manners import Manners, Throttle, seconds_asked


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def throttle(clock: Clock, **manners: float) -> Throttle:
    return Throttle(Manners(**manners), clock=clock, sleep=clock.sleep, chance=lambda: 1.0)


def test_requests_keep_their_distance(clock: Clock):
    gate = throttle(clock, spacing=0.5)
    gate.wait()
    assert clock.now == 100
    gate.wait()
    gate.wait()
    assert clock.now == 101


def test_the_distance_shrinks_while_all_goes_well_and_doubles_at_a_refusal(clock: Clock):
    gate = throttle(clock, spacing=1.0, least=0.5, most=3.0)
    for _ in range(50):
        gate.went_well()
    assert gate.spacing == 0.5
    gate.was_refused(None)
    assert gate.spacing == 1.0
    for _ in range(5):
        gate.was_refused(None)
    assert gate.spacing == 3.0


def test_retry_after_holds_everyone_up_but_not_for_ever(clock: Clock):
    gate = throttle(clock, longest_asked=60.0)
    gate.was_refused(7.0)
    gate.wait()
    assert clock.now == 107
    gate.was_refused(86400.0)
    gate.wait()
    assert clock.now == 167


def test_each_failure_waits_twice_as_long_up_to_a_limit(clock: Clock):
    gate = throttle(clock, first_wait=1.0, longest_wait=5.0)
    waits = []
    for failures in range(1, 6):
        before = clock.now
        gate.back_off(failures)
        waits.append(clock.now - before)
    assert waits == [1, 2, 4, 5, 5]


def test_jitter_is_between_half_and_all(clock: Clock):
    gate = Throttle(Manners(first_wait=1.0), clock=clock, sleep=clock.sleep, chance=lambda: 0.0)
    gate.back_off(1)
    assert clock.now == 100.5


def test_retry_after_is_seconds_or_a_date():
    assert seconds_asked("120") == 120
    assert seconds_asked(None) is None
    assert seconds_asked("soon") is None
    before = time.time()
    in_a_minute = seconds_asked(email.utils.formatdate(before + 60, usegmt=True))
    assert in_a_minute is not None
    assert 59 - (time.time() - before) <= in_a_minute <= 60  # a date has whole seconds
    assert seconds_asked("Wed, 21 Oct 2015 07:28:00 GMT") == 0

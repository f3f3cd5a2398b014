"""A pool whose workers may die."""

import os
import signal
import sys
from pathlib import Path

import pytest

from narrator.pools import PatientPool, WorkerDiedError


def die_until(marker: str) -> str:
    """Kills its own process, until an earlier try has left the marker."""
    if Path(marker).exists():
        return "alive"
    Path(marker).touch()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def double(number: int) -> int:
    return 2 * number


def hold(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024**2))


def test_a_death_costs_one_try_of_one_task(tmp_path):
    with PatientPool(2) as pool:
        fatal = pool.submit(die_until, str(tmp_path / "marker"))
        others = [pool.submit(double, n) for n in range(5)]
        assert [other.result() for other in others] == [0, 2, 4, 6, 8]
        assert fatal.result() == "alive"


def test_a_task_that_always_kills_is_given_up_and_named():
    with PatientPool(1) as pool:
        poison, after = pool.submit(die), pool.submit(double, 21)
        with pytest.raises(WorkerDiedError, match="died 2 times"):
            poison.result()
        assert after.result() == 42


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to it")
def test_a_task_is_refused_more_memory_than_a_worker_has():
    with PatientPool(1, memory=256 * 1024**2) as pool:
        greedy, modest = pool.submit(hold, 400), pool.submit(hold, 40)
        with pytest.raises(MemoryError):
            greedy.result()
        assert modest.result() == 40 * 1024**2

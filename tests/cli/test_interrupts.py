"""Ctrl-C and a request to end, at moments when they are easily lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals")

LOST = """
import os, signal, sys, time, weakref
from narrator.cli import interrupts

class Kept: pass

def forgotten(_):
    os.kill(os.getpid(), getattr(signal, sys.argv[1]))
    for _ in range(1000):  # the handler is called here, where nobody takes what it raises
        pass

interrupts.heed()
kept = Kept()
reference = weakref.ref(kept, forgotten)
try:
    del kept
    print("lost", flush=True)
    time.sleep(600)
except KeyboardInterrupt:
    print("heard")
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_an_interrupt_is_heard_that_python_could_not_raise(number: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOST, number],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["lost", "heard"]
    assert done.stderr == ""


UNRAISABLE = """
from narrator.cli import interrupts

class Faulty:
    def __del__(self):
        raise ValueError("said as ever")

interrupts.heed()
Faulty()
"""


def test_other_faults_that_python_could_not_raise_are_shown_as_ever() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNRAISABLE], env=environment(), capture_output=True, text=True, check=True
    )
    assert "ValueError: said as ever" in done.stderr


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

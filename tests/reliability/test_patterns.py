"""No regular expression of the program can be driven into a standstill."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.patterns import Found, all_patterns, attacks, hurt, stop

ROOT = Path(__file__).parents[2]


def test_patterns_are_found_in_tables_and_inside_functions():
    found = {one.where.partition("[")[0]: one for one in all_patterns()}
    assert len(found) > 250
    assert "narrator.reading.kinds._HTML" in found and not found["narrator.reading.kinds._HTML"].searches
    assert any(":" in where for where in found), "those written inside functions too"


def test_the_inputs_would_find_a_bad_pattern():
    def made(pattern: str) -> list[str]:
        return [attack.of(200) for attack in attacks(re.compile(pattern))]

    assert any(attack.startswith("<!---->\t<!---->") for attack in made(r"(?:<!--.*?-->\s*)*x"))
    assert any(attack.startswith("aaaaaaaaaa") for attack in made(r"(a+)+b"))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a clock of processor time")
@pytest.mark.parametrize(
    ("pattern", "linear"),
    [
        (r"\s+x", False),
        (r"(?<!\s)\s+x", True),
        (r"(?:a|a)+b", False),
        (r"a+", True),
        (r"[a_]+$", False),  # only with something behind
        (r"b(?:a|a)+$", False),  # and in front
    ],
)
def test_a_bad_pattern_is_told_from_a_good_one(pattern, linear):
    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        assert (hurt(Found("here", re.compile(pattern))) is None) is linear
    finally:
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a clock of processor time")
def test_every_pattern_comes_to_an_end():
    """All are driven, in a process of their own; a linear one needs a fiftieth of the time it is given."""
    command = [sys.executable, str(ROOT / "tests" / "reliability" / "patterns.py")]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=1500,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    *slow, last = map(json.loads, done.stdout.splitlines())
    assert last["driven"] > 300
    assert slow == []

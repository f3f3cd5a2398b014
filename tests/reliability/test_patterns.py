"""No regular expression of the program can be driven into a standstill."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.patterns import KNOWN, all_patterns, attacks

ROOT = Path(__file__).parents[2]


def test_patterns_are_found_in_tables_and_inside_functions():
    found = {one.where.partition("[")[0]: one for one in all_patterns()}
    assert len(found) > 250
    assert "narrator.reading.kinds._HTML" in found and not found["narrator.reading.kinds._HTML"].searches
    assert any(":" in where for where in found), "those written inside functions too"


def test_the_inputs_would_find_a_bad_pattern():
    import re

    assert any(
        attack.startswith("<!---->\t<!---->") for attack in attacks(re.compile(r"(?:<!--.*?-->\s*)*x"))
    )
    assert any(attack.startswith("aaaaaaaaaa") for attack in attacks(re.compile(r"(a+)+b")))


@pytest.mark.slow
@pytest.mark.soak
def test_every_pattern_comes_to_an_end():
    """Each is driven in a process of its own; a linear one needs a hundredth of the time it is given."""
    command = [sys.executable, str(ROOT / "tests" / "reliability" / "patterns.py")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=1500, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    *slow, last = map(json.loads, done.stdout.splitlines())
    assert last["driven"] > 300
    assert not [one for one in slow if not one["where"].startswith(tuple(KNOWN))]

"""Every seed and everything that fuzzing ever found, in a moment; the search itself is slow."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz.harness import TARGETS

HERE = Path(__file__).parent
FOUND = (*HERE.glob("corpus/*/*"), *HERE.glob("findings/*/*"))
KEPT = sorted((path.parent.name, path) for path in FOUND)


@pytest.mark.parametrize(("target", "path"), KEPT, ids=[f"{target}-{path.name}" for target, path in KEPT])
def test_what_was_found_once_is_read_or_refused(target: str, path: Path) -> None:
    TARGETS[target](path.read_bytes())


def test_every_target_has_seeds_and_every_seed_a_target() -> None:
    assert {target for target, _ in KEPT} == set(TARGETS)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="needs atheris")
def test_the_search_runs_and_counts(tmp_path: Path) -> None:
    command = [sys.executable, str(HERE / "run.py"), "script", "--seconds", "5", "--work", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    outcome = json.loads(done.stdout)
    assert outcome["executions"] > 100 and outcome["findings"] == []

"""docs/benchmarks.md has a place for each benchmark, and `benchmarks/all.py` fills it."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALL = runpy.run_path(str(ROOT / "benchmarks" / "all.py"))
PAGE = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")


def test_every_script_is_run_or_said_to_be_run_by_hand():
    scripts = {path.name for path in (ROOT / "benchmarks").glob("*.py")}
    run = {benchmark.script for benchmark in ALL["BENCHMARKS"].values()}
    assert scripts - ALL["NOT_RUN"] == run | ALL["BY_HAND"]
    assert all(f"benchmarks/{script}" in PAGE for script in ALL["BY_HAND"])


@pytest.mark.parametrize("name", ALL["BENCHMARKS"])
def test_the_page_has_a_place_for_each(name):
    assert ALL["with_block"](PAGE, name, "42").count("\n42\n") == 1
    assert f"<!-- {name} -->\n<!-- end of {name} -->" not in PAGE, "a place without figures"


def test_only_its_own_place_is_written():
    page = "a\n<!-- one -->\nold\n<!-- end of one -->\nb\n<!-- two -->\nold\n<!-- end of two -->\n"
    assert ALL["with_block"](page, "two", "new") == page[::-1].replace("dlo", "wen", 1)[::-1]
    with pytest.raises(SystemExit, match="no place for three"):
        ALL["with_block"](page, "three", "new")


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("n | m\n\n| a |\n|---|\n| 1 |\n", "n | m\n\n| a |\n|---|\n| 1 |"),
        ("three words only", "```\nthree words only\n```"),
        (
            json.dumps({"peak_mb": 3, "left": []}, indent=1),
            "|  |  |\n| --- | --- |\n| peak mb | 3 |\n| left | none |",
        ),
        ('{"a": [1, 2]}\n{"a": {"b": 3}}', "| a |\n| --- |\n| 1, 2 |\n| b 3 |"),
    ],
)
def test_what_a_benchmark_prints_becomes_markdown(printed, shown):
    assert ALL["as_markdown"](printed) == shown


def test_a_quick_run_prints_and_writes_nothing():
    done = subprocess.run(
        [sys.executable, "benchmarks/all.py", "--quick", "startup"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "python benchmarks/startup.py" in done.stdout and "| `narrator --help` |" in done.stdout
    assert (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8") == PAGE


def test_an_unknown_name_is_wrong_usage():
    done = subprocess.run(
        [sys.executable, "benchmarks/all.py", "nonesuch"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and "there are startup" in done.stderr

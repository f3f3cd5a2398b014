"""Runs the benchmarks and writes what they print into docs/benchmarks.md, each between its own markers.

    python benchmarks/all.py                    all of them, about an hour
    python benchmarks/all.py startup people     only these
    python benchmarks/all.py --quick            small sizes, a few minutes; printed, not written

Each is a script of its own that compares with named baselines in the same run, and prints Markdown, JSON
(made a table here) or text.  One that fails ends the run, and the page keeps its figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Benchmark:
    script: str
    full: str = ""
    quick: str = ""

    def command(self, quick: bool) -> str:
        return f"python benchmarks/{self.script} {self.quick if quick else self.full}".strip()


BENCHMARKS = {
    "startup": Benchmark("startup.py"),
    "interrupt": Benchmark("interrupt.py", "--times 20", "--times 2"),
    "people": Benchmark("people.py", "--words 100000", "--words 8000"),
    "hostile": Benchmark("load_hostile.py", "--size 50000", "--size 4000"),
    "episode": Benchmark("episode.py", "--minutes 60 --formats mp3,m4a,opus", "--minutes 1 --formats mp3"),
    "edit": Benchmark("edit.py", "--minutes 60", "--minutes 2 --edits 1"),
    "load": Benchmark("load.py", "--words 10000 100000 --format m4b", "--words 2000"),
    "batch": Benchmark("batch.py", "--articles 200 --save benchmarks/batch.json", "--articles 4"),
    "soak": Benchmark("soak.py", "--articles 500", "--articles 8"),
}
"""In the order in which they are run: short ones first."""
BY_HAND = {"hard_names.py", "quote_confidence.py"}
"""These need texts or dictionaries that are no part of the project."""
NOT_RUN = {"all.py", "texts.py", "scale.py"}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    for name in given.names or BENCHMARKS:
        block = measured(BENCHMARKS[name], given.quick)
        print(f"## {name}\n\n{block}\n", flush=True)
        if not given.quick:
            page = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(with_block(page, name, block), encoding="utf-8")


def measured(benchmark: Benchmark, quick: bool) -> str:
    """The command, when and where it was run, and what it said; ends the run where it fails."""
    command = benchmark.command(quick)
    _, script, *options = shlex.split(command)
    done = subprocess.run(
        [sys.executable, str(HERE.parent / script), *options],
        cwd=HERE.parent,
        env={**os.environ, "PYTHONPATH": str(HERE.parent)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{command} ended with {done.returncode}")
    return f"```sh\n{command}\n```\n\n{machine()}\n\n{as_markdown(done.stdout)}"


def machine() -> str:
    cores = os.cpu_count()
    return (
        f"{time.strftime('%Y-%m-%d')}, {cores} cores, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}:"
    )


def as_markdown(printed: str) -> str:
    """A table as it is, JSON as a table, other text fenced."""
    printed = printed.strip()
    if re.search(r"^\|[ :-]*-", printed, re.M):
        return printed
    records = _records(printed)
    if not records:
        return f"```\n{printed}\n```"
    if len(records) == 1:
        return _table(["", ""], [[key, value] for key, value in records[0].items()])
    head = list(records[0])
    return _table(head, [[record.get(key, "") for key in head] for record in records])


def _records(printed: str) -> list[Mapping[str, Any]]:
    """One object, or an object a line; nothing for what is no JSON."""
    for texts in ([printed], printed.splitlines()):
        try:
            found = [json.loads(text) for text in texts if text.strip()]
        except ValueError:
            continue
        if found and all(isinstance(one, dict) for one in found):
            return found
    return []


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_cell(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_cell, value)) or "none"
    return str(value).replace("_", " ").replace("|", "\\|")


def with_block(page: str, name: str, block: str) -> str:
    """The page with what stands between the benchmark's markers replaced."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        sys.exit(f"{PAGE.name} has no place for {name}: {begin.strip()} … {end}")
    return f"{before}{begin}{block}\n{end}{after}"


if __name__ == "__main__":
    main()

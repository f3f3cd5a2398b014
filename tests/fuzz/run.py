"""Coverage-guided fuzzing of one target: `python tests/fuzz/run.py TARGET --seconds N`.

Needs atheris (`pip install atheris`).  Begins with the seeds in `corpus/TARGET` and all earlier findings,
keeps what reaches new code in a working folder, and stops for nothing but the time: an input that crashes,
takes more than 2 s of processor time or 500 MB of memory is put into `findings/TARGET`, and it goes on.
Each run adds a line to the log: executions, findings, most memory.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

LONGEST = 2.0
"""Seconds of processor time for one input."""
MOST_MEMORY = 500
"""Megabytes that the process may hold at any time."""
LONGEST_INPUT = 6000
INSTRUMENTED = ["narrator", "mammoth", "pypdf", "feedparser"]
ROOMS = ("reading", "people", "script", "spoken")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "narrator-fuzz")
    parser.add_argument("--log", type=Path)
    parser.add_argument("--child", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child is not None:
        explore(given.target, given.child)
    else:
        outcome = campaign(given.target, given.seconds, given.work)
        sys.stdout.write(json.dumps(outcome) + "\n")
        if given.log:
            with given.log.open("a") as log:
                log.write(json.dumps(outcome) + "\n")
        sys.exit(1 if outcome["findings"] else 0)


def campaign(target: str, seconds: int, work: Path) -> dict[str, object]:
    """Runs until the time is up, beginning again after each finding; executions are libFuzzer's own count."""
    grown, findings = work / target, HERE / "findings" / target
    for folder in (grown, findings):
        folder.mkdir(parents=True, exist_ok=True)
    before = set(findings.iterdir())
    begun, executions, memory = time.monotonic(), 0, 0
    while (left := seconds - int(time.monotonic() - begun)) > 0:
        said, code = _session(target, left, [grown, HERE / "corpus" / target, findings])
        counted = [int(n) for n in re.findall(r"^(?:#|stat::number_of_executed_units: +)(\d+)", said, re.M)]
        if not counted:
            raise SystemExit(f"{target} did not start:\n{said[-3000:]}")
        executions += max(counted)
        memory = max(memory, *(int(n) for n in re.findall(r"(?:peak_rss_mb: +|rss: )(\d+)", said)))
        if code:
            (work / f"{target}.last").write_text(said[-20_000:])
    new = sorted(path.name for path in set(findings.iterdir()) - before)
    if not any(findings.iterdir()):
        findings.rmdir()
    return {
        "target": target,
        "seconds": round(time.monotonic() - begun),
        "executions": executions,
        "corpus": len(list(grown.iterdir())),
        "peak_mb": memory,
        "findings": new,
    }


def _session(target: str, seconds: int, folders: list[Path]) -> tuple[str, int]:
    """What libFuzzer says, and its exit code, until the time is up or something is found."""
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={folders[-1]}/",
        f"-max_len={LONGEST_INPUT}",
        f"-rss_limit_mb={MOST_MEMORY}",
        "-timeout=300",  # of the clock, in case it never comes back; `explore` looks at processor time
        "-print_final_stats=1",
        *(str(folder) for folder in folders if folder.is_dir()),
    ]
    done = subprocess.run(
        [sys.executable, __file__, target, "--child", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        env=os.environ | {"PYTHONHASHSEED": "0"},
    )
    return done.stdout.decode("utf-8", "replace"), done.returncode


def explore(target: str, options: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=INSTRUMENTED):
        for library in INSTRUMENTED:
            importlib.import_module(library)
        for room in ROOMS:  # whole: much of it is imported only when it is used
            for module in pkgutil.walk_packages([str(ROOT / "narrator" / room)], f"narrator.{room}."):
                importlib.import_module(module.name)
        from tests.fuzz.harness import TARGETS
    from tests.fuzz.mutation import TOKENS, mutator

    run = TARGETS[target]

    def one(data: bytes) -> None:
        begun = time.process_time()
        run(data)
        taken = time.process_time() - begun
        if taken > LONGEST:
            raise TimeoutError(f"{taken:.1f} s")
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if held > MOST_MEMORY:
            raise MemoryError(f"{held:.0f} MB")

    def by_bytes(data: bytes, most: int) -> bytes:
        return atheris.Mutate(data, most)  # type: ignore[no-any-return]  # another function once it fuzzes

    by_pieces = {"custom_mutator": mutator(target, by_bytes)} if target in TOKENS else {}
    atheris.Setup([sys.argv[0], *options], one, **by_pieces)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

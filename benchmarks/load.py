"""Memory that a long text takes: `python benchmarks/load.py --words 10000 100000 --format m4b`.

Writes a text of so many words (our own, from a handful of sentences), lets the command line make an
episode of it in a folder that is thrown away, and samples the resident memory of every process of that
run from /proc.  Constant memory shows as a peak that does not grow with `--words`.  Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMES = ("Ines Marlow", "Tobias Renner", "Ada Prell", "Jonas Okafor", "Marta Lind", "Samuel Brandt")
TOLD = (
    "The ferry was late on the {n}th day, and nobody on the quay thought anything of it",
    "In the year of the flood the town had counted {n} lamps, and it counted them again every autumn",
    "Between the mill and the church there were {n} steps, which the children knew by heart",
    "The council had written {n} letters about the bridge and had got an answer to most of them",
)
SAID = ("I have not missed a night in {n} years", "We counted {n} of them, and then we went home")
EVERY = 0.25
"""Seconds between two samples."""
SECTION = 2000
"""Words between two headings."""


def long_text(words: int) -> Iterator[str]:
    """Paragraphs, with a heading now and then, until there are so many words."""
    yield "# The long way down to the harbour"
    written = 0
    for n in count(2):
        if written // SECTION != (written - 30) // SECTION:
            yield f"## {NAMES[n % len(NAMES)]}"
        name = NAMES[n // 7 % len(NAMES)]
        told = ". ".join(TOLD[(n + k) % len(TOLD)].format(n=n + k) for k in range(2))
        said = SAID[n % len(SAID)].format(n=n)
        paragraph = f"{told}. “{said},” says {name}." if n % 3 == 0 else f"{told}."
        written += len(paragraph.split())
        yield paragraph
        if written >= words:
            return


def family(pid: int) -> list[int]:
    """The process and all that it started, and they."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def held(pid: int) -> float:
    """Megabytes in memory, shared pages counted once as the kernel apportions them."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rollup.splitlines() if row.startswith("Pss:")), 0.0)


class Sampler(threading.Thread):
    """(seconds since the start, megabytes, processes) until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.samples: list[tuple[float, float, int]] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        begun = time.monotonic()
        while not self.stopped.wait(EVERY):
            processes = family(self.pid)
            self.samples.append((time.monotonic() - begun, sum(map(held, processes)), len(processes)))


def run(arguments: list[str], folder: Path) -> tuple[dict[str, object], Sampler, float]:
    """The command's JSON, the samples, and its seconds."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "narrator", *arguments],
        cwd=folder,
        env=os.environ | {"NARRATOR_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    sampler = Sampler(process.pid)
    sampler.start()
    out, _ = process.communicate()
    sampler.stopped.set()
    sampler.join()
    if process.returncode:
        raise SystemExit(f"narrator ended with {process.returncode}")
    made: dict[str, object] = json.loads(out)
    return made, sampler, time.monotonic() - begun


def made_of(words: int, form: str, engine: str) -> dict[str, object]:
    """What an episode of a text of so many words took."""
    with tempfile.TemporaryDirectory(prefix="narrator-load-") as name:
        folder = Path(name)
        text = "\n\n".join(long_text(words))
        (folder / "long.md").write_text(text, encoding="utf-8")
        making = ["make", "long.md", "--engine", engine, "--format", form, "--json", "--quiet"]
        made, sampler, seconds = run(making, folder)
        third = len(sampler.samples) // 3
        parts = [sampler.samples[at * third : (at + 1) * third] for at in range(3)]
        return {
            "words": len(text.split()),
            "format": form,
            "audio_hours": round(float(str(made["duration"])) / 3600, 2),
            "minutes": round(seconds / 60, 1),
            "stages": made["seconds"],
            "peak_mb": round(max(megabytes for _, megabytes, _ in sampler.samples)),
            "peak_mb_by_third": [round(max(m for _, m, _ in part)) for part in parts if part],
            "processes": max(processes for *_, processes in sampler.samples),
            "episode_mb": round(
                sum(p.stat().st_size for p in (folder / "audio").iterdir() if p.is_file()) / 1e6
            ),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--words", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--format", default="mp3")
    parser.add_argument("--engine", default="espeak")
    given = parser.parse_args()
    for words in given.words:
        print(json.dumps(made_of(words, given.format, given.engine)), flush=True)


if __name__ == "__main__":
    main()

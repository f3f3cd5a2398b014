"""Whether a long batch leaks: `python benchmarks/soak.py --articles 500`.

Writes so many small articles, has them made by one `narrator batch` with one worker process, and samples
memory and open files of its processes from /proc.  A leak shows as a last quarter above the second one (the
first is spent loading libraries).  Afterwards nothing may be left over: no process, no temporary file,
no unfinished file.  Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from load import NAMES, ROOT, family, held

EVERY = 0.5


def article(number: int) -> str:
    name = NAMES[number % len(NAMES)]
    return (
        f"Lamp number {number}\n\nThe lamp at number {number} went out in the {number}th night.\n\n"
        f"“I lit it again before {number % 11 + 1},” says {name}. “Nobody noticed.”\n"
    )


def handles(pid: int) -> int:
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0


def named(pid: int) -> str:
    """What the process runs, or nothing where there is none any more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[:200]
    except OSError:
        return ""


class Watch(threading.Thread):
    """(megabytes, open files, processes, files in the temporary folder) until told to stop."""

    def __init__(self, pid: int, temporary: Path) -> None:
        super().__init__(daemon=True)
        self.pid, self.temporary = pid, temporary
        self.samples: list[tuple[float, int, int, int]] = []
        self.known: set[int] = set()
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(EVERY):
            there = family(self.pid)
            self.known |= set(there)
            self.samples.append(
                (
                    sum(map(held, there)),
                    sum(map(handles, there)),
                    len(there),
                    sum(1 for _ in self.temporary.rglob("*")),
                )
            )


def by_quarter(values: list[float]) -> list[int]:
    """The median of each quarter of the run."""
    size = max(1, len(values) // 4)
    return [round(statistics.median(values[at * size : (at + 1) * size])) for at in range(4)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="narrator-soak-") as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        temporary = folder / "tmp"
        temporary.mkdir()
        for number in range(1, given.articles + 1):
            (folder / "articles" / f"{number:04}.txt").write_text(article(number), encoding="utf-8")
        begun = time.monotonic()
        command = ("batch", "articles", "-e", "espeak", "-j", str(given.jobs), "--json", "-q")
        process = subprocess.Popen(
            [sys.executable, "-m", "narrator", *command],
            cwd=folder,
            env=os.environ
            | {"NARRATOR_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
        )
        watch = Watch(process.pid, temporary)
        watch.start()
        out, _ = process.communicate()
        watch.stopped.set()
        watch.join()
        time.sleep(1)
        left = [named(pid) for pid in sorted(watch.known) if named(pid)]
        total = json.loads(out)
        unfinished = [p for p in folder.rglob("*narrator-part*") if p.is_file()]
        report = {
            "articles": given.articles,
            "made": total["made"],
            "failed": total["failed"],
            "minutes": round((time.monotonic() - begun) / 60, 1),
            "median_mb_by_quarter": by_quarter([megabytes for megabytes, *_ in watch.samples]),
            "median_open_files_by_quarter": by_quarter([files for _, files, *_ in watch.samples]),
            "processes_by_quarter": by_quarter([processes for *_, processes, _ in watch.samples]),
            "temporary_files_at_most": max(files for *_, files in watch.samples),
            "temporary_files_left": sum(1 for _ in temporary.rglob("*")),
            "unfinished_files_left": len(unfinished),
            "processes_left": left,
        }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()

"""What one changed line costs: `python benchmarks/edit.py --minutes 60`.

Writes an article of about so many minutes, lets `narrator script` make a script of it, and times the program
as a user runs it, a process each time:

    cold        `narrator render`, with nothing in its cache
    again       the same, nothing changed
    edited      a word changed in one line, at places all through the script, and rendered again

The ratios to the cold run are what counts; seconds differ from machine to machine.  The last edited episode
must have the same bytes as one that is rendered from the same script with an empty cache.  Not for Windows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from load import ROOT, long_text

WORDS_A_MINUTE = 160
SCRIPT = Path("scripts", "the-long-way-down-to-the-harbour.md")


def spent() -> float:
    """Processor seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def narrator(folder: Path, *arguments: str) -> tuple[float, float, str]:
    """Seconds on the clock and on the processor from start to end, and what the command printed."""
    environment = os.environ | {
        "NARRATOR_CACHE": str(folder / "cache"),
        "PYTHONPATH": str(ROOT),
        "SOURCE_DATE_EPOCH": "0",
    }
    begun, before = time.perf_counter(), spent()
    done = subprocess.run(
        [sys.executable, "-m", "narrator", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    wall, cpu = time.perf_counter() - begun, spent() - before
    if done.returncode:
        sys.exit(f"narrator {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    return wall, cpu, done.stdout


def render(folder: Path, formats: list[str]) -> dict[str, Any]:
    options = [part for name in formats for part in ("-f", name)]
    wall, cpu, told = narrator(folder, "render", str(SCRIPT), "-e", "espeak", "-q", "--json", *options)
    return {"wall": wall, "cpu": cpu, **json.loads(told)}


def edit(script: Path, share: float) -> None:
    """One more word in the line that stands so far into the script."""
    rows = script.read_text(encoding="utf-8").split("\n")
    spoken = [n for n, row in enumerate(rows) if row.startswith("**Narrator:**") and row.endswith(".")]
    at = spoken[int(share * len(spoken))]
    rows[at] = rows[at].removesuffix(".") + ", again."
    script.write_text("\n".join(rows), encoding="utf-8")


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--formats", default="mp3")
    parser.add_argument("--stages", action="store_true", help="also say where the time went")
    given = parser.parse_args()
    formats = given.formats.split(",")
    with tempfile.TemporaryDirectory(prefix="narrator-edit-") as name:
        folder = Path(name)
        text = "\n\n".join(long_text(round(given.minutes * WORDS_A_MINUTE)))
        (folder / "article.md").write_text(text, encoding="utf-8")
        narrator(folder, "script", "article.md", "-q")
        cold = render(folder, formats)
        again = render(folder, formats)
        edited = []
        for number in range(given.edits):
            edit(folder / SCRIPT, (number + 0.5) / given.edits)
            edited.append(render(folder, formats))
        assert again["recorded"] == 0 and all(one["recorded"] == 1 for one in edited)
        warm = digests(folder / "audio")
        shutil.rmtree(folder / "cache")
        (folder / "audio").rename(folder / "warm")
        render(folder, formats)
        differing = sorted(dict(warm.items() ^ digests(folder / "audio").items()))
    print(
        f"{cold['duration'] / 60:.1f} min of sound, {cold['lines']} lines, {len(text.split())} words,"
        f" {' and '.join(formats)}, {os.cpu_count()} cores\n"
    )
    print("| `narrator render` | wall s | of cold | CPU s | of cold | recorded |\n|---|---|---|---|---|---|")
    changed = f"one line changed, median of {len(edited)}"
    for what, runs in (("nothing in the cache", [cold]), ("nothing changed", [again]), (changed, edited)):
        figures = []
        for kind in ("wall", "cpu"):
            seconds = statistics.median(one[kind] for one in runs)
            figures.append(f"{seconds:.2f} | {seconds / cold[kind]:.1%}")
        print(f"| {what} | {' | '.join(figures)} | {runs[0]['recorded']} |")
    if given.stages:
        for stage in cold["seconds"]:
            parts = [one["seconds"][stage] for one in edited]
            print(f"{stage:12s} cold {cold['seconds'][stage]:6.2f}  edited {statistics.median(parts):6.2f}")
        rest = [one["wall"] - sum(one["seconds"].values()) for one in edited]
        print(
            f"{'start, end':12s} cold {cold['wall'] - sum(cold['seconds'].values()):6.2f}  edited"
            f" {statistics.median(rest):6.2f}"
        )
    print(f"\nagainst a cold run of the edited script: {len(warm)} files, of which {len(differing)} differ")
    if differing:
        sys.exit(", ".join(name for name, _ in differing))


if __name__ == "__main__":
    main()

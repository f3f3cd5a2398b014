"""How long the command takes to say anything: `narrator --help` beside `python -c pass`, pair by pair.

python benchmarks/startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15


def seconds(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> None:
    seconds("-m", "narrator", "--help")
    pairs = [(seconds("-m", "narrator", "--help"), seconds("-c", "pass")) for _ in range(RUNS)]
    ours, bare = (statistics.median(each) for each in zip(*pairs, strict=True))
    more = statistics.median(a - b for a, b in pairs)
    print(f"| command | ms, median of {RUNS} | × `python -c pass` | ms more |\n|---|---|---|---|")
    print(f"| `python -c pass` | {1000 * bare:.0f} | 1.0 | |")
    print(f"| `narrator --help` | {1000 * ours:.0f} | {ours / bare:.1f} | {1000 * more:.0f} |")


if __name__ == "__main__":
    main()

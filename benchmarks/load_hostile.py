"""What hostile articles cost, at n and 2n characters: `python benchmarks/load_hostile.py --size 50000`.

Each article is read, understood, written as a script, read again and rewritten for speech, in one process
of its own whose processor time and memory are measured.  A cost that grows linearly doubles.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.reliability.hostile import ARTICLES, perform  # noqa: E402


def measure(name: str, size: int) -> tuple[float, int, str]:
    """Seconds of processor time, megabytes at most, and how it ended."""
    perform(ARTICLES["one paragraph"](2000))  # libraries loaded, so that they are not counted
    begun = time.process_time()
    ended = perform(ARTICLES[name](size))
    seconds = time.process_time() - begun
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, ended


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--size", type=int, default=50_000)
    parser.add_argument("names", nargs="*", default=list(ARTICLES))
    given = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    for name in given.names:
        with context.Pool(1, maxtasksperchild=1) as pool:
            once, _, _ = pool.apply(measure, (name, given.size))
        with context.Pool(1, maxtasksperchild=1) as pool:
            twice, megabytes, ended = pool.apply(measure, (name, 2 * given.size))
        about = {
            "article": name,
            "seconds": [round(once, 2), round(twice, 2)],
            "times": round(twice / max(once, 0.01), 1),
            "mb": megabytes,
            "ended": ended,
        }
        print(json.dumps(about, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()

"""How long a run goes on after Ctrl-C or a request to end: `python benchmarks/interrupt.py --times 20`.

Each of SIGINT and SIGTERM is sent to runs of `make` at random moments; told are the seconds from the signal
to the end of the process and of its workers, and how many runs were done before it came.  Any exit code but
130 (ended) and 0 (done) fails.  Linux only.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from narrator.cli.interrupts import INTERRUPTED
from tests.reliability.runs import family, finish, start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    # A shell that starts this in the background has SIGINT ignored, which every run would inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="narrator-interrupt-") as name:
        folder = Path(name)
        begun = time.monotonic()
        finish(start(folder))
        whole = time.monotonic() - begun
        for number in (signal.SIGINT, signal.SIGTERM):
            measured = [interrupt(folder, number, whole, random.Random(seed)) for seed in range(given.times)]
            if wrong := {code for _, code in measured} - {0, INTERRUPTED}:
                sys.exit(f"{number.name} ended runs with {', '.join(map(str, sorted(wrong)))}")
            seconds = [taken for taken, code in measured if code == INTERRUPTED]
            about = {
                "signal": number.name,
                "runs ended": len(seconds),
                "done before": len(measured) - len(seconds),
                "median seconds": round(statistics.median(seconds), 2),
                "slowest": round(max(seconds), 2),
            }
            print(json.dumps(about), flush=True)


def interrupt(folder: Path, number: signal.Signals, whole: float, chance: random.Random) -> tuple[float, int]:
    """(seconds from the signal to the end of all processes, exit code) of a run that records everything."""
    process = start(folder, "make", "article.txt", "-e", "espeak", "--json", "--force")
    assert process.stderr is not None
    process.stderr.readline()  # before that, Python itself is still starting
    time.sleep(chance.uniform(0, whole * 0.5))
    sent = time.monotonic()
    process.send_signal(number)
    code, _, _ = finish(process)
    while list(family(folder)):
        time.sleep(0.005)
    return time.monotonic() - sent, code


if __name__ == "__main__":
    main()

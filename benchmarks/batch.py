"""How much of the machine a batch turns into episodes: 1 and 2 local workers, and Dask with 2.

    python benchmarks/batch.py --articles 200

writes so many distinct articles, speaks and encodes their words with the embedded engine and LAME alone, in
one process, and takes that CPU time for the least that the episodes cost.  Then it makes them with
`narrator batch`.  The share is that least time, divided by what the workers had: seconds × workers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
ALONE = 12
"""Articles whose words are spoken and encoded alone; the rest are taken to cost the same each."""


def write_articles(folder: Path, count: int) -> None:
    """Articles of about 500 words, the sample's sentences in an order of their own."""
    sample = (ROOT / "articles" / "talking-machines.txt").read_text(encoding="utf-8")
    paragraphs = [p for p in sample.split("\n\n") if len(p) > 100]
    for number in range(count):
        chance = random.Random(number)
        chosen = chance.sample(paragraphs, len(paragraphs))
        body = "\n\n".join(f"{p} That was note {chance.randrange(10**6)}." for p in chosen)
        (folder / f"{number:04}.txt").write_text(f"Machines that speak, part {number}\n\n{body}\n")


def alone(articles: list[Path]) -> float:
    """CPU seconds an article of speaking and encoding, and nothing else."""
    import lameenc

    from narrator.delivery import jobs_for
    from narrator.listening import Silence
    from narrator.pipeline import prepare
    from narrator.settings import Settings

    nowhere = articles[0].parent / "nowhere"
    settings = Settings(engine="espeak", scripts=nowhere, output=nowhere)
    total = 0.0
    for path in articles:
        prepared = prepare(str(path), settings, Silence())
        engine = prepared.choice.engine
        jobs = jobs_for(prepared.script, prepared.cast, settings, Silence())
        begun = time.process_time()
        speeches = [engine.speak(job.spoken.text, job.voice, pace=job.pace) for job in jobs]
        encoder = lameenc.Encoder()
        encoder.set_bit_rate(96)
        encoder.set_in_sample_rate(speeches[0].rate)
        encoder.set_out_sample_rate(44_100)
        encoder.set_channels(1)
        encoder.set_quality(5)
        encoder.silence()
        for speech in speeches:
            encoder.encode(speech.samples.tobytes())
        encoder.flush()
        total += time.process_time() - begun
    return total / len(articles)


def batch(folder: Path, workers: int, *more: str) -> float:
    """Wall seconds of `narrator batch`, everything included."""
    with tempfile.TemporaryDirectory() as place:
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "narrator", "batch", str(folder), "-e", "espeak", "-j", str(workers),
             "--json", "-q", *more],
            cwd=place, env=environment(place), capture_output=True, check=True,
        )  # fmt: skip
        seconds = time.monotonic() - begun
        assert json.loads(done.stdout)["failed"] == 0
        return seconds


def environment(place: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "NARRATOR_CACHE": f"{place}/cache"}


@contextmanager
def dask(workers: int):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as place:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": place}
        run = [sys.executable, "-m"]
        processes = [
            subprocess.Popen(
                [*run, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port),
                 "--no-dashboard"], env=environment(place), **quiet,
            )
        ]  # fmt: skip
        processes += [
            subprocess.Popen(
                [*run, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
                 "--no-dashboard", "--death-timeout", "30"], env=environment(place), **quiet,
            )
            for _ in range(workers)
        ]  # fmt: skip
        try:
            from distributed import Client

            with Client(address, timeout=30, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=30)
            yield address
        finally:
            for process in processes:
                process.kill()
                process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_articles(folder, options.articles)
        found = sorted(folder.glob("*.txt"))
        words = sum(len(re.findall(r"\w+", p.read_text())) for p in found) / len(found)
        least = alone(found[:ALONE])
        rows = {"1 worker": (1, batch(folder, 1)), "2 workers": (2, batch(folder, 2))}
        with dask(2) as address:
            rows["Dask, 2 workers"] = (2, batch(folder, 2, "--scheduler", address))
    shares = {
        name: {
            "seconds": round(seconds, 1),
            "articles_per_second": round(options.articles / seconds, 2),
            "share": round(least * options.articles / (seconds * workers), 3),
        }
        for name, (workers, seconds) in rows.items()
    }
    if options.json:
        print(
            json.dumps({"articles": options.articles, "least_cpu_seconds": round(least, 3), "rows": shares})
        )
        return
    print(
        f"{options.articles} articles of {words:.0f} words; speech and encoder alone: {least:.2f} CPU s each"
    )
    for name, row in shares.items():
        pace = f"{row['seconds']:>7} s  {row['articles_per_second']:>6} articles/s"
        print(f"{name:<16} {pace}  share {row['share']}")


if __name__ == "__main__":
    main()

"""What a million articles take, computed from what was measured.

    python benchmarks/batch.py --articles 200 --save benchmarks/batch.json
    python benchmarks/scale.py benchmarks/batch.json            printed
    python benchmarks/scale.py benchmarks/batch.json --write    into docs/scale.md

takes the CPU seconds and bytes of an article from the first command, makes one article of the same length
into a place in memory to count the requests to an object store, has a Dask cluster on this machine do
nothing two thousand times to see how fast it hands out work, and lets everything else follow by arithmetic.
Limits of other people's services, and the speed of an engine that needs a model, are inputs with their
sources.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
PAGE = ROOT / "docs" / "scale.md"
BEGIN, END = "<!-- scale -->\n", "<!-- end of scale -->"

NEURAL = 0.509 * 4
"""CPU seconds a second of sound: kokoro (82M, ONNX) took .509 s of wall time on 4 virtual CPUs, all of
which are counted: https://heyneo.com/blog/kokoro-tts-vs-supertonic-3-tts"""
PUTS_A_SECOND = 3500
"""For each prefix: https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html"""
NETWORK = 10e9 / 8
"""Bytes a second of a 10 Gb/s link."""
TASKS = 2000


@dataclass(frozen=True, slots=True)
class Counts:
    """Requests to an object store for one article: `made` the first time, `skipped` the second."""

    made: Counter[str]
    skipped: Counter[str]
    cache: Counter[str]
    shared_bytes: int
    """Recordings in the shared cache."""
    feed_bytes: int
    """An item of feed.xml."""


def counted(words: int) -> Counts:
    """Makes an article of that many words into memory, twice, and counts."""
    import fsspec
    from texts import write_articles

    from narrator.batch import make_one
    from narrator.publishing.feed import Show, write_feed
    from narrator.settings import Settings
    from narrator.storage import ObjectStore

    seen: Counter[str] = Counter()

    def counting(name: str) -> None:
        own = getattr(ObjectStore, name)

        def call(self, *arguments):
            place = "cache " if "clips" in self._url else ""
            seen[f"{place}{'PUT' if name in ('create', 'write') else 'GET'}"] += 1
            return own(self, *arguments)

        setattr(ObjectStore, name, call)

    for name in ("create", "read", "write", "has"):
        counting(name)
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (article,) = write_articles(place / "articles", 1, words)
        os.environ["NARRATOR_CACHE"] = str(place / "cache")
        settings = Settings(engine="espeak", jobs=1, keep_cast=False, shared_cache="memory://clips")
        for wanted in ("made", "skipped"):
            seen.clear()
            outcome = make_one(str(article), settings, "memory://show")
            assert outcome.outcome == wanted, outcome
            rounds.append(Counter(seen))
        local = Settings(engine="espeak", jobs=1, keep_cast=False, output=place / "a", scripts=place / "s")
        sizes = []
        for source in (article, *write_articles(place / "more", 2, words)[1:]):
            make_one(str(source), local)
            path, _ = write_feed(place / "a", "https://example.org/", Show())
            sizes.append(path.stat().st_size)
    made, skipped = rounds
    cache = Counter({kind.removeprefix("cache "): n for kind, n in made.items() if kind.startswith("cache ")})
    own = Counter({kind: n for kind, n in made.items() if not kind.startswith("cache ")})
    shared = fsspec.filesystem("memory").du("/clips")
    return Counts(own, skipped, cache, shared, sizes[1] - sizes[0])


def nothing(source: str, *_):
    from narrator.batch import Outcome

    return Outcome(source, "made", None, 0.0)


def seconds_a_task() -> float:
    """From one idle worker's task to the next, of a batch on two Dask workers that have nothing to do."""
    from batch import dask
    from distributed import Client

    from narrator.batch import batch
    from narrator.settings import Settings

    with (
        tempfile.TemporaryDirectory() as name,
        dask(2, Path(name)) as (address, _),
        Client(address, set_as_default=False) as client,
    ):
        executor = client.get_executor()
        list(batch(map(str, range(50)), Settings(), executor, workers=2, work=nothing))
        begun = time.monotonic()
        for _ in batch(map(str, range(TASKS)), Settings(), executor, workers=20, work=nothing):
            pass
        return (time.monotonic() - begun) / TASKS


def page(found: dict, counts: Counts, task: float, *, articles: int, cores: int, neural: float) -> str:
    leg = found["legs"]["2 workers"]
    cpu = leg["cpu_seconds"]
    with_model = cpu - found["engine_cpu_seconds"] + neural * found["audio_seconds"]
    puts = counts.made["PUT"] + counts.cache["PUT"]
    rows = [
        ("CPU seconds an article", f"{cpu:.2f}", f"{with_model:.0f}"),
        ("core-hours", f"{articles * cpu / 3600:,.0f}", f"{articles * with_model / 3600:,.0f}"),
        (
            f"days on {cores} cores",
            f"{articles * cpu / cores / 86400:.2f}",
            f"{articles * with_model / cores / 86400:,.0f}",
        ),
        (
            "the engine's share of it",
            f"{found['engine_cpu_seconds'] / cpu:.0%}",
            f"{neural * found['audio_seconds'] / with_model:.1%}",
        ),
    ]
    same = [
        ("hours of sound", articles * found["audio_seconds"] / 3600, "h"),
        ("episodes, pages, captions, covers", articles * leg["output_bytes"] / 1e12, "TB"),
        ("recordings, in a shared cache", articles * counts.shared_bytes / 1e12, "TB"),
        (f"PUT requests: {counts.made['PUT']} an article", articles * counts.made["PUT"] / 1e6, "million"),
        (f"GET and HEAD requests: {counts.made['GET']}", articles * counts.made["GET"] / 1e6, "million"),
        (
            f"with a shared cache also: PUT {counts.cache['PUT']}, GET {counts.cache['GET']}",
            articles * sum(counts.cache.values()) / 1e6,
            "million",
        ),
        (
            f"a second run, all skipped: {sum(counts.skipped.values())}",
            articles * sum(counts.skipped.values()) / 1e6,
            "million",
        ),
        ("one feed of them all", articles * counts.feed_bytes / 1e9, "GB"),
    ]
    limits = sorted(
        (
            (
                PUTS_A_SECOND / puts * cpu,
                "3,500 PUT requests a second, output and shared cache in one prefix",
            ),
            (PUTS_A_SECOND / counts.made["PUT"] * cpu, "the same without a shared cache"),
            (cpu / task, f"one Dask scheduler: {task * 1000:.1f} ms from a task to the next"),
            (NETWORK / leg["output_bytes"] * cpu, "10 Gb/s into the store"),
            (
                NETWORK / (leg["output_bytes"] + counts.shared_bytes) * cpu,
                "10 Gb/s into the store, with a shared cache",
            ),
        )
    )
    lines = [
        f"From {found['articles']} articles of {found['words']} words, each {found['audio_seconds']:.0f} s of"
        f" sound, measured {found['date']} on {found['machine']}:",
        "",
        f"| {articles:,} articles | embedded voices | a model at {neural:.2f} CPU s a second |",
        "|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        "| whatever the engine |  |",
        "|---|---|",
        *(f"| {name} | {value:,.1f} {unit} |" for name, value, unit in same),
        "",
        "| what gives way next | at so many cores, embedded voices | with the model |",
        "|---|---|---|",
        *(f"| {name} | {at:,.0f} | {at / cpu * with_model:,.0f} |" for at, name in limits),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("figures", type=Path, help="what `batch.py --save` wrote")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--cores", type=int, default=100)
    parser.add_argument("--neural", type=float, default=NEURAL, help="CPU seconds a second of sound")
    parser.add_argument("--write", action="store_true", help="into docs/scale.md")
    given = parser.parse_args()
    found = json.loads(given.figures.read_text(encoding="utf-8"))
    counts, task = counted(found["words"]), seconds_a_task()
    text = page(found, counts, task, articles=given.articles, cores=given.cores, neural=given.neural)
    print(text)
    if given.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}{text}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()

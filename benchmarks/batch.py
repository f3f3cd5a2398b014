"""How much of the machine a batch turns into episodes: 1 and 2 local workers, and Dask with 2.

    python benchmarks/batch.py --articles 200 --words 700 --save batch.json

writes so many distinct articles, speaks and encodes some of them with the embedded engine and LAME alone (the
same lines and voices, as much sound, the same encoder settings; half of them before and half after the rest),
and takes that CPU time for the least that an episode costs: the ideal.  Then `narrator batch` makes them all
from nothing, three times.  Two shares are told:

    of the workers   the ideal, divided by what the workers had: seconds × workers
    of the CPU       the ideal, divided by the CPU time of all processes

A worker speaks in a process of its own while it masters and encodes, so the first can be the larger one, as
long as there are more cores than workers.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from load import family  # noqa: E402
from texts import write_articles  # noqa: E402

ALONE = 12
"""Articles that are spoken and encoded alone; the rest are taken to cost the same each."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Ideal:
    """CPU seconds an article of the engine and of the encoder, and nothing else."""

    engine: float
    encoder: float
    audio: float
    """Seconds of sound."""

    @property
    def cpu(self) -> float:
        return self.engine + self.encoder


@dataclass(frozen=True, slots=True)
class Leg:
    """One batch: wall and CPU seconds, everything included, and what it left on the disk, in bytes."""

    workers: int
    seconds: float
    cpu: float
    output: int
    cache: int


# --------------------------------------------------------------------------- the ideal


def alone(articles: list[Path]) -> Ideal:
    from narrator.delivery import jobs_for
    from narrator.episode.formats import FORMATS
    from narrator.listening import Silence
    from narrator.pipeline import prepare
    from narrator.settings import Settings

    nowhere = articles[0].parent / "nowhere"
    settings = Settings(engine="espeak", scripts=nowhere, output=nowhere)
    form = FORMATS["mp3"]
    engine_time = encoder_time = audio = 0.0
    for path in articles:
        prepared = prepare(str(path), settings, Silence())
        engine = prepared.choice.engine
        jobs = jobs_for(prepared.script, prepared.cast, settings, Silence())
        begun = time.process_time()
        speeches = [engine.speak(job.spoken.text, job.voice, pace=job.pace) for job in jobs]
        engine_time += time.process_time() - begun
        sound = as_episode([(speech.samples, speech.rate) for speech in speeches], form.rate)
        begun = time.process_time()
        encode(sound, form)
        encoder_time += time.process_time() - begun
        audio += len(sound) / 2 / form.rate
    count = len(articles)
    return Ideal(engine_time / count, encoder_time / count, audio / count)


def as_episode(speeches, rate: int) -> bytes:
    """The speeches at the episode's rate, a pause after each: 16 bit samples."""
    import numpy as np
    import soxr

    pause = np.zeros(rate // 2, np.int16)
    parts = [part for sound, own in speeches for part in (soxr.resample(sound, own, rate), pause)]
    return np.concatenate(parts).tobytes()


def encode(sound: bytes, form) -> bytes:
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(form.bit_rate // 1000)
    encoder.set_in_sample_rate(form.rate)
    encoder.set_channels(1)
    encoder.set_quality(int(form.options["compression_level"]))
    return encoder.encode(sound) + encoder.flush()


# --------------------------------------------------------------------------- the batches


def local(articles: Path, workers: int) -> Leg:
    with tempfile.TemporaryDirectory() as name:
        return run(articles, workers, Path(name), Path(name) / "cache")


def with_dask(articles: Path, workers: int) -> Leg:
    with tempfile.TemporaryDirectory() as name, dask(workers, Path(name)) as (address, processes):
        before = cpu_of(processes)
        leg = run(articles, workers, Path(name), Path(name) / "cache", "--scheduler", address)
        return Leg(leg.workers, leg.seconds, leg.cpu + cpu_of(processes) - before, leg.output, leg.cache)


def run(articles: Path, workers: int, place: Path, cache: Path, *more: str) -> Leg:
    """`narrator batch`, from nothing.  Ends the benchmark, saying why, unless all were made."""
    before, begun = children(), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "narrator", "batch", str(articles), "-e", "espeak", "-j", str(workers),
         "--json", "-q", "--report", "report.jsonl", *more],
        cwd=place, env=environment(place), capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.monotonic() - begun
    report = place / "report.jsonl"
    outcomes = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
    bad = [
        f"{one['source']}: {one['outcome']}: {one['reason']}" for one in outcomes if one["outcome"] != "made"
    ]
    if done.returncode or bad:
        said = done.stderr.strip().splitlines()[-20:]
        raise SystemExit("\n".join([f"narrator batch ended with {done.returncode}", *bad, *said]))
    return Leg(workers, seconds, children() - before, size(place / "audio"), size(cache))


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu_of(processes: list[subprocess.Popen]) -> float:
    """CPU seconds so far of these processes and all theirs, those that have ended included."""
    total = 0
    for one in {pid for process in processes for pid in family(process.pid)}:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
    return total / TICKS


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def environment(place: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "NARRATOR_CACHE": str(place / "cache")}


@contextlib.contextmanager
def dask(workers: int, place: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A scheduler and its workers: the address, and all the processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    logs = [place / f"dask-{number}.log" for number in range(workers + 1)]

    def start(log: Path, what: str, *arguments: str) -> subprocess.Popen:
        with log.open("w") as said:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments, "--no-dashboard"],
                env=environment(place), cwd=place, stdout=said, stderr=said,
            )  # fmt: skip

    processes = [start(logs[0], "scheduler", "--host", "127.0.0.1", "--port", str(port))]
    processes += [
        start(log, "worker", address, "--nthreads", "1", "--no-nanny", "--death-timeout", "60")
        for log in logs[1:]
    ]
    try:
        from distributed import Client

        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address, processes
    except BaseException:
        for log in logs:
            print(f"--- {log.name}", *log.read_text().splitlines()[-15:], sep="\n", file=sys.stderr)
        raise
    finally:
        for process in processes:
            process.kill()
            process.wait()


# --------------------------------------------------------------------------- the figures


def measured(count: int, words: int) -> dict:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "articles"
        found = write_articles(folder, count, words)
        length = sum(len(re.findall(r"[^\W_]+", path.read_text())) for path in found) / count
        sample = found[:: max(1, count // ALONE)][:ALONE]
        halves = [alone(sample[::2])]
        legs = {
            "1 worker": local(folder, 1),
            "2 workers": local(folder, 2),
            "Dask, 2 workers": with_dask(folder, 2),
        }
        halves.append(alone(sample[1::2] or sample))
    ideal = Ideal(*(sum(figures) / 2 for figures in zip(*(asdict(h).values() for h in halves), strict=True)))
    return {
        "date": time.strftime("%Y-%m-%d"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "articles": count,
        "words": round(length),
        "audio_seconds": round(ideal.audio, 1),
        "engine_cpu_seconds": round(ideal.engine, 4),
        "encoder_cpu_seconds": round(ideal.encoder, 4),
        "legs": {
            name: {
                "workers": leg.workers,
                "seconds": round(leg.seconds, 1),
                "articles_per_second": round(count / leg.seconds, 3),
                "cpu_seconds": round(leg.cpu / count, 4),
                "share_of_workers": round(ideal.cpu * count / (leg.seconds * leg.workers), 3),
                "share_of_cpu": round(ideal.cpu * count / leg.cpu, 3),
                "output_bytes": round(leg.output / count),
                "cache_bytes": round(leg.cache / count),
            }
            for name, leg in legs.items()
        },
    }


def as_text(found: dict) -> str:
    least = found["engine_cpu_seconds"] + found["encoder_cpu_seconds"]
    rows = [
        f"{found['articles']} articles of {found['words']} words, {found['audio_seconds']:.0f} s of sound;"
        f" {found['machine']}",
        f"alone: engine {found['engine_cpu_seconds']:.3f} + encoder {found['encoder_cpu_seconds']:.3f}"
        f" = {least:.3f} CPU s an article",
    ]
    for name, leg in found["legs"].items():
        pace = f"{leg['seconds']:>7} s  {leg['articles_per_second']:>6} articles/s"
        shares = f"share of the workers {leg['share_of_workers']:.3f}, of the CPU {leg['share_of_cpu']:.3f}"
        rows.append(f"{name:<16} {pace}  {leg['cpu_seconds']:.3f} CPU s each  {shares}")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--words", type=int, default=700)
    parser.add_argument("--save", type=Path, help="a file for the figures, as JSON")
    options = parser.parse_args()
    found = measured(options.articles, options.words)
    if options.save:
        options.save.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(as_text(found))


if __name__ == "__main__":
    main()

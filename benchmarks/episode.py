"""Assembling an episode, side by side with what people do without this program, in one run.

    python benchmarks/episode.py --minutes 60

speaks so many minutes of the sample article with the embedded engine, then makes an episode of the same
clips in each way, one after the other, each in a process of its own:

    narrator         `assemble`, two threads, nothing in its cache; then again with one line changed
    pydub            the script that tutorials write: `apply_gain`, `episode += clip + silence`, `export`,
                     on the clips as WAV files and as MP3 files
    ffmpeg           the concat demuxer and the loudnorm filter in two passes

pydub and FFmpeg need the `ffmpeg` program.  It ends with the cold run, from text to finished file, against
the least it could take: half, on two cores, of the CPU time that the engine takes to speak all lines and the
encoder to encode the finished sound, each alone and with nothing else measured.  Beside it stands the CPU
time of recording alone, with the clips trimmed, measured and kept.  Ratios of one run can be compared;
seconds can't.  `python benchmarks/all.py episode` writes the tables into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
GAP = 0.35
LINES_A_CHAPTER = 54


# --------------------------------------------------------------------------- material


def texts(minutes: float) -> list[str]:
    """Sentences of the sample article, each made distinct by a number, about as long as asked."""
    article = (ROOT / "articles" / "talking-machines.txt").read_text(encoding="utf-8")
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", article) if 30 < len(s) < 120]
    wanted = round(minutes * 60 * 14.5)
    chosen, length = [], 0
    while length < wanted:
        chosen.append(f"{len(chosen) + 1}. {sentences[len(chosen) % len(sentences)]}")
        length += len(chosen[-1])
    return chosen


def script(lines: list[str]):
    from narrator.model import Line, Segment

    speakers = [None, None, "Anna", None, "Boris"]
    return [
        Segment(
            f"Chapter {number // LINES_A_CHAPTER + 1}",
            None,
            tuple(
                Line(text, speakers[n % 5], opens_paragraph=n % 3 == 0)
                for n, text in enumerate(lines[number : number + LINES_A_CHAPTER])
            ),
        )
        for number in range(0, len(lines), LINES_A_CHAPTER)
    ]


def cast(lines: list[str]):
    """The embedded engine, and a voice for each line."""
    from narrator.speech.choosing import choose_engine

    engine = choose_engine("espeak", language="en", offline=True).engine
    voices = [v for v in engine.voices() if v.language == "en-US"][:3]
    order = [0, 0, 1, 0, 2]
    return engine, [voices[order[n % 5]] for n in range(len(lines))]


def recording(lines: list[str], cache: Path) -> Iterator:
    from narrator.model import Spoken
    from narrator.speech.cache import Cache
    from narrator.speech.studio import RecordingJob, Studio

    engine, voices = cast(lines)
    jobs = [
        RecordingJob(Spoken(text, ((0, len(text), 0, len(text)),)), text, voice)
        for text, voice in zip(lines, voices, strict=True)
    ]
    with Studio(engine, Cache(cache), workers=2) as studio:
        yield from studio.record(jobs)


# --------------------------------------------------------------------------- the ways


def engine(work: Path, minutes: float) -> dict:  # noqa: ARG001
    """The engine alone, on one core: the CPU time of its speaking."""
    lines = texts(minutes)
    speaker, voices = cast(lines)
    speaker.speak("Hello.", voices[0])
    start = time.process_time()
    for text, voice in zip(lines, voices, strict=True):
        speaker.speak(text, voice)
    return {"engine": time.process_time() - start}


def speak(work: Path, minutes: float) -> dict:
    """Recording alone: the clips trimmed, measured and kept."""
    clips = list(recording(texts(minutes), work / "cache"))
    return {"seconds": sum(clip.seconds for clip in clips), "lines": len(clips)}


def unpack(work: Path, minutes: float) -> dict:
    """The clips as WAV files, and as MP3 files like those that gTTS saves, for the other programs."""
    import lameenc

    from narrator.clips import load_samples

    (work / "wav").mkdir()
    (work / "mp3").mkdir()
    for number, clip in enumerate(recording(texts(minutes), work / "cache")):
        with wave.open(str(work / "wav" / f"{number:05}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(clip.rate)
            file.writeframes(load_samples(clip).tobytes())
        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_bit_rate(64)
        encoder.set_in_sample_rate(clip.rate)
        encoder.set_channels(1)
        sound = bytes(encoder.encode(load_samples(clip).tobytes())) + bytes(encoder.flush())
        (work / "mp3" / f"{number:05}.mp3").write_bytes(sound)
    with wave.open(str(work / "silence.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.rate)
        file.writeframes(bytes(2 * round(GAP * clip.rate)))
    return {}


def ours(work: Path, minutes: float, form: str = "mp3", edited: bool = False, cold: bool = False) -> dict:
    from narrator.episode import assemble
    from narrator.model import Tags

    lines = texts(minutes)
    if edited:
        lines[len(lines) // 2] += " And one more word."
    cache = work / ("cold" if cold else "cache")
    clips = recording(lines, cache)
    start = time.perf_counter()
    if not cold and not edited:
        clips = iter(list(clips))
        start = time.perf_counter()
    episode = assemble(
        script(lines),
        clips,
        Tags("Benchmark"),
        work,
        f"ours-{form}",
        formats=[form],
        cache=cache / "stretches",
        jobs=2,
    )
    return {
        "wall": time.perf_counter() - start,
        "seconds": episode.timeline.length / episode.timeline.rate,
        "loudness": episode.loudness.integrated,
        "true_peak": episode.loudness.true_peak,
    }


def pydub(work: Path, minutes: float, clips: str = "wav") -> dict:  # noqa: ARG001
    from pydub import AudioSegment

    episode = AudioSegment.empty()
    silence = AudioSegment.silent(duration=int(GAP * 1000))
    for path in sorted((work / clips).iterdir()):
        clip = AudioSegment.from_file(path)
        episode += clip.apply_gain(-20 - clip.dBFS) + silence
    episode.export(work / "pydub.mp3", format="mp3", bitrate="96k", parameters=["-ar", "44100"])
    return {"seconds": len(episode) / 1000}


def ffmpeg(work: Path, minutes: float) -> dict:  # noqa: ARG001
    silence = (work / "silence.wav").resolve()
    rows = [f"file '{p.resolve()}'\nfile '{silence}'\n" for p in sorted((work / "wav").iterdir())]
    (work / "list.txt").write_text("".join(rows), encoding="utf-8")
    source = ["ffmpeg", "-hide_banner", "-y", "-f", "concat", "-safe", "0", "-i", str(work / "list.txt")]
    target = "loudnorm=I=-19:TP=-1.5:LRA=11"
    first = subprocess.run(
        [*source, "-af", f"{target}:print_format=json", "-f", "null", "-"], capture_output=True, check=True
    )
    told = json.loads(re.search(rb"\{[^{}]*\}\s*$", first.stderr)[0])
    measured = ":".join(
        f"{name}={told[key]}"
        for name, key in [
            ("measured_I", "input_i"),
            ("measured_TP", "input_tp"),
            ("measured_LRA", "input_lra"),
            ("measured_thresh", "input_thresh"),
            ("offset", "target_offset"),
        ]
    )
    encode = ["-ar", "44100", "-b:a", "96k", str(work / "ffmpeg.mp3")]
    subprocess.run(
        [*source, "-af", f"{target}:{measured}:linear=true", *encode], capture_output=True, check=True
    )
    return {}


def encoder(work: Path, minutes: float, form: str = "mp3") -> dict:  # noqa: ARG001
    """The encoder alone, on the sound of the finished episode, on one core; its own CPU time."""
    import av
    import numpy as np

    from narrator.episode.encoding import encode
    from narrator.episode.formats import FORMATS
    from narrator.episode.timeline import QUANTUM

    spent = 0.0
    with av.open(str(work / "ours-mp3.mp3")) as container:
        waiting: list = []
        for frame in container.decode(audio=0):
            waiting.append(frame.to_ndarray()[0])
            if len(waiting) == 8 * QUANTUM // 1152 * 25:
                sound = np.concatenate(waiting)
                sound = sound[: sound.size // QUANTUM * QUANTUM]
                waiting = []
                start = time.process_time()
                encode(sound, FORMATS[form])
                spent += time.process_time() - start
    return {"encoder": spent}


PARTS: dict[str, Callable[..., dict]] = {
    "engine": engine,
    "speak": speak,
    "unpack": unpack,
    "narrator": ours,
    "pydub": pydub,
    "ffmpeg": ffmpeg,
    "encoder": encoder,
}


# --------------------------------------------------------------------------- the run


def run(part: str, work: Path, minutes: float, **options) -> dict:
    """One part in a process of its own: wall and CPU seconds with its children's, and most memory in MB."""
    given = json.dumps({"part": part, "work": str(work), "minutes": minutes, "options": options})
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--part", given], capture_output=True, text=True, check=False
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{part} failed:\n{done.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, **json.loads(done.stdout.splitlines()[-1])}


def part_of(given: str) -> None:
    told = json.loads(given)
    result = PARTS[told["part"]](Path(told["work"]), told["minutes"], **told["options"])
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"memory": own / 1024, "largest_child": children / 1024, **result}))


def table(minutes: float, formats: list[str], *, others: bool = True) -> None:
    with tempfile.TemporaryDirectory(prefix="narrator-benchmark-") as folder:
        work = Path(folder)
        spoken = run("speak", work, minutes)
        print(
            f"{spoken['lines']} clips, {spoken['seconds'] / 60:.1f} min of speech, {os.cpu_count()} cores\n"
        )
        results = {f"narrator {form}": run("narrator", work, minutes, form=form) for form in formats}
        length = results["narrator mp3"]["seconds"]
        if others and shutil.which("ffmpeg"):
            run("unpack", work, minutes)
            results["ffmpeg concat + loudnorm"] = run("ffmpeg", work, minutes)
            results["pydub, from WAV clips"] = run("pydub", work, minutes)
            results["pydub, from MP3 clips as gTTS saves them"] = run("pydub", work, minutes, clips="mp3")
        for form in formats:
            results[f"narrator {form}, one line edited"] = run(
                "narrator", work, minutes, form=form, edited=True
            )
        mine = results["narrator mp3"]["wall"]
        print("| way | wall s | × real time | × narrator mp3 | CPU s | MB |")
        print("|---|---|---|---|---|---|")
        for name, told in results.items():
            memory = told["memory"] + (told["largest_child"] if "narrator" not in name else 0)
            speed = f"{told['wall']:.1f} | {length / told['wall']:.0f} | {told['wall'] / mine:.1f}"
            print(f"| {name} | {speed} | {told['cpu']:.1f} | {memory:.0f} |")
        print("\nCold, from text to the finished file, in the same run:\n")
        head = ["", "wall s", "× real time", "CPU s", "engine alone, CPU s", "encoder alone, CPU s"]
        print(f"| {' | '.join(head)} | × the least | recording alone, CPU s |")
        print("|---|---|---|---|---|---|---|---|")
        for form in formats:
            speaking = run("engine", work, minutes)["engine"]
            encoding = run("encoder", work, minutes, form=form)["encoder"]
            shutil.rmtree(work / "cold", ignore_errors=True)
            cold = run("narrator", work, minutes, form=form, cold=True)
            least = (speaking + encoding) / 2
            speed = f"{cold['wall']:.1f} | {length / cold['wall']:.0f} | {cold['cpu']:.1f}"
            alone = f"{speaking:.1f} | {encoding:.1f} | {cold['wall'] / least:.2f} | {spoken['cpu']:.1f}"
            print(f"| {form} | {speed} | {alone} |", flush=True)
        print(
            "\nThe least: half of what the engine and the encoder take alone, on two cores."
            "\nRecording alone: the engine's speaking, with the clips trimmed, measured and kept."
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--formats", default="mp3,m4a,opus")
    parser.add_argument("--ours", action="store_true", help="only this program, in a third of the time")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.part:
        part_of(chosen.part)
    else:
        table(chosen.minutes, chosen.formats.split(","), others=not chosen.ours)

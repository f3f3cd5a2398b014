import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from narrator.clips import load_samples, read_clip
from narrator.errors import EngineError, InputError, OutputError
from narrator.model import Spoken, Word
from narrator.speech.cache import Cache
from narrator.speech.studio import WINDOW, RecordingJob, Studio, record
from tests.speech.fake_engines import BEEP, BOOP, Fake, job


@pytest.fixture
def engine(tmp_path: Path) -> Fake:
    return Fake(tmp_path / "diary")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def lines_spoken(engine: Fake) -> list[str]:
    return [line.partition(" ")[2] for line in engine.diary.read_text().splitlines()]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if not Path("/proc/self/stat").exists():
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:  # it went meanwhile
        return False


@pytest.mark.parametrize("kind", ["process", "thread"])
def test_clips_come_in_order_and_each_distinct_line_is_spoken_once(tmp_path, cache, kind):
    engine = Fake(tmp_path / "diary", workers=kind, lines_at_once=3)
    texts = [f"line {'a' * (n % 7)} number {n % 40}" for n in range(600)]
    with Studio(engine, cache, workers=2) as studio:
        clips = list(studio.record(map(job, texts)))
        assert (studio.recorded, studio.reused) == (len(set(texts)), 600 - len(set(texts)))
    assert [len(clip.words) for clip in clips] == [len(text.split()) for text in texts]
    assert sorted(lines_spoken(engine)) == sorted(set(texts))
    again = list(record(map(job, texts), engine, cache, workers=2))
    assert again == clips
    assert len(lines_spoken(engine)) == len(set(texts))


def test_voice_pace_and_text_each_make_another_recording(engine, cache):
    jobs = [job("one two"), job("one two", BOOP), job("one two", pace=1.2), job("one four")]
    clips = list(record(jobs, engine, cache, workers=1))
    assert len({clip.key for clip in clips}) == 4
    assert len({load_samples(clip).tobytes() for clip in clips}) == 4


def test_lines_said_alike_share_a_recording_but_not_their_words(engine, cache):
    spoken = Spoken("doctor who", ((0, 6, 0, 3), (6, 10, 3, 7)))
    first, second = record(
        [RecordingJob(spoken, "Dr. who", BEEP), job("doctor who")], engine, cache, workers=1
    )
    assert first.key == second.key
    assert [(word.start, word.end) for word in first.words] == [(0, 3), (4, 7)]
    assert [(word.start, word.end) for word in second.words] == [(0, 6), (7, 10)]
    assert [word.sample for word in first.words] == [word.sample for word in second.words]


def test_jobs_are_taken_as_they_are_needed(engine, cache):
    taken = []

    def endless():
        number = 0
        while True:
            taken.append(number)
            yield job(f"number {number}")
            number += 1

    with Studio(engine, cache, workers=1) as studio:
        clips = studio.record(endless())
        for _ in range(5):
            next(clips)
        assert len(taken) < 1000


def test_a_studio_goes_on_after_an_article_that_failed(engine, cache):
    """What was left of it is nobody's error any more."""
    with Studio(engine, cache, workers=2) as studio:
        with pytest.raises(EngineError, match=r"line [24], 'refuse"):  # whichever worker is the first
            list(studio.record(map(job, ["one", "refuse", "crash", "refuse again", "gabble", *"abcdef"])))
        recorded = studio.recorded
        clips = list(studio.record(map(job, ["a new article", "with three", "lines"])))
        assert [len(clip.words) for clip in clips] == [3, 2, 1]
        assert studio.recorded - recorded == 3


def test_force_records_again_but_each_line_once(engine, cache):
    list(record([job("again")], engine, cache, workers=1))
    with Studio(engine, cache, workers=1, force=True) as studio:
        list(studio.record([job("again"), job("again")]))
        assert (studio.recorded, studio.reused) == (1, 1)
    assert lines_spoken(engine) == ["again", "again"]


@pytest.mark.parametrize("fault", ["crash", "mute", "gabble", "drone"])
def test_a_line_that_fails_once_is_tried_again(engine, cache, fault):
    text = f"this {fault}once and then said properly, we hope, in full"
    clips = list(record([job("before"), job(text), job("after")], engine, cache, workers=1))
    assert [len(clip.words) for clip in clips] == [1, 10, 1]
    assert lines_spoken(engine).count(text) == 2


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("crash", "crashed (killed by SIGABRT)"),
        ("mute", "silence"),
        ("gabble", "too little"),
        ("drone", "too much"),
        ("refuse", "out of breath; try again tomorrow"),
        ("sulk", "I won't, not today"),
        ("defect", "ZeroDivisionError"),
    ],
)
def test_a_line_that_keeps_failing_is_named_and_the_others_are_kept(engine, cache, fault, said):
    texts = ["one", "two", f"three {fault} here, which is quite a long line for what it is, is it not?"]
    with pytest.raises(EngineError) as caught:
        list(record(map(job, texts), engine, cache, workers=1))
    assert str(caught.value).startswith("line 3, 'three ")
    assert said in str(caught.value)
    assert lines_spoken(engine).count(texts[2]) == (1 if fault in ("refuse", "sulk", "defect") else 2)
    with Studio(engine, cache, workers=1) as studio:
        list(studio.record(map(job, texts[:2])))
        assert (studio.recorded, studio.reused) == (0, 2)


@pytest.mark.parametrize("kind", ["process", "thread"])
def test_a_worker_that_hangs_is_replaced(tmp_path, cache, kind):
    # The second try has to be done within it on a busy machine too, and a process to start.
    engine = Fake(tmp_path / "diary", workers=kind, lines_at_once=1)
    engine = replace(engine, time_limit=0.5 + 6 * time_to_start(engine, tmp_path / "other"))
    clips = list(record([job("a hangonce b"), job("next")], engine, cache))
    assert [len(clip.words) for clip in clips] == [3, 1]


def time_to_start(engine: Fake, folder: Path) -> float:
    """Seconds that a worker takes here and now to start and to say one line."""
    begun = time.monotonic()
    list(record([job("hello")], replace(engine, diary=folder.with_suffix(".diary")), Cache(folder)))
    return time.monotonic() - begun


def test_a_line_that_hangs_twice_is_named(tmp_path, cache):
    engine = Fake(tmp_path / "diary", workers="thread", time_limit=0.25)
    with pytest.raises(EngineError, match=r"line 1, 'so hang': the engine fake gave no answer within"):
        list(record([job("so hang")], engine, cache))


def test_a_worker_killed_from_outside_is_replaced(engine, cache):
    texts = ["before", "a hangonce b", *(f"number {n}" for n in range(300))]
    with Studio(engine, cache, workers=1) as studio:
        clips = studio.record(map(job, texts))
        next(clips)
        while "hangonce" not in engine.diary.read_text():  # from then on it waits to be killed
            time.sleep(0.01)
        pid = int(engine.diary.read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        assert sum(1 for _ in clips) == 301
    assert not is_alive(pid)
    assert len({line.split()[0] for line in engine.diary.read_text().splitlines()}) == 2


def test_no_worker_outlives_a_studio_that_is_left_early(engine, cache):
    with Studio(engine, cache, workers=2) as studio:
        clips = studio.record(job(f"number {n}") for n in range(300))
        next(clips)
        del clips
    pids = {int(line.split()[0]) for line in engine.diary.read_text().splitlines()}
    assert pids and not any(map(is_alive, pids))
    assert not list(cache.aside.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("text", ["number", "hang"])
def test_no_worker_outlives_a_parent_that_is_killed(tmp_path, end, text):
    """Also not while it hangs in a line."""
    program = f"""
        import sys
        from pathlib import Path
        sys.path.insert(0, {str(Path(__file__).parents[2])!r})
        from tests.speech.fake_engines import Fake, job
        from narrator.speech.cache import Cache
        from narrator.speech.studio import record
        engine = Fake(Path({str(tmp_path / "diary")!r}))
        jobs = (job(f"{text} {{n}}") for n in range(1_000_000))
        for clip in record(jobs, engine, Cache(Path({str(tmp_path / "cache")!r})), workers=2):
            pass
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stderr=subprocess.DEVNULL)
    diary = tmp_path / "diary"
    pids: set[int] = set()
    while len(pids) < 2:
        assert parent.poll() is None
        time.sleep(0.02)
        if diary.exists():
            pids = {int(line.split()[0]) for line in diary.read_text().splitlines() if " " in line}
    parent.send_signal(end)
    parent.wait()
    while any(map(is_alive, pids)):  # a test that never ends is the failure
        time.sleep(0.02)
    Cache(tmp_path / "cache").prepare()
    assert not list((tmp_path / "cache" / "writing").iterdir())


def test_a_cache_that_can_not_be_written_is_a_sentence(engine, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputError, match=r"can't keep recordings in .*file"):
            list(record([job("hello")], engine, Cache(folder)))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
def test_a_disk_that_is_full_is_a_sentence(engine, cache):
    """A limit on the size of a file stands in for the disk: the system refuses the write all the same."""
    import resource

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with Studio(engine, cache, workers=1) as studio:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limit[1]))
            studio.warm_up()
            with pytest.raises(OutputError, match=r"can't keep recordings in .*too large"):
                list(studio.record([job("a line that takes more room than there is")]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert not list(cache.folder.rglob("*.clip"))
    assert not list(cache.aside.iterdir())


def test_a_line_without_end_is_refused(engine, cache):
    with pytest.raises(InputError, match=r"line 2, 'so so .*…': 30,001 characters are too many"):
        list(record([job("one"), job("so " * 10_000 + "o")], engine, cache, workers=1))


@dataclass(frozen=True)
class Homesick(Fake):
    """Can't be taken to a worker process."""

    def __setstate__(self, state: object) -> None:
        raise RuntimeError("no model in this place")


def test_a_worker_that_can_not_even_start_says_why(tmp_path, cache):
    engine = Homesick(tmp_path / "diary")
    with pytest.raises(EngineError, match=r"line 1, 'one': .*crashed \(RuntimeError: no model in this place"):
        list(record([job("one")], engine, cache, workers=1))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_left(tmp_path):
    """Fifteen runs without end, each going on where the one before was killed, and one to an end."""
    program = f"""
        import sys
        from pathlib import Path
        sys.path.insert(0, {str(Path(__file__).parents[2])!r})
        from tests.speech.fake_engines import job
        from narrator.speech.cache import Cache
        from narrator.speech.engine import engine_named
        from narrator.speech.studio import Studio
        engine = engine_named("espeak")
        voices = engine.voices()
        lines = int(sys.argv[2])
        jobs = (job(f"This is line number {{n}} of a long story.", voices[n % 9]) for n in range(lines))
        with Studio(engine, Cache(Path(sys.argv[1])), workers=2) as studio:
            for clip in studio.record(jobs):
                print(clip.key, clip.samples, flush=True)
            print("end", studio.recorded, studio.reused)
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    folder = tmp_path / "cache"
    moments = random.Random(1)
    finished: set[str] = set()
    for _ in range(15):
        run = subprocess.Popen([*command, str(folder), "1000000"], stdout=subprocess.PIPE, text=True)
        assert run.stdout is not None
        out = [run.stdout.readline() for _ in range(moments.choice((0, 1, 5, 20)))]
        time.sleep(moments.uniform(0, 0.05))
        run.kill()
        out += run.communicate()[0].splitlines(keepends=True)
        finished |= {line.split()[0] for line in out if line.endswith("\n")}
        for path in folder.glob("clips/*/*"):
            read_clip(path, path.stem)
        assert finished <= {path.stem for path in folder.glob("clips/*/*")}
    assert len(finished) >= 20
    lines = str(len(finished) + 2 * WINDOW)
    last, fresh = (
        subprocess.run(
            [*command, str(place), lines], stdout=subprocess.PIPE, text=True, check=True
        ).stdout.splitlines()
        for place in (folder, tmp_path / "fresh")
    )
    assert last[:-1] == fresh[:-1]
    assert int(last[-1].split()[1]) > 0 and int(last[-1].split()[2]) >= len(finished)
    whole = {path.name: path.read_bytes() for path in (tmp_path / "fresh").glob("clips/*/*")}
    assert {path.name: path.read_bytes() for path in folder.glob("clips/*/*")} == whole
    assert not list((folder / "writing").iterdir())


def test_progress_tells_of_each_line(engine, cache):
    told = []
    with Studio(engine, cache, workers=1) as studio:
        list(studio.record([job("one"), job("two"), job("one")], lambda *counts: told.append(counts)))
    assert len(told) == 3
    assert told[-1] == (2, 1)


def test_sound_is_trimmed_faded_and_its_words_move_along(engine, cache):
    (clip,) = record([job("one two three")], engine, cache)
    samples = load_samples(clip)
    assert clip.samples == len(samples)
    assert samples[0] == 0
    assert abs(int(samples[-1])) < 50
    silence = int(np.argmax(np.abs(samples) > 400)) / clip.rate
    assert 0.005 < silence < 0.02
    assert [word.sample for word in clip.words] == [160, 160 + 3200, 160 + 6400]
    assert clip.words[0] == Word(0, 3, 160)
    assert -30 < clip.loudness.integrated < -5


def test_lines_are_spoken_before_the_first_clip_is_asked_for(engine, cache):
    with Studio(engine, cache, workers=1) as studio:
        clips = studio.record([job("one"), job("two two")])
        until = time.monotonic() + 60
        while len(list(cache.folder.glob("clips/*/*.clip"))) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        assert len(list(cache.folder.glob("clips/*/*.clip"))) == 2
        assert len(list(clips)) == studio.recorded == 2

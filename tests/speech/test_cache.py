import multiprocessing
import os
import time
from pathlib import Path

import numpy as np
import pytest

from narrator.clips import DamagedClip, load_samples, read_clip, write_clip
from narrator.errors import OutputError
from narrator.model import Loudness, Spoken
from narrator.speech.cache import RECENT, SHARED, Cache, default_folder, key_of
from narrator.speech.studio import EPISODES_A_TRIM, Studio, record
from tests.speech.fake_engines import BEEP, BOOP, Fake, job

HELLO = Spoken("hello", ((0, 5, 0, 5),))


@pytest.fixture
def engine(tmp_path: Path) -> Fake:
    return Fake(tmp_path / "diary")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_a_key_holds_all_that_a_recording_is_made_from(tmp_path):
    engine = Fake(tmp_path)
    keys = [
        key_of(HELLO, engine, BEEP, 1.0),
        key_of(Spoken("Hello", ()), engine, BEEP, 1.0),
        key_of(Spoken("hello", (), ((0, 5, "hɛˈləʊ"),)), engine, BEEP, 1.0),
        key_of(HELLO, engine, BOOP, 1.0),
        key_of(HELLO, engine, BEEP, 1.05),
        key_of(HELLO, Fake(tmp_path, version="2"), BEEP, 1.0),
        key_of(HELLO, Fake(tmp_path, name="other"), BEEP, 1.0),
    ]
    assert len(set(keys)) == len(keys)
    assert key_of(Spoken("hello", ()), Fake(tmp_path / "elsewhere"), BEEP, 1.0) == keys[0]


def damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    changed = {
        "bit": content[:-500] + bytes([content[-500] ^ 1]) + content[-499:],
        "truncated": content[: len(content) // 2],
        "empty": b"",
        "foreign": b"something else",
    }
    path.write_bytes(changed[how])


@pytest.mark.parametrize("how", ["bit", "truncated", "empty", "foreign", "swapped"])
def test_a_damaged_clip_is_recorded_again(engine, cache, how):
    first, second = record([job("one"), job("two two")], engine, cache, workers=1)
    if how == "swapped":
        second.path.replace(first.path)
    else:
        damage(first.path, how)
    again = list(record([job("one"), job("two two")], engine, cache, workers=1))
    assert again == [first, second]
    assert read_clip(first.path, first.key) == first


@pytest.mark.parametrize("how", ["truncated", "empty", "foreign", "swapped"])
def test_a_cache_that_leaves_sounds_unheard_notices_what_else_is_damaged(engine, cache, how):
    cache.thorough = False
    test_a_damaged_clip_is_recorded_again(engine, cache, how)


def test_a_sound_that_is_damaged_is_left_to_who_hears_it(engine, tmp_path):
    cache = Cache(tmp_path / "cache", thorough=False)
    (clip,) = record([job("one")], engine, cache, workers=1)
    damage(clip.path, "bit")
    assert cache.find(clip.key) == clip
    with pytest.raises(DamagedClip):
        load_samples(clip)
    cache.thorough = True
    assert cache.find(clip.key) is None


def test_another_version_of_an_engine_does_not_use_the_old_clips(engine, cache, tmp_path):
    (old,) = record([job("one")], engine, cache, workers=1)
    (new,) = record([job("one")], Fake(tmp_path / "diary", version="2"), cache, workers=1)
    assert old.key != new.key
    assert cache.usage().clips == 2


def fill(cache: Cache, ages: list[float]) -> list[str]:
    """A clip of 2 kB for each age in seconds."""
    keys = []
    for number, age in enumerate(ages):
        key = f"{number:064x}"
        path = cache.path_of(key)
        write_clip(path, key, np.zeros(1000, np.int16), 8000, (), Loudness(-20, -3))
        os.utime(path, (time.time() - age,) * 2)
        keys.append(key)
    return keys


def test_the_least_recently_used_go_first(tmp_path):
    cache = Cache(tmp_path, limit=5000)
    hours = RECENT
    fill(cache, [9 * hours, 3 * hours, 7 * hours, 5 * hours])
    assert cache.usage().clips == 4
    assert cache.trim() == 2
    assert [path.exists() for path in map(cache.path_of, (f"{n:064x}" for n in range(4)))] == [
        False,
        True,
        False,
        True,
    ]


def test_using_a_clip_makes_it_recent(tmp_path):
    cache = Cache(tmp_path, limit=3000)
    keys = fill(cache, [9 * RECENT, 3 * RECENT])
    Cache(tmp_path).find(keys[0])
    assert cache.trim() == 1
    assert cache.find(keys[0]) and not cache.find(keys[1])


def test_a_run_never_loses_its_own_clips_nor_those_in_use_elsewhere(tmp_path):
    cache = Cache(tmp_path, limit=0)
    keys = fill(cache, [9 * RECENT, 3 * RECENT, 60, -1e9])
    assert cache.find(keys[0])
    os.utime(cache.path_of(keys[0]), (0, 0))  # as if the clock had jumped
    assert cache.trim() == 2
    assert cache.find(keys[0]) and cache.find(keys[2])


def test_clearing_takes_what_others_keep_there_too(tmp_path):
    cache = Cache(tmp_path)
    fill(cache, [0.0])
    for name in ("stretches/ab/abc.mp3.stretch", "articles/abc.json"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(b"kept")
    assert cache.clear().clips == 1
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_studio_keeps_the_cache_within_its_limit(engine, tmp_path):
    cache = Cache(tmp_path / "cache", limit=10_000)
    fill(cache, [9 * RECENT] * 6)
    with Studio(engine, cache, workers=1) as studio:
        (clip,) = studio.record([job("one")])
    assert clip.path.exists()
    assert cache.usage().bytes <= 10_000


def test_a_studio_that_stays_open_keeps_the_cache_within_its_limit_too(engine, tmp_path, monkeypatch):
    cache = Cache(tmp_path / "cache", limit=10_000)
    with Studio(engine, cache, workers=1) as studio:
        for number in range(EPISODES_A_TRIM):
            list(studio.record([job(f"episode {number}")]))
            studio.rest()
        assert cache.usage().bytes > 10_000, "what was just used may be in use elsewhere"
        later = time.time() + SHARED + 1
        monkeypatch.setattr("narrator.speech.cache.time.time", lambda: later)
        for _ in range(EPISODES_A_TRIM):
            studio.rest()
        assert cache.usage().bytes <= 10_000


def test_clearing_tells_what_was_there(cache):
    fill(cache, [0, 0, 0])
    before = cache.clear()
    assert (before.clips, before.folder) == (3, cache.folder)
    assert before.bytes > 6000
    assert cache.usage().clips == 0


def test_a_cache_that_is_not_there_is_empty(tmp_path):
    cache = Cache(tmp_path / "nowhere")
    assert cache.usage().clips == 0
    assert cache.clear().bytes == 0
    assert cache.trim() == 0
    assert not (tmp_path / "nowhere").exists()


def test_the_folder_is_the_users_unless_the_environment_says_so(monkeypatch, tmp_path):
    monkeypatch.delenv("NARRATOR_CACHE", raising=False)
    assert default_folder().name == "narrator"
    monkeypatch.setenv("NARRATOR_CACHE", str(tmp_path))
    assert default_folder() == tmp_path
    assert Cache().folder == tmp_path


@pytest.mark.skipif(not Path("/sys/kernel").exists(), reason="needs a folder that not even root can write")
def test_a_read_only_folder_is_a_sentence(engine):
    with pytest.raises(OutputError, match=r"can't keep recordings in /sys/narrator: .*(permi|read-only)"):
        list(record([job("one")], engine, Cache(Path("/sys/narrator"))))


def run_once(folder: Path, texts: list[str], answers) -> None:
    clips = list(record(map(job, texts), Fake(folder / "diary"), Cache(folder / "cache"), workers=1))
    answers.put([(clip.key, clip.samples) for clip in clips])


def test_two_runs_share_one_cache(tmp_path):
    texts = [f"line number {number}" for number in range(80)]
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    runs = [context.Process(target=run_once, args=(tmp_path, texts, answers)) for _ in range(2)]
    for run in runs:
        run.start()
    first, second = answers.get(), answers.get()
    for run in runs:
        run.join()
    assert first == second
    cache = Cache(tmp_path / "cache")
    assert cache.usage().clips == 80
    assert not list(cache.aside.iterdir())
    assert all(cache.find(key) for key, _ in first)

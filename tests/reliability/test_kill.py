"""A run that is killed leaves nothing broken, loses no recording, and is made good by the next one."""

import contextlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.reliability.runs import clips, family, finish, gone, leftovers, published, start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What one quiet run makes: its files, its seconds and its JSON."""
    folder = tmp_path_factory.mktemp("undisturbed")
    begun = time.monotonic()
    code, out, err = finish(start(folder))
    assert code == 0, err
    return published(folder), time.monotonic() - begun, json.loads(out)


def assert_nothing_is_broken(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in published(folder).items():
        assert content == files[name], f"{name} is there, but not as it should be"


def start_over(folder: Path) -> None:
    """Empties the cache."""
    for path in sorted((folder / "cache").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def kill_at_random(folder: Path, moments: int, undisturbed, seed: int, *, arguments=()) -> None:
    files, seconds, made = undisturbed
    chance = random.Random(seed)
    for _ in range(moments):
        before = clips(folder)
        process = start(folder, *arguments)
        time.sleep(chance.uniform(0, seconds * 1.05))
        process.kill()
        process.communicate()
        assert gone(folder), "a worker outlived its parent"
        assert_nothing_is_broken(folder, files)
        assert before.items() <= clips(folder).items(), "a finished recording was lost or made again"
        if chance.random() < 0.25:
            start_over(folder)  # so that early moments are met too
    code, out, err = finish(start(folder, *arguments))
    assert code == 0, err
    assert published(folder) == files
    assert leftovers(folder) == []
    assert json.loads(out)["lines"] == made["lines"]


def test_a_few_random_kills(tmp_path, undisturbed):
    kill_at_random(tmp_path, 4, undisturbed, seed=1)


@pytest.mark.slow
def test_150_random_kills_of_make(tmp_path, undisturbed):
    kill_at_random(tmp_path, 150, undisturbed, seed=2)


@pytest.mark.slow
def test_50_random_kills_of_render(tmp_path, undisturbed):
    code, out, err = finish(start(tmp_path))
    assert code == 0, err
    script = json.loads(out)["files"]["script"]
    for path in (tmp_path / "audio").iterdir():
        path.unlink()
    kill_at_random(tmp_path, 50, undisturbed, seed=3, arguments=("render", script, "-e", "espeak", "--json"))


def kill_workers(folder: Path, moments: int, undisturbed, seed: int) -> None:
    """Each moment in a run of its own: a run may lose a worker twice at one line, and then says so."""
    files, seconds, _ = undisturbed
    chance = random.Random(seed)
    for _ in range(moments):
        process = start(folder, "make", "article.txt", "-e", "espeak", "--json", "--force")
        time.sleep(chance.uniform(seconds * 0.3, seconds))
        workers = [pid for pid in family(folder) if pid != process.pid]
        if workers:
            with_luck = chance.choice(workers)
            with contextlib.suppress(ProcessLookupError):
                os.kill(with_luck, signal.SIGKILL)
        code, _, err = finish(process)
        assert code == 0, err
        assert published(folder) == files
        assert gone(folder)


def test_a_killed_worker_is_replaced(tmp_path, undisturbed):
    kill_workers(tmp_path, 2, undisturbed, seed=4)


@pytest.mark.slow
def test_30_killed_workers(tmp_path, undisturbed):
    kill_workers(tmp_path, 30, undisturbed, seed=5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_polite_signal_ends_it_with_exit_code_130(tmp_path, undisturbed, number):
    files, _, _ = undisturbed
    for _ in range(20):
        process = start(tmp_path)
        while not clips(tmp_path) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(number)  # while it records
        code, out, err = finish(process)
        if not out:
            break
        start_over(tmp_path)  # it was done before the signal came
    assert code == 130 and "Traceback" not in err
    assert gone(tmp_path)
    assert_nothing_is_broken(tmp_path, files)
    code, _, err = finish(start(tmp_path))
    assert code == 0, err
    assert published(tmp_path) == files and leftovers(tmp_path) == []


def test_two_runs_at_once_make_the_same_episode(tmp_path, undisturbed):
    files, _, _ = undisturbed
    both = [start(tmp_path), start(tmp_path)]
    for process in both:
        code, _, err = finish(process)
        assert code == 0, err
    assert published(tmp_path) == files
    assert leftovers(tmp_path) == []

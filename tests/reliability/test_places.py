"""Folders and disks that refuse: a sentence, exit code 3, and nothing half-written."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.runs import clips, finish, leftovers, published, start


def refused(folder: Path, *arguments: str, **more: str) -> str:
    code, _, err = finish(start(folder, *arguments, **more))
    last = err.strip().splitlines()[-1]
    assert code == 3, err
    assert last.startswith("narrator: ") and "Traceback" not in err
    return last


MAKE = ("make", "article.txt", "-e", "espeak", "--json")


def test_an_output_folder_that_is_a_file(tmp_path):
    (tmp_path / "audio").write_text("in the way")
    assert "audio" in refused(tmp_path)
    assert (tmp_path / "audio").read_text() == "in the way"


def test_a_scripts_folder_that_is_a_file(tmp_path):
    (tmp_path / "scripts").write_text("in the way")
    assert "scripts" in refused(tmp_path)
    assert not (tmp_path / "audio").exists()


def test_a_cache_folder_that_is_a_file(tmp_path):
    (tmp_path / "cache").write_text("in the way")
    assert "cache" in refused(tmp_path)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("name", ["audio", "scripts", "cache"])
def test_a_folder_that_may_not_be_written(tmp_path, name):
    (tmp_path / name).mkdir(mode=0o500)
    assert name in refused(tmp_path)


@pytest.fixture
def mounted(tmp_path):
    """Mounts a file system in memory with the options given; needs root, as CI has."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root on Linux")
    places = []

    def mount(name: str, options: str) -> Path:
        place = tmp_path / name
        place.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=False)
        if done.returncode:
            pytest.skip("may not mount here")
        places.append(place)
        return place

    yield mount
    for place in places:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.slow
def test_a_full_disk_for_the_episode_keeps_every_recording(tmp_path, mounted):
    place = mounted("audio", "size=200k")
    assert "no space left" in refused(tmp_path)
    assert not list(place.glob("*.mp3")) and leftovers(tmp_path) == []
    kept = clips(tmp_path)
    code, out, err = finish(start(tmp_path, *MAKE, "-o", "elsewhere"))
    assert code == 0, err
    assert json.loads(out)["recorded"] == 0 and clips(tmp_path) == kept


@pytest.mark.slow
def test_a_full_disk_for_the_cache(tmp_path, mounted):
    place = mounted("small", "size=200k")
    assert "no space left" in refused(tmp_path, NARRATOR_CACHE=str(place / "cache"))
    assert not (tmp_path / "audio").exists() or leftovers(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["audio", "scripts", "cache"])
def test_a_read_only_disk(tmp_path, mounted, name):
    mounted(name, "ro")
    assert name in refused(tmp_path)


def test_a_clock_that_jumps_changes_nothing(tmp_path):
    code, _, err = finish(start(tmp_path))
    assert code == 0, err
    before = published(tmp_path)
    for path in (tmp_path / "cache").rglob("*"):
        os.utime(path, (4e9, 4e9))  # the year 2096
    code, out, err = finish(start(tmp_path))
    assert code == 0, err
    assert json.loads(out)["recorded"] == 0 and published(tmp_path) == before


def test_damaged_recordings_are_made_again(tmp_path):
    finish(start(tmp_path))
    before = published(tmp_path)
    found = sorted((tmp_path / "cache" / "clips").rglob("*.clip"))
    found[0].write_bytes(b"")
    found[1].write_bytes(found[1].read_bytes()[:-100])
    flipped = bytearray(found[2].read_bytes())
    flipped[len(flipped) // 2] ^= 1
    found[2].write_bytes(bytes(flipped))
    for path in (tmp_path / "cache" / "stretches").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:50])
    code, out, err = finish(start(tmp_path))
    assert code == 0, err
    assert json.loads(out)["recorded"] == 3 and published(tmp_path) == before


NO_SOCKETS = """
import socket
def refuse(*_, **__):
    raise AssertionError("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = refuse
"""


def test_offline_opens_no_socket(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    root = str(Path(__file__).parents[2])
    code, _, err = finish(
        start(tmp_path, "make", "article.txt", "--offline", "--json", PYTHONPATH=f"{tmp_path}:{root}")
    )
    assert code == 0, err
    assert "--offline" in err
    code, _, err = finish(
        start(tmp_path, "make", "http://127.0.0.1:9/x", "--offline", PYTHONPATH=f"{tmp_path}:{root}")
    )
    assert code == 2 and "a socket" not in err


def test_a_port_where_nobody_answers_is_a_sentence(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/article"
        refused(tmp_path, "make", address, "--allow-private", "-e", "espeak")
        said = refused(tmp_path, "make", address, "-e", "espeak")
    assert "--allow-private" in said

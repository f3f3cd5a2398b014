"""Files appear whole or not at all."""

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from narrator.clips import sweep as sweep_clips
from narrator.clips import write_aside
from narrator.errors import OutputError
from narrator.files import (
    UNFINISHED,
    check_folder,
    create_whole,
    make_folder,
    sweep,
    write_all,
    write_whole,
    writing,
)

if sys.platform != "win32":
    import fcntl

PATIENCE = 300
"""Seconds after which what takes a moment counts as what never comes."""


def test_a_reader_sees_the_old_file_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "deep" / "episode.txt"
    write_whole(path, "old")
    with writing(path) as aside:
        aside.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert [p.name for p in path.parent.iterdir()] == ["episode.txt"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "episode.txt"
    write_whole(path, "old")
    with pytest.raises(RuntimeError), writing(path) as aside:
        aside.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("linked", [True, False], ids=["links", "no links"])
def test_of_many_who_create_a_file_one_is_first_and_nobody_sees_it_in_part(tmp_path, monkeypatch, linked):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    if not linked:
        monkeypatch.setattr("narrator.files.os.link", refuse)
    path, contents = tmp_path / "deep" / "claim.json", [bytes([n]) * 1000 for n in range(20)]
    with ThreadPoolExecutor(8) as pool:
        first = list(pool.map(create_whole, [path] * 20, contents))
    assert first.count(True) == 1
    assert path.read_bytes() == contents[first.index(True)]
    assert [left.name for left in path.parent.iterdir()] == ["claim.json"]


def test_many_files_are_written_at_once_each_whole_and_a_refusal_is_told(tmp_path):
    contents = {tmp_path / "deep" / f"{n}.txt": str(n) * 1000 for n in range(9)}
    write_all(contents)
    assert {path: path.read_text() for path in (tmp_path / "deep").iterdir()} == contents
    write_all({})
    (tmp_path / "a file").write_text("")
    with pytest.raises(OutputError, match="a file"):
        write_all({tmp_path / "one.txt": "one", tmp_path / "a file" / "two.txt": "two"})
    assert (tmp_path / "one.txt").read_text() == "one"


def test_what_is_no_text_is_written_as_json_knows_it(tmp_path):
    said = json.dumps({"source": "bad\udcff.txt"}, ensure_ascii=False)
    write_whole(tmp_path / "said.json", said)
    assert json.loads((tmp_path / "said.json").read_text(encoding="utf-8")) == json.loads(said)


def test_a_folder_that_is_a_file_is_a_sentence(tmp_path):
    (tmp_path / "audio").write_text("in the way")
    with pytest.raises(OutputError, match="can't write"):
        write_whole(tmp_path / "audio" / "x.txt", "text")


def test_sweeping_takes_only_what_is_unfinished_and_nobody_holds(tmp_path):
    (tmp_path / f".dead.1{UNFINISHED}").write_text("a killed run's")
    (tmp_path / "finished.txt").write_text("x")
    with writing(tmp_path / "new.txt") as aside:
        aside.write_text("at work")
        sweep(tmp_path)
        assert aside.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["finished.txt", "new.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file can't be removed")
def test_a_sweep_in_the_instant_before_the_lock_costs_nothing(tmp_path, monkeypatch):
    """Many workers write to one folder, and each sweeps it: one may look just when another's file is new."""
    own_lock, found = fcntl.flock, []

    def lock(file, operation):
        if not found:
            found.extend(tmp_path.iterdir())
            sweep_clips(tmp_path)
            assert not list(tmp_path.iterdir())
        own_lock(file, operation)

    monkeypatch.setattr("fcntl.flock", lock)
    write_aside(tmp_path / "new", tmp_path, [b"whole"])
    assert (tmp_path / "new").read_bytes() == b"whole"
    assert len(found) == 1 and [path.name for path in tmp_path.iterdir()] == ["new"]


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file can't be removed")
def test_a_sweep_that_holds_a_new_file_never_takes_what_is_written_to_it(tmp_path, monkeypatch):
    own_lock = fcntl.flock
    created, looked, written = (threading.Event() for _ in range(3))

    def lock(file, operation):
        if threading.current_thread() is writer:
            created.set()
            assert looked.wait(PATIENCE)
            own_lock(file, operation)
        else:
            own_lock(file, operation)
            looked.set()
            written.wait(0.5)  # the writer may get no further while the file is held

    def write():
        with writing(tmp_path / "new") as aside:
            aside.write_bytes(b"whole")
            written.set()
            assert swept.wait(PATIENCE)

    swept, writer = threading.Event(), threading.Thread(target=write)
    monkeypatch.setattr("fcntl.flock", lock)
    writer.start()
    assert created.wait(PATIENCE)
    sweep(tmp_path)
    swept.set()
    writer.join()
    assert (tmp_path / "new").read_bytes() == b"whole"


def test_a_folder_to_be_made_is_no_obstacle_and_is_not_made(tmp_path):
    check_folder(tmp_path, "--output")
    check_folder(tmp_path / "new" / "deep", "--output")
    assert not (tmp_path / "new").exists()
    make_folder(tmp_path / "new" / "deep")
    check_folder(tmp_path / "new" / "deep", "--output")


def test_a_folder_that_cannot_be_made_is_told_from_one_that_can(tmp_path):
    (tmp_path / "file").touch()
    for name in ("file", "file/deep", "x" * 300):
        with pytest.raises(OutputError, match=r"choose another folder with --scripts$"):
            check_folder(tmp_path / name, "--scripts")
        with pytest.raises(OutputError, match="can't write"):
            make_folder(tmp_path / name)
    if sys.platform != "win32":
        (tmp_path / "lost").symlink_to(tmp_path / "gone")
        with pytest.raises(OutputError, match="lost: it is not a folder"):
            check_folder(tmp_path / "lost", "--output")

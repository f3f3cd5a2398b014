"""Files appear whole or not at all."""

import pytest

from narrator.errors import OutputError
from narrator.files import UNFINISHED, sweep, write_whole, writing


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

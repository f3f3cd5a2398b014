import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.clips import DamagedClip, load_samples, read_clip, sweep, write_clip
from narrator.model import Loudness, Word

KEY = "ab" * 32
SAMPLES = np.arange(-500, 500, dtype=np.int16)


def written(path: Path, samples=SAMPLES, words=((0, 3, 10), (4, 9, 500))):
    return write_clip(path, KEY, samples, 22050, words, Loudness(-23.4, -1.25))


def test_what_is_written_is_read_back(tmp_path):
    clip = written(tmp_path / "a.clip")
    assert read_clip(tmp_path / "a.clip", KEY) == clip
    assert clip.words == (Word(0, 3, 10), Word(4, 9, 500))
    assert clip.seconds == 1000 / 22050
    assert np.array_equal(load_samples(clip), SAMPLES)
    assert [path.name for path in tmp_path.iterdir()] == ["a.clip"]


@given(st.lists(st.integers(-32768, 32767)), st.floats(-70, 0))
def test_any_sound_comes_back(tmp_path_factory, samples, level):
    path = tmp_path_factory.mktemp("clip") / "a.clip"
    sound = np.array(samples, np.int16)
    clip = write_clip(path, KEY, sound, 8000, (), Loudness(level, level))
    assert read_clip(path) == clip
    assert load_samples(clip).tolist() == samples


@given(st.data())
def test_any_flipped_bit_and_any_cut_is_noticed(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("clip") / "a.clip"
    written(path)
    whole = path.read_bytes()
    if data.draw(st.booleans()):
        place = data.draw(st.integers(0, 8 * len(whole) - 1))
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
    else:
        damaged = bytearray(whole[: data.draw(st.integers(0, len(whole) - 1))])
    path.write_bytes(damaged)
    with pytest.raises(DamagedClip):
        read_clip(path)


@given(st.data())
def test_without_the_sound_damage_to_all_else_is_noticed_and_to_the_sound_when_it_is_heard(
    tmp_path_factory, data
):
    path = tmp_path_factory.mktemp("clip") / "a.clip"
    clip = written(path)
    whole = path.read_bytes()
    sound = len(whole) - 32 - 2 * clip.samples
    place = data.draw(st.integers(0, 8 * len(whole) - 1))
    damaged = bytearray(whole)
    damaged[place // 8] ^= 1 << place % 8
    path.write_bytes(damaged)
    if place < 8 * sound:
        with pytest.raises(DamagedClip):
            read_clip(path, KEY, thorough=False)
    else:
        assert read_clip(path, KEY, thorough=False) == clip
    with pytest.raises(DamagedClip):
        load_samples(clip)
    for wrong in (whole[: data.draw(st.integers(0, len(whole) - 1))], whole + b"more"):
        path.write_bytes(wrong)
        with pytest.raises(DamagedClip):
            read_clip(path, KEY, thorough=False)


def test_a_header_of_any_length_is_read_without_the_sound(tmp_path):
    words = tuple((n, n + 1, n) for n in range(9000))
    clip = written(tmp_path / "a.clip", words=words)
    assert read_clip(tmp_path / "a.clip", KEY, thorough=False) == clip


@pytest.mark.parametrize("content", [b"", b"NARRCLIP", b"RIFF" + bytes(100), bytes(10_000)])
def test_other_files_are_no_clips(tmp_path, content):
    (tmp_path / "a.clip").write_bytes(content)
    with pytest.raises(DamagedClip, match=r"a\.clip"):
        read_clip(tmp_path / "a.clip")


def test_a_clip_under_another_name_is_foreign(tmp_path):
    written(tmp_path / "a.clip")
    with pytest.raises(DamagedClip):
        read_clip(tmp_path / "a.clip", "cd" * 32)


def test_a_clip_of_another_version_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("narrator.clips.FORMAT", 0)
    written(tmp_path / "a.clip")
    monkeypatch.undo()
    with pytest.raises(DamagedClip, match="version"):
        read_clip(tmp_path / "a.clip", KEY)


def test_a_clip_that_vanished_is_a_sentence(tmp_path):
    clip = written(tmp_path / "a.clip")
    clip.path.unlink()
    with pytest.raises(DamagedClip, match="run it again"):
        load_samples(clip)


def test_a_failed_write_leaves_what_was_there(tmp_path):
    clip = written(tmp_path / "a.clip")
    with pytest.raises(ValueError):
        write_clip(tmp_path / "a.clip", KEY, np.array(["not a sound"]), 8000, (), clip.loudness)
    assert read_clip(tmp_path / "a.clip") == clip
    assert [path.name for path in tmp_path.iterdir()] == ["a.clip"]


WRITER = """
import sys, time
from pathlib import Path
from narrator.clips import write_aside
def parts():
    yield b"half"
    print("writing", flush=True)
    time.sleep(3600)
write_aside(Path(sys.argv[1], "a.clip"), Path(sys.argv[1]), parts())
"""


def test_only_files_whose_writer_is_gone_are_swept(tmp_path):
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, cwd=root
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == b"writing"
        sweep(tmp_path)
        assert len(list(tmp_path.iterdir())) == 1
        writer.kill()
        writer.wait()
    sweep(tmp_path)
    assert not list(tmp_path.iterdir())
    sweep(tmp_path / "nowhere")

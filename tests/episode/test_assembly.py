"""Assembling: the same bytes again, what is made twice and what is not, and what goes wrong."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from episode.conftest import TAGS
from episode.material import interview, played, record
from narrator.clips import write_clip
from narrator.episode import FORMATS, assemble, check_episode, encoding, mastering, stretches
from narrator.errors import InputError, NarratorError, OutputError, UsageError
from narrator.loudness import SILENCE
from narrator.model import Line, Segment, Tags


def test_the_same_in_gives_the_same_out(made, tmp_path):
    """With another number of threads, without the cache, in another folder."""
    again = assemble(
        made.segments, played(made.clips), made.tags, tmp_path, "other", formats=list(FORMATS), jobs=1
    )
    for name, path in made.episode.files.items():
        assert again.files[name].read_bytes() == path.read_bytes(), name
    assert again.loudness == made.episode.loudness
    assert again.timeline == made.episode.timeline


def test_progress_ends_at_the_whole_length(made):
    assert made.told == sorted(made.told)
    assert made.told[-1] == pytest.approx(made.episode.timeline.length / 44100)


def test_an_edited_line_encodes_its_paragraph_alone(tmp_path):
    segments, clips = interview(tmp_path / "clips")

    def kept() -> dict[str, int]:
        return {path.name: path.stat().st_ino for path in (tmp_path / "cache").rglob("*.stretch")}

    assemble(segments, played(clips), Tags("t"), tmp_path, "a", cache=tmp_path / "cache")
    first = kept()
    assemble(segments, played(clips), Tags("t"), tmp_path, "b", cache=tmp_path / "cache")
    assert kept() == first
    clips[6] = record(tmp_path / "clips", "new", 24000, 3.3, 99)
    edited = assemble(segments, played(clips), Tags("t"), tmp_path, "c", cache=tmp_path / "cache")
    assert first.items() <= kept().items()
    assert len(kept()) == len(first) + 1
    fresh = assemble(segments, played(clips), Tags("t"), tmp_path, "d")
    assert edited.files["mp3"].read_bytes() == fresh.files["mp3"].read_bytes()


def test_a_damaged_cache_is_made_again(tmp_path):
    segments, clips = interview(tmp_path / "clips", chapters=1)
    first = assemble(segments, played(clips), Tags("t"), tmp_path, "a", cache=tmp_path / "cache")
    kept = sorted((tmp_path / "cache").rglob("*.stretch"))
    kept[0].write_bytes(b"")
    kept[1].write_bytes(kept[1].read_bytes()[:-100])
    kept[2].write_bytes(kept[2].read_bytes()[:300] + b"?" + kept[2].read_bytes()[301:])
    again = assemble(segments, played(clips), Tags("t"), tmp_path, "b", cache=tmp_path / "cache")
    assert again.files["mp3"].read_bytes() == first.files["mp3"].read_bytes()


def test_the_cache_is_bounded_and_drops_what_was_used_longest_ago(tmp_path):
    import os

    for number in range(10):
        path = tmp_path / "ab" / f"{number}.mp3.stretch"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(bytes(100))
        os.utime(path, (1000 + number, 1000 + number))
    stretches.prune(tmp_path, 500, keep=[tmp_path / "ab" / "0.mp3.stretch"])
    assert sorted(p.name[0] for p in (tmp_path / "ab").iterdir()) == ["0", "6", "7", "8", "9"]


def test_other_loudness(tmp_path):
    segments, clips = interview(tmp_path / "clips", chapters=2)
    quiet = assemble(segments, played(clips), Tags("t"), tmp_path, "a", loudness=-23.0)
    assert quiet.loudness.integrated == pytest.approx(-26.0, abs=0.5)


@pytest.mark.parametrize("seconds", [[0.2], [0.45], [0.77], [1.5], [0.4, 0.5], [0.4, 0.5, 0.6]])
def test_an_episode_of_a_word_or_two_is_as_loud_as_others(tmp_path, seconds):
    """Most of its gating blocks hold silence as well."""
    clips = [record(tmp_path, str(n), 22050, s, n, level=-27.0) for n, s in enumerate(seconds)]
    segment = Segment("t", None, tuple(Line(str(n), opens_paragraph=True) for n in range(len(clips))))
    episode = assemble([segment], played(clips), Tags("t"), tmp_path, "a")
    report = check_episode(episode.files["mp3"])
    assert report.problems == ()
    assert report.loudness == pytest.approx(-19.0, abs=0.5)


def test_without_the_lame_wheel_ffmpegs_lame_makes_the_same_timeline(tmp_path, monkeypatch):
    from mutagen.mp3 import MP3

    segments, clips = interview(tmp_path / "clips", chapters=1)
    ours = assemble(segments, played(clips), Tags("t"), tmp_path, "a")
    monkeypatch.setattr(encoding, "lameenc", None)
    theirs = assemble(segments, played(clips), Tags("t"), tmp_path, "b")
    assert theirs.timeline == ours.timeline
    assert MP3(theirs.files["mp3"]).info.length == MP3(ours.files["mp3"]).info.length
    assert theirs.loudness.integrated == pytest.approx(ours.loudness.integrated, abs=0.3)
    assert theirs.files["mp3"].stat().st_size == ours.files["mp3"].stat().st_size


def test_no_file_is_left_where_the_recording_fails(tmp_path):
    segments, clips = interview(tmp_path / "clips", chapters=1)

    def failing():
        yield from clips[:2]
        raise NarratorError("the engine gave up")

    with pytest.raises(NarratorError, match="gave up"):
        assemble(segments, failing(), Tags("t"), tmp_path / "audio", "a")
    assert not (tmp_path / "audio").exists() or list((tmp_path / "audio").iterdir()) == []


def test_a_failed_run_keeps_the_old_episode(tmp_path):
    segments, clips = interview(tmp_path / "clips", chapters=1)
    kept = assemble(segments, played(clips), Tags("t"), tmp_path / "audio", "a").files["mp3"]
    before = kept.read_bytes()
    with pytest.raises(InputError, match="cover"):
        assemble(segments, played(clips), Tags("t", cover=b"no picture"), tmp_path / "audio", "a")
    assert kept.read_bytes() == before
    assert list(kept.parent.iterdir()) == [kept]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a process's files")
@pytest.mark.parametrize("name", list(FORMATS))
def test_a_disk_that_fills_up_is_one_sentence_and_leaves_nothing(tmp_path, name):
    import resource
    import signal

    segments, clips = interview(tmp_path / "clips", chapters=1, seconds=1.0)
    given = Tags("t", cover=TAGS.cover), tmp_path / "audio", "a"
    whole = assemble(segments, played(clips), *given, formats=[name], cache=tmp_path / "cache")
    (path,) = whole.files.values()
    size = path.stat().st_size
    path.unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size - 2000, before[1]))
    try:
        with pytest.raises(OutputError, match=r"can't write .*file too large"):
            assemble(segments, played(clips), *given, formats=[name], cache=tmp_path / "cache")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(path.parent.iterdir()) == []


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path):
    segments, clips = interview(tmp_path / "clips", chapters=1)
    (tmp_path / "audio").write_text("in the way")
    with pytest.raises(OutputError, match="audio"):
        assemble(segments, played(clips), Tags("t"), tmp_path / "audio", "a")


def test_a_recording_of_many_minutes_is_resampled_in_pieces_that_nobody_hears():
    rng = np.random.default_rng(1)
    sound = (3000 * rng.standard_normal(22050 * 150)).astype(np.int16)
    whole, spot = mastering.resampled(sound, 22050), np.zeros(44100 * 150, np.float32)
    mastering._fill(spot, sound, 22050)
    assert np.abs(spot - whole).max() < 1e-6


def test_too_few_clips_and_unknown_formats_and_nothing_to_say(tmp_path):
    segments, clips = interview(tmp_path / "clips", chapters=1)
    with pytest.raises(NarratorError, match="no recording"):
        assemble(segments, played(clips[:-1]), Tags("t"), tmp_path, "a")
    with pytest.raises(UsageError, match="ogg"):
        assemble(segments, played(clips), Tags("t"), tmp_path, "a", formats=["ogg"])
    silent = [replace(segment, silent=True) for segment in segments]
    with pytest.raises(NarratorError, match="nothing to be heard"):
        assemble(silent, played(clips), Tags("t"), tmp_path, "a")


def test_a_silent_clip_and_very_short_ones_keep_their_places(tmp_path):
    folder = tmp_path / "clips"
    silent = write_clip(folder / "s.clip", "s", np.zeros(4410, np.int16), 44100, [], SILENCE)
    empty = write_clip(folder / "e.clip", "e", np.zeros(0, np.int16), 44100, [], SILENCE)
    one = write_clip(folder / "o.clip", "o", np.full(1, 900, np.int16), 44100, [], SILENCE)
    clips = [
        record(folder, "long", 22050, 2.0, 1),
        silent,
        empty,
        record(folder, "short", 22050, 0.05, 2),
        one,
    ]
    segment = Segment("t", None, tuple(Line(name) for name in "abcde"))
    episode = assemble([segment], played(clips), Tags("t"), tmp_path, "a")
    assert [p.end - p.start for p in episode.timeline.placements] == [88200, 4410, 0, 2204, 1]
    assert episode.loudness.true_peak <= -1.0

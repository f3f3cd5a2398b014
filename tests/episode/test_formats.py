"""Every format, read back by readers other than the one that wrote it."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess

import av
import numpy as np
import pytest
import soxr
from mutagen import File
from mutagen.flac import FLAC, Picture
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from episode.material import record
from narrator.episode import FORMATS, assemble
from narrator.episode.formats import format_named
from narrator.errors import UsageError
from narrator.loudness import decibels, measure
from narrator.model import Line, Segment, Tags

ALL = list(FORMATS)


def decoded(path):
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        sound = np.concatenate(
            [frame.to_ndarray().astype(np.float32)[0] for frame in container.decode(stream)]
        )
        return (sound / 32768 if stream.format.name.startswith("s16") else sound), stream.rate


@pytest.fixture(scope="session")
def sounds(made):
    return {name: decoded(path) for name, path in made.episode.files.items()}


def position(sample: int, rate: int) -> int:
    return round(sample * rate / 44100)


@pytest.mark.parametrize("name", ALL)
def test_length_is_exact_to_the_sample(made, sounds, name):
    sound, rate = sounds[name]
    assert rate == FORMATS[name].rate
    assert sound.size == position(made.episode.timeline.length, rate)


@pytest.mark.parametrize("name", ALL)
def test_every_clip_sounds_where_the_timeline_says(made, sounds, name):
    """By correlation with the uncompressed file: to the sample, but for Opus's frames of 20 ms."""
    sound, rate = sounds[name]
    wav = sounds["wav"][0]
    for placement in made.episode.timeline.placements:
        piece = wav[placement.start : placement.start + 22050]
        piece = piece if rate == 44100 else soxr.resample(piece, 44100, rate)
        slack = 0 if rate == 44100 else 480
        start = position(placement.start, rate)
        around = sound[max(0, start - slack - 8) : start + piece.size + slack + 8]
        lag = int(np.argmax(np.correlate(around, piece, "valid"))) - slack - 8
        assert abs(lag) <= slack + 1


@pytest.mark.parametrize("name", ALL)
def test_chapters_by_ffmpeg(made, name):
    with av.open(str(made.episode.files[name])) as container:
        found = container.chapters()
    assert [c["metadata"]["title"] for c in found] == [s.title for s in made.segments]
    for one, chapter in zip(found, made.episode.timeline.chapters, strict=True):
        grid = 0.01 if name == "opus" else 0.0005
        assert float(one["start"] * one["time_base"]) == pytest.approx(chapter.start / 44100, abs=grid)


@pytest.mark.parametrize("name", ALL)
def test_the_first_word_stands_150_ms_after_its_mark(made, sounds, name):
    """In the file's own sound: silence from the mark on, then the chapter's first syllable."""
    sound, rate = sounds[name]
    with av.open(str(made.episode.files[name])) as container:
        starts = [float(c["start"] * c["time_base"]) for c in container.chapters()]
    for start in starts[1:]:
        after = np.abs(sound[round(start * rate) : round((start + 0.4) * rate)])
        assert 0.145 < int(np.argmax(after > 0.01)) / rate < 0.165


@pytest.mark.parametrize("name", ALL)
def test_level_and_true_peak_after_decoding(sounds, name):
    heard = measure(*sounds[name])
    assert heard.integrated == pytest.approx(-19.01, abs=0.5)
    assert heard.true_peak <= -1.0


def test_the_episode_tells_what_its_first_file_measures(made, sounds):
    heard = measure(*sounds["mp3"])
    assert made.episode.loudness.integrated == pytest.approx(heard.integrated, abs=0.1)
    assert made.episode.loudness.true_peak == pytest.approx(heard.true_peak, abs=0.1)


@pytest.mark.parametrize("name", ALL)
def test_voices_within_one_and_chapters_within_half_a_unit(made, sounds, name):
    sound, rate = sounds[name]
    whole = measure(sound, rate).integrated
    for chapter in made.episode.timeline.chapters:
        part = sound[position(chapter.start, rate) : position(chapter.end, rate)]
        assert measure(part, rate).integrated == pytest.approx(whole, abs=0.5)
    for voice in (None, "Anna", "Boris"):
        mine = [p for p in made.episode.timeline.placements if p.line.speaker == voice]
        said = np.concatenate([sound[position(p.start, rate) : position(p.end, rate)] for p in mine])
        assert measure(said, rate).integrated == pytest.approx(whole, abs=1.0)


@pytest.mark.parametrize("name", ALL)
def test_joins_are_silent_and_nothing_clicks_there(made, sounds, name):
    """A stretch ends 150 ms before its neighbour's first word, and its own last word is long over."""
    sound, rate = sounds[name]
    for chapter in made.episode.timeline.chapters[1:]:
        join = position(chapter.start, rate)
        near = sound[join - rate // 50 : join + rate // 50]
        assert decibels(float(np.abs(near).max())) <= -60
        at_join = sound[join - rate // 500 : join + rate // 500]
        assert decibels(float(np.abs(at_join).max())) <= -80


def test_pauses_hold_room_tone_in_lossless_files(made, sounds):
    """Neither digital zero nor anything that could be heard."""
    for name in ("flac", "wav"):
        sound, rate = sounds[name]
        pause = sound[: round(0.4 * rate)][2000:]
        assert -90 < decibels(float(np.sqrt(np.mean(pause**2)))) < -75
        assert np.abs(sounds["flac"][0] - sounds["wav"][0]).max() == 0


@pytest.mark.parametrize("name", ALL)
def test_tags_and_cover_by_mutagen(made, name):
    file, tags = File(made.episode.files[name]), made.tags
    if isinstance(file, MP4):
        assert (file["©nam"], file["©ART"], file["©alb"]) == ([tags.title], [tags.artist], [tags.album])
        assert bytes(file["covr"][0]) == tags.cover
    elif isinstance(file, FLAC):
        assert (file["title"], file["artist"]) == ([tags.title], [tags.artist])
        assert file.pictures[0].data == tags.cover
        assert file["CHAPTER001NAME"] == [made.segments[1].title]
    elif isinstance(file, OggOpus):
        import base64

        assert (file["title"], file["artist"]) == ([tags.title], [tags.artist])
        assert Picture(base64.b64decode(file["METADATA_BLOCK_PICTURE"][0])).data == tags.cover
        assert file["CHAPTER001NAME"] == [made.segments[1].title]
    else:
        assert file.tags["TIT2"].text == [tags.title]
        assert file.tags.getall("APIC")[0].data == tags.cover


def test_mp4_files_start_at_once_and_name_their_kind(made):
    for name, brand in (("m4a", b"M4A "), ("m4b", b"M4B ")):
        data = made.episode.files[name].read_bytes()
        assert data[8:12] == brand
        assert data.index(b"moov") < data.index(b"mdat")
        assert b"chpl" in data
    assert MP4(made.episode.files["m4b"])["stik"] == [2]


def test_titles_too_long_for_nero_are_cut_between_letters(tmp_path):
    title = "č" * 200
    clip = record(tmp_path / "clips", "a", 22050, 1.0, 1)
    segments = [Segment(title, None, (Line("a"),))]
    episode = assemble(segments, iter([clip]), Tags("t"), tmp_path, "a", formats=["m4a"])
    with av.open(str(episode.files["m4a"])) as container:
        (chapter,) = container.chapters()
    assert chapter["metadata"]["title"] == "č" * 126 + "…"


def test_nero_chapters_hold_the_same_marks(made):
    data = made.episode.files["m4a"].read_bytes()
    at = data.index(b"chpl") + 4
    count, at = data[at + 8], at + 9
    found = []
    for _ in range(count):
        start, length = struct.unpack(">QB", data[at : at + 9])
        found.append((start / 1e7, data[at + 9 : at + 9 + length].decode()))
        at += 9 + length
    assert [title for _, title in found] == [s.title for s in made.segments]
    for (start, _), chapter in zip(found, made.episode.timeline.chapters, strict=True):
        assert start == pytest.approx(chapter.start / 44100, abs=0.0005)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_debians_ffprobe_and_ebur128(made, name):
    """An FFmpeg that we did not ship reads the chapters and measures the level."""
    path = str(made.episode.files[name])
    asked = ["-v", "error", "-of", "json", "-show_chapters", "-show_format"]
    assert shutil.which("ffprobe"), "needs Debian's ffmpeg"
    told = json.loads(subprocess.run(["ffprobe", *asked, path], capture_output=True, check=True).stdout)
    assert [c["tags"]["title"] for c in told["chapters"]] == [s.title for s in made.segments]
    measuring = ["-map", "0:a", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    log = subprocess.run(["ffmpeg", "-nostats", "-i", path, *measuring], capture_output=True, check=True)
    said = log.stderr.decode().rsplit("Summary:", 1)[1].split()
    assert float(said[said.index("I:") + 1]) == pytest.approx(-19.0, abs=0.5)
    assert float(said[said.index("Peak:") + 1]) <= -1.0


def test_a_bit_rate_of_ones_own_is_kept_or_refused():
    assert format_named("mp3").at(64_000).bit_rate == 64_000
    assert format_named("mp3").at(0) is format_named("mp3")
    assert format_named("flac").at(64_000).lossless
    for name, wrong in (("mp3", 60_000), ("mp3", 48_000), ("opus", 400_000)):
        with pytest.raises(UsageError):
            format_named(name).at(wrong)

"""Chimes between chapters, sounds an editor asked for, music under the opening."""

from __future__ import annotations

import wave

import numpy as np
import pytest

from episode.material import interview, played, record
from episode.test_formats import decoded
from narrator.episode import assemble
from narrator.episode.mastering import Bed
from narrator.episode.sounds import bell, faded, read_sound
from narrator.episode.timeline import RATE, place, plan
from narrator.errors import InputError
from narrator.loudness import decibels, measure
from narrator.model import Line, Segment, Sound, Tags


@pytest.fixture
def theme(tmp_path):
    """Twenty seconds of a chord in stereo at another rate."""
    t = np.arange(20 * 32000) / 32000
    chord = sum(np.sin(2 * np.pi * pitch * t) for pitch in (220, 277.2, 329.6)) * 3000
    path = tmp_path / "theme.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(32000)
        file.writeframes(np.repeat(chord.astype("<i2"), 2).tobytes())
    return path


def made(tmp_path, segments, clips, **options):
    episode = assemble(
        segments, played(clips), Tags("t"), tmp_path / "audio", "a", formats=["wav"], **options
    )
    return episode, decoded(episode.files["wav"])[0]


def test_a_chime_closes_every_chapter_but_the_last(tmp_path, theme):
    segments, clips = interview(tmp_path / "clips", chapters=2)
    plain, _ = made(tmp_path, segments, clips)
    episode, sound = made(tmp_path, segments, clips, chime=theme)
    second, first_word = episode.timeline.chapters[1].start, episode.timeline.placements[5].start
    last_word = episode.timeline.placements[4].end
    assert second - plain.timeline.chapters[1].start > 18 * RATE
    assert decibels(float(np.abs(sound[last_word + 8820 : second]).max())) > -30
    assert decibels(float(np.abs(sound[second : first_word - 100]).max())) < -60
    assert np.abs(sound[episode.timeline.placements[-1].end + 4410 :]).max() < 0.001
    assert measure(sound, RATE).true_peak <= -1.0


def test_the_chime_of_a_script_needs_no_file(tmp_path):
    clips = [record(tmp_path / "clips", str(n), 22050, 2.0, n) for n in range(2)]
    segment = Segment("t", None, (Line("a"), Sound("chime"), Line("b")))
    episode, sound = made(tmp_path, [segment], clips)
    first, second = episode.timeline.placements
    assert second.start - first.end == pytest.approx((0.8 + 1.6) * RATE, abs=0.21 * RATE)
    assert decibels(float(np.abs(sound[first.end : second.start]).max())) > -30


def test_a_file_that_the_script_names_is_found_in_its_folder(tmp_path, theme):
    clips = [record(tmp_path / "clips", str(n), 22050, 2.0, n) for n in range(2)]
    segment = Segment("t", None, (Line("a"), Sound("theme.wav"), Line("b")))
    episode, _ = made(tmp_path, [segment], clips, sound_folder=theme.parent)
    assert episode.timeline.placements[1].start > 20 * RATE
    with pytest.raises(InputError, match=r"theme\.wav can't be read: no such file"):
        made(tmp_path, [segment], clips, sound_folder=tmp_path / "elsewhere")


def test_music_leads_in_and_lies_under_the_first_paragraph(tmp_path, theme):
    segments, clips = interview(tmp_path / "clips", chapters=1)
    episode, sound = made(tmp_path, segments, clips, music=theme)
    first = episode.timeline.placements[0].start
    assert first == pytest.approx(4.0 * RATE, abs=1)
    alone = measure(sound[RATE : 3 * RATE], RATE).integrated
    assert alone == pytest.approx(-21.0, abs=1.0)
    after = episode.timeline.placements[3].start - 4410
    assert decibels(float(np.abs(sound[after - 2000 : after]).max())) < -60
    assert measure(sound, RATE).true_peak <= -1.0


@pytest.mark.parametrize("seconds", [0.5, 4.2, 60])
def test_music_is_ducked_while_someone_speaks_and_gone_at_the_end(tmp_path, seconds):
    clip = record(tmp_path / "clips", "a", 22050, 12.0, 1)
    (passage,) = plan([Segment("t", None, (Line("a"),))], opening=seconds)
    assert passage.lead == pytest.approx(min(4.0, seconds + 0.4))
    stretch = place(passage, [clip])
    level = Bed(np.ones(round(seconds * RATE), np.float32)).under(stretch)
    assert level.size == stretch.length
    assert level[-1] == 0
    assert level.max() <= 1
    if seconds < 1:
        assert level[: round(seconds * RATE)].min() == 1
    if seconds > 20:
        assert level[2 * RATE] == 1
        assert decibels(float(level[5 * RATE])) == pytest.approx(-18, abs=0.01)
        assert level[17 * RATE] == 0


def test_an_edit_of_the_music_is_heard(tmp_path, theme):
    segments, clips = interview(tmp_path / "clips", chapters=1)
    cache = tmp_path / "cache"
    _, first = made(tmp_path, segments, clips, music=theme, cache=cache)
    samples = bytearray(theme.read_bytes())
    samples[60_000:90_000] = bytes(30_000)
    theme.write_bytes(samples)
    _, second = made(tmp_path, segments, clips, music=theme, cache=cache)
    assert np.abs(first - second).max() > 0.01


def test_sounds_rise_from_and_fall_to_nothing(theme):
    for sound in (bell(), read_sound(theme), faded(np.ones(10, np.float32))):
        assert abs(sound[0]) < 1e-3
        assert abs(sound[-1]) < 1e-3
    assert bell().tobytes() == bell().tobytes()


@pytest.mark.parametrize("content", [None, b"", b"no sound at all" * 99])
def test_a_sound_that_can_not_be_read_is_one_sentence(tmp_path, content):
    path = tmp_path / "chime.mp3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"chime\.mp3 can't be read"):
        read_sound(path)

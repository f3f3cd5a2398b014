"""An MP3 episode, read back by programs other than the one that wrote it."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3, BitrateMode
from PIL import Image

from narrator.episode.assembly import assemble
from narrator.episode.mp3 import crc16, frame_sizes
from narrator.loudness import measure
from narrator.model import Tags

from .material import interview, played


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (10, 90, 160)).save(file, "JPEG")
    return file.getvalue()


TAGS = Tags(
    title="Čaj o páté",
    artist="A. Writer",
    album="The show",
    date="2026-11-23",
    comment="From an article",
    source_url="https://example.org/a",
    cover=picture(),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mp3")
    segments, clips = interview(folder / "clips")
    episode = assemble(segments, played(clips), TAGS, folder / "audio", "caj", cache=folder / "cache")
    return episode, segments, clips, folder


def decoded(path):
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        sound = [frame.to_ndarray()[0] for frame in container.decode(stream)]
        return np.concatenate(sound), stream.rate


def test_length_is_exact_to_the_sample(made):
    episode = made[0]
    sound, rate = decoded(episode.files["mp3"])
    assert rate == episode.timeline.rate
    assert sound.size == episode.timeline.length


def test_every_clip_sounds_at_its_sample(made):
    """Where the envelope of the decoded sound rises is where the timeline says, to 2 ms."""
    episode = made[0]
    sound, rate = decoded(episode.files["mp3"])
    for placement in episode.timeline.placements:
        around = np.abs(sound[placement.start - 2000 : placement.start + 4000])
        onset = int(np.argmax(around > 0.01)) - 2000
        assert -0.002 * rate < onset < 0.012 * rate


def test_tags_and_chapters_by_mutagen(made):
    episode, segments = made[:2]
    tag = ID3(episode.files["mp3"])
    assert tag.version == (2, 3, 0)
    assert tag["TIT2"].text == [TAGS.title]
    assert tag["TPE1"].text == [TAGS.artist]
    assert tag.getall("APIC")[0].data == TAGS.cover
    chapters = sorted(tag.getall("CHAP"), key=lambda frame: frame.start_time)
    assert [c.sub_frames["TIT2"].text[0] for c in chapters] == [s.title for s in segments]
    for frame, chapter in zip(chapters, episode.timeline.chapters, strict=True):
        assert frame.start_time == pytest.approx(1000 * chapter.start / episode.timeline.rate, abs=0.5)
    (toc,) = tag.getall("CTOC")
    assert toc.child_element_ids == [frame.element_id for frame in chapters]
    assert toc.sub_frames["TIT2"].text == ["Table of Contents"]


def test_constant_bit_rate_with_a_gapless_header(made):
    info = MP3(made[0].files["mp3"]).info
    assert (info.bitrate_mode, info.bitrate, info.sample_rate) == (BitrateMode.CBR, 96000, 44100)
    assert info.encoder_info.startswith("LAME")
    assert info.length == pytest.approx(made[0].timeline.length / 44100, abs=0.05)


def test_the_file_is_nothing_but_a_tag_and_whole_frames(made):
    path = made[0].files["mp3"]
    data = path.read_bytes()
    start = ID3(path).size
    sizes = frame_sizes(data[start:])
    info = data[start : start + sizes[0]]
    at = info.index(b"Info") + 4
    assert int.from_bytes(info[at + 4 : at + 8], "big") == len(sizes) - 1
    assert int.from_bytes(info[at + 8 : at + 12], "big") == sum(sizes)
    end = info.index(b"LAME") + 34
    assert crc16(info[:end]) == int.from_bytes(info[end : end + 2], "big")


def test_level_and_true_peak_after_decoding(made):
    sound, rate = decoded(made[0].files["mp3"])
    heard = measure(sound, rate)
    assert heard.integrated == pytest.approx(-19.01, abs=0.5)
    assert heard.true_peak <= -1.0
    assert made[0].loudness.integrated == pytest.approx(heard.integrated, abs=0.1)
    assert made[0].loudness.true_peak == pytest.approx(heard.true_peak, abs=0.05)


def test_voices_within_one_and_chapters_within_half_a_unit(made):
    episode = made[0]
    sound, rate = decoded(episode.files["mp3"])
    whole = measure(sound, rate).integrated
    for chapter in episode.timeline.chapters:
        assert measure(sound[chapter.start : chapter.end], rate).integrated == pytest.approx(whole, abs=0.5)
    for voice in (None, "Anna", "Boris"):
        said = [sound[p.start : p.end] for p in episode.timeline.placements if p.line.speaker == voice]
        assert measure(np.concatenate(said), rate).integrated == pytest.approx(whole, abs=1.0)


def test_the_same_in_gives_the_same_out(made, tmp_path):
    episode, segments, clips, _ = made
    again = assemble(segments, played(clips), TAGS, tmp_path, "other", jobs=1)
    assert again.files["mp3"].read_bytes() == episode.files["mp3"].read_bytes()
    assert again == type(again)(episode.timeline, again.files, episode.loudness)

"""What is particular to MP3: ID3 chapters, constant bit rate, the gapless header."""

from __future__ import annotations

import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3, BitrateMode

from narrator.episode.mp3 import NotAFrameError, crc16, frame_sizes
from narrator.episode.tagging import Mark, id3_tag
from narrator.model import Tags


def test_tags_and_chapters_by_mutagen(made):
    tag = ID3(made.episode.files["mp3"])
    assert tag.version == (2, 3, 0)
    assert tag["TIT2"].text == [made.tags.title]
    assert tag["TPE1"].text == [made.tags.artist]
    assert tag["TLAN"].text == ["cze"]
    assert tag.getall("APIC")[0].data == made.tags.cover
    chapters = sorted(tag.getall("CHAP"), key=lambda frame: frame.start_time)
    assert [c.sub_frames["TIT2"].text[0] for c in chapters] == [s.title for s in made.segments]
    for frame, chapter in zip(chapters, made.episode.timeline.chapters, strict=True):
        assert frame.start_time == pytest.approx(chapter.start / 44.1, abs=0.5)
        assert frame.end_time == pytest.approx(chapter.end / 44.1, abs=0.5)
    (toc,) = tag.getall("CTOC")
    assert toc.child_element_ids == [frame.element_id for frame in chapters]
    assert toc.sub_frames["TIT2"].text == ["Table of Contents"]


@pytest.mark.parametrize("count", [1, 255, 256, 600])
def test_tables_of_contents_nest_beyond_255_chapters(tmp_path, count):
    marks = [Mark("x" * (1 + n * 7 % 11), n, n + 1, "https://example.org/") for n in range(count)]
    path = tmp_path / "tag.mp3"
    path.write_bytes(id3_tag(Tags("t"), marks, count))
    tag = ID3(path)
    tables = {frame.element_id: frame for frame in tag.getall("CTOC")}
    (top,) = [frame for frame in tables.values() if frame.flags & 2]
    assert all(len(frame.child_element_ids) <= 255 for frame in tables.values())

    def leaves(name: str) -> list[str]:
        if name not in tables:
            return [name]
        return [leaf for child in tables[name].child_element_ids for leaf in leaves(child)]

    starts = {frame.element_id: frame.start_time for frame in tag.getall("CHAP")}
    assert [starts[name] for name in leaves(top.element_id)] == [1000 * n for n in range(count)]


def test_chapters_stand_in_the_tag_in_their_order_whatever_their_size():
    marks = [
        Mark(title, n, n + 1) for n, title in enumerate(["A long title", "B", "Ç", "Another long title", ""])
    ]
    tag = id3_tag(Tags("t", cover=None), marks, 5)
    places = [tag.index(b"chp%d\0\0\0" % n) for n in range(5)]
    assert places == sorted(places)


def test_constant_bit_rate_with_a_gapless_header(made):
    info = MP3(made.episode.files["mp3"]).info
    assert (info.bitrate_mode, info.bitrate, info.sample_rate) == (BitrateMode.CBR, 96000, 44100)
    assert info.encoder_info.startswith("LAME")
    assert info.length == pytest.approx(made.episode.timeline.length / 44100, abs=0.05)


def test_the_file_is_nothing_but_a_tag_and_whole_frames(made):
    path = made.episode.files["mp3"]
    data = path.read_bytes()
    start = ID3(path).size
    sizes = frame_sizes(data[start:])
    info = data[start : start + sizes[0]]
    at = info.index(b"Info") + 4
    assert int.from_bytes(info[at + 4 : at + 8], "big") == len(sizes) - 1
    assert int.from_bytes(info[at + 8 : at + 12], "big") == sum(sizes)
    end = info.index(b"LAME") + 34
    assert crc16(info[:end]) == int.from_bytes(info[end : end + 2], "big")


def test_crc_has_the_check_value_of_its_catalogue():
    assert crc16(b"123456789") == 0xBB3D


@pytest.mark.parametrize("stream", [b"\xff\xfb\x70\xc4", b"RIFF....", b"\xff\xe3\x70\xc4" * 40])
def test_what_is_no_frame_is_refused(stream):
    with pytest.raises(NotAFrameError):
        frame_sizes(stream)

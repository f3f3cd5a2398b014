"""MP4 files as others read, seek in and change them, and those too long for places of 32 bits."""

from __future__ import annotations

import shutil
import struct
import subprocess
from itertools import pairwise

import av
import numpy as np
import pytest
from mutagen.mp4 import MP4

from episode.material import played, record
from episode.test_formats import decoded
from narrator.episode import assemble, mp4
from narrator.model import Line, Segment, Tags


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """More chapters than Nero's list can hold, each a second long."""
    folder = tmp_path_factory.mktemp("many")
    clip = record(folder / "clips", "a", 22050, 1.0, 1)
    segments = [Segment(f"Chapter {n}", None, (Line(str(n)),)) for n in range(300)]
    clips = played([clip] * len(segments))
    return assemble(segments, clips, Tags("t"), folder, "a", formats=["m4b"], cache=folder / "cache")


def boxes(data: bytes, *path: bytes) -> list[bytes]:
    """The contents of all boxes of that path."""
    found, at = [], 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 16 if size == 1 else 8
        size = struct.unpack_from(">Q", data, at + 8)[0] if size == 1 else size
        if kind == path[0]:
            content = data[at + head : at + size]
            found += boxes(content, *path[1:]) if path[1:] else [content]
        at += size
    return found


def test_boxes_fill_the_file_and_places_lie_in_the_sound(made):
    for name in ("m4a", "m4b"):
        data = made.episode.files[name].read_bytes()
        (sound,) = boxes(data, b"mdat")
        assert data.endswith(sound)
        table = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
        places, titles_at = (
            struct.unpack(f">{len(p[8:]) // 4}I", p[8:]) for p in boxes(data, *table, b"stco")
        )
        sizes, titles = (struct.unpack(f">{len(s[12:]) // 4}I", s[12:]) for s in boxes(data, *table, b"stsz"))
        assert titles_at == (len(data) - len(sound),)
        assert places[0] == titles_at[0] + sum(titles)
        assert places[0] + sum(sizes) == len(data)
        runs = struct.iter_unpack(">III", boxes(data, *table, b"stsc")[0][8:])
        firsts = [*((first, packets) for first, packets, _ in runs), (len(places) + 1, 0)]
        counts = [n for (a, n), (b, _) in pairwise(firsts) for _ in range(a, b)]
        ends = np.cumsum([0, *sizes])[np.cumsum([0, *counts])]
        assert [places[0] + int(end) for end in ends] == [*places, len(data)]


def test_more_chapters_than_neros_list_can_hold(many):
    with av.open(str(many.files["m4b"])) as container:
        assert [c["metadata"]["title"] for c in container.chapters()] == [f"Chapter {n}" for n in range(300)]
    (listed,) = boxes(many.files["m4b"].read_bytes(), b"moov", b"udta", b"chpl")
    assert listed[8] == 255


@pytest.mark.parametrize("above", [1, 1024])
def test_a_file_of_more_than_27_hours_has_places_of_64_bits(made, tmp_path, monkeypatch, above):
    """Be it but for the encoder's first packet, which is not heard."""
    monkeypatch.setattr(mp4, "NARROW", made.episode.timeline.length + 1024 - above)
    given = {"formats": ["m4b"], "cache": made.folder / "cache"}
    wide = assemble(made.segments, played(made.clips), made.tags, tmp_path, "a", **given).files["m4b"]
    data, narrow = wide.read_bytes(), made.episode.files["m4b"]
    assert len(boxes(data, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"co64")) == 2
    assert boxes(data, b"mdat") == boxes(narrow.read_bytes(), b"mdat")
    assert np.array_equal(decoded(wide)[0], decoded(narrow)[0])
    assert MP4(wide).info.length == MP4(narrow).info.length
    assert [(c.start, c.title) for c in MP4(wide).chapters] == [
        (c.start, c.title) for c in MP4(narrow).chapters
    ]
    with av.open(str(wide)) as one, av.open(str(narrow)) as other:
        assert one.chapters() == other.chapters()
        assert one.duration == other.duration


@pytest.mark.parametrize("title", ["Short", "Long " * 2000])
def test_another_program_may_change_the_tags(made, tmp_path, title):
    path = tmp_path / "a.m4a"
    shutil.copy(made.episode.files["m4a"], path)
    file = MP4(path)
    file["©nam"] = title
    file.save()
    assert MP4(path)["©nam"] == [title]
    assert np.array_equal(decoded(path)[0], decoded(made.episode.files["m4a"])[0])
    with av.open(str(path)) as container:
        assert [c["metadata"]["title"] for c in container.chapters()] == [s.title for s in made.segments]


@pytest.mark.slow
def test_debians_ffmpeg_finds_nothing_wrong_and_hears_after_a_seek_what_stands_there(made):
    """The decoders differ in the noise that AAC leaves to them, and in nothing else."""
    assert shutil.which("ffmpeg"), "needs Debian's ffmpeg"
    path = made.episode.files["m4b"]
    whole, rate = decoded(path)
    for chapter in made.episode.timeline.chapters:
        second = made.episode.timeline.seconds(chapter.start)
        seeking = ["ffmpeg", "-v", "error", "-xerror", "-ss", str(second), "-i", str(path), "-map", "0:a"]
        done = subprocess.run([*seeking, "-f", "f32le", "-"], capture_output=True, check=True)
        assert done.stderr == b""
        sound, there = np.frombuffer(done.stdout, np.float32), whole[round(second * rate) :]
        assert abs(sound.size - there.size) <= 1
        sound = sound[: there.size]
        there = there[: sound.size]
        assert np.dot(sound, there) / np.linalg.norm(sound) / np.linalg.norm(there) > 0.999

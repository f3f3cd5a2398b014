"""Captions: what stands in them, where they break, and when they come."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from narrator.model import Line, Script, Segment
from narrator.publishing.captions import LINE_LENGTH, Caption, captions, to_srt, to_vtt
from narrator.publishing.podcasting import chapters_json, transcript_json
from tests.publishing.episodes import LETTER, bridge, say, timeline_of


def cases() -> list[tuple[str, str, str]]:
    text = (Path(__file__).parent / "cases" / "captions.txt").read_text(encoding="utf-8")
    return [tuple(case.strip().split("\n.\n")) for case in re.split(r"\n\n", text) if case.strip()]  # type: ignore[misc]


def of(*lines: Line) -> tuple[Caption, ...]:
    return captions(timeline_of(Script("A title", (Segment("A part", None, lines),))))


@pytest.mark.parametrize(("title", "text", "expected"), cases(), ids=[c[0] for c in cases()])
def test_breaks(title: str, text: str, expected: str) -> None:
    # The label of a turn takes room in SubRip; these cases show the middle of a turn.
    found = of(say("Before it."), say(text))[1:]
    assert "\n---\n".join("\n".join(cue.lines) for cue in found) == expected.strip()


def test_a_caption_comes_with_its_first_word() -> None:
    script = bridge()
    timeline = timeline_of(script)
    for placement in timeline.placements:
        begin = timeline.seconds(placement.start)
        for cue in captions(timeline):
            if begin <= cue.start < timeline.seconds(placement.end):
                heard = placement.line.text.index(cue.text) * LETTER
                assert cue.start == pytest.approx(begin + heard, abs=1e-3)


def test_without_word_times_captions_come_about_when_they_should() -> None:
    timed = captions(timeline_of(bridge()))
    guessed = captions(timeline_of(bridge(), words=False))
    assert [c.lines for c in timed] == [c.lines for c in guessed]
    assert [c.start for c in guessed] == pytest.approx([c.start for c in timed], abs=0.4)


def test_a_short_caption_stays_as_long_as_the_pause_allows() -> None:
    script = Script("T", (Segment("S", None, (say("No."), say("Then nothing."))),))
    first, second = captions(timeline_of(script, pause=0.4))
    assert first.end == pytest.approx(second.start)
    first, second = captions(timeline_of(script, pause=3.0))
    assert first.end - first.start == pytest.approx(1.0)


def test_webvtt_is_read_back_by_another_reader() -> None:
    cues = captions(timeline_of(bridge()))
    read = webvtt.from_buffer(io.StringIO(to_vtt(cues)), strict=True)
    assert [c.voice for c in read] == [c.speaker for c in cues]
    assert [c.text for c in read] == ["\n".join(c.lines) for c in cues]
    assert [c.start_in_seconds for c in read] == [int(c.start) for c in cues]


def test_hostile_text_is_only_text() -> None:
    hostile = say(
        "He wrote </v><b>00:01 --> 00:02</b> & “1 < 2” WEBVTT\n\nNOTE gone\x00\ud800", "<i>Eve & --> \nco"
    )
    written = to_vtt(of(hostile))
    blocks = written.strip().split("\n\n")
    assert len(blocks) == 2
    assert blocks[1].count("-->") == 1
    assert re.findall(r"<[^>]*>", blocks[1]) == ["<v &lt;i&gt;Eve &amp; --&gt; co>", "</v>"]
    written.encode("utf-8")
    json.loads(transcript_json(of(hostile)))["segments"][0]["body"].encode("utf-8")


def test_srt_names_the_speaker_where_one_begins() -> None:
    cues = captions(timeline_of(bridge()))
    read = webvtt.from_buffer(io.StringIO(to_srt(cues)), format="srt")
    assert len(read) == len(cues)
    previous = None
    for cue, caption in zip(read, cues, strict=True):
        named = cue.text.startswith(f"{caption.speaker}:")
        assert named == (caption.speaker != previous)
        previous = caption.speaker


def test_transcript_and_chapters_say_what_the_script_says() -> None:
    script = bridge()
    timeline = timeline_of(script)
    segments = json.loads(transcript_json(captions(timeline)))["segments"]
    spoken = " ".join(line.text for line in script.lines)
    assert " ".join(s["body"] for s in segments) == spoken
    assert {s["speaker"] for s in segments} == {"Narrator", "Marta Oyelaran", "Lev Kalashnikov"}
    chapters = json.loads(chapters_json(timeline, {2: "lev.jpg"}))
    assert chapters["version"] == "1.2.0"
    assert [c["title"] for c in chapters["chapters"]] == [s.title for s in script.segments]
    assert [c.get("url") for c in chapters["chapters"]] == [s.link for s in script.segments]
    assert [c.get("img") for c in chapters["chapters"]] == [None, None, "lev.jpg"]
    for chapter, made in zip(chapters["chapters"], timeline.chapters, strict=True):
        assert chapter["startTime"] == pytest.approx(timeline.seconds(made.start), abs=5e-4)


def test_a_chapter_never_links_to_a_script() -> None:
    script = Script("T", (Segment("S", None, (say("Words."),), link="javascript:alert(1)"),))
    assert "url" not in json.loads(chapters_json(timeline_of(script)))["chapters"][0]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=90
)
texts = st.lists(words, min_size=1, max_size=60).map(" ".join)
speakers = st.sampled_from(
    [None, "Lev Kalashnikov", "A name so long that no caption line could ever hold all of it"]
)


@given(st.lists(st.tuples(texts, speakers), min_size=1, max_size=4), st.booleans())
def test_whatever_is_written_fits_and_nothing_is_lost(
    said: list[tuple[str, str | None]], timed: bool
) -> None:
    script = Script("T", (Segment("S", None, tuple(say(t, s) for t, s in said)),))
    timeline = timeline_of(script, words=timed)
    cues = captions(timeline)
    for cue in cues:
        assert 1 <= len(cue.lines) <= 2
        assert all(0 < len(line) <= LINE_LENGTH for line in cue.lines)
        assert cue.end > cue.start
    for before, after in pairwise(cues):
        assert before.end <= after.start + 1e-9
    assert cues[-1].end <= timeline.length / timeline.rate
    for block in to_srt(cues).strip().split("\n\n"):
        assert 1 <= len(block.split("\n")[2:]) <= 2
        assert all(len(line) <= LINE_LENGTH for line in block.split("\n")[2:])
    together = "".join("".join(cue.lines) for cue in cues)
    assert "".join(together.split()) == "".join("".join(t for t, _ in said).split())

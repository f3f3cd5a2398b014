"""Struck words are nowhere but in the script."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.model import Line, Replacement, Script, Segment
from narrator.publishing.captions import captions
from narrator.publishing.check import check_publication
from narrator.publishing.publish import publish
from narrator.publishing.strikes import heard_line, heard_timeline
from tests.publishing.episodes import say, timeline_of, tone


def struck(marked: str, *others: Replacement) -> Line:
    """A line in which `~…~` is struck out."""
    text, strikes = "", []
    for number, part in enumerate(marked.split("~")):
        if number % 2:
            strikes.append(Replacement(len(text), len(text) + len(part), ""))
        text += part
    return replace(say(text), replacements=(*strikes, *others))


@pytest.mark.parametrize(
    ("marked", "heard"),
    [
        ("Bo Lund, ~a notorious drunk,~ a pilot, does not.", "Bo Lund, a pilot, does not."),
        ("~Well, ~he went.", "he went."),
        ("~Well,~ he went.", "he went."),
        ("He went ~away~.", "He went."),
        ("He went ~away.~", "He went"),
        ("He ~quickly ~went", "He went"),
        ("One ~two~ ~three~ four", "One four"),
        ("un~believ~able", "unable"),
        ("nothing struck", "nothing struck"),
        ("~all of it~", ""),
    ],
)
def test_struck_words_go_with_their_white_space(marked: str, heard: str) -> None:
    assert heard_line(struck(marked)).text == heard


def test_what_is_said_otherwise_moves_along() -> None:
    line = struck("In ~the year of~ 1791 he came.", Replacement(15, 19, "seventeen ninety-one"))
    cut = heard_line(line)
    (wish,) = cut.replacements
    assert (cut.text, cut.text[wish.start : wish.end]) == ("In 1791 he came.", "1791")


@given(st.lists(st.sampled_from(["a", "b.", " ", ",", "~", "~", "é"]), max_size=20).map("".join))
def test_words_of_the_clip_keep_their_letters_and_times(marked: str) -> None:
    line = struck(marked if marked.count("~") % 2 == 0 else marked + "~")
    timeline = timeline_of(Script("T", (Segment("One", None, (line,)),)))
    before = {w.sample: line.text[w.start : w.end] for w in timeline.placements[0].clip.words}
    for placement in heard_timeline(timeline).placements:
        text = placement.line.text
        for word in placement.clip.words:
            assert set(text[word.start : word.end]) <= set(before[word.sample])


def test_they_are_in_no_file_beside_the_audio(tmp_path: Path) -> None:
    line = struck("Bo Lund, ~a notorious drunk,~ a pilot, does not.")
    script = Script("The flight", (Segment("One", None, (line, say("He flies."))),))
    timeline = timeline_of(script)
    audio = tone(tmp_path / "flight.mp3", timeline.seconds(timeline.length), "libmp3lame")
    paths = publish(script, timeline, {"mp3": audio}, tmp_path, "flight")
    for key, path in paths.items():
        if key != "cover":
            assert "notorious" not in path.read_text("utf-8"), key
    body = json.loads(paths["transcript"].read_text("utf-8"))["segments"][0]["body"]
    assert body.startswith("Bo Lund, a pilot,")
    problems = check_publication(audio, timeline.seconds(timeline.length), script=script)
    assert [problem for problem in problems if problem.code.startswith("transcript")] == []


def test_a_word_keeps_its_time_behind_a_strike() -> None:
    line = struck("~Well, well.~ Then she went out of the house and never came back again.")
    timeline = timeline_of(Script("T", (Segment("One", None, (line,)),)))
    (cue, *_) = captions(heard_timeline(timeline))
    assert cue.text.startswith("Then she went")

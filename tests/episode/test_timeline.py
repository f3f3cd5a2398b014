"""The timeline against drawn ones, and what holds for every script."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.episode.timeline import (
    CUT,
    LONG,
    PAUSES,
    QUANTUM,
    RATE,
    Part,
    Passage,
    Pauses,
    SoundPlacement,
    lay_out,
    place,
    plan,
    spoken_lines,
)
from narrator.model import Clip, Line, LineKind, Loudness, Pause, Segment, Sound

CASES = Path(__file__).with_name("timelines.txt").read_text(encoding="utf-8").split("\n\n")[1:]


def clip(seconds: float, rate: int = 1000) -> Clip:
    return Clip("key", Path("nowhere"), rate, round(seconds * rate), (), Loudness(-23.0, -3.0))


def read(script: list[str]) -> tuple[list[Segment], dict[str, Clip], dict[str, int]]:
    segments: list[tuple[str, bool, list]] = []
    clips, sounds = {}, {}
    for row in script:
        number = len(clips)
        if row.startswith("# "):
            segments.append((row.lstrip("#- "), row.startswith("# -"), []))
        elif match := re.fullmatch(r"\[pause ([\d.]+)\]", row):
            segments[-1][2].append(Pause(float(match[1])))
        elif match := re.fullmatch(r"\[sound (\w+) ([\d.]+)\]", row):
            sounds[match[1]] = round(float(match[2]) * 1000)
            segments[-1][2].append(Sound(match[1]))
        else:
            mark, who, seconds = re.fullmatch(r"([&-] )?(.) ([\d.]+)", row).groups()
            kind = LineKind.HEADING if who == "=" else LineKind.NARRATION
            speaker = None if who in "N=" else who
            line = Line(f"{number}", speaker, kind, opens_paragraph=mark != "& ", silent=mark == "- ")
            clips[line.text] = clip(float(seconds))
            segments[-1][2].append(line)
    return [Segment(t, None, tuple(i), silent=s) for t, s, i in segments], clips, sounds


def draw(segments, clips, sounds, **wishes) -> str:
    stretches = []
    for passage in plan(segments, **wishes):
        lengths = [sounds[part.item.name] for part in passage.parts if isinstance(part.item, Sound)]
        chosen = [clips[line.text] for line in passage.lines]
        stretches.append(place(passage, chosen, lengths, rate=1000, quantum=50))
    timeline = lay_out(segments, stretches, rate=1000)
    picture = ["."] * (timeline.length // 50)
    for placement in timeline.placements:
        for at in range(placement.start // 50, placement.end // 50):
            picture[at] = placement.line.speaker or "N"
    start = 0
    for stretch in stretches:
        for sound in stretch.sounds:
            for at in range((start + sound.start) // 50, (start + sound.end) // 50):
                picture[at] = "~"
        start += stretch.length
    for chapter in reversed(timeline.chapters):
        picture.insert(chapter.start // 50, "|")
    return "".join(picture)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.strip().split("\n")[0])
def test_drawn(case):
    _, *rest = case.strip().split("\n")
    script, expected = rest[: rest.index(".")], rest[rest.index(".") + 1]
    assert draw(*read(script)) == expected


def test_a_chime_closes_each_chapter_that_is_heard_but_the_last():
    script = [
        "# One",
        "N 0.2",
        "# - Two",
        "N 0.2",
        "# Three",
        "[pause 1]",
        "# Four",
        "A 0.2",
        "# Five",
        "B 0.2",
    ]
    segments, clips, _ = read(script)
    drawn = draw(segments, clips, {"bell": 100}, chime="bell")
    assert [run[0] for run in re.findall(r"N+|A+|B+|~+|\|", drawn)] == list("|N~|A~|B")
    assert drawn.count("~") == 4
    assert "~" not in draw(segments, clips, {})


def test_a_chime_closes_nothing_where_nothing_is_heard():
    segments, _, _ = read(["# One", "[pause 1]", "# - Two", "N 0.2"])
    assert plan(segments, chime="bell") == ()


def test_music_leads_in_alone_for_as_long_as_it_is_and_no_longer_than_four_seconds():
    segments, _, _ = read(["# One", "N 0.2"])
    assert plan(segments)[0].lead == PAUSES.head
    assert plan(segments, opening=2.0)[0].lead == 2.0 + PAUSES.sound
    assert plan(segments, opening=30.0)[0].lead == PAUSES.opening


def test_only_a_chapter_s_first_stretch_waits_for_what_an_editor_asked_before_it():
    segments, _, _ = read(["# One", "N 0.2", "# Two", "[pause 1]", "[pause 2]", "A 0.2", "A 0.2"])
    assert [passage.lead for passage in plan(segments)] == [PAUSES.head, 3.0, PAUSES.lead_in]
    assert [passage.opens for passage in plan(segments)] == [True, True, False]


def test_nothing_of_a_chapter_that_is_struck_out_is_waited_for():
    segments, _, _ = read(["# One", "N 0.2", "# - Two", "[pause 9]", "[sound bell 1]", "N 0.2"])
    assert len(plan(segments)) == 1


def test_a_chapter_ends_with_its_own_pause_and_a_sound_that_closes_it_with_twice_its_own():
    segments, _, _ = read(
        ["# One", "N 0.2", "[pause 2]", "N 0.2", "# Two", "[sound bell 1]", "# Three", "N 0.2"]
    )
    pauses = [part.pause for passage in plan(segments) for part in passage.parts]
    closing = [PAUSES.segment - PAUSES.lead_in, 2 * PAUSES.sound - PAUSES.lead_in]
    assert pauses == [2.0, *closing, PAUSES.tail]


@pytest.mark.parametrize(("paragraph", "stretches"), [(CUT, 2), (CUT - 0.01, 1)])
def test_a_stretch_ends_at_a_pause_from_the_shortest_that_is_cut_on(paragraph, stretches):
    segments, _, _ = read(["# One", "N 0.2", "N 0.2"])
    assert len(plan(segments, Pauses(paragraph=paragraph))) == stretches


@pytest.mark.parametrize(("line", "stretches"), [(0.35, 2), (0.32, 1), (0.1, 1)])
def test_a_long_stretch_is_not_cut_where_a_pause_is_short(line, stretches):
    lines = [Line("x" * LONG, opens_paragraph=n == 0) for n in range(2)]
    assert len(plan([Segment("t", None, tuple(lines))], Pauses(line=line))) == stretches


@pytest.mark.parametrize(
    ("before", "lengths", "runs"),
    [
        ((), [LONG, 1], [1, 1]),
        ((), [LONG - 1, 1, LONG - 1, 1], [2, 2]),
        ((Sound("bell"),), [LONG - 1, 1, 1], [3, 1]),
    ],
)
def test_a_stretch_is_long_by_the_characters_of_its_lines(before, lengths, runs):
    lines = [Line("x" * length, opens_paragraph=n == 0) for n, length in enumerate(lengths)]
    passages = plan([Segment("t", None, (*before, *lines))])
    assert [len(passage.parts) for passage in passages] == runs


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.2])
def test_the_shortest_stretch_is_one_quantum(seconds):
    passage = Passage(0, True, 0.0, (Part(Line("x"), 0.0),))
    assert place(passage, [clip(seconds)]).length == QUANTUM


def test_the_timeline_knows_its_rate_its_sounds_and_whose_its_chapters_are():
    items = (Line("x"), Sound("bell"))
    segments = [Segment("One", "Ann", items, link="https://a.example/"), Segment("Two", None, items)]
    stretches = [place(passage, [clip(0.2)], [100], rate=1000, quantum=50) for passage in plan(segments)]
    assert [stretch.sounds for stretch in stretches] == [
        (SoundPlacement("bell", 1100, 1200),),
        (SoundPlacement("bell", 750, 850),),
    ]
    timeline = lay_out(segments, stretches, rate=1000)
    assert timeline.rate == 1000
    assert [(chapter.title, chapter.person, chapter.link) for chapter in timeline.chapters] == [
        ("One", "Ann", "https://a.example/"),
        ("Two", None, None),
    ]


items = st.one_of(
    st.builds(
        Line,
        text=st.just("x"),
        speaker=st.sampled_from([None, "A", "B"]),
        kind=st.sampled_from([LineKind.NARRATION, LineKind.HEADING, LineKind.QUOTE]),
        opens_paragraph=st.booleans(),
        silent=st.booleans(),
    ),
    st.builds(Pause, seconds=st.floats(0, 5)),
)
scripts = st.lists(
    st.builds(
        Segment,
        title=st.just("t"),
        person=st.none(),
        items=st.lists(items, max_size=6).map(tuple),
        silent=st.booleans(),
    ),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(scripts, st.data())
def test_every_line_sounds_once_in_order_and_marks_stand_before_the_first_words(segments, data):
    rates = st.sampled_from([8000, 16000, 22050, 24000, 44100, 48000])
    stretches = []
    for passage in plan(segments):
        clips = [clip(data.draw(st.floats(0, 8)), data.draw(rates)) for _ in passage.lines]
        stretches.append(place(passage, clips))
        assert stretches[-1].length % QUANTUM == 0
    timeline = lay_out(segments, stretches)
    spoken = list(spoken_lines(segments))
    assert [id(p.line) for p in timeline.placements] == [id(line) for line in spoken]
    at = 0
    for placement in timeline.placements:
        assert at <= placement.start <= placement.end <= timeline.length
        assert abs(placement.end - placement.start - placement.clip.seconds * RATE) <= 0.5
        at = placement.end
    for chapter, following in zip(timeline.chapters, timeline.chapters[1:], strict=False):
        assert chapter.end == following.start
    if timeline.chapters:
        assert timeline.chapters[0].start == 0
        assert timeline.chapters[-1].end == timeline.length
    starts = [p.start for p in timeline.placements]
    for chapter in timeline.chapters:
        first = next(start for start in starts if start >= chapter.start)
        assert first - chapter.start >= round(PAUSES.lead_in * RATE) - 1
        assert first < chapter.end or chapter.start == chapter.end


def test_an_edited_line_moves_the_rest_by_whole_quanta():
    segments = [Segment("t", None, tuple(Line(str(i)) for i in range(4)))]
    passages = plan(segments)
    lengths = [2.0, 3.1, 1.7, 4.4]

    def starts(seconds):
        stretches = [place(p, [clip(s)]) for p, s in zip(passages, seconds, strict=True)]
        return [p.start for p in lay_out(segments, stretches).placements]

    before, after = starts(lengths), starts([2.0, 3.3456, 1.7, 4.4])
    assert before[:2] == after[:2]
    moved = {b - a for a, b in zip(before[2:], after[2:], strict=True)}
    assert len(moved) == 1
    assert moved.pop() % QUANTUM == 0


def test_a_paragraph_of_many_pages_is_cut_between_lines_where_nobody_hears_it():
    """Each stretch is as short as it can be from `LONG` characters on, and the pauses stay as they were."""
    lines = [Line("x" * 700, opens_paragraph=n == 0) for n in range(39)]
    passages = plan([Segment("t", None, tuple(lines))])
    assert [line for passage in passages for line in passage.lines] == lines
    assert {sum(len(line.text) for line in passage.lines) for passage in passages} == {2100}
    timeline = lay_out([Segment("t", None, tuple(lines))], [place(p, [clip(5.0)] * 3) for p in passages])
    assert len(timeline.chapters) == 1
    between = [(b.start - a.end) / RATE for a, b in pairwise(timeline.placements)]
    assert all(abs(pause - PAUSES.line) <= 0.105 for pause in between)


def test_a_pause_that_was_asked_for_is_never_cut():
    items = [item for n in range(20) for item in (Line("x" * 700, opens_paragraph=n == 0), Pause(0.5))]
    assert len(plan([Segment("t", None, tuple(items))])) == 1

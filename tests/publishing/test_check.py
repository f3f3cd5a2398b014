"""`check` finds what is wrong with the files beside an episode, and nothing where nothing is."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from narrator.model import Line, Problem, Segment
from narrator.publishing.check import check_publication
from tests.publishing.episodes import bridge, timeline_of


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "audio"))


TIMELINE = timeline_of(bridge())
DURATION = TIMELINE.seconds(TIMELINE.length)
CHAPTERS = [(c.title, TIMELINE.seconds(c.start)) for c in TIMELINE.chapters]


def problems(folder: Path, **given: object) -> tuple[Problem, ...]:
    return check_publication(
        folder / "bridge.mp3", DURATION, **{"chapters": CHAPTERS, "script": bridge()} | given
    )  # type: ignore[arg-type]


def codes(folder: Path, **given: object) -> list[str]:
    return [problem.code for problem in problems(folder, **given)]


def test_a_good_episode_has_no_problems(folder: Path) -> None:
    assert problems(folder) == ()
    assert codes(folder, chapters=None, script=None) == []


def edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text("utf-8")
    path.write_text(change(before), "utf-8")
    assert path.read_text("utf-8") != before


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("bridge.vtt", "WEBVTT", "WEB", "captions-unreadable"),
        ("bridge.vtt", "00:00:00.500 -->", "00:00:05.500 -->", "captions-order"),
        ("bridge.vtt", "<v Marta Oyelaran>", "", "captions-speaker"),
        ("bridge.vtt", "complains", "complains " + "and goes on complaining " * 4, "captions-long"),
        ("bridge.transcript.json", "biscuit tin", "biscuit box", "transcript-words"),
        ("bridge.transcript.json", "Lev Kalashnikov", "Leo Kalashnikov", "transcript-speaker"),
        ("bridge.transcript.json", '"startTime": 0.5,', '"startTime": 9.5,', "transcript-order"),
        ("bridge.transcript.json", '"segments"', '"parts"', "segments-unreadable"),
        ("bridge.chapters.json", "Lev Kalashnikov", "Leo Kalashnikov", "chapters-differ"),
        ("bridge.chapters.json", '"startTime": 0.25', '"startTime": 0.5', "chapters-differ"),
        ("bridge.chapters.json", "{", "[", "chapters-unreadable"),
        ("bridge.json", '"bridge.mp3"', '"brdg.mp3"', "manifest-differs"),
        ("bridge.json", '"duration": 4', '"duration": 5', "manifest-differs"),
        ("bridge.json", '"guid"', '"grid"', "manifest-unreadable"),
    ],
)
def test_each_mistake_is_found(folder: Path, name: str, old: str, new: str, code: str) -> None:
    edit(folder / name, lambda text: text.replace(old, new, 1))
    assert code in codes(folder)


def test_an_episode_too_short_for_its_captions(folder: Path) -> None:
    found = check_publication(folder / "bridge.mp3", 20.0)
    assert {"captions-outside", "transcript-outside", "chapters-outside", "manifest-differs"} <= {
        p.code for p in found
    }


def test_a_missing_file_is_named(folder: Path) -> None:
    for name in ("bridge.srt", "bridge.opus", "bridge.chapters.json"):
        (folder / name).unlink()
    found = problems(folder)
    assert [problem.code for problem in found] == ["file-missing"] * 3
    assert sorted(re.search(r"bridge\.(srt|opus|chapters\.json)", p.message)[1] for p in found) == [  # type: ignore[index]
        "chapters.json",
        "opus",
        "srt",
    ]


def test_an_audio_file_on_its_own_is_said_once(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "bridge.mp3", tmp_path / "alone.mp3")
    assert [p.code for p in check_publication(tmp_path / "alone.mp3", DURATION)] == ["unpublished"]


def test_a_script_that_was_changed_since(folder: Path) -> None:
    script = bridge()
    longer = replace(script, segments=(*script.segments, Segment("More", None, (Line("One more thing."),))))
    shorter = replace(script, segments=script.segments[:2])
    silent = replace(
        script, segments=(*script.segments, Segment("More", None, (Line("Hushed."),), silent=True))
    )
    assert codes(folder, script=longer) == ["transcript-words"]
    assert codes(folder, script=shorter) == ["transcript-words"]
    assert codes(folder, script=silent) == []
    (found,) = problems(folder, script=shorter)
    assert found.at == pytest.approx(CHAPTERS[2][1], abs=0.3)


def test_every_message_is_a_sentence(folder: Path) -> None:
    content = json.loads((folder / "bridge.chapters.json").read_text("utf-8"))
    content["chapters"].pop()
    (folder / "bridge.chapters.json").write_text(json.dumps(content), "utf-8")
    (found,) = problems(folder)
    assert found.message == "bridge.chapters.json has 2 chapters, the audio file 3"


def test_every_code_is_explained() -> None:
    root = Path(__file__).parents[2]
    source = (root / "narrator" / "publishing" / "check.py").read_text("utf-8")
    explained = (root / "docs" / "publishing.md").read_text("utf-8")
    plain = set(re.findall(r'Problem\(\s*"([a-z-]+)"', source))
    kinds = {
        f"{kind}-{what}" for kind in ("captions", "transcript", "chapters") for what in ("order", "outside")
    }
    for code in (
        plain
        | kinds
        | {"segments-unreadable", "chapters-unreadable", "transcript-words", "transcript-speaker"}
    ):
        assert f"`{code}`" in explained, code
    assert len(plain) >= 10

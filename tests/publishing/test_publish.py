"""Publishing as a whole: what is written, when it is written, and the manifest that ties it together."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from narrator.errors import OutputError
from narrator.model import LineKind, Script, Segment
from narrator.publishing.feed import build_feed
from narrator.publishing.formats import CAPTIONS, SIDECARS, CaptionFormat
from narrator.publishing.manifest import episodes, manifest_of, read_manifest
from narrator.publishing.publish import publish
from tests.publishing.conftest import WHEN, cover, make
from tests.publishing.episodes import bridge, say, timeline_of


def test_every_file_is_named_and_there(tmp_path: Path) -> None:
    timeline = timeline_of(bridge())
    sound = tmp_path / "a.mp3"
    sound.write_bytes(b"sound")
    paths = publish(bridge(), timeline, {"mp3": sound}, tmp_path, "a", cover=cover())
    assert {"captions", "srt", "chapters", "transcript", "player", "cover", "manifest"} == set(paths)
    assert {path.name for path in paths.values()} == {path.name for path in tmp_path.iterdir()} - {"a.mp3"}
    named = json.loads(paths["manifest"].read_text("utf-8"))["files"]
    assert set(named.values()) == {path.name for path in tmp_path.iterdir()} - {"a.json"}


def test_a_row_is_all_that_another_caption_format_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Episodes made before it was there stay in the feed without it."""
    make(tmp_path, stem="earlier")
    row = CaptionFormat(".txt", "text/plain", "Plain text", lambda cues: "".join(cue.text for cue in cues))
    monkeypatch.setitem(CAPTIONS, "words", row)
    monkeypatch.setitem(SIDECARS, "words", (row.suffix, row.media_type))
    make(tmp_path, stem="later")
    assert {found.stem for found in episodes(tmp_path)[0]} == {"earlier", "later"}
    assert "bridge" in (tmp_path / "later.txt").read_text("utf-8")
    assert ">Plain text</a>" in (tmp_path / "later.html").read_text("utf-8")
    assert build_feed(tmp_path, "https://pods.example.org/").xml.count('type="text/plain"') == 1


def test_the_same_episode_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        folder.mkdir()
        make(folder)
    for path in first.iterdir():
        if path.suffix != ".opus":  # its container has a random serial number
            assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def test_what_podcast_apps_know_an_episode_by_stays(tmp_path: Path) -> None:
    make(tmp_path)
    before = read_manifest(tmp_path / "bridge.json")
    make(tmp_path, when=datetime(2031, 1, 1, tzinfo=UTC))
    after = read_manifest(tmp_path / "bridge.json")
    assert before is not None
    assert after is not None
    assert (after.guid, after.published) == (before.guid, WHEN)


def test_the_date_can_be_given_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    publish(bridge(), timeline_of(bridge()), {"mp3": tmp_path / "a.mp3"}, tmp_path, "a", cover=cover())
    manifest = read_manifest(tmp_path / "a.json")
    assert manifest is not None
    assert manifest.published == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)


def test_a_folder_that_can_not_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "audio").write_text("a file where the folder should be", "utf-8")
    with pytest.raises(OutputError, match="audio"):
        publish(bridge(), timeline_of(bridge()), {}, tmp_path / "audio", "a", cover=cover())


def test_the_summary_is_the_beginning_of_the_article(published: Path) -> None:
    manifest = read_manifest(published / "bridge.json")
    assert manifest is not None
    assert manifest.summary.startswith("For eleven winters the old swing bridge")
    assert len(manifest.summary) <= 330
    assert [(mark.title, mark.person) for mark in manifest.chapters] == [
        ("The bridge", None),
        ("Marta Oyelaran", "Marta Oyelaran"),
        ("Lev Kalashnikov", "Lev Kalashnikov"),
    ]


def test_in_a_talk_s_summary_a_dash_stands_between_two_who_speak() -> None:
    turns = [
        ("Welcome back. Here is Ada.", None),
        ("Thank you.", "Ada"),
        ("It snowed.", "Ada"),
        ("Did it?", None),
    ]
    lines = tuple(replace(say(words, who), kind=LineKind.TURN) for words, who in turns)
    talk = replace(bridge(), segments=(Segment("Ada", "Ada", lines),))
    manifest = manifest_of(talk, timeline_of(talk), {}, "talk", published=WHEN)
    assert manifest.summary == "Welcome back. Here is Ada. – Thank you. It snowed. – Did it?"


def made_as(folder: Path, key: str, script: Script, said: list[str] | None = None) -> dict[str, str]:
    """Publishes in one format; the files that the manifest names."""
    sound = folder / f"a.{key}"
    sound.write_bytes(b"sound")
    publish(
        script,
        timeline_of(script),
        {key: sound},
        folder,
        "a",
        cover=cover(),
        say=(said if said is not None else []).append,
    )
    manifest = read_manifest(folder / "a.json")
    assert manifest is not None
    return dict(manifest.files)


def test_another_format_of_the_same_sound_is_added(tmp_path: Path) -> None:
    made_as(tmp_path, "mp3", bridge())
    files = made_as(tmp_path, "m4b", bridge())
    assert (files["mp3"], files["m4b"]) == ("a.mp3", "a.m4b")
    assert "a.mp3" in (tmp_path / "a.html").read_text("utf-8")


def test_audio_that_says_something_else_by_now_is_removed_and_said(tmp_path: Path) -> None:
    made_as(tmp_path, "mp3", bridge())
    (tmp_path / "a.wav").write_bytes(b"the user's own")
    said: list[str] = []
    changed = replace(bridge(), segments=bridge().segments[1:])
    files = made_as(tmp_path, "m4b", changed, said)
    assert "mp3" not in files
    assert not (tmp_path / "a.mp3").exists()
    assert (tmp_path / "a.wav").exists()
    assert said == [f"{tmp_path / 'a.mp3'} is removed: the episode has changed, and only m4b was made anew"]
    retitled: list[str] = []
    made_as(tmp_path, "mp3", replace(changed, title="Another title"), retitled)
    assert len(retitled) == 1

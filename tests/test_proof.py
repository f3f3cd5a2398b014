"""The proof says the same whether an article is read for it or has been read before."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from narrator import proof
from narrator.listening import Silence
from narrator.manuscripts import read_manuscript
from narrator.model import Article, Line, Script, Segment
from narrator.proof import Readings, differences
from narrator.reading import read_article
from narrator.script import write_script

ARTICLE = "# The bell\n\nThe bell rang twice.\n\nSubscribe to our newsletter\n\nIt was noon \U0001f514.\n"
SCRIPT = Script(
    "The bell",
    (Segment("The bell", None, (Line("The bell rang twice."), Line("It was nine 🔔."))),),
    source="bell.md",
)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the articles that were really read."""
    names: list[str] = []
    really = proof._read

    def read(file: Path, language: str) -> Article:
        names.append(file.name)
        return really(file, language)

    monkeypatch.setattr(proof, "_read", read)
    return names


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bell.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def told(folder: Path) -> list[str]:
    script = folder / "the-bell.md"
    script.write_text(write_script(SCRIPT), encoding="utf-8")
    return differences(read_manuscript(script, Silence()), folder / "kept")


def test_the_second_proof_is_the_first_without_reading(file: Path, reads: list[str]) -> None:
    first = told(file.parent)
    assert any("nine" in sentence for sentence in first)
    assert told(file.parent) == first
    assert reads == ["bell.md"]


def test_what_is_kept_is_what_was_read(file: Path) -> None:
    readings = Readings(file.parent / "kept")
    whole = read_article(str(file), language="en")
    assert whole.omissions
    for _ in range(2):
        again = readings.of(file, "en")
        assert (again.text, again.omissions) == (whole.text, whole.omissions)


def test_another_text_name_language_or_reader_is_read_anew(
    file: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = Readings(file.parent / "kept")
    readings.of(file, "en")
    readings.of(file, "de")
    readings.of(file.rename(file.with_suffix(".txt")), "en")
    file.write_text(ARTICLE.replace("twice", "once"), encoding="utf-8")
    assert "once" in readings.of(file, "en").text
    monkeypatch.setattr(proof, "_reader", lambda: "another")
    readings.of(file, "en")
    assert reads == ["bell.md", "bell.md", "bell.txt", "bell.md", "bell.md"]


@pytest.mark.parametrize("damage", ["cut", "changed", "foreign", "empty", "folder"])
def test_what_is_damaged_is_read_anew_and_mended(file: Path, reads: list[str], damage: str) -> None:
    readings = Readings(file.parent / "kept")
    first = readings.of(file, "en")
    (kept,) = readings.folder.iterdir()
    content = kept.read_bytes()
    if damage == "folder":
        kept.unlink()
        kept.mkdir()
    else:
        kept.write_bytes(
            {
                "cut": content[:-7],
                "changed": content.replace(b"twice", b"thrice"),
                "foreign": "кириллица".encode(),
                "empty": b"",
            }[damage]
        )
    assert readings.of(file, "en") == first
    assert len(reads) == 2
    if damage != "folder":
        assert kept.read_bytes() == content


def test_the_reader_is_known_by_its_own_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def identity() -> str:
        proof._reader.cache_clear()
        return proof._reader()

    before = identity()
    assert identity() == before
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "rules.txt").write_text("one")
    monkeypatch.setattr(proof, "_READER", tmp_path)
    one = identity()
    (tmp_path / "more" / "rules.txt").write_text("two")
    two = identity()
    monkeypatch.syspath_prepend(str(tmp_path / "site-packages"))
    (tmp_path / "site-packages" / "lxml-99.dist-info").mkdir(parents=True)
    assert len({before, one, two, identity()}) == 4
    proof._reader.cache_clear()


def test_those_unused_for_longest_go_first(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = Readings(file.parent / "kept")
    readings.of(file, "en")
    (one,) = readings.folder.iterdir()
    monkeypatch.setattr(proof, "LIMIT", 2 * one.stat().st_size + 10)
    readings.of(file, "de")
    for age, path in enumerate(sorted(readings.folder.iterdir(), key=lambda path: path == one)):
        os.utime(path, (1e9 - age, 1e9 - age))  # the first is the oldest now
    readings.of(file, "en")  # and has been used since
    readings.of(file, "fr")
    assert one in readings.folder.iterdir()
    assert len(list(readings.folder.iterdir())) == 2


def test_a_text_of_half_characters_comes_back(tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    article = Article("\ud83d alone", ())
    readings._keep(tmp_path / "a.json", article)
    assert proof._found(tmp_path / "a.json") == article
    assert json.loads((tmp_path / "a.json").read_text().partition("\n")[2])["text"] == article.text

"""Script files as editors leave them."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.errors import ScriptError
from narrator.listening import Silence
from narrator.manuscripts import open_manuscript, read_manuscript
from narrator.model import Line, Script, Segment
from narrator.script import write_script
from narrator.settings import Settings

SCRIPT = Script(
    "The bell", (Segment("One", None, (Line("The bell rang."), Line("Twice."))),), source="bell.txt"
)


def saved(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "the-bell.md"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_script_is_read_however_an_editor_saves_it(tmp_path: Path, encoding: str, ends: str) -> None:
    path = saved(tmp_path, write_script(SCRIPT).replace("Twice", "Twïce").replace("\n", ends), encoding)
    assert [line.text for line in read_manuscript(path, Silence()).script.lines] == [
        "The bell rang.",
        "Twïce.",
    ]


def test_the_article_is_found_from_where_one_works_from_the_script_and_from_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("show/scripts", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "elsewhere")
    script = read_manuscript(saved(tmp_path / "show" / "scripts", write_script(SCRIPT)), Silence())
    assert script.article is None
    for folder in (tmp_path / "show", tmp_path / "show" / "scripts", tmp_path / "elsewhere"):
        (folder / "bell.txt").touch()
        assert script.article and script.article.absolute() == folder / "bell.txt", "the nearer one wins"


def test_other_encodings_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="is not UTF-8 text: save it as UTF-8 in your editor"):
        read_manuscript(saved(tmp_path, write_script(SCRIPT).replace("Twice", "Twïce"), "cp1252"), Silence())


def test_the_quotation_marks_of_a_word_processor_are_no_mistake_in_the_head(tmp_path: Path) -> None:
    text = write_script(SCRIPT).replace('title = "The bell"', "title = “The “big” bell”  # so")
    text = text.replace("\n+++\n\n<!--", "\n\n[cast.“Ann Lee”]\nrole = “baker”\n+++\n\n<!--")
    script = read_manuscript(saved(tmp_path, text), Silence()).script
    assert script.title == "The “big” bell"
    assert [(role.name, role.role) for role in script.cast] == [("Ann Lee", "baker")]


def test_all_missing_sounds_are_named_before_anything_is_spoken(tmp_path: Path) -> None:
    (tmp_path / "theme.mp3").touch()
    text = write_script(SCRIPT).replace(
        "**Narrator:** Twice.",
        "\n[chime]\n[music theme.mp3]\n[music thme.mp3]\n\n**Narrator:** Twice.\n[music other]",
    )
    path = saved(tmp_path, text)
    rows = text.split("\n")
    with pytest.raises(ScriptError) as caught:
        read_manuscript(path, Silence())
    first, second = (rows.index(row) + 1 for row in ("[music thme.mp3]", "[music other]"))
    assert str(caught.value).split("\n  ")[1:] == [
        f"there is no file {tmp_path / 'thme.mp3'}, line {first}; did you mean 'theme.mp3'?",
        f"there is no file {tmp_path / 'other'}, line {second}",
    ]


def test_an_edited_script_of_an_article_that_has_not_changed_stays_as_it_is(tmp_path: Path) -> None:
    text = write_script(SCRIPT).replace(
        "**Narrator:** Twice.", "<!-- how often? -->\n**Narrator:**   Thrice."
    )
    path = saved(tmp_path, text.replace("\n", "\r\n"))
    before = path.read_bytes()
    settings = Settings(scripts=tmp_path)
    open_manuscript(SCRIPT, settings, Silence()).save()
    assert path.read_bytes() == before
    changed = Script(
        "The bell", (Segment("One", None, (Line("The bell sang."), Line("Twice."))),), source="bell.txt"
    )
    open_manuscript(changed, settings, Silence()).save()
    assert "sang" in path.read_text(encoding="utf-8") and "Thrice." in path.read_text(encoding="utf-8")


def test_a_fresh_start_needs_no_whole_script(tmp_path: Path) -> None:
    path = saved(tmp_path, write_script(SCRIPT).replace("**Narrator:** Twice.", "**Nobody:** Twice."))
    with pytest.raises(ScriptError, match="unknown speaker 'Nobody'"):
        open_manuscript(SCRIPT, Settings(scripts=tmp_path), Silence())
    manuscript = open_manuscript(SCRIPT, Settings(scripts=tmp_path, fresh=True), Silence())
    manuscript.save()
    assert manuscript.path == path
    assert path.read_text(encoding="utf-8") == write_script(SCRIPT)
    other = Script("The bell", SCRIPT.segments, source="another.txt")
    path.write_text(path.read_text(encoding="utf-8").replace("Narrator:**", "Nobody:**"), encoding="utf-8")
    assert open_manuscript(other, Settings(scripts=tmp_path, fresh=True), Silence()).path != path

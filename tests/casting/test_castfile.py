"""A person keeps their voice from one episode to the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.castfile import load_cast_file, save_cast_file
from narrator.casting import recalled
from narrator.errors import InputError, OutputError
from narrator.model import Cast, Voice


def voice(name: str, engine: str = "own") -> Voice:
    return Voice(f"{engine}:{name}", engine, "en")


def cast(narrator: Voice, language: str = "en", **voices: Voice) -> Cast:
    return Cast(narrator, voices, language=language)


def test_people_are_added_and_those_of_other_episodes_and_engines_stay(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "cast.toml"
    assert load_cast_file(path, "own") == {}
    boss = {"Ann": voice("high"), 'Bo "the Boss"': voice("low")}
    save_cast_file(path, Cast(voice("mid"), boss, language="en"))
    save_cast_file(path, cast(voice("x", "other"), Ann=voice("y", "other")))
    save_cast_file(path, cast(voice("mid"), Cyd=voice("tenor"), Ann=voice("alto")))
    assert load_cast_file(path, "own") == {
        "en": {"Narrator": "own:mid", "Ann": "own:alto", 'Bo "the Boss"': "own:low", "Cyd": "own:tenor"}
    }
    assert load_cast_file(path, "other") == {"en": {"Narrator": "other:x", "Ann": "other:y"}}
    assert load_cast_file(path, "third") == {}
    assert [file.name for file in path.parent.iterdir()] == ["cast.toml"]


def test_people_are_kept_by_language_and_the_narrator_by_accent(tmp_path: Path) -> None:
    path = tmp_path / "cast.toml"
    save_cast_file(path, cast(voice("us"), "en-US", Ann=voice("high")))
    save_cast_file(path, cast(voice("gb"), "en-gb", Ann=voice("high")))
    save_cast_file(path, cast(voice("gb2"), "en-GB", Bob=voice("low")))
    save_cast_file(path, cast(voice("de"), "de", Ann=voice("hoch")))
    save_cast_file(path, cast(voice("mid"), "en"))
    assert path.read_text("utf-8").splitlines()[2:] == [
        "[own.de]",
        'Narrator = "own:de"',
        'Ann = "own:hoch"',
        "",
        "[own.en]",
        'Narrator = "own:mid"',
        'Ann = "own:high"',
        'Bob = "own:low"',
        "",
        "[own.en-US]",
        'Narrator = "own:us"',
        "",
        "[own.en-gb]",
        'Narrator = "own:gb2"',
    ]
    tables = load_cast_file(path, "own")
    assert recalled(tables, "en") == {"Narrator": "own:mid", "Ann": "own:high", "Bob": "own:low"}
    assert recalled(tables, "en-GB") == {"Narrator": "own:gb2", "Ann": "own:high", "Bob": "own:low"}
    assert recalled(tables, "en_AU") == {"Ann": "own:high", "Bob": "own:low"}
    assert recalled(tables, "de") == {"Narrator": "own:de", "Ann": "own:hoch"}
    assert recalled(tables, "fr") == {}


@settings(deadline=None)
@given(st.dictionaries(st.text(st.characters(codec="utf-8"), min_size=1), st.text("abc", min_size=1)))
def test_any_name_is_kept(names: dict[str, str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cast.toml")
        voices = {name: voice(id_) for name, id_ in names.items()}
        save_cast_file(path, Cast(voice("mid"), voices, language="en"))
        loaded = load_cast_file(path, "own")
    assert loaded == {"en": {"Narrator": "own:mid"} | {name: f"own:{id_}" for name, id_ in names.items()}}


@pytest.mark.parametrize(
    "text", ["[own", "own = 3", "[own]\nAnn = 3", '[own]\nAnn = "own:x"', "[own.en]\nAnn = 3", "\x00"]
)
def test_a_file_that_cannot_be_used_is_never_overwritten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cast.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=r"mend the file, or delete it"):
        load_cast_file(path, "own")
    with pytest.raises(InputError):
        save_cast_file(path, Cast(voice("mid"), {}))
    assert path.read_text() == text


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((OutputError, InputError), match="file"):
        save_cast_file(tmp_path / "file" / "cast.toml", Cast(voice("mid"), {}))

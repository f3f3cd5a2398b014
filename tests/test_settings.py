"""Where settings come from, and in which order."""

from pathlib import Path

import pytest

from narrator.errors import UsageError
from narrator.settings import Settings, gather


def settings(tmp_path: Path, *, beside: str = "", user: str = "", environment=None, **options) -> Settings:
    (tmp_path / "work").mkdir(exist_ok=True)
    (tmp_path / "user").mkdir(exist_ok=True)
    (tmp_path / "work" / "narrator.toml").write_text(beside, encoding="utf-8")
    (tmp_path / "user" / "narrator.toml").write_text(user, encoding="utf-8")
    return gather(
        options, folder=tmp_path / "work", user_folder=tmp_path / "user", environment=environment or {}
    )


def test_later_sources_win(tmp_path):
    beside, user = 'engine = "flite"\njobs = 1', 'engine = "piper"'
    assert settings(tmp_path, beside=beside).engine == "flite"
    assert settings(tmp_path, beside=beside, user=user).engine == "piper"
    environment = {"NARRATOR_ENGINE": "gtts", "NARRATOR_OFFLINE": "1"}
    from_environment = settings(tmp_path, beside=beside, user=user, environment=environment)
    assert (from_environment.engine, from_environment.offline, from_environment.jobs) == ("gtts", True, 1)
    chosen = settings(tmp_path, beside=beside, user=user, environment=environment, engine="espeak")
    assert chosen.engine == "espeak"


def test_tables_are_joined_entry_by_entry(tmp_path):
    joined = settings(
        tmp_path,
        beside='[voices]\n"Ann Lee" = "espeak:a"\n"Bo Ek" = "espeak:b"\n[say]\nGIF = "jif"',
        voices={"Bo Ek": "espeak:c"},
    )
    assert joined.voices == {"Ann Lee": "espeak:a", "Bo Ek": "espeak:c"}
    assert joined.say == {"GIF": "jif"}


def test_hyphens_are_as_good_as_underscores(tmp_path):
    assert settings(tmp_path, beside='narrator-voice = "espeak:x"').narrator_voice == "espeak:x"


def test_options_that_repeat_go_by_either_number(tmp_path):
    read = settings(tmp_path, beside='format = ["opus"]\n[voice]\n"Bo Ek" = "espeak:c"')
    assert (read.formats, read.voices) == (("opus",), {"Bo Ek": "espeak:c"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('engin = "x"', "did you mean 'engine'"),
        ("formats = ['mp4']", "choose from mp3"),
        ("loudness = 3", "LUFS between"),
        ("jobs = -1", "whole number"),
        ("jobs = 'many'", "give a whole number"),
        ("jobs = true", "give a whole number"),
        ("loudness = 'loud'", "give LUFS between"),
        ("offline = 'maybe'", "true or false"),
        ("say = 3", "table of texts"),
        ("= nonsense", "not valid TOML"),
        ("engine = espeak", r"not valid TOML: Invalid value .*quotation marks there: name = "),
    ],
)
def test_mistakes_say_what_would_be_right(tmp_path, text, says):
    with pytest.raises(UsageError, match=says):
        settings(tmp_path, beside=text)


def test_the_environment_takes_either_number_too(tmp_path):
    for name in ("NARRATOR_FORMAT", "NARRATOR_FORMATS"):
        assert settings(tmp_path, environment={name: "opus,m4b"}).formats == ("opus", "m4b")


def test_a_file_may_begin_with_the_mark_of_its_encoding(tmp_path):
    assert settings(tmp_path, beside='\ufeffengine = "espeak"').engine == "espeak"


def test_a_bad_environment_variable_is_named(tmp_path):
    with pytest.raises(UsageError, match="NARRATOR_JOBS"):
        settings(tmp_path, environment={"NARRATOR_JOBS": "many"})


def test_formats_lose_repeats(tmp_path):
    assert settings(tmp_path, beside='formats = ["opus", "mp3", "opus"]').formats == ("opus", "mp3")


def test_a_format_that_is_named_twice_is_made_once(tmp_path):
    assert settings(tmp_path, formats=("m4b", "mp3", "m4b")).formats == ("m4b", "mp3")

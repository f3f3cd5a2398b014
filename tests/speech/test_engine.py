import importlib.metadata
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from narrator.errors import UsageError
from narrator.speech import engine as registry
from narrator.speech.engine import (
    BUILT_IN,
    Engine,
    engine_named,
    engine_names,
    engines_ready,
    named_like,
    voice_among,
)
from tests.speech.fake_engines import BEEP, BOOP, Fake


@pytest.fixture
def plugged(monkeypatch):
    """Puts an entry point into the group, as an installed package would."""

    def plug(name: str, value: str) -> None:
        points = EntryPoints([EntryPoint(name, value, registry.ENTRY_POINTS)])
        monkeypatch.setattr(registry, "entry_points", lambda *, group: points.select(group=group))

    return plug


def test_the_embedded_engine_is_always_ready():
    assert engines_ready()[0].name == "espeak"
    engine = engine_named("espeak")
    assert isinstance(engine, Engine)
    assert engine.workers == "process" and engine.gives_word_times and not engine.needs_network


def test_an_unknown_engine_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="no engine named 'espaek'; did you mean 'espeak'"):
        engine_named("espaek")


@pytest.mark.parametrize("name", [name for name, (_, extra) in BUILT_IN.items() if extra])
def test_a_missing_package_is_named_with_the_extra_that_brings_it(monkeypatch, name):
    def missing(place: str):
        raise ModuleNotFoundError("No module named 'onnxruntime'", name="onnxruntime")

    monkeypatch.setattr(registry, "_factory", missing)
    with pytest.raises(
        UsageError, match=rf'{name} needs onnxruntime.*pip install "narrator\[{BUILT_IN[name][1]}\]"'
    ):
        engine_named(name)
    assert name not in [engine.name for engine in engines_ready()]


def test_a_package_can_bring_an_engine(plugged):
    plugged("fake", "tests.speech.fake_engines:fake_engine")
    assert isinstance(engine_named("fake"), Fake)
    assert engine_names() == (*BUILT_IN, "fake")
    assert "fake" in [engine.name for engine in engines_ready()]


def test_a_plug_in_does_not_replace_a_built_in_engine(plugged):
    plugged("espeak", "tests.speech.fake_engines:fake_engine")
    assert not isinstance(engine_named("espeak"), Fake)
    assert engine_names().count("espeak") == 1


def test_a_plug_in_that_is_no_engine_is_refused(plugged):
    plugged("odd", "builtins:dict")
    with pytest.raises(UsageError, match="odd is not one"):
        engine_named("odd")
    plugged("gone", "no_such_module:thing")
    with pytest.raises(UsageError, match="gone needs no_such_module"):
        engine_named("gone")


def test_entry_points_are_those_of_the_installed_packages():
    assert registry.entry_points is importlib.metadata.entry_points


def test_voices_are_found_with_and_without_the_engines_name():
    assert voice_among("fake", (BEEP, BOOP), "fake:boop") == BOOP
    assert voice_among("fake", (BEEP, BOOP), "Beep") == BEEP
    with pytest.raises(UsageError, match="the engine fake has no voice 'beeb'; did you mean 'fake:beep'"):
        voice_among("fake", (BEEP, BOOP), "beeb")
    with pytest.raises(UsageError, match="no voice 'Anna'; `narrator voices --engine fake` lists them"):
        voice_among("fake", (BEEP, BOOP), "Anna")


def test_nearest_names_are_those_as_written_or_all_if_few():
    assert named_like("anie", ["Annie", "Bob"]) == "; did you mean 'Annie'?"
    assert named_like("xyz", ["Annie", "Bob"]) == "; there are Annie, Bob"
    assert named_like("xyz", []) == ""

"""The real flite program, where it is installed; CI installs it."""

import pickle
import shutil

import numpy as np
import pytest

from narrator.errors import EngineError, UsageError
from narrator.speech import flite
from narrator.speech.engine import Engine, engine_named
from narrator.speech.flite import Flite
from narrator.speech.models import pitch_of

TEXT = "The river came up, and no one saw it."
needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")


@needs_flite
def test_it_is_an_engine_with_men_and_women():
    engine = engine_named("flite")
    assert isinstance(engine, Engine)
    assert pickle.loads(pickle.dumps(engine)) == engine
    assert engine.version.startswith("2")
    voices = engine.voices()
    assert voices[0].id == "flite:rms"
    assert {voice.gender for voice in voices} == {"f", "m"}
    assert engine.voices("en-GB")[0].id == "flite:awb"
    assert engine.voices("de") == ()


@needs_flite
def test_each_voice_speaks_and_the_shifted_ones_are_other_people():
    engine = Flite()
    pitch = {}
    for voice in engine.voices():
        speech = engine.speak(TEXT, voice)
        assert speech.rate == voice.rate
        assert 1.5 < len(speech.samples) / speech.rate < 5
        pitch[voice.id] = pitch_of(speech.samples, speech.rate)
    assert pitch["flite:slt-low"] == pytest.approx(0.84 * pitch["flite:slt"], rel=0.06)
    assert pitch["flite:rms-light"] == pytest.approx(1.12 * pitch["flite:rms"], rel=0.06)
    assert pitch["flite:rms"] < 150 < pitch["flite:slt"]


@needs_flite
def test_the_same_in_is_the_same_out_and_a_faster_pace_is_shorter():
    engine = Flite()
    voice = engine.voice_named("slt")
    once, again, fast = (engine.speak(TEXT, voice, pace=pace).samples for pace in (1, 1, 1.5))
    assert np.array_equal(once, again)
    assert len(fast) < 0.8 * len(once)


@needs_flite
def test_text_that_looks_like_an_option_or_is_not_ascii_is_only_read():
    engine = Flite()
    voice = engine.voice_named("flite:rms")
    texts = ("a café—naïve “words”", "a cafe, naive words")
    cafe, plain = (engine.speak(text, voice).samples for text in texts)
    assert len(cafe) == pytest.approx(len(plain), rel=0.1)
    assert len(engine.speak("--help -voice nobody", voice).samples) > 8000


@needs_flite
def test_an_unknown_voice_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="slt"):
        Flite().voice_named("flite:stl")


def test_where_it_is_not_installed_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(UsageError, match="apt-get install flite"):
        Flite()


@needs_flite
def test_a_program_that_fails_is_an_error_with_a_way_out(monkeypatch, tmp_path):
    engine = Flite()
    voice = engine.voice_named("rms")
    broken = tmp_path / "flite"
    broken.write_text("#!/bin/sh\necho out of tune >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(flite, "PROGRAM", str(broken))
    with pytest.raises(EngineError, match=r"out of tune.*espeak"):
        engine.speak(TEXT, voice)

"""The real kokoro-onnx package on a tiny network that is built here."""

import pickle

import numpy as np
import pytest

from narrator.errors import EngineError, UsageError
from narrator.speech.engine import Engine, engine_named

pytest.importorskip("kokoro_onnx")
pytest.importorskip("onnx")

from narrator.speech.kokoro import Kokoro
from narrator.speech.models import pitch_of
from tests.speech.doubles.networks import kokoro_voice

TEXT = "The river came up. No one saw it."
NAMES = ("am_adam", "bf_emma", "af_heart", "zf_xiaobei", "ff_siwis")


@pytest.fixture
def folder(tmp_path):
    kokoro_voice(tmp_path, NAMES)
    return tmp_path


@pytest.fixture
def engine(folder):
    return Kokoro(folder=folder)


def test_it_is_an_engine_that_looks_where_the_environment_says(folder, monkeypatch):
    monkeypatch.setenv("NARRATOR_KOKORO", str(folder))
    engine = engine_named("kokoro")
    assert isinstance(engine, Engine)
    assert pickle.loads(pickle.dumps(engine)) == engine
    assert [voice.id for voice in engine.voices()] == ["kokoro:af_heart", "kokoro:bf_emma", "kokoro:am_adam"]


def test_names_tell_language_and_gender(engine):
    assert next((v.language, v.gender) for v in engine.voices("en-GB")) == ("en-GB", "f")
    assert {v.id: v.gender for v in engine.voices()}["kokoro:am_adam"] == "m"
    assert [v.id for v in engine.voices("fr")] == ["kokoro:ff_siwis"]
    assert engine.voices("zh") == ()


def test_each_voice_sounds_its_own(engine):
    adam, emma = (engine.speak(TEXT, engine.voice_named(name)) for name in ("am_adam", "kokoro:bf_emma"))
    assert adam.rate == 24000
    assert pitch_of(adam.samples, 24000) == pytest.approx(106, abs=10)
    assert pitch_of(emma.samples, 24000) == pytest.approx(156, abs=10)


def test_words_begin_where_their_phonemes_do(engine):
    speech = engine.speak(TEXT, engine.voice_named("af_heart"))
    words = [TEXT[start:end] for start, end, _ in speech.words]
    assert words == TEXT.split()
    times = [sample for *_, sample in speech.words]
    assert times == sorted(times)
    assert times[0] < 0.2 * speech.rate
    assert times[-1] < len(speech.samples)


def test_a_faster_pace_is_shorter(engine):
    voice = engine.voice_named("af_heart")
    assert len(engine.speak(TEXT, voice, pace=1.5).samples) < 0.8 * len(engine.speak(TEXT, voice).samples)


def test_an_editors_sounds_replace_the_word(engine):
    voice = engine.voice_named("af_heart")
    plain = engine.speak("The Xylograph.", voice)
    short = engine.speak("The Xylograph.", voice, phonemes=((4, 13, "zaɪ"),))
    assert len(short.samples) < len(plain.samples)


def test_a_network_that_draws_lots_draws_the_same_ones(tmp_path):
    kokoro_voice(tmp_path, NAMES, random=True)
    engine = Kokoro(folder=tmp_path)
    voice = engine.voice_named("af_heart")
    first = engine.speak(TEXT, voice)
    engine.speak("Something else in between.", voice)
    assert np.array_equal(engine.speak(TEXT, voice).samples, first.samples)


def test_nothing_to_say_is_no_sound(engine):
    assert len(engine.speak("", engine.voice_named("af_heart")).samples) == 0


def test_without_a_model_it_says_how_to_get_one(tmp_path):
    engine = Kokoro(folder=tmp_path / "missing")
    assert engine.voices() == ()
    with pytest.raises(UsageError, match=r"kokoro-v1\.0\.onnx"):
        engine.voice_named("af_heart")


def test_damaged_files_are_errors_with_a_way_out(folder, engine):
    voice = engine.voice_named("af_heart")
    (folder / "kokoro-tiny.onnx").write_bytes(b"no network")
    with pytest.raises(EngineError, match="download it again"):
        engine.speak(TEXT, voice)
    (folder / "voices-tiny.bin").write_bytes(b"no voices")
    with pytest.raises(EngineError, match="can't be read"):
        engine.voices()
    (folder / "voices-tiny.bin").unlink()
    with pytest.raises(EngineError, match="not in"):
        engine.speak(TEXT, voice)

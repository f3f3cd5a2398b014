"""The real piper package on tiny networks that are built here."""

import pickle

import numpy as np
import pytest

from narrator.errors import EngineError, UsageError
from narrator.speech.engine import Engine, engine_named

pytest.importorskip("piper")
pytest.importorskip("onnx")

from narrator.speech.models import pitch_of
from narrator.speech.piper import Piper
from tests.speech.doubles.networks import piper_voice

TEXT = "The river came up. No one saw it, and no one was told."


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRATOR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "voices"
    folder.mkdir()
    return folder


def test_it_is_an_engine_that_looks_where_the_environment_says(folder, monkeypatch):
    piper_voice(folder, "en_US-tiny-low")
    monkeypatch.setenv("NARRATOR_PIPER_VOICES", str(folder))
    engine = engine_named("piper")
    assert isinstance(engine, Engine)
    assert [voice.id for voice in engine.voices()] == ["piper:en_US-tiny-low"]
    assert pickle.loads(pickle.dumps(engine)) == engine
    assert len(engine.speak(TEXT, engine.voices()[0]).samples) > 22050


def test_a_multi_speaker_model_is_a_whole_cast(folder):
    piper_voice(folder, "en_US-many-low", speakers={"anna": 1, "bert": 0})
    piper_voice(folder, "de_DE-eine-low")
    engine = Piper(folder=folder)
    voices = engine.voices("en")
    assert [voice.id for voice in voices] == ["piper:en_US-many-low/bert", "piper:en_US-many-low/anna"]
    assert [voice.gender for voice in voices] == ["m", "f"]
    assert {voice.language for voice in voices} == {"en-US"}
    bert, anna = (engine.speak(TEXT, voice) for voice in voices)
    assert pitch_of(anna.samples, 22050) == pytest.approx(2 * pitch_of(bert.samples, 22050), rel=0.05)
    assert [voice.language for voice in engine.voices("de")] == ["de-DE"]
    assert engine.voices("fr") == ()


def test_the_pitch_is_measured_once_for_each_file(folder, cache):
    path = piper_voice(folder, "en_US-tiny-low", base=120)
    [voice] = Piper(folder=folder).voices()
    assert voice.pitch == pytest.approx(125, abs=12)
    [note] = (cache / "piper").iterdir()
    path.write_bytes(b"not a network any more")
    note.rename(note.with_name(f"{path.stem}-{path.stat().st_size}-{path.stat().st_mtime_ns}.json"))
    assert Piper(folder=folder).voices() == (voice,)


def test_words_begin_where_their_phonemes_do(folder):
    piper_voice(folder, "en_US-tiny-low")
    engine = Piper(folder=folder)
    speech = engine.speak(TEXT, engine.voice_named("en_US-tiny-low"))
    words = [TEXT[start:end] for start, end, _ in speech.words]
    assert words == TEXT.split()
    times = [sample / speech.rate for *_, sample in speech.words]
    assert times == sorted(times)
    second = times[words.index("No")]
    assert any(start < second <= end + 0.1 for start, end in _quiet(speech)), "after the pause"


def test_a_faster_pace_is_shorter(folder):
    piper_voice(folder, "en_US-tiny-low")
    engine = Piper(folder=folder)
    voice = engine.voice_named("en_US-tiny-low")
    assert len(engine.speak(TEXT, voice, pace=2).samples) < 0.6 * len(engine.speak(TEXT, voice).samples)


def test_an_editors_sounds_replace_the_word(folder):
    piper_voice(folder, "en_US-tiny-low")
    engine = Piper(folder=folder)
    voice = engine.voice_named("en_US-tiny-low")
    plain = engine.speak("The Xylograph.", voice)
    short = engine.speak("The Xylograph.", voice, phonemes=((4, 13, "zaɪ"),))
    assert len(short.samples) < len(plain.samples)


def test_a_network_that_draws_lots_draws_the_same_ones(folder):
    piper_voice(folder, "en_US-tiny-low", random=True)
    engine = Piper(folder=folder)
    voice = engine.voice_named("en_US-tiny-low")
    first = engine.speak(TEXT, voice)
    engine.speak("Something else in between.", voice)
    assert np.array_equal(engine.speak(TEXT, voice).samples, first.samples)


def test_without_voices_it_says_how_to_get_one(folder):
    assert Piper(folder=folder).voices() == ()
    assert Piper(folder=folder / "missing").voices() == ()
    with pytest.raises(UsageError, match=r"download_voices.*libritts"):
        Piper(folder=folder).voice_named("anything")


def test_models_that_are_not_pipers_are_left_out(folder):
    (folder / "alone.onnx").write_bytes(b"")
    (folder / "other.onnx").write_bytes(b"")
    (folder / "other.onnx.json").write_text("[]")
    assert Piper(folder=folder).models() == ()


def test_a_damaged_model_is_an_error_with_a_way_out(folder):
    path = piper_voice(folder, "en_US-tiny-low")
    path.write_bytes(path.read_bytes()[:200])
    engine = Piper(folder=folder)
    with pytest.raises(EngineError, match="download it again"):
        engine.speak(TEXT, engine.voice_named("en_US-tiny-low"))


def test_an_unknown_voice_is_refused_with_the_nearest(folder):
    piper_voice(folder, "en_US-tiny-low")
    with pytest.raises(UsageError, match=r"(?i)en_US-tiny-low"):
        Piper(folder=folder).voice_named("piper:en_US-tiny-high")


def _quiet(speech) -> list[tuple[float, float]]:
    loud = np.flatnonzero(np.abs(speech.samples) > 200)
    gaps = np.flatnonzero(np.diff(loud) > 0.1 * speech.rate)
    return [(loud[gap] / speech.rate, loud[gap + 1] / speech.rate) for gap in gaps]

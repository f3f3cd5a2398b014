"""The real edge-tts package against a double of its service."""

import dataclasses
import pickle
import time

import numpy as np
import pytest

from narrator.errors import EngineError, UsageError
from narrator.speech.engine import Engine, engine_named
from narrator.speech.manners import Manners

pytest.importorskip("edge_tts")

from narrator.speech.edge import Edge
from tests.speech.doubles.microsoft import Microsoft

QUICK = Manners(tries=3, connect=10, read=20, whole=30, spacing=0, least=0, most=0.05, first_wait=0.01)
TEXT = "A line of words & signs, one after another."


@pytest.fixture
def service(monkeypatch):
    double = Microsoft()
    with double.serving() as port:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", f"ws://127.0.0.1:{port}/speech?x=1")
        monkeypatch.setattr("edge_tts.voices.VOICE_LIST", f"http://127.0.0.1:{port}/voices?x=1")
        yield double


@pytest.fixture
def engine(tmp_path):
    return Edge(manners=QUICK, folder=tmp_path / "edge")


def patience(engine: Edge, fault: object, usual: float) -> Edge:
    """For a service that hangs: waits many times the seconds that a line takes, here and now."""
    if fault != "hang":
        return engine
    return dataclasses.replace(engine, manners=dataclasses.replace(QUICK, whole=0.2 + 8 * usual))


def test_it_is_an_engine_that_can_be_sent_to_a_worker(service, engine):
    assert isinstance(engine, Engine)
    assert isinstance(engine_named("edge"), Edge)
    engine.throttle.wait()
    assert engine.voices()
    assert pickle.loads(pickle.dumps(engine)) == engine


def test_voices_are_the_services_own_and_asked_for_once(service, engine, tmp_path):
    assert [(v.id, v.language, v.gender) for v in engine.voices("en")] == [
        ("edge:en-US-AvaNeural", "en-US", "f"),
        ("edge:en-US-GuyNeural", "en-US", "m"),
        ("edge:en-GB-RyanNeural", "en-GB", "m"),
    ]
    assert engine.voices("en-GB")[0].id == "edge:en-GB-RyanNeural"
    again = Edge(manners=QUICK, folder=tmp_path / "edge")
    assert [voice.id for voice in again.voices("de")] == ["edge:de-DE-KatjaNeural"]
    assert service.lists == 1
    with pytest.raises(UsageError, match=r"(?i)en-gb-ryanneural"):
        engine.voice_named("edge:en-GB-RianNeural")


def test_without_the_network_the_known_voices_are_listed(engine, monkeypatch):
    monkeypatch.setattr("edge_tts.voices.VOICE_LIST", "http://127.0.0.1:9/voices?x=1")
    voices = engine.voices("en")
    assert voices[0].language == "en-US"
    assert {voice.gender for voice in voices} == {"f", "m"}


def test_a_line_is_spoken_with_its_words_times(service, engine):
    speech = engine.speak(TEXT, engine.voice_named("en-GB-RyanNeural"), pace=1.1)
    [(name, rate, text)] = service.asked
    assert ("en-GB, RyanNeural" in name, rate, text) == (True, "+10%", TEXT)
    assert speech.rate == 24000
    words = {TEXT[start:end]: sample / speech.rate for start, end, sample in speech.words}
    assert list(words) == ["A", "line", "of", "words", "signs,", "one", "after", "another."]
    assert words["line"] == pytest.approx(0.05 + 0.07 * 1.5, abs=0.001)
    assert list(words.values()) == sorted(words.values())


@pytest.mark.parametrize("fault", [429, 500, 403, "no audio", "cut", "hang", "drop", "nonsense"], ids=str)
def test_after_a_fault_it_asks_again_and_the_line_is_right(service, engine, fault):
    voice = engine.voice_named("en-US-AvaNeural")
    begun = time.monotonic()
    expected = engine.speak(TEXT, voice)
    usual = time.monotonic() - begun
    service.faults.append(fault)
    assert np.array_equal(patience(engine, fault, usual).speak(TEXT, voice).samples, expected.samples)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (429, "overloaded"),
        (404, "404"),
        ("no audio", "no audio"),
        ("cut", "cut short"),
        ("hang", "no answer in time"),
        ("drop", "no audio|not be reached"),
        ("nonsense", "understood"),
    ],
    ids=str,
)
def test_a_fault_that_stays_is_an_error_with_a_way_out(service, engine, fault, says):
    voice = engine.voice_named("en-US-AvaNeural")
    begun = time.monotonic()
    engine.speak(TEXT, voice)
    engine = patience(engine, fault, time.monotonic() - begun)
    service.always = fault
    with pytest.raises(EngineError, match=says) as raised:
        engine.speak(TEXT, voice)
    assert "--engine espeak" in str(raised.value)


def test_nobody_there(engine, monkeypatch):
    monkeypatch.setattr("edge_tts.voices.VOICE_LIST", "http://127.0.0.1:9/voices?x=1")
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "ws://127.0.0.1:9/speech?x=1")
    with pytest.raises(EngineError, match="could not be reached"):
        engine.speak(TEXT, engine.voices()[0])


def test_nothing_to_say_is_not_asked_for(service, engine):
    assert len(engine.speak("…", engine.voices()[0]).samples) == 0
    assert service.asked == []

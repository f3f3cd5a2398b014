import numpy as np
import pytest

from narrator.errors import UsageError
from narrator.speech.engine import engine_named
from narrator.speech.espeak import Espeak

TEXT = "The river came up faster than anyone in the valley could remember, she said."


@pytest.fixture(scope="module")
def engine() -> Espeak:
    engine = engine_named("espeak")
    assert isinstance(engine, Espeak)
    return engine


def test_the_same_text_gives_the_same_bytes_every_time(engine):
    for name in ("en-us/mid", "en-gb/alto", "en-us/f2", "en-us/Reed"):
        voice = engine.voice_named(name)
        first = engine.speak(TEXT, voice)
        engine.speak("Something else in between.", engine.voice_named("de"))
        assert np.array_equal(engine.speak(TEXT, voice).samples, first.samples)


def test_words_are_where_they_are_heard(engine):
    speech = engine.speak(TEXT, engine.voices()[0])
    assert [TEXT[start:end] for start, end, _ in speech.words] == TEXT.split()
    samples = [sample for *_, sample in speech.words]
    assert samples == sorted(samples)
    assert 0 <= samples[0] < samples[-1] < len(speech.samples)


def test_unknown_names_are_refused_with_the_nearest(engine):
    with pytest.raises(UsageError, match="did you mean 'Annie'"):
        engine.voice_named("espeak:en-us/anie")
    with pytest.raises(UsageError, match="did you mean"):
        engine.voice_named("espeak:en-uz/mid")

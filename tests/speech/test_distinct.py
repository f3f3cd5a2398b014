"""What listeners hear, by judges that can be run: can they tell the voices apart, and follow them?

Real audio of the embedded engine; texts that the speaker models have not heard; pocketsphinx, which knows
nothing of espeak, as the ear.
"""

from pathlib import Path

import numpy as np
import pytest

from narrator.model import Voice
from narrator.speech.editing import edited
from narrator.speech.espeak import Espeak
from tests.speech.judges import Speakers, aligned, at_16k, features, heard, median_pitch, word_error_rate

HERE = Path(__file__).parent
SENTENCES = (HERE / "sentences.txt").read_text().splitlines()
PASSAGE = (HERE / "passage.txt").read_text().splitlines()


def sound(voice: Voice, text: str) -> np.ndarray:
    speech = edited(Espeak().speak(text, voice))
    return at_16k(speech.samples, speech.rate)


@pytest.fixture(scope="module")
def frames() -> list[list[np.ndarray]]:
    """Of each of the first eight voices, the features of sixteen sentences."""
    voices = Espeak().voices()[:8]
    assert len({voice.timbre for voice in voices}) == 8
    return [[features(sound(voice, text)) for text in SENTENCES[::2]] for voice in voices]


@pytest.mark.parametrize("pitch", [True, False], ids=["as they are", "with the pitch taken away"])
def test_the_first_eight_voices_are_told_apart(frames, pitch):
    """By a model of each voice, trained on half of the sentences and asked about the other half."""
    speakers = Speakers([np.vstack(each[:8]) for each in frames], pitch=pitch)
    right = [speakers.who(asked) == n for n, each in enumerate(frames) for asked in each[8:]]
    assert len(right) == 64
    assert np.mean(right) >= 0.95


def test_one_voice_is_not_told_apart_from_itself():
    """The judge can say no: eight copies of one voice are guessed at."""
    voice = Espeak().voices()[0]
    frames = [features(sound(voice, text)) for text in SENTENCES]
    speakers = Speakers([np.vstack(frames[n * 2 : n * 2 + 2]) for n in range(8)])
    right = [speakers.who(asked) == n % 8 for n, asked in enumerate(frames[16:])]
    assert np.mean(right) < 0.5


def test_the_pitch_each_voice_claims_is_the_one_it_has():
    for voice in Espeak().voices()[:9]:
        measured = median_pitch(np.concatenate([sound(voice, text) for text in SENTENCES[:4]]))
        assert voice.pitch is not None
        assert abs(12 * np.log2(measured / voice.pitch)) < 1, voice.id
        assert (voice.gender == "f") == (voice.pitch > 150)


@pytest.mark.slow
def test_the_narrator_is_understood_and_better_than_the_stock_voice():
    engine = Espeak()
    errors = {
        voice.id: word_error_rate(PASSAGE, heard([sound(voice, text) for text in PASSAGE]))
        for voice in (engine.voices()[0], engine.voice_named("espeak:en-us"))
    }
    ours, stock = errors.values()
    assert ours <= 0.25, errors
    assert ours <= stock, errors


@pytest.mark.slow
def test_words_begin_where_an_aligner_hears_them():
    """Forced alignment by pocketsphinx, which is given the words and finds their times in the sound."""
    engine = Espeak()
    voice = engine.voices()[0]
    apart = []
    for text in SENTENCES + PASSAGE:
        speech = edited(engine.speak(text, voice))
        found = aligned(at_16k(speech.samples, speech.rate), text)
        told = [sample / speech.rate for *_, sample in speech.words]
        if len(found) == len(told):  # a word like "can't" may be two to one of them
            apart += list(np.subtract(found, told))
    assert len(apart) > 400
    offset = np.median(apart)
    assert abs(offset) < 0.05
    assert np.mean(np.abs(apart - offset)) < 0.04
    assert np.quantile(np.abs(apart - offset), 0.9) < 0.08

"""What shifting is for, on a real voice: other people, who are still understood."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from narrator.speech.flite import Flite
from narrator.speech.gtts import SHIFTS
from narrator.speech.shifting import shifted
from tests.speech.judges import Speakers, at_16k, features, heard, word_error_rate, words_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed"),
]
PASSAGE = Path(__file__).with_name("passage.txt").read_text("utf-8").splitlines()[:8]


@pytest.fixture(scope="module")
def woman():
    """A recorded woman's voice, as Google's are: each line of the passage."""
    engine = Flite()
    voice = engine.voice_named("slt")
    return [engine.speak(line, voice) for line in PASSAGE]


def people(woman):
    return {
        shift.name or "herself": [
            at_16k(shifted(speech.samples, speech.rate, shift=shift.factor), speech.rate) for speech in woman
        ]
        for shift in SHIFTS
    }


def test_each_is_understood_as_well_as_the_voice_they_are_made_of(woman):
    said = words_of(" ".join(PASSAGE))
    errors = {
        name: word_error_rate(said, " ".join(heard(sounds)).split()) for name, sounds in people(woman).items()
    }
    assert all(each <= errors["herself"] + 0.05 for each in errors.values()), errors


def test_a_model_tells_them_apart(woman):
    frames = [[features(sound) for sound in lines] for lines in people(woman).values()]
    speakers = Speakers([np.vstack(lines[::2]) for lines in frames])
    right = [speakers.who(asked) == n for n, lines in enumerate(frames) for asked in lines[1::2]]
    assert len(right) == 12
    assert np.mean(right) >= 0.95

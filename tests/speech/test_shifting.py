"""Pitch, formants and length after shifting."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.speech.shifting import shifted
from tests.speech.doubles.voice import sound

RATE = 24000


def peak(samples: np.ndarray) -> float:
    """The strongest frequency, in Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RATE / len(samples)


def sine(hertz: float, seconds: float = 1.0) -> np.ndarray:
    return (np.sin(2 * np.pi * hertz * np.arange(round(RATE * seconds)) / RATE) * 12000).astype(np.int16)


@pytest.mark.parametrize("pace", [0.7, 0.9, 1.2, 1.6])
@pytest.mark.parametrize("shift", [0.75, 0.87, 1.0, 1.2])
def test_pitch_moves_by_the_shift_and_not_by_the_pace(shift: float, pace: float):
    tone = shifted(sine(220), RATE, shift=shift, pace=pace)
    assert len(tone) == round(RATE / pace)
    assert peak(tone) == pytest.approx(220 * shift, rel=0.02)
    middle = tone[len(tone) // 4 : -len(tone) // 4].astype(float)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(12000 / np.sqrt(2), rel=0.1), (
        "no beating at the joins"
    )


def test_unshifted_is_the_very_same():
    tone = sine(220)
    assert shifted(tone, RATE) is tone


def test_the_same_in_is_the_same_out():
    speech = sound("the same words")
    assert np.array_equal(shifted(speech, RATE, shift=0.75), shifted(speech, RATE, shift=0.75))


def test_the_rhythm_stays():
    """Silences fall where they fell: nothing drifts over a long text."""
    speech = np.concatenate([sound("one two"), np.zeros(RATE, np.int16), sound("three four")])
    low = shifted(speech, RATE, shift=0.75)
    assert len(low) == len(speech)
    quiet = np.flatnonzero(np.abs(speech) > 500)
    also = np.flatnonzero(np.abs(low) > 500)
    assert abs(quiet[0] - also[0]) < 0.03 * RATE
    assert abs(quiet[-1] - also[-1]) < 0.03 * RATE
    gap, same = (np.max(np.diff(each)) for each in (quiet, also))
    assert gap == pytest.approx(same, abs=0.06 * RATE)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3000), st.floats(0.5, 2), st.floats(0.5, 2), st.integers(0, 2**32 - 1))
def test_any_length_comes_out_as_long_as_it_should(length: int, shift: float, pace: float, seed: int):
    noise = np.random.default_rng(seed).integers(-32768, 32767, length).astype(np.int16)
    assert len(shifted(noise, RATE, shift=shift, pace=pace)) == (
        length if shift == pace == 1 else round(length / pace)
    )

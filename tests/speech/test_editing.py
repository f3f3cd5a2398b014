import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from narrator.speech import editing
from narrator.speech.editing import edited
from narrator.speech.engine import Speech

ROOT = Path(__file__).parents[2]
RATE = 22050


def tone(seconds: float, level: float = 0.3) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (np.sin(2 * np.pi * 440 * time) * level * 32767).astype(np.int16)


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE), np.int16)


@pytest.mark.parametrize("before", [0, 0.004, 0.3, 2.0])
@pytest.mark.parametrize("after", [0, 0.02, 0.5])
def test_silence_goes_and_sound_stays(before, after):
    heard = edited(Speech(np.concatenate([silence(before), tone(1), silence(after)]), RATE))
    assert len(heard.samples) / RATE == pytest.approx(1.04, abs=0.012)
    loud = np.abs(heard.samples) > 1000
    first, last = np.argmax(loud), len(loud) - np.argmax(loud[::-1])
    assert 0.005 < first / RATE < 0.018
    assert 0.02 < (len(loud) - last) / RATE < 0.04
    if after:
        assert (last - first) / RATE == pytest.approx(1, abs=0.002), "the fades lie outside of the sound"
    else:
        assert np.abs(np.diff(heard.samples[last - 5 :].astype(int))).max() < 1300, "it does not click"


def test_quiet_beginnings_are_kept():
    """A soft consonant at -45 dBFS before a vowel."""
    soft = tone(0.08, 0.008)
    heard = edited(Speech(np.concatenate([silence(0.2), soft, tone(0.5), silence(0.2)]), RATE))
    assert len(heard.samples) / RATE == pytest.approx(0.08 + 0.5 + 0.04, abs=0.012)


def test_words_move_with_their_sound():
    speech = Speech(
        np.concatenate([silence(0.25), tone(0.5), silence(0.1), tone(0.5)]),
        RATE,
        ((0, 3, round(0.25 * RATE)), (4, 7, round(0.85 * RATE))),
    )
    heard = edited(speech)
    samples = [sample for *_, sample in heard.words]
    assert samples[0] == pytest.approx(0.01 * RATE, abs=0.006 * RATE)
    assert samples[1] - samples[0] == round(0.6 * RATE)


@pytest.mark.parametrize("samples", [silence(0), silence(1), tone(1, 0.001), silence(0.0001)])
def test_silence_is_nothing(samples):
    assert len(edited(Speech(samples, RATE, ((0, 1, 0),))).samples) == 0


def test_edges_are_quiet_even_in_noise():
    noise = (np.random.default_rng(0).normal(size=RATE) * 3000).astype(np.int16)
    heard = edited(Speech(noise, RATE)).samples
    assert abs(int(heard[0])) == 0
    assert np.abs(heard[-20:]).max() < 400


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100])
@pytest.mark.parametrize("before, after", [(0, 0), (0.0047, 0.013), (0.3, 0.0033), (3.2, 2.71)])
def test_of_a_long_recording_pydub_gets_the_ends_and_the_edit_is_the_same(rate, before, after, monkeypatch):
    """To the sample; silence of any length inside stays."""
    rng = np.random.default_rng(rate)
    sound = (rng.normal(size=round(20.123 * rate)) * 2000).astype(np.int16)
    sound[9 * rate : 12 * rate] = 0
    around = [np.zeros(round(seconds * rate), np.int16) for seconds in (before, after)]
    speech = Speech(
        np.concatenate([around[0], sound, around[1]]), rate, ((0, 3, 5 * rate), (4, 5, 18 * rate))
    )
    whole, given = edited(speech), []
    monkeypatch.setattr(editing, "LONG", 8)
    make = editing.AudioSegment
    monkeypatch.setattr(editing, "AudioSegment", lambda **about: given.append(about) or make(**about))
    editing.AudioSegment.silent = make.silent
    cut = edited(speech)
    assert len(given[0]["data"]) < 2 * rate * (before + after + 5)
    assert np.array_equal(cut.samples, whole.samples)
    assert cut.words == whole.words


def test_a_long_silence_is_nothing():
    assert len(edited(Speech(silence(editing.LONG + 2), RATE)).samples) == 0


def test_what_pydub_warns_of_stays_inside():
    """Compiled anew, with every warning an error and no ffmpeg to be found."""
    program = "import narrator.speech.editing, warnings; warnings.warn('heard', RuntimeWarning)"
    for flags in (["-W", "error"], ["-W", "default"]):
        run = subprocess.run(
            [sys.executable, *flags, "-B", "-X", f"pycache_prefix={ROOT / 'nowhere'}", "-c", program],
            cwd=ROOT,
            env={"PATH": "/nowhere", "SYSTEMROOT": "C:\\Windows"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.stderr.count("Warning:") == 1, run.stderr
        assert "RuntimeWarning: heard" in run.stderr, "other warnings are not silenced"


def test_an_environment_without_a_path_is_enough_and_stays_as_it_is():
    run = subprocess.run(
        [sys.executable, "-c", "import os; before = dict(os.environ); import narrator.speech.editing; "
         "assert dict(os.environ) == before"],
        cwd=ROOT,
        env={"SYSTEMROOT": "C:\\Windows"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr

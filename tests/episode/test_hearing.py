"""What is heard of a stretch without decoding all of it, against decoding all of it."""

from __future__ import annotations

import numpy as np
import pytest

from episode.material import speech
from narrator.episode.encoding import Decoder, encode
from narrator.episode.formats import FORMATS
from narrator.episode.hearing import hear
from narrator.episode.making import TRUE_PEAK
from narrator.episode.mastering import limit, resampled
from narrator.episode.timeline import QUANTUM, RATE
from narrator.loudness import QuickMeter, amplitude, decibels, integrated

LOSSY = [name for name, form in FORMATS.items() if not form.lossless]
LENGTH = 14 * QUANTUM


def unlike_speech():
    """Sounds that gain by coding: their peaks are low because of their phases, or rise by ringing."""
    rng = np.random.default_rng(1770)
    t = np.arange(LENGTH) / RATE
    buzz = sum(np.cos(2 * np.pi * k * 120 * t + rng.uniform(0, 6)) for k in range(1, 40))
    return {
        "random signs": np.sign(rng.standard_normal(LENGTH)),
        "white noise": rng.uniform(-1, 1, LENGTH),
        "clipped noise": np.clip(rng.standard_normal(LENGTH), -1, 1),
        "a low square wave": np.sign(np.sin(2 * np.pi * 220 * t)),
        "a high square wave": np.sign(np.sin(2 * np.pi * 3000 * t)),
        "a saw": 2 * (100 * t % 1) - 1,
        "a tone at 45 degrees": np.sin(np.pi / 2 * np.arange(LENGTH) + np.pi / 4) * np.hanning(LENGTH),
        "bursts": np.sin(2 * np.pi * 5000 * t) * (np.sin(2 * np.pi * 9 * t) > 0.9),
        "a clipped buzz": np.clip(buzz / 8, -1, 1),
    }


def mastered(seed: int, name: str, crest: float = 1.0):
    form = FORMATS[name]
    recorded = np.rint(32767 * speech(RATE // 2, LENGTH / RATE, seed, -26.0, crest)).astype(np.int16)
    sound = resampled(recorded, RATE // 2)[:LENGTH].copy()
    limit(sound, 7.0 - form.shift, TRUE_PEAK - form.headroom)
    return sound


def whole(packets, form):
    """(true peak, powers) of all that is decoded."""
    decoder, meter = Decoder(packets, form), QuickMeter(form.rate)
    meter.add(decoder.following(0, len(packets.sizes)))
    return meter.peak, meter.finish()


@pytest.mark.parametrize("name", LOSSY)
@pytest.mark.parametrize("kind", list(unlike_speech()))
def test_no_sound_made_to_overshoot_gets_by(name, kind):
    """Whatever comes out above -1 dBTP is found to, at every level at which it can."""
    form = FORMATS[name]
    sound = unlike_speech()[kind].astype(np.float32)
    sound /= np.abs(sound).max()
    over = 0
    for below in (0.0, 1.0, 1.6, 2.5, 4.0, 7.0, 12.0):
        ceiling = TRUE_PEAK - form.headroom
        quieter = sound * np.float32(amplitude(ceiling - below))
        packets = encode(quieter, form)
        if decibels(whole(packets, form)[0]) > TRUE_PEAK:
            over += 1
            assert decibels(hear(packets, quieter, form, ceiling=ceiling).peak) > TRUE_PEAK
    assert over or kind in {"bursts", "a saw", "a clipped buzz", "a tone at 45 degrees", "a low square wave"}


@pytest.mark.parametrize("name", LOSSY)
@pytest.mark.parametrize("seed", range(4))
def test_speech_measures_as_when_all_of_it_is_decoded(name, seed):
    form = FORMATS[name]
    sound = mastered(seed, name, 1.0 + 0.1 * seed)
    packets = encode(sound, form)
    heard = hear(packets, sound, form, ceiling=TRUE_PEAK - form.headroom)
    peak, powers = whole(packets, form)
    assert decibels(heard.peak) == pytest.approx(decibels(peak), abs=0.05)
    assert integrated(heard.powers) == pytest.approx(integrated(powers), abs=0.1)


@pytest.mark.parametrize("name", LOSSY)
def test_a_decoder_that_begins_anywhere_is_right(name):
    form = FORMATS[name]
    packets = encode(mastered(3, name), form)
    decoder = Decoder(packets, form)
    sound = Decoder(packets, form).following(0, len(packets.sizes))
    for first in (0, 1, 7, 30, 60):
        found = decoder.between(first, first + 9)
        assert found is not None
        end = (first + 10) * form.frame - (len(packets.sizes) * form.frame - sound.size)
        tail = min(found.size, 9 * form.frame)
        expected = sound[end - tail : end]
        assert np.abs(found[-tail:] - expected).max() < 0.01


def test_other_bit_rates_and_music_are_decoded_as_a_whole(monkeypatch):
    form = FORMATS["mp3"]
    sound = mastered(1, "mp3")
    packets, other = encode(sound, form), encode(sound, form.at(128_000))
    monkeypatch.setattr(Decoder, "between", None)
    for given, kind, speech_alone in [(packets, form, False), (other, form.at(128_000), True)]:
        heard = hear(given, sound, kind, ceiling=-1.3, speech=speech_alone)
        assert heard.peak > 0
        assert heard.powers.size >= LENGTH * 10 // RATE

"""The meter against the standard's own numbers, against itself in pieces, and against FFmpeg's."""

from __future__ import annotations

import math
from fractions import Fraction

import av
import av.filter
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from episode.material import speech
from narrator.loudness import (
    SILENCE,
    TAPS,
    Meter,
    QuickMeter,
    decibels,
    integrated,
    interpolator,
    measure,
    measure_speech,
    true_peak,
)

RATES = [8000, 11025, 16000, 22050, 24000, 44100, 48000]


def tone(frequency: float, rate: int, seconds: float, level: float = 0.0, phase: float = 0.0):
    t = np.arange(round(seconds * rate)) / rate
    return (10 ** (level / 20) * np.sin(2 * np.pi * frequency * t + phase)).astype(np.float32)


def babble(rate: int, seconds: float, seed: int = 1):
    """Like speech to a meter: voiced bursts, hiss and silences."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(seconds * rate)) / rate
    envelope = np.clip(np.sin(2 * np.pi * 0.3 * t) + 0.2, 0, 1) * np.abs(np.sin(2 * np.pi * 2.1 * t))
    voice = np.sin(2 * np.pi * 220 * t) + 0.5 * np.sin(2 * np.pi * 1730 * t)
    return (envelope * 0.3 * (voice + 0.3 * rng.standard_normal(t.size))).astype(np.float32)


def ffmpeg_measures(samples, rate: int) -> tuple[float, float]:
    graph = av.filter.Graph()
    source = graph.add_abuffer(format="flt", sample_rate=rate, layout="mono", time_base=Fraction(1, rate))
    meter, sink = graph.add("ebur128", "metadata=1:framelog=quiet:peak=true"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    graph.push(frame)
    graph.push(None)
    level = peak = math.nan
    while True:
        try:
            data = graph.pull().metadata
        except (av.error.BlockingIOError, av.error.EOFError):
            return level, decibels(peak)
        level = float(data.get("lavfi.r128.I", level))
        peak = float(data.get("lavfi.r128.true_peak", peak))


@pytest.mark.parametrize("rate", RATES[2:])
def test_the_standards_reference_tone(rate):
    """BS.1770-5: a 997 Hz sine at 0 dBFS in one channel reads -3.01 LUFS."""
    assert measure(tone(997, rate, 5), rate).integrated == pytest.approx(-3.01, abs=0.05)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([(-36, 10), (-23, 60), (-36, 10)], -23.0),
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23.0),
        ([(-26, 20), (-20, 20.1), (-26, 20)], -23.0),
    ],
)
def test_gating_as_ebu_tech_3341_cases_3_to_5(levels, expected):
    """The cases are for stereo, where a tone in both channels reads 3.01 LU more than in one."""
    signal = np.concatenate([tone(1000, 48000, seconds, level) for level, seconds in levels])
    assert measure(signal, 48000).integrated + 3.01 == pytest.approx(expected, abs=0.1)


@pytest.mark.skipif(not hasattr(av.AudioFrame, "metadata"), reason="this av does not tell what filters say")
@pytest.mark.parametrize("rate", RATES)
def test_agrees_with_ffmpeg(rate):
    signal = babble(rate, 17.3)
    mine, (level, peak) = measure(signal, rate), ffmpeg_measures(signal, rate)
    # FFmpeg's steps of 100 ms have a whole number of samples, which they have not at 11025 Hz.
    assert mine.integrated == pytest.approx(level, abs=0.02 if rate != 11025 else 0.1)
    assert mine.true_peak == pytest.approx(peak, abs=0.15)


def test_a_peak_between_the_samples_is_seen():
    """At a quarter of the rate and 45 degrees every sample is 3 dB below the wave's crest."""
    signal = tone(12000, 48000, 1, -6, math.pi / 4) * np.hanning(48000).astype(np.float32)
    assert decibels(float(np.abs(signal).max())) == pytest.approx(-9, abs=0.1)
    assert measure(signal, 48000).true_peak == pytest.approx(-6, abs=0.1)


@pytest.mark.parametrize("samples", [0, 1, 5, 100])
def test_nothing_and_silence_measure_as_silence(samples):
    assert measure(np.zeros(samples, np.float32), 22050) == SILENCE


def test_a_clip_shorter_than_a_gating_block_is_one_block():
    short = measure(tone(997, 22050, 0.25), 22050)
    assert short.integrated == pytest.approx(-3.0, abs=0.3)
    assert measure(tone(997, 22050, 0.25, -90), 22050).integrated == -math.inf


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 60000), max_size=6), st.sampled_from(RATES))
def test_pieces_of_any_length_measure_as_the_whole(lengths, rate):
    signal = babble(rate, max(0.1, sum(lengths) / rate))
    meter = Meter(rate)
    for piece in np.split(signal, np.cumsum(lengths)):
        meter.add(piece)
        meter.loudness()
    whole = measure(signal, rate)
    assert meter.loudness().integrated == pytest.approx(whole.integrated, abs=1e-4)
    assert meter.loudness().true_peak == pytest.approx(whole.true_peak, abs=1e-4)


def test_powers_of_stretches_join_to_the_loudness_of_the_whole():
    signal, rate = babble(44100, 20), 44100
    whole = measure(signal, rate).integrated
    parts = []
    for start in range(0, 20, 5):
        meter = Meter(rate)
        meter.add(signal[start * rate : (start + 5) * rate])
        parts.append(meter.powers())
    assert integrated(np.concatenate(parts)) == pytest.approx(whole, abs=0.01)


@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000])
@pytest.mark.parametrize("piece", [700, 44100, 10**6])
def test_the_quick_meter_says_nearly_the_same(rate, piece):
    signal = speech(rate, 8.03, 3)
    quick, whole = QuickMeter(rate), measure(signal, rate)
    for start in range(0, signal.size, piece):
        quick.add(signal[start : start + piece])
    powers = quick.finish()
    assert powers.size == 80
    assert integrated(powers) == pytest.approx(whole.integrated, abs=0.02)
    assert decibels(quick.peak) == pytest.approx(whole.true_peak, abs=1e-4)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("seconds", [0.2, 1.0, 2.9, 3.0, 7.3])
def test_a_recording_of_speech_measures_as_the_standard_has_it(seed, seconds):
    """Within a fifth of what EBU Tech 3341 allows a meter; to the bit where there is little to average."""
    sound = speech(22050, seconds, seed, crest=1.0 + 0.1 * seed)
    quick, exact = measure_speech(sound, 22050), measure(sound, 22050)
    if seconds < 3:
        assert quick == exact
    assert quick.integrated == pytest.approx(exact.integrated, abs=0.02)
    assert quick.true_peak == pytest.approx(exact.true_peak, abs=0.001)


def test_the_quick_meter_of_next_to_nothing():
    quick = QuickMeter(44100)
    quick.add(np.full(100, 0.5, np.float32))
    assert quick.finish().size == 0
    assert quick.peak >= 0.5


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(TAPS, 3000))
def test_skipping_quiet_chunks_never_loses_a_peak(seed, size):
    rng = np.random.default_rng(seed)
    signal = (rng.standard_normal(size) * rng.random(size) ** 3).astype(np.float32)
    everywhere = np.pad(signal, TAPS)
    between = np.abs(np.lib.stride_tricks.sliding_window_view(everywhere, TAPS) @ interpolator()).max()
    assert true_peak(signal) == pytest.approx(max(between, np.abs(signal).max()), rel=1e-5)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 7), st.integers(100, 90_000))
def test_where_a_stream_is_cut_is_no_peak(seed, piece):
    """A loud wave that is handed over in pieces does not end there."""
    signal = tone(300 + 11 * seed, 44100, 3.0, -1.0) * np.hanning(3 * 44100).astype(np.float32)
    meter, quick = Meter(44100), QuickMeter(44100)
    for start in range(0, signal.size, piece):
        meter.add(signal[start : start + piece])
        quick.add(signal[start : start + piece])
    quick.finish()
    assert meter.loudness().true_peak == pytest.approx(-1.0, abs=0.01)
    assert decibels(quick.peak) == pytest.approx(-1.0, abs=0.01)
    assert decibels(true_peak(signal)) == pytest.approx(-1.0, abs=0.01)

"""Stretches encoded apart and joined, against one encoder that heard the same samples from end to end."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np
import pytest

from episode.material import interview, played
from episode.test_formats import decoded
from narrator.episode import assemble, containers, encoding, making, stretches
from narrator.episode.formats import format_named
from narrator.loudness import decibels
from narrator.model import Tags

LOSSY = ["mp3", "m4a", "m4b", "opus"]


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    return interview(tmp_path_factory.mktemp("joins") / "clips")


@pytest.fixture(params=LOSSY)
def joined(request, recordings, tmp_path, monkeypatch):
    """(the format, the samples each encoder got at the codec's rate, the episode's file decoded)"""
    form = format_named(request.param)
    encoded, kept = {}, []

    def encode(sound, form):
        packets = encoding.encode(sound, form)
        encoded[packets.data] = sound.copy()
        return packets

    def save(path, packets, peak, powers):
        kept.append(encoded[packets.data])
        return write(path, packets, peak, powers)

    write = stretches.save
    monkeypatch.setattr(making, "encode", encode)
    monkeypatch.setattr(stretches, "save", save)
    segments, clips = recordings
    episode = assemble(segments, played(clips), Tags("t"), tmp_path, "a", formats=[form.name], jobs=1)
    sound, rate = decoded(episode.files[form.name])
    assert rate == form.rate
    return form, _on_frames(kept, form), sound


def _on_frames(sounds, form):
    """The next stretch begins at the frame nearest to its place, in Opus; elsewhere frames fill a stretch."""
    made = [stretches.Encoded(None, 0, sound.size, 0.0, None) for sound in sounds]
    frames = containers._kept(form, made)
    return [encoding._at_rate(s, form)[: n * form.frame] for s, n in zip(sounds, frames, strict=True)]


def serial(sounds, form, size):
    """Encoded in one go: what is at the codec's rate already is not resampled."""
    whole = np.concatenate(sounds)
    if form.codec == "libopus":
        packets = encoding._encode_with_av(whole, form)
    else:
        packets = encoding.encode(whole, form)
    return np.concatenate(list(encoding.decode(packets, form)))[:size], whole[:size]


def rms(sound) -> float:
    return decibels(float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))))


def test_no_sample_is_missing_and_joins_are_as_silent_as_without(joined):
    form, sounds, sound = joined
    alone, source = serial(sounds, form, sound.size)
    assert alone.size == source.size == sound.size
    # A sample lost or put in anywhere would move all that follows, and leave nothing of this likeness.
    assert rms(sound - source) == pytest.approx(rms(alone - source), abs=0.3)
    near, at = form.rate // 50, form.rate // 500
    joins = list(accumulate(s.size for s in sounds))[:-1]
    assert len(joins) == 8
    for join in joins:
        assert rms((sound - alone)[join - near : join + near]) <= -80
        assert decibels(float(np.abs(sound[join - at : join + at]).max())) <= -80


def test_each_stretch_is_as_true_as_in_one_go(joined):
    """A new encoder has other bits saved up, which makes a stretch a little better or worse, but no more."""
    form, sounds, sound = joined
    alone, source = serial(sounds, form, sound.size)
    edges = [0, *accumulate(s.size for s in sounds)]
    for start, end in pairwise(edges):
        part = slice(start, end)
        assert rms((sound - source)[part]) == pytest.approx(rms((alone - source)[part]), abs=1.5)

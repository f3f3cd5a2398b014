"""Captions against the sound itself: another program finds each word in the episode's own audio."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from narrator.listening import Silence
from narrator.model import Timeline
from narrator.pipeline import narrate
from narrator.publishing import publish as publishing
from narrator.publishing.captions import captions
from narrator.publishing.timing import clock
from narrator.settings import Settings

pytestmark = pytest.mark.slow
pocketsphinx = pytest.importorskip("pocketsphinx")

RATE = 16_000
MARGIN = RATE // 5


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Timeline, NDArray[np.float32]]:
    """An article through the whole program with the embedded voices: its timeline, and its MP3 decoded."""
    folder = tmp_path_factory.mktemp("spoken")
    seen: list[Timeline] = []
    patch = pytest.MonkeyPatch()
    real = publishing.publish
    patch.setattr(
        publishing,
        "publish",
        lambda script, timeline, *a, **k: seen.append(timeline) or real(script, timeline, *a, **k),
    )
    settings = Settings(
        output=folder / "audio",
        scripts=folder / "scripts",
        cache=folder / "cache",
        engine="espeak",
        offline=True,
    )
    made = narrate(str(Path(__file__).parent / "cases" / "harbour.txt"), settings, Silence())
    patch.undo()
    return seen[0], decoded(made.episode.files["mp3"])


def decoded(path: Path) -> NDArray[np.float32]:
    parts = []
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("s16", "mono", RATE)
        for frame in container.decode(audio=0):
            parts += [part.to_ndarray()[0] for part in resampler.resample(frame)]
        parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(parts).astype(np.float32)


def found_words(timeline: Timeline, sound: NDArray[np.float32]) -> Iterator[tuple[int, int, float]]:
    """(placement, offset in its line, second) of each word, by forced alignment; lines with a word that
    the recogniser's dictionary lacks are passed over."""
    decoder = pocketsphinx.Decoder(samprate=RATE, loglevel="FATAL")
    noise = np.random.default_rng(0)
    for index, placement in enumerate(timeline.placements):
        tokens = [m for m in re.finditer(r"\S+", placement.line.text) if re.search(r"\w", m.group())]
        words = [re.sub(r"[^a-z'-]", "", m.group().lower()).strip("'-") for m in tokens]
        if any(decoder.lookup_word(word) is None for word in words):
            continue
        first = max(0, round(timeline.seconds(placement.start) * RATE) - MARGIN)
        part = sound[first : round(timeline.seconds(placement.end) * RATE) + MARGIN]
        part = part + noise.normal(size=len(part)) * 4  # a recogniser trained on rooms knows no true silence
        decoder.set_align_text(" ".join(words))
        decoder.start_utt()
        decoder.process_raw(part.astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        heard = [s for s in decoder.seg() if s.word[0] not in "<[("]
        if len(heard) == len(words):
            yield from (
                (index, t.start(), first / RATE + s.start_frame / 100)
                for t, s in zip(tokens, heard, strict=True)
            )


def test_captions_come_when_their_first_word_is_heard(spoken: tuple[Timeline, NDArray[np.float32]]) -> None:
    timeline, sound = spoken
    assert len(sound) / RATE == pytest.approx(timeline.seconds(timeline.length), abs=0.1)
    words = list(found_words(timeline, sound))
    clocks = [clock(placement, timeline) for placement in timeline.placements]
    starts = {round(caption.start, 6) for caption in captions(timeline)}
    errors = [second - clocks[i].at(offset) for i, offset, second in words]
    of_captions = [
        second - clocks[i].at(offset)
        for i, offset, second in words
        if round(clocks[i].at(offset), 6) in starts
    ]
    assert len(errors) > 100
    assert len(of_captions) > 15
    assert statistics.median(map(abs, of_captions)) <= 0.06
    assert statistics.median(map(abs, errors)) <= 0.06

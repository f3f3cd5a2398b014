"""Captions against the sound itself: another program finds each word in the episode's own audio."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from narrator.listening import Silence
from narrator.model import Timeline
from narrator.pipeline import narrate
from narrator.publishing import publish as publishing
from narrator.publishing.alignment import _said, _spelt, aligned
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


def without_words(timeline: Timeline) -> Timeline:
    return replace(
        timeline,
        placements=tuple(replace(p, clip=replace(p.clip, words=())) for p in timeline.placements),
    )


def apart(one: Timeline, other: Timeline) -> list[float]:
    """Seconds by which two timelines differ, word by word."""
    return [
        abs(clock(a, one).at(match.start()) - clock(b, other).at(match.start()))
        for a, b in zip(one.placements, other.placements, strict=True)
        for match in re.finditer(r"\S+", a.line.text)
    ]


def test_words_that_no_engine_timed_are_found_by_listening(
    spoken: tuple[Timeline, NDArray[np.float32]],
) -> None:
    timeline, _ = spoken
    bare = without_words(timeline)
    found = aligned(bare, "en-GB")
    assert all(placement.clip.words for placement in found.placements)
    errors, guesses = apart(timeline, found), apart(timeline, bare)
    assert statistics.median(errors) <= 0.03
    assert statistics.quantiles(errors, n=10)[-1] <= 0.1
    assert statistics.median(guesses) > 2 * statistics.median(errors)


def test_another_language_is_left_alone(spoken: tuple[Timeline, NDArray[np.float32]]) -> None:
    bare = without_words(spoken[0])
    assert aligned(bare, "de") is bare


def test_a_line_that_can_not_be_aligned_stays_as_it_was(spoken: tuple[Timeline, NDArray[np.float32]]) -> None:
    bare = without_words(spoken[0])
    first = bare.placements[0]
    odd = (
        replace(first, line=replace(first.line, text="— … —")),
        replace(first, line=replace(first.line, text="日本語だけの文")),
        replace(first, line=replace(first.line, text="word " * 400)),
    )
    found = aligned(replace(bare, placements=odd), "en")
    assert [placement.clip.words for placement in found.placements] == [(), (), ()]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("well-kept", ["well", "kept"]),
        ("“Don’t,”", ["don't"]),
        ("1845", ["eighteen", "forty", "five"]),
        ("12,500", ["twelve", "thousand", "five", "hundred"]),
        ("$3.2bn", ["three", "point", "two", "bn"]),
        ("Žižek’s", ["zizek's"]),
        ("—", []),
        ("1" * 400, None),
    ],
)
def test_what_is_heard_of_a_written_word(written: str, heard: list[str] | None) -> None:
    found = list(_said(written))
    assert found == heard if heard is not None else found
    assert all(_spelt(word) for word in found)

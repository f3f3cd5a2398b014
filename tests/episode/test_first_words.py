"""The first words after each chapter's mark are the chapter's own: another program reads the marks, another
decodes the file, and a recogniser says which words it hears there and when."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest
from mutagen.id3 import ID3

from narrator.episode import assemble
from narrator.model import Line, Segment, Spoken, Tags
from narrator.speech.cache import Cache
from narrator.speech.choosing import choose_engine
from narrator.speech.studio import RecordingJob, Studio

pytestmark = pytest.mark.slow
pocketsphinx = pytest.importorskip("pocketsphinx")

RATE = 16_000
CHAPTERS = {
    "The harbor": [
        "The old harbor lay quiet under a winter sky",
        "nobody had seen a ship come in for weeks",
        "and the water was the color of iron",
    ],
    "A captain": [
        "My father was a captain before the war",
        "he knew every rock along this coast by name",
    ],
    "The market": [
        "Seven women sell fish in the market every morning",
        "their prices have doubled since the summer",
        "but people still come from the hills",
    ],
    "The school": [
        "Children walk two miles to the nearest school",
        "when the road is under snow they stay at home",
    ],
    "What comes next": [
        "Next year the government wants to build a bridge",
        "few believe that it will ever be finished",
    ],
}


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """The marks that mutagen reads, in seconds, and the sound as Debian's FFmpeg decodes it."""
    folder = tmp_path_factory.mktemp("first-words")
    segments = [
        Segment(title, None, tuple(Line(text, opens_paragraph=True) for text in lines))
        for title, lines in CHAPTERS.items()
    ]
    engine = choose_engine("espeak", language="en", offline=True).engine
    voice = engine.voice_named("en-us/mid")
    jobs = [
        RecordingJob(Spoken(text, ((0, len(text), 0, len(text)),)), text, voice)
        for lines in CHAPTERS.values()
        for text in lines
    ]
    with Studio(engine, Cache(folder / "cache")) as studio:
        path = assemble(segments, studio.record(jobs), Tags("t"), folder, "a").files["mp3"]
    marks = sorted(frame.start_time / 1000 for frame in ID3(path).getall("CHAP"))
    assert shutil.which("ffmpeg"), "needs Debian's ffmpeg"
    decoding = ["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"]
    sound = subprocess.run(decoding, capture_output=True, check=True).stdout
    return marks, np.frombuffer(sound, "<i2").astype(np.float64)


def heard(decoder, words: str, sound) -> tuple[float, float]:
    """Where the first of `words` begins, in seconds, and how well they fit (log likelihood)."""
    noisy = sound + np.random.default_rng(0).normal(size=sound.size) * 4  # recognisers know no true silence
    decoder.set_align_text(words)
    decoder.start_utt()
    decoder.process_raw(noisy.astype(np.int16).tobytes(), full_utt=True)
    decoder.end_utt()
    segments = [s for s in decoder.seg() or () if s.word[0] not in "<[("]
    if len(segments) != len(words.split()):
        return float("nan"), -float("inf")
    return segments[0].start_frame / 100, decoder.hyp().best_score


def test_the_first_words_after_each_mark_are_the_chapters(spoken):
    marks, sound = spoken
    decoder = pocketsphinx.Decoder(lm=None, bestpath=False, samprate=RATE, loglevel="FATAL")
    firsts = [lines[0].lower() for lines in CHAPTERS.values()]
    assert len(marks) == len(firsts)
    for number, mark in enumerate(marks):
        lead = 0.5 if number == 0 else 0.15
        after = sound[round(mark * RATE) :][: round((lead + 2.9) * RATE)]
        told = [heard(decoder, words, after) for words in firsts]
        start, score = told[number]
        assert start == pytest.approx(lead, abs=0.05)
        assert all(score > other for n, (_, other) in enumerate(told) if n != number)


def test_a_mark_half_a_second_off_is_noticed(spoken):
    """What the test above could not do without."""
    marks, sound = spoken
    decoder = pocketsphinx.Decoder(lm=None, bestpath=False, samprate=RATE, loglevel="FATAL")
    words = next(iter(list(CHAPTERS.values())[2:]))[0].lower()
    for off in (-0.5, 0.5):
        after = sound[round((marks[2] + off) * RATE) :][: round(3.2 * RATE)]
        start, _ = heard(decoder, words, after)
        assert not abs(start - 0.15) <= 0.05

"""Whole MP3 is decoded; anything else is refused with the reason."""

import numpy as np
import pytest

from narrator.speech.mp3 import BrokenAudio, decode
from tests.speech.doubles.voice import RATE, mp3, sound


@pytest.fixture(scope="module")
def data() -> bytes:
    return mp3(sound("a few words"))


def test_a_whole_file_is_decoded(data: bytes):
    samples, rate = decode(data)
    assert rate == RATE
    assert samples.dtype == np.int16
    assert len(samples) == pytest.approx(len(sound("a few words")), abs=0.15 * RATE)


def test_tags_at_either_end_are_passed_over(data: bytes):
    tagged = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + data + b"TAG" + bytes(125)
    assert abs(len(decode(tagged)[0]) - len(decode(data)[0])) < 1200


def test_cut_anywhere_in_a_frame_it_is_refused(data: bytes):
    for end in range(len(data) - 191, len(data), 19):
        with pytest.raises(BrokenAudio):
            decode(data[:end])


@pytest.mark.parametrize(
    ("bad", "says"),
    [(b"", "empty"), (b"<html>sorry</html>", "not MP3"), (bytes(500), "not MP3"), (b"\xff\xf3", "not MP3")],
)
def test_what_is_no_mp3_is_refused(bad: bytes, says: str):
    with pytest.raises(BrokenAudio, match=says):
        decode(bad)


def test_rubbish_in_the_middle_is_refused(data: bytes):
    with pytest.raises(BrokenAudio, match="damaged"):
        decode(data[: 192 * 10] + b"rubbish" * 30 + data[192 * 10 :])

"""Text cut for engines that take little at a time, and its recordings joined."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.speech.pieces import CLAUSE_PAUSE, NO_PAUSE, SENTENCE_PAUSE, Piece, cut, join, trimmed

RATE = 8000


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Short.", ["Short."]),
        ("", []),
        ("…", []),
        ("One sentence is here. Another one is there.", ["One sentence is here.", "Another one is there."]),
        ("He said it was late, and that all of them", ["He said it was late,", "and that all of them"]),
        ("a long run of words with no stop at all now", ["a long run of words", "with no stop at all now"]),
        ("Mixed; with marks. And: a colon here now", ["Mixed; with marks.", "And: a colon here now"]),
        ("x" * 65, ["x" * 30, "x" * 30, "x" * 5]),
        ('"Quoted it all." She left the house.', ['"Quoted it all."', "She left the house."]),
    ],
)
def test_cut(text: str, pieces: list[str]):
    assert [piece.text for piece in cut(text, 30)] == pieces


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab é字.,;—-!?\"' \n"), max_size=300), st.integers(5, 100))
def test_nothing_that_can_be_said_is_lost(text: str, longest: int):
    pieces = cut(text, longest)
    assert all(0 < len(piece.text) <= longest for piece in pieces)
    assert all(text[piece.start : piece.start + len(piece.text)] == piece.text for piece in pieces)
    said = "".join(char for piece in pieces for char in piece.text if char.isalnum())
    assert said == "".join(char for char in text if char.isalnum())


def test_the_pause_is_what_the_piece_ends_in():
    assert Piece(0, 'He left."').pause == SENTENCE_PAUSE
    assert Piece(0, "He left,").pause == CLAUSE_PAUSE
    assert Piece(0, "He left").pause == NO_PAUSE


def test_join_trims_each_recording_and_puts_the_pauses_between():
    text = "One two. Three, four"
    beep = np.concatenate([np.zeros(3000), np.full(4000, 9000), np.zeros(5000)]).astype(np.int16)
    pieces = [Piece(0, "One two."), Piece(9, "Three,"), Piece(16, "four")]
    speech = join(text, [(piece, beep) for piece in pieces], RATE)
    length = len(trimmed(beep, RATE))
    assert 4000 < length < 4400
    assert len(speech.samples) == 3 * length + round(SENTENCE_PAUSE * RATE) + round(CLAUSE_PAUSE * RATE)
    times = {text[start:end]: sample for start, end, sample in speech.words}
    assert times["One"] == 0
    assert times["Three,"] == length + round(SENTENCE_PAUSE * RATE)
    assert times["four"] == len(speech.samples) - length
    assert list(times) == ["One", "Three,", "four"]


def test_join_of_nothing_is_empty():
    assert len(join("…", [], RATE).samples) == 0

"""What a file may carry of a text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.characters import clean


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one\r\n\ttwo\u2028three", "one two three"),
        ("a\x00b\x1b[31m\x9b", "a\ufffdb\ufffd[31m\ufffd"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("\u202egpj.\u202cexe", "gpj.exe"),
        ("\u2067שלום\u2069, \u202bעולם\u202c", "שלום, עולם"),
        ("א\u200f! \u200eC++ \u061cب", "א\u200f! \u200eC++ \u061cب"),
        ("नेपाल क्\u200dष a\u00adb", "नेपाल क्\u200dष a\u00adb"),
    ],
)
def test_what_is_left(text, said):
    assert clean(text) == said


@given(st.text(st.characters()))
def test_it_can_be_written_anywhere_and_turns_nothing_around_it(text):
    found = clean(text)
    found.encode()
    kinds = {unicodedata.bidirectional(c) for c in found}
    assert not kinds & {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in found)
    assert clean(found) == found

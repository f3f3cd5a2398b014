"""What is handed to an engine for each line."""

from dataclasses import replace

import pytest

from narrator.delivery import PACES, audible, joined
from narrator.model import Line, LineKind, Pause, Replacement, Script, Segment
from narrator.speech.words import as_written, tokens
from narrator.spoken import speak_text


def script_of(*lines: Line) -> Script:
    return Script("x", (Segment("one", None, (*lines, Pause(1.0))),))


def test_a_line_without_words_is_silent():
    lines = audible(script_of(Line("* * *"), Line("—"), Line("7"), Line("Да."))).lines
    assert [line.silent for line in lines] == [True, True, False, False]


def test_so_is_one_whose_words_are_all_struck_out():
    struck = Line("Bo Lund.", replacements=(Replacement(0, 7, ""),))
    half = Line("Bo Lund.", replacements=(Replacement(0, 2, ""),))
    said = Line("***", replacements=(Replacement(0, 3, "stars"),))
    assert [line.silent for line in audible(script_of(struck, half, said)).lines] == [True, False, False]


def test_every_kind_of_line_has_a_pace():
    assert set(PACES) == set(LineKind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nothing here is said otherwise, and nobody minds.",
        "He paid $1.5 million to Dr. Smith in 1791 — or so it was said.",
        "1791 * 7, St. John's; No. 4!",
        "Words said as they are, then 12 kg of them , and  spaces too many.",
    ],
)
def test_fewer_spans_tell_as_well_what_was_written_where(text):
    spoken = speak_text(text)
    fewer = replace(spoken, spans=joined(spoken.spans))
    said = [(start, end, 100 * n) for n, (start, end) in enumerate(tokens(spoken.text))]
    assert as_written(said, fewer, text) == as_written(said, spoken, text)
    if text.startswith("Nothing"):
        assert fewer.spans == ((0, len(text), 0, len(text)),)

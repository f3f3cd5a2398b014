"""What is handed to an engine for each line."""

from narrator.delivery import PACES, audible
from narrator.model import Line, LineKind, Pause, Replacement, Script, Segment


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

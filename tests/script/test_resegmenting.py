"""The article's own division, carried into an edited script; and whom the program had named."""

from __future__ import annotations

from dataclasses import replace

from narrator.model import Line, LineKind, Note, Role, Script, Segment, Written
from narrator.script.fingerprint import Seal, mark, title_mark
from narrator.script.relabelling import with_first_speakers
from narrator.script.resegmenting import is_cut_as_sealed, resegmented

ONE, TWO, THREE = Line("One."), Line("Two."), Line("Three.")
PARTS = (Segment("A", None, (ONE, TWO)), Segment("B", None, (THREE,)))
SEAL = Seal(None, (), frozenset(), tuple((title_mark(part), len(part.lines)) for part in PARTS))
NEW = [Segment("X", "Ann", ()), Segment("Y", None, ())]


def test_a_script_is_cut_as_it_was_until_a_line_moves_or_a_part_is_struck_out() -> None:
    places = {0: 0, 1: 1, 2: 2}
    assert is_cut_as_sealed(PARTS, places, SEAL)
    moved = (Segment("A", None, (ONE,)), Segment("B", None, (TWO, THREE)))
    assert not is_cut_as_sealed(moved, places, SEAL)
    struck = (PARTS[0], Segment("B", None, (THREE,), silent=True))
    assert not is_cut_as_sealed(struck, places, SEAL)
    assert not is_cut_as_sealed(PARTS[:1], {0: 0}, SEAL)


def test_what_an_editor_added_goes_with_the_line_before_or_where_it_opened_a_part_with_the_next() -> None:
    opens, between = Note("opens"), Note("between")
    parts = [Segment("A", None, (opens, ONE, between, TWO)), Segment("B", None, (THREE,))]
    made = resegmented(parts, NEW, {id(ONE): 0, id(TWO): 1, id(THREE): 1})
    assert made is not None
    assert [(one.title, one.person, one.items) for one in made] == [
        ("X", "Ann", (opens, ONE, between)),
        ("Y", None, (TWO, THREE)),
    ]


def test_it_is_left_alone_where_the_order_would_change_or_nothing_is_known() -> None:
    assert resegmented(PARTS, NEW, {id(ONE): 1, id(TWO): 0, id(THREE): 0}) is None
    assert resegmented(PARTS, NEW, {id(ONE): 0, id(TWO): 1, id(THREE): 0}) is None
    assert resegmented(PARTS, NEW, {}) is None
    assert resegmented([], NEW, {}) is None


def first_speakers(*lines: Line) -> list[str | None]:
    """Whom the program had named: Ann, everywhere."""
    marks = [mark(replace(line, speaker="Ann")) for line in lines]
    segments = (Segment("S", None, lines),)
    script = Script("T", segments, cast=(Role("Ann"), Role("Bob")))
    return [
        line.written.instead_of if line.written else None for line in with_first_speakers(script, marks).lines
    ]


def test_a_line_given_to_somebody_else_says_whose_it_was() -> None:
    anns, bobs, told = (
        Line(f"Words of {name}.", speaker, written=Written(5))
        for name, speaker in (("Ann", "Ann"), ("Bob", "Bob"), ("nobody", None))
    )
    assert first_speakers(anns, bobs, told) == [None, "Ann", "Ann"]
    heading = Line("A heading", kind=LineKind.HEADING, written=Written(4))
    assert first_speakers(heading, anns, bobs) == [None, None, "Ann"]
    assert first_speakers(heading, bobs, anns) == [None, "Ann", None]


def test_a_line_that_stands_in_no_file_says_nothing() -> None:
    assert first_speakers(Line("Words.", "Bob")) == [None]


def test_who_is_no_longer_in_the_cast_is_not_named() -> None:
    line = Line("Words.", "Bob", written=Written(5))
    script = Script("T", (Segment("S", None, (line,)),), cast=(Role("Bob"),))
    assert with_first_speakers(script, [mark(replace(line, speaker="Ann"))]) == script
    was_told = with_first_speakers(script, [mark(replace(line, speaker=None))])
    assert [one.written and one.written.instead_of for one in was_told.lines] == ["Narrator"]

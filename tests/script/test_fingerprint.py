"""The seal: what a file was like when the program wrote it, as its last comment tells it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from narrator.model import Line, LineKind, Person, Script, Segment
from narrator.script import canonical, is_edited, write_script
from narrator.script.fingerprint import (
    FACTS,
    Seal,
    fact_marks,
    mark,
    normal,
    seal_of,
    split_seal,
    title_mark,
    write_seal,
)

ANN = Person("Ann Lee", gender="f", age=34, role="baker")
SCRIPT = canonical(
    Script(
        "Ovens",
        (
            Segment("Ann Lee", "Ann Lee", (Line("It rose."), Line("“Twice,”", "Ann Lee", LineKind.QUOTE))),
            Segment("And later", None, tuple(Line(f"It rained {n} times.") for n in range(9))),
        ),
        people=(ANN, Person("Bo", named=False)),
    )
)
NO_SEAL = Seal(None, (), frozenset())


def test_what_is_written_is_what_is_read() -> None:
    body, seal = split_seal("It rains.\n" + write_seal("It rains.", SCRIPT))
    assert body == "It rains.\n"
    assert seal == seal_of(SCRIPT)._replace(digest=seal.digest)
    assert seal.parts == ((title_mark(SCRIPT.segments[0]), 2), (title_mark(SCRIPT.segments[1]), 9))
    assert seal.lines == tuple(map(mark, SCRIPT.lines))
    assert seal.titles == {title_mark(SCRIPT), *map(title_mark, SCRIPT.segments)}
    assert list(seal.people.values()) == [fact_marks(person) for person in SCRIPT.people]
    assert len(seal.people) == 2


def test_a_seal_is_a_comment_of_short_rows() -> None:
    first, *rows = write_seal("It rains.", SCRIPT).splitlines()
    assert re.fullmatch(r"<!-- .* [0-9a-f]{64}", first)
    marks = 1 + len(SCRIPT.segments) + len(SCRIPT.lines) + len(SCRIPT.people)
    assert [len(row.removesuffix(" -->").split()) for row in rows] == [8, marks - 8]


@pytest.mark.parametrize(
    "text",
    ["", "It rains.\n", write_seal("It rains.", SCRIPT) + "And it rains.\n", "<!-- x -->\n"],
    ids=["nothing", "no comment", "not at the end", "another comment"],
)
def test_where_no_seal_ends_a_file_there_is_none(text: str) -> None:
    assert split_seal(text) == (text, NO_SEAL)


def test_of_two_seals_the_last_counts() -> None:
    other = replace(SCRIPT, title="Another")
    both = write_seal("It rains.", other) + write_seal("It rains.", SCRIPT)
    body, seal = split_seal(both)
    assert body == write_seal("It rains.", other)
    assert title_mark(SCRIPT) in seal.titles
    assert title_mark(other) not in seal.titles


def test_a_line_is_known_by_its_words_and_by_who_says_them() -> None:
    said = [Line("It rose."), Line("It fell."), Line("It rose.", "Ann Lee"), Line("It rose.", "Bo")]
    assert len({mark(line) for line in said}) == 4
    assert mark(Line("It rose.")) == mark(Line("It rose.", "Narrator"))
    assert mark(Line("It rose.")).text == mark(Line("It rose.", "Bo")).text
    heading = Line("It rose.", kind=LineKind.HEADING)
    assert mark(heading) == mark(replace(heading, speaker="Bo")), "nobody says a heading"


def test_a_segment_is_known_by_its_title_and_by_whose_it_is() -> None:
    segments = [Segment("Ovens", None, ()), Segment("Ovens", "Bo", ()), Segment("Rain", None, ())]
    assert len({title_mark(segment) for segment in segments}) == 3
    assert title_mark(Segment("Ovens", None, ())) == title_mark(Segment("Ovens", "", ()))
    assert title_mark(Segment("Ovens", None, ())) != title_mark(SCRIPT)


@pytest.mark.parametrize(
    ("fact", "other"), [("gender", "m"), ("role", "miller"), ("age", 35), ("named", False)]
)
def test_each_fact_of_a_person_has_a_mark_of_its_own(fact: str, other: object) -> None:
    marks, changed = fact_marks(ANN), fact_marks(replace(ANN, **{fact: other}))  # type: ignore[arg-type]
    assert [a != b for a, b in zip(marks, changed, strict=True)] == [name == fact for name in FACTS]


def test_marks_are_those_of_files_that_are_out_there() -> None:
    """A file sealed by an earlier version must not look edited in every line."""
    assert mark(Line("It rose.")) == ("ukY8LAVu", "47DE")
    assert mark(Line("It rose.", "Ann Lee")) == ("ukY8LAVu", "o24U")
    assert title_mark(Script("Ovens", ())) == "KbezRaHY"
    assert title_mark(Segment("Ovens", None, ())) == "OjBX9wox"
    assert title_mark(Segment("Ovens", "Ann Lee", ())) == "2qtO_-Uh"
    assert fact_marks(ANN) == ("zpJP", "ddze", "huUB", "PLyH")


def test_a_file_may_be_nothing_but_its_seal() -> None:
    body, seal = split_seal(write_seal("", SCRIPT))
    assert body == "\n"
    assert seal.lines == tuple(map(mark, SCRIPT.lines))


def test_half_of_a_surrogate_pair_has_a_mark_too() -> None:
    assert mark(Line("\ud800")) != mark(Line("\ud801"))
    assert not is_edited(write_script(Script("\ud800", ())))


@pytest.mark.parametrize("text", ["a\nb\n", "a\r\nb\r\n", "a\rb\r", "\ufeffa\nb\n"])
def test_line_ends_and_a_byte_order_mark_are_no_edit(text: str) -> None:
    assert normal(text) == "a\nb\n"


@pytest.mark.parametrize("added", [" ", "X", "\ud800"])
def test_whatever_is_added_at_the_end_is_an_edit(added: str) -> None:
    seal = write_seal("It rains.", SCRIPT)
    assert not is_edited("It rains.\n" + seal)
    assert is_edited(f"It rains.{added}\n" + seal)


def test_blank_lines_before_the_seal_are_no_edit_but_a_word_is() -> None:
    written = write_script(SCRIPT)
    body, _ = split_seal(written)
    seal = written[len(body) :]
    assert not is_edited(body + "\n\n\n" + seal)
    assert is_edited(body + "\nx\n" + seal)

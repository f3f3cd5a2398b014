"""The tables of rules: what each leaves out, and what only looks like it and is read."""

from pathlib import Path

import pytest

from narrator.reading.boilerplate import STAGES
from narrator.reading.boilerplate.controls import cover
from narrator.reading.boilerplate.lines import LINE_RULES
from narrator.reading.boilerplate.rules import first_match, seen
from narrator.reading.pieces import Piece

LINES = [
    tuple(line.split(" | ", 1))
    for line in (Path(__file__).parent / "fixtures" / "lines.txt").read_text(encoding="utf-8").splitlines()
    if " | " in line and not line.startswith("#")
]


@pytest.mark.parametrize(("name", "line"), LINES)
def test_a_line_is_left_out_by_its_rule_or_read(name: str, line: str) -> None:
    found = first_match(LINE_RULES, seen(line, Piece(0, len(line))))
    assert (found.name if found else "read") == name


def test_every_rule_has_an_example_and_a_reason() -> None:
    assert {name for name, _ in LINES} - {"read"} == {rule.name for rule in LINE_RULES}
    assert all(rule.because and rule.reason == f"{rule.name}: {rule.because}" for rule in LINE_RULES)


def test_the_stages_have_names_of_their_own() -> None:
    names = [name for name, _ in STAGES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Skip to main content", 2),
        ("Share this story Share this on Facebook Share this on Twitter Share All sharing options", 2),
        ("12 Shares Tweet", 2),
        ("Home News Search", 1),
        ("Home is where the bell is", 0),
        ("He asked them to share", 0),
        ("2021", 0),
        ("", 0),
    ],
)
def test_a_line_is_covered_by_controls(line: str, expected: int) -> None:
    assert cover(line) == expected

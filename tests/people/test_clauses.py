"""Sentences cut to titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.people.assembly.clauses import clean_clause
from tests.people.gate.fixtures import read_fixtures

CASES = read_fixtures(Path(__file__).with_suffix(".txt"))


@pytest.mark.parametrize(("text", "title"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_how_a_passage_begins_as_a_title(text: str, title: str) -> None:
    assert clean_clause(text, 60) == title


@given(
    st.text(alphabet='ab ,.“”"(of the which', min_size=1).filter(lambda text: any(map(str.isalpha, text))),
    st.integers(17, 60),
)
def test_a_title_has_its_length_and_is_never_empty(text: str, limit: int) -> None:
    assert 0 < len(clean_clause(text, limit)) <= limit

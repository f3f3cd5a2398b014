"""The shape of an article, told from a few paragraphs of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.people import find_shape
from tests.people.gate.cases import parse
from tests.people.gate.fixtures import read_fixtures

CASES = read_fixtures(Path(__file__).with_suffix(".txt"))


@pytest.mark.parametrize(("page", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_shape(page: str, expected: str) -> None:
    recognised = find_shape(parse("page", page).article)
    shown = f"{recognised.shape}: {recognised.subject}" if recognised.subject else str(recognised.shape)
    assert shown == expected

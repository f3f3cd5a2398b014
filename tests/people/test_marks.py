"""Which marks are a pair, case by case: the block, the family, `open` or `goes on`, and what is between."""

from __future__ import annotations

import pytest

from narrator.people.quotes.marks import pair_marks
from tests.people.text_cases import article_of, read_cases

CASES = read_cases("marks")


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_pairs(title: str, text: str, expected: str) -> None:
    found = []
    for pair in pair_marks(text, article_of(text).blocks):
        state = f"{'' if pair.closed else ' open'}{' goes on' if pair.continues else ''}"
        outer, inner = text[pair.start : pair.end], text[pair.inner_start : pair.inner_end]
        found.append(f"{pair.block} {pair.family.value}{state} | {outer} | {inner}")
    assert "\n".join(found) == expected

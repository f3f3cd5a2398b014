"""Quotation marks in every style, and speech apart from scare quotes, titles, nicknames and terms."""

from __future__ import annotations

import pytest

from narrator.people.quotes.find import find_quotes
from tests.people.text_cases import article_of, read_cases

CASES = read_cases("quotes")


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_quotes(title: str, text: str, expected: str) -> None:
    found = [
        f"{'speech' if quote.is_speech else 'other'}: {text[quote.inner_start : quote.inner_end].strip()}"
        for quote in find_quotes(article_of(text))
    ]
    assert "\n".join(found) == expected

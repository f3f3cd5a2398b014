"""Who speaks: each rule on texts of its own, and what must hold for any text."""

from __future__ import annotations

import pytest

from narrator.people.names.find import find_people
from narrator.people.quotes.find import find_quotes
from narrator.people.speakers.attribute import attribute_quotes
from tests.people.text_cases import article_of, read_cases

CASES = read_cases("speakers")


def labels(text: str) -> list[str]:
    article = article_of(text)
    quotes = find_quotes(article)
    found = attribute_quotes(article, find_people(article), quotes)
    lines = []
    for one in found:
        quote = quotes[one.quote]
        words = text[quote.inner_start : quote.inner_end].strip(" ,.")
        lines.append(f"{words} = {one.speaker} ({one.rule})")
    return lines


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_speaker(title: str, text: str, expected: str) -> None:
    assert "\n".join(labels(text)) == expected

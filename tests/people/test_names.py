"""The people of a text: who is one person, who is nobody, and what the text shows of them."""

from __future__ import annotations

import pytest

from narrator.people.names.find import find_people
from tests.people.text_cases import article_of, read_cases

CASES = read_cases("names")


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_people(title: str, text: str, expected: str) -> None:
    """A line a person: name | aliases | gender | age | role, empty fields left off behind."""
    lines = []
    for person in find_people(article_of(text)).persons:
        fields = [
            person.name,
            ", ".join(person.aliases),
            person.gender or "",
            str(person.age or ""),
            person.role or "",
        ]
        lines.append(" | ".join(fields).rstrip(" |"))
    wanted = [line.rstrip(" |") for line in expected.splitlines()]
    assert [" ".join(line.split()) for line in lines] == [" ".join(line.split()) for line in wanted]

"""Each case of the fixture files: an input, and the article as it is drawn from it."""

from pathlib import Path

import pytest

from tests.reading.helpers import assert_covered, cases, drawn, read_bytes

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = {
    "plain.txt": "a.txt",
    "page_text.txt": "a.txt",
    "markdown.txt": "a.md",
    "pages.txt": "a.html",
}
"""Each file of cases, and the name that its inputs have.  One more format is one more row."""


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        pytest.param(NAMES[file], given, expected, id=f"{file}: {title}")
        for file in NAMES
        for title, given, expected in cases(FIXTURES / file)
    ],
)
def test_an_article_is_drawn_from_its_source(tmp_path: Path, name: str, given: str, expected: str) -> None:
    article = read_bytes(tmp_path, name, given.encode())
    assert drawn(article) == expected
    assert_covered(article)

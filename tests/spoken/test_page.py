"""What docs/spoken.md promises is what is said."""

import re
from pathlib import Path

import pytest

from narrator.spoken import speak_text

PAGE = Path(__file__).parents[2] / "docs" / "spoken.md"
EXAMPLES = re.findall(r"^\| `(.*)` \| (.*) \|$", PAGE.read_text("utf-8"), re.M)


@pytest.mark.parametrize(("written", "said"), EXAMPLES)
def test_an_example_on_the_page(written: str, said: str):
    assert speak_text(written).text == said


def test_the_page_has_examples():
    assert len(EXAMPLES) > 10

"""What docs/spoken.md promises is what is said."""

import re
from pathlib import Path

import pytest

from narrator.model import Replacement
from narrator.spoken import speak_text

PAGE = Path(__file__).parents[2] / "docs" / "spoken.md"
ROWS = re.findall(r"^\| (?:`([\w-]+)` \| )?`([^`\n]*)` \| ([^|\n]*) \|$", PAGE.read_text("utf-8"), re.M)


@pytest.mark.parametrize(("language", "written", "said"), ROWS)
def test_an_example_on_the_page(language: str, written: str, said: str):
    assert speak_text(written, language=language or "en").text == said


def test_the_page_has_examples():
    assert sum(not language for language, _, _ in ROWS) > 10
    assert {language for language, _, _ in ROWS} >= {"en-US", "en-GB", "de"}


def test_what_is_struck_out_was_never_written():
    text = "He won 3-2 (5-4 on penalties) in May."
    struck = [Replacement(text.index(" ("), text.index(" in May"), "")]
    assert speak_text(text, replacements=struck).text == speak_text("He won 3-2 in May.").text

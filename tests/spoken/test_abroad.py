"""Other languages: num2words where it is sound, the engine for the rest, and never a failure."""

from pathlib import Path

import pytest

from narrator.spoken import speak_text

TABLE = Path(__file__).with_name("abroad.txt")


def cases() -> list[tuple[str, str, str]]:
    """(language, written, spoken)"""
    found, language, written = [], "", ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found.append((language, written, line.strip()))
        elif " | " in line:
            language, written = line.split(" | ", 1)
    return found


@pytest.mark.parametrize(("language", "written", "spoken"), cases())
def test_abroad(language: str, written: str, spoken: str):
    assert speak_text(written, language=language).text == spoken


def test_british_english_reads_the_day_first():
    assert speak_text("3/4/2024", language="en-GB").text == "the third of April, twenty twenty-four"
    assert speak_text("3/4/2024", language="en-US").text == "March fourth, twenty twenty-four"

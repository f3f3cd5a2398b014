"""The table of English cases, one test each."""

from pathlib import Path

import pytest

from narrator.spoken import RULES, speak_text
from narrator.spoken.claims import claim_all
from narrator.spoken.cleaning import clean

TABLE = Path(__file__).with_name("english.txt")


def cases() -> list[tuple[str, str, str]]:
    """(section, written, spoken)"""
    section, written, found = "", "", []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("    "):
            found.append((section, written, line.strip()))
        elif line and not line.startswith("# "):
            written = line
    return found


@pytest.mark.parametrize(
    ("section", "written", "spoken"),
    cases(),
    ids=[f"{section}: {written}" for section, written, _ in cases()],
)
def test_english(section: str, written: str, spoken: str):
    assert speak_text(written).text == spoken


def test_the_table_is_large_and_names_no_case_twice():
    written = [case[1] for case in cases()]
    assert len(written) >= 250
    assert len(set(written)) == len(written)


def test_rules_have_names_of_their_own():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)


def test_every_rule_has_a_case():
    used = {claim.rule for _, written, _ in cases() for claim in claim_all(clean(written).text, RULES)}
    assert {rule.name for rule in RULES} - used == set()

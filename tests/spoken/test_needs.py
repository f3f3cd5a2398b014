"""What a rule says it needs, its pattern really needs: shown from the pattern itself, then on texts."""

from __future__ import annotations

import re
from dataclasses import replace
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.spoken.claims import DIGIT, Rule, claim_all
from narrator.spoken.rewriting import rules_for

LANGUAGES = ["en", "en-GB", "de", "fr", "es", "pl", "zh"]
RULES = {
    f"{language}-{number}-{rule.name}": rule
    for language in LANGUAGES
    for number, rule in enumerate(rules_for(language))
    if rule.needs
}


def is_bound_to(needs: set[str], sequence: Any) -> bool:
    """Whether in whatever the parsed pattern matches, or beside it, one of the characters must stand."""
    return any(_holds(needs, operation, value) for operation, value in sequence)


def _holds(needs: set[str], operation: Any, value: Any) -> bool:
    match operation:
        case code.LITERAL:
            return chr(value) in needs or (chr(value).isdecimal() and DIGIT in needs)
        case code.IN:
            return all(_is_within(needs, *item) for item in value)
        case code.MAX_REPEAT | code.MIN_REPEAT | code.POSSESSIVE_REPEAT:
            return value[0] > 0 and is_bound_to(needs, value[2])
        case code.BRANCH:
            return all(is_bound_to(needs, branch) for branch in value[1])
        case code.SUBPATTERN | code.ASSERT | code.ATOMIC_GROUP:
            return is_bound_to(needs, value if operation is code.ATOMIC_GROUP else value[-1])
    return False


def _is_within(needs: set[str], operation: Any, value: Any) -> bool:
    """Whether an item of a character class lets in nothing but what is needed."""
    match operation:
        case code.LITERAL:
            return _holds(needs, operation, value)
        case code.RANGE:
            return all(_holds(needs, code.LITERAL, each) for each in range(value[0], value[1] + 1))
        case code.CATEGORY:
            return value is code.CATEGORY_DIGIT and DIGIT in needs
    return False


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_nothing_can_match_without_what_is_needed(rule: Rule) -> None:
    parsed = parser.parse(rule.pattern.pattern, rule.pattern.flags & ~re.UNICODE)
    assert is_bound_to(set(rule.needs), parsed)


def test_what_is_not_needed_is_told_from_what_is() -> None:
    for pattern, needs in [("a?", "a"), ("(?:%|x)", "%"), ("[%x]", "%"), ("[^%]", "%"), ("(?!%)", "%")]:
        assert not is_bound_to(set(needs), parser.parse(pattern))


@pytest.mark.parametrize("rule", rules_for("en"), ids=lambda rule: rule.name)
def test_a_letter_is_needed_only_where_case_counts(rule: Rule) -> None:
    """Else a pattern may take its other case for it, or a look-alike."""
    any_case = rule.pattern.flags & re.IGNORECASE or "(?i" in rule.pattern.pattern
    assert not (any_case and any(each.isalpha() for each in rule.needs))


SIGNS = st.sampled_from(
    ["£5m", "5%", "٣%", "5-6", "12:30", "@ada", "#5", "(AP) —", "5'9\"", "$5,000.50", "1/2"]
)
WORDS = st.sampled_from(["the", "A", "Chapter", "and/or", "[1]", "*", "x", "noon", "–", "20°C", "A&E", "St."])


@given(st.lists(SIGNS | WORDS | st.text(max_size=5), max_size=8).map(" ".join), st.sampled_from(LANGUAGES))
def test_the_claims_are_the_same_as_when_every_rule_is_tried(text: str, language: str) -> None:
    rules = rules_for(language)
    assert claim_all(text, rules) == claim_all(text, [replace(rule, needs="") for rule in rules])

"""How often each rule is right, measured on labelled texts."""

from __future__ import annotations

CONFIDENCE: dict[str, float] = {}
DEFAULT = 0.8


def confidence_of(rule: str) -> float:
    """The share of the rule's labels that were right; the default where it was never measured."""
    return CONFIDENCE.get(rule, DEFAULT)

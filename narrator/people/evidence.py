"""How often each rule for a quotation's speaker is right, counted on labelled texts.

The counts are in `data/confidence.tsv`, written by `benchmarks/quote_confidence.py`.  A rule's confidence is its
share of right labels as if it had given `PRIOR_LABELS` more, of which `PRIOR_RIGHT` were right: a rule that was
seen twice and right twice is not sure.
"""  # noqa: E501

from __future__ import annotations

from functools import cache

from narrator.people.lexicon import table

PRIOR_LABELS = 4
PRIOR_RIGHT = 3


@cache
def counts() -> dict[str, tuple[int, int]]:
    """Rule to (labels that were right, labels)."""
    return {rule: (int(right), int(given)) for rule, right, given in table("confidence.tsv")}


@cache
def confidence_of(rule: str) -> float:
    """The confidence of a rule's label, from 0 to 1; "rule+how" that was never seen has its rule's."""
    right, given = counts().get(rule) or counts().get(rule.split("+", 1)[0], (0, 0))
    return round((right + PRIOR_RIGHT) / (given + PRIOR_LABELS), 3)

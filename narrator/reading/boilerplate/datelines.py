"""Lines that say who wrote an article, and when and where it was published."""

from __future__ import annotations

from narrator.reading.boilerplate.rules import first_match, rules_from

_RULES = rules_from("datelines.txt")


def dateline_reason(said: str) -> str | None:
    """The reason to leave out a byline or dateline, None for other lines."""
    found = first_match(_RULES, said)
    return found.reason if found else None

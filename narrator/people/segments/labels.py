"""Labels: whose each passage is, before and after the mending rules; and what all labellers share."""

from __future__ import annotations

from dataclasses import dataclass, field

from narrator.people.names.find import People


@dataclass(slots=True)
class Labels:
    """`of` maps a prose passage to its person's name, or to None; what is absent is nobody's too."""

    of: dict[int, str | None] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)
    """Passages that the mending rules may still change."""
    headed: set[int] = field(default_factory=set)
    """Person headings in force."""


def name_of(people: People, person: int | None) -> str | None:
    """A person's full name by their index."""
    return None if person is None else people.persons[person].name

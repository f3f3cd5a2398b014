"""Numbers and dates as a reader sees them."""

from __future__ import annotations

from datetime import date


def clock(seconds: float) -> str:
    """`1:23`, or `1:02:03` from an hour on; what a player shows, so never rounded up."""
    minutes, whole = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{whole:02d}" if hours else f"{minutes}:{whole:02d}"


def length(seconds: float) -> str:
    """`42 seconds`, `43 minutes`, `1 hour 5 minutes`."""
    if seconds < 90:
        return count(int(seconds), "second")
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [count(number, unit) for number, unit in ((hours, "hour"), (minutes, "minute")) if number]
    return " ".join(parts)


def count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def day(iso: str | None) -> str | None:
    """`14 March 2026`; what is no ISO date stays as it is."""
    try:
        found = date.fromisoformat(iso or "")
    except ValueError:
        return iso
    # Month names without strftime, which follows the machine's language.
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

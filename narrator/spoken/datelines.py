"""Where a report comes from: "LVIV, Ukraine (AP) — The" and "(CNN) The" open it, with a pause behind."""

from __future__ import annotations

import re

from narrator.spoken.claims import Rule
from narrator.spoken.initials import is_spelled, spell

SOURCE = r"(?:AP|Reuters|AFP|CNN(?: [A-Z][a-z]+)?|BBC|NPR|UPI|EFE|ANSA|DPA|dpa|Xinhua|Bloomberg|[A-Z]{2,5})"
LONGEST = 90
"""Characters before the dash."""

_TOWN = r"[A-Z][A-Z'.-]{1,20}(?: [A-Z][A-Z'.-]{1,20}){0,3}"
_REST = r"(?:,? [A-Z\d][\w.']{0,20}(?: [A-Z\d][\w.']{0,20}){0,2}){0,3}"
_DASH = r"(?:\s{1,2}[-–—]{1,2}\s{1,2}|\s?(?:—|--)\s?)(?=[\"'(]{0,2}[A-Z])"
_DATELINE = re.compile(
    rf"\s?(?:{_TOWN}{_REST}(?: ?\({SOURCE}\))?|[A-Z][\w.' -]{{1,30}}{_REST} ?\({SOURCE}\))"
)
_PLACED = re.compile(rf"{_REST}(?: ?\({SOURCE}\))?{_DASH}")
_ABBREVIATED = {"ST.": "Saint", "FT.": "Fort", "MT.": "Mount"}


def _town(match: re.Match[str]) -> str | None:
    """In small letters, so that no engine spells it; a word that stands alone may be an initialism."""
    town = match["town"]
    rest = _PLACED.match(match.string, match.end())
    bare = rest is not None and not re.match(r",| ?\(", rest[0])
    if not rest or len(town) < 4 or (bare and is_spelled(town)):
        return None
    return " ".join(_ABBREVIATED.get(word) or word.title().replace("'S", "'s") for word in town.split())


def _pause(match: re.Match[str]) -> str | None:
    placed = match.start() <= LONGEST and _DATELINE.fullmatch(match.string, 0, match.start())
    return ". " if placed else None


def _source(match: re.Match[str]) -> str:
    source = match["source"]
    return " ".join(spell(word) if is_spelled(word) else word for word in source.split()) + ". "


RULES = (
    Rule(
        "source",
        re.compile(rf"\A\s?\((?P<source>{SOURCE})\)(?:{_DASH}|\s?(?=[\"'(]?[A-Z]))"),
        _source,
        needs="(",
    ),
    Rule("dateline", re.compile(rf"\A(?P<town>{_TOWN})(?=[ ,—-])"), _town),
    Rule("dateline's dash", re.compile(_DASH), _pause, needs="-–—"),
)

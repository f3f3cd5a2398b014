"""What several rules look at around a match: does a sentence end here, and small tables they share."""

from __future__ import annotations

import re

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,7}(?!\d)|\d{1,21})(?:\.\d{1,40}(?!\.?\d))?"
"""A number with or without commas and a decimal part; use behind `(?<![\\d.,])` or `(?<!\\d)`."""

DASH = r"\s?[-–—]\s?"

STARTERS = """
    A After All Also Although An And Another Any As At Because Before Both But By Despite Did Do
    Does During Each Even Every Few For From Had Has Have He Her Here His How However I If In
    Instead Is It Its Just Last Later Like Many Maybe Meanwhile More Most Much My Neither Never Next
    No Nobody None Not Nothing Now Of On Once One Only Or Our Out Over People Perhaps She Since So
    Some Someone Soon Still Such That The Their Then There These They This Those Though Through To
    Today Tonight Under Until Was We Were What When Where Whether Which While Who Why With Without
    Yes Yet You Your
"""
"""Words that open a sentence when they are capitalised in the middle of a text."""

_END = re.compile(r"[\"')\]]{0,3}\s{0,3}(?:\Z|\n)")
_STARTER = re.compile(
    r"[\"')\]]{0,3}\s{1,3}[\"'(\[]{0,2}(?:" + "|".join(STARTERS.split()) + r")(?:'\w{1,2})?(?![\w'])"
)
_CAPITAL = re.compile(r"[\"')\]]{0,3}\s{1,3}[\"'(\[]{0,2}[A-Z]")

DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


def ends_sentence(match: re.Match[str]) -> bool:
    """An abbreviation's full stop is the sentence's too: nothing follows, or a word that opens one."""
    return bool(_END.match(match.string, match.end()) or _STARTER.match(match.string, match.end()))


DESCRIBED = re.compile(
    r" (?!(?:in|to|for|an?|and|or|on|at|of|from|per|by|is|was|were|each|if|when|as|with|but|he|she|it|they|"
    r"we|you|that|which|who|had|has|have|will|would|back|more|less|plus|worth|so|then|not|the|this|his|her|its|their|"
    r"goes|went|comes?|came|spent|paid|\w+ed|\w+ly)\b)[a-z]{3}"
)
"""What a sum or measure behind "the" or "its" describes: a noun, no verb and no little word."""

_BOUNDARY = re.compile(r"; (?=\w)|(?:[.!?][\"')\]]{0,3}\s{1,3}|\n)(?=[\"'(\[]{0,2}[^\W\d_a-z])")
_OPENER = re.compile(
    r"[\"'(\[]{0,2}(?:And |But |So )?(?:At|By|On|In|Around|About|Before|After|Until|Since|From|Between|Just|"
    r"Shortly|It was|at|by|around)\b[^,;:]{0,40}\Z"
)
_DETERMINED = re.compile(
    r"(?<!\w)(?:an?|the|his|her|its|their|our|my|your|this|that|each|every|\w+'s) \Z", re.I
)


def opens_clause(text: str, at: int) -> bool:
    """What stands before `at` can't be a whole sentence: nothing, "On Friday at", or an article."""
    begin = max(0, at - 80)
    for found in _BOUNDARY.finditer(text, begin, at):
        begin = found.end()
    before = text[begin:at]
    return not before.strip(" \"'([") or bool(_OPENER.match(before) or _DETERMINED.search(before))


def stop(match: re.Match[str]) -> str:
    """The full stop to say after a match that ended in one."""
    return "." if ends_sentence(match) else ""


def capital_follows(match: re.Match[str]) -> bool:
    return bool(_CAPITAL.match(match.string, match.end()))


def words(text: str) -> str:
    """Alternatives of a regular expression, longest first."""
    return "|".join(re.escape(word) for word in sorted(text.split(), key=len, reverse=True))


def listed(text: str) -> tuple[str, ...]:
    """A list written as words parted by white space."""
    return tuple(text.split())


def table(pairs: str) -> dict[str, str]:
    """A table written as "key=value" pairs parted by semicolons."""
    return dict(" ".join(pair.split()).split("=", 1) for pair in pairs.split(";") if pair.strip())

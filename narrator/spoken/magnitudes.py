"""Thousands, millions and billions cut to a letter or two: "68m people", "4bn tonnes", "10k copies"."""

from __future__ import annotations

import re

from narrator.spoken.claims import DIGIT, Rule
from narrator.spoken.context import DASH, NUMBER, table
from narrator.spoken.numbers import number

LETTERS = table(
    """
    k=thousand; K=thousand; m=million; M=million; mn=million; mln=million; bn=billion; B=billion;
    tn=trillion; trn=trillion;
    """
)
UNCLEAR = {"k", "K", "m", "M", "B"}
"""Also a unit, a race, a part of a name: only where the words beside it count something."""

MEASURED = (
    r"(?:sprints?|sprinters?|races?|racers?|runs?|runners?|dash|hurdles?|hurdlers?|finals?|finalists?|semi-?finals?|"
    r"heats?|relays?|freestyle|butterfly|backstroke|breaststroke|medley|champions?|championships?|records?|titles?|"
    r"gold|silver|bronze|medals?|events?|steeplechase|walks?|swims?|swimmers?|splits?|trials?|course|track|pool|rule|gap|"
    r"towers?|walls?|waves?|drops?|boards?|platforms?|tunnels?|yachts?|boats?|masts?|fences?|cables?|rifles?|pistols?)\b"
)
"""What has its length said before it: "a hundred metre sprint"."""
_LENGTH_AFTER = re.compile(
    r"[ -](?:"
    + MEASURED
    + r"|(?:high|deep|long|wide|tall|thick|away|from|apart|above|below|beneath|under|underwater|up|"
    r"down|off|into|across|ahead|behind|past|short|clear|inland|offshore|north|south|east|west|distance|radius|"
    r"diameter|air)\b)"
)
_LENGTH_BEFORE = re.compile(
    r"(?:\b(?:men|women|boy|girl)s?'s?|\b(?:ran|run|running|swam|swim|sprint|sprinted|walked|jumped|threw|fell|"
    r"climbed|dived|within|every|first|last|final|(?:depth|height|length|width|distance|altitude)s? of"
    r"(?: (?:about|around|some|up to|over|nearly))?)(?: the)?) \Z",
    re.I,
)
_PEOPLE = (
    r"(?:people|men|women|children|staff|cattle|sheep|"
    r"(?!(?:is|was|has|does|as|its|this|plus|across|towards|goes|starts)\b)[A-Z]?[a-z]{2,20}[^s\W]s)\b"
)
_COUNTED_AFTER = re.compile(
    r" (?:sq\b|of (?:us|them|those|its|the|their|these)\b|(?:(?:more|fewer|new|other|extra|additional|of|"
    r"or so|registered|active|monthly|daily|\w{2,20}(?:an|al|ish|ese|ed|ing|less|ive|ar)) )?" + _PEOPLE + ")"
)
_SALARY = re.compile(r" (?:a|per) (?:year|month|week)\b")
_COUNTED_BEFORE = re.compile(
    r"\b(?:populations?|users|viewers|subscribers|followers|listeners|readers|customers|members|copies|sold|sells|"
    r"votes|worth|revenues?|profits?|turnover|sales|streams|downloads|views|earn(?:s|ed|ing)?|salary|paid|pays?|jobs|"
    r"deaths|budget|people)\b[^.!?]{0,60}\Z"
)


def _magnitude(match: re.Match[str]) -> str | None:
    letters = match["letters"]
    if match[0] in {"4K", "8K"} or (letters in UNCLEAR and not _counts(match)):
        return None
    said = LETTERS[letters]
    if not match["last"]:
        return f"{number(match['first'])} {said}"
    before = match["letters1"]
    first = f"{number(match['first'])}{f' {LETTERS[before]}' if before and before != letters else ''}"
    return f"{first} to {number(match['last'])} {said}"


def _counts(match: re.Match[str]) -> bool:
    """What the words beside "68m" tell: people and things are counted in millions, races run in metres."""
    text, start, end = match.string, match.start(), match.end()
    if _LENGTH_AFTER.match(text, end) or _LENGTH_BEFORE.search(text, max(0, start - 40), start):
        return False
    if match["letters"] in {"k", "K"} and _SALARY.match(text, end):
        return True
    return bool(_COUNTED_AFTER.match(text, end) or _COUNTED_BEFORE.search(text, max(0, start - 80), start))


_LETTERS = "|".join(sorted(LETTERS, key=len, reverse=True))

RULES = (
    Rule(
        "shortened magnitude",
        re.compile(
            r"(?<![\w.,$£€])(?<!\w[-–])(?P<first>"
            + NUMBER
            + rf")(?:(?P<letters1>{_LETTERS})?(?:"
            + DASH
            + r"| to )(?P<last>"
            + NUMBER
            + rf"))?(?: (?=m\b|bn\b))?(?P<letters>{_LETTERS})(?![\w/^-])"
        ),
        _magnitude,
        needs=DIGIT,
    ),
)

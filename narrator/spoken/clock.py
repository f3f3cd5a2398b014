"""Times of day and durations."""

from __future__ import annotations

import re

from narrator.spoken.claims import DIGIT, Rule
from narrator.spoken.context import DASH, DAYS, listed, opens_clause, stop
from narrator.spoken.dates import MONTHS
from narrator.spoken.numbers import cardinal, short_year

ZONES = listed(
    """
    EST EDT CST CDT MST MDT PST PDT GMT BST UTC CET CEST IST AEST ET CT MT PT
    """
)
_NAMED = re.compile(
    rf"\s{{1,3}}(?:{DAYS}|{'|'.join(ZONES)}|Eastern|Pacific|Central|Mountain|{'|'.join(MONTHS)})\b"
)
_CAPITAL = re.compile(r"[\"')]?\s{1,3}[\"'(]?[^\W\d_]")


def _clock(hour: str, minute: str | None, half: bool) -> str:
    said = cardinal(int(hour)) if int(hour) or half else "zero"
    if minute is None:
        return said
    if minute == "00":
        if half:
            return said
        return f"{said} o'clock" if 1 <= int(hour) <= 12 else f"{said} hundred"
    return f"{said} {short_year(minute)}"


def _half_day(match: re.Match[str]) -> str:
    half = f"{match['half'][0].upper()} M"
    first = _clock(match["hour"], match["minute"], True)
    if match["hour2"]:
        middle = f" {match['half1'][0].upper()} M" if match["half1"] else ""
        first = f"{first}{middle} to {_clock(match['hour2'], match['minute2'], True)}"
    return f"{first} {half}{'.' if match['half'].endswith('.') and _ends_sentence(match) else ''}"


def _ends_sentence(match: re.Match[str]) -> bool:
    """A capital behind "a.m." opens a sentence, unless it names a day or nothing was said before the time."""
    text, end = match.string, match.end()
    if _NAMED.match(text, end):
        return False
    follows = _CAPITAL.match(text, end)
    capital = follows is not None and follows[0][-1].isupper()
    return bool(stop(match)) or (capital and not opens_clause(text, match.start()))


def _time(match: re.Match[str]) -> str | None:
    if int(match["hour"]) > 24 or int(match["minute"]) > 59:
        return None
    said = _clock(match["hour"], match["minute"], False)
    if match["hour2"]:
        said = said.removesuffix(" o'clock")
        return f"{said} to {_clock(match['hour2'], match['minute2'], False)}"
    return said


def _dotted(match: re.Match[str]) -> str | None:
    """ "at 2.15", as it is written in Britain: a time where no rate, price or distance is told."""
    if int(match["hour"]) > 23 or MEASURED.search(match.string, max(0, match.start() - 40), match.start()):
        return None
    said = f"{match['before']} {_clock(match['hour'], match['minute'], False)}"
    if match["hour2"]:
        said = f"{said} {match['to'].strip()} {_clock(match['hour2'], match['minute2'], False)}"
    return said


def _units(count: str, unit: str) -> str:
    return f"{cardinal(int(count))} {unit}{'' if int(count) == 1 else 's'}"


def _duration(match: re.Match[str]) -> str:
    return f"{_units(match['h'], 'hour')}, {_units(match['m'], 'minute')}, {_units(match['s'], 'second')}"


HALF = r"(?:[ap]\.\s?m\.|[ap]m|[AP]\.?M\.?)"
CLOCK = r"(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))?"
DOTTED = r"(?P<hour>2[0-3]|[01]?\d)\.(?P<minute>[0-5]\d)"
COUNTED = (
    r"(?:percent|per cent|pct|points?|million|billion|trillion|times|goals|runs|yards|met(?:er|re)s|miles|"
    r"seconds|minutes|hours|inches|feet|degrees|euros|dollars|pounds|pence|cents|a share|per|on the|out of|"
    r"years|days|weeks|months)\b"
)
"""What a number with a decimal point counts; a time counts nothing."""
MEASURED = re.compile(
    r"\b(?:r[io]ses?|risen|fell|falls?|fallen|gr[eo]ws?|grown|up|down|increased?|decreased?|cut|cuts|raised?|lowered|"
    r"multiplied|divided|narrowed|widened|improved|beat|won|wins|leads?|led|stood|stands?|valued|priced|trad(?:ed|ing)|"
    r"estimated|rates?|average[ds]?|GPA|ratio|version|magnitude|odds|yields?|price|shares?|dollar|euro|pound|stable|"
    r"steady|unchanged|inflation|deficit|"
    r"ranked|rated|clocked|timed|scored?|measured|pH|turnout)\b[^.!?]{0,24}\s?\Z"
)
"""What is said before "at 2.15" or "by 2.15" where that is a figure."""

RULES = (
    Rule(
        "time with a.m. or p.m.",
        re.compile(
            r"(?<![\w.,:$£€/-])"
            + CLOCK
            + r"(?: ?(?P<half1>"
            + HALF
            + r"))?(?:(?:"
            + DASH
            + r"| to )(?P<hour2>1[0-2]|0?\d)(?:[:.](?P<minute2>[0-5]\d))?)? ?(?P<half>"
            + HALF
            + r")(?!\w)"
        ),
        _half_day,
        needs=DIGIT,
    ),
    Rule(
        "hours, minutes, seconds",
        re.compile(r"(?<![\w.,:/-])(?P<h>\d{1,2}):(?P<m>[0-5]\d):(?P<s>[0-5]\d)(?![\w:])"),
        _duration,
        needs=":",
    ),
    Rule(
        "time",
        re.compile(
            r"(?<![\w.,:/$])(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?:"
            + DASH
            + r"(?P<hour2>2[0-4]|[01]?\d):(?P<minute2>[0-5]\d))?(?![\w:]|[.,/]\d)"
        ),
        _time,
        needs=":",
    ),
    Rule(
        "to noon",
        re.compile(
            r"(?<=[\dmM.])"
            + DASH
            + r"(?=(?:noon|midnight)\b)|(?:(?<=\bnoon)|(?<=\bmidnight))"
            + DASH
            + r"(?=\d)"
        ),
        " to ",
        needs="-–—",
    ),
    Rule(
        "dotted time",
        re.compile(
            r"(?<![\w-])(?P<before>(?i:at|by|until|till|before|after|since|from|between)"
            r"(?: (?:about|around|exactly))?) "
            + DOTTED
            + r"(?:(?P<to>"
            + DASH
            + r"| to | until | till | and )(?P<hour2>2[0-3]|[01]?\d)\.(?P<minute2>[0-5]\d))?"
            + r"(?!\w|[.,:/-]\d|\s?[%°$£€]|[ -]"
            + COUNTED
            + r"|(?:"
            + DASH
            + r"| to | and )\d{1,3}(?:\.\d|\s?[%°]| "
            + COUNTED
            + r"))"
        ),
        _dotted,
        needs=DIGIT,
    ),
    Rule(
        "time zone", re.compile(r"(?<=[\dmM.] )(?:" + "|".join(ZONES) + r")(?!\w)"), lambda m: " ".join(m[0])
    ),
)

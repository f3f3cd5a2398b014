"""Dates, years, decades and centuries."""

from __future__ import annotations

import re

from narrator.spoken.claims import DIGIT, Rule
from narrator.spoken.context import DASH, listed, stop, table
from narrator.spoken.numbers import cardinal, decade, number, ordinal, plural, short_year, year

MONTHS = listed(
    """
    January February March April May June July August September October November December
    """
)
SHORT_MONTHS = table(
    """
    Jan=January; Feb=February; Mar=March; Apr=April; Jun=June; Jul=July; Aug=August; Sep=September;
    Sept=September; Oct=October; Nov=November; Dec=December;
    """
)
WEEKDAYS = table(
    """
    Mon=Monday; Tue=Tuesday; Tues=Tuesday; Wed=Wednesday; Thu=Thursday; Thur=Thursday; Thurs=Thursday;
    Fri=Friday; Sat=Saturday; Sun=Sunday;
    """
)
MONTH = (
    r"(?P<month>"
    + "|".join(MONTHS)
    + r"|(?:"
    + "|".join(sorted(SHORT_MONTHS, key=len, reverse=True))
    + r")\b\.?)"
)
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
LAST_DAY = r"(?P<last>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1\d{3}|20\d\d)"
NO_NUMBER = r"(?![\w]|[.,:/]\d|\s?%)"


def _month(text: str) -> str:
    return SHORT_MONTHS.get(text.rstrip("."), text)


def _ordinal_day(text: str) -> str:
    return ordinal(int(text))


def _days(match: re.Match[str]) -> str:
    said = _ordinal_day(match["day"])
    return f"{said} to {_ordinal_day(match['last'])}" if match["last"] else said


def _month_day(match: re.Match[str]) -> str:
    said = f"{_month(match['month'])} {_days(match)}"
    return f"{said}, {year(match['year'])}" if match["year"] else said


def _day_month(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 4) : match.start()].lower()
    said = f"{'' if before.endswith('the ') else 'the '}{_days(match)} of {_month(match['month'])}"
    return f"{said}, {year(match['year'])}" if match["year"] else said


def _month_year(match: re.Match[str]) -> str:
    return f"{_month(match['month'])} {year(match['year'])}"


def _iso(match: re.Match[str]) -> str | None:
    month, day = int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{MONTHS[month - 1]} {ordinal(day)}, {year(match['year'])}"


def _slashed(match: re.Match[str], day_first: bool) -> str | None:
    first, second = int(match["first"]), int(match["second"])
    if first > 12 or (day_first and second <= 12):
        first, second = second, first
        day_leads = True
    else:
        day_leads = False
    if not (1 <= first <= 12 and 1 <= second <= 31):
        return None
    written = match["year"]
    when = year(written) if len(written) == 4 else year(("19" if int(written) > 40 else "20") + written)
    if day_leads:
        return f"the {ordinal(second)} of {MONTHS[first - 1]}, {when}"
    return f"{MONTHS[first - 1]} {ordinal(second)}, {when}"


def _year_range(match: re.Match[str]) -> str | None:
    first, last = match["first"], match["last"]
    if len(last) == 2:
        if int(last) <= int(first[2:]):
            return None
        return f"{year(first)} to {short_year(last)}"
    return f"{year(first)} to {year(last)}"


def _decade(match: re.Match[str]) -> str:
    return decade(match["year"])


def _short_decade(match: re.Match[str]) -> str:
    tens = int(match["tens"])
    return plural(cardinal(tens)) if tens else "two thousands"


def _era(match: re.Match[str]) -> str:
    letters = re.sub(r"[^A-Za-z]", "", match["era"]).upper()
    count = match["count"]
    said = year(count) if "," not in count and len(count) == 4 and count[1:3] != "00" else number(count)
    dot = stop(match) if match["era"].endswith(".") else ""
    return f"{said} {' '.join(letters)}{dot}"


def _anno(match: re.Match[str]) -> str:
    return f"A D {year(match['count'])}"


RULES = (
    Rule(
        "ISO date",
        re.compile(r"(?<![\w/-])" + YEAR + r"-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])"),
        _iso,
        needs=DIGIT,
    ),
    Rule(
        "weekdays",
        re.compile(
            r"(?<![\w.])(?P<day>" + "|".join(WEEKDAYS) + r")\.?[-–](?P<last>" + "|".join(WEEKDAYS) + r")\b\.?"
        ),
        lambda match: (
            f"{WEEKDAYS[match['day']]} to {WEEKDAYS[match['last']]}"
            + (stop(match) if match[0].endswith(".") else "")
        ),
        needs="-–",
    ),
    Rule(
        "weekday",
        re.compile(
            r"(?<![\w.])(?P<day>"
            + "|".join(WEEKDAYS)
            + r")\.(?=,? (?:"
            + MONTH
            + r"|\d|(?:night|morning|afternoon|evening|at|and|through)\b))"
        ),
        lambda match: WEEKDAYS[match["day"]],
    ),
    Rule(
        "month and day",
        re.compile(
            r"(?<![\w.])"
            + MONTH
            + r" "
            + DAY
            + r"(?:"
            + DASH
            + LAST_DAY
            + r")?(?![\w%]|[.:]\d|,\d|/\d)(?:,? "
            + YEAR
            + r"(?!\w))?"
        ),
        _month_day,
    ),
    Rule(
        "day and month",
        re.compile(
            r"(?<![\w.,:/$-])"
            + DAY
            + r"(?:"
            + DASH
            + LAST_DAY
            + r")?(?: of)? "
            + MONTH
            + r"(?![\w])(?:,? "
            + YEAR
            + r"(?!\w))?"
        ),
        lambda match: (
            None
            if match["month"] in {"March", "May"}
            and not match["year"]
            and "of" not in match[0]
            and not re.search(r"\d(?:st|nd|rd|th)", match[0])
            and not re.search(
                r"\b(?:on|the|until|by|from|since) \Z",
                match.string[max(0, match.start() - 7) : match.start()],
            )
            else _day_month(match)
        ),
    ),
    Rule("through", re.compile(r"(?<=\d)\s?[-–]\s?(?=" + MONTH + r" \d)"), " to ", needs=DIGIT),
    Rule(
        "month and year in digits",
        re.compile(r"(?<![\w./-])(?P<m>0[1-9]|1[0-2])/" + YEAR + r"(?![\w/]|[.,]\d)"),
        lambda match: f"{MONTHS[int(match['m']) - 1]} {year(match['year'])}",
        needs="/",
    ),
    Rule(
        "month and year",
        re.compile(r"(?<![\w.])" + MONTH + r",? " + YEAR + NO_NUMBER),
        _month_year,
        needs=DIGIT,
    ),
    Rule(
        "month",
        re.compile(r"(?<![\w.])(?P<month>Jan|Feb|Apr|Aug|Sept|Oct|Nov|Dec)\.(?!\w)"),
        lambda match: SHORT_MONTHS[match["month"]] + stop(match),
    ),
    Rule(
        "era",
        re.compile(
            r"(?<![\w.,$])(?P<count>\d{1,3}(?:,\d{3})?|\d{4}) ?"
            r"(?P<era>B\.C\.E\.|B\.C\.|C\.E\.|A\.D\.|BCE|BC|CE|AD)(?!\w)"
        ),
        _era,
        needs=DIGIT,
    ),
    Rule("anno domini", re.compile(r"(?<![\w.])A\.?D\.? (?P<count>\d{1,4})(?![\w,])"), _anno, needs=DIGIT),
    Rule(
        "years",
        re.compile(
            r"(?<![\w.,$€£/-])(?P<first>1[1-9]\d\d|20\d\d)[-–—/](?P<last>1[1-9]\d\d|20\d\d|\d\d)(?![\w%]|[.,/-]\d|-\d)"
        ),
        _year_range,
        needs=DIGIT,
    ),
    Rule(
        "until now",
        re.compile(r"(?<![\w.,/-])(?P<year>1[5-9]\d\d|20\d\d)[-–—](?=(?:present|now|today)\b)"),
        lambda match: f"{year(match['year'])} to ",
        needs=DIGIT,
    ),
    Rule("decade", re.compile(r"(?<![\w.,$])(?P<year>1\d\d0|20\d0)'?s(?!\w)"), _decade, needs=DIGIT),
    Rule("short decade", re.compile(r"(?<![\w.,$:])'?(?P<tens>\d0)'?s(?!\w)"), _short_decade, needs=DIGIT),
    Rule(
        "short year",
        re.compile(r"(?<![\w'])'(?P<two>\d\d)(?![\w',.]\d|\w)"),
        lambda match: short_year(match["two"]),
        needs=DIGIT,
    ),
)


def slashed(day_first: bool) -> Rule:
    """3/4/2024: the month first in the United States, the day first nearly everywhere else."""
    pattern = re.compile(
        r"(?<![\w./-])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>(?:19|20)\d\d|\d\d)(?![\w/])"
    )
    return Rule("slashed date", pattern, lambda match: _slashed(match, day_first), needs="/")

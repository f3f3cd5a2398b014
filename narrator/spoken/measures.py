"""Percentages, temperatures, heights, units."""

from __future__ import annotations

import re

from narrator.spoken.claims import DIGIT, Rule
from narrator.spoken.context import DASH, DESCRIBED, NUMBER, stop, table
from narrator.spoken.magnitudes import MEASURED
from narrator.spoken.numbers import cardinal, number, plural

UNITS = table(
    """
    km=kilometer; cm=centimeter; mm=millimeter; nm=nanometer; m=meter; mi=mile; ft=foot; yd=yard;
    yds=yard; kg=kilogram; kgs=kilogram; g=gram; mg=milligram; μg=microgram; mcg=microgram; lb=pound;
    lbs=pound; oz=ounce; l=liter; L=liter; ml=milliliter; mL=milliliter; cl=centiliter; dl=deciliter;
    gal=gallon; mph=mile~ per hour; kph=kilometer~ per hour; km/h=kilometer~ per hour;
    kmh=kilometer~ per hour; m/s^2=meter~ per second squared; m/s=meter~ per second; μm=micrometer;
    mpg=mile~ per gallon; rpm=revolution~ per minute; bpm=beat~ per minute; kW=kilowatt; MW=megawatt;
    GW=gigawatt; TW=terawatt; kWh=kilowatt-hour; MWh=megawatt-hour; GWh=gigawatt-hour;
    TWh=terawatt-hour; W=watt; V=volt; kV=kilovolt; mAh=milliamp-hour; Hz=hertz+; kHz=kilohertz+;
    MHz=megahertz+; GHz=gigahertz+; KB=kilobyte; kB=kilobyte; MB=megabyte; GB=gigabyte; TB=terabyte;
    PB=petabyte; Kbps=kilobit~ per second; kbps=kilobit~ per second; Mbps=megabit~ per second;
    Gbps=gigabit~ per second; dB=decibel; ppm=part~ per million; ppb=part~ per billion; hr=hour;
    hrs=hour; min=minute; mins=minute; sec=second; secs=second; s=second; ms=millisecond; yr=year;
    yrs=year; mo=month; sq ft=square foot; sq. ft=square foot; sq mi=square mile; sq. mi=square mile;
    sq km=square kilometer; sq m=square meter; m^2=square meter; km^2=square kilometer;
    cm^2=square centimeter; ft^2=square foot; m^3=cubic meter; cm^3=cubic centimeter;
    km^3=cubic kilometer; m2=square meter; km2=square kilometer; m3=cubic meter; cal=calorie;
    kcal=kilocalorie; ha=hectare; hp=horsepower+; psi=P S I+; in=inch; pt=pint; qt=quart; tsp=teaspoon;
    tbsp=tablespoon; Tbsp=tablespoon; sq.-ft=square-foot; sq-ft=square-foot;
    J=joule; kJ=kilojoule; N=newton; Pa=pascal; hPa=hectopascal;
    """
)
"""Written to said in the singular; `~` is where the plural goes, `+` says that there is none."""

NEEDS_STOP = {"in"}
"""Units that are also words: only with a full stop ("3 in. of rain")."""
NO_SPACE = {"s", "N", "J", "Pa", "pt", "mo"}
COMPASS = {"W", "V"}
"""With a space between only before a small letter or the end: "100 W Main Street" has no watts."""
"""Single letters and words: only right behind the number, where nothing else can be meant."""

MAGNITUDE = r"(?: (?P<magnitude>thousand|million|billion|trillion))?"
FIRST = r"(?P<first>" + NUMBER + r")"
LAST = r"(?:" + DASH + r"(?P<last>" + NUMBER + r"))?"
SIGN = r"(?P<minus>(?<![\w)])[-–])?"

_UNIT = "|".join(re.escape(each) for each in sorted(UNITS, key=len, reverse=True))


_MEASURED = re.compile(" " + MEASURED)


def plural_of(unit: str) -> str:
    if unit.endswith("+"):
        return unit[:-1]
    if "~" in unit:
        return unit.replace("~", "s")
    if unit.endswith("foot"):
        return f"{unit[:-4]}feet"
    return unit + ("es" if unit.endswith("ch") else "s")


def singular_of(unit: str) -> str:
    return unit.replace("~", "").rstrip("+")


def _quantity(match: re.Match[str]) -> str:
    said = number(match["first"])
    if match["minus"]:
        said = f"minus {said}"
    if match["last"]:
        said = f"{said} to {number(match['last'])}"
    magnitude = match.groupdict().get("magnitude")
    return f"{said} {magnitude}" if magnitude else said


def _percent(match: re.Match[str]) -> str:
    return f"{_quantity(match)} percent"


def _points(match: re.Match[str]) -> str:
    one = match["first"] == "1" or re.match(
        r" (?:cut|hike|rise|increase|move)\b", match.string[match.end() : match.end() + 10]
    )
    return (
        f"{_quantity(match)} {'basis' if match['of'][0] == 'b' else 'percentage'} point{'' if one else 's'}"
    )


def _degrees(match: re.Match[str]) -> str:
    scale = {"F": " Fahrenheit", "C": " Celsius", "K": " Kelvin"}.get(match["scale"] or "", "")
    direction = {"N": " north", "S": " south", "E": " east", "W": " west"}.get(match["scale"] or "", "")
    one = match["first"] == "1" and not match["last"]
    return f"{_quantity(match)} degree{'' if one else 's'}{scale}{direction}"


def _measure(match: re.Match[str]) -> str | None:
    written, joint = match["unit"], match["joint"]
    if (written in NEEDS_STOP and not match["dot"]) or (written in NO_SPACE and joint == " "):
        return None
    if (
        written in COMPASS
        and joint == " "
        and re.match(r"\.?[ \w]{0,2}[A-Z]", match.string[match.end() : match.end() + 4])
    ):
        return None
    before = match.string[max(0, match.start() - 9) : match.start()].lower()
    if written == "s" and "." not in match["first"] and not before.endswith(" in "):
        return None
    unit = UNITS[written]
    dot = ""
    if match["dot"]:
        follows = match.string[match.end() : match.end() + 6]
        dot = "." if not follows.strip() or re.match(r"[\"')]{0,2}\s{1,3}[A-Z]", follows) else ""
    if joint == "-":
        return f"{_quantity(match)}-{singular_of(unit)}{dot}"
    describes = re.search(r"(?<!\w)(?:an?|another|every|each)\s\Z", before) and re.match(
        r" (?!(?:of|in|per|and|or|to|from|away|long|wide|tall|high|at|on|for|by)\b)[a-z]",
        match.string[match.end() : match.end() + 12],
    )
    beside = (unit in {"meter", "kilometer"} and _MEASURED.match(match.string, match.end())) or (
        re.search(r"(?:\w's|\b(?:the|his|her|its|their|our|my|your)) \Z", before)
        and DESCRIBED.match(match.string, match.end())
    )
    one = (match["first"] in {"1", "1.0"} and not match["last"]) or describes or beside
    return f"{_quantity(match)} {singular_of(unit) if one else plural_of(unit)}{dot}"


def _height(match: re.Match[str]) -> str:
    said = f"{cardinal(match['feet'])} foot"
    return f"{said} {number(match['inches'])}" if match["inches"] else said


def _unit_of_fraction(match: re.Match[str]) -> str | None:
    """Half a mile is one, two and a half miles are more."""
    written, joint = match["unit"], match["joint"]
    if (written in NEEDS_STOP and not match["dot"]) or (written in NO_SPACE and joint == " "):
        return None
    more = re.search(r"\d[ -]\d{1,2}/\d{1,2}\Z", match.string[max(0, match.start() - 9) : match.start()])
    unit = UNITS[written]
    return joint + (plural_of(unit) if more and joint == " " else singular_of(unit))


def _count(count: str, one: str, many: str) -> str:
    return f"{number(count)} {one if count == '1' else many}"


def _inches(match: re.Match[str]) -> str:
    """ "12" pizza" is twelve inch, "12" of snow" twelve inches."""
    counted = re.match(
        r" (?:of|long|wide|tall|deep|high|thick)\b", match.string[match.end() : match.end() + 8]
    )
    return f"{number(match['first'])} inch{'es' if counted and match['first'] != '1' else ''}"


def _coordinates(match: re.Match[str]) -> str:
    return f"{number(match[1])} degrees {number(match[2])} minutes"


def _by(match: re.Match[str]) -> str:
    second = number(match["second"])
    said = f"{number(match['first'])} by {plural(second) if match['many'] else second}"
    return f"{said} meter" if match["metric"] else said


def _times(match: re.Match[str]) -> str:
    return f"{number(match['first'])} times"


def _powered(match: re.Match[str]) -> str:
    base, power = match["base"], match["power"]
    said = {"2": "squared", "3": "cubed"}.get(power)
    if not said:
        said = f"to the power of {'minus ' if power[0] == '-' else ''}{number(power.lstrip('-'))}"
    return f"{number(base) if base.isdecimal() else base.strip(')')} {said}"


RULES = (
    Rule(
        "percent",
        re.compile(r"(?<![\w.,])" + SIGN + FIRST + r"(?:\s?%)?" + LAST + r"\s?%"),
        _percent,
        needs="%",
    ),
    Rule(
        "percent in letters",
        re.compile(r"(?<![\w.,])" + SIGN + FIRST + LAST + r"(?:\s?pct(?:\.|(?!\w))|pc(?!\w))"),
        _percent,
        needs=DIGIT,
    ),
    Rule(
        "points",
        re.compile(r"(?<![\w.,])" + SIGN + FIRST + LAST + r"\s?(?P<of>ppts?|pp|bps?)(?![\w.])"),
        _points,
        needs=DIGIT,
    ),
    Rule("coordinates", re.compile(r"(?<![\w.,])(\d{1,3})° ?(\d{1,2})'(?!\d)"), _coordinates, needs="°"),
    Rule(
        "degrees",
        re.compile(r"(?<![\w.,])" + SIGN + FIRST + LAST + r" ?[°º](?: ?(?P<scale>[FCKNSEW])(?!\w))?"),
        _degrees,
        needs=DIGIT,
    ),
    Rule(
        "degrees in words",
        re.compile(r"(?<=degrees )(?P<scale>[FC])(?P<dot>\.)?(?!\w)"),
        lambda match: (
            {"F": "Fahrenheit", "C": "Celsius"}[match["scale"]] + (stop(match) if match["dot"] else "")
        ),
    ),
    Rule(
        "feet and inches",
        re.compile(
            r"(?<![\w.,])(?P<feet>\d{1,3}) ?(?:ft\.?|feet) (?P<inches>\d{1,2}) ?in(?:\.|\b)(?! the| a)"
        ),
        lambda match: f"{_count(match['feet'], 'foot', 'feet')} {_count(match['inches'], 'inch', 'inches')}",
        needs=DIGIT,
    ),
    Rule(
        "height in feet",
        re.compile(r"(?<![\w.,])(?P<feet>[3-7]) ?ft ?(?P<inches>1[01]|\d)(?! ?in)(?![\w.,/-]\d|\w)"),
        _height,
        needs=DIGIT,
    ),
    Rule(
        "feet",
        re.compile(r"(?<![\w.,'])(?P<feet>\d{1,3})'(?= (?:tall|long|wide|high|deep)\b)"),
        lambda match: _count(match["feet"], "foot", "feet"),
        needs=DIGIT,
    ),
    Rule(
        "height",
        re.compile(r"(?<![\w.,'])(?P<feet>[1-9])'(?P<inches>1[01]|\d)?(?:\"|''|(?<=\d)(?!\w))"),
        _height,
        needs="'",
    ),
    Rule(
        "inches",
        re.compile(r"(?<![\w.,'])" + FIRST + r"\"(?= (?!\w+ said)[a-z])(?<=\d\")(?=[^\"]{0,300}\Z)"),
        _inches,
        needs=DIGIT,
    ),
    Rule(
        "dimensions",
        re.compile(
            r"(?<![\w.,/])"
            + FIRST
            + r" ?[x×] ?(?P<second>"
            + NUMBER
            + r")(?P<many>s)?(?P<metric>m\b)?(?![\w])"
        ),
        _by,
        needs=DIGIT,
    ),
    Rule("times", re.compile(r"(?<![\w.,])" + FIRST + r"[x×](?![\w])"), _times, needs=DIGIT),
    Rule(
        "unit of a fraction",
        re.compile(
            r"(?:(?<=\d/\d)|(?<=\d/\d\d))(?P<joint>[ -])(?P<unit>" + _UNIT + r")(?P<dot>\.)?(?![\w^/])"
        ),
        _unit_of_fraction,
        needs="/",
    ),
    Rule(
        "unit",
        re.compile(
            r"(?<![\w.,$£€/])(?<!\w[-–])"
            + SIGN
            + FIRST
            + LAST
            + MAGNITUDE
            + r"(?P<joint>[ -]?)(?P<unit>"
            + _UNIT
            + r")(?P<dot>\.(?!\w))?(?![\w^/]|-(?![a-z]))"
        ),
        _measure,
        needs=DIGIT,
    ),
    Rule(
        "power",
        re.compile(r"(?<![A-Za-z0-9.])(?P<base>[A-Za-z]{1,2}|\d{1,15}|\))\^(?P<power>-?\d{1,4})"),
        _powered,
        needs="^",
    ),
    Rule("footnote mark", re.compile(r"\^[-+]?\d{1,4}"), "", needs="^"),
)

"""Everything else with a digit in it: telephone numbers, fractions, scores, ordinals, years, numbers."""

from __future__ import annotations

import re

from narrator.spoken.claims import DIGIT, Rule
from narrator.spoken.context import DASH, NUMBER, table
from narrator.spoken.numbers import cardinal, digits, number, ordinal, paired, plural, year

FIXED = table(
    """
    9/11=nine eleven; 24/7/365=twenty-four seven three sixty-five; 24/7=twenty-four seven;
    50/50=fifty-fifty; 50-50=fifty-fifty; 10/10=ten out of ten; 20/20=twenty-twenty;
    401(k)=four oh one K; 401k=four oh one K; 403(b)=four oh three B; 501(c)(3)=five oh one C three;
    1-2 punch=one-two punch; 1%er=one percenter; K-12=K through twelve; PreK-12=pre-K through twelve;
    +/-=plus or minus;
    """
)
DENOMINATORS = {2: "half", 4: "quarter"}
ROADS = r"Route|Flight|Interstate|Highway|Room|Channel|Suite|Boeing|Airbus|Train|Bus|Section|Form|Rule"
LABELS = table(
    """
    No=number; Nos=numbers; no=number; nos=numbers; p=page; pp=pages; Vol=volume; vol=volume;
    vols=volumes; Ch=chapter; ch=chapter; Chap=chapter; chap=chapter; Fig=figure; fig=figure;
    Figs=figures; Sec=section; sec=section; Art=article; Pt=part; Prop=Proposition; pt=part;
    Apt=apartment; Ste=suite; Rte=Route; Hwy=Highway; Ex=exhibit; v=version; approx=approximately;
    ca=circa; c=circa;
    """
)


def _phone(match: re.Match[str]) -> str:
    extension = match["extension"] or ""
    groups = re.findall(r"\d+", match[0].removesuffix(extension))
    inside = f", extension {digits(extension)}" if extension else ""
    return (
        ("plus " if match[0].startswith("+") else "")
        + ", ".join(cardinal(group) if group == "800" else digits(group) for group in groups)
        + inside
    )


def _fraction(match: re.Match[str]) -> str | None:
    top, bottom = int(match["top"]), int(match["bottom"])
    if bottom not in {2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 64, 100} or top >= bottom:
        return None
    one = DENOMINATORS.get(bottom) or ordinal(bottom)
    name = one if top == 1 else ("halves" if bottom == 2 else f"{one}s")
    if match["whole"]:
        article = "a" if top == 1 and bottom in DENOMINATORS else cardinal(top)
        return f"{number(match['whole'])} and {article} {name}"
    return f"{cardinal(top)} {name}"


def _over(match: re.Match[str]) -> str:
    return f"{number(match[1])} over {number(match[2])}"


def _range(match: re.Match[str]) -> str:
    first, last = match["first"], match["last"]
    if first == last and len(first) == 2:
        return f"{cardinal(first)}-{cardinal(last)}"
    magnitude = f" {match['magnitude']}" if match["magnitude"] else ""
    return f"{number(first)} to {number(last)}{magnitude}"


def _ratio(match: re.Match[str]) -> str:
    return f"{number(match[1])} to {number(match[2])}"


def _ordinal(match: re.Match[str]) -> str | None:
    return ordinal(match["number"].replace(",", ""))


def _dotted(match: re.Match[str]) -> str:
    return " point ".join(number(part) if len(part) < 4 else digits(part) for part in match[0].split("."))


def _labelled(match: re.Match[str]) -> str:
    return LABELS[match["label"]] + " "


def _vanity(match: re.Match[str]) -> str:
    code = match["code"]
    return f"one, {cardinal(code) if code == '800' else digits(code)}, "


BOOKS = (
    "Genesis|Exodus|Leviticus|Numbers|Deuteronomy|Joshua|Judges|Ruth|Samuel|Kings|Chronicles|Ezra|Nehemiah|Esther|Job|"
    "Psalms?|Proverbs|Ecclesiastes|Isaiah|Jeremiah|Lamentations|Ezekiel|Daniel|Hosea|Joel|Amos|Micah|Zechariah|"
    "Malachi|Matthew|Mark|Luke|John|Acts|Romans|Corinthians|Galatians|Ephesians|Philippians|Colossians|Thessalonians|"
    "Timothy|Titus|Hebrews|James|Peter|Jude|Revelation|Surah|Sura|Qur'?an|Koran"
)


SHORT_BOOKS = table(
    """
    Gen=Genesis; Ex=Exodus; Exod=Exodus; Deut=Deuteronomy; Ps=Psalm; Prov=Proverbs; Isa=Isaiah; Jer=Jeremiah;
    Matt=Matthew; Rom=Romans; Cor=Corinthians; Gal=Galatians; Eph=Ephesians; Phil=Philippians; Heb=Hebrews;
    Rev=Revelation;
    """
)


def _verse(match: re.Match[str]) -> str:
    book, chapter = SHORT_BOOKS.get(match["book"].rstrip("."), match["book"]), number(match["chapter"])
    count = f"{ordinal(match['count']).title()} " if match["count"] else ""
    named = "" if book.startswith(("Psalm", "Sura")) else "chapter "
    verses = f"verse{'s' if match['last'] else ''} {number(match['verse'])}"
    last = f" to {number(match['last'])}" if match["last"] else ""
    return f"{count}{book} {named}{chapter}, {verses}{last}"


def _plural(match: re.Match[str]) -> str:
    written = match["number"].replace(",", "")
    said = {"100": "hundreds", "1000": "thousands"}.get(written)
    return said or plural(number(written))


def _agent(match: re.Match[str]) -> str:
    """The 49ers are forty-niners."""
    return f"{cardinal(match['number']).rstrip('e')}ers"


def _section(match: re.Match[str]) -> str:
    return "sections " if match[0].startswith("§§") else "section "


def _road(match: re.Match[str]) -> str:
    return paired(match["number"])


def _signed(match: re.Match[str]) -> str:
    return f"{'minus' if match['sign'] != '+' else 'plus'} {number(match['number'])}"


def _year(match: re.Match[str]) -> str | None:
    before = match.string[max(0, match.start() - 12) : match.start()].lower()
    value = int(match["year"])
    if value < 1100 and not re.search(r"\b(?:in|by|since|until|of|from|after|before|around|year) \Z", before):
        return None
    return year(value) + ("'s" if match["owns"] else "")


def _zip(match: re.Match[str]) -> str:
    return ", ".join(digits(part) for part in match[0].split("-"))


def _number(match: re.Match[str]) -> str:
    return _apart(match, number(match[0]))


def _apart(match: re.Match[str], said: str) -> str:
    """With a space towards a letter or digit that touches it."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return f"{' ' if before.isalnum() else ''}{said}{' ' if after.isalnum() else ''}"


BOUND = r"(?<![\w.,])"

FIRST = (
    Rule(
        "telephone number",
        re.compile(
            r"(?<![\w.,-])(?:(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}"
            r"|\(?0\d{2,4}\)?[- ]\d{3,4}[- ]\d{3,4}|0\d{4}[- ]\d{6}|0\d(?:[ .]\d\d){4}|1[38]00 \d{3} \d{3}"
            r"|0\d{10}|\+\d{1,3}(?:[-. ]\(?\d{1,4}\)?){2,5}|555-\d{4}"
            r"|(?<=call )\d{3}-\d{4}|(?<=dial )\d{3}-\d{4}|\+\d{8,14})"
            r"(?P<extension> ?(?:x|ext\.?) ?\d{1,6})?(?![\w-])"
        ),
        _phone,
        needs=DIGIT + "+",
    ),
    Rule(
        "verse",
        re.compile(
            r"(?<!\w)(?:(?P<count>[1-4]) )?(?P<book>"
            + BOOKS
            + r"|(?:"
            + "|".join(SHORT_BOOKS)
            + r")\.) (?P<chapter>\d{1,3}):(?P<verse>\d{1,3})(?:[-–](?P<last>\d{1,3}))?(?![\w:])(?! ?[ap]\.?m)"
        ),
        _verse,
        needs=":",
    ),
)

"""Before the times and the money."""

MARKED = (
    Rule(
        "fixed",
        re.compile(
            r"(?<![\w/.])(?<!\d-)(?:" + "|".join(re.escape(each) for each in FIXED) + r")(?![\w/(]|-\d)"
        ),
        lambda match: FIXED[match[0]],
        needs=DIGIT + "%(+/",
    ),
    Rule(
        "short number",
        re.compile(
            r"(?<![\w.,-])(?:911|988|311|411|211)"
            r"(?= (?:call|line|operator|dispatch|hotline))"
        ),
        lambda match: digits(match[0]),
        needs=DIGIT,
    ),
    Rule(
        "short number called",
        re.compile(
            r"(?<=(?:call|dial|text) )(?:911|988|311|411|211|999|112)(?!\w|[.,]\d)"
            r"|(?<=called )(?:911|999|112)(?!\w|[.,]\d)"
        ),
        lambda match: digits(match[0]),
        needs=DIGIT,
    ),
    Rule(
        "ZIP code",
        re.compile(
            r"(?<=[A-Za-z.] )(?<=[A-Z]{2} )\d{5}(?:-\d{4})?(?![\w,]|\.\d)"
            r"|(?<=[a-z]\. )(?<=, [A-Z][a-z]{3}\. )\d{5}(?!\w)"
        ),
        _zip,
        needs=DIGIT,
    ),
    Rule(
        "label",
        re.compile(
            r"(?<![\w.])(?P<label>" + "|".join(sorted(LABELS, key=len, reverse=True)) + r")\. ?(?=\d)"
        ),
        _labelled,
        needs=DIGIT,
    ),
    Rule(
        "number that spells",
        re.compile(r"(?<![\w-])1-(?P<code>8\d\d)-(?=[A-Z]{2}-?[A-Z])"),
        _vanity,
        needs=DIGIT,
    ),
    Rule(
        "version",
        re.compile(r"(?<!\w)v(?P<number>\d{1,4}(?:\.\d{1,4}){0,3})(?!\.*\w)"),
        lambda match: "version " + " point ".join(map(number, match["number"].split("."))),
        needs=DIGIT,
    ),
    Rule("footnote number", re.compile(r"(?<=[a-z]{4}[.!?])\d{1,2}(?=\s|\Z)"), "", needs=DIGIT),
    Rule(
        "label without a full stop",
        re.compile(
            r"(?<![\w.])No(?P<many>s)? (?=\d{1,3}(?![\w,]|\.\d| (?!was|is|has|says)[a-z]{2,20}s\b| people))"
        ),
        lambda match: "numbers " if match["many"] else "number ",
        needs=DIGIT,
    ),
    Rule(
        "age group",
        re.compile(r"(?:(?<=\b[Uu]nder-)|(?<=\b[Oo]ver-))(?P<number>\d{1,2})s(?!\w)"),
        _plural,
        needs=DIGIT,
    ),
    Rule(
        "lines of video",
        re.compile(r"(?<![\w.])(\d{3,4})([pi])(?!\w)"),
        lambda match: f"{paired(match[1])} {match[2].upper()}",
        needs=DIGIT,
    ),
    Rule(
        "freeway",
        re.compile(r"(?<![\w.,])\d{3}(?= (?:freeway|Freeway)\b)"),
        lambda match: paired(match[0]),
        needs=DIGIT,
    ),
    Rule(
        "born or died",
        re.compile(r"(?<![\w.])(?P<which>[bd])\. ?(?=1\d{3}\b|20\d\d\b)"),
        lambda match: {"b": "born ", "d": "died "}[match["which"]],
        needs=DIGIT,
    ),
    Rule("joint of numbers", re.compile(r"(?<=\d) ?[x×] ?(?=\d)"), " by ", needs=DIGIT),
    Rule("section sign", re.compile(r"§{1,2} ?"), _section, needs="§"),
    Rule(
        "fraction",
        re.compile(
            r"(?<![\w.,/-])(?:(?P<whole>\d{1,4})[ -])?(?P<top>\d{1,2})/(?P<bottom>\d{1,3})(?![\w/]|[.,]\d)"
        ),
        _fraction,
        needs="/",
    ),
    Rule("over", re.compile(r"(?<![\w.,/-])(\d{1,4})/(\d{1,4})(?![\w/]|[.,]\d)"), _over, needs="/"),
    Rule(
        "ordinal",
        re.compile(r"(?<![\w.])(?P<number>\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?i:st|nd|rd|th)(?!\w)"),
        _ordinal,
        needs=DIGIT,
    ),
    Rule(
        "road or flight",
        re.compile(r"(?<=\w |\. )(?P<number>\d{3,4})(?!\w|[.,]\d)"),
        lambda match: (
            _road(match)
            if re.search(
                r"(?<!\w)(?:" + ROADS + r") \Z", match.string[max(0, match.start() - 14) : match.start()]
            )
            else None
        ),
        needs=DIGIT,
    ),
    Rule(
        "number's plural",
        re.compile(BOUND + r"(?<![A-Za-z]-)(?P<number>\d{1,3}(?:,\d{3}){1,4}|\d{1,6})s(?!\w)"),
        _plural,
        needs=DIGIT,
    ),
    Rule("number's agent", re.compile(BOUND + r"(?P<number>\d{2})ers(?!\w)"), _agent, needs=DIGIT),
)
"""Before the initialisms, which would take the letters in some of these."""

NUMBERS = (
    Rule(
        "range or score",
        re.compile(
            BOUND
            + r"(?<!\w[-–])(?P<first>"
            + NUMBER
            + r")"
            + DASH
            + r"(?P<last>"
            + NUMBER
            + r")(?: (?P<magnitude>thousand|million|billion|trillion)\b)?(?!\w|[-–]\d)"
        ),
        _range,
        needs=DIGIT,
    ),
    Rule("ratio", re.compile(BOUND + r"(\d{1,4}):(\d{1,4})(?![\w:])"), _ratio, needs=":"),
    Rule("dotted number", re.compile(BOUND + r"\d{1,5}(?:\.\d{1,5}){2,6}(?!\w)"), _dotted, needs=DIGIT),
    Rule(
        "signed number",
        re.compile(r"(?<![\w)\].,%-])(?P<sign>[-–+])(?P<number>" + NUMBER + r")(?!\w)"),
        _signed,
        needs=DIGIT,
    ),
    Rule(
        "year",
        re.compile(BOUND + r"(?P<year>1\d{3}|20\d\d)(?P<owns>'s)?(?![\w,]\d|\.\d|\w)"),
        _year,
        needs=DIGIT,
    ),
    Rule(
        "Indian or spaced number",
        re.compile(BOUND + r"(?<!\d )(?:\d{1,2}(?:,\d\d){1,4},\d{3}|\d{1,3}(?: \d{3}){2,5})(?![\w,]| \d)"),
        lambda match: number(match[0].replace(" ", "")),
        needs=DIGIT,
    ),
    Rule(
        "long number",
        re.compile(r"(?<!\d)\d{22,400}"),
        lambda match: _apart(match, digits(match[0])),
        needs=DIGIT,
    ),
    Rule(
        "leading point",
        re.compile(r"(?<![\w.])\.\d{1,12}(?!\w)"),
        lambda match: number(match[0]),
        needs=DIGIT,
    ),
    Rule("number", re.compile(r"(?<![\d.])" + NUMBER), _number, needs=DIGIT),
    Rule("digits", re.compile(r"[0-9]"), lambda match: _apart(match, digits(match[0]))),
)

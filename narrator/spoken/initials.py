"""Initialisms: which capitals are spelled, which are words; dotted ones; letters with numbers."""

from __future__ import annotations

import re

from narrator.spoken.claims import DIGIT, Rule
from narrator.spoken.context import listed, stop, words
from narrator.spoken.numbers import number, paired, plural, year

SAID_AS_WORDS = frozenset(
    listed(
        """
    AIDS AMBER ARPA ASCII ASEAN BAFTA BASIC BIPOC BOGO BREXIT CAPTCHA CERN CHIP COBOL COP COVID
    COVAX DACA DARPA DOGE DOS ECOWAS EPCOT ERISA FEMA FICA FIFA FOMO FORTRAN GIF GIS HAZMAT HIPAA
    HUAC ICE IKEA IMAX INTERPOL ISIS JPEG LAN LASER LEED MAX LEGO LIDAR MERS MOMA NAFTA NASA NASCAR NASDAQ
    NATO NEET NIMBY NOAA NOMA OPEC OSHA PAC PETA PIN PISA POTUS FLOTUS SCOTUS QUANGO RADAR RAM REIT
    RICO ROM SAG SALT SARS SAT SCUBA SEAL SIM SNAP SONAR START STEM STEAM SWAT TARP TASER TED TESLA
    UEFA UNESCO UNICEF USAID WAG WAN WASP WIC YIMBY YOLO ZIP
    """
    )
)
"""Short or vowel-poor initialisms that are said as words."""

SPELLED = frozenset(
    listed(
        """
        AAPI AARP ACLU ADHD ATVS BAME CEO CFO COO CTO DIY EEOC EU HIV IED IOC IOU IPO ISBN IUD
        LGBTQ LGBTQIA LGBT OSCE SUV UAE UAW UCLA UFO URL USA USDA USB USC VIP WHO YMCA YWCA
        """
    )
)
"""Long ones with vowels that are spelled all the same."""

SHOUTED = frozenset(
    listed(
        """
    ACT ADD AGO AIR ALL AND ANY ARE ART ASK BAD BE BED BIG BOY BUT BY CAN CAR CUT DAY DID DO DOG EAT
    END FAR FEW FLY FOR FUN GET GO GOD GOT GUN HAD HAS HE HER HEY HIM HIS HOT HOW IF IN IS ITS JOB
    LAW LET LIE LOT LOW MAN MAY ME MEN MIX MOM MY NEW NO NOR NOT NOW OF OFF OH OLD ON ONE OR OUR OUT
    OWN PAY PUT RED RUN SAD SAY SEE SET SHE SIT SIX SO SON SUN TAX TEN THE TO TOO TOP TRY TWO UP USE
    WAR WAS WAY WE WHY WIN WON YES YET YOU
    """
    )
)
"""Ordinary short words: in capitals they are shouted, never spelled."""

_ONSETS = """
    B BL BR C CH CL CR D DR F FL FR G GL GR H J K KL KR L M N P PH PL PR QU R S SC SCH SH SK SL SM SN SP SPL
    SPR ST STR SW T TH TR TW V W WH WR Y Z
"""
_CODAS = """
    B C CH CK CT D DS F FF FT G H K KS L LB LD LF LK LL LM LP LS LT M MB MP MS N NC NCH ND NG NK NS NT P PS PT
    R RB RC RD RF RG RK RL RM RN RP RS RT S SH SK SP SS ST T TH TS V W X Y Z ZZ
"""
_PRONOUNCEABLE = re.compile(
    rf"(?:{words(_ONSETS)})?[AEIOUY]{{1,2}}(?:[B-DF-HJ-NP-TV-Z]{{1,3}}[AEIOUY]{{1,2}}){{0,4}}(?:{words(_CODAS)})?"
)
"""What can be said as an English word, from its letters alone: NATO and UNICEF, not UCSF or ROTC."""

LETTERS = {"&": "and", "+": "plus"}


def spell(letters: str) -> str:
    """ "NPR" is "N P R"; "AT&T" is "A T and T"."""
    return " ".join(LETTERS.get(letter, letter.upper()) for letter in letters if letter not in ".-")


def is_spelled(word: str) -> bool:
    """Whether a run of capitals is read letter by letter."""
    if len(word) < 2 or word in SAID_AS_WORDS or word in SHOUTED:
        return False
    return word in SPELLED or len(word) <= 3 or (len(word) <= 6 and not _PRONOUNCEABLE.fullmatch(word))


def _capitals(match: re.Match[str]) -> str | None:
    word, suffix = match["word"], match["suffix"] or ""
    if "&" in word:
        return spell(word) + ("'s" if suffix else "")
    if not is_spelled(word) or (suffix and not match["apostrophe"] and word in {"I", "A"}):
        return None
    if _in_capitals(match) and word not in SPELLED:
        return None
    return spell(word) + ("'s" if suffix else "")


def _in_capitals(match: re.Match[str]) -> bool:
    """The words beside it are in capitals too, as in a headline: nothing tells an initialism from a word."""
    before = re.search(
        r"([^\W\d_]{2,})[\s,:'\"-]{1,3}\Z", match.string[max(0, match.start() - 30) : match.start()]
    )
    after = re.match(r"[\s,:'\"-]{1,3}([^\W\d_]{2,})", match.string[match.end() : match.end() + 30])
    beside = [found[1] for found in (before, after) if found]
    return bool(beside) and all(
        word.isupper() and not is_spelled(word) and word not in SAID_AS_WORDS for word in beside
    )


def _dotted(match: re.Match[str]) -> str:
    letters = match["letters"]
    suffix = "'s" if match["suffix"] else ""
    return spell(letters) + suffix + (stop(match) if not suffix else "")


def _with_number(match: re.Match[str]) -> str:
    letters, digits = match["letters"], match["number"]
    said = paired(digits) if len(digits) == 3 and digits.isdecimal() else number(digits)
    if re.fullmatch(r"(?:19|20)\d\d", digits):
        said = year(int(digits))
    if match["tail"] == "s":
        said = plural(said)
    head = letters if letters in SAID_AS_WORDS or not letters.isupper() else spell(letters)
    tail = f" {spell(match['tail'])}" if match["tail"] not in {"", "s"} else ""
    return f"{head} {said}{tail}"


def _mixed(match: re.Match[str]) -> str:
    """Letters and numbers in one word: "5G", "H1N1", "mp3"."""
    said = []
    for part in re.findall(r"\d+|[^\W\d_]+|_", match[0]):
        if part.isdecimal():
            said.append(number(part) if len(part) < 5 else " ".join(number(digit) for digit in part))
        elif part != "_":
            said.append(spell(part) if part.isupper() or len(part) == 1 else part)
    return " ".join(said)


DOTTED = (
    Rule(
        "dotted initialism",
        re.compile(r"(?<![\w.])(?P<letters>[A-Za-z](?:\.[A-Za-z]){1,5})\.(?P<suffix>'?s\b)?(?!\w)"),
        _dotted,
    ),
)

LETTERED = words(
    "Plan Grade Group Type Exhibit Section Part Appendix Hepatitis Vitamin Block Schedule Letter"
)

RULES = (
    Rule("letter A", re.compile(r"(?<!\w)(?i:" + LETTERED + r") A(?!\w)"), lambda match: match[0]),
    Rule(
        "lineage",
        re.compile(r"(?<![\w.])(?P<letters>[A-Z]{1,3})(?P<numbers>(?:\.\d{1,3}){1,5})(?![\w]|\.\w)"),
        lambda match: " ".join((spell(match["letters"]), *map(number, match["numbers"][1:].split(".")))),
        needs=DIGIT,
    ),
    Rule(
        "letters with a number",
        re.compile(
            r"(?:(?<![\w.@#/-])|(?<=[A-Z]-)(?=CoV))(?P<letters>[A-Z]{1,4}|COVID|Covid|CoV|Mi[Gg]|[A-Z][a-z]{1,12}(?=-))-?"
            r"(?P<number>\d{1,4}(?:\.\d{1,2})?)(?P<tail>[A-Zs]?)(?![\w]|[.,:/]\d)"
        ),
        lambda match: _with_number(match) if re.search(r"[A-Z]-?\d|-", match[0]) else None,
        needs=DIGIT,
    ),
    Rule(
        "capitals",
        re.compile(
            r"(?<![\w&])(?P<word>[A-Z]{1,3}&[A-Z]{1,3}|[A-Z]{2,8})(?P<suffix>(?P<apostrophe>')?s)?(?![\w&])"
        ),
        _capitals,
    ),
    Rule(
        "letters and digits",
        re.compile(r"(?<![\w])(?<!\d\.)(?=\w{0,30}\d)(?=\w{0,30}[^\W\d_])\w{1,31}(?!\w)"),
        _mixed,
        needs=DIGIT,
    ),
)

"""Sums of money: signs and codes, cents, magnitudes, ranges."""

from __future__ import annotations

import re
from typing import NamedTuple

from narrator.spoken.claims import DIGIT, Rule
from narrator.spoken.context import DASH, DESCRIBED, NUMBER, table
from narrator.spoken.numbers import cardinal, number, plural


class Currency(NamedTuple):
    one: str
    many: str
    cent: str = ""
    cents: str = ""


DOLLAR = Currency("dollar", "dollars", "cent", "cents")
CURRENCIES = {
    "$": DOLLAR,
    "US$": Currency("U S dollar", "U S dollars", "cent", "cents"),
    "C$": Currency("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "CA$": Currency("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "A$": Currency("Australian dollar", "Australian dollars", "cent", "cents"),
    "AU$": Currency("Australian dollar", "Australian dollars", "cent", "cents"),
    "NZ$": Currency("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "HK$": Currency("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "S$": Currency("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "Rs": Currency("rupee", "rupees", "paisa", "paise"),
    "R$": Currency("real", "reais", "centavo", "centavos"),
    "$US": Currency("U S dollar", "U S dollars", "cent", "cents"),
    "$NZ": Currency("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "$A": Currency("Australian dollar", "Australian dollars", "cent", "cents"),
    "$C": Currency("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "£": Currency("pound", "pounds", "penny", "pence"),
    "€": Currency("euro", "euros", "cent", "cents"),
    "¥": Currency("yen", "yen"),
    "₹": Currency("rupee", "rupees", "paisa", "paise"),
    "₽": Currency("ruble", "rubles", "kopeck", "kopecks"),
    "₩": Currency("won", "won"),
    "₪": Currency("shekel", "shekels", "agora", "agorot"),
    "₺": Currency("lira", "lira", "kurus", "kurus"),
    "₴": Currency("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "₦": Currency("naira", "naira", "kobo", "kobo"),
    "₫": Currency("dong", "dong"),
    "฿": Currency("baht", "baht", "satang", "satang"),
    "₿": Currency("bitcoin", "bitcoin"),
}
CODES = {
    "USD": CURRENCIES["US$"],
    "EUR": CURRENCIES["€"],
    "GBP": CURRENCIES["£"],
    "CAD": CURRENCIES["C$"],
    "AUD": CURRENCIES["A$"],
    "JPY": CURRENCIES["¥"],
    "INR": CURRENCIES["₹"],
    "CHF": Currency("Swiss franc", "Swiss francs", "centime", "centimes"),
    "CNY": Currency("yuan", "yuan"),
    "RUB": CURRENCIES["₽"],
}
MAGNITUDES = table(
    """
    k=thousand; K=thousand; m=million; M=million; mn=million; mm=million; bn=billion; b=billion;
    B=billion; tn=trillion; T=trillion; thousand=thousand; million=million; billion=billion;
    trillion=trillion; hundred=hundred; Million=million; Billion=billion; Trillion=trillion;
    mil=million; crore=crore; lakh=lakh;
    """
)

SIGN = (
    r"(?P<sign>\$(?:US|NZ|A|C)(?=\d)|(?:US|CA?|AU?|NZ|HK|R|S)?\$|Rs(?=\.? ?\d)|[£€¥₹₽₩₪₺₴₦₫฿₿])(?:(?<=Rs)\.)?"
)
WORD = r"crore|lakh|hundred|thousand|[mM]illion|[bB]illion|[tT]rillion"
MAGNITUDE = r"(?:[ -]?(?P<word>" + WORD + r")(?!\w)|(?P<letter>k|K|mil|mm|mn|m|M|bn|b|B|tn|T)(?!\w))?"
AMOUNT = r"(?P<amount>\d{1,6},\d\d(?![\d,])|" + NUMBER + r")"
LAST = r"(?P<last>" + NUMBER + r")"


def _adjective(match: re.Match[str], end: int) -> bool:
    """ "a $5 bill": the sum counts nothing, it describes."""
    before = match.string[max(0, match.start() - 12) : match.start()].lower()
    after = match.string[end : end + 24]
    if re.match(r"-[a-z]", after):
        return not re.match(r"-(?:plus)", after)
    if re.search(r"(?:\w's|\b(?:the|his|her|its|their|our|my|your)) \Z", before):
        return bool(DESCRIBED.match(after))
    return bool(
        re.search(r"(?<!\w)(?:an?|another|each|every|this|that)\s\Z", before)
        and re.match(r" (?!(?:"
            r"in|to|for|a|an|and|or|on|at|of|from|per|by|is|was|each|if|when|as|with|but)\b)[a-z]", after)
    )  # fmt: skip


def _said(amount: str, magnitude: str, money: Currency, adjective: bool) -> str:
    if re.fullmatch(r"\d+,\d\d", amount):  # a decimal comma
        amount = amount.replace(",", ".")
    whole, point, fraction = amount.replace(",", "").partition(".")
    if magnitude:
        return f"{number(amount)} {magnitude} {money.one if adjective else money.many}"
    if point and len(fraction) == 2 and money.cent:
        units, cents = int(whole or 0), int(fraction)
        said_cents = f"{cardinal(cents)} {money.cent if cents == 1 else money.cents}"
        said_units = f"{cardinal(whole or 0)} {money.one if units == 1 or adjective else money.many}"
        if not cents:
            return said_units
        return said_cents if not units else f"{said_units} and {said_cents}"
    one = adjective or (not point and int(whole) == 1)
    return f"{number(amount)} {money.one if one else money.many}"


def _sum(match: re.Match[str]) -> str:
    sign = match["sign"]
    money = CURRENCIES[sign]
    word = match["word"] or match["letter"] or ""
    minus = "minus " if match["minus"] else ""
    return minus + _said(match["amount"], MAGNITUDES.get(word, ""), money, _adjective(match, match.end()))


def _range(match: re.Match[str]) -> str:
    money = CURRENCIES[match["sign"]]
    last_word = match["word"] or match["letter"] or ""
    magnitude = MAGNITUDES.get(last_word, "")
    first_magnitude = MAGNITUDES.get(match["word1"] or match["letter1"] or "", "")
    first = number(match["amount"]) + (f" {first_magnitude}" if first_magnitude else "")
    return f"{first} to {_said(match['last'], magnitude, money, _adjective(match, match.end()))}"


def _after(match: re.Match[str]) -> str:
    """The sign or the code behind the sum: "5 €", "20 USD"; or the code before it: "EUR 5"."""
    name = match["code"]
    money = CODES.get(name) or CURRENCIES[name]
    word = match["word"] or match["letter"] or ""
    return _said(match["amount"], MAGNITUDES.get(word, ""), money, False)


def _cents(match: re.Match[str]) -> str:
    return f"{number(match['amount'])} cent{'' if match['amount'] == '1' else 's'}"


def _tens(match: re.Match[str]) -> str:
    return plural(cardinal(match["tens"]))


CODE = r"(?P<code>" + "|".join(CODES) + r")"
FIRST_MAGNITUDE = r"(?:[ -]?(?P<word1>" + WORD + r")(?!\w)|(?P<letter1>k|K|mn|m|M|bn|b|B|tn|T)(?!\w))?"

RULES = (
    Rule("money's tens", re.compile(r"(?<![\w$])\$(?P<tens>[1-9]0)s(?!\w)"), _tens, needs="$"),
    Rule(
        "money range",
        re.compile(
            r"(?<![\w$£€])"
            + SIGN
            + r"\s?"
            + AMOUNT
            + FIRST_MAGNITUDE
            + r"(?:"
            + DASH
            + r"| to )(?:(?:US|CA?|AU?)?[$£€¥₹])?"
            + LAST
            + MAGNITUDE
            + r"(?![\d])"
        ),
        _range,
        needs=DIGIT,
    ),
    Rule(
        "money",
        re.compile(
            r"(?:(?<![\w$£€])|(?<=\w)(?=[£€¥]))(?P<minus>(?<!\w)-)?"
            + SIGN
            + r"\s?(?P<amount>\d{1,6},\d\d(?![\d,])|"
            + NUMBER
            + r"|\.\d{1,4})"
            + MAGNITUDE
        ),
        _sum,
        needs=DIGIT + "$£€",
    ),
    Rule(
        "money, code first", re.compile(r"(?<!\w)" + CODE + r"\s" + AMOUNT + MAGNITUDE), _after, needs=DIGIT
    ),
    Rule(
        "money, sign or code last",
        re.compile(
            r"(?<![\w.,])" + AMOUNT + MAGNITUDE + r"\s?(?P<code>(?:" + "|".join(CODES) + r")(?!\w)|[€£₽₴₺])"
        ),
        _after,
        needs=DIGIT,
    ),
    Rule(
        "pence",
        re.compile(r"(?<![\w.,$£€])(?P<amount>\d{1,2}(?:\.\d)?)p(?!\w)"),
        lambda match: f"{number(match['amount'])} {'penny' if match['amount'] == '1' else 'pence'}",
        needs=DIGIT,
    ),
    Rule("cents", re.compile(r"(?<![\w.,])" + AMOUNT + r"\s?¢"), _cents, needs="¢"),
)

"""Numbers as American English says them, from strings of digits; pure and without limits on size.

Groups of three are joined without "and" ("one hundred five"), as US broadcasters read them;
`british` puts it in for the others.
"""

from __future__ import annotations

from narrator.spoken.context import listed

ONES = listed(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
    """
)
TENS = listed(
    """
    zero ten twenty thirty forty fifty sixty seventy eighty ninety
    """
)
SCALES = (
    "",
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
)
LARGEST = 10 ** (3 * len(SCALES))
"""From here on a number is read digit by digit."""

ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def digits(text: str) -> str:
    """Each digit by its name: "90210" is "nine zero two one zero"."""
    return " ".join(ONES[int(char)] for char in text if char.isdecimal())


def _under_hundred(number: int) -> str:
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def _under_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{ONES[hundreds]} hundred"] if hundreds else []
    if rest or not words:
        words.append(_under_hundred(rest))
    return " ".join(words)


def cardinal(number: int | str) -> str:
    """123 is "one hundred twenty-three"."""
    value = int(number) if len(str(number)) <= 40 else LARGEST
    if value >= LARGEST:
        return digits(str(number))
    if value == 0:
        return "zero"
    words: list[str] = []
    for scale in reversed(range(len(SCALES))):
        group = value // 1000**scale % 1000
        if group:
            words.append(_under_thousand(group) + (f" {SCALES[scale]}" if scale else ""))
    return " ".join(words)


def ordinal(number: int | str) -> str:
    """21 is "twenty-first"."""
    said = cardinal(number)
    cut = max(said.rfind(" "), said.rfind("-")) + 1
    head, last = said[:cut], said[cut:]
    if last in ORDINALS:
        return head + ORDINALS[last]
    return head + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def number(text: str) -> str:
    """A number as written, with commas and a decimal point: "1,234.5", ".5", "3"; "007" digit by digit."""
    whole, point, fraction = text.replace(",", "").partition(".")
    said = cardinal(whole) if whole else ""
    if len(whole) > 1 and whole.startswith("0"):
        said = digits(whole)
    if point and fraction:
        said = f"{said} point {digits(fraction)}".strip()
    return said


def year(number: int | str) -> str:
    """1905 is "nineteen oh five", 2024 "twenty twenty-four", 2007 "two thousand seven"."""
    value = int(number)
    century, rest = divmod(value, 100)
    if not 1000 <= value <= 9999 or (value % 1000 < 10):
        return cardinal(value)
    if rest == 0:
        return f"{_under_hundred(century)} hundred"
    return f"{_under_hundred(century)} {'oh ' if rest < 10 else ''}{_under_hundred(rest)}"


def short_year(two: str) -> str:
    """The '08 of "class of '08": "oh eight"."""
    return f"oh {ONES[int(two)]}" if two.startswith("0") else _under_hundred(int(two))


def plural(said: str) -> str:
    """ "twenty" is "twenties", "hundred" "hundreds", "six" "sixes"."""
    if said.endswith("y"):
        return f"{said[:-1]}ies"
    return said + ("es" if said.endswith("x") else "s")


def decade(number: int | str) -> str:
    """1980 is "nineteen eighties", 2000 "two thousands", 1900 "nineteen hundreds"."""
    return plural(year(number))


def paired(text: str) -> str:
    """As flights, roads and rooms are read: "370" is "three seventy", "101" "one oh one"."""
    if len(text) == 3 and text[1:] != "00" and text[0] != "0":
        return f"{ONES[int(text[0])]} {short_year(text[1:])}"
    if len(text) == 4 and text[2:] != "00" and text[0] != "0":
        return f"{_under_hundred(int(text[:2]))} {short_year(text[2:])}"
    return number(text)


NUMERALS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(text: str) -> int | None:
    """The value of a Roman numeral in its one right form; None for what only looks like one ("IIX")."""
    values = [NUMERALS[char] for char in text.upper()]
    total = sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return total if total > 0 and _as_roman(total) == text.upper() else None


def _as_roman(value: int) -> str:
    pairs = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    out = ""
    for size, letters in pairs:
        count, value = divmod(value, size)
        out += letters * count
    return out

"""Languages other than English: the engine reads most of it; num2words says what engines read badly."""

from __future__ import annotations

import re
from functools import cache

from num2words import CONVERTER_CLASSES, num2words  # type: ignore[import-untyped]

from narrator.spoken import german, markup, symbols
from narrator.spoken.claims import DIGIT, Rule, Say
from narrator.spoken.context import listed

ORDINAL_DOT = frozenset(listed("cs da de et fi hr hu is lb lv nb nn no sk sl sr tr"))
"""Languages in which "3." is "third": what has a full stop behind it is the engine's to read."""

COMMA_LANGUAGES = {"en", "he", "ja", "ko", "th", "zh"}
"""Languages that write a decimal point; the others write a decimal comma."""

SAME_SIGNS = {"dash", "ellipsis", "exclaimed question", "exclamations", "commas", "bracket", "double quotes"}
"""The sign rules that add no English word."""


def _say(language: str, to: str, value: int | float, **options: str) -> str | None:
    """None where num2words lacks the form for this language: the engine reads the digits."""
    try:
        said = num2words(value, lang=language, to=to, **options)
    except (NotImplementedError, KeyError, OverflowError, TypeError, ValueError, AttributeError, IndexError):
        return None
    return str(said) if said and not re.search(r"\d", str(said)) else None


def _number(language: str) -> Say:
    group, point = (",", ".") if language in COMMA_LANGUAGES else (".", ",")

    def say(match: re.Match[str]) -> str | None:
        written = re.sub(r"[^\d.,]", "", match[0]).replace(group, "").replace(point, ".")
        whole, _, fraction = written.partition(".")
        if len(whole) > 15 or (len(whole) > 1 and whole.startswith("0")):
            return None
        if not fraction and int(whole) % 10 in {1, 2}:
            return None  # one and two agree with their noun in many languages
        return _say(language, "cardinal", float(written) if fraction else int(whole))

    return say


def _currency(language: str) -> Say:
    """The number in words, the sign behind it: the engine knows its name and number."""
    say_number = _number(language)

    def say(match: re.Match[str]) -> str | None:
        said = say_number(match)
        return said and f"{said} {match['sign']}"

    return say


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """Markup and signs go for every language; numbers, years and money where num2words knows the language."""
    plain = (
        Rule("raised", re.compile(r"\^([23])(?!\d)"), lambda match: "²³"[int(match[1]) - 2], needs="^"),
        *markup.RULES[1:-1],
        Rule("emoji", markup.RULES[-1].pattern, " "),
        *(rule for rule in symbols.SYMBOLS if rule.name in SAME_SIGNS),
        Rule("other sign", re.compile(r"[<>_\\|^`*#\u200d\ufe0f]"), " "),
    )
    if language not in CONVERTER_CLASSES:
        return plain
    group, point = (",", r"\.") if language in COMMA_LANGUAGES else (r"[. \u00a0\u202f]", ",")
    number = rf"(?:\d{{1,3}}(?:{group}\d{{3}}){{1,4}}|\d{{1,15}})(?:{point}\d{{1,6}})?"
    dot = r"\.(?=\s\w)" if language in ORDINAL_DOT else r"\.(?!\s|\Z)"
    return (
        Rule(
            "money",
            re.compile(rf"(?<![\w.,$€£])(?P<sign>[$€£])\s?{number}(?![\w]|[.,]\d)"),
            _currency(language),
            needs=DIGIT + "$£€",
        ),
        *((german.ORDINAL,) if language == "de" else ()),
        Rule(
            "year",
            re.compile(r"(?<![\w.,:/$€£^+-])(?:1[1-9]\d\d|20\d\d)(?![\w%°$€£/:]|[.,]\d|\.(?=\s[a-z])|-\d)"),
            lambda match: _say(language, "year", int(match[0])) or _say(language, "cardinal", int(match[0])),
            needs=DIGIT,
        ),
        Rule(
            "number",
            re.compile(rf"(?<![\w.,:/$€£^+-]){number}(?![\w%°/:º]|[.,]\d|{dot}|-\d)"),
            _number(language),
            needs=DIGIT,
        ),
        *plain,
    )

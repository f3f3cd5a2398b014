"""Numbers as all English but that of North America says them: "one hundred and five"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from narrator.spoken.claims import Rule, Say
from narrator.spoken.numbers import ONES, SCALES, TENS, ordinal

_SCALE = "|".join(SCALES[1:])
_ONES = "|".join((*ONES[1:], *(ordinal(value) for value in range(1, 20))))
_TENS = "|".join((*TENS[2:], *(ordinal(value) for value in range(20, 100, 10))))
_SMALL = rf"(?:(?:{_TENS})(?:-(?:{_ONES}))?+|(?:{_ONES}))\b"
_AFTER_SCALE = "|".join(rf"(?<=\b{scale})" for scale in SCALES[1:])
_AND = re.compile(
    rf"(?<=\bhundred) (?={_SMALL})|(?:{_AFTER_SCALE}) "
    rf"(?={_SMALL}(?! hundred| (?:{_SCALE})))"
)


def with_and(said: str) -> str:
    """ "one thousand two hundred four" is "one thousand two hundred and four"."""
    return _AND.sub(" and ", said)


def british(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The same rules; what they say for digits takes its "and"."""
    return tuple(
        rule if isinstance(rule.say, str) else replace(rule, say=_joined(rule.say)) for rule in rules
    )


def _joined(say: Say) -> Say:
    def joined(match: re.Match[str]) -> str | None:
        said = say(match)
        return with_and(said) if said and any(char.isdecimal() for char in match[0]) else said

    return joined

"""How rules turn written text into what is said: each rule claims spans of the text, the first claim wins.

Every rule sees the text as written, never another rule's words, so the order of the list says who
wins and nothing else.  What no rule claims is said as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

DIGIT = "0"
"""Among what a rule needs: any decimal digit, of whatever script."""

Say = Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """Where `pattern` matches, the whole match is said as `say(match)`; None leaves it to later rules.
    A `say` that is the same for all matches is written as it is.

    Patterns repeat only a bounded number of times, so that a line is read in linear time.
    """

    name: str
    pattern: re.Pattern[str]
    say: Say | str
    needs: str = ""
    """Characters without any of which nothing can match: a line without digits and signs is spared three
    quarters of the rules."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`text[start:end]` is said as `say`, because of `rule`.  `ipa` carries the sounds an editor gave."""

    start: int
    end: int
    say: str
    rule: str
    ipa: str | None = None


def claim_all(text: str, rules: Iterable[Rule], claims: Iterable[Claim] = ()) -> list[Claim]:
    """The claims of `rules` on `text`, after `claims`; in order, without overlap."""
    found = list(claims)
    taken = bytearray(len(text))
    for claim in found:
        taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
    there = set(text)
    if any(map(str.isdecimal, there)):
        there.add(DIGIT)
    for rule in rules:
        if rule.needs and there.isdisjoint(rule.needs):
            continue
        first = rule.pattern.search(text, 0)
        if first is None:  # as nearly always
            continue
        for start, end, say in _matches(text, rule, first, taken):
            taken[start:end] = b"\1" * (end - start)
            found.append(Claim(start, end, say, rule.name))
    return sorted(found, key=lambda claim: claim.start)


def _matches(text: str, rule: Rule, first: re.Match[str], taken: bytearray) -> Iterator[tuple[int, int, str]]:
    """From the first match on, what of the text is free and the rule has something to say for."""
    match: re.Match[str] | None = first
    while match:
        start, end = match.span()
        if start == end:
            position = end + 1
        elif (blocked := taken.find(1, start, end)) >= 0:
            # what follows the claim may still match on its own
            position = taken.find(0, blocked)
            if position < 0:
                return
        elif (say := rule.say if isinstance(rule.say, str) else rule.say(match)) is not None:
            yield start, end, say
            position = end
        else:
            position = start + 1
        match = rule.pattern.search(text, position) if position <= len(text) else None

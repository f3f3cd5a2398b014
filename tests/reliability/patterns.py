"""Finds every regular expression of the program and drives each with the inputs that would hurt it most.

Run as a program it prints a line for each pattern that does not come to an end in time, as JSON.  The
inputs are made from the pattern itself: what begins to match, pumped at each of its repetitions, and
cut off so that the match must fail.  How long is too long is measured against a quadratic pattern on the
same machine: at `LENGTH` a linear search takes a hundredth of its time, a cubic or exponential one for
ever; what is done in no time at `SHORT` is not tried there.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import functools
import importlib
import json
import pkgutil
import re
import re._constants as code
import re._parser as parser
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import narrator

LENGTH = 30_000
"""Characters of an input."""
SHORT = LENGTH // 4
QUADRATIC = re.compile(r"\s+x")
"""The cheapest quadratic search there is: a step in C for each pair of characters."""
ENDLESS = 50
"""A repetition that may go on for longer than this is pumped."""
BOUNDED = {
    "narrator.people.sentences._LAST_WORD": (24, "a slice before a stop"),
    "narrator.people.turns.labels._NAME_LINE": (200, "read_name_line, a short line"),
    "narrator.people.turns.letters._DASHED": (140, "letters._LONGEST, the end of a passage"),
    "narrator.people.turns.letters._IN_BRACKETS": (140, "letters._LONGEST"),
    "narrator.people.turns.letters._BARE": (140, "letters._LONGEST"),
    "narrator.people.segments.subjects._": (300, "what stands beside a name in its sentence"),
    "narrator.reading.boilerplate.lines.LINE_RULES": (2000, "rules.LONGEST"),
    "narrator.reading.boilerplate.datelines._RULES": (2000, "rules.LONGEST"),
    "narrator.reading.boilerplate.trims._": (600, "trims._NEAR, the ends of a paragraph"),
    "narrator.speech.pieces._": (1200, "a line of speech, whose white space is single spaces"),
    "narrator.spoken.initials:": (30, "a slice beside a word"),
    "narrator.script.frontmatter._TOML_PLACE": (500, "a message of tomllib"),
}
"""Patterns, by the beginning of where they stand, that never see more than so many characters, and why."""
_TRIED = "aA1 .,“\"'-\n\t<>[](){}*_#:/&;@éß“”’—|=+~`^$%!?\\0Zz9\r\u00a0"
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


@dataclasses.dataclass(frozen=True)
class Found:
    where: str
    pattern: re.Pattern[Any]
    searches: bool = True
    """False where the program only ever asks for a match at one place."""
    longest: int = LENGTH
    """Characters that the program hands to it at most."""
    most_words: int = LENGTH
    """Words of the longest text that it is asked about: see `Rule.applies`."""

    def could_see(self, text: str) -> bool:
        return len(text.split()) <= self.most_words


@dataclasses.dataclass(frozen=True)
class Attack:
    """`pump` as often as there is room for, between a beginning and an end."""

    head: str
    pump: str
    tail: str = ""

    def of(self, length: int) -> str:
        """So many characters, its two ends among them."""
        room = max(0, length - len(self.head) - len(self.tail))
        return self.head + (self.pump * (room // len(self.pump) + 1))[:room] + self.tail


def modules() -> Iterator[Any]:
    for module in pkgutil.walk_packages(narrator.__path__, "narrator."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # an engine that is not installed
                yield importlib.import_module(module.name)


def all_patterns() -> list[Found]:
    """Those that modules hold, however deep, and those that are written inside functions."""
    found: dict[tuple[Any, int], list[Found]] = {}
    sources = {module: Path(module.__file__).read_text(encoding="utf-8") for module in modules()}
    program = "\n".join(sources.values())
    for module, source in sources.items():
        for name, value in list(vars(module).items()):
            if not name.startswith("__"):
                used_in = source if name.startswith("_") else program
                for where, pattern, words in _held(value, f"{module.__name__}.{name}", 5):
                    searches = not _only_matched(name, where, used_in)
                    one = Found(where, pattern, searches, _longest(where), words)
                    found.setdefault((pattern.pattern, pattern.flags), []).append(one)
        for where, pattern, method in _written(module, source):
            one = Found(where, pattern, method not in ("match", "fullmatch"), _longest(where))
            found.setdefault((pattern.pattern, pattern.flags), []).append(one)
    return [
        dataclasses.replace(
            same[0],
            searches=any(one.searches for one in same),
            longest=max(one.longest for one in same),
            most_words=max(one.most_words for one in same),
        )
        for same in found.values()
    ]


def _only_matched(name: str, where: str, source: str) -> bool:
    """A pattern whose every use, imports aside, is `.match` or `.fullmatch`."""
    if not where.endswith(f".{name}"):
        return False
    code = re.sub(r"^from .*? import (?:\([^)]*\)|.*)$", "", source, flags=re.M)
    uses = re.findall(rf"\b{re.escape(name)}\b(?!\s*[:=])(?:\.(\w+))?", code)
    return bool(uses) and all(use in ("match", "fullmatch") for use in uses)


def _longest(where: str) -> int:
    return next((most for prefix, (most, _) in BOUNDED.items() if where.startswith(prefix)), LENGTH)


def _held(
    value: Any, where: str, deep: int, most_words: int = LENGTH
) -> Iterator[tuple[str, re.Pattern[Any], int]]:
    """(where it stands, the pattern, the most words of what it is asked about)"""
    if isinstance(value, re.Pattern):
        yield where, value, most_words
    elif deep and dataclasses.is_dataclass(value) and not isinstance(value, type):
        most_words = getattr(value, "most_words", most_words)
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name, None)
            yield from _held(inner, f"{where}.{field.name}", deep - 1, most_words)
    elif deep and isinstance(value, dict):
        for key, inner in list(value.items()):
            yield from _held(key, where, deep - 1, most_words)
            yield from _held(inner, f"{where}[{key!r}]", deep - 1, most_words)
    elif deep and isinstance(value, (tuple, list, set, frozenset)):
        for place, inner in enumerate(value):
            yield from _held(inner, f"{where}[{place}]", deep - 1, most_words)


def _written(module: Any, source: str) -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """`re.search("…", …)` and the like inside functions, with the method."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, (str, bytes))
            and node.func.attr not in ("escape", "compile")
        ):
            flags = re.I if any("re.I" in ast.unparse(keyword) for keyword in node.keywords) else 0
            yield f"{module.__name__}:{node.lineno}", re.compile(node.args[0].value, flags), node.func.attr


# --------------------------------------------------------------------------- what hurts a pattern


def attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = list(parser.parse(text, pattern.flags & (re.I | re.S | re.M | re.X | re.A)))
    made = [Attack("", pump) for pump in (_sample(tree), _sample(tree, more=3), " ", "a", "A ", "\n")]
    for before, body, behind in _pumped(tree, ""):
        for pump in _samples(body):
            made.append(Attack(before, pump, "\0"))
            made.append(Attack(before, pump))
            made.append(Attack(before, pump, _sample(behind)[:-1] + "\0"))
            made.append(Attack("", before + pump * 3))
            made.append(Attack("", before + pump, "\0"))
            made += [Attack(before, pump + after, "\0") for after in _samples(behind[:1])]
        made.append(Attack("", before))
    return [attack for attack in dict.fromkeys(made) if attack.pump]


def _pumped(tree: Iterable[Any], before: str) -> Iterator[tuple[str, list[Any], list[Any]]]:
    """(what matches up to it, its body, what follows it) for each repetition without an end."""
    nodes = list(tree)
    for place, (kind, value) in enumerate(nodes):
        behind = nodes[place + 1 :]
        if kind in _REPEATS:
            if value[1] > ENDLESS:
                yield before, list(value[2]), behind
            yield from _pumped(value[2], before)
        elif kind is code.BRANCH:
            for branch in value[1]:
                yield from _pumped(branch, before)
        else:
            for inner in _inside(kind, value):
                yield from _pumped(inner, before)
        before += _sample([(kind, value)])


def _inside(kind: Any, value: Any) -> list[Any]:
    if kind is code.SUBPATTERN:
        return [value[3]]
    if kind in (code.ASSERT, code.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is code.ATOMIC_GROUP else []


def _samples(nodes: list[Any]) -> list[str]:
    """Several strings that `nodes` match: of the first class several members, of a branch each arm."""
    if len(nodes) == 1:
        kind, value = nodes[0]
        if kind is code.IN:
            return [c for c in _TRIED if _in_class(c, value)][:6] or [_member(value)]
        if kind is code.BRANCH:
            return [_sample(branch) for branch in value[1]][:6]
        for inner in _inside(kind, value):
            return _samples(list(inner))
    return [_sample(nodes), _sample(nodes, more=2)]


def _sample(nodes: Iterable[Any], more: int = 0) -> str:
    """A string that `nodes` match, with each repetition at its least and `more`."""
    out = ""
    for kind, value in nodes:
        if kind is code.LITERAL:
            out += chr(value)
        elif kind is code.NOT_LITERAL:
            out += next(c for c in _TRIED if ord(c) != value)
        elif kind is code.ANY:
            out += "a"
        elif kind is code.IN:
            out += _member(value)
        elif kind is code.BRANCH:
            out += _sample(value[1][0], more)
        elif kind in _REPEATS:
            out += _sample(value[2], more) * min(max(value[0], more), value[1], 300)
        elif kind not in (code.ASSERT, code.ASSERT_NOT):
            out += "".join(_sample(inner, more) for inner in _inside(kind, value))
    return out


def _member(items: list[Any]) -> str:
    return next((c for c in _TRIED if _in_class(c, items)), None) or next(
        (
            chr(value if kind is code.LITERAL else value[0])
            for kind, value in items
            if kind in (code.LITERAL, code.RANGE)
        ),
        "a",
    )


def _in_class(char: str, items: list[Any]) -> bool:
    negated, held = False, False
    for kind, value in items:
        if kind is code.NEGATE:
            negated = True
        elif kind is code.LITERAL:
            held |= ord(char) == value
        elif kind is code.RANGE:
            held |= value[0] <= ord(char) <= value[1]
        elif kind is code.CATEGORY:
            held |= _in_category(char, value)
    return held != negated


def _in_category(char: str, category: Any) -> bool:
    name = str(category).rpartition("_")[2].lower()
    held = {"word": char.isalnum() or char == "_", "digit": char.isdigit(), "space": char.isspace()}[name]
    return held != ("NOT" in str(category))


# --------------------------------------------------------------------------- the drive


class TooSlow(Exception):  # noqa: N818
    pass


def stop(*_: object) -> None:
    raise TooSlow


@functools.cache
def patience() -> float:
    """Seconds of processor time for one search of `LENGTH`: half of what a quadratic one takes here."""
    return _seconds(SHORT) * (LENGTH / SHORT) ** 2 / 2


def _seconds(length: int) -> float:
    """Seconds of processor time that `QUADRATIC` takes, the least of a few."""
    took = []
    for _ in range(5):
        began = time.process_time()
        assert QUADRATIC.search(" " * length) is None
        took.append(time.process_time() - began)
    return min(took)


def hurt(found: Found) -> str | None:
    """The first input at which the pattern does not come to an end in time."""
    haste = patience() / (LENGTH / SHORT) ** 2
    for attack in attacks(found.pattern):
        short, long = (attack.of(min(length, found.longest)) for length in (SHORT, LENGTH))
        if not _ends(found, short, haste) and not _ends(found, long, patience()):
            return attack.of(60)
    return None


def _ends(found: Found, text: str, seconds: float) -> bool:
    """Whether the search comes to an end in so many seconds of processor time."""
    if not found.could_see(text):
        return True
    subject = text if isinstance(found.pattern.pattern, str) else text.encode("latin-1", "replace")
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            if found.searches:
                for _ in found.pattern.finditer(subject):
                    pass
            else:
                found.pattern.fullmatch(subject)
                found.pattern.match(subject)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TooSlow:  # also where it comes just as the search has ended
        return False
    return True


def main() -> None:
    signal.signal(signal.SIGVTALRM, stop)
    patterns = [one for one in all_patterns() if any(map(one.where.startswith, sys.argv[1:] or [""]))]
    for found in patterns:
        attack = hurt(found)
        if attack is not None:
            about = {"where": found.where, "pattern": str(found.pattern.pattern), "input": attack[:60]}
            sys.stdout.write(json.dumps(about) + "\n")
            sys.stdout.flush()
    sys.stdout.write(json.dumps({"driven": len(patterns)}) + "\n")


if __name__ == "__main__":
    main()

"""Mutations that know of markup: a page, a feed, a chapter or a script is changed by tags, words and lines.

A byte changed anywhere in a tag mostly gives text in which nothing happens; a tag that is moved, doubled
or left out is still markup, and reaches what reads it.  What is put in stands in `tokens`, one a line.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

TOKENS: Mapping[str, tuple[str, ...]] = {
    "text": ("words",),
    "people": ("words",),
    "spoken": ("words",),
    "markdown": ("words", "script", "html"),
    "script": ("words", "script"),
    "html": ("words", "html"),
    "feed": ("words", "html", "feed"),
    "epub": ("words", "html", "epub"),
    "docx": ("words", "docx"),
}
"""The token files of each target that is changed this way; the others are changed byte by byte."""
_PIECES = re.compile(rb"<[^<>]{0,300}>|&#?\w{1,10};|\n+|[ \t]+|[^<&\s]{1,80}|.", re.S)
_ESCAPED = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|n|\\)")

Mutator = Callable[[bytes, int, int], bytes]
"""(data, most bytes, seed) → data."""


def mutator(target: str, by_bytes: Callable[[bytes, int], bytes]) -> Mutator:
    """Every third time as libFuzzer would, else by up to four pieces."""
    tokens = [token for name in TOKENS[target] for token in tokens_of(name)]

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if seed % 3 == 0 or not data:
            return by_bytes(data, most)
        pieces = _PIECES.findall(data)
        for _ in range(chance.randint(1, 4)):
            _change(pieces, tokens, chance)
        return b"".join(pieces)[:most]

    return mutate


def tokens_of(name: str) -> list[bytes]:
    """The lines of a token file; what can't be seen is written as in Python."""
    lines = Path(__file__).with_name("tokens").joinpath(f"{name}.txt").read_text("utf-8").splitlines()
    return [
        _ESCAPED.sub(lambda m: m[0].encode("ascii").decode("unicode_escape"), line).encode() for line in lines
    ]


def _change(pieces: list[bytes], tokens: Sequence[bytes], chance: random.Random) -> None:
    """Puts in, takes out, doubles, repeats or moves a few pieces that stand together."""
    start = chance.randrange(len(pieces) + 1)
    end = min(len(pieces), start + chance.choice((1, 1, 1, 2, 3, 8, 30)))
    run = pieces[start:end]
    match chance.randrange(6):
        case 0 | 1:
            pieces[start:start] = [chance.choice(tokens)]
        case 2:
            del pieces[start:end]
        case 3:
            there = chance.randrange(len(pieces) + 1)
            pieces[there:there] = run
        case 4:
            pieces[start:end] = run * chance.choice((2, 3, 20))
        case _:
            del pieces[start:end]
            there = chance.randrange(len(pieces) + 1)
            pieces[there:there] = run

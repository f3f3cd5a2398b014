"""A script of twice the length takes twice the steps, however it repeats itself.

Steps are lines of Python that are run: the same on every machine.  What one line does in native code is
bounded elsewhere (`test_patterns.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

import pytest

from narrator.errors import ScriptError
from narrator.model import Article, Line, Script, Segment
from narrator.script import compare_with_article, read_script, update_script, write_script

HEAD = '+++\ntitle = "T"\n\n[cast."Ana Ruiz"]\n+++\n\n## One\n\n'
SIZE = 12_000
"""Characters."""
MOST = 2.3
"""Times the steps for twice the text: what is done once counts too, and lists of lines grow in leaps."""


def steps(call: Callable[[], object]) -> int:
    count = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    except ScriptError:
        pass  # mistakes are found in the same way
    finally:
        sys.settrace(before)
    return count


def refrain(size: int) -> Script:
    return Script("T", (Segment("One", None, tuple(Line("Yes, I do.") for _ in range(size // 30))),))


def corrected(size: int) -> str:
    """A refrain in which an editor has changed every fortieth line."""
    rows = write_script(refrain(size)).split("\n")
    return "\n".join(row.replace("Yes", "Oh") if number % 40 == 0 else row for number, row in enumerate(rows))


def continued(piece: str, size: int) -> str:
    return HEAD + "**Ana Ruiz:** Yes" + piece * (size // len(piece))


SCRIPTS: Mapping[str, Callable[[int], str]] = {
    "a refrain": lambda size: write_script(refrain(size)),
    "a corrected refrain": corrected,
    "short lines": lambda size: HEAD + "**Ana Ruiz:** Yes.\n" * (size // 19),
    "a line in many rows": lambda size: continued("\nand so on", size),
    "a comment in many rows": lambda size: continued("<!-- a\n", size),
    "comments after comments": lambda size: (
        HEAD + "**Ana Ruiz:** Yes. <!-- a\n" + " b --> <!--\n" * (size // 12)
    ),
    "open strikes": lambda size: continued(" ~~a", size),
    "unknown marks": lambda size: continued(' [a]{sya="b"}', size),
    "unknown speakers": lambda size: HEAD + "".join(f"**Ann {n}:** Yes.\n\n" for n in range(size // 20)),
    "nobody": lambda size: HEAD + "Yes, no.\n\n" * (size // 10),
    "notes": lambda size: HEAD + "<!-- a -->\n" * (size // 11) + "**Ana Ruiz:** Yes.\n" * (size // 19),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_reading_a_script_grows_with_its_length(name: str) -> None:
    once, twice = (steps(lambda n=n: read_script(SCRIPTS[name](n))) for n in (SIZE, 2 * SIZE))
    assert once > SIZE / 100
    assert twice < MOST * once


@pytest.mark.parametrize("make", [lambda n: write_script(refrain(n)), corrected])
def test_the_proof_and_the_merge_grow_with_the_length(make: Callable[[int], str]) -> None:
    def proof(size: int) -> None:
        compare_with_article(read_script(make(size)), Article("Yes, I do.\n\n" * (size // 30), ()))

    def merge(size: int) -> None:
        update_script(refrain(size + 60), make(size))

    for call in (proof, merge):
        once, twice = (steps(lambda n=n, call=call: call(n)) for n in (SIZE, 2 * SIZE))
        assert twice < MOST * once, call.__name__


def test_steps_tell_what_grows_faster() -> None:
    def pairs(size: int) -> int:
        count = 0
        for one in range(size):
            for other in range(size):
                count += one < other
        return count

    assert steps(lambda: pairs(60)) > 3.5 * steps(lambda: pairs(30))

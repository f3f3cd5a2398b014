"""The head of a script: each entry of the cast is read by itself, and each mistake has its line."""

from __future__ import annotations

import pytest

from narrator.errors import ScriptError
from narrator.script import read_script


def said_of(head: str) -> list[str]:
    with pytest.raises(ScriptError) as error:
        read_script(f'+++\ntitle = "T"\n{head}\n+++\n', path="x.md")
    return str(error.value).removeprefix("x.md: ").splitlines()


def test_behind_a_mistake_in_the_cast_the_rest_is_read() -> None:
    _, *told = said_of("[cast]\nAnn = 3\nBo = 4\n[cast.Cy]\nnamed = 5")
    assert [line.rpartition(", ")[2] for line in told] == ["line 4", "line 5", "line 7"]


@pytest.mark.parametrize("name", ['"Ann  Lee"', '" "'])
def test_nobody_is_in_the_cast_twice_or_without_a_name(name: str) -> None:
    _, told, behind = said_of(f'[cast."Ann Lee"]\n[cast.{name}]\n[cast.Cy]\nnamed = 5')
    assert told.endswith("is in the cast twice or has no name, line 4")
    assert behind.endswith(", line 6")


def test_a_head_that_ends_within_a_value_has_its_last_line() -> None:
    (told,) = said_of('byline = """It rains.')
    assert told.endswith(", line 3")

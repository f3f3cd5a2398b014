"""What is told of a file's mistakes, and how much is compared for a hint."""

from __future__ import annotations

import pytest

from narrator.errors import ScriptError
from narrator.script import mistakes
from narrator.script.mistakes import Mistakes


def test_a_script_without_a_path_is_the_script() -> None:
    found = Mistakes("")
    found.raise_if_any()
    found.wrong(3, "what", "; a hint")
    with pytest.raises(ScriptError, match=r"^the script: what, line 3; a hint$"):
        found.raise_if_any()


def test_mistakes_are_told_by_line_and_within_it_as_they_were_found() -> None:
    found = Mistakes("x.md")
    for line, what in [(2, "z"), (1, "y"), (2, "a")]:
        found.wrong(line, what)
        found.odd(line, what)
    with pytest.raises(ScriptError) as error:
        found.raise_if_any()
    assert str(error.value).splitlines() == ["x.md: 3 mistakes", "  y, line 1", "  z, line 2", "  a, line 2"]
    assert found.warnings == ("y, line 1", "z, line 2", "a, line 2")


def test_a_hint_is_given_where_a_known_word_is_near_enough() -> None:
    found = Mistakes("x.md")
    assert found.hint("puase", ["pause", "chime"]) == "; did you mean 'pause'?"
    assert found.hint("qqq", ["pause", "chime"]) == ""
    assert found.nearest("puase", ["pause"], cutoff=0.95) is None


def test_only_so_many_pairs_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mistakes, "MOST_COMPARED", 5)
    found = Mistakes("x.md")
    hints = [found.nearest("anne", names) for names in (["ann", "bob"], ["ann", "bob", "cyd"], ["ann"])]
    assert hints == ["ann", "ann", None]

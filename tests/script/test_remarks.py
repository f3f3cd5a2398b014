"""The program's own comments, told from the editor's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narrator.model import Line, LineKind
from narrator.script.markup import read_comment, write_comment
from narrator.script.remarks import GUIDE, SEAL, is_guide, take_remark, write_note

TOLD = Line("“Yes.”")
SAID = Line("“Yes.”", "Ann", LineKind.QUOTE)
UNKNOWN = "speaker not known"


@pytest.mark.parametrize(
    ("line", "comments", "is_now", "left"),
    [
        (TOLD, (), TOLD, ()),
        (TOLD, (UNKNOWN, "mine", "and mine"), replace(TOLD, kind=LineKind.QUOTE), ("mine", "and mine")),
        (TOLD, ("mine", UNKNOWN), TOLD, ("mine", UNKNOWN)),
        (SAID, (UNKNOWN, "mine"), SAID, ("mine",)),
        (
            replace(TOLD, kind=LineKind.HEADING),
            (UNKNOWN,),
            replace(TOLD, kind=LineKind.HEADING),
            (),
        ),
        (
            SAID,
            ("check the speaker: 79 % sure, by a tag", "mine", "and mine"),
            replace(SAID, confidence=0.79, rule="a tag"),
            ("mine", "and mine"),
        ),
        (SAID, ("check the speaker: 62 % sure",), replace(SAID, confidence=0.62), ()),
        (SAID, ("check the speaker: 80 % sure", "mine", "and mine"), SAID, ("mine", "and mine")),
        (TOLD, ("check the speaker: 62 % sure", "mine"), TOLD, ("mine",)),
        (SAID, ("check the speaker: somebody",), SAID, ("check the speaker: somebody",)),
    ],
)
def test_a_remark_is_taken_back_and_the_editors_comments_are_left(
    line: Line, comments: tuple[str, ...], is_now: Line, left: tuple[str, ...]
) -> None:
    assert take_remark(line, comments) == (is_now, left)


@pytest.mark.parametrize(
    "text",
    [UNKNOWN, "check the speaker: 62 % sure, by a tag", GUIDE, f"{SEAL} 1", "How to correct this script"],
)
def test_an_editor_may_write_what_the_program_writes(text: str) -> None:
    assert write_note(text) == write_comment(text, literally=True) != write_comment(text)
    assert read_comment(write_note(text).removeprefix("<!--").removesuffix("-->").strip()) == text


def test_any_other_comment_is_written_as_it_is() -> None:
    for text in ("check the year", "How to go on", f"not {SEAL}"):
        assert write_note(text) == write_comment(text, literally=False)


def test_the_guide_is_told_by_how_it_begins() -> None:
    assert is_guide(GUIDE)
    assert is_guide("How to correct this script, in short")
    assert not is_guide("How to go on")

"""The script against its article, word by word."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.model import Article, Block, BlockKind, Line, LineKind, Omission, Replacement, Script, Segment
from narrator.script import Difference, compare_with_article, read_script, write_script
from tests.script.casefiles import cases, with_head

PROSE = """The tower of Ürümqi

“It is ninety metres high,” she said — “$5m worth of steel (U.S. made).”

Share this page

Then she left."""


def article(text: str, *omitted: str) -> Article:
    omissions = tuple(
        Omission(text.index(part), text.index(part) + len(part), "furniture") for part in omitted
    )
    blocks = [Block(BlockKind.PARAGRAPH, m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    return Article(text, tuple(blocks), omissions)


def spoken(*texts: str) -> Script:
    return Script("T", (Segment("One", None, tuple(Line(text) for text in texts)),))


WHOLE = (
    "The tower of Ürümqi",
    "“It is ninety metres high,”",
    "she said —",
    "“$5m worth of steel (U.S. made).”",
    "Then she left.",
)


def test_an_unedited_script_differs_in_nothing() -> None:
    read = read_script(write_script(spoken(*WHOLE)))
    assert compare_with_article(read, article(PROSE, "Share this page")) == []


def test_what_the_reader_left_out_is_missed_when_it_was_not_left_out() -> None:
    (missing,) = compare_with_article(spoken(*WHOLE), article(PROSE))
    assert missing == Difference("cut", "Share this page", "", PROSE.index("Share"), 5)


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        (1, "“It is nine metres high,”", "changed in line 2: ninety → nine"),
        (2, "she said quite loudly —", "added in line 3: quite loudly"),
        (3, "“$5m worth of steel.”", "cut at line 5: U.S. made"),
        (3, "“£5m worth of steel (U.S. made).”", "changed in line 4: $ → £"),
        (0, "The TOWER of U\u0308ru\u0308mqi!", None),
    ],
)
def test_an_editors_words_are_listed(line: int, text: str, expected: str | None) -> None:
    texts = [*WHOLE[:line], text, *WHOLE[line + 1 :]]
    found = compare_with_article(spoken(*texts), article(PROSE, "Share this page"))
    assert [str(difference) for difference in found] == ([expected] if expected else [])


def test_what_is_silent_or_struck_is_cut_and_what_is_said_otherwise_is_not() -> None:
    source = article("One two three. Four five. Six.")
    lines = (
        Line("One two three.", replacements=(Replacement(0, 3, "won"), Replacement(4, 7, ""))),
        Line("Four five.", silent=True),
        Line("Six."),
    )
    found = compare_with_article(Script("T", (Segment("S", None, lines),)), source)
    assert [str(difference) for difference in found] == ["cut at line 1: two", "cut at line 2: Four five"]
    silent = compare_with_article(Script("T", (Segment("S", None, lines[2:], silent=True),)), source)
    assert [difference.article for difference in silent] == ["One two three. Four five. Six"]


def test_what_is_cut_is_told_where_it_stands_struck_out_and_in_one_line() -> None:
    long = " ".join(f"w{n}" for n in range(30))
    source = article(f"One.\n\n{long}\n\nTwo and three.\n\nFour.")
    struck = (
        Line("One."),
        Line(long, silent=True),
        Line("Two and three.", replacements=(Replacement(3, 13, ""),)),
    )
    found = compare_with_article(Script("T", (Segment("S", None, struck),)), source)
    assert [str(difference) for difference in found] == [
        "cut at line 2: w0 w1 w2 w3 w4 w5 w6 w7 … w22 w23 w24 w25 w26 w27 w28 w29 (30 words)",
        "cut at line 3: and three. Four",
    ]
    gone = compare_with_article(spoken("Two and three."), source)
    assert [(difference.line, difference.article[-3:]) for difference in gone] == [
        (1, "w29"),
        (1, "Four"[-3:]),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("~Uno. | Due. | Tre. | Quattro.", "cut at line 1: Uno"),
        ("Uno. | Due. | Tre. | ~Quattro.", "cut at line 4: Quattro"),
        ("~Uno. | Due. | Quattro.", "cut at line 1: Uno; cut at line 3: Tre"),
        ("Uno. | Due. | Tre.", "cut at line 3: Quattro"),
        ("Uno. | Due. | Tre-tre. | Quattro.", "added in line 3: tre"),
        ("Uno. | Sei. | Sette. | Quattro.", "changed in line 2: Due. Tre → Sei Sette"),
        ("", "cut at line 1: Uno. Due. Tre. Quattro"),
    ],
)
def test_where_a_difference_is_told(lines: str, expected: str) -> None:
    """`~` stands before a line that is struck out."""
    texts = [text for text in lines.split(" | ") if text]
    items = tuple(Line(text.lstrip("~"), silent=text.startswith("~")) for text in texts)
    found = compare_with_article(
        Script("T", (Segment("S", None, items),)), article("Uno. Due. Tre. Quattro.")
    )
    assert "; ".join(str(difference) for difference in found) == expected


def test_words_at_the_end_are_added_behind_the_article_s_last() -> None:
    source = article("Uno. Due.")
    (added,) = compare_with_article(spoken("Uno.", "Due.", "Tre."), source)
    assert added == Difference("added", "", "Tre", len(source.text), 3)
    read = read_script(with_head("## S\n\n**Ann:** Uno.\n\n**Ann:** Due, tre."))
    (added,) = compare_with_article(read, source)
    assert added.line == read.lines[-1].written.row != 2


@pytest.mark.parametrize("say", ["", " "])
def test_words_struck_out_at_the_end_of_a_line_are_cut_from_that_line(say: str) -> None:
    lines = (Line("Uno e due.", replacements=(Replacement(3, 9, say),)), Line("Tre."))
    found = compare_with_article(Script("T", (Segment("S", None, lines),)), article("Uno e due. Tre."))
    assert [str(difference) for difference in found] == ["cut at line 1: e due"]
    said = (replace(lines[0], replacements=(Replacement(6, 9, "two"),)), lines[1])
    (cut,) = compare_with_article(Script("T", (Segment("S", None, said),)), article("Uno e due. O no. Tre."))
    assert str(cut) == "cut at line 2: O no"


@pytest.mark.parametrize(("words", "shortened"), [(16, False), (17, False), (18, True), (25, True)])
def test_a_passage_is_shortened_where_that_leaves_out_more_than_a_word(words: int, shortened: bool) -> None:
    (cut,) = compare_with_article(spoken(), article(" ".join(f"w{n}" for n in range(words))))
    assert (f"({words} words)" in str(cut)) is shortened
    assert ("w8 " in f"{cut} ") is not shortened


def test_what_the_reader_left_out_is_in_any_order() -> None:
    source = article("Uno. Due. Tre. Quattro.", "Tre.", "Uno.")
    assert compare_with_article(spoken("Due.", "Quattro."), source) == []


@pytest.mark.parametrize("case", cases("reading.txt"))
def test_a_script_never_differs_from_its_own_words(case: dict[str, str]) -> None:
    script = read_script(with_head(case["body"]))
    loud = [line for segment in script.segments if not segment.silent for line in segment.lines]
    kept = []
    for line in loud:
        text = line.text
        for struck in reversed([r for r in line.replacements if not r.say]):
            text = text[: struck.start] + text[struck.end :]
        kept.append("" if line.silent else text)
    assert compare_with_article(script, article("\n".join(kept) or " ")) == []


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=4))
def test_cutting_at_white_space_changes_no_word(text: str, cuts: list[int]) -> None:
    pieces, at = [], 0
    for cut in sorted(cuts):
        if at <= cut < len(text) and text[cut].isspace():
            pieces.append(text[at:cut])
            at = cut
    pieces.append(text[at:])
    lines = tuple(Line(" ".join(piece.split())) for piece in pieces)
    assert compare_with_article(Script("T", (Segment("S", None, lines),)), article(text)) == []


def test_a_difference_names_the_line_of_the_file_and_the_speaker_who_was_changed() -> None:
    source = article("Rust smells.\n\n“It does,” said Ann Lee.\n\n“No,” said Bo.")
    script = Script(
        "T",
        (
            Segment(
                "One",
                None,
                (
                    Line("Rust smells."),
                    Line("“It does,”", "Ann Lee", LineKind.QUOTE),
                    Line("said Ann Lee.", opens_paragraph=False),
                    Line("“No,”", "Bo", LineKind.QUOTE),
                    Line("said Bo.", opens_paragraph=False),
                ),
            ),
        ),
    )
    written = write_script(script)
    assert compare_with_article(read_script(written), source) == []
    edited = written.replace("smells", "stinks").replace("**Ann Lee:** “It", "**Bo:** “It")
    edited = edited.replace("**Narrator:** said Bo", "**Ann Lee:** said Bo")
    rows = edited.split("\n")
    found = [str(difference) for difference in compare_with_article(read_script(edited), source)]
    assert found == [
        f"changed in line {rows.index('**Narrator:** Rust stinks.') + 1}: smells → stinks",
        f"another speaker in line {rows.index('**Bo:** “It does,”') + 1}: Ann Lee → Bo",
        f"another speaker in line {rows.index('**Ann Lee:** said Bo.') + 1}: Narrator → Ann Lee",
    ]

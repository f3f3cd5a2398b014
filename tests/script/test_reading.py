"""What an editor writes, rightly and wrongly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narrator.errors import ScriptError
from narrator.model import Line, LineKind, Note, Pause, Person, Role, Script, Segment, Sound
from narrator.script import is_edited, is_script, read_script, write_script
from tests.script.casefiles import body_of, cases, with_head


@pytest.mark.parametrize("case", cases("mistakes.txt"))
def test_every_mistake_is_named_with_its_line(case: dict[str, str]) -> None:
    try:
        said = [f"odd: {note}" for note in read_script(case["script"], path="x.md").notes]
    except ScriptError as error:
        said = str(error).splitlines()
    assert said == case["says"].splitlines()


@pytest.mark.parametrize("case", cases("reading.txt"))
def test_reading(case: dict[str, str]) -> None:
    script = read_script(with_head(case["body"]))
    assert body_of(write_script(script)) == case["is"]
    assert write_script(read_script(write_script(script))) == write_script(script)


SAMPLE = """+++
narrator = 1
title = "The machine"
lang = "en-US"
date = 1939-04-30
source = "machine.txt"
engine = "espeak"

[cast.Narrator]
voice = "espeak:en-us/mid"

[cast."Homer Dudley"]
voice = "espeak:en-us/low"
role = "engineer"
gender = "m"
age = 42

[say]
Kempelen = "/ˈkɛmpələn/"
Nobody = ""
+++

## Homer Dudley

### The Voder

**Narrator:** It was shown [in 1939]{say="in nineteen thirty-nine"}. <!-- check the year -->
**Homer Dudley:** “It talks.”

[pause 0.8s]

[chime]

**Homer Dudley:** It does.
"""


def test_a_script_as_an_editor_keeps_it() -> None:
    script = read_script(SAMPLE)
    assert (script.title, script.language, script.date) == ("The machine", "en-US", "1939-04-30")
    assert (script.source, script.engine) == ("machine.txt", "espeak")
    assert script.cast == (
        Role("Narrator", "espeak:en-us/mid"),
        Role("Homer Dudley", "espeak:en-us/low", "m", "engineer"),
    )
    assert script.people == (Person("Homer Dudley", gender="m", age=42, role="engineer"),)
    assert script.pronunciations == {"Kempelen": "/ˈkɛmpələn/"}
    (segment,) = script.segments
    assert segment.person == "Homer Dudley"
    heading, told, note, quote, pause, chime, turn = segment.items
    assert heading == Line("The Voder", kind=LineKind.HEADING)
    assert isinstance(told, Line)
    (said,) = told.replacements
    assert (told.text[said.start : said.end], said.say) == ("in 1939", "in nineteen thirty-nine")
    assert (note, pause, chime) == (Note("check the year", trailing=True), Pause(0.8), Sound("chime"))
    assert quote == Line("“It talks.”", "Homer Dudley", LineKind.QUOTE, opens_paragraph=False)
    assert turn == Line("It does.", "Homer Dudley", LineKind.TURN)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert read_script("\ufeff" + SAMPLE.replace("\n", "\r\n")) == read_script(SAMPLE)


def test_a_file_counts_as_edited_once_a_word_differs() -> None:
    written = write_script(read_script(SAMPLE))
    assert not is_edited(written)
    assert not is_edited(written + "\n")
    assert is_edited(written.replace("talks", "speaks"))
    assert is_edited(written.replace("age = 42", "age = 43"))
    assert is_edited(SAMPLE)
    assert is_edited("")


def test_one_changed_word_is_one_changed_line_of_a_diff() -> None:
    """Git shows an editor what another has done."""
    script = read_script(SAMPLE)
    before = write_script(script).splitlines()
    after = write_script(read_script(SAMPLE.replace("It talks", "It speaks"))).splitlines()
    differing = [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    body = [n for n in differing if not before[n].startswith(("<!-- as narrator", "#"))]
    assert len(body) == 1


def test_low_confidence_is_a_remark_and_high_confidence_is_not() -> None:
    script = read_script(SAMPLE)
    (segment,) = script.segments
    quote = Line("“Yes.”", "Homer Dudley", LineKind.QUOTE, rule="the last speaker")
    for confidence, remark in [(0.62, "62 % sure, by the last speaker"), (0.799, "79 % sure"), (0.8, "")]:
        made = replace(script, segments=(replace(segment, items=(replace(quote, confidence=confidence),)),))
        body = body_of(write_script(made))
        assert (remark in body) if remark else ("sure" not in body)


def test_who_is_quoted_without_a_name_stays_so_until_an_editor_says_otherwise() -> None:
    lines = (Line("“Yes.”", "Ann", LineKind.QUOTE), Line("“Hm.”", "the report", LineKind.QUOTE))
    written = write_script(Script("T", (Segment("One", None, lines),), people=(Person("Ann"),)))
    assert [(p.name, p.named) for p in read_script(written).people] == [("Ann", True), ("the report", False)]
    named = written.replace("named = false\n", "")
    assert all(person.named for person in read_script(named).people)
    with pytest.raises(ScriptError, match="named of the report should be true or false, not 'no', line"):
        read_script(written.replace("named = false", 'named = "no"'))


def test_a_script_without_voices_says_when_they_are_chosen() -> None:
    lines = (Line("“Yes.”", "Ann", LineKind.QUOTE),)
    script = Script("T", (Segment("One", None, lines),), people=(Person("Ann"),))
    assert "# Voices are chosen when" in write_script(script)
    assert "# Voices are chosen when" not in write_script(replace(script, cast=(Role("Ann", "espeak:x"),)))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ('+++\ntitle = "T"\n[cast.Ann]\n+++\n## One\n\n**Ann:** Yes.\n', True),
        ('\ufeff+++\r\nnarrator = 1\r\ntitle = "T"\r\n+++\r\n', True),
        ('\n+++\ntitle = "T"\n[say]\nx = y mistaken\n+++\n', True),
        ('+++\ntitle = "A page"\ndraft = false\n[taxonomies]\ntags = ["cast"]\n+++\n\nWords.\n', False),
        ("---\ntitle: A page\n---\n\n**Ann:** Yes.\n", False),
        ("+++\nnarrator = 1\n", False),
        ("# The cast\n\n[cast.Ann]\n", False),
        ("", False),
    ],
)
def test_a_script_is_told_from_an_article(text: str, script: bool) -> None:
    assert is_script(text) is script
    assert is_script(write_script(Script(text, ())))


@pytest.mark.parametrize(("letters", "shown"), [(40, "w" * 40), (41, "w" * 39 + "…")])
def test_a_long_row_is_cut_in_what_is_said_of_it(letters: int, shown: str) -> None:
    with pytest.raises(ScriptError) as caught:
        read_script(with_head("## One\n\n" + "w" * letters))
    assert f"no speaker before {shown!r}, line " in str(caught.value)


def test_a_heading_begins_a_paragraph_even_without_an_empty_row() -> None:
    (segment,) = read_script(with_head("## One\n**Ann:** Yes.\n### Two\n**Bob:** No.")).segments
    assert [line.opens_paragraph for line in segment.lines] == [True, True, False]


def test_a_part_that_is_struck_out_may_be_somebodys() -> None:
    (segment,) = read_script(with_head('## ~~The barn~~  {person="Ann"}\n\n**Ann:** Yes.')).segments
    assert (segment.title, segment.person, segment.silent) == ("The barn", "Ann", True)


def test_sounds_know_their_row() -> None:
    (segment,) = read_script("+++\ntitle = 'T'\n+++\n## One\n[chime]\n[music a.mp3]\n").segments
    assert [item.row for item in segment.items if isinstance(item, Sound)] == [5, 6]


def test_a_file_of_comments_alone_keeps_them() -> None:
    assert read_script(with_head("<!-- mine -->")).segments == (Segment("", None, (Note("mine"),)),)


def test_a_part_may_be_without_a_title() -> None:
    (segment,) = read_script(with_head("##\n\n**Ann:** Yes.")).segments
    assert segment.title == ""

"""A changed article keeps the editor's work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.errors import ScriptError
from narrator.model import Line, LineKind, Person, Role, Script, Segment
from narrator.script import (
    canonical,
    is_edited,
    merge_scripts,
    merging,
    read_script,
    same_script,
    update_script,
    write_script,
)
from narrator.script.fingerprint import split_seal
from tests.script.casefiles import body_of, cases, with_head


def edited_by(written: str, edit: str) -> str:
    """The program's file with its body exchanged for the editor's, the seal kept."""
    head, _, body = written.partition("## ")
    seal = body[body.rindex("<!-- as narrator") :]
    return f"{head}{edit}\n\n{seal}"


@pytest.mark.parametrize("case", cases("merging.txt"))
def test_merging(case: dict[str, str]) -> None:
    wrote = write_script(read_script(with_head(case["wrote"])))
    now = read_script(with_head(case["now"]))
    edited = edited_by(wrote, case["edited"])
    assert is_edited(edited)
    merged, reports = update_script(now, edited)
    assert body_of(merged) == case["expected"]
    assert reports == case["reports"].splitlines()
    assert is_edited(merged) == (case["expected"] != case["now"])
    again, reports = update_script(now, merged)
    assert (again, reports) == (merged, [])


def test_an_unedited_file_is_written_anew() -> None:
    old = write_script(Script("T", (Segment("One", None, (Line("Old."),)),)))
    new = Script("T", (Segment("One", None, (Line("New."),)),))
    assert update_script(new, old) == (write_script(new), [])


def test_a_file_with_a_mistake_is_named() -> None:
    with pytest.raises(ScriptError, match=r"^x\.md: "):
        update_script(Script("T", ()), with_head("Words."), path="x.md")


def test_two_files_hold_the_same_script_however_they_are_set() -> None:
    wrote = write_script(read_script(with_head("## One\n\n**Ann:** One word.\n\n**Bob:** Two.")))
    assert same_script(wrote, wrote.replace("One word", "One  \nword").replace("\n", "\r\n"))
    assert not same_script(wrote, wrote.replace("One word", "A word"))
    other = write_script(read_script(with_head("## One\n\n**Ann:** A word.\n\n**Bob:** Two.")))
    assert not same_script(wrote, other.replace("A word", "One word"))


def test_the_head_keeps_the_editors_cast_and_pronunciations() -> None:
    quote = Line("“Yes.”", "Ann", LineKind.QUOTE)
    wrote = Script("T", (Segment("One", None, (quote,)),), people=(Person("Ann", age=40),), source_hash="1")
    edited = replace(
        read_script(write_script(wrote)),
        title="My title",
        engine="espeak",
        cast=(Role("Narrator", "own:low"), Role("Ann", "own:high", "f", "baker"), Role("Gone")),
        pronunciations={"Ann": "Anne"},
    )
    more = Line("“No.”", "Bob", LineKind.QUOTE)
    new = replace(
        wrote,
        segments=(Segment("One", None, (quote, more)),),
        people=(*wrote.people, Person("Bob")),
        pronunciations={"Bob": "Bobb", "Ann": "Hanna"},
        source_hash="2",
    )
    merged, reports = merge_scripts(new, edited)
    held = canonical(merged)
    assert held.cast == (Role("Narrator", "own:low"), Role("Ann", "own:high", "f", "baker"), Role("Bob"))
    assert held.people[0].age == 40
    assert held.pronunciations == {"Bob": "Bobb", "Ann": "Anne"}
    assert (held.title, held.engine, held.source_hash) == ("My title", "espeak", "2")
    assert reports == ["the article is now called 'T'; the script keeps 'My title'"]


def test_what_the_editor_left_alone_in_the_head_follows_the_article() -> None:
    def article(age: int, role: str) -> Script:
        people = (
            Person("Ann", age=age, role=role, gender="f"),
            Person("Bob", age=age, role=role, gender="m"),
        )
        lines = (Line("“Yes.”", "Ann", LineKind.QUOTE), Line("“No.”", "Bob", LineKind.QUOTE))
        return Script("T", (Segment("One", None, (*lines, Line(f"She is {age}."))),), people=people)

    written = write_script(article(40, "baker"))
    edited = written.replace(
        'age = 40\n\n[cast.Bob]\nrole = "baker"', 'age = 40\n\n[cast.Bob]\nrole = "poet"'
    )
    assert edited != written
    merged, _ = update_script(article(41, "miller"), edited)
    ann, bob = read_script(merged).people
    assert (ann.age, ann.role, ann.gender) == (41, "miller", "f")
    assert (bob.age, bob.role, bob.gender) == (41, "poet", "m")
    again, _ = update_script(article(42, "smith"), merged)
    ann, bob = read_script(again).people
    assert (ann.age, ann.role, bob.age, bob.role) == (42, "smith", 42, "poet")


def test_without_a_seal_the_editors_words_are_never_lost() -> None:
    edited = read_script(with_head("## One\n\n**Ann:** “The house was white and stood by the sea.”"))
    new = read_script(with_head("## One\n\n**Bob:** “The house was green and stood by the sea.”"))
    merged, reports = merge_scripts(new, edited)
    assert body_of(write_script(merged)) == (
        "## One\n\n**Ann:** “The house was green and stood by the sea.”\n\n"
        "<!-- the script had: “The house was white and stood by the sea.” -->"
    )
    assert len(reports) == 1


def test_the_facts_of_the_head_are_the_articles_and_the_editors_where_it_has_none() -> None:
    quote = Line("“Yes.”", "Ann", LineKind.QUOTE)
    wrote = Script("T", (Segment("One", None, (quote,)),), source="a.txt", date="2020-01-01")
    more = Line("“No.”", "Bob", LineKind.QUOTE)
    new = replace(
        wrote,
        segments=(Segment("One", None, (quote, more)),),
        people=(Person("Bob", age=50, role="baker"),),
        source="b.txt",
        date="2021-01-01",
        notes=("odd",),
    )
    edited = read_script(write_script(wrote).replace("Yes", "Oh yes"))
    merged, _ = merge_scripts(new, edited)
    assert (merged.source, merged.date, merged.notes) == ("b.txt", "2021-01-01", ("odd",))
    assert Person("Bob", age=50, role="baker") in merged.people
    assert [role.name for role in canonical(merged).cast] == ["Ann", "Bob"]
    merged, _ = merge_scripts(replace(new, source="", date=None), edited)
    assert (merged.source, merged.date) == ("a.txt", "2020-01-01")


@given(st.integers(-3, 12), st.integers(0, 9))
def test_places_are_looked_through_outwards_each_once(start: int, end: int) -> None:
    found = list(merging._outwards(start, end))
    begun = max(0, min(start, end))
    assert sorted(found) == list(range(end))
    assert [abs(at - begun) for at in found] == sorted(abs(at - begun) for at in found)


def test_a_long_line_is_told_of_by_its_beginning() -> None:
    assert merging._start(Line("w" * 60)) == repr("w" * 60)
    assert merging._start(Line("w" * 61)) == repr("w" * 59 + "…")


words = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "omega"]), min_size=1, max_size=5).map(
    " ".join
)


def scripts(lines: st.SearchStrategy[list[Line]]) -> st.SearchStrategy[Script]:
    def cut(all_lines: list[Line], at: int) -> Script:
        parts = [all_lines[:at], all_lines[at:]]
        return Script("T", tuple(Segment(f"Part {n}", None, tuple(p)) for n, p in enumerate(parts) if p))

    return st.builds(cut, lines, st.integers(1, 5))


one_line = st.builds(Line, words, st.sampled_from([None, "Ann", "Bob"]))
any_scripts = scripts(st.lists(one_line, min_size=1, max_size=8))
distinct_lines = scripts(st.lists(one_line, min_size=1, max_size=8, unique_by=lambda line: line.text))


@settings(deadline=None)
@given(any_scripts, any_scripts)
def test_without_an_editors_work_merging_gives_the_new_script(wrote: Script, now: Script) -> None:
    """The merge proper, though the file was not edited: every line of the article, in its order."""
    sealed = read_script(write_script(wrote))
    merged, _ = merge_scripts(now, sealed, split_seal(write_script(wrote))[1])
    assert [(x.text, x.speaker) for x in merged.lines] == [(x.text, x.speaker) for x in now.lines]


@settings(deadline=None)
@given(distinct_lines, distinct_lines, distinct_lines)
def test_any_three_merge_into_a_file_that_is_settled(wrote: Script, edit: Script, now: Script) -> None:
    seal = write_script(wrote)[write_script(wrote).rindex("<!-- as narrator") :]
    text = write_script(edit)
    text = text[: text.rindex("<!-- as narrator")] + seal
    merged, _ = update_script(now, text)
    assert write_script(read_script(merged), machine=now) == merged
    assert update_script(now, merged)[0] == merged

"""Names a listener is likely to hear wrong are offered to the editor."""

from __future__ import annotations

import pytest

from narrator.model import Line, LineKind, Person, Script, Segment
from narrator.script import hard_names, read_script, write_script
from narrator.script.hard_names import FOREIGN, HARD, MOST, hardness


def about(*texts: str, kind: LineKind = LineKind.NARRATION, **more: object) -> Script:
    lines = tuple(Line(text, kind=kind) for text in texts)
    return Script("T", (Segment("S", None, lines),), **more)  # type: ignore[arg-type]


HARD_ONES = ["Buttigieg", "Szczepański", "Nguyen", "Boehner", "Chisholm", "Schwarzenegger", "Ngũgĩ"]
EASY_ONES = [
    "Smith",
    "Johnson",
    "Georgia",
    "Philadelphia",
    "Warren",
    "Sanders",
    "Henry",
    "Dudley",
    "Michigan",
]


@pytest.mark.parametrize("name", HARD_ONES)
def test_hard(name: str) -> None:
    assert hard_names(about(f"They met {name} there.")) == [name]


@pytest.mark.parametrize("name", EASY_ONES)
def test_easy(name: str) -> None:
    assert hardness(name) < HARD
    assert hard_names(about(f"They met {name} there.")) == []


@pytest.mark.parametrize(("name", "plain"), [("José", "Jose"), ("Žarko", "Zarko"), ("Jose\u0301", "Jose")])
def test_a_letter_that_english_does_not_write_makes_a_name_harder(name: str, plain: str) -> None:
    assert hardness(name) == hardness(plain) + FOREIGN


@pytest.mark.parametrize("name", ["Søren", "Đorđe", "Łukasz"])
def test_so_does_one_that_is_no_other_letter_with_a_mark(name: str) -> None:
    assert hard_names(about(f"They met {name} there.")) == [name]


def test_an_apostrophe_is_no_letter_however_it_is_set() -> None:
    assert hardness("O’Brien") == hardness("O'Brien") == hardness("OBrien")


def test_letters_that_no_dictionary_shows_how_to_say_weigh_nothing() -> None:
    assert hardness("Ωψ") == hardness("Ωψξ")


def test_a_name_counts_once_whatever_follows_it() -> None:
    assert hard_names(about("By Nguyen, Nguyen's and Nguyen’s, Nguyen-like.")) == ["Nguyen"]


def test_a_name_is_found_behind_a_short_word_and_without_what_it_owns() -> None:
    assert hard_names(about("A Nguyen left.")) == ["Nguyen"]
    assert hard_names(about("They say Nguyen’ll sail.")) == ["Nguyen"]


@pytest.mark.parametrize(("name", "found"), [("João", ["João"]), ("Łoś", [])])
def test_a_name_of_three_letters_is_left_to_the_voice(name: str, found: list[str]) -> None:
    assert hardness(name) >= HARD
    assert hard_names(about(f"They met {name} there.")) == found


def test_words_that_only_begin_a_sentence_are_no_names_unless_a_person_is_called_so() -> None:
    assert hard_names(about("Schadenfreude. “Realpolitik,” she said.")) == []
    person = (Person("Ha Nguyen"),)
    assert hard_names(about("Nguyen left.", people=person)) == ["Nguyen"]
    assert hard_names(about("They Met Nguyen There", kind=LineKind.HEADING)) == []


def test_what_the_script_says_already_is_not_offered() -> None:
    assert hard_names(about("Of Nguyen.", pronunciations={"Nguyen": "Win"})) == []
    assert hard_names(about("Of NGUYEN and NPR.")) == []


def test_english_voices_only() -> None:
    assert hard_names(about("Bei Szczepański.", language="de")) == []


def test_english_of_any_country() -> None:
    assert hard_names(about("Of Nguyen.", language="en-GB")) == ["Nguyen"]


def test_the_hardest_come_first_and_of_equals_the_most_frequent() -> None:
    assert hard_names(about("Of Nguyen, Buttigieg and Chisholm.")) == sorted(
        ["Nguyen", "Buttigieg", "Chisholm"], key=hardness, reverse=True
    )
    assert hard_names(about("Of Ωψζω, Ωψξω, Ωψξω and Ωψηω.")) == ["Ωψξω", "Ωψζω", "Ωψηω"]


def test_no_list_is_too_long_to_read() -> None:
    names = [f"Szcz{a}pa{b}ski" for a in "aeiou" for b in "bcdfgn"]
    assert len(hard_names(about("So " + " and ".join(names)))) == MOST


def test_offered_in_the_file_for_the_editor_to_fill_in() -> None:
    written = write_script(about("They met Buttigieg there."))
    assert '# Buttigieg = ""\n+++' in written
    assert read_script(written).pronunciations == {}
    filled = written.replace('# Buttigieg = ""', 'Buttigieg = "Boot edge edge"')
    assert read_script(filled).pronunciations == {"Buttigieg": "Boot edge edge"}
    assert "# Buttigieg" not in write_script(read_script(filled))

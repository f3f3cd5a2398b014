"""Which names a heading proposes, and which proposals the text under it confirms."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.people.headings.attested import find_attested
from narrator.people.headings.known import KnownNames
from narrator.people.headings.people import find_person_headings
from narrator.people.headings.read import read_heading
from narrator.people.names.find import find_people
from narrator.people.segments.passages import find_passages
from tests.people.gate.cases import parse
from tests.people.gate.fixtures import read_fixtures

CASES = read_fixtures(Path(__file__).with_suffix(".txt"))


@pytest.mark.parametrize(
    ("heading", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_first_reading_of_a_heading(heading: str, expected: str) -> None:
    readings = read_heading(heading)
    names = ", ".join(heading[start:end] for start, end in readings[0].spans) if readings else ""
    assert (f"{names} | {readings[0].rule}" if readings else "-") == expected


def headed(words: str) -> list[tuple[str, ...]]:
    article = parse("page", words).article
    found = find_person_headings(article.text, find_passages(article), KnownNames(find_people(article)))
    return [heading.names for heading in found]


def test_an_epithet_may_look_like_a_name() -> None:
    page = """
= Three bakers
[-] They all rise at four.
== The Purist: Ana Ruiz
[-] Ruiz uses no yeast. She never has.
== The Rebel: Tom Lund
[-] Lund uses too much, and he says so.
"""
    assert headed(page) == [("Ana Ruiz",), ("Tom Lund",)]


def test_a_last_name_inside_another_name_is_not_the_last_name_alone() -> None:
    page = """
= Where to shop
[-] Three shops, three streets.
== Glass Majorelle
[-] This glass house sells lamps. It stands in the old Jardin Marie Majorelle, behind the well.
== Peacock Pavilions
[-] Mina Alami owns this hotel, and she sells what she sews there. Linen, mostly.
"""
    assert headed(page) == []


def test_among_sections_of_people_one_may_be_slow_to_turn_to_its_own() -> None:
    page = """
= Three on the ferry
[-] Ana Ruiz, Tom Lund and Ines Falk cross every day. Ruiz, Lund and Falk have never spoken.
== Ana Ruiz
[-] Ruiz sells bread on the other side. She starts at four.
== Tom Lund
[-] The mill needs salt. The salt is on the wrong bank.
[-] The bank was the right one until the flood.
[-] Lund brings nine sacks a week.
== Ines Falk
[-] Falk teaches knots. She ties the ferry when it will not stay.
"""
    assert headed(page) == [("Ana Ruiz",), ("Tom Lund",), ("Ines Falk",)]


def test_a_section_turns_to_whom_its_heading_names() -> None:
    """A name in bold under a picture is a caption: the article goes on about something else."""
    page = """
= What implants can do
[-] Edward Tull and Jane Dorn study implants. Tull and Dorn disagree.
== Edward Tull
[-] First, consider the battery. Most last nine years, and most implants do not.
[-] Wires break where the neck bends. Nobody has found a wire that does not.
== Jane Dorn
[-] A battery is heavy. The lightest weighs as much as a plum.
[-] Plums, though, do not heat up.
"""
    assert headed(page) == []


def test_places_and_topics_are_not_people() -> None:
    page = """
= Where to go
[-] Four towns, four harbors.
== New York
[-] In New York the piers are long. New York has nine of them.
== Early Life
[-] The pier was built in 1901. Life on it was loud.
== Golden Gate
[-] The Golden Gate is a strait.
"""
    assert headed(page) == []


def test_a_name_nobody_knows_is_one_in_company() -> None:
    page = """
= Two of them
[-] An opening.
== Ana Ruiz, 34, baker
[-] Ruiz bakes. "I bake," she says.
== Zorblax Quim, 51, miller
[-] He mills at night, when the wind is up.
"""
    assert headed(page) == [("Ana Ruiz",), ("Zorblax Quim",)]


def test_the_last_name_alone_confirms_a_heading() -> None:
    page = """
= Two of them
[-] An opening.
== Zorblax Quim
[-] Nobody mills like Quim. The wheel turns at night.
"""
    assert headed(page) == [("Zorblax Quim",)]


def test_unmarked_lines_and_run_in_names() -> None:
    page = """
= Mayors to watch
[-] Two towns have new ones.
[-] 1. Odessa Quinn: A former guard, Quinn beat the incumbent by 41 votes.
[-] 2. Pál Novotny: Novotny ran on a single issue, the smell.
"""
    assert headed(page) == [("Odessa Quinn",), ("Pál Novotny",)]


def test_a_theme_that_names_its_section_s_person() -> None:
    page = """
= Two who left
[-] An opening.
== How Ana Ruiz lost her home
[-] Ana Ruiz, a baker, came home to a lake. "I swam in," Ruiz said.
== What became of Tom Lund
[-] Tom Lund left for the coast. Lund writes every week.
"""
    assert headed(page) == [("Ana Ruiz",), ("Tom Lund",)]


def test_a_single_theme_in_a_story_about_somebody_heads_nothing() -> None:
    page = """
= Ana Ruiz bakes
[-] Ana Ruiz, a baker, was born in Lund. Ruiz rises at four.
== Ruiz rises at four
[-] Ruiz lights the oven. She lets it burn down.
"""
    assert headed(page) == []


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Ana Ruiz, 34, baker", "baker"),
        ("Ana Ruiz (34), who bakes", "who bakes"),
        ("Ana Ruiz, 52 ans, boulangère", "boulangère"),
        ("Ana Ruiz, the baker", "the baker"),
        ("Ana Ruiz, 29, she/her", None),
        ("Ana Ruiz, Portland", None),
        ("Ana Ruiz", None),
    ],
)
def test_what_a_heading_says_somebody_is(heading: str, role: str | None) -> None:
    page = f"= Two of them\n[-] An opening.\n== {heading}\n[-] Ruiz rises at four. She lights the oven.\n"
    article = parse("page", page).article
    found = find_person_headings(article.text, find_passages(article), KnownNames(find_people(article)))
    assert [one.role(article.text) for one in found] == [role]


def test_a_text_says_how_it_writes_a_name() -> None:
    text = "RUIZ AND LUND. The Golden Gate, the Ruiz family, Ana Ruiz and the baker Ana Ruizo."
    found = find_attested(text, ["Ana Ruiz", "RUIZ", "Golden Gate", "Tom Lund"])
    assert found.forms == {
        "ruiz": ("RUIZ", "Ruiz"),
        "golden gate": ("Golden Gate",),
        "ana ruiz": ("Ana Ruiz",),
    }
    assert found.after_article == {"Golden Gate"}
    assert found.is_a_word("baker")
    assert not found.is_a_word("ruiz")


def test_thousands_of_headings_are_counted_as_they_are_written() -> None:
    """Each name costs the places where it stands, not the length of the text."""
    text = " ".join(f"Ana Name{number} left." for number in range(3000))
    found = find_attested(text, [f"Ana Name{number}" for number in range(3000)])
    assert len(found.forms) == 3000


def test_a_bare_name_among_themes_needs_a_sign_of_a_person() -> None:
    page = """
= Five new machines
[-] Five machines were shown in May.
== Magic Leap
[-] Pictures are shown at many angles. Leap's lens throws them into the eye.
== Liquid glass
[-] Glass is poured twice. It sets in an hour.
== Cold light
[-] The lamp burns at four degrees.
== Project Balloon
[-] It flies over the sea for a year.
"""
    assert headed(page) == []
    assert headed(page.replace("Pictures are shown", "He shows pictures")) == [("Magic Leap",)]


def test_a_heading_that_ends_in_a_first_name_is_no_last_name_alone() -> None:
    page = """
= Women of the mill
[-] Two of them are remembered.
== Amazing Grace
[-] Grace Hollis built the wheel. In 1934, Grace joined the guild, and she never left it.
== The first miller
[-] Ada Lorne ground the first flour. She wrote it down.
"""
    assert headed(page) in ([], [("Grace Hollis",)])


def test_first_names_head_a_round_up_together() -> None:
    page = """
= How three couples share the money
[-] Money is the last taboo. Names have been changed.
== Becky
[-] Becky earns twice what her husband does. “We have one pot,” she says.
== Darren, Hull
[-] I keep everything apart, down to the milk.
== Ana and Tom
[-] Ana has never asked. She is scared that it is more.
"""
    assert headed(page) == [("Becky",), ("Darren",), ("Ana", "Tom")]


def test_first_names_of_places_and_storms_head_nothing() -> None:
    page = """
= Storms and towns
[-] The log goes back to 1790.
== Daria
[-] Daria took the roof off the fish market in 1990.
== Florence
[-] Florence was flooded in the same year. I was there.
== Arwen
[-] Arwen brought down four thousand trees.
"""
    assert headed(page) == []


def test_roles_head_the_sections_of_whom_they_are_about() -> None:
    page = """
= The night the river came
[-] On the tenth day the river rose.
== THE POSTMISTRESS
[-] Joan Petherick, 71, was asleep above the shop. “I heard the letters going,” she says.
[-] “We saved the pensions,” her husband, Ted, says.
== THE FARMER
[-] Up at Hollins, Davinder Gill had moved the ewes. “Look at the hill,” said Gill.
== THE VICAR
[-] The Rev Michael Ayckbourn opened the church at 3am. By dawn, he recalls, it was full.
== THE COST
[-] The council put it at nine million.
"""
    assert headed(page) == [("Joan Petherick",), ("Davinder Gill",), ("Michael Ayckbourn",)]


def test_among_people_a_statement_needs_no_more_than_a_name_that_people_have() -> None:
    page = """
= Should you repair your boiler?
[-] We put the question to three people who know.
== Rachel Lund, heating engineer
[-] If it is under ten years old, repair it. The parts exist.
== Prof Gavin Falk, University of Clyde
[-] It depends on the house. In a flat it may never pay.
== Maureen Ito, Citizens' Bureau
[-] Before you spend a penny, check the grants.
"""
    assert headed(page) == [("Rachel Lund",), ("Gavin Falk",), ("Maureen Ito",)]


def test_names_over_sections_without_a_person_in_them_are_firms() -> None:
    page = """
= Firms that changed the high street
[-] Shops come and go.
== Dorothy Lane
[-] The chain took its name from a street. At its height it had 212 branches.
== Wilson Carter
[-] Wilson Carter sold carpets. Its jingle is still hummed.
"""
    assert headed(page) == []


def test_a_line_between_a_name_and_its_section_says_what_somebody_does() -> None:
    page = """
= The people behind the harvest
[-] It takes forty pairs of hands.
== Milena Kostova
== Picker
[-] Milena came from Plovdiv for six weeks in 2011. She is still counting them.
== Aisha Warsame
== Grader
[-] A plum passes Aisha every second. She rejects one in six.
"""
    assert headed(page) == [("Milena Kostova",), ("Aisha Warsame",)]


def test_a_ship_has_an_article() -> None:
    page = """
= The lifeboats of the east coast
[-] Every station has its boat, and every boat its name.
== Grace Darling
[-] Built in 1954, the Grace Darling served at Holy Island until 1989. It was launched 143 times.
== William Riley
[-] The William Riley is the oldest afloat. It rows as well as it did in 1909.
"""
    assert headed(page) == []


def test_an_answer_behind_a_name_with_an_age_may_be_short() -> None:
    page = """
= Is the festival too loud?
[-] We went to Hill Road with a microphone.
[-] Ana Ruiz, 67, teacher: “I take my hearing aids out and it is bliss.”
[-] Tom Lund, 51, publican: “I can't hear you. What?”
"""
    assert headed(page) == [("Ana Ruiz",), ("Tom Lund",)]

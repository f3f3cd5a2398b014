"""Whose segment each passage is in, one case a rule."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from narrator.model import Article, BlockKind
from narrator.people import attribute
from tests.people.gate.cases import parse
from tests.people.gate.fixtures import read_fixtures

CASES = read_fixtures(Path(__file__).with_suffix(".txt"))


@pytest.mark.parametrize(("page", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_whose_each_passage_is(page: str, expected: str) -> None:
    """A letter for each block behind the title: a person's own, `.` for nobody's, `H` for a heading."""
    article = parse("page", page).article
    script = attribute(article)
    letters: dict[str, str] = {}
    marks = []
    for block in article.blocks[1:]:
        if block.kind is BlockKind.HEADING:
            marks.append("H")
            continue
        person = next(s.person for s in script.segments if (s.start or 0) <= block.start < (s.end or 0))
        marks.append(letters.setdefault(person, string.ascii_uppercase[len(letters)]) if person else ".")
    legend = "\n".join(f"{letter} = {name}" for name, letter in letters.items())
    assert f"{' '.join(marks)}\n{legend}".strip() == expected


def titles(page: str) -> list[str]:
    return [segment.title for segment in attribute(parse("page", page).article).segments]


def test_chapters_are_called_by_people_headings_and_the_article_s_own_words() -> None:
    page = """
= A fire in Norwood
[-] The factory burned on Monday.
[-] Ken Ito, who runs it, watched. "It burned evenly," Ito said.
[-] The plant opened in 1922 and made candles for most of the churches along the coast and some inland.
[-] Its vanilla could be smelled at the airport.
[-] "We will pour again," Ito said.
== What burned
[-] Nine tons of wax, the county said.
"""
    assert titles(page) == [
        "A fire in Norwood",
        "Ken Ito",
        "The plant opened in 1922",
        'Ken Ito: "We will pour again"',
        "What burned",
    ]


def test_a_person_s_heading_is_their_chapter_s_title() -> None:
    page = """
= Two of them
[-] An opening about a town.
== 1. Ana Ruiz, 34, baker
[-] Ruiz bakes at night. "I like it," she says.
== The Rebel: Tom Lund
[-] Lund mills. "I don't," he says.
"""
    assert titles(page) == ["Two of them", "Ana Ruiz, 34, baker", "The Rebel: Tom Lund"]


def test_no_segments_of_nothing() -> None:
    assert attribute(Article(" \n", ())).segments == ()


def test_a_title_that_a_player_could_not_show_is_a_clause_or_a_name() -> None:
    page = """
= A fire in Norwood that burned for nine days, while the county looked for the men who had lit it
[-] The factory burned on Monday.
== Tom Lund, 51, who mends clocks and has lived above the shop with nine of them all his life
[-] Lund mends clocks. "They all go wrong," Lund says.
== Ana Ruiz, 34, baker
[-] Ruiz has baked since 1999. "I rise at four," Ruiz says.
"""
    assert titles(page) == ["A fire in Norwood that burned for nine days", "Tom Lund", "Ana Ruiz, 34, baker"]


def test_a_credit_is_no_chapter_s_title() -> None:
    page = """
= The last season at the Orpheum
== As told to Greta Holm
[-] The Orpheum closed in June after ninety years.
[-] DOROTHY VANCE: I had the keys on my belt.
[-] RAY PICKETT: The board was older than I was.
[-] DOROTHY VANCE: I told you so, Ray.
[-] RAY PICKETT: It was a small candle. I kept it in a jar.
"""
    assert titles(page) == [
        "The last season at the Orpheum",
        "Dorothy Vance",
        "Ray Pickett",
        "Dorothy Vance: I told you so, Ray",
        "Ray Pickett: It was a small candle",
    ]


def test_a_name_in_capitals_alone_is_no_shout_in_a_title() -> None:
    page = """
= The last season at the Orpheum
[-] The Orpheum closed in June after ninety years.
[-] DOROTHY VANCE: I had the keys on my belt.
[-] RAY O'DELL: The board was older than I was.
[-] DOROTHY VANCE: I told you so, Ray.
[-] RAY O'DELL: It was a small candle. I kept it in a jar.
"""
    assert titles(page)[1:3] == ["Dorothy Vance", "RAY O'DELL"]


def test_a_page_s_title_joins_the_section_under_it() -> None:
    page = """
= Amara Osei
== Amara Osei, 41, pastry chef
[-] Osei gets up at three. She has done so since she was nineteen, and has never once used an alarm.
== Kofi Mensah, 33, baker
[-] Mensah never sleeps at all. He says it is a gift.
"""
    assert titles(page) == ["Amara Osei, 41, pastry chef", "Kofi Mensah, 33, baker"]


def test_a_returning_guest_s_chapter_is_called_by_their_words_not_by_the_question() -> None:
    page = """
= Two mills
[-] HOST: Ana Ruiz and Tom Lund are here. Who begins?
[-] ANA RUIZ: I will. I run the upper mill.
[-] TOM LUND: I run the lower one.
[-] HOST: How much water is there?
[-] ANA RUIZ: Never enough.
"""
    assert titles(page)[-1] == "Ana Ruiz: Never enough"

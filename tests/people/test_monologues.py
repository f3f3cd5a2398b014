"""Sections told in the first person are said in their person's voice, the writer's own are not."""

from __future__ import annotations

import pytest

from narrator.people import attribute
from tests.people.gate.cases import parse

TOLD = """
= Three who would not leave the coast
[-] From the car park you can see three houses. Last year there were five.
== Walter Dunmore, 83, retired fitter
[-] I came here in 1961 with a wife and a motorbike. The motorbike went first.
[-] "Go home," the council wrote. I wrote back.
== Ruxandra Popa, 36, teacher
[-] We bought the house for the price of a car. My mother cried on the phone.
[-] In January I heard the garden go. It is a soft noise.
[-] As told to Della Frost.
"""
VISITED = """
= Three who would not leave the coast
[-] From the car park you can see three houses. Last year there were five.
== Walter Dunmore, 83, retired fitter
[-] I find Dunmore on his pier, mending a net. He does not look up.
== Ruxandra Popa, 36, teacher
[-] I am early. She has made tea, and the garden is gone.
"""


SUBTITLES = """
= Four lives in the hills
[-] I spent a summer in the village and asked everybody I met to write down how they came to live here.
== Ana Ruiz, 83
== My hill
[-] I came here with a motorbike. I was twenty and my mother cried for a week.
== Tom Lund, 71
== My boat
[-] I came here with a boat. I was thirty and my father laughed for a week.
"""


def voices(page: str) -> list[str | None]:
    script = attribute(parse("page", page).article)
    return [line.speaker for line in script.lines if line.kind.value not in ("heading",)]


def test_a_person_tells_of_herself_under_her_name():
    assert voices(TOLD) == [None, *["Walter Dunmore"] * 2, *["Ruxandra Popa"] * 2, None]


def test_what_somebody_quotes_is_told_in_her_voice():
    lines = attribute(parse("page", TOLD).article).lines
    assert [line.text for line in lines if line.text.startswith('"Go home')] == [
        '"Go home," the council wrote. I wrote back.'
    ]


@pytest.mark.parametrize(
    "page", [VISITED, TOLD.partition("== Ruxandra")[0]], ids=["a visitor", "one section"]
)
def test_a_writer_who_says_i_is_the_narrator(page):
    assert set(voices(page)) <= {None, "the council"}


def test_a_subtitle_belongs_to_the_name_above_it():
    assert voices(SUBTITLES) == [None, "Ana Ruiz", "Tom Lund"]


def test_what_stands_behind_headings_about_something_else_is_nobody_s():
    page = SUBTITLES.replace("== My hill", "== The hills\n== The road").replace(
        "== My boat", "== The coast\n== Boats"
    )
    assert set(voices(page)) == {None}

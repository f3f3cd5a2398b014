"""Whom an interview is with, told from what stands before the talk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narrator.people.names.find import find_people
from narrator.people.segments.passages import find_passages
from narrator.people.turns.guest import find_guest, full_from, introduces_self
from tests.people.gate.cases import parse


def guest(page: str, before: int | None = None, likely: bool = False) -> str | None:
    article = parse("page", page).article
    article = replace(article, text=article.text.replace("¶", "\n"))
    passages = find_passages(article)
    people = find_people(article)
    return find_guest(article.text, passages, people, len(passages) if before is None else before, likely)


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (
            "= Ovens\n[-] Tom Lund mills. Lund is 51. An interview with the baker Ana Ruiz, 34, in Leeds.",
            "Ana Ruiz",
        ),
        ("= Ovens\n[-] Tom Lund mills. Lund is 51. Lund sat down with Ana Ruiz, 34, in Leeds.", "Ana Ruiz"),
        ("= Ovens\n[-] Tom Lund mills. Lund is 51. Lund caught up with Ana Ruiz, 34, in Leeds.", "Ana Ruiz"),
        ("= Ovens\n[-] Tom Lund mills. Lund is 51. Lund talked to Ana Ruiz, 34, in Leeds.", "Ana Ruiz"),
        ("= Ovens\n[-] A conversation with Tom Lund’s sister, Ana Ruiz, 34. Lund, 51, mills.", "Ana Ruiz"),
        (
            "= An interview with Ana Ruiz\n[-] Tom Lund, 51, said it rained. Lund mills. Ruiz bakes.",
            "Ana Ruiz",
        ),
        ("= Ovens\n[-] Ana Ruiz, 34, bakes. Ruiz rises at four. Tom Lund, 51, was there.", "Ana Ruiz"),
        ("= Ovens\n[-] Tom Lund, 51, was there. Ana Ruiz, 34, bakes. Ruiz rises at four.", "Ana Ruiz"),
        ("= Ovens\n[-] Tom Lund, 51, was there.\n[-] We met Ana Ruiz, 34, in Leeds.", "Ana Ruiz"),
        ("= Ovens\n[-] Ana Ruiz, 34, was there. Tom Lund, 51, was there.", "Ana Ruiz"),
        ("= Ovens\n[-] It rained in Leeds.", None),
    ],
)
def test_the_guest(page: str, name: str | None) -> None:
    assert guest(page) == name


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("= Nights\n[-] Samira Haddad drives a bus. She spoke to Tom Lund on her break.", "Samira Haddad"),
        ("= Nights\n[-] Samira Haddad, 44, drives. She talks to the Journal’s Tom Lund.", "Samira Haddad"),
        ("= Nights\n[-] Samira Haddad drives a bus. She spoke to Tom Lund, a baker.", "Tom Lund"),
        ("= Nights\n[-] Samira Haddad drives a bus. Tom Lund spoke to her on her break.", "Samira Haddad"),
        ("= Bread\n[-] Samira Haddad hosts it. She talks to Tom Lund of the mill.", "Tom Lund"),
        ("= Bread\n[-] Here she talks to Tom Lund about bread.", "Tom Lund"),
        ("= Nights\n[-] Ana Ruiz, 34, drives. Lund mills. She spoke to Tom Lund. Lund is 51.", "Tom Lund"),
    ],
)
def test_whom_a_guest_spoke_to_is_no_guest(page: str, name: str) -> None:
    assert guest(page) == name


def test_who_comes_before_the_talk_counts_first_and_then_the_whole() -> None:
    page = "= Ovens\n[-] It rained.\n[-] Ana Ruiz, 34, said so.\n[-] Tom Lund, 51, mills. Lund rises."
    assert guest(page, before=3) == "Ana Ruiz"
    assert guest(page, before=2) == "Tom Lund"


def test_a_name_that_nothing_else_shows_to_be_a_person_s_will_do_if_it_must() -> None:
    page = "= Ovens\n[-] Quorra Vexley. The oven of Quorra Vexley. Brill Toxen."
    assert guest(page) is None
    assert guest(page, likely=True) == "Quorra Vexley"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Hello! I'm Ana Ruiz, and I bake.", "Ana Ruiz"),
        ("My name is Ana Ruiz.", "Ana Ruiz"),
        ("Ich bin Ana Ruiz.", "Ana Ruiz"),
        ("I know Ana Ruiz.", None),
        ("It rained. " * 30 + "I'm Ana Ruiz.", None),
    ],
)
def test_who_says_who_they_are(words: str, name: str | None) -> None:
    assert introduces_self(words) == name


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("[-] An interview with Ana Ruiz, 34.", "Ana Ruiz"),
        ("= A Chat with Quorra Vexley\n[-] It rained.\n[-] Tom Lund, 51.", "Quorra Vexley"),
        ("= Ovens\n[-] It rained. A chat with Quorra Vexley.", None),
        ("= Ovens\n[-] A talk with Becky and Ana Ruiz, 34. Becky, 51, mills.", "Ana Ruiz"),
        ("= Ovens\n[-] A talk with Becky and Tom. Becky, 51, mills. Tom, 34, bakes.", "Becky"),
        (
            "= A talk with the baker\n[-] Tom Lund, 51, mills.\n"
            "[-] Ana Ruiz, 34, bakes. Ruiz is here. Ruiz stays.",
            "Ana Ruiz",
        ),
        (
            "= Ovens\n[-] A talk with the baker¶Tom Lund, 51, mills.¶It rained.\n"
            "[-] Ana Ruiz, 34, bakes. Ruiz is here. Ruiz stays. Ruiz is at home.",
            "Ana Ruiz",
        ),
    ],
    ids=[
        "no title",
        "a headline's name that nobody knows",
        "but no paragraph's",
        "a full name first",
        "else the first",
        "a headline ends",
        "a line ends",
    ],
)
def test_whom_somebody_talked_with(page: str, name: str | None) -> None:
    assert guest(page) == name


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("= Meet Becky Oatgrass\n[-] Becky, 34, bakes. Becky is here.", "Becky Oatgrass"),
        ("= Ovens\n[-] Becky, 34, bakes. Becky is here.", "Becky"),
    ],
)
def test_somebody_of_one_name_has_the_full_one_of_the_introduction(page: str, name: str) -> None:
    assert guest(page) == name


@pytest.mark.parametrize(
    ("name", "first", "full"),
    [
        ("Becky Crumb", "Becky", "Becky Crumb"),
        ("Meet Becky van Crumb", "Becky", "Becky van Crumb"),
        ("Ana Ruiz Bakes", "Ruiz", None),
        ("Ana Ruiz", "Ruiz", None),
        ("Ana Ruiz", "Becky", None),
    ],
)
def test_a_full_name_within_capitals(name: str, first: str, full: str | None) -> None:
    assert full_from(name.split(), first) == full


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("with Meade Kinck.\n[-] Hey Meade.", "Meade Kinck"),
        ("with Qev Kinck Dorp.\n[-] Hey Qev.", "Qev Kinck Dorp"),
        ("with Meade Kinck and the baker Ana Ruiz, 34.\n[-] Hey Meade.", "Meade Kinck"),
        ("with the baker Ana Ruiz, 34, and Meade Kinck.\n[-] Hey Meade.", "Ana Ruiz"),
        ("with Meade Kinck.\n[-] Hey Meade Kinck.", None),
        ("with Meade Kinck.\n[-] Hey Meade-Lund, hey Ameade.", None),
        ("with: Meade Kinck.\n[-] Hey Meade.", None),
        ("with Paris Kinck.\n[-] Hey Paris.", None),
        ("with They Kinck.\n[-] Hey They.", None),
        ("with Ze Kinck.\n[-] Hey Ze.", None),
    ],
)
def test_a_name_that_no_list_has_is_the_guest_s_if_somebody_is_called_by_its_first_word(
    page: str, name: str | None
) -> None:
    assert guest(f"= It rained\n[-] Meade. An interview {page}") == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Tom Lund’s mill. Tom Lund, 51. Ana Ruiz, 34, bakes. Ana Ruiz.", "Ana Ruiz"),
        ("Tom Lund’s mill. Tom Lund’s dog. Ana Ruiz, 34, bakes. Ruiz is here. Tom Lund, 51.", "Tom Lund"),
        (
            "Ana Ruiz, 34, bakes. Ruiz is here. Ruiz stays.\n[-] We talked. Tom Lund, 51, mills. Lund stays.",
            "Ana Ruiz",
        ),
    ],
    ids=["owning counts two thirds", "and no less", "talking counts half as much again"],
)
def test_who_is_mentioned_most(words: str, name: str) -> None:
    assert guest(f"= Ovens\n[-] {words}") == name


def test_an_interview_behind_the_talk_s_beginning_announces_nobody() -> None:
    page = "= Ovens\n[-] It rained.\n[-] Ana Ruiz, 34, bakes.\n[-] A talk with Tom Lund, 51."
    assert guest(page, before=3) == "Ana Ruiz"


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("= QUORRA VEXLEY\n[-] Brill Toxen.", "Brill Toxen"),
        ("= Quorra Vexley\n[-] Brill Toxen.", "Quorra Vexley"),
        ("= It rained\n[-] BRILL TOXEN.", "BRILL TOXEN"),
        ("= It rained\n[-] Leeds Quorn. Leeds Quorn. Brill Toxen.", "Brill Toxen"),
        ("= It rained\n[-] They Quorn. They Quorn. Brill Toxen.", "Brill Toxen"),
    ],
    ids=["no shouted headline", "a headline", "a shouted paragraph", "no place", "no common word"],
)
def test_the_likely_name(page: str, name: str) -> None:
    assert guest(page, likely=True) == name


def test_a_likely_name_stands_before_the_talk() -> None:
    page = "= It rained\n[-] Quorra Vexley.\n[-] Brill Toxen. Brill Toxen."
    assert guest(page, before=2, likely=True) == "Quorra Vexley"

"""Whom an interview is with, told from what stands before the talk."""

from __future__ import annotations

import pytest

from narrator.people.names.find import find_people
from narrator.people.segments.passages import find_passages
from narrator.people.turns.guest import find_guest, introduces_self
from tests.people.gate.cases import parse


def guest(page: str, before: int | None = None, likely: bool = False) -> str | None:
    article = parse("page", page).article
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

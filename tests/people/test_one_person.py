"""Which forms are one person's name, and what a name, a title or a role shows of gender."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from narrator.people import gender
from narrator.people.names.find import find_people
from narrator.people.names.merge import (
    Someone,
    first_names_agree,
    fold,
    merge_full_names,
    same_person,
    split_suffix,
)
from tests.people.text_cases import article_of


def one(name: str) -> tuple[tuple[str, ...], str]:
    return split_suffix(tuple(name.split()))


def are_one(name: str, other: str) -> bool:
    words, suffix = one(name)
    theirs, theirs_suffix = one(other)
    return same_person(words, suffix, Someone(words=theirs, name=other, suffix=theirs_suffix))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ana Ruiz", "Ana Ruiz"),
        ("Ana Ruiz", "ANA RUÍZ"),
        ("A. Ruiz", "Ana Ruiz"),
        ("A.B. Ruiz", "Alba Ruiz"),
        ("Bill Lund", "William Lund"),
        ("Alex Lund", "Alexander Lund"),
        ("Ana Maria Ruiz", "Maria Ruiz"),
        ("Maria Ruiz", "Ana Maria Ruiz"),
        ("Ana Ruiz Lund", "Ana Ruiz"),
        ("Ana Ruiz", "Ana Ruiz Lund"),
        ("Maria Ruiz Lund", "Ana Maria Ruiz Lund"),
        ("Tom Lund Jr.", "Thomas Lund Jr."),
        ("Tom O’Hara", "Tom O'Hara"),
    ],
)
def test_forms_of_one_name(name: str, other: str) -> None:
    assert are_one(name, other)
    assert are_one(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ana Ruiz", "Tom Ruiz"),
        ("Ana Ruiz", "Ana Lund"),
        ("B. Ruiz", "Ana Ruiz"),
        ("Tom Lund", "Tom Lund Jr."),
        ("Tom Lund Sr.", "Tom Lund Jr."),
        ("Ana Ruiz Lund", "Tom Ruiz"),
        ("Ana Ruiz Lund", "Ana Berg"),
        ("Ana Maria Ruiz", "Berta Ruiz"),
        ("Maria Ruiz", "Mar Lund Ruiz Berg"),
        ("Daniel Berg", "Daniela Berg"),
    ],
)
def test_names_of_two_people(name: str, other: str) -> None:
    assert not are_one(name, other)
    assert not are_one(other, name)


@pytest.mark.parametrize(
    ("first", "other", "agree"),
    [
        ("ana", "ana", True),
        ("a", "ana", True),
        ("ana", "b", False),
        ("jo", "john", True),
        ("", "ana", False),
        ("ana", "", False),
        ("bob", "robert", True),
        ("robert", "bob", True),
        ("sam", "samuel", True),
        ("samuel", "tom", False),
        ("daniel", "daniela", False),
        ("ali", "alison", True),
        ("anna", "annabel", True),
        ("hanna", "hannah", False),
        ("zzqua", "zzquab", True),
        ("j.r", "john", True),
        ("xyq", "xyqz", True),
        ("xyz", "abc", False),
    ],
)
def test_first_names(first: str, other: str, agree: bool) -> None:
    assert first_names_agree(first, other) is agree


def test_a_suffix_is_no_last_name() -> None:
    assert split_suffix(("Tom", "Lund", "III")) == (("Tom", "Lund"), "iii")
    assert split_suffix(("Tom", "Lund")) == (("Tom", "Lund"), "")
    assert split_suffix(("Jr.",)) == (("Jr.",), "")
    assert fold("Peña.") == "pena"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A. Ruiz bakes. Ana Ruiz said it rained.", ["Ana Ruiz"]),
        ("Ana Ruiz bakes. A. Ruiz said it rained.", ["Ana Ruiz"]),
        ("Ana Ruiz said so. Ana Maria Ruiz, a baker, said it rained.", ["Ana Maria Ruiz"]),
        ("Tom Lund Jr. said so. Tom Lund Sr. said it rained.", ["Tom Lund Jr.", "Tom Lund Sr."]),
        # Both might be meant: the last name decides, whatever the order of a set.
        ("Ana Ruiz bakes. Ana Lund mills. Ana Ruiz Lund said it rained.", ["Ana Ruiz", "Ana Ruiz Lund"]),
        ("Ana Lund mills. Ana Ruiz bakes. Ana Ruiz Lund said it rained.", ["Ana Ruiz Lund", "Ana Ruiz"]),
    ],
)
def test_the_fullest_form_names_the_person(text: str, names: list[str]) -> None:
    assert [person.name for person in find_people(article_of(text)).persons] == names


def found(*names: str) -> list[Someone]:
    """The people of names as they are found in a text, one after the other; `Ms. Ana Ruiz` has a title."""
    candidates, at = [], 0
    for name in names:
        words = name.split()
        title = words.pop(0) if words[0] in ("Ms.", "Mr.") else ""
        tokens = [SimpleNamespace(text=word, start=at + number) for number, word in enumerate(words)]
        candidates.append(SimpleNamespace(name=tokens, key=" ".join(words), title=title))
        at += 10
    return merge_full_names(candidates)


def test_forms_and_titles_are_counted_with_the_person() -> None:
    ana, tom = found(
        "Ana Ruiz", "Tom Lund", "Ruiz", "Ms. A. Ruiz", "Ms. Ana Ruiz", "Ana Ruiz", "Mr. Tom Lund"
    )
    assert (ana.name, ana.words, ana.order, ana.full_mentions) == ("Ana Ruiz", ("Ana", "Ruiz"), 0, 4)
    assert ana.forms == {"Ana Ruiz": 3, "A. Ruiz": 1}
    assert ana.titles == {"Ms.": 2}
    assert (tom.order, tom.forms, tom.titles, tom.shown_gender) == (10, {"Tom Lund": 2}, {"Mr.": 1}, "m")


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (("A. Ruiz", "Ana Ruiz"), ["Ana Ruiz"]),
        (("Ana Ruiz", "A. Ruiz"), ["Ana Ruiz"]),
        (("Al Ruiz", "Alan Ruiz"), ["Alan Ruiz"]),
        (("A. B. Ruiz", "Ana Ruiz"), ["Ana Ruiz"]),
        (("Ana Ruiz", "Ana Ruiz Lund", "Ana Lund"), ["Ana Ruiz Lund"]),
        (("Ana Maria Ruiz", "Maria Ruiz"), ["Ana Maria Ruiz"]),
        (("Ruiz Lund Berg", "Ana Ruiz Lund Berg"), ["Ana Ruiz Lund Berg"]),
        (("Tom Lund Jr.", "Tom Lund", "Tom Lund Jr."), ["Tom Lund Jr.", "Tom Lund"]),
        (("Ana Ruiz", "Berta Ruiz", "Ana Lund"), ["Ana Ruiz", "Berta Ruiz", "Ana Lund"]),
    ],
)
def test_who_is_left(names: tuple[str, ...], people: list[str]) -> None:
    assert [someone.name for someone in found(*names)] == people


def test_titles_outvote_each_other() -> None:
    someone = Someone(words=("Ana", "Ruiz"), name="Ana Ruiz")
    assert someone.shown_gender is None
    someone.titles = {"Dr.": 3, "Ms.": 2, "Mr.": 1}
    assert someone.shown_gender == "f"
    someone.titles["Lord"] = 2
    assert someone.shown_gender == "m"
    someone.titles["Lady"] = 1
    assert someone.shown_gender is None


@pytest.mark.parametrize(
    ("word", "shown"),
    [("Mr.", "m"), ("lady", "f"), ("Dr.", None), ("Frau", "f"), ("Herr", "m")],
)
def test_gender_of_a_title(word: str, shown: str | None) -> None:
    assert gender.of_title(word) == shown


@pytest.mark.parametrize(
    ("word", "shown"),
    [("Spokeswoman", "f"), ("father", "m"), ("actor", None), ("host", None), ("baker", None)],
)
def test_gender_of_a_role(word: str, shown: str | None) -> None:
    assert gender.of_role(word) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana", "f"),
        ("Tom", "m"),
        ("TOM", "m"),
        ("José", "m"),
        ("Anne-Marie", "f"),
        ("Anne-Marie-Luise", "f"),
        ("Tom.", "m"),
        ("Qxz", None),
    ],
)
def test_gender_of_a_first_name(name: str, shown: str | None) -> None:
    assert gender.of_first_name(name) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Tom Lund", "m"), ("Jordan Lund", None), ("Jordan Anne Lund", "f"), ("Qxz Anne Lund", None)],
)
def test_gender_of_given_names(name: str, shown: str | None) -> None:
    assert gender.of_given_names(name.split()) == shown

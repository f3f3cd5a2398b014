"""Wives, sons and couples: a first name alone, beside somebody whose last name is theirs too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from narrator.people.gender import of_given_names, of_title
from narrator.people.lexicon import listed
from narrator.people.names.merge import Someone, fold
from narrator.people.names.runs import Run
from narrator.people.names.scan import Candidate, is_first_name

KIN = listed("""
    wife husband partner fiancé fiancée girlfriend boyfriend widow widower mother father mum mom dad sister
    brother twin son daughter uncle aunt auntie niece nephew cousin grandmother grandfather gran grandad
    grandson granddaughter stepson stepdaughter stepfather stepmother
""")
"""Nouns that stand in front of a first name alone: "her brother Tom"."""
OWNERS = listed("his her their my our its 's ’s with and whose")
"""What stands in front of those nouns: a name behind both is somebody's, first name known or not."""
_SMALL = listed("little young baby")
_BESIDE = 300
"""Characters behind a full name within which the text would say "he" or "she" of whom it names."""
_HE = re.compile(r"\b(?:[Hh]e|[Hh]is|him)\b")
_HERS = frozenset({"ms", "ms.", "miss"})
"""Titles under which a woman has a name of her own; "Mrs Ruiz" may be his wife."""
_OF_ONE_NAME = listed("wife husband partner widow widower mother mum mom father dad")
"""Relatives who are likelier than others to be "Mrs. Ruiz" or "Mr. Ruiz"."""


def is_kin(run: Run, title: str) -> bool:
    """Whether a name stands behind a word for a relative: "his wife Ana", "Mum Ana", "little Ana"."""
    return title in KIN or (run.before[1] in KIN | _SMALL and run.words[0].text[0].isupper())


def address(people: Sequence[Someone], found: Sequence[Candidate], text: str) -> None:
    """Gives "Ms Ruiz" to the only Ruiz, whose first name is mostly a man's, where nothing calls her "he"."""
    titles: dict[str, set[str]] = {}
    behind: dict[str, list[str]] = {}
    for one in found:
        if len(one.name) > 1 and not one.run.headline:
            end = one.name[-1].end
            behind.setdefault(one.key, []).append(text[end : end + _BESIDE])
        elif len(one.name) == 1 and of_title(one.title):
            titles.setdefault(fold(one.key), set()).add(one.title)
    bearers = Counter(last for one in people for last in {one.last, one.family})
    for someone in people:
        called = titles.get(someone.last, set())
        if not called or not called <= _HERS or someone.shown_gender or bearers[someone.last] > 1:
            continue
        if len(someone.words) > 1 and of_given_names(someone.words) == "m":
            near = [words for form in someone.forms for words in behind.get(form, ())]
            if not any(_HE.search(words) for words in near):
                someone.titles[min(called)] = 1


def is_name_at_birth(one: Candidate, full: Sequence[Candidate]) -> bool:
    """Whether a name is an earlier one of Ana Ruiz: "She was born Ana Holm", "Ana Holm was born".

    `Born Ana Holm in a mill town, she` is one of somebody's, though only the other first name may stand
    elsewhere, if nobody else has that last name.
    """
    first, last = fold(one.name[0].text), fold(one.name[-1].text)
    if one.run.opens and one.run.words[0].text == "Born" and one.name[0] is not one.run.words[0]:
        before = [other for other in full if other.run.block < one.run.block]
        return any(_fits(one, other) for other in before) and all(
            fold(other.name[-1].text) != last for other in full if other.key != one.key
        )
    if one.run.before[1] != "born" and one.run.after[:2] != ("was", "born"):
        return False
    others = {other.key for other in full if fold(other.name[0].text) == first}
    return len(others) > 1 and all(fold(key.split()[-1]) != last for key in others - {one.key})


def _fits(one: Candidate, other: Candidate) -> bool:
    """Two names that may be one woman's, or one man's."""
    mine, theirs = (of_given_names([token.text for token in each.name]) for each in (one, other))
    return mine == theirs or None in (mine, theirs)


def couples(found: Sequence[Candidate], known: Collection[str]) -> set[str]:
    """First names that share a last name: the "Ana" of "Ana and Tom Ruiz"."""
    return {
        one.key
        for one, behind in pairwise(found)
        if len(one.name) == 1
        and behind.key in known
        and _are_a_couple(one, behind)
        and is_first_name(one.key)
    }


def relations(people: Sequence[Someone], found: Sequence[Candidate]) -> None:
    """Gives a family's last name to whom the text brings in by the first name alone.

    The other half of a couple stands behind ("Ana and Tom Ruiz"); a relative's stands before.
    """
    alone = {one.words[0]: one for one in people if len(one.words) == 1}
    lasts = {fold(one.words[-1]) for one in people if len(one.words) > 1}
    before = ""
    for at, one in enumerate(found):
        someone = alone.get(one.key)
        if someone is None:
            before = fold(one.name[-1].text) if fold(one.name[-1].text) in lasts else before
        elif not someone.family and not one.run.headline:
            behind = found[at + 1] if at + 1 < len(found) else None
            couple = (
                one.run.after[0] in ("and", "&") and behind is not None and behind.run.block == one.run.block
            )
            if couple and behind is not None and len(behind.name) > 1 and fold(behind.name[-1].text) in lasts:
                someone.family = fold(behind.name[-1].text)
            elif _OF_ONE_NAME & {
                one.title,
                one.run.before[1],
                one.run.before[0] if one.run.before[1] == "," else "",
            }:
                someone.family = before


def _are_a_couple(one: Candidate, behind: Candidate) -> bool:
    joined = one.run.after[0] in ("and", "&") and behind.run.block == one.run.block
    return joined and len(behind.name) > 1

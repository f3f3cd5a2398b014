"""What the words around a name say of it: a place, or somebody who is something."""

from __future__ import annotations

from narrator.people.lexicon import (
    first_names,
    is_role,
    listed,
    rare_first_names,
    speech_verbs,
    words,
)
from narrator.people.names.runs import Run
from narrator.people.sentences import Token

_ENDS_A_ROLE = frozenset([",", ".", "of", "for", "at", "and", "in", "who", "(", "—", "–", "said", "says"])
_ENDS_A_NOUN = _ENDS_A_ROLE | listed("that which based on near to from by with whose")
_OWNERS = listed("'s ’s the a an his her its their")
FIRMS_TOO = listed("""
    employer maker producer provider publisher retailer manufacturer builder developer operator owner leader
    partner supplier host star parent
""")
"""Roles that firms have as well: "Acme Widgets, the city's largest employer,"."""
_CLOSING = frozenset(["”", '"', "''", "’"])
_PLAINLY = listed("say tell add recall explain ask reply laugh joke write")
_WHERE = listed("in near outside inside throughout downtown across")
"""In front of a name they make it a place."""
_WHERE_TOO = _WHERE | listed("at to from for of through around")
"""In front of a name that ends like a place's they make it one: "to Wilford Hall"."""
_LANDMARKS = listed("""
    Hall Street Park Church Lake Beach Falls Bridge Forest Square Coast Mount Bay Rivers Close Crescent
    Terrace Mews Avenue Gardens
""")
_OUTLETS = listed("radio tv television newspaper magazine")
_SHOWN = listed("show host presenter programme program series star")
_HEIGHTS = listed("on up down off")
"""In front of a mountain: "on Ben Ruiz"."""
_BODIES = words("groups") - listed("couple family fathers friend friends men mothers parents people women")
_BODIES |= listed("""
    bakery band book brand brewery cafe café dog estate film hotel horse label novel pub restaurant ship shop
    street suburb supermarket town village shipyard distillery brewery factory studio theatre gallery choir
    orchestra
""")
"""What a name is not a person's if it is called so: "Ruiz House, a charity"."""


def is_somewhere(run: Run, name: tuple[Token, ...]) -> bool:
    """Whether the preposition in front of a name makes it a place or a day: "in Echo Park", "on Ruiz Day"."""
    near, last, first = run.before[1], name[-1].text, name[0].text.lower()
    if name[0] is not run.words[0] or run.after[0] in ("'s", "’s"):
        return False
    if near in _HEIGHTS:
        return last == "Day" or name[0].text == "Ben"
    if near == "in" and first in first_names() and first not in rare_first_names():
        return last in _LANDMARKS  # faith in Ana Ruiz
    return near in _WHERE or (near in _WHERE_TOO and last in _LANDMARKS)


def in_a_tag(run: Run) -> bool:
    """Whether a name stands where a quotation's speaker does: “It rained,” said Ana Ruiz."""
    verbs = speech_verbs()
    if run.before[1] in verbs and run.before[0] in (*_CLOSING, ","):
        return True
    return run.before[1] in _CLOSING and verbs.get(run.after[0]) in _PLAINLY


def said_to_be(run: Run) -> bool:
    """Whether what somebody is follows behind an owner: ", Ruiz's chief executive,"; not what firms are."""
    row = (*run.after[1:], *run.further)
    end = next((i for i, word in enumerate(row) if word in _ENDS_A_ROLE), 0)
    if not end or not is_role(row[end - 1]) or row[end - 1] in FIRMS_TOO:
        return False
    return any(word in _OWNERS for word in row[: end - 1])


def is_called_a_body(run: Run) -> bool:
    """Whether what stands behind a name says that it is no person's: ", a charity that helps", "radio"."""
    if run.after[0] in _OUTLETS:
        return run.after[1] not in _SHOWN
    if run.after[0] != "," or run.after[1] not in ("a", "an", "the"):
        return False
    row = (*run.after[2:], *run.further)
    end = next((i for i, word in enumerate(row) if word in _ENDS_A_NOUN), 0)
    return end > 0 and row[end - 1] in _BODIES


def is_role_phrase(word: str) -> bool:
    """Whether an apposition that begins with this word is likely to tell what someone is."""
    return is_role(word) or word in (
        "former",
        "managing",
        "longtime",
        "senior",
        "retired",
        "first",
        "top",
        "chief",
        "co",
        "new",
        "only",
    )

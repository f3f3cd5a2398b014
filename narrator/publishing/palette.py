"""Colours: one field for each episode, one colour for each voice in it.

Each voice has a colour for light paper, which reads as text on white, and one for dark, which reads
on the dark page and on every field.  `tests/publishing/test_palette.py` measures the contrasts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from narrator.model import Script, Segment

DARK_PAPER = "#14161b"


@dataclass(frozen=True, slots=True)
class Field:
    """The ground of a cover and a masthead, and the one bright colour that stands on it."""

    ground: str
    glow: str


@dataclass(frozen=True, slots=True)
class VoiceColour:
    light: str
    """On white paper."""
    dark: str
    """On dark paper and on the field."""


FIELDS = (
    Field("#14243f", "#ffc24d"),  # night
    Field("#0e3b36", "#ffd166"),  # pine
    Field("#3b1840", "#ffb38a"),  # aubergine
    Field("#571c20", "#ffd9a0"),  # oxide
    Field("#0b3a4d", "#ffb86b"),  # petrol
    Field("#25272c", "#a9e5c9"),  # graphite
    Field("#2a2463", "#ffd23f"),  # indigo
    Field("#3d2c12", "#ffd98a"),  # umber
)

VOICES = (
    VoiceColour("#0a5fa5", "#7cc4ff"),  # blue
    VoiceColour("#b53a14", "#ff9a76"),  # coral
    VoiceColour("#00705a", "#5fdcb9"),  # teal
    VoiceColour("#8a5a00", "#f3c659"),  # amber
    VoiceColour("#5a43c4", "#b9adff"),  # indigo
    VoiceColour("#b0215a", "#ff9cbc"),  # crimson
    VoiceColour("#4a7000", "#b5dd6e"),  # green
    VoiceColour("#8a2b9b", "#e6a0f2"),  # purple
)


def field_of(title: str) -> Field:
    """The same title has the same field, always."""
    return FIELDS[hashlib.sha256(title.encode("utf-8", "replace")).digest()[0] % len(FIELDS)]


def speakers(script: Script) -> tuple[str, ...]:
    """Who speaks, and who has a chapter, in order of appearance; without the narrator."""
    names: list[str | None] = []
    for segment in heard(script):
        names += [segment.person, *(line.speaker for line in segment.lines if not line.silent)]
    return tuple(dict.fromkeys(name for name in names if name))


def people(script: Script) -> tuple[str, ...]:
    """Those of the speakers who are people with names; “his wife” and “the report” are not."""
    named = {person.name for person in script.people if person.named}
    return tuple(name for name in speakers(script) if name in named)


def heard(script: Script) -> tuple[Segment, ...]:
    """The segments that an episode has."""
    return tuple(segment for segment in script.segments if not segment.silent)


def colours(names: Iterable[str]) -> Mapping[str, int]:
    """An index into VOICES for each name; beyond eight they come round again."""
    return {name: index % len(VOICES) for index, name in enumerate(names)}

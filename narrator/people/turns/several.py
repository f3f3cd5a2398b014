"""Several people interviewed one after the other, each under a line with their name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from narrator.people.headings.read import Trust, read_heading
from narrator.people.turns.setting import Setting

_LONGEST = 12
"""Words of a line with a name."""
_LINES = 3
"""Lines from a name on in which the first question comes: the name, a trade, a place."""


def guests_in_turn(setting: Setting, questions: Sequence[int]) -> Mapping[int, str]:
    """The passages that open a guest's part to the guest; none unless there are two guests or more.

    A line is a guest's name if its form is only people's (`Ana Ruiz (17)`), if the text knows the person,
    or if what is asked under it is asked again under another: `Ana Ruiz` / `Why did you come?`
    """
    asked = set(questions)
    often = Counter(_question(setting, index) for index in questions)
    found: dict[int, str] = {}
    for index in range(setting.first, len(setting.passages)):
        first = next((i for i in range(index + 1, index + 1 + _LINES) if i in asked), None)
        words = setting.words(index)
        if index in asked or first is None or len(words.split()) > _LONGEST:
            continue
        name = _name(setting, words, asked_again=often[_question(setting, first)] > 1)
        if name is not None:
            found[index] = name
    several = len(set(found.values())) > 1
    return found if several and min(found) < questions[0] else {}


def _question(setting: Setting, index: int) -> str:
    return " ".join(setting.words(index).casefold().split())


def _name(setting: Setting, words: str, *, asked_again: bool) -> str | None:
    for reading in read_heading(words):
        if reading.trust is not Trust.MENTION and len(reading.spans) == 1:
            start, end = reading.spans[0]
            known = setting.known.full_name(words[start:end])
            if known or reading.trust is Trust.FORM or asked_again:
                return known or words[start:end]
    return None

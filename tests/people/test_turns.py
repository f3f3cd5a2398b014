"""Labels at the beginning of a passage, and whose turn each passage is."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from narrator.people import attribute
from narrator.people.headings.known import KnownNames
from narrator.people.names.find import find_people
from narrator.people.segments.passages import find_passages
from narrator.people.shapes.findings import find_conversation
from narrator.people.turns.labels import read_label
from tests.people.gate.cases import parse
from tests.people.gate.fixtures import read_fixtures

HERE = Path(__file__).parent
LABELS = read_fixtures(HERE / "test_turns_labels.txt")
TALKS = read_fixtures(HERE / "test_turns.txt")


@pytest.mark.parametrize(
    ("line", "expected"), [case[1:] for case in LABELS], ids=[case[0] for case in LABELS]
)
def test_a_line_s_label(line: str, expected: str) -> None:
    label = read_label(line)
    shown = f"{label.kind} | {label.name} | {line[label.end :]}".strip() if label else "-"
    assert shown == expected


@pytest.mark.parametrize(("page", "expected"), [case[1:] for case in TALKS], ids=[case[0] for case in TALKS])
def test_whose_turn_each_passage_is(page: str, expected: str) -> None:
    """A letter for each passage behind the title: capital for a guest, small for a host, `?` for a host
    without a name, `.` for nobody's words; `-` for a text without turns."""
    article = parse("page", page).article
    passages = find_passages(article)
    people = find_people(article)
    talk = find_conversation(article, passages, people, KnownNames(people))
    if talk is None:
        assert expected == "-"
        return
    letters: dict[str, str] = {}
    marks = []
    for index in range(1, len(passages)):
        turn = talk.by_passage.get(index)
        if turn is None:
            marks.append(".")
        elif turn.speaker is None:
            marks.append("?")
        else:
            letter = letters.setdefault(turn.speaker, string.ascii_uppercase[len(letters)])
            marks.append(letter.lower() if turn.host else letter)
    legend = "\n".join(f"{letter} = {name}" for name, letter in letters.items())
    assert f"{' '.join(marks)}\n{legend}" == expected


def test_a_label_s_job_is_its_speaker_s_role() -> None:
    page = """
= The last season
[-] DOROTHY VANCE (stage manager): I had the keys on my belt.
[-] RAY PICKETT (laughing): I had the matches.
[-] LUCIA MORENO (Leeds): I was selling ices.
[-] DOROTHY VANCE (later a painter): Ray would light a candle.
[-] RAY PICKETT (electrician, 1961 to 1990): It was a small one.
"""
    people = attribute(parse("page", page).article).people
    assert [one.role for one in people] == ["stage manager", "electrician, 1961 to 1990", None]

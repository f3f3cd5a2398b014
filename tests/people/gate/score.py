"""Scores scripts on the mini-articles: segments, words under the right person, people, quotes, turns."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from narrator.model import LineKind, Script
from tests.people.gate.cases import Case

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(("the", "a", "an"))


@dataclass
class Score:
    """Counts that add up over cases."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def __add__(self, other: Score) -> Score:
        return Score(self.counts + other.counts, self.errors + other.errors)

    def ratio(self, right: str, *parts: str) -> float:
        total = sum(self.counts[part] for part in parts)
        return self.counts[right] / total if total else 1.0

    @property
    def table(self) -> dict[str, float]:
        c = self.counts
        return {
            "segment starts F1": 2 * c["start"] / (2 * c["start"] + c["start extra"] + c["start missed"])
            if c["start"] + c["start extra"] + c["start missed"]
            else 1.0,
            "words under the right person": self.ratio("word right", "word"),
            "people precision": self.ratio("person", "person", "person extra"),
            "people recall": self.ratio("person", "person", "person missed"),
            "quotes found": self.ratio("quote found", "quote"),
            "quotes end to end": self.ratio("quote right", "quote"),
            "quotes in a wrong voice": self.ratio("quote wrong", "quote") if c["quote"] else 0.0,
            "not speech, left to the narrator": self.ratio("plain right", "plain"),
            "turns": self.ratio("turn right", "turn"),
        }


def score(case: Case, script: Script) -> Score:
    """One case's counts, with a line for each mistake."""
    result = Score()
    _segments(case, script, result)
    _quotes(case, script, result)
    _turns(case, script, result)
    result.errors = [f"{case.name}: {error}" for error in result.errors]
    return result


def _person_at(script: Script, at: int) -> tuple[int, str | None]:
    for number, segment in enumerate(script.segments):
        if segment.start is not None and segment.end is not None and segment.start <= at < segment.end:
            return number, segment.person
    return -1, None


def _segments(case: Case, script: Script, result: Score) -> None:
    count = result.counts
    scored = [p for p in case.paragraphs if p.scored]
    found = [_person_at(script, p.end - 1) for p in scored]
    merged = [0]
    for (_, before), (_, here) in pairwise(found):
        merged.append(merged[-1] + (before != here))
    # Two sections of one person in a row are two segments in the gold only where the person changes.
    for (a, b), (x, y) in zip(pairwise(scored), pairwise(merged), strict=True):
        gold, ours = a.person != b.person, x != y
        count["start"] += gold and ours
        count["start missed"] += gold and not ours
        count["start extra"] += ours and not gold
    for paragraph, (_, person) in zip(scored, found, strict=True):
        words = len(_WORD.findall(case.article.text[paragraph.start : paragraph.end]))
        count["word"] += words
        count["word right"] += words * (paragraph.person == person)
        if paragraph.person != person:
            head = case.article.text[paragraph.start : paragraph.end][:50]
            result.errors.append(f"segment of {paragraph.person}, not {person}: {head}")
    people = {segment.person for segment in script.segments if segment.person}
    count["person"] += len(people & set(case.people))
    count["person extra"] += len(people - set(case.people))
    count["person missed"] += len(set(case.people) - people)


def _same(gold: str, ours: str | None) -> bool:
    if ours is None:
        return False
    a = [word.lower() for word in _WORD.findall(gold) if word.lower() not in _SMALL]
    b = [word.lower() for word in _WORD.findall(ours) if word.lower() not in _SMALL]
    return a == b


def _quotes(case: Case, script: Script, result: Score) -> None:
    count = result.counts
    lines = [line for line in script.lines if line.kind is LineKind.QUOTE]
    for paragraph in case.paragraphs:
        spans = _marked(case.article.text, paragraph.start, paragraph.end)
        if paragraph.turn is not None or not paragraph.quotes:
            continue
        if len(spans) != len(paragraph.quotes):
            raise ValueError(
                f"{case.name}: gold for {len(paragraph.quotes)} quotations, the text has {len(spans)}"
            )
        for (start, end), speaker in zip(spans, paragraph.quotes, strict=True):
            over = [
                x
                for x in lines
                if x.start is not None and x.end is not None and x.start < end and x.end > start
            ]
            words = case.article.text[start:end][:40]
            if speaker is None:
                count["plain"] += 1
                right = not any(line.speaker for line in over)
                count["plain right"] += right
                if not right:
                    result.errors.append(f"not speech, said by {over[0].speaker}: {words}")
                continue
            count["quote"] += 1
            count["quote found"] += bool(over)
            right = bool(over) and all(_same(speaker, line.speaker) for line in over)
            count["quote right"] += right
            count["quote wrong"] += bool(over) and not right and any(line.speaker for line in over)
            if not right:
                result.errors.append(f"quote of {speaker}, not {[x.speaker for x in over]}: {words}")


_MARKS = re.compile(
    r"“[^”]*(?:”|$)|„[^“”]*[“”]|«[^»]*»|(?<!\w)\"[^\"]*(?:\"|$)|(?<!\w)'(?:[^']|'(?=\w))*'(?!\w)"
    r"|‘(?:[^‘’\n]|’(?=\w))*(?:’(?!\w)|$)",
    re.DOTALL,
)


def _marked(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Quotations by their outermost marks: the texts here are set cleanly."""
    return [(m.start() + start, m.end() + start) for m in _MARKS.finditer(text[start:end])]


def _turns(case: Case, script: Script, result: Score) -> None:
    count = result.counts
    for paragraph in case.paragraphs:
        if paragraph.turn is None:
            continue
        count["turn"] += 1
        over = [
            x
            for x in script.lines
            if x.start is not None and paragraph.start <= x.start < paragraph.end and x.kind is LineKind.TURN
        ]
        if paragraph.turn == "?":
            right = all(line.speaker is None for line in over)
        else:
            right = bool(over) and all(_same(paragraph.turn, line.speaker) for line in over)
        count["turn right"] += right
        if not right:
            words = case.article.text[paragraph.start : paragraph.end][:40]
            result.errors.append(f"turn of {paragraph.turn}, not {[x.speaker for x in over]}: {words}")

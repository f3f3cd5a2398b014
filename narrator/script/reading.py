"""Markdown → Script, with every mistake and its line number."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from narrator.model import NARRATOR, Item, Line, LineKind, Note, Pause, Script, Segment, Sound, Written
from narrator.script.canonical import folded, pause_seconds, spoken_kind, struck_whole
from narrator.script.fingerprint import normal, split_seal
from narrator.script.frontmatter import FENCE, read_front_matter
from narrator.script.markup import (
    QUOTED,
    Words,
    has_open_strike,
    read_comment,
    read_words,
    stray_marks,
    take_comments,
    unescape,
)
from narrator.script.mistakes import Mistakes, nearest, suggestion
from narrator.script.relabelling import with_first_speakers
from narrator.script.remarks import is_guide, take_remark
from narrator.script.writing import CHIME, person_in_title

LONGEST_PAUSE = 600.0
"""Seconds; more is taken for a slip of the pen."""

_TITLE = re.compile(r"##(?:\s+(.*))?")
_SPOKEN_HEADING = re.compile(r"###(?:\s+(.*))?")
_OTHER_HEADING = re.compile(r"#{1,6}(?:\s.*)?")
_LABELLED = r"\*\*((?:\\.|[^*\\])+?)(?::\*\*|\*\*\s*:)(?:\s++|(?=\S)|$)"
_LABEL = re.compile(rf"{_LABELLED}(.*)")
_STRUCK_WHOLE_ROW = re.compile(rf"~~\s*((?:{_LABELLED})|\#{{2,3}}\s++)(.*\S)\s*~~")
_PLAIN_LABEL = re.compile(r"([^\W\d_][^:*\[\]{}]{0,60}?)\s*:\s")
_COMMAND = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]")
_PAUSE = re.compile(r"(\d+(?:[.,]\d+)?|[.,]\d+)\s*(ms|s|sec|seconds?|)")
# A title that does not end as a mark is passed by at once: otherwise each `{=` would look for that end.
_MARKED = re.compile(
    r"^(?=.*\}$)(?P<title>.*?)(?:^|(?<!\s)\s+)(?<!\\)\{(?P<key>[^{}=]*)(?:=(?P<value>.*))?\}$"
)
_LINKED = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\((?:<((?:\\.|[^<>\\])*)>|([^\s()<>]*))\)")
_STRUCK_TITLE = re.compile(r"~~(.*)~~")


def read_script(text: str, *, path: str = "") -> Script:
    """The script in a file's text.  `Script.notes` holds what is odd but not wrong: unknown keys.

    ScriptError lists every mistake with its line number, a line each; `path` is named in it.
    """
    mistakes = Mistakes(path)
    body, seal = split_seal(normal(text))
    lines = body.split("\n")
    opening = next((n for n, line in enumerate(lines) if line.strip()), 0)
    fences = [n for n, line in enumerate(lines) if line.strip() == FENCE and n >= opening]
    if len(fences) < 2 or fences[0] != opening:
        mistakes.wrong(opening + 1, f"no front matter: a script begins with TOML between lines of {FENCE}")
        mistakes.raise_if_any()
    opened, closed = fences[:2]
    head = read_front_matter("\n".join(lines[opened + 1 : closed]), opened + 2, mistakes)
    segments = _Body([role.name for role in head.cast], mistakes).segments(lines, closed + 1)
    mistakes.raise_if_any()
    script = replace(head, segments=segments, notes=mistakes.warnings)
    return with_first_speakers(script, seal.lines)


def _faults(written: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a line's marks, and a hint."""
    for name in stray_marks(written):
        if name == "say":
            yield 'how words are said is written [words]{say="others"}', ""
        else:
            yield f"unknown mark {{{name}}}", suggestion(name, ["say"])
    if has_open_strike(written):
        yield "words are struck out with ~~ before and behind them", "; one of the two is missing"


class _Row(NamedTuple):
    number: int
    """Of its first physical line, from 1."""
    words: str
    comments: tuple[str, ...]


def _rows(lines: list[str], first: int, mistakes: Mistakes) -> Iterator[_Row]:
    """The lines after the front matter; one that a comment runs on from is joined with the next."""
    number = first
    pending: list[str] = []
    for index in range(first, len(lines)):
        pending.append(lines[index])
        last = index + 1 == len(lines)
        if len(pending) > 1 and "-->" not in lines[index] and not last:
            continue
        taken = take_comments("\n".join(pending))
        if taken.open and not last:
            continue
        if taken.open:
            mistakes.wrong(number + 1, "a comment is opened with <!-- and never closed with -->")
        yield _Row(number + 1, taken.words, taken.comments)
        number, pending = index + 1, []


@dataclass
class _Open:
    """The segment that is being read."""

    segment: Segment
    items: list[Item]


class _Body:
    """Reads row by row; what a row means depends on the rows before it only through these fields."""

    def __init__(self, names: list[str], mistakes: Mistakes) -> None:
        self._names = names
        self._mistakes = mistakes
        self._finished: list[Segment] = []
        self._open: _Open | None = None
        self._before_first: list[Item] = []
        self._written: str | None = None
        """The words of the line above, as they stand in the file, while more can follow."""
        self._blank = True
        self._begun = 0
        """The row where the line above begins."""
        self._faults: dict[int, dict[tuple[str, str], int]] = {}
        """What is wrong with the marks of the line that begins in a row, and where; more rows may mend it."""

    def segments(self, lines: list[str], first: int) -> tuple[Segment, ...]:
        for row in _rows(lines, first, self._mistakes):
            if not row.words and not row.comments:
                self._blank, self._written = True, None
            else:
                self._read(row)
        self._close()
        for faults in self._faults.values():
            for (what, hint), number in faults.items():
                self._mistakes.wrong(number, what, hint)
        if self._before_first:
            self._finished.append(Segment("", None, tuple(self._before_first)))
        return tuple(self._finished)

    def _read(self, row: _Row) -> None:
        if struck := _STRUCK_WHOLE_ROW.fullmatch(row.words):
            row = row._replace(words=f"{struck[1]}~~{struck[3]}~~")
        words = row.words
        if not words:
            self._written = None
            self._note([c for c in row.comments if not is_guide(c)], trailing=False)
        elif match := _TITLE.fullmatch(words):
            self._title(row, match[1] or "")
        elif match := _SPOKEN_HEADING.fullmatch(words):
            self._line(row, None, match[1] or "", LineKind.HEADING)
        elif _OTHER_HEADING.fullmatch(words):
            self._mistakes.wrong(
                row.number, "a heading has two # (## a segment) or three (### a heading read aloud)"
            )
        elif match := _LABEL.fullmatch(words):
            self._line(row, folded(unescape(match[1])), match[2].strip(), None)
        elif match := _COMMAND.fullmatch(words):
            self._command(row, unescape(match[1]))
        elif self._written is not None:
            self._continue(row)
        else:
            self._unlabelled(row)

    # ----------------------------------------------------------------------- segments

    def _title(self, row: _Row, written: str) -> None:
        self._close()
        person: str | None = None
        marked = _MARKED.search(written)
        if marked:
            person = self._person_mark(row, marked["key"].strip(), marked["value"])
            written = marked["title"].rstrip()
        struck = _STRUCK_TITLE.fullmatch(written)
        written = struck[1] if struck else written
        link = None
        if linked := _LINKED.fullmatch(written):
            written = linked[1]
            link = (unescape(linked[2]) if linked[2] is not None else linked[3]) or None
        title = folded(unescape(written))
        if not marked:
            person = person_in_title(title, self._names)
            near = nearest(title, self._names, cutoff=0.85) if person is None else None
            if near is not None and near != NARRATOR:
                self._mistakes.odd(row.number, f"{title!r} is nobody's segment", f"; did you mean {near!r}?")
        segment = Segment(title, person, (), link=link, silent=struck is not None)
        self._open = _Open(segment, self._before_first)
        self._before_first, self._blank, self._written = [], True, None
        self._note(row.comments, trailing=True)

    def _person_mark(self, row: _Row, key: str, value: str | None) -> str | None:
        quoted = re.fullmatch(QUOTED, (value or "").strip())
        if key != "person":
            self._mistakes.wrong(row.number, f"unknown mark {{{key}}}", suggestion(key, ["person"]))
        elif quoted is None:
            self._mistakes.wrong(row.number, 'a segment\'s person is written {person="Name"}')
        else:
            return self._speaker(row, folded(unescape(quoted[1])))
        return None

    def _close(self) -> None:
        if self._open is not None:
            self._finished.append(replace(self._open.segment, items=tuple(self._open.items)))
        self._open = None

    # ----------------------------------------------------------------------- items

    @property
    def _items(self) -> list[Item]:
        return self._before_first if self._open is None else self._open.items

    def _line(self, row: _Row, label: str | None, written: str, kind: LineKind | None) -> None:
        speaker = self._speaker(row, label) if label is not None else None
        if self._open is None:
            self._mistakes.wrong(row.number, "words before the first segment", "; begin it with '## Title'")
            self._open = _Open(Segment("", None, ()), [])
        if not written:
            self._mistakes.wrong(row.number, f"nothing to say after {row.words!r}")
            return
        self._begun = row.number
        words = self._words(row, written)
        if kind is None:
            kind = LineKind.NARRATION if speaker is None else spoken_kind(words.text)
        line = Line(
            words.text,
            speaker,
            kind,
            replacements=words.replacements,
            silent=words.silent,
            written=Written(row.number),
        )
        first = not any(isinstance(item, Line) for item in self._items)
        opens = self._blank or first or kind is LineKind.HEADING
        line, notes = take_remark(struck_whole(replace(line, opens_paragraph=opens)), row.comments)
        self._items.append(line)
        self._note(notes, trailing=True)
        self._blank = False
        self._written = None if kind is LineKind.HEADING else written

    def _continue(self, row: _Row) -> None:
        """A row without a label goes on with the line above, as in any Markdown paragraph."""
        self._written = f"{self._written} {row.words}"
        at = max(n for n, item in enumerate(self._items) if isinstance(item, Line))
        line = self._items[at]
        assert isinstance(line, Line)
        words = self._words(row, self._written)
        line = replace(line, text=words.text, replacements=words.replacements, silent=words.silent)
        self._items[at], notes = take_remark(struck_whole(line), row.comments)
        self._note(notes, trailing=True)

    def _words(self, row: _Row, written: str) -> Words:
        known = self._faults.get(self._begun, {})
        self._faults[self._begun] = {fault: known.get(fault, row.number) for fault in _faults(written)}
        words = read_words(written)
        if any(wish.start == wish.end for wish in words.replacements):
            self._mistakes.wrong(row.number, 'no words to say otherwise in []{say="…"}')
        return words

    def _command(self, row: _Row, written: str) -> None:
        self._written = None
        word, _, argument = folded(written).partition(" ")
        name = word.lower()
        if name == CHIME and not argument:
            self._items.append(Sound(CHIME))
        elif name == "music" and argument:
            self._items.append(Sound(argument))
        elif name == "pause":
            self._pause(row, argument)
        elif name == "music":
            self._mistakes.wrong(row.number, "[music] needs a file: [music theme.mp3]")
        else:
            self._mistakes.wrong(
                row.number, f"unknown mark [{written}]", suggestion(name, ["pause", CHIME, "music"])
            )
        self._note(row.comments, trailing=True)

    def _pause(self, row: _Row, argument: str) -> None:
        amount = _PAUSE.fullmatch(argument.lower())
        seconds = float(amount[1].replace(",", ".")) if amount else math.nan
        if amount and amount[2] == "ms":
            seconds /= 1000
        if seconds <= LONGEST_PAUSE:
            self._items.append(Pause(pause_seconds(seconds)))
        elif amount:
            self._mistakes.wrong(row.number, f"a pause lasts at most {LONGEST_PAUSE:g} s, not {seconds:g}")
        else:
            self._mistakes.wrong(row.number, "a pause is written [pause 0.8s]")

    def _note(self, comments: tuple[str, ...] | list[str], *, trailing: bool) -> None:
        for comment in comments:
            if text := read_comment(comment):
                self._items.append(Note(text, trailing))
                trailing = True

    # ----------------------------------------------------------------------- speakers

    def _speaker(self, row: _Row, name: str) -> str | None:
        if name == NARRATOR:
            return None
        if name not in self._names:
            known = [*self._names, NARRATOR]
            self._mistakes.wrong(row.number, f"unknown speaker {name!r}", suggestion(name, known))
        return name

    def _unlabelled(self, row: _Row) -> None:
        hint = "; begin it with **Narrator:** or another speaker"
        if plain := _PLAIN_LABEL.match(row.words):
            near = nearest(plain[1], [*self._names, NARRATOR])
            hint = f"; did you mean '**{near}:**'?" if near else hint
        start = row.words if len(row.words) <= 40 else row.words[:39] + "…"
        self._mistakes.wrong(row.number, f"no speaker before {start!r}", hint)

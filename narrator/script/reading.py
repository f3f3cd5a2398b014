"""Markdown → Script, with every mistake and its line number."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import accumulate

from narrator.model import NARRATOR, Item, Line, LineKind, Note, Pause, Script, Segment, Sound, Written
from narrator.script.canonical import folded, pause_seconds, spoken_kind, struck_whole
from narrator.script.fingerprint import normal, split_seal
from narrator.script.frontmatter import FENCE, read_front_matter
from narrator.script.markup import QUOTED, Fault, faults, read_comment, read_words, unescape
from narrator.script.mistakes import Mistakes
from narrator.script.relabelling import with_first_speakers
from narrator.script.remarks import is_guide, take_remark
from narrator.script.rows import Row, rows
from narrator.script.writing import CHIME, people_in_titles

LONGEST_PAUSE = 600.0
"""Seconds; more is taken for a slip of the pen."""

_TITLE = re.compile(r"##(?:\s+(.*))?")
_SPOKEN_HEADING = re.compile(r"###(?:\s+(.*))?")
_OTHER_HEADING = re.compile(r"#{1,6}(?:\s.*)?")
_LABELLED = r"\*\*((?:\\.|[^*\\])+?)(?::\*\*|\*\*\s*:)(?:\s++|(?=\S)|$)"
_LABEL = re.compile(rf"{_LABELLED}(.*)")
_STRUCK_WHOLE_ROW = re.compile(rf"~~\s*((?:{_LABELLED})|\#{{2,3}}\s++)(.*\S)\s*~~")
_PLAIN_LABEL = re.compile(r"[*_]{0,3}([^\W\d_][^:*_\[\]{}]{0,60}?)\s*[*_]{0,3}:[*_]{0,3}(?:\s|$)")
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
        mistakes.wrong(
            opening + 1,
            f"no front matter: a script begins with TOML between lines of {FENCE}",
        )
        mistakes.raise_if_any()
    opened, closed = fences[:2]
    head = read_front_matter("\n".join(lines[opened + 1 : closed]), opened + 2, mistakes)
    names = [role.name for role in head.cast] if head else None
    segments = _Body(names, mistakes).segments(lines, closed + 1)
    mistakes.raise_if_any()
    assert head, "what is not TOML is a mistake"
    script = replace(head, segments=segments, notes=mistakes.warnings)
    return with_first_speakers(script, seal.lines)


@dataclass
class _Open:
    """The segment that is being read."""

    segment: Segment
    items: list[Item]
    has_line: bool = False


@dataclass
class _Unfinished:
    """A line that may go on: a row without a label belongs to the one above, as in any Markdown paragraph."""

    label: str
    """As it stands in the file, for a line with nothing behind it."""
    speaker: str | None
    kind: LineKind | None
    opens_paragraph: bool
    rows: list[Row] = field(default_factory=list)
    """Their words without the label."""


class _Body:
    """Reads row by row; what a row means depends on the rows before it only through these fields."""

    def __init__(self, names: list[str] | None, mistakes: Mistakes) -> None:
        """`names` is None where the cast can't be read: then anybody may speak."""
        self._names = None if names is None else dict.fromkeys([*names, NARRATOR])
        self._person_in = people_in_titles(names or ())
        self._mistakes = mistakes
        self._finished: list[Segment] = []
        self._open: _Open | None = None
        self._before_first: list[Item] = []
        self._unfinished: _Unfinished | None = None
        self._blank = True

    def segments(self, lines: list[str], first: int) -> tuple[Segment, ...]:
        for row in rows(lines, first, self._mistakes):
            if row.words or row.comments:
                self._read(row)
            else:
                self._finish_line()
                self._blank = True
        self._close()
        if self._before_first:
            self._finished.append(Segment("", None, tuple(self._before_first)))
        return tuple(self._finished)

    def _read(self, row: Row) -> None:
        if struck := _STRUCK_WHOLE_ROW.fullmatch(row.words):
            row = row._replace(words=f"{struck[1]}~~{struck[3]}~~")
        words = row.words
        label = _LABEL.fullmatch(words)
        command = _COMMAND.fullmatch(words)
        if self._unfinished and words and not (label or command or _OTHER_HEADING.fullmatch(words)):
            self._unfinished.rows.append(row)
            return
        self._finish_line()
        if not words:
            self._note([c for c in row.comments if not is_guide(c)], trailing=False)
        elif match := _TITLE.fullmatch(words):
            self._title(row, match[1] or "")
        elif match := _SPOKEN_HEADING.fullmatch(words):
            self._begin_line(row, None, match[1] or "", LineKind.HEADING)
            self._finish_line()
        elif _OTHER_HEADING.fullmatch(words):
            self._mistakes.wrong(
                row.number, "a heading has two # (## a segment) or three (### a heading read aloud)"
            )
        elif label:
            self._begin_line(row, self._speaker(row, folded(unescape(label[1]))), label[2].strip(), None)
        elif command:
            self._command(row, unescape(command[1]))
        else:
            self._unlabelled(row)

    # ----------------------------------------------------------------------- segments

    def _title(self, row: Row, written: str) -> None:
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
            person = self._person_in(title)
            near = self._nearest(title, cutoff=0.85) if person is None else None
            if near is not None and near != NARRATOR:
                self._mistakes.odd(row.number, f"{title!r} is nobody's segment", f"; did you mean {near!r}?")
        segment = Segment(title, person, (), link=link, silent=struck is not None)
        self._open = _Open(segment, self._before_first)
        self._before_first, self._blank = [], True
        self._note(row.comments, trailing=True)

    def _person_mark(self, row: Row, key: str, value: str | None) -> str | None:
        quoted = re.fullmatch(QUOTED, (value or "").strip())
        if key != "person":
            self._mistakes.wrong(row.number, f"unknown mark {{{key}}}", self._mistakes.hint(key, ["person"]))
        elif quoted is None:
            self._mistakes.wrong(row.number, 'a segment\'s person is written {person="Name"}')
        else:
            return self._speaker(row, folded(unescape(quoted[1] or quoted[2] or "")))
        return None

    def _close(self) -> None:
        self._finish_line()
        if self._open is not None:
            self._finished.append(replace(self._open.segment, items=tuple(self._open.items)))
        self._open = None

    # ----------------------------------------------------------------------- items

    @property
    def _items(self) -> list[Item]:
        return self._before_first if self._open is None else self._open.items

    def _begin_line(self, row: Row, speaker: str | None, written: str, kind: LineKind | None) -> None:
        if self._open is None:
            self._mistakes.wrong(row.number, "words before the first segment", "; begin it with '## Title'")
            self._open = _Open(Segment("", None, ()), [])
        opens = self._blank or not self._open.has_line or kind is LineKind.HEADING
        self._unfinished = _Unfinished(row.words, speaker, kind, opens, [row._replace(words=written)])

    def _finish_line(self) -> None:
        begun, self._unfinished = self._unfinished, None
        if begun is None or self._open is None:
            return
        first = begun.rows[0].number
        begun.rows = [row for row in begun.rows if row.words or row.comments]
        written = " ".join(row.words for row in begun.rows if row.words)
        if not written:
            self._mistakes.wrong(first, f"nothing to say after {begun.label!r}")
            return
        self._judge(begun.rows, written)
        words = read_words(written)
        for each in words.replacements:
            at = next((row.number for row in begun.rows if each.say in row.words), first)
            self._mistakes.unsayable(at, words.text[each.start : each.end], each.say)
        line = struck_whole(
            Line(
                words.text,
                begun.speaker,
                begun.kind or (spoken_kind(words.text) if begun.speaker else LineKind.NARRATION),
                opens_paragraph=begun.opens_paragraph,
                replacements=words.replacements,
                silent=words.silent,
                written=Written(first),
            )
        )
        notes: list[str] = []
        for row in begun.rows:
            line, left = take_remark(line, row.comments)
            notes += left
        self._open.items.append(line)
        self._open.has_line, self._blank = True, False
        self._note(notes, trailing=True)

    def _judge(self, of_line: list[Row], written: str) -> None:
        """What is wrong with the marks of a line, each once, in the row where it stands first."""
        spoken = [row for row in of_line if row.words]
        starts = list(accumulate((len(row.words) + 1 for row in spoken), initial=0))
        said: set[str] = set()
        for fault in faults(written):
            what, hint = self._sentence(fault)
            if what not in said:
                said.add(what)
                tell = self._mistakes.odd if fault.kind == "command" else self._mistakes.wrong
                tell(spoken[bisect_right(starts, fault.at) - 1].number, what, hint)

    def _sentence(self, fault: Fault) -> tuple[str, str]:
        if fault.kind == "strike":
            return "words are struck out with ~~ before and behind them", "; one of the two is missing"
        if fault.kind == "command":
            return f"{fault.name} is only words here", "; as a mark it stands on a line of its own"
        if fault.kind == "empty":
            return 'no words to say otherwise in []{say="…"}', ""
        if fault.name == "say":
            return 'how words are said is written [words]{say="others"}', ""
        return f"unknown mark {{{fault.name}}}", self._mistakes.hint(fault.name, ["say"])

    def _command(self, row: Row, written: str) -> None:
        word, _, argument = folded(written).partition(" ")
        name = word.lower()
        if name == CHIME and not argument:
            self._items.append(Sound(CHIME, row.number))
        elif name == "music" and argument:
            self._items.append(Sound(argument, row.number))
        elif name == "pause":
            self._pause(row, argument)
        elif name == "music":
            self._mistakes.wrong(row.number, "[music] needs a file: [music theme.mp3]")
        else:
            self._mistakes.wrong(
                row.number, f"unknown mark [{written}]", self._mistakes.hint(name, ["pause", CHIME, "music"])
            )
        self._note(row.comments, trailing=True)

    def _pause(self, row: Row, argument: str) -> None:
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

    def _speaker(self, row: Row, name: str) -> str | None:
        if self._names is not None and name not in self._names:
            near = self._nearest(name)
            hint = f"; did you mean {near!r}?" if near else ""
            self._mistakes.wrong(row.number, f"unknown speaker {name!r}", hint)
        return None if name == NARRATOR else name

    def _nearest(self, name: str, *, cutoff: float = 0.6) -> str | None:
        return self._mistakes.nearest(name, list(self._names or ()), cutoff=cutoff)

    def _unlabelled(self, row: Row) -> None:
        hint = "; begin it with **Narrator:** or another speaker"
        if row.words.startswith("~~"):
            hint = "; what is struck out begins and ends in one line"
        elif plain := _PLAIN_LABEL.match(row.words):
            near = self._nearest(plain[1])
            hint = f"; did you mean '**{near}:**'?" if near else hint
        start = row.words if len(row.words) <= 40 else row.words[:39] + "…"
        self._mistakes.wrong(row.number, f"no speaker before {start!r}", hint)

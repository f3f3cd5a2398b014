"""A new script of a changed article, with the work that an editor has put into the old one.

The edited script is kept as it is, and what the article has changed since is carried into it: lines added,
reworded, moved or taken away.  Where both have changed the same words, the article's are spoken and the
editor's stay beside them as a comment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from narrator.model import Item, Line, Note, Replacement, Script, Segment
from narrator.script.alignment import align
from narrator.script.canonical import canonical, speaker_name
from narrator.script.fingerprint import (
    Seal,
    is_edited,
    mark,
    normal,
    seal_of,
    split_seal,
    title_mark,
)
from narrator.script.merging_head import with_head
from narrator.script.reading import read_script
from narrator.script.resegmenting import is_cut_as_sealed, resegmented
from narrator.script.writing import write_script


def update_script(new: Script, text: str, *, path: str = "") -> tuple[str, list[str]]:
    """What the script file `text` becomes now that its article gives `new`, and what could not be placed.

    A file that nobody has edited is simply written anew.  ScriptError if the edited file has mistakes.
    """
    if not is_edited(text):
        return write_script(new), []
    edited = read_script(text, path=path)
    _, seal = split_seal(normal(text))
    merged, reports = merge_scripts(new, edited, seal)
    return write_script(merged, machine=new), reports


def same_script(one: str, other: str) -> bool:
    """Whether two files hold the same script, and the same of what the program wrote first."""
    seals = [split_seal(normal(text))[1] for text in (one, other)]
    return seals[0] == seals[1] and canonical(read_script(one)) == canonical(read_script(other))


def merge_scripts(new: Script, edited: Script, seal: Seal | None = None) -> tuple[Script, list[str]]:
    """`edited` with what has changed in the article, and a sentence for each thing that could not be placed.

    `seal` says what the program had written before the editor came (`split_seal`).  Without it every
    speaker in `edited` counts as the editor's, and a line that differs as changed by both.
    """
    seal = seal or Seal(None, (), frozenset())
    if seal_of(canonical(new)) == seal._replace(digest=None):
        return with_head(new, edited, edited.segments, seal)
    merge = _Merge(new, edited, seal)
    segments = tuple(merge.segments())
    merged, reports = with_head(new, edited, segments, seal)
    return merged, [*merge.reports, *reports]


# --------------------------------------------------------------------------- the body


@dataclass
class _Part:
    """A segment of the merged script as it grows."""

    segment: Segment
    items: list[Item]
    had_lines: bool
    sources: Counter[int] = field(default_factory=Counter)
    """How many of its lines come from each segment of the new script."""
    shift: int = 0
    """By how much the line that was looked up last had moved from where its place says that it stands."""


@dataclass
class _Place:
    """A line of the merged script, known by identity, as two lines may well say the same."""

    line: Line
    part: _Part
    at: int
    """Where in its part: exactly, as long as nothing is put in or taken out there."""


class _Merge:
    def __init__(self, new: Script, edited: Script, seal: Seal) -> None:
        self.reports: list[str] = []
        self._new = [(line, n) for n, segment in enumerate(new.segments) for line in segment.lines]
        self._new_segments = new.segments
        self._parts = [_Part(s, list(s.items), bool(s.lines)) for s in edited.segments]
        self._places = [
            _Place(item, part, at)
            for part in self._parts
            for at, item in enumerate(part.items)
            if isinstance(item, Line)
        ]
        self._sealed = bool(seal.lines)
        self._titles = seal.titles
        self._marks = seal.lines or tuple(mark(place.line) for place in self._places)
        self._align = align(
            [line for line, _ in self._new], [place.line for place in self._places], self._marks
        )
        self._sources: dict[int, int] = {}
        """The new segment of each line, by the line's identity, as two lines may well say the same."""
        self._cut_by_the_program = is_cut_as_sealed(edited.segments, self._align.edited, seal)
        self._anchor: tuple[_Place, int] | None = None
        """The place of the last new line that has one, and the new segment it came from."""

    def segments(self) -> list[Segment]:
        for j, (line, source) in enumerate(self._new):
            place = self._carry(j, line, source)
            if place is not None:
                self._part_of(place)[0].sources[source] += 1
                self._sources[id(place.line)] = source
                self._anchor = place, source
        for i in self._align.gone:
            self._drop(i)
        for i in self._align.moved.values():
            self._remove(self._place_of(i))
        return self._finished()

    def _carry(self, j: int, line: Line, source: int) -> _Place | None:
        """Brings one line of the new script to its place; None where the editor has cut it."""
        align = self._align
        i = align.known.get(j, align.moved.get(j, align.reworded.get(j)))
        if i is None:
            return self._insert(line, source)
        place = self._place_of(i)
        if place is None:
            if j in align.reworded:
                self.reports.append(
                    f"the article has changed a line that the script leaves out: {_start(line)}"
                )
            return None
        changed = self._words_changed(place, i)
        if j in align.reworded:
            theirs = f"the script had: {place.line.text}"
            self._put(place, self._with_work(line, place, i))
            if changed:
                self._note_after(place, theirs)
                self.reports.append(f"article and script both changed a line; it says now: {_start(line)}")
            return place
        if changed:
            kept = place.line
            merged = _labelled(kept, line) if self._label_is_the_programs(place, i) else kept
        else:
            merged = self._with_work(line, place, i)
        if j in align.known:
            self._put(place, merged)
            return place
        return self._insert(merged, source)

    def _place_of(self, i: int) -> _Place | None:
        at = self._align.edited.get(i)
        return None if at is None else self._places[at]

    # ----------------------------------------------------------------------- one line

    def _label_is_the_programs(self, place: _Place, i: int) -> bool:
        return self._sealed and mark(place.line).speaker == self._marks[i].speaker

    def _words_changed(self, place: _Place, i: int) -> bool:
        return not self._sealed or mark(place.line).text != self._marks[i].text

    def _with_work(self, line: Line, place: _Place, i: int) -> Line:
        """The article's line with the editor's speaker, silence, paragraphs and replacements."""
        old = place.line
        if not self._label_is_the_programs(place, i) and old.speaker != speaker_name(line.speaker):
            line = _labelled(line, old)
        kept: list[Replacement] = []
        for wish in old.replacements:
            if (found := _found_again(wish, old.text, line.text)) is not None:
                kept.append(found)
            else:
                words = old.text[wish.start : wish.end]
                self.reports.append(f"no place any more for {words!r} said as {wish.say!r}: {_start(line)}")
        return replace(line, silent=old.silent, replacements=tuple(kept), opens_paragraph=old.opens_paragraph)

    def _drop(self, i: int) -> None:
        place = self._place_of(i)
        if place is None:
            return
        line = place.line
        if self._words_changed(place, i):
            self._note_after(place, f"no longer in the article; the script had: {line.text}")
            self.reports.append(f"the article has lost a line which the editor had changed: {_start(line)}")
        elif line.silent or line.replacements or not self._label_is_the_programs(place, i):
            self.reports.append(f"the article has lost a line that the editor had worked on: {_start(line)}")
        self._remove(place)

    # ----------------------------------------------------------------------- places

    def _part_of(self, place: _Place) -> tuple[_Part, int]:
        """Which part a line stands in, and where in it: looked for from where its neighbour was, outwards."""
        for part in (place.part, *(part for part in self._parts if part is not place.part)):
            for at in _outwards(place.at + part.shift, len(part.items)):
                if part.items[at] is place.line:
                    place.part, place.at = part, place.at if part is place.part else at - part.shift
                    part.shift = at - place.at
                    return part, at
        raise LookupError("a line that has been removed has no place")

    def _put(self, place: _Place, line: Line) -> None:
        part, at = self._part_of(place)
        part.items[at] = place.line = replace(line)

    def _remove(self, place: _Place | None) -> None:
        if place is not None:
            part, at = self._part_of(place)
            del part.items[at]

    def _note_after(self, place: _Place, text: str) -> None:
        part, at = self._part_of(place)
        part.items.insert(at + 1, Note(text))

    def _insert(self, line: Line, source: int) -> _Place:
        if self._anchor is not None and self._anchor[1] == source:
            part, at = self._after(self._anchor[0])
        else:
            part, at = self._part_for(source)
        place = _Place(replace(line), part, at - part.shift)
        part.items.insert(at, place.line)
        return place

    def _after(self, place: _Place) -> tuple[_Part, int]:
        """Behind a line and the comments at its end."""
        part, at = self._part_of(place)
        at += 1
        while at < len(part.items) and isinstance(item := part.items[at], Note) and item.trailing:
            at += 1
        return part, at

    def _part_for(self, source: int) -> tuple[_Part, int]:
        """Where a segment's first line goes: before the next that is there, else into a part of its own."""
        for j, (_, of) in enumerate(self._new):
            i = self._align.known.get(j, self._align.reworded.get(j))
            if of == source and i is not None and (place := self._place_of(i)) is not None:
                return self._part_of(place)
        part = _Part(replace(self._new_segments[source], items=()), [], False)
        self._parts.insert(self._gap_after_anchor(), part)
        return part, 0

    def _gap_after_anchor(self) -> int:
        """Where a new part goes; a part that has more lines behind the anchor is cut in two."""
        if self._anchor is None:
            return 0
        part, at = self._after(self._anchor[0])
        where = next(n for n, each in enumerate(self._parts) if each is part) + 1
        if any(isinstance(item, Line) for item in part.items[at:]):
            rest = _Part(replace(part.segment, items=()), part.items[at:], True)
            del part.items[at:]
            self._parts.insert(where, rest)
        return where

    # ----------------------------------------------------------------------- the whole

    def _finished(self) -> list[Segment]:
        parts = [replace(part.segment, items=tuple(part.items)) for part in self._parts]
        if self._cut_by_the_program and (cut := resegmented(parts, self._new_segments, self._sources)):
            titles = {segment.title for segment in cut}
            lost = [part for part in self._parts if part.had_lines and not part.sources]
            self.reports += [_lost(part) for part in lost if part.segment.title not in titles]
            return cut
        finished: list[Segment] = []
        claimed: set[int] = set()
        for part in self._parts:
            if part.had_lines and not any(isinstance(item, Line) for item in part.items):
                self._dissolve(part, finished)
                continue
            source = self._main_source(part)
            segment = part.segment
            if source is not None and source not in claimed and title_mark(segment) in self._titles:
                named = self._new_segments[source]
                segment = replace(segment, title=named.title, person=named.person, link=named.link)
            claimed.update(part.sources)
            finished.append(replace(segment, items=tuple(part.items)))
        titles = {segment.title for segment in finished}
        mains = {self._main_source(part) for part in self._parts}
        for n, segment in enumerate(self._new_segments):
            known = segment.title in titles or title_mark(segment) in self._titles
            if n in claimed - mains and not known:
                self.reports.append(
                    f"the article has a new part {segment.title!r}, which has no place of its own"
                )
        return finished

    def _main_source(self, part: _Part) -> int | None:
        """The new segment that a part stands for: the one it is called after, else that of most lines."""
        called = title_mark(part.segment)
        same = (source for source in part.sources if title_mark(self._new_segments[source]) == called)
        return next(same, part.sources.most_common(1)[0][0] if part.sources else None)

    def _dissolve(self, part: _Part, finished: list[Segment]) -> None:
        """A part whose every line has gone; what the editor noted there stays, with the part before."""
        self.reports.append(_lost(part))
        notes = tuple(replace(item, trailing=False) for item in part.items if isinstance(item, Note))
        if finished and notes:
            finished[-1] = replace(finished[-1], items=finished[-1].items + notes)
        elif notes:
            self.reports.extend(f"a comment went with it: {note.text}" for note in notes)


def _outwards(start: int, end: int) -> Iterator[int]:
    """Every index below `end`, the nearest to `start` first."""
    start = max(0, min(start, end))
    for step in range(max(start, end - start) + 1):
        if start + step < end:
            yield start + step
        if step and start - step >= 0:
            yield start - step


def _lost(part: _Part) -> str:
    return f"the part {part.segment.title!r} is no longer in the article"


def _labelled(line: Line, by: Line) -> Line:
    return replace(line, speaker=by.speaker, kind=by.kind, rule=by.rule, confidence=by.confidence)


def _found_again(wish: Replacement, old: str, new: str) -> Replacement | None:
    """The replacement for the same words, the same one of them if they stand there more than once."""
    words = old[wish.start : wish.end]
    if old == new:
        return wish
    if not words:
        return None
    starts = [at for at in range(len(new)) if new.startswith(words, at)]
    if not starts:
        return None
    earlier = sum(old.startswith(words, at) for at in range(wish.start))
    start = starts[min(earlier, len(starts) - 1)]
    return Replacement(start, start + len(words), wish.say)


def _start(line: Line, length: int = 60) -> str:
    return repr(line.text if len(line.text) <= length else line.text[: length - 1].rstrip() + "…")

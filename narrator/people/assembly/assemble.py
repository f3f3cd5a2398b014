"""Puts the findings together as a Script: every character that is not white space in one line or omission."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from narrator.model import Article, BlockKind, Gender, Line, LineKind, Omission, Person, Script, Segment
from narrator.people.assembly.titles import segment_titles
from narrator.people.gender import of_first_name, of_title
from narrator.people.lexicon import is_role
from narrator.people.quotes.find import Quote
from narrator.people.segments.divide import Stretch
from narrator.people.segments.passages import Passage
from narrator.people.sentences import sentences
from narrator.people.shapes.recognise import Findings
from narrator.people.speakers.attribute import Attribution
from narrator.people.turns.evidence import confidence_of_turn
from narrator.people.turns.find import Turn

MAX_LINE = 1200
"""Characters; engines stumble over longer lines, and an editor loses them from sight."""

SPEAKER_LABEL = "speaker-label: the voice says who speaks; a label is read where it introduces somebody"
NO_WORDS = "no-words: signs without a letter or a figure"


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of a passage with its label, before it becomes a line."""

    start: int
    end: int
    kind: LineKind = LineKind.NARRATION
    speaker: str | None = None
    rule: str | None = None
    confidence: float | None = None
    omit: str | None = None


@dataclass(frozen=True, slots=True)
class Voiced:
    """A quotation with what was found out about its speaker."""

    quote: Quote
    attribution: Attribution | None


def assemble(
    article: Article,
    findings: Findings,
    stretches: Sequence[Stretch],
    voiced: Sequence[Voiced],
) -> Script:
    """The script of an article: its segments in order, the people who matter to it, and what is left out."""
    cutter = _Cutter(article.text, findings, voiced)
    omissions: list[Omission] = list(article.omissions)
    segments: list[Segment] = []
    titles = segment_titles(article, findings, stretches)
    for stretch, title in zip(stretches, titles, strict=True):
        lines: list[Line] = []
        link = None
        for index in range(stretch.first, stretch.last):
            passage = findings.passages[index]
            link = link or (passage.link if passage.kind is BlockKind.HEADING else None)
            pieces = cutter.pieces(index)
            omissions.extend(Omission(one.start, one.end, one.omit) for one in pieces if one.omit)
            lines.extend(_lines(article.text, pieces))
        if lines:
            start = findings.passages[stretch.first].start
            end = findings.passages[stretch.last - 1].end
            segments.append(Segment(title, stretch.person, tuple(lines), start, end, link))
    return Script(
        title=article.title or (segments[0].title if segments else ""),
        segments=tuple(segments),
        people=_people(findings, segments),
        omissions=tuple(sorted(omissions, key=lambda one: one.start)),
        byline=article.byline,
        site=article.site,
        date=article.date,
        language=article.language,
        source=article.source,
        source_hash=hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
        notes=article.notes,
    )


# --------------------------------------------------------------------------- pieces of a passage


class _Cutter:
    """Cuts passages into pieces; remembers which labels were heard, to read each speaker's first."""

    def __init__(self, text: str, findings: Findings, voiced: Sequence[Voiced]) -> None:
        self._text = text
        self._passages = findings.passages
        self._voiced = sorted(voiced, key=lambda one: one.quote.start)
        talk = findings.conversation
        self._turns = talk.by_passage if talk else {}
        self._labels = dict(talk.labels) if talk else {}
        self._introduced = set(_first_labels(findings))
        self._headings = {heading.passage: heading for heading in findings.headings}
        self._next = 0
        self._made: dict[int, tuple[Piece, ...]] = {}

    def pieces(self, index: int) -> tuple[Piece, ...]:
        """The pieces that cover a passage, in order.  Passages are asked for in order."""
        if index not in self._made:
            passage = self._passages[index]
            marks = sorted(self._marks(index, passage), key=lambda piece: piece.start)
            self._made[index] = tuple(_with_words(self._text, _covering(passage, marks)))
        return self._made[index]

    def _marks(self, index: int, passage: Passage) -> Iterator[Piece]:
        start = passage.start
        heading = self._headings.get(index)
        label_end = self._labels.get(passage.start)
        turn = self._turns.get(index)
        if heading is not None:
            yield Piece(passage.start, heading.end, LineKind.HEADING)
            start = heading.end
        elif label_end is not None:
            introduces = passage.start in self._introduced
            yield Piece(
                passage.start,
                label_end,
                LineKind.HEADING if introduces else LineKind.NARRATION,
                omit=None if introduces else SPEAKER_LABEL,
            )
            start = label_end
        elif passage.kind is BlockKind.HEADING and turn is None:
            yield Piece(passage.start, passage.end, LineKind.HEADING)
            start = passage.end
        if turn is not None and heading is None:
            yield _turn_piece(turn)
            start = passage.end
        while self._next < len(self._voiced) and self._voiced[self._next].quote.start < passage.end:
            one = self._voiced[self._next]
            begin = max(one.quote.start, start)
            end = min(_with_mark(self._text, one.quote.end, passage.end), passage.end)
            if begin < end:
                yield _quote_piece(one, begin, end)
                start = end
            if one.quote.end > passage.end:
                break
            self._next += 1


def _first_labels(findings: Findings) -> Iterator[int]:
    """Where each named speaker's first label stands; interviews' `Q:` and `A:` introduce nobody."""
    talk = findings.conversation
    if talk is None:
        return
    heard: set[str] = set()
    starts = [passage.start for passage in findings.passages]
    where = {start: index for index, start in enumerate(starts)}
    turns = talk.by_passage
    for start, end in talk.labels:
        index = where[start]
        turn = turns.get(index) or turns.get(index + 1)
        words = findings.text[start:end].strip(" \t\n:.*_>[]()")
        if turn is not None and turn.speaker and len(words) > 2 and turn.speaker not in heard:
            heard.add(turn.speaker)
            yield start


def _turn_piece(turn: Turn) -> Piece:
    return Piece(turn.start, turn.end, LineKind.TURN, turn.speaker, turn.rule, confidence_of_turn(turn.rule))


def _quote_piece(one: Voiced, start: int, end: int) -> Piece:
    found = one.attribution
    if found is None:
        return Piece(start, end, LineKind.QUOTE)
    rule = found.rule or None
    return Piece(start, end, LineKind.QUOTE, found.speaker, rule, found.confidence if rule else None)


def _with_mark(text: str, end: int, limit: int) -> int:
    """Takes in the comma or stop that stands directly behind a closing mark."""
    while end < limit and text[end] in ",.;:!?…":
        end += 1
    return end


def _covering(passage: Passage, marks: Iterable[Piece]) -> Iterator[Piece]:
    """The marks, with narration for all that lies between them."""
    at = passage.start
    for mark in marks:
        if mark.start > at:
            yield Piece(at, mark.start)
        if mark.end > mark.start:
            yield mark
        at = max(at, mark.end)
    if at < passage.end:
        yield Piece(at, passage.end)


def _with_words(text: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Joins pieces without a letter or figure to the one before, else to the one behind."""
    result: list[Piece] = []
    lead: int | None = None
    end = 0
    for piece in pieces:
        words = text[piece.start : piece.end]
        if not words.strip():
            continue
        end = piece.end
        if piece.omit or any(c.isalnum() for c in words):
            if lead is not None and piece.omit:
                result.append(Piece(lead, piece.start, omit=NO_WORDS))
            result.append(piece if lead is None or piece.omit else replace(piece, start=lead))
            lead = None
        elif result and not result[-1].omit:
            result[-1] = replace(result[-1], end=piece.end)
        elif lead is None:
            lead = piece.start
    if lead is not None:
        result.append(Piece(lead, end, omit=NO_WORDS))
    return iter(result)


# --------------------------------------------------------------------------- lines


def _lines(text: str, pieces: Sequence[Piece]) -> Iterator[Line]:
    opens = True
    for piece in pieces:
        if piece.omit:
            continue
        for start, end in _cut_long(text, piece.start, piece.end):
            yield Line(
                text=" ".join(text[start:end].split()),
                speaker=piece.speaker,
                kind=piece.kind,
                start=start,
                end=end,
                rule=piece.rule,
                confidence=piece.confidence,
                opens_paragraph=opens,
            )
            opens = False


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of at most `MAX_LINE` characters: whole sentences, else words, else what fits."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    if end - start <= MAX_LINE:
        yield start, end
        return
    begin = at = start
    for sentence in sentences(text, start, end):
        if sentence.end - begin > MAX_LINE:
            if at > begin:
                yield begin, at
                begin = sentence.start
            while sentence.end - begin > MAX_LINE:
                cut = _space_before(text, begin, begin + MAX_LINE)
                yield begin, cut
                begin = cut
                while text[begin].isspace():
                    begin += 1
        at = sentence.end
    if begin < end:
        yield begin, end


def _space_before(text: str, begin: int, limit: int) -> int:
    """The end of the last word that ends before `limit`; `limit` in a word that long."""
    head = text[begin : limit + 1].rsplit(maxsplit=1)
    return begin + len(text[begin : limit + 1][: -len(head[1])].rstrip()) if len(head) == 2 else limit


# --------------------------------------------------------------------------- people


def _people(findings: Findings, segments: Sequence[Segment]) -> tuple[Person, ...]:
    """Whoever has a segment or speaks, in the order of the script."""
    names: dict[str, None] = {}
    for segment in segments:
        if segment.person:
            names.setdefault(segment.person)
        for line in segment.lines:
            if line.speaker:
                names.setdefault(line.speaker)
    by_name = {person.name: person for person in findings.people.persons}
    own = {segment.person for segment in segments} | {
        turn.speaker for turn in (findings.conversation.turns if findings.conversation else ())
    }
    roles: dict[str, str | None] = {one.person: one.role(findings.text) for one in findings.headings}
    roles |= findings.conversation.roles if findings.conversation else {}
    found: list[Person] = []
    for name in names:
        if name in by_name:
            found.append(by_name[name])
        elif name in own:
            found.append(Person(name, gender=_gender(name)))
    return tuple(replace(one, role=one.role or roles.get(one.name)) for one in found)


def _gender(name: str) -> Gender | None:
    """What a label shows: its title, else its first name; `JUDGE` is an office, though some are called so."""
    first, *more = name.split()
    if not more and is_role(first.lower()):
        return None
    return of_title(first) or of_first_name(first)

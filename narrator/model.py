"""The words of the program as frozen dataclasses: what every stage takes and gives.

Only the standard library is imported here, and no stage.  Text offsets are Python string indices
into `Article.text`; audio positions are samples at the rate stated beside them; loudness is LUFS
(ITU-R BS.1770-5) and peaks are dB relative to full scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

Gender = Literal["f", "m"]

NARRATOR = "Narrator"
"""Who speaks when the script names nobody, as editors, listeners and files see it."""


# --------------------------------------------------------------------------- the article


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or block quote: `Article.text[start:end]`."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Headings only: 1 is the article's title, 2 a section, and so on; 0 elsewhere."""
    strong: bool = False
    """The page set the whole block in bold or italics, as interviews set their questions."""
    link: str | None = None
    """Headings only: the address that the heading links to."""


@dataclass(frozen=True, slots=True)
class Omission:
    """A span that is not read aloud, with the name of the rule and why, for the editor to see."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """What was read.  Blocks and omissions are in order, do not overlap, and together cover every
    character of `text` that is not white space, once."""

    text: str
    blocks: tuple[Block, ...]
    omissions: tuple[Omission, ...] = ()
    title: str = ""
    byline: str | None = None
    site: str | None = None
    date: str | None = None
    """ISO 8601, `YYYY-MM-DD`."""
    language: str = "en"
    """BCP 47, lower-case primary tag first: `en`, `en-GB`, `de`."""
    source: str = ""
    """The path or address as the user gave it; `-` for standard input."""
    notes: tuple[str, ...] = ()
    """What the reader had to do that an editor should know: an encoding guessed, mojibake mended."""


# --------------------------------------------------------------------------- the script


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the article, as the text shows them.  `name` and `aliases` stand in the text."""

    name: str
    aliases: tuple[str, ...] = ()
    gender: Gender | None = None
    age: int | None = None
    role: str | None = None
    named: bool = True
    """False for who or what is quoted without being a person with a name: “his wife”, “the report”."""


class LineKind(StrEnum):
    NARRATION = "narration"
    HEADING = "heading"
    QUOTE = "quote"
    TURN = "turn"
    """One side's words in an interview or transcript, without quotation marks."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Say `say` for `Line.text[start:end]`; captions keep the text as written."""

    start: int
    end: int
    say: str


@dataclass(frozen=True, slots=True)
class Written:
    """Where a line stands in its script file, and whom the program had named there."""

    row: int
    """Counted from 1."""
    instead_of: str | None = None
    """Whose line it was before an editor named another speaker, as written; None where nobody did."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker says in one go.

    `text` is the article's own slice with each run of white space folded into one space, or what an
    editor wrote; `start` and `end` are its offsets in `Article.text`, None where an editor wrote it.
    A `speaker` of None is the narrator; so is a quote whose speaker is not known.
    """

    text: str
    speaker: str | None = None
    kind: LineKind = LineKind.NARRATION
    start: int | None = None
    end: int | None = None
    rule: str | None = None
    """The rule that named the speaker; None for narration."""
    confidence: float | None = None
    """How often labels of this rule are right, measured on labelled texts; None for narration."""
    opens_paragraph: bool = True
    replacements: tuple[Replacement, ...] = ()
    silent: bool = False
    """The editor marked it not to be spoken."""
    written: Written | None = field(default=None, compare=False, repr=False)
    """Only where it was read from a file; what is said does not depend on it."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence the editor asked for, in place of the usual pause."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Sound:
    """A chime or a music file the editor asked for between lines; the name as written."""

    name: str
    row: int | None = field(default=None, compare=False, repr=False)
    """Where it stands in its script file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Note:
    """An editor's comment: kept in the script, never spoken."""

    text: str
    trailing: bool = False
    """It stands at the end of the line before it, not on a line of its own."""


Item = Line | Pause | Sound | Note


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of blocks about or by one person, or about nobody; becomes one chapter."""

    title: str
    person: str | None
    items: tuple[Item, ...]
    start: int | None = None
    end: int | None = None
    link: str | None = None
    silent: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(item for item in self.items if isinstance(item, Line))


@dataclass(frozen=True, slots=True)
class Role:
    """One entry of a script's cast, as the editor sees it; every field but the name may be empty."""

    name: str
    voice: str | None = None
    gender: Gender | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """Who says what, in which order; as a file, Markdown that an editor can correct."""

    title: str
    segments: tuple[Segment, ...]
    people: tuple[Person, ...] = ()
    omissions: tuple[Omission, ...] = ()
    byline: str | None = None
    site: str | None = None
    date: str | None = None
    language: str = "en"
    source: str = ""
    source_hash: str | None = None
    """SHA-256 of the article's text, in hexadecimal."""
    engine: str | None = None
    cast: tuple[Role, ...] = ()
    pronunciations: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for segment in self.segments for line in segment.lines)


# --------------------------------------------------------------------------- the voices


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of one engine.  An engine lists its voices clearest first."""

    id: str
    """Unique among all engines: `espeak:en-us/mid`."""
    engine: str
    language: str
    """BCP 47 with the accent's region where it has one: `en-US`, `en-GB`."""
    gender: Gender | None = None
    timbre: str | None = None
    """Voices of one engine with the same timbre differ by accent only."""
    pitch: float | None = None
    """Median fundamental frequency in Hz, measured."""
    rate: int | None = None
    """Sample rate in Hz where the engine fixes it."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks with which voice."""

    narrator: Voice
    voices: Mapping[str, Voice]
    notes: tuple[str, ...] = ()
    """What the listener should know: voices that two people share, wishes that could not be met."""
    language: str = ""
    """Of the article that they were cast for, BCP 47; empty where that is not known."""

    def voice_of(self, speaker: str | None) -> Voice:
        return self.narrator if speaker is None else self.voices.get(speaker, self.narrator)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as it is said.  Each of `spans` is (spoken start, spoken end, written start, written end):
    offsets into `text` and into `Line.text`, in order and without gaps in either."""

    text: str
    spans: tuple[tuple[int, int, int, int], ...]
    phonemes: tuple[tuple[int, int, str], ...] = ()
    """(start, end, IPA): an engine that takes IPA says `text[start:end]` with these sounds; others say
    the text.  In order, without overlap; part of what a recording is made from."""


# --------------------------------------------------------------------------- the recordings


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, `Line.text[start:end]`, and the sample of its clip at which it begins."""

    start: int
    end: int
    sample: int


@dataclass(frozen=True, slots=True)
class Loudness:
    """`integrated` in LUFS as measured on the mono signal, `true_peak` in dBTP; -inf for silence."""

    integrated: float
    true_peak: float


@dataclass(frozen=True, slots=True)
class Clip:
    """The recording of one line: a small record; the samples (mono, 16 bit) are in the file at `path`."""

    key: str
    """The content address: a hash of all that the recording was made from."""
    path: Path
    rate: int
    samples: int
    words: tuple[Word, ...]
    """Empty where the engine gives no word times."""
    loudness: Loudness

    @property
    def seconds(self) -> float:
        return self.samples / self.rate


# --------------------------------------------------------------------------- the episode


@dataclass(frozen=True, slots=True)
class Placement:
    """A clip at its place: it sounds from sample `start` up to `end` of the timeline's rate."""

    line: Line
    clip: Clip
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a podcast player means by it; `start` and `end` in samples of the timeline's rate."""

    title: str
    person: str | None
    start: int
    end: int
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every clip and chapter at its exact sample; `length` is the whole episode's."""

    rate: int
    length: int
    placements: tuple[Placement, ...]
    chapters: tuple[Chapter, ...]

    def seconds(self, sample: int) -> float:
        return sample / self.rate


@dataclass(frozen=True, slots=True)
class Tags:
    """What is written into the audio file beside the sound."""

    title: str
    artist: str | None = None
    album: str | None = None
    date: str | None = None
    language: str | None = None
    comment: str | None = None
    source_url: str | None = None
    cover: bytes | None = None
    """A JPEG or PNG file's bytes."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A finished episode: its audio files by format, all with one timeline in seconds."""

    timeline: Timeline
    files: Mapping[str, Path]
    loudness: Loudness
    """As measured on the first file, decoded again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check of a finished episode found: `code` is a stable word for scripts, `message` a
    sentence, `at` seconds into the file or None for the whole of it."""

    code: str
    message: str
    at: float | None = None

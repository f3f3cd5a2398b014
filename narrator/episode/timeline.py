"""Where everything sounds: clips, pauses and chapters at exact samples, decided before any is rendered.

`plan` reads the script and needs no recording; `place` fixes one stretch as soon as its clips are
there; `lay_out` joins the stretches into the timeline.  All of it is pure.

A stretch is what is encoded on its own and joined to its neighbours by packets: a paragraph with the
pause after it.  Its length is a whole number of `QUANTUM` samples, so that a paragraph that changes
moves those after it by whole frames of every codec and their encoded packets can be used again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from narrator.model import Chapter, Clip, Item, Line, LineKind, Pause, Placement, Segment, Sound, Timeline

RATE = 44_100
"""Samples a second of every timeline: what Apple Podcasts and ACX ask for, and MPEG-1's rate at which
Chromium seeks right in an MP3."""

QUANTUM = 9_216
"""Samples; the least common multiple of the frames of MP3 (1152) and AAC (1024): 0.209 s."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds of silence at each kind of boundary.

    Read speech pauses for 0.3-0.5 s between sentences and about twice as long between paragraphs
    (Goldman-Eisler 1968; Zellner 1994); ACX asks for 0.5-1 s before the first word and 1-5 s after
    the last.  Where a stretch ends (at paragraphs and chapters), the pause is the nearest that fills
    a whole number of quanta: it differs by up to 0.105 s.
    """

    line: float = 0.35
    """From a line to the next of the same speaker in one paragraph."""
    speaker: float = 0.45
    """To another speaker within the paragraph."""
    paragraph: float = 0.7
    turn: float = 0.95
    """To another speaker with a new paragraph."""
    heading: float = 0.9
    """Before and after a heading that is read within a chapter."""
    segment: float = 1.5
    """From one chapter's last word to the next one's first."""
    sound: float = 0.4
    """On either side of a chime or a piece of music; twice that after one that closes a chapter."""
    opening: float = 4.0
    """Of music alone, where an episode opens with it, before the first word."""
    lead_in: float = 0.15
    """From a chapter's mark to its first word, so that players that seek late still catch it."""
    head: float = 0.5
    """Before the first word of all."""
    tail: float = 1.5
    """After the last."""


PAUSES = Pauses()
CUT = 0.6
"""A stretch ends at a pause of at least so many seconds."""
LONG = 1_500
"""Characters, more than a minute and a half: a stretch as long ends at the next pause between lines, so that
a paragraph of many pages is never in memory as a whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """A line or a sound to be heard, with the seconds of silence after it."""

    item: Line | Sound
    pause: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch before its clips are known.  `segment` is an index into the script's segments."""

    segment: int
    opens: bool
    """A chapter begins with it."""
    lead: float
    """Seconds before its first part."""
    parts: tuple[Part, ...]
    """The last one's pause is without the `lead` of the next passage."""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(part.item for part in self.parts if isinstance(part.item, Line))

    @property
    def sounds(self) -> tuple[str, ...]:
        return tuple(part.item.name for part in self.parts if isinstance(part.item, Sound))


@dataclass(frozen=True, slots=True)
class SoundPlacement:
    """A sound at its place in a stretch."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage with its recordings: positions are samples from the stretch's own start."""

    segment: int
    opens: bool
    length: int
    placements: tuple[Placement, ...]
    sounds: tuple[SoundPlacement, ...] = ()


def is_spoken(segment: Segment, line: Line) -> bool:
    return not segment.silent and not line.silent


def spoken_lines(segments: Iterable[Segment]) -> Iterator[Line]:
    """The lines that a clip is needed for, in order."""
    for segment in segments:
        yield from (line for line in segment.lines if is_spoken(segment, line))


def samples_at(rate: int, samples: int, to: int = RATE) -> int:
    """How long `samples` at `rate` are at another rate."""
    return (2 * samples * to + rate) // (2 * rate)


# --------------------------------------------------------------------------- before recording


def plan(
    segments: Sequence[Segment], pauses: Pauses = PAUSES, *, chime: str | None = None, opening: float = 0.0
) -> tuple[Passage, ...]:
    """The stretches of the script in order, every one with at least a line or a sound.

    The sound called `chime` closes every chapter but the last; music of `opening` seconds leads in.
    """
    if chime:
        segments = _with_chimes(segments, chime)
    passages: list[Passage] = []
    for index, segment in enumerate(segments):
        parts = list(_parts(segment, pauses))
        if not parts:
            continue
        lead = _opening_pause(segment, pauses)
        runs = list(_runs(parts))
        for number, run in enumerate(runs):
            passages.append(Passage(index, number == 0, lead if number == 0 else pauses.lead_in, run))
    if not passages:
        return ()
    head = min(opening + pauses.sound, pauses.opening) if opening else pauses.head
    passages[0] = replace(passages[0], lead=max(passages[0].lead, head))
    leads = [passage.lead for passage in passages[1:]]
    rests = [max(0.0, p.parts[-1].pause - lead) for p, lead in zip(passages[:-1], leads, strict=True)]
    return tuple(_with_rest(p, rest) for p, rest in zip(passages, [*rests, pauses.tail], strict=True))


def _with_chimes(segments: Sequence[Segment], chime: str) -> list[Segment]:
    """The mark of the chapter that follows stands after the chime, right before its first word."""
    heard = [n for n, s in enumerate(segments) if any(not isinstance(i, Pause) for i in _heard(s))]
    closed = set(heard[:-1])
    return [replace(s, items=(*s.items, Sound(chime))) if n in closed else s for n, s in enumerate(segments)]


def _with_rest(passage: Passage, rest: float) -> Passage:
    *before, last = passage.parts
    return replace(passage, parts=(*before, Part(last.item, rest)))


def _heard(segment: Segment) -> list[Line | Sound | Pause]:
    def kept(item: Item) -> bool:
        if isinstance(item, Line):
            return is_spoken(segment, item)
        return isinstance(item, Pause | Sound) and not segment.silent

    return [item for item in segment.items if kept(item) and isinstance(item, Line | Sound | Pause)]


def _opening_pause(segment: Segment, pauses: Pauses) -> float:
    """What an editor asked for before the segment's first word, or the lead-in."""
    asked = 0.0
    for item in _heard(segment):
        if not isinstance(item, Pause):
            break
        asked += item.seconds
    return max(asked, pauses.lead_in)


@dataclass(frozen=True, slots=True)
class _End:
    """Whether a stretch ends after a part: always, or where it has grown long."""

    always: bool
    if_long: bool


def _parts(segment: Segment, pauses: Pauses) -> Iterator[tuple[Part, _End]]:
    """Each part of the segment, and whether a stretch ends after it."""
    heard = _heard(segment)
    sounding = [(at, item) for at, item in enumerate(heard) if not isinstance(item, Pause)]
    for (at, item), (then, following) in pairwise(sounding):
        asked = [pause.seconds for pause in heard[at + 1 : then] if isinstance(pause, Pause)]
        usual = _between(item, following, pauses)
        end = _End(not asked and usual >= CUT, not asked and usual >= pauses.lead_in + CUT / 3)
        yield Part(item, sum(asked) if asked else usual), end
    if sounding:
        at, item = sounding[-1]
        asked = [pause.seconds for pause in heard[at + 1 :] if isinstance(pause, Pause)]
        usual = pauses.segment if isinstance(item, Line) else 2 * pauses.sound
        yield Part(item, sum(asked) if asked else usual), _End(True, True)


def _between(item: Line | Sound, following: Line | Sound, pauses: Pauses) -> float:
    if isinstance(item, Sound) or isinstance(following, Sound):
        return pauses.sound
    if LineKind.HEADING in (item.kind, following.kind):
        return pauses.heading
    same = item.speaker == following.speaker
    if following.opens_paragraph:
        return pauses.paragraph if same else pauses.turn
    return pauses.line if same else pauses.speaker


def _runs(parts: Iterable[tuple[Part, _End]]) -> Iterator[tuple[Part, ...]]:
    run: list[Part] = []
    length = 0
    for part, end in parts:
        run.append(part)
        length += len(part.item.text) if isinstance(part.item, Line) else 0
        if end.always or (end.if_long and length >= LONG):
            yield tuple(run)
            run, length = [], 0


# --------------------------------------------------------------------------- with the recordings


def place(
    passage: Passage,
    clips: Sequence[Clip],
    sounds: Sequence[int] = (),
    *,
    rate: int = RATE,
    quantum: int = QUANTUM,
) -> Stretch:
    """Fixes the passage at samples of `rate`: one clip for each line, one length (in samples of `rate`)
    for each sound, in order.
    """
    clips_left, sounds_left = iter(clips), iter(sounds)
    placements: list[Placement] = []
    sounding: list[SoundPlacement] = []
    at = round(passage.lead * rate)
    end = at
    for part in passage.parts:
        if isinstance(part.item, Line):
            clip = next(clips_left)
            end = at + samples_at(clip.rate, clip.samples, rate)
            placements.append(Placement(part.item, clip, at, end))
        else:
            end = at + next(sounds_left)
            sounding.append(SoundPlacement(part.item.name, at, end))
        at = end + round(part.pause * rate)
    quanta = max(-(-end // quantum), (2 * at + quantum) // (2 * quantum), 1)
    return Stretch(passage.segment, passage.opens, quanta * quantum, tuple(placements), tuple(sounding))


def lay_out(segments: Sequence[Segment], stretches: Iterable[Stretch], rate: int = RATE) -> Timeline:
    """The whole episode: the stretches one after the other, a chapter for each segment that is heard."""
    placements: list[Placement] = []
    opened: list[tuple[int, int]] = []
    at = 0
    for stretch in stretches:
        if stretch.opens:
            opened.append((stretch.segment, at))
        placements += (replace(p, start=p.start + at, end=p.end + at) for p in stretch.placements)
        at += stretch.length
    ends = [*(start for _, start in opened), at][1:]
    chapters = tuple(
        Chapter(segments[index].title, segments[index].person, start, end, segments[index].link)
        for (index, start), end in zip(opened, ends, strict=True)
    )
    return Timeline(rate, at, tuple(placements), chapters)

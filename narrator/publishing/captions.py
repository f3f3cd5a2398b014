"""Captions: the words as written, at the second they are heard, in portions the eye can take in.

At most two lines of 65 characters, as podcast apps ask for, each broken where a sentence, a clause
or at least a phrase ends.  One caption holds the words of one speaker.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from narrator.model import Placement, Timeline
from narrator.publishing.markup import clean
from narrator.publishing.phrases import SENTENCE, Piece, pieces, width
from narrator.publishing.timing import clock

LINE_LENGTH = 65
"""Columns, so never more characters: what Apple and Podcasting 2.0 recommend for transcripts."""

NARRATOR = "Narrator"
"""Who speaks when the script names nobody."""

SHORTEST = 1.0
"""Seconds a caption stays, where the pause after it leaves room."""

_LONGEST_LABEL = 32

# What makes a division of a line into captions worse, in the unit of `phrases`' break costs.
_PER_CAPTION = 2.0
_FULLNESS = 4.0
_SENTENCE_INSIDE = 2.0
_STUB = 3.0
_STUB_LENGTH = 20
_LABEL_ALONE = 4.0
_UNEVEN = 15


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands on the screen from `start` up to `end`, in seconds of the episode."""

    start: float
    end: float
    speaker: str
    lines: tuple[str, ...]
    """One or two, each of at most 65 characters."""
    text: str
    """The same words as one slice of the script's line."""
    opens_turn: bool
    """The speaker has not spoken the caption before this one."""


def captions(timeline: Timeline) -> tuple[Caption, ...]:
    """The captions of a whole episode, in order, without overlap."""
    found: list[Caption] = []
    for index, placement in enumerate(timeline.placements):
        follows = timeline.placements[index + 1 :][:1]
        room = timeline.seconds(follows[0].start if follows else timeline.length)
        speaker = found[-1].speaker if found else None
        found.extend(_of_placement(placement, timeline, room, speaker))
    return tuple(found)


def to_vtt(cues: Iterable[Caption]) -> str:
    """WebVTT (https://www.w3.org/TR/webvtt1/) with a voice span for each caption."""
    blocks = ["WEBVTT"]
    for cue in cues:
        voice = html.escape(" ".join(cue.speaker.split()), quote=False) or NARRATOR
        words = "\n".join(html.escape(line, quote=False) for line in cue.lines)
        blocks.append(f"{_stamp(cue.start, '.')} --> {_stamp(cue.end, '.')}\n<v {voice}>{words}</v>")
    return "\n\n".join(blocks) + "\n"


def to_srt(cues: Iterable[Caption]) -> str:
    """SubRip: the speaker's name before the first words of each turn, as podcast apps expect."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        words = "\n".join(_fold(cue.text, _label(cue.speaker)) if cue.opens_turn else cue.lines)
        blocks.append(f"{number}\n{_stamp(cue.start, ',')} --> {_stamp(cue.end, ',')}\n{words}\n")
    return "\n".join(blocks)


def speaker_name(speaker: str | None) -> str:
    """As a reader sees it."""
    return clean(speaker or "") or NARRATOR


# ------------------------------------------------------------------ one placement into captions


def _of_placement(
    placement: Placement, timeline: Timeline, room: float, previous: str | None
) -> Iterable[Caption]:
    text, speaker, times = (
        placement.line.text,
        speaker_name(placement.line.speaker),
        clock(placement, timeline),
    )
    slices = _divide(text, _label(speaker) if speaker != previous else "")
    for index, (start, end) in enumerate(slices):
        last = index + 1 == len(slices)
        begins = times.at(start)
        ends = timeline.seconds(placement.end) if last else times.at(slices[index + 1][0])
        yield Caption(
            start=begins,
            end=max(ends, min(begins + SHORTEST, room)) if last else ends,
            speaker=speaker,
            lines=_fold(text[start:end]),
            text=clean(text[start:end]),
            opens_turn=index == 0 and speaker != previous,
        )


def _divide(text: str, label: str) -> list[tuple[int, int]]:
    """The best division of a line into captions as (start, end); `label` stands before the first."""
    parts = pieces(text)
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the first n pieces, where their last caption starts
    for end in range(1, len(parts) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            if width(text[parts[start].start : parts[end - 1].end]) > 2 * LINE_LENGTH + 1:
                break
            cost = _caption_cost(text, parts[start:end], label if start == 0 else "")
            choices.append((best[start][0] + cost, start))
        best.append(min(choices))
    cuts, end = [], len(parts)
    while end:
        start = best[end][1]
        cuts.append((parts[start].start, parts[end - 1].end))
        end = start
    return cuts[::-1]


def _caption_cost(text: str, parts: tuple[Piece, ...], label: str) -> float:
    words = text[parts[0].start : parts[-1].end]
    folded = _best_fold(words, label)
    if folded is None:
        return float("inf")
    stub = _STUB if len(words) < _STUB_LENGTH and parts[-1].cost != SENTENCE else 0.0
    inside = sum(_SENTENCE_INSIDE for part in parts[:-1] if part.cost == SENTENCE)
    full = _FULLNESS * (width(words) / (2 * LINE_LENGTH)) ** 2
    return _PER_CAPTION + parts[-1].cost + 0.3 * folded[0] + inside + stub + full


# ------------------------------------------------------------------ one caption into lines


def _fold(words: str, label: str = "") -> tuple[str, ...]:
    best = _best_fold(words, label)
    assert best is not None, "a caption that no two lines can hold"
    starts = (0, *best[1], len(words))
    lines = [clean(words[a:b]).strip() for a, b in pairwise(starts)]
    return ((label + lines[0]).rstrip(), *lines[1:])


@lru_cache(maxsize=4096)
def _best_fold(words: str, label: str) -> tuple[float, tuple[int, ...]] | None:
    """(cost, where the second line starts if there is one); None where two lines can't hold it."""
    if width(label + words) <= LINE_LENGTH:
        return 0.0, ()
    parts = pieces(words)
    choices = []
    for before, after in pairwise(parts):
        first, second = width(label + words[: before.end]), width(words[after.start :])
        if max(first, second) <= LINE_LENGTH:
            choices.append((before.cost + abs(first - second) / _UNEVEN, (after.start,)))
    if label and width(words) <= LINE_LENGTH:
        choices.append((_LABEL_ALONE, (0,)))
    return min(choices, default=None)


def _label(speaker: str) -> str:
    name = " ".join(speaker.split())
    while width(name) > _LONGEST_LABEL:
        name = name[:-2] + "…"
    return name + ": "


def _stamp(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    return (
        f"{minutes // 60:02d}:{minutes % 60:02d}:{milliseconds // 1000:02d}{point}{milliseconds % 1000:03d}"
    )

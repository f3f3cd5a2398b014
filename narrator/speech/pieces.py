"""Long text for engines that take little at a time: cut where a reader would breathe, joined with pauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from narrator.speech.engine import Speech, SpeechWord
from narrator.speech.words import tokens

_SENTENCE = re.compile(r"[.!?…。！？]+[\"')\]]*(?=\s)\s*|[。！？]+")
_CLAUSE = re.compile(r"[,;:—–،、，；：]+[\"')\]]*\s+|[、，；：]+|\s+[—–-]\s+")
_BREATH = re.compile(
    r"\s+(?=(?:and|but|or|because|which|who|that|when|where|while|if|with|for|from|into|than|to)\s)"
)
_SPACE = re.compile(r"\s+")
SHORTEST = 0.35
"""Of the longest piece: a cut at a good place is not taken if it leaves less than this."""

SENTENCE_PAUSE, CLAUSE_PAUSE, NO_PAUSE = 0.42, 0.18, 0.03
"""Seconds between two pieces, by what the first ends in."""
QUIET = 10 ** (-45 / 20) * 32768
EDGE = 0.015
"""Seconds kept before and after the sound of a piece, so that no consonant is clipped."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`text`, cut from offset `start` on, without the white space around it."""

    start: int
    text: str

    @property
    def pause(self) -> float:
        ending = self.text.rstrip("\"')] ")[-1:]
        if ending in ".!?…。！？":
            return SENTENCE_PAUSE
        return CLAUSE_PAUSE if ending in ",;:—–-،、，；：" else NO_PAUSE


def cut(text: str, longest: int) -> tuple[Piece, ...]:
    """`text` in pieces of at most `longest` characters, at the ends of sentences, else of clauses, else
    before a conjunction, else at spaces; a word longer than that is cut.  What has nothing to say in
    it (no letter, no digit) is left out."""
    pieces = []
    start = 0
    while start < len(text):
        end = _end(text, start, longest)
        part = text[start:end]
        lead = len(part) - len(part.lstrip())
        if any(char.isalnum() for char in part):
            pieces.append(Piece(start + lead, part.strip()))
        start = end
    return tuple(pieces)


def _end(text: str, start: int, longest: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    if len(text) - start <= longest:
        return len(text)
    window = text[start : start + longest + 1]
    for pattern, least in ((_SENTENCE, SHORTEST), (_CLAUSE, SHORTEST), (_BREATH, 0.5), (_SPACE, 0.0)):
        ends = [
            match.end()
            for match in pattern.finditer(window)
            if len(window[: match.end()].rstrip()) <= longest
        ]
        if ends and ends[-1] > least * longest:
            return start + ends[-1]
    return start + longest


def join(text: str, parts: Iterable[tuple[Piece, NDArray[np.int16]]], rate: int) -> Speech:
    """The recordings of `text`'s pieces in a row, each from its first sound to its last, with pauses.

    The words with a time are those that a piece begins with: the captions share out the rest.
    """
    sounds: list[NDArray[np.int16]] = []
    starts: list[tuple[int, int]] = []
    length = 0
    pause = 0.0
    for piece, samples in parts:
        sound = trimmed(samples, rate)
        if sounds:
            silence = np.zeros(round(pause * rate), np.int16)
            sounds.append(silence)
            length += len(silence)
        starts.append((piece.start, length))
        sounds.append(sound)
        length += len(sound)
        pause = piece.pause
    samples = np.concatenate(sounds) if sounds else np.zeros(0, np.int16)
    return Speech(samples, rate, tuple(_beginnings(text, starts)))


def _beginnings(text: str, starts: list[tuple[int, int]]) -> Iterator[SpeechWord]:
    """The first word at or after each start."""
    spans = iter(tokens(text))
    for start, sample in starts:
        span = next((each for each in spans if each[1] > start), None)
        if span:
            yield (*span, sample)


def trimmed(samples: NDArray[np.int16], rate: int) -> NDArray[np.int16]:
    """From just before the first sound to just after the last."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > QUIET)
    if not len(loud):
        return samples[:0]
    edge = round(EDGE * rate)
    return samples[max(0, int(loud[0]) - edge) : int(loud[-1]) + 1 + edge]

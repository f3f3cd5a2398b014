"""Hears a recording as it streams by: level, silences, clicks, clipping, in constant memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from narrator.episode.clicks import ClickFinder
from narrator.loudness import STEPS_A_BLOCK, Meter, Samples, amplitude, integrated
from narrator.model import Loudness

LONGEST_GAP = 3.0
"""Seconds: a listener takes a longer silence for a failure."""
CELLS_A_SECOND = 4000
"""The sound is looked at in cells of a quarter of a millisecond, by their peaks."""
QUIET = np.float32(amplitude(-50.0))
"""Peak of what counts as silence: below it lie room tone and the end of a fade."""
LOUD = np.float32(amplitude(-21.0))
"""A fade of 5 ms keeps a voice from rising from silence to this, or falling from it, within one cell.
Measured on 70 synthetic recordings with such fades: none does; of 40 cut hard in the middle of words,
29 of the 80 edges do in a WAV file, and 4 after MP3's encoding, which rounds them off."""
STILL = 320
"""Cells of silence beside an edge that make it a join rather than a plosive in a word: 80 ms."""
FULL = np.float32(0.9999)
CLIPPED_RUN = 3
"""Samples in a row at full scale that make it clipping rather than a peak that just fits."""
ONE_CLICK = 0.02
"""Seconds within which a click is told once."""
ONE_SPOT = 0.5
"""Seconds within which clipping is told once."""
MOST_SPOTS = 100
"""Of each kind that are told; a file with more has one fault many times."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Silence; seconds."""

    at: float
    seconds: float


class Listener:
    """Takes float sound, channels by samples, in pieces of any length."""

    def __init__(self, rate: int, channels: int) -> None:
        self.rate, self.channels = rate, channels
        self.gaps: list[Gap] = []
        self._edges: list[float] = []
        self.clipped: list[float] = []
        self._meters = [Meter(rate) for _ in range(channels)]
        self._cuts = ClickFinder(rate)
        self._samples = 0
        self._cell = rate // CELLS_A_SECOND or 1
        self._rest = np.zeros(0, np.float32)
        self._cells = np.zeros(0, np.float32)
        self._first_cell = 0
        self._looked_at = 0
        self._quiet_since: int | None = None

    @property
    def duration(self) -> float:
        """Seconds heard so far."""
        return self._samples / self.rate

    @property
    def clicks(self) -> list[float]:
        """Seconds, in order, of hard cuts beside silence and within sound."""
        found: list[float] = []
        for at in sorted([*self._edges, *self._cuts.found]):
            if not found or at - found[-1] > ONE_CLICK:
                found.append(at)
        return found[:MOST_SPOTS]

    def loudness(self) -> Loudness:
        """The powers of the channels add up, as BS.1770 has it for left and right."""
        told = [meter.loudness() for meter in self._meters]
        peak = max(one.true_peak for one in told)
        powers = np.sum([meter.powers() for meter in self._meters], axis=0)
        if self.channels == 1 or powers.size < STEPS_A_BLOCK:
            return Loudness(max(one.integrated for one in told), peak)
        return Loudness(integrated(powers), peak)

    def hear(self, sound: Samples) -> None:
        for meter, channel in zip(self._meters, sound, strict=True):
            meter.add(channel)
        magnitude = np.abs(sound).max(axis=0)
        self._find_clipping(magnitude)
        self._cuts.add(sound.mean(axis=0))
        self._samples += magnitude.size
        waiting = np.concatenate([self._rest, magnitude])
        whole = waiting.size // self._cell * self._cell
        self._rest = waiting[whole:]
        cells = waiting[:whole].reshape(-1, self._cell).max(axis=1)
        self._cells = np.concatenate([self._cells, cells])
        if self._cells.size >= CELLS_A_SECOND + 2 * STILL:
            self._look(self._cells.size - STILL)

    def finish(self) -> None:
        """Looks at what is left; nothing may be heard afterwards."""
        self._look(self._cells.size)
        self._cuts.finish()
        if self._quiet_since is not None:
            self._end_gap(self._first_cell + self._cells.size)

    def _look(self, until: int) -> None:
        """At the cells not looked at yet, up to `until`; `STILL` cells on either side are kept for it."""
        new = self._cells[self._looked_at : until]
        first = self._first_cell + self._looked_at
        self._find_gaps(new < QUIET, first)
        self._find_clicks(until)
        kept = max(0, until - STILL)
        self._cells = self._cells[kept:]
        self._first_cell += kept
        self._looked_at = until - kept

    def _find_gaps(self, quiet: NDArray[np.bool_], first: int) -> None:
        was = np.concatenate([[self._quiet_since is not None], quiet[:-1]])
        for change in np.flatnonzero(quiet != was):
            if quiet[change]:
                self._quiet_since = first + int(change)
            else:
                self._end_gap(first + int(change))

    def _end_gap(self, cell: int) -> None:
        assert self._quiet_since is not None
        seconds = (cell - self._quiet_since) * self._cell / self.rate
        if seconds > LONGEST_GAP and len(self.gaps) < MOST_SPOTS:
            self.gaps.append(Gap(self._quiet_since * self._cell / self.rate, seconds))
        self._quiet_since = None

    def _find_clicks(self, until: int) -> None:
        """Loud cells right after, or right before, `STILL` cells of silence."""
        edged = np.pad(self._cells, STILL, constant_values=np.inf)
        still = sliding_window_view(edged, STILL).max(axis=1) < QUIET
        before, after = still[: self._cells.size], still[STILL + 1 :][: self._cells.size]
        edge = (self._cells > LOUD) & (before | after)
        for cell in np.flatnonzero(edge[self._looked_at : until]):
            at = (self._first_cell + self._looked_at + int(cell)) * self._cell / self.rate
            if len(self._edges) < MOST_SPOTS:
                self._edges.append(at)

    def _find_clipping(self, magnitude: Samples) -> None:
        full = magnitude >= FULL
        if full.sum() < CLIPPED_RUN:
            return
        runs = sliding_window_view(full, CLIPPED_RUN).all(axis=1)
        for sample in np.flatnonzero(runs):
            at = (self._samples + int(sample)) / self.rate
            if len(self.clipped) < MOST_SPOTS and (not self.clipped or at - self.clipped[-1] > ONE_SPOT):
                self.clipped.append(at)

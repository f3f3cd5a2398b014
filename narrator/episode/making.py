"""A stretch becomes packets: rendered, encoded, heard again and, where it is off, made again."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from narrator.clips import load_samples
from narrator.episode import stretches
from narrator.episode.encoding import Packets, encode
from narrator.episode.formats import Format
from narrator.episode.hearing import Heard, hear
from narrator.episode.mastering import Bed, Target, render
from narrator.episode.sounds import Sounds
from narrator.episode.stretches import Encoded
from narrator.episode.timeline import RATE, Stretch
from narrator.loudness import Samples, decibels, integrated

TRUE_PEAK = -1.0
"""dBTP of the decoded file, at most: Apple Podcasts; EBU R 128."""
PAUSES_TAKE = 0.12
"""LU by which the gated loudness of lines with pauses between them is below that of the lines, measured:
some gating blocks hold the end of a line and the beginning of a pause."""
NEAR = 0.4
"""LU that a stretch may be off its level before it is made again."""
ENOUGH = 3.0
"""Seconds of speech from which a stretch's own loudness says something among others."""
TRIES = 4


@dataclass(frozen=True, slots=True)
class StretchMaker:
    """Makes encoded stretches, or finds them in `folder`; `level` is LUFS as measured on mono sound.

    If `strict`, a short stretch too is held to its level: of a single word many gating blocks hold silence
    too, so that a programme of a few words would measure up to 2 LU less than its recordings."""

    folder: Path
    level: float
    sounds: Sounds
    strict: bool = False

    def encoded(self, stretch: Stretch, form: Format, bed: Bed | None = None) -> Encoded:
        """Raises OSError where the folder can't be written, and what the clips' reading raises."""
        digests = [self.sounds.digests[sound.name] for sound in stretch.sounds]
        digests += [hashlib.sha256(bed.music.tobytes()).hexdigest()] if bed else []
        digests += ["strict"] if self.strict else []
        key = stretches.stretch_key(stretch, form, self.level, TRUE_PEAK, digests)
        path = self.folder / key[:2] / f"{key}.{form.name}{stretches.SUFFIX}"
        found = stretches.find(path, stretch)
        if found is None:
            packets, heard = self._made(stretch, form, bed)
            powers = heard.powers.astype(np.float32)
            stretches.save(path, packets, heard.peak, powers)
            found = Encoded(path, stretch.segment, stretch.length, heard.peak, powers)
        return found

    def _made(self, stretch: Stretch, form: Format, bed: Bed | None) -> tuple[Packets, Heard]:
        """Too loud a peak or the wrong level after decoding is put right, `TRIES` times at most."""
        level, ceiling = self.level - form.shift + PAUSES_TAKE, TRUE_PEAK - form.headroom
        tries = 0
        while True:
            sound = self._rendered(stretch, Target(level, ceiling), bed)
            packets = encode(sound, form)
            heard = hear(packets, sound, form, ceiling=ceiling, speech=not (bed or stretch.sounds))
            tries += 1
            over, off = decibels(heard.peak) - TRUE_PEAK, self._off(stretch, heard)
            if tries == TRIES or (over <= 0 and abs(off) <= NEAR):
                return packets, heard
            ceiling -= over + 0.1 if over > 0 else 0.0
            level += off if abs(off) > NEAR else 0.0

    def _rendered(self, stretch: Stretch, target: Target, bed: Bed | None) -> Samples:
        return render(stretch, target, load_samples, self.sounds.named, bed)

    def _off(self, stretch: Stretch, heard: Heard) -> float:
        """LU that the stretch lacks; 0 where it is too short to tell, or mostly music."""
        spoken = sum(p.end - p.start for p in stretch.placements)
        measured = integrated(heard.powers)
        enough = self.strict or spoken >= ENOUGH * RATE
        if stretch.sounds or not enough or not math.isfinite(measured):
            return 0.0
        return self.level - measured

"""The embedded engine's own voices: timbres for espeak-ng's Klatt synthesizer, in English accents."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.model import Gender

PREFIX = "n-"
"""Before the name of each of our variants, so that none shadows a stock one."""


@dataclass(frozen=True, slots=True)
class Timbre:
    """One speaker's sound, whatever the accent.

    `pitch`: the fundamental's lower and upper end in Hz as espeak-ng takes them; `hertz`: its median
    as measured on US English; `formants`: percent of the default frequency for formants 1, 2, …;
    `rate`: words a minute at pace 1.
    """

    name: str
    gender: Gender
    pitch: tuple[int, int]
    hertz: float
    description: str
    klatt: int = 3
    formants: tuple[int, ...] = ()
    more: tuple[str, ...] = ()
    rate: int = 165

    def definition(self) -> str:
        """The variant file, as espeak-ng's docs/voices.md describes it."""
        return "\n".join(
            (
                "language variant",
                f"name {PREFIX}{self.name}",
                f"gender {'female' if self.gender == 'f' else 'male'}",
                *((f"klatt {self.klatt}",) if self.klatt else ()),
                f"pitch {self.pitch[0]} {self.pitch[1]}",
                *(f"formant {n} {percent} 100 100" for n, percent in enumerate(self.formants, 1)),
                *self.more,
                "",
            )
        )


TIMBRES: tuple[Timbre, ...] = (
    Timbre("mid", "m", (84, 125), 106, "a man's voice, even"),
    Timbre("alto", "f", (145, 205), 180, "a woman's voice, low", formants=(110, 109, 110, 108)),
    Timbre("low", "m", (66, 100), 83, "a man's voice, deep", formants=(95, 95, 96, 96)),
    Timbre("high", "f", (172, 250), 220, "a woman's voice, high", formants=(116, 114, 115, 112)),
    Timbre("tenor", "m", (105, 158), 135, "a man's voice, light", formants=(104, 104, 104)),
)

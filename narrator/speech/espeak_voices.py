"""The embedded engine's own voices: timbres for espeak-ng's Klatt synthesizer, in English accents."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.model import Gender

PREFIX = "n-"
"""Before the name of each of our variants, so that none shadows a stock one."""

VOLUME = 45
"""Percent, as espeak-ng counts: at 70 the loudest voices clip."""


@dataclass(frozen=True, slots=True)
class Timbre:
    """One speaker's sound, whatever the accent.

    `klatt`: the glottal source: 3 and 4 are sampled from real voices, 5 is a sawtooth, 6 another
    synthesizer that can breathe.  `pitch`: the fundamental's lower and upper end in Hz as espeak-ng takes
    them; `hertz`: its median as measured on US English.  `formants`: percent of the default frequency for
    formants 1, 2, …  `rate`: words a minute at pace 1.
    """

    name: str
    gender: Gender
    klatt: int
    pitch: tuple[int, int]
    hertz: float
    formants: tuple[int, ...]
    description: str
    more: tuple[str, ...] = ()
    rate: int = 165

    def definition(self) -> str:
        """The variant file, as espeak-ng's docs/voices.md describes it."""
        return "\n".join(
            (
                "language variant",
                f"name {PREFIX}{self.name}",
                f"gender {'female' if self.gender == 'f' else 'male'}",
                f"klatt {self.klatt}",
                f"pitch {self.pitch[0]} {self.pitch[1]}",
                *(f"formant {n} {percent} 100 100" for n, percent in enumerate(self.formants, 1)),
                *self.more,
                "",
            )
        )


_SOFT, _HUSKY = ("breath 45", "voicing 120"), ("breath 30",)

TIMBRES: tuple[Timbre, ...] = (
    Timbre("mid", "m", 4, (88, 124), 108, (), "a man's voice, even and clear"),
    Timbre("low", "m", 4, (66, 92), 78, (94, 94, 95, 96), "a man's voice, deep"),
    Timbre("tenor", "m", 3, (114, 156), 139, (105, 105, 104, 104), "a man's voice, light"),
    Timbre("mezzo", "f", 3, (150, 208), 188, (101, 109, 112, 114), "a woman's voice, bright"),
    Timbre("alto", "f", 4, (136, 186), 167, (101, 106, 108, 106), "a woman's voice, low"),
    Timbre("soft", "f", 6, (168, 225), 205, (101, 109, 112, 110), "a woman's voice, breathy", _SOFT),
    Timbre("high", "f", 6, (182, 250), 229, (103, 111, 114, 112), "a woman's voice, high"),
    Timbre("keen", "m", 5, (100, 138), 121, (97, 103, 108, 108), "a man's voice, sharp"),
    Timbre("husky", "m", 6, (78, 106), 91, (97, 98, 97, 96), "a man's voice, breathy", _HUSKY),
)
"""Clearest first within each gender, by the word errors of a recogniser on 560 words; the two men that are
hard on the ear come last.  A woman's first formant is hardly raised: with all four raised alike, the four
women's word errors were a tenth more.  `tests/speech/test_distinct.py` tells the first eight apart, also
with the pitch taken away."""

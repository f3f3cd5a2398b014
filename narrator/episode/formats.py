"""The formats an episode can be written in, and what each codec needs to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from narrator.episode.mp3 import KILOBITS
from narrator.episode.timeline import RATE
from narrator.errors import UsageError


@dataclass(frozen=True, slots=True)
class Format:
    """`frame` in samples at `rate`; 1 where sound is stored as it is."""

    name: str
    codec: str
    """FFmpeg's name of the encoder; "" for uncompressed 16 bit sound."""
    rate: int
    frame: int
    bit_rate: int | None
    """Bits a second; None where it follows from the sound."""
    headroom: float
    """dB between the limiter's ceiling and the true peak that is promised of the decoded file."""
    shift: float = 0.0
    """LU by which encoding and decoding change the loudness of speech: the mean of 72 stretches of 24
    embedded voices at the format's own bit rate, none of them more than 0.06 from it."""
    sample_format: str = "s16"
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def lossless(self) -> bool:
        return self.bit_rate is None

    def at(self, bit_rate: int) -> Format:
        """The same at another bit rate; 0 stands for its own.  Raises UsageError for one it has not."""
        if self.lossless or not bit_rate:
            return self
        if self.codec == "libmp3lame" and bit_rate not in MP3_BIT_RATES:
            known = ", ".join(str(known) for known in MP3_BIT_RATES)
            raise UsageError(f"MP3 has no bit rate of {bit_rate} b/s; choose from {known}")
        if not 12_000 <= bit_rate <= 320_000:
            raise UsageError(f"{self.name} at {bit_rate} b/s: give 12000 to 320000")
        return replace(self, bit_rate=bit_rate)


MP3_BIT_RATES = tuple(1000 * kilobits for kilobits in KILOBITS if kilobits >= 56)
"""Below 56 kb/s a frame is too short for the header that makes the file gapless."""

LAME_QUALITY = {"compression_level": "7"}
"""Of 0 to 9, with 9 the fastest.  Measured on synthetic speech at 96 kb/s: 7 sounds as good as 5 and 2 (PESQ
4.57, 4.56, 4.50; the signal 38, 33, 33 dB above the coding noise) in 57 % and 28 % of their time."""

OPUS_QUALITY = {"compression_level": "5"}
"""Of 0 to 10, with 0 the fastest.  From 7 on libopus hears that this is speech and gives it to SILK, whose
prediction now and then runs away with the strict periods of a synthetic voice: in 77 minutes of the embedded
voices at 10 some 15 loud cracks, 3 to 7 dB above the sound, up to 1.6 times full scale.  Up to 6 it is CELT,
which has none.  Treble to 11 kHz is 4.6 dB off instead of 6.9 and the noise 17.7 dB below the speech instead
of 17.0; PESQ (wide band) is 4.05 instead of 4.20; in 30 % of the time.  Asked for 32 kb/s it takes 45, which
so tonal a sound needs: held to 32 kb/s, PESQ is 3.79."""

FORMATS = {
    form.name: form
    for form in (
        Format("mp3", "libmp3lame", RATE, 1152, 96_000, 0.3, -0.445, "fltp", LAME_QUALITY),
        Format("m4a", "aac", RATE, 1024, 96_000, 0.5, -0.01, "fltp", {"aac_coder": "fast"}),
        Format("m4b", "aac", RATE, 1024, 64_000, 0.7, -0.025, "fltp", {"aac_coder": "fast"}),
        Format("opus", "libopus", 48_000, 960, 32_000, 1.0, -0.025, "flt", OPUS_QUALITY),
        Format("flac", "flac", RATE, 1, None, 0.2),
        Format("wav", "", RATE, 1, None, 0.2),
    )
}


def format_named(name: str) -> Format:
    """Raises UsageError."""
    try:
        return FORMATS[name.lower().lstrip(".")]
    except KeyError:
        raise UsageError(f"there is no format {name!r}; the formats are {', '.join(FORMATS)}") from None

"""One stretch of sound in, the packets of one codec out; and back again, to hear what was written.

Each stretch gets an encoder of its own.  Of its packets, those that cover the stretch are joined to
the next stretch's; those that only flush the encoder are kept for the last stretch of an episode.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import ModuleType
from typing import Any

import av
import numpy as np
import soxr  # type: ignore[import-untyped]
from numpy.typing import NDArray

from narrator.episode import mp3
from narrator.episode.formats import Format
from narrator.episode.timeline import RATE, samples_at
from narrator.loudness import TAPS, Samples

try:
    import lameenc  # type: ignore[import-not-found]
except ImportError:  # no wheel for this platform: FFmpeg's build of LAME is slower and as good
    lameenc = None


PACKETS_AT_ONCE = 64
FRAMES_AT_ONCE = 16
"""Of those given to FFmpeg's encoders, which cut them up again: the same packets in a tenth less time."""
PREROLL = {"libmp3lame": 5, "aac": 2, "libopus": 12}
"""Packets after which a decoder that begins within a stream is right.  An MP3 frame takes bits from the
three before it at most, and frames overlap; Opus predicts each frame's energy from the last one's, and was
up to 2.1 dB off after 5 packets, 0.2 after 8 and 0.02 after 12, measured at 1,670 places."""
PIECE = PACKETS_AT_ONCE * 1152
"""Samples that are worked on at a time, to stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Packets:
    """A stretch in one codec: `data` is the packets one after the other, `sizes` their bytes."""

    data: bytes
    sizes: NDArray[np.uint32]


def encoder_identity(form: Format) -> str:
    """What the packets depend on beside the sound and the format."""
    if form.name == "mp3" and lameenc is not None:
        return f"lameenc {importlib.metadata.version('lameenc')}"
    return f"av {av.__version__}" if form.codec else ""


def sixteen_bit(sound: Samples) -> NDArray[np.int16]:
    """Rounded; the room tone in the sound is the dither."""
    scaled = sound * np.float32(32768)
    np.rint(scaled, out=scaled)
    return np.clip(scaled, -32768, 32767, out=scaled).astype("<i2")


# --------------------------------------------------------------------------- encoding


def encode(sound: Samples, form: Format) -> Packets:
    """`sound` is mono at `RATE`."""
    if form.lossless:
        data = sixteen_bit(sound).tobytes()
        return Packets(data, np.array([len(data)], np.uint32))
    if form.name == "mp3" and lameenc is not None:
        return _encode_with_lame(sound, form, lameenc)
    return _encode_with_av(_at_rate(sound, form), form)


def _at_rate(sound: Samples, form: Format) -> Samples:
    """At the codec's rate, with one frame more than fills it, so that any grid of frames can be met."""
    if form.rate == RATE:
        return sound
    moved: Samples = soxr.resample(sound, RATE, form.rate, quality="HQ")
    length = samples_at(RATE, sound.size, form.rate)
    frames = -(-length // form.frame) + 1
    exact = np.zeros(frames * form.frame, np.float32)
    exact[: min(length, moved.size)] = moved[:length]
    return exact


def _encode_with_lame(sound: Samples, form: Format, lame: ModuleType) -> Packets:
    assert form.bit_rate
    encoder: Any = lame.Encoder()
    encoder.silence()
    encoder.set_bit_rate(form.bit_rate // 1000)
    encoder.set_in_sample_rate(form.rate)
    encoder.set_channels(1)
    encoder.set_quality(int(form.options["compression_level"]))
    pieces = (sound[start : start + PIECE] for start in range(0, sound.size, PIECE))
    encoded = [bytes(encoder.encode(sixteen_bit(piece).tobytes())) for piece in pieces]
    data = b"".join([*encoded, bytes(encoder.flush())])
    return Packets(data, np.array(mp3.frame_sizes(data), np.uint32))


def _audio(context: av.CodecContext) -> av.AudioCodecContext:
    assert isinstance(context, av.AudioCodecContext)
    return context


def codec_context(form: Format) -> av.AudioCodecContext:
    context = _audio(av.CodecContext.create(form.codec, "w"))
    context.sample_rate, context.layout, context.format = form.rate, "mono", form.sample_format
    context.bit_rate, context.time_base = form.bit_rate, Fraction(1, form.rate)
    context.options = {**form.options, "flags": "+bitexact"}
    return context


def _encode_with_av(sound: Samples, form: Format) -> Packets:
    context = codec_context(form)
    packets: list[bytes] = []
    for start in range(0, sound.size, FRAMES_AT_ONCE * form.frame):
        piece = sound[start : start + FRAMES_AT_ONCE * form.frame].reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(piece, format=form.sample_format, layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = form.rate, start, Fraction(1, form.rate)
        packets += map(bytes, context.encode(frame))
    packets += map(bytes, context.encode(None))
    return Packets(b"".join(packets), np.array([len(packet) for packet in packets], np.uint32))


# --------------------------------------------------------------------------- decoding


def decode(packets: Packets, form: Format) -> Iterator[Samples]:
    """The sound of a stretch as a player hears it, in pieces, at the codec's rate, from its beginning."""
    if form.lossless:
        sound = np.frombuffer(packets.data, "<i2")
        for start in range(0, sound.size, PIECE):
            yield sound[start : start + PIECE].astype(np.float32) / np.float32(32768)
        return
    skipped = 0 if form.codec == "libopus" else initial_padding(form)
    decoder = Decoder(packets, form)
    for first in range(0, len(packets.sizes), PACKETS_AT_ONCE):
        sound = decoder.following(first, min(first + PACKETS_AT_ONCE, len(packets.sizes)))
        yield sound[skipped:]
        skipped = max(0, skipped - sound.size)


class Decoder:
    """Of a lossy stretch, from any packet on."""

    def __init__(self, packets: Packets, form: Format) -> None:
        self._data, self._frame = packets.data, form.frame
        self._preroll = PREROLL[form.codec]
        self._edges = [0, *np.cumsum(packets.sizes, dtype=np.int64).tolist()]
        self._many = form.name == "mp3"
        """The decoder takes one frame after the other from a packet that holds many."""
        if self._many:
            self._context = _audio(av.CodecContext.create("mp3float", "r"))
        else:
            self._context = _audio(av.CodecContext.create("aac" if form.codec == "aac" else "opus", "r"))
            self._context.extradata, self._context.sample_rate = extradata(form), form.rate
            self._context.layout = "mono"

    def following(self, first: int, end: int) -> Samples:
        """What the packets from `first` up to `end` sound like after those decoded last."""
        edges = self._edges[first : end + 1]
        edges = [edges[0], edges[-1]] if self._many else edges
        pieces: list[bytes] = []
        for start, stop in pairwise(edges):
            frames = self._context.decode(av.Packet(self._data[start:stop]))
            pieces += [bytes(frame.planes[0])[: 4 * frame.samples] for frame in frames]
        return np.frombuffer(b"".join(pieces), np.float32)

    def between(self, first: int, last: int) -> Samples | None:
        """The sound of the packets from `first` to `last`, and a little of what comes before, for which some
        before it are decoded too; None where the decoder does not give a frame for each packet."""
        end, start = min(last + 1, len(self._edges) - 1), max(0, first - self._preroll)
        self._context.flush_buffers()
        sound = self.following(start, end)
        if not 0 <= (end - start) * self._frame - sound.size < self._frame:  # Opus leaves out its delay, once
            return None
        return sound[-(end - first) * self._frame - TAPS :]


def extradata(form: Format) -> bytes | None:
    """What a decoder must know beforehand, as the encoder tells it."""
    context = codec_context(form)
    context.open()
    return context.extradata


def initial_padding(form: Format) -> int:
    """Samples that the encoder's first packet begins before the sound."""
    return {"aac": 1024, "libopus": 312, "libmp3lame": mp3.ENCODER_DELAY + mp3.DECODER_DELAY}.get(
        form.codec, 0
    )

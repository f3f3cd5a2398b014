# mypy: disable-error-code="no-untyped-call"
"""Joins encoded stretches into one file of each format, with its tags and chapters.

Packets are copied as they are, so the time goes with the disk; FLAC alone is encoded here, as its
frames carry their number, in two seconds an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from mutagen import MutagenError
from mutagen.flac import FLAC

from narrator.episode import mp3, tagging
from narrator.episode.encoding import initial_padding
from narrator.episode.formats import Format
from narrator.episode.mp4 import write_mp4
from narrator.episode.stretches import Encoded, load
from narrator.episode.tagging import Mark
from narrator.episode.timeline import RATE, samples_at
from narrator.episode.wav import write_wav
from narrator.model import Tags

Writer = Callable[[Path, Format, Sequence[Encoded], Tags, Sequence[Mark]], None]


def write_file(
    path: Path, form: Format, stretches: Sequence[Encoded], tags: Tags, marks: Sequence[Mark]
) -> None:
    """Writes the whole episode to `path`.  Raises OSError as the system gives it, InputError for a
    cover that is no picture, and OutputError for an episode that the format can't hold."""
    try:
        _WRITERS[form.name](path, form, stretches, tags, marks)
    except MutagenError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def _kept(form: Format, stretches: Sequence[Encoded]) -> list[int]:
    """How many packets of each stretch stand in the file.

    Each stretch begins at the frame nearest to its place in the timeline: exactly there in the formats
    whose frames fill the timeline's quantum, within half a frame (10 ms) in Opus.
    """
    starts = [0, *accumulate(stretch.length for stretch in stretches)]
    frames = [(2 * samples_at(RATE, at, form.rate) + form.frame) // (2 * form.frame) for at in starts]
    frames[-1] = -(-(samples_at(RATE, starts[-1], form.rate) + initial_padding(form)) // form.frame)
    return [following - first for first, following in pairwise(frames)]


def _on_frames(marks: Sequence[Mark], form: Format) -> list[Mark]:
    """The marks where their stretches begin in this format."""

    def moved(seconds: float) -> float:
        return round(seconds * form.rate / form.frame) * form.frame / form.rate

    return [replace(mark, start=moved(mark.start), end=moved(mark.end)) for mark in marks]


# --------------------------------------------------------------------------- MP3


def _write_mp3(
    path: Path, form: Format, stretches: Sequence[Encoded], tags: Tags, marks: Sequence[Mark]
) -> None:
    assert form.bit_rate
    samples = sum(stretch.length for stretch in stretches)
    frames = audio_bytes = 0
    with path.open("wb") as file:
        file.write(tagging.id3_tag(tags, marks, samples / RATE))
        start = file.tell()
        file.write(mp3.info_frame(form.bit_rate, form.rate, 0, 0, 0))
        for stretch, kept in zip(stretches, _kept(form, stretches), strict=True):
            packets = load(stretch)
            size = int(packets.sizes[:kept].sum())
            file.write(memoryview(packets.data)[:size])
            frames += kept
            audio_bytes += size
        file.seek(start)
        file.write(mp3.info_frame(form.bit_rate, form.rate, frames, audio_bytes, samples))


# --------------------------------------------------------------------------- M4A, M4B, Opus


def _write_mp4(
    path: Path, form: Format, stretches: Sequence[Encoded], tags: Tags, marks: Sequence[Mark]
) -> None:
    write_mp4(path, form, stretches, _kept(form, stretches), tags, marks)


def _write_opus(
    path: Path, form: Format, stretches: Sequence[Encoded], tags: Tags, marks: Sequence[Mark]
) -> None:
    """Chapters are comments: FFmpeg's own writing of them rounds to the wrong second."""
    with _container(path, "ogg") as container:
        container.metadata.update(tagging.comments(tags, _on_frames(marks, form)))
        if tags.cover:
            container.metadata["METADATA_BLOCK_PICTURE"] = tagging.ogg_picture(tags.cover)
        _copy_packets(container, form, stretches)


@contextmanager
def _container(path: Path, name: str) -> Iterator[OutputContainer]:
    """Without FFmpeg's random serial numbers and version strings."""
    with av.open(str(path), "w", format=name, options={"fflags": "+bitexact"}) as container:
        yield container


def _copy_packets(container: OutputContainer, form: Format, stretches: Sequence[Encoded]) -> None:
    stream = container.add_stream(form.codec, rate=form.rate, options=dict(form.options))
    assert isinstance(stream, av.AudioStream)
    context = stream.codec_context
    context.layout, context.format, context.bit_rate = "mono", form.sample_format, form.bit_rate
    context.time_base = stream.time_base = Fraction(1, form.rate)
    context.open()
    at = -initial_padding(form)
    end = samples_at(RATE, sum(stretch.length for stretch in stretches), form.rate)
    for stretch, kept in zip(stretches, _kept(form, stretches), strict=True):
        packets = load(stretch)
        edges = [0, *np.cumsum(packets.sizes[:kept], dtype=np.int64).tolist()]
        for first, following in pairwise(edges):
            packet = av.Packet(packets.data[first:following])
            packet.stream, packet.time_base = stream, Fraction(1, form.rate)
            packet.pts = packet.dts = at
            packet.duration = min(form.frame, end - at)
            container.mux(packet)
            at += form.frame


# --------------------------------------------------------------------------- FLAC, WAV


def _write_flac(
    path: Path, form: Format, stretches: Sequence[Encoded], tags: Tags, marks: Sequence[Mark]
) -> None:
    with _container(path, "flac") as container:
        stream = container.add_stream(form.codec, rate=form.rate)
        assert isinstance(stream, av.AudioStream)
        stream.codec_context.layout, stream.codec_context.format = "mono", form.sample_format
        at = 0
        for stretch in stretches:
            sound = np.frombuffer(load(stretch).data, "<i2").reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = form.rate, at, Fraction(1, form.rate)
            container.mux(stream.encode(frame))
            at += stretch.length
        container.mux(stream.encode(None))
    file = FLAC(path)
    file.update(tagging.comments(tags, marks))
    if tags.cover:
        file.add_picture(tagging.cover_picture(tags.cover))
    file.save()


def _write_wav(
    path: Path, _: Format, stretches: Sequence[Encoded], tags: Tags, marks: Sequence[Mark]
) -> None:
    samples = sum(stretch.length for stretch in stretches)
    write_wav(path, (load(stretch).data for stretch in stretches), samples, tags, marks)


_WRITERS: dict[str, Writer] = {
    "mp3": _write_mp3,
    "m4a": _write_mp4,
    "m4b": _write_mp4,
    "opus": _write_opus,
    "flac": _write_flac,
    "wav": _write_wav,
}

"""Joins encoded stretches into one file of each format, with its tags and chapters.

Packets are copied as they are, so the time goes with the disk; FLAC alone is encoded here, as its
frames carry their number, in two seconds an hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narrator.episode import mp3, tagging
from narrator.episode.formats import Format
from narrator.episode.stretches import Encoded, load
from narrator.episode.tagging import Mark
from narrator.episode.timeline import RATE
from narrator.model import Tags


def write_file(
    path: Path, form: Format, stretches: Sequence[Encoded], tags: Tags, marks: Sequence[Mark]
) -> None:
    """Writes the whole episode to `path`.  Raises OSError as the system gives it, and InputError for a
    cover that is no picture."""
    _WRITERS[form.name](path, form, stretches, tags, marks)


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
        for number, stretch in enumerate(stretches):
            packets = load(stretch)
            last = number == len(stretches) - 1
            kept = len(packets.sizes) if last else stretch.length // form.frame
            size = int(packets.sizes[:kept].sum())
            file.write(memoryview(packets.data)[:size])
            frames += kept
            audio_bytes += size
        file.seek(start)
        file.write(mp3.info_frame(form.bit_rate, form.rate, frames, audio_bytes, samples))


_WRITERS = {"mp3": _write_mp3}

"""MP3 replies of speech services: whole or broken off, and decoded."""

from __future__ import annotations

import io

import av
import numpy as np
from numpy.typing import NDArray

BITRATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s of layer III by the header's index, for MPEG-1 (3) and MPEG-2 and 2.5 (2): ISO 11172-3, 13818-3."""
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


class BrokenAudio(Exception):  # noqa: N818  reads as what it is
    """The bytes are not a whole MP3 file; the message says how."""


def decode(data: bytes) -> tuple[NDArray[np.int16], int]:
    """(mono int16 samples, rate).  Raises BrokenAudio unless `data` is MP3 up to its last frame's end."""
    if not data:
        raise BrokenAudio("empty")
    _check_whole(data)
    try:
        with av.open(io.BytesIO(data), mode="r", format="mp3") as container:
            stream = container.streams.audio[0]
            resampler = av.AudioResampler(format="s16", layout="mono")
            chunks: list[NDArray[np.int16]] = []
            for frame in container.decode(stream):
                chunks.extend(each.to_ndarray()[0] for each in resampler.resample(frame))
            chunks.extend(each.to_ndarray()[0] for each in resampler.resample(None))
            rate = stream.rate
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise BrokenAudio("can't be decoded") from error
    if not chunks:
        raise BrokenAudio("without sound")
    return np.concatenate(chunks).astype(np.int16, copy=False), rate


def _check_whole(data: bytes) -> None:
    """Walks from frame to frame; a reply that was cut short ends inside one."""
    place = _after_tag(data)
    frames = 0
    while place < len(data):
        if data[place : place + 3] == b"TAG":  # an ID3v1 tag ends the file
            break
        length = _frame_length(data[place : place + 4])
        if length is None:
            if not data[place:].strip(b"\0"):
                break
            if frames and len(data) - place < 4:
                raise BrokenAudio("cut short")
            raise BrokenAudio("damaged" if frames else "not MP3")
        place += length
        frames += 1
    if place > len(data) or not frames:
        raise BrokenAudio("cut short" if frames else "not MP3")


def _after_tag(data: bytes) -> int:
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _frame_length(header: bytes) -> int | None:
    """In bytes, of a layer III frame; None if this is no frame's header."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer != 1 or bitrate in {0, 15} or rate == 3:
        return None
    kilobits = BITRATES[3 if version == 3 else 2][bitrate]
    padding = header[2] >> 1 & 1
    return (144 if version == 3 else 72) * kilobits * 1000 // RATES[version][rate] + padding

"""MPEG-1 layer III frames: where each one starts, and the Info header that makes a file gapless.

Sources: ISO/IEC 11172-3, clause 2.4.1.3, for the frame header; for the Info header Xing's headers.c
and the "MP3 Info Tag revision 1" of LAME's authors.
"""

from __future__ import annotations

import struct

RATES = (44_100, 48_000, 32_000)
KILOBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
SAMPLES = 1152
ENCODER_DELAY = 576
"""Samples LAME puts before the sound."""
DECODER_DELAY = 529
"""Samples every decoder adds; players that read the Info header take both away."""
SIDE_INFORMATION = 17
"""Bytes after the header of a mono frame."""


class NotAFrameError(ValueError):
    """The bytes don't begin with an MPEG-1 layer III header."""


def frame_size(header: bytes) -> int:
    """Bytes of the frame whose first four are given."""
    sync, flags, layout = header[0] << 3 | header[1] >> 5, header[1], header[2]
    kilobits, rate = layout >> 4, layout >> 2 & 3
    if sync != 0x7FF or flags >> 3 & 3 != 3 or flags >> 1 & 3 != 1 or kilobits in (0, 15) or rate == 3:
        raise NotAFrameError(header[:4].hex())
    return 144_000 * KILOBITS[kilobits] // RATES[rate] + (layout >> 1 & 1)


def frame_sizes(stream: bytes) -> list[int]:
    """Bytes of each frame of a stream of whole frames."""
    sizes, at = [], 0
    while at + 4 <= len(stream):
        sizes.append(frame_size(stream[at : at + 4]))
        at += sizes[-1]
    if at != len(stream):
        raise NotAFrameError("the stream ends within a frame")
    return sizes


def info_frame(bit_rate: int, rate: int, frames: int, audio_bytes: int, samples: int) -> bytes:
    """The first frame of the file: it plays as silence, and tells how long the sound is to the sample.

    `frames` and `audio_bytes` are those after it; `samples` is the length of the sound itself.
    """
    kilobits, sampling = KILOBITS.index(bit_rate // 1000), RATES.index(rate)
    header = bytes([0xFF, 0xFB, kilobits << 4 | sampling << 2, 0b11 << 6])
    size = frame_size(header)
    total = size + audio_bytes
    seek_points = bytes(min(255, (size + audio_bytes * i // 100) * 256 // total) for i in range(100))
    padding = max(0, frames * SAMPLES - ENCODER_DELAY - samples)
    lame = b"".join(
        (
            b"LAME3.100",
            bytes([0x01]),  # tag revision 0, method: constant bit rate
            bytes([0]),  # low-pass not stated
            bytes(8),  # replay gain not stated
            bytes([0, min(255, bit_rate // 1000)]),  # encoding flags, bit rate
            (ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
            bytes(4),  # misc, MP3 gain, preset
            total.to_bytes(4, "big"),
            bytes(2),  # CRC of the music: not stated
        )
    )
    fields = struct.pack(">4sIII", b"Info", 0x0F, frames, total) + seek_points + struct.pack(">I", 0) + lame
    frame = header + bytes(SIDE_INFORMATION) + fields
    frame += crc16(frame).to_bytes(2, "big")
    return frame.ljust(size, b"\0")


def crc16(data: bytes, crc: int = 0) -> int:
    """CRC-16/ARC, as the Info header has it."""
    for byte in data:
        crc = crc >> 8 ^ _CRC[(crc ^ byte) & 0xFF]
    return crc


def _crc_table() -> list[int]:
    def shifted(crc: int) -> int:
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
        return crc

    return [shifted(byte) for byte in range(256)]


_CRC = _crc_table()

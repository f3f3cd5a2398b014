"""libespeak-ng through ctypes: one line of text in, samples and word events out.

The library keeps its state in C variables that outlive `espeak_Terminate`, so a second line in one
process would sound different from the same line in a new process.  Each call therefore loads a private
copy of the library and lets go of it afterwards: the same text gives the same bytes, always.
The declarations follow `speak_lib.h` of espeak-ng 1.52.
"""

from __future__ import annotations

import _ctypes
import contextlib
import ctypes
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LONGEST_DATA_PATH = 159
"""Bytes of a data folder's path: espeak-ng keeps it in `char path_home[160]`."""
LONGEST_VOICE_NAME = 59
"""Bytes of a voice's name: `espeak_SetVoiceByName` keeps it in `char buf[60]`."""

_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_BUFFER_MS = 200
_RATE, _VOLUME = 1, 2
_POSITION_IS_CHARACTERS, _TEXT_IS_UTF8, _PHONEMES = 1, 1, 0x100
_LIST_ENDS, _WORD = 0, 1


class NativeError(Exception):
    """The library refused; the message says which call and what it returned."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """`samples`: mono int16 at `rate` Hz.  `words`: (sample, character, length in characters)."""

    samples: NDArray[np.int16]
    rate: int
    words: tuple[tuple[int, int, int], ...]


class _Identifier(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identifier),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def utter(
    library: Path, data: Path, voice: str, text: str, *, rate: int, volume: int, phonemes: bool = False
) -> Utterance:
    """Speaks `text` with `voice` (`gmw/en-US+variant`) at `rate` words a minute.

    `data` is the folder that holds `espeak-ng-data`.  With `phonemes`, `[[…]]` in the text is read as
    espeak-ng phoneme mnemonics.  Raises `NativeError`.
    """
    with _private_copy(library) as lib:
        frequency = lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, os.fsencode(data), _DONT_EXIT)
        if frequency <= 0:
            raise NativeError(f"espeak_Initialize returned {frequency} for the data folder {data}")
        try:
            _seed(lib)
            return _utter(lib, frequency, voice, text, rate=rate, volume=volume, phonemes=phonemes)
        finally:
            lib.espeak_Terminate()


def _utter(
    lib: ctypes.CDLL, frequency: int, voice: str, text: str, *, rate: int, volume: int, phonemes: bool
) -> Utterance:
    audio = bytearray()
    words: list[tuple[int, int, int]] = []
    failure: list[BaseException] = []

    def collect(wave: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[_Event]) -> int:
        try:
            if wave and count > 0:
                audio.extend(ctypes.string_at(wave, 2 * count))
            index = 0
            while (event := events[index]).type != _LIST_ENDS:
                if event.type == _WORD:
                    words.append((event.sample, event.text_position - 1, event.length))
                index += 1
        except BaseException as error:  # noqa: BLE001  an exception must not unwind through C
            failure.append(error)
            return 1
        return 0

    callback = _Callback(collect)  # kept alive by this frame for as long as the library may call it
    lib.espeak_SetSynthCallback(callback)
    name = voice.encode()
    if len(name) > LONGEST_VOICE_NAME or lib.espeak_SetVoiceByName(name) != 0:
        raise NativeError(f"espeak_SetVoiceByName does not know {voice!r}")
    lib.espeak_SetParameter(_RATE, rate, 0)
    lib.espeak_SetParameter(_VOLUME, volume, 0)
    encoded = ctypes.create_string_buffer(text.replace("\0", " ").encode("utf-8", "replace"))
    flags = _TEXT_IS_UTF8 | (_PHONEMES if phonemes else 0)
    status = lib.espeak_Synth(encoded, len(encoded), 0, _POSITION_IS_CHARACTERS, 0, flags, None, None)
    if failure:
        raise failure[0]
    if status != 0:
        raise NativeError(f"espeak_Synth returned {status}")
    return Utterance(np.frombuffer(bytes(audio), np.dtype("<i2")), frequency, tuple(words))


@contextlib.contextmanager
def _private_copy(library: Path) -> Iterator[ctypes.CDLL]:
    """The library as the loader has not seen it before, let go of at the end."""
    lib, folder = _loaded(_content(library), library.name)
    try:
        _declare(lib)
        yield lib
    finally:
        handle = lib._handle
        del lib
        if sys.platform == "win32":
            _ctypes.FreeLibrary(handle)
        else:
            _ctypes.dlclose(handle)
        if folder is not None:
            folder.cleanup()


def _loaded(content: bytes, name: str) -> tuple[ctypes.CDLL, tempfile.TemporaryDirectory[str] | None]:
    """The library, and the folder to be removed after it where the system needs a file."""
    with contextlib.suppress(OSError):  # another system, no /proc, or memory that may not be executed
        return _loaded_from_memory(content, name), None
    folder = tempfile.TemporaryDirectory(prefix="narrator-", ignore_cleanup_errors=True)
    path = Path(folder.name, name)
    path.write_bytes(content)
    lib = ctypes.CDLL(str(path))
    if sys.platform == "win32":
        return lib, folder
    folder.cleanup()  # what is loaded stays, and nothing is left if the process is killed
    return lib, None


def _loaded_from_memory(content: bytes, name: str) -> ctypes.CDLL:
    """Nothing is on the disk whenever the process may be killed."""
    if sys.platform != "linux":
        raise OSError("files in memory are Linux's")
    descriptor = os.memfd_create(name)
    try:
        with open(descriptor, "wb", closefd=False) as file:
            file.write(content)
        return ctypes.CDLL(f"/proc/self/fd/{descriptor}")
    finally:
        os.close(descriptor)


@cache
def _content(library: Path) -> bytes:
    return library.read_bytes()


def _seed(lib: ctypes.CDLL) -> None:
    """Breathy voices are made of noise: `espeak_Initialize` seeds it with the time of day, and the
    Klatt synthesizer takes it from the C library's `rand`, which goes on from call to call."""
    lib.espeak_ng_SetRandSeed(1)
    with contextlib.suppress(OSError, AttributeError):
        runtime = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
        runtime.srand(1)


def _declare(lib: ctypes.CDLL) -> None:
    lib.espeak_Initialize.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int)
    lib.espeak_SetSynthCallback.argtypes = (_Callback,)
    lib.espeak_SetSynthCallback.restype = None
    lib.espeak_ng_SetRandSeed.argtypes = (ctypes.c_long,)
    lib.espeak_SetVoiceByName.argtypes = (ctypes.c_char_p,)
    lib.espeak_SetParameter.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int)
    lib.espeak_Synth.argtypes = (
        ctypes.c_void_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.POINTER(ctypes.c_uint),
        ctypes.c_void_p,
    )

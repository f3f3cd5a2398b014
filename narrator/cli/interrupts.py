"""Ctrl-C, and a request to end: heard at whatever moment they come."""

from __future__ import annotations

import os
import signal
import sys
import threading

INTERRUPTED = 130
"""The exit code, as shells give it: 128 and the number of SIGINT."""

_SOON = 0.05
"""Seconds after which a lost interrupt is sent again: by then what could not raise it has returned."""


def heed() -> None:
    """SIGTERM ends the program as Ctrl-C does, by KeyboardInterrupt in the main thread; neither is lost."""
    signal.signal(signal.SIGTERM, _interrupt)
    sys.unraisablehook = _unraisable


def nothing_left() -> None:
    """All is done and said, and only Python itself is still clearing up: an interrupt ends it at once."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _leave(_signal: int, _frame: object) -> None:
    os._exit(INTERRUPTED)


def _unraisable(what: sys.UnraisableHookArgs) -> None:
    """Python has nobody to raise it to where it calls back by itself, as it does while it imports.

    It would say so, forget the interrupt, and the program would go on; so the interrupt is sent again.
    """
    if issubclass(what.exc_type, KeyboardInterrupt):
        again = threading.Timer(_SOON, _send)
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(what)


def _send() -> None:
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
    else:  # to the main thread, which may be waiting for the system
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

"""Everything that can go wrong for a user, one branch for each exit code.

NarratorError                 1  a defect of ours, when raised as itself
├── UsageError                2  the command line or a setting asks for what does not exist
├── InputError                3  what was given can't be read, used or written to
│   ├── ArticleError             the article: missing, empty, binary, no prose, refused address
│   ├── ScriptError              the script: every mistake with its line number
│   └── OutputError              the folder or disk that should hold the result
├── EngineError               4  a speech engine or the network failed; what was recorded is kept
└── CheckError               5  `narrator check` found something wrong

Each message is one sentence a user can act on: what, where, and what to do next.
"""

from __future__ import annotations

import sys


def reason_of(error: OSError) -> str:
    """What the system said, as it stands after a colon."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def pip_install(what: str) -> str:
    """The command that adds `what` to the environment that this runs in.

    A shell's own `pip` may be another environment's, where the name narrator is somebody else's package."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable or "python"
    shown = f'"{what}"' if "[" in what else what
    return f"{python} -m pip install {shown}"


def with_marks(fault: str) -> str:
    """What a TOML reader said; where words may stand without marks, as most often, with what to write."""
    if not fault.startswith("Invalid value"):
        return fault
    return f'{fault}; words stand in quotation marks there: name = "…"'


class NarratorError(Exception):
    """The root: catch this to catch everything the program reports on purpose."""

    exit_code = 1


class UsageError(NarratorError):
    exit_code = 2


class InputError(NarratorError):
    exit_code = 3


class ArticleError(InputError):
    """The article can't be read, or there is nothing in it to read aloud."""


class ScriptError(InputError):
    """The script has mistakes; the message lists all of them, a line each."""


class OutputError(InputError):
    """The result can't be written where it was asked for."""


class EngineError(NarratorError):
    """A speech engine or the network gave up; finished clips stay in the cache."""

    exit_code = 4


class CheckError(NarratorError):
    exit_code = 5

"""A folder's cast file: a person keeps their voice from one episode to the next.

TOML, a table an engine, since each engine has voices of its own:

    [espeak]
    Narrator = "espeak:en-us/mid"
    "Homer Dudley" = "espeak:en-us/low"
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from narrator.casting import NARRATOR
from narrator.errors import InputError
from narrator.files import write_whole
from narrator.model import Cast

_HEAD = "# Who speaks with which voice in this folder's episodes; a line taken away is cast anew.\n"


def load_cast_file(path: Path, engine: str) -> dict[str, str]:
    """Names and voice ids of one engine; empty where there is no file.  InputError if it can't be used."""
    return _load(path).get(engine, {})


def save_cast_file(path: Path, cast: Cast) -> None:
    """Adds a cast to the file, which appears whole or not at all; people who are not in it stay.

    OutputError if the folder can't be written; InputError if the file there can't be used.
    """
    tables = _load(path)
    for name, voice in [(NARRATOR, cast.narrator), *cast.voices.items()]:
        tables.setdefault(voice.engine, {})[name] = voice.id
    pieces = [_HEAD]
    for engine in sorted(tables):
        entries = sorted(tables[engine].items(), key=lambda entry: (entry[0] != NARRATOR, entry[0]))
        pieces.append(f"\n[{_string(engine)}]\n")
        pieces += [f"{_string(name)} = {_string(id_)}\n" for name, id_ in entries]
    write_whole(path, "".join(pieces))


def _load(path: Path) -> dict[str, dict[str, str]]:
    advice = "mend the file, or delete it to cast everyone anew"
    try:
        tables = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(f"the cast file {path} can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"the cast file {path} is not TOML ({error}); {advice}") from error
    for engine, table in tables.items():
        if not isinstance(table, dict) or not all(isinstance(id_, str) for id_ in table.values()):
            expected = f'[{engine}] should hold lines like "Name" = "voice"'
            raise InputError(f"the cast file {path} can't be used: {expected}; {advice}")
    return tables


def _string(text: str) -> str:
    """A JSON string is a TOML basic string, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")

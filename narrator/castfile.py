"""A folder's cast file: a person keeps their voice from one episode to the next.

TOML, a table for each engine and language, since voices are an engine's own and speak a language.  The
narrator is remembered for each accent as well:

    [espeak.en]
    Narrator = "espeak:en-us/mid"
    "Homer Dudley" = "espeak:en-us/low"

    [espeak.en-GB]
    Narrator = "espeak:en-gb/mid"
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from narrator.casting import tag
from narrator.errors import InputError, reason_of, with_marks
from narrator.files import write_whole
from narrator.languages import primary
from narrator.model import NARRATOR, Cast

_HEAD = "# Who speaks with which voice in this folder's episodes; a line taken away is cast anew.\n"
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")

Tables = dict[str, dict[str, str]]
"""By language: names and voice ids."""


def load_cast_file(path: Path, engine: str) -> Tables:
    """One engine's tables; empty where there is no file.  InputError if it can't be used."""
    return _load(path).get(engine, {})


def save_cast_file(path: Path, cast: Cast) -> None:
    """Adds a cast to the file, which appears whole or not at all; people who are not in it stay.

    OutputError if the folder can't be written; InputError if the file there can't be used.
    """
    engines = _load(path)
    language = cast.language or cast.narrator.language
    _add(engines, cast.narrator.engine, language, {NARRATOR: cast.narrator.id})
    for name, voice in cast.voices.items():
        _add(engines, voice.engine, primary(language), {name: voice.id})
    pieces = [_HEAD]
    for engine, tables in sorted(engines.items()):
        for written, names in sorted(tables.items()):
            entries = sorted(names.items(), key=lambda entry: (entry[0] != NARRATOR, entry[0]))
            pieces.append(f"\n[{_key(engine)}.{_key(written)}]\n")
            pieces += [f"{_key(name)} = {_string(id_)}\n" for name, id_ in entries]
    write_whole(path, "".join(pieces))


def _add(engines: dict[str, Tables], engine: str, language: str, names: dict[str, str]) -> None:
    tables = engines.setdefault(engine, {})
    there = next((written for written in tables if tag(written) == tag(language)), language)
    tables.setdefault(there, {}).update(names)


def _load(path: Path) -> dict[str, Tables]:
    advice = "mend the file, or delete it to cast everyone anew"
    try:
        engines = tomllib.loads(path.read_text("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise InputError(f"the cast file {path} can't be read: {reason_of(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"the cast file {path} is not TOML ({with_marks(str(error))}); {advice}") from error
    for engine, tables in engines.items():
        if not _is_table_of_tables(tables):
            expected = f'it should hold tables like [{engine}.en] with lines like "Name" = "voice"'
            raise InputError(f"the cast file {path} can't be used: {expected}; {advice}")
    return engines


def _is_table_of_tables(tables: object) -> bool:
    return isinstance(tables, dict) and all(
        isinstance(names, dict) and all(isinstance(id_, str) for id_ in names.values())
        for names in tables.values()
    )


def _key(text: str) -> str:
    return text if _BARE_KEY.fullmatch(text) else _string(text)


def _string(text: str) -> str:
    """A JSON string is a TOML basic string, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")

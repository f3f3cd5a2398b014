"""The head of a script file: TOML between two lines of `+++`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, get_args

from narrator.errors import with_marks
from narrator.model import NARRATOR, Gender, Person, Role, Script
from narrator.script.fingerprint import normal
from narrator.script.mistakes import Mistakes

FENCE = "+++"
FORMAT = 1
_HEAD_KEYS = ("narrator", "title", "lang", "byline", "site", "date", "source", "source_hash", "engine")
_KEYS = (*_HEAD_KEYS, "cast", "say")
_CAST_KEYS = ("voice", "role", "gender", "age", "named")
_NO_VOICES = (
    "# Voices are chosen when the script is rendered, for the engine that speaks then. To choose one,",
    '# write voice = "…" under a name; [cast.Narrator] is the narrator. `narrator voices` lists them.',
)
_OURS = re.compile(r"\s*(?:narrator\s*=|\[\s*(?:cast|say)\s*[.\]])")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# The quotation marks of a word processor where TOML has its own.
_OPENING_MARK = re.compile(r"((?:^|[=.\[])[ \t]*)[“”„]", re.MULTILINE)
_CLOSING_MARK = re.compile(r"[“”](?=[ \t]*(?:[\]=.#]|$))", re.MULTILINE)
_TOML_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


# --------------------------------------------------------------------------- writing


def write_front_matter(script: Script, hard: Iterable[str] = ()) -> str:
    """`script` is canonical.  `hard` names are offered as comments for the editor to fill in."""
    head: Mapping[str, str | int | None] = {
        "narrator": FORMAT,
        "title": script.title,
        "lang": script.language,
        "byline": script.byline,
        "site": script.site,
        "date": script.date,
        "source": script.source or None,
        "source_hash": script.source_hash,
        "engine": script.engine,
    }
    lines = [FENCE, *_pairs(head)]
    people = {person.name: person for person in script.people}
    if script.cast and not any(role.voice for role in script.cast):
        lines += ["", *_NO_VOICES]
    for role in script.cast:
        person = people.get(role.name, Person(role.name))
        entry = {"voice": role.voice, "role": role.role, "gender": role.gender, "age": person.age}
        lines += ["", f"[cast.{_key(role.name)}]", *_pairs(entry)]
        if not person.named:
            lines.append("named = false")
    offered = [name for name in hard if name not in script.pronunciations]
    if script.pronunciations or offered:
        lines += ["", "[say]", *_pairs(script.pronunciations)]
    if offered:
        lines.append("# Likely to be said wrong. Take away the # and write it as it sounds, or as /IPA/:")
        lines += [f"# {_key(name)} = {_value('')}" for name in offered]
    return "\n".join([*lines, FENCE]) + "\n"


def _pairs(table: Mapping[str, str | int | None]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items() if value is not None]


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _value(key)


def _value(value: str | int) -> str:
    """A JSON string is a TOML basic string, but for DEL, which TOML wants escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


# --------------------------------------------------------------------------- reading


def is_script(text: str) -> bool:
    """Whether a file is a script and not an article: by its head, mistakes in it aside.

    Other Markdown may begin with TOML too, but not with a cast, pronunciations or this format's version.
    """
    opening, *lines = (line.rstrip() for line in normal(text).lstrip().split("\n"))
    head = lines[: lines.index(FENCE)] if FENCE in lines else []
    return opening == FENCE and any(_OURS.match(line) for line in head)


def read_front_matter(toml: str, first_line: int, mistakes: Mistakes) -> Script | None:
    """A script without segments; None, and a mistake, where it is not TOML.

    `first_line` is the number of the file's line where `toml` begins.
    """
    try:
        try:
            table = tomllib.loads(toml)
        except tomllib.TOMLDecodeError:
            toml = _CLOSING_MARK.sub('"', _OPENING_MARK.sub(r'\1"', toml))
            table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = first_line + (int(place[1]) - 1 if place and place[1] else toml.count("\n"))
        reason = _TOML_PLACE.sub("", str(error))
        mistakes.wrong(line, f"the front matter is not TOML ({with_marks(reason)})")
        return None
    return _Reader(table, toml, first_line, mistakes).script()


class _Reader:
    def __init__(self, table: dict[str, Any], toml: str, first_line: int, mistakes: Mistakes) -> None:
        self._table = table
        self._lines = toml.split("\n")
        self._first = first_line
        self._mistakes = mistakes

    def script(self) -> Script:
        self._check_keys(self._table, _KEYS, "")
        version = self._table.get("narrator", FORMAT)
        if not isinstance(version, int) or version > FORMAT:
            self._mistakes.wrong(
                self._line_of("narrator"),
                f"format {version!r} is not known to this version of narrator, which knows {FORMAT}",
            )
        if "title" not in self._table:
            self._mistakes.wrong(self._first, 'no title = "…" in the front matter')
        cast, people = self._cast()
        return Script(
            title=self._string(self._table, "title") or "",
            segments=(),
            people=tuple(people[role.name] for role in cast if role.name != NARRATOR),
            byline=self._string(self._table, "byline"),
            site=self._string(self._table, "site"),
            date=self._string(self._table, "date"),
            language=self._string(self._table, "lang") or "en",
            source=self._string(self._table, "source") or "",
            source_hash=self._string(self._table, "source_hash"),
            engine=self._string(self._table, "engine"),
            cast=cast,
            pronunciations=self._say(),
        )

    def _cast(self) -> tuple[tuple[Role, ...], dict[str, Person]]:
        roles: dict[str, Role] = {}
        people: dict[str, Person] = {}
        for written, entry in self._subtable("cast").items():
            name = " ".join(written.split())
            if not isinstance(entry, dict):
                self._mistakes.wrong(
                    self._line_of(written), f'[cast] {written} should be {{voice = "…"}}, not {entry!r}'
                )
                continue
            if not name or name in roles:
                self._mistakes.wrong(self._line_of(written), f"{name!r} is in the cast twice or has no name")
                continue
            self._check_keys(entry, _CAST_KEYS, written)
            role = roles[name] = Role(
                name,
                voice=self._string(entry, "voice", written),
                gender=self._gender(entry, written),
                role=self._string(entry, "role", written),
            )
            age = entry.get("age")
            if age is not None and (not isinstance(age, int) or isinstance(age, bool)):
                self._mistakes.wrong(
                    self._line_of("age", written), f"age of {name} should be a whole number, not {age!r}"
                )
                age = None
            named = entry.get("named", True)
            if not isinstance(named, bool):
                self._mistakes.wrong(
                    self._line_of("named", written), f"named of {name} should be true or false, not {named!r}"
                )
            people[name] = Person(name, gender=role.gender, age=age, role=role.role, named=named is not False)
        return tuple(sorted(roles.values(), key=lambda role: role.name != NARRATOR)), people

    def _say(self) -> dict[str, str]:
        said = {}
        for word, say in self._subtable("say").items():
            if not isinstance(say, str):
                self._mistakes.wrong(
                    self._line_of(word), f"[say] {word!r} should be text in quotation marks, not {say!r}"
                )
            elif word.strip() and say.strip():
                said[word] = say
                self._mistakes.unsayable(self._line_of(word), word, say)
        return said

    def _gender(self, entry: Mapping[str, Any], name: str) -> Gender | None:
        gender = entry.get("gender")
        for known in get_args(Gender):
            if gender == known:
                return known  # type: ignore[no-any-return]
        if gender not in (None, ""):
            self._mistakes.wrong(
                self._line_of("gender", name), f'gender of {name} should be "f" or "m", not {gender!r}'
            )
        return None

    def _subtable(self, key: str) -> dict[str, Any]:
        table = self._table.get(key, {})
        if not isinstance(table, dict):
            self._mistakes.wrong(self._line_of(key), f"{key!r} should be a table, [{key}]")
            return {}
        return table

    def _string(self, table: Mapping[str, Any], key: str, table_name: str = "") -> str | None:
        value = table.get(key)
        if isinstance(value, date | datetime):
            value = value.isoformat()
        if value is None or isinstance(value, str):
            return value or None
        self._mistakes.wrong(
            self._line_of(key, table_name), f"{key!r} should be text in quotation marks, not {value!r}"
        )
        return None

    def _check_keys(self, table: Mapping[str, Any], known: tuple[str, ...], table_name: str) -> None:
        for key in table:
            if key not in known:
                self._mistakes.odd(
                    self._line_of(key, table_name), f"unknown key {key!r}", self._mistakes.hint(key, known)
                )

    def _line_of(self, key: str, table_name: str = "") -> int:
        """The line that sets the key, after the line that opens its table; the first one if none is found."""
        opened = 0
        if table_name:
            opened = next((n for n, line in enumerate(self._lines) if self._names(line, table_name)), 0)
        for number, line in enumerate(self._lines[opened:], opened):
            if self._names(line, key):
                return self._first + number
        return self._first + opened

    @staticmethod
    def _names(line: str, key: str) -> bool:
        spellings = "|".join(re.escape(form) for form in {key, f"'{key}'", _value(key)})
        return re.match(rf"\s*(?:\[\s*)?(?:cast\s*\.\s*)?(?:{spellings})\s*[=\].]", line) is not None

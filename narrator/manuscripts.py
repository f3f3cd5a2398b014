"""Where scripts are kept: which file belongs to an article, and what an editor did to it since."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, replace
from pathlib import Path

from narrator.errors import ScriptError, reason_of
from narrator.files import write_whole
from narrator.listening import Listener
from narrator.model import NARRATOR, Cast, Person, Role, Script, Sound
from narrator.naming import distinct_slug, slug
from narrator.script import (
    CHIME,
    Mistakes,
    canonical,
    is_edited,
    read_script,
    same_script,
    update_script,
    write_script,
)
from narrator.settings import Settings


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A script and the file it is kept in."""

    path: Path
    script: Script
    machine: Script | None = None
    """What the program made of the article, where `script` has an editor's work merged into it."""

    there: str = ""
    """The file that an editor has left there."""

    @property
    def article(self) -> Path | None:
        """The file that the script was made of, where it is still to be found: from the working folder, the
        script's own, or the one above, in which scripts have a folder of their own."""
        beside = self.path.absolute().parent
        places = (folder / self.script.source for folder in (Path(), beside, beside.parent))
        return next((place for place in places if place.is_file()), None)

    def with_cast(self, cast: Cast) -> Manuscript:
        """The same with the voices written down, for the editor to see and change."""
        machine = _with_cast(self.machine, cast) if self.machine else None
        return replace(self, script=_with_cast(self.script, cast), machine=machine)

    def save(self) -> None:
        """Writes the file; an editor's in which nothing is to be changed stays as it is, to the byte."""
        written = write_script(self.script, machine=self.machine)
        if not self.there or not same_script(self.there, written):
            write_whole(self.path, written)


def open_manuscript(script: Script, settings: Settings, listener: Listener) -> Manuscript:
    """The place for what was made of an article, with the work of an editor who was there before.

    Two articles with one title get two files.  Nothing is written yet.
    Raises ScriptError if an edited script is there and can't be read.
    """
    path = place(script, settings)
    if not path.exists() or settings.fresh:
        return Manuscript(path, canonical(script))
    text = _text(path)
    if not is_edited(text):
        return Manuscript(path, canonical(script))
    updated, reports = update_script(script, text, path=str(path))
    listener.say(f"{path} was edited: the editor's work is kept (--fresh starts over)")
    for sentence in reports:
        listener.say(sentence)
    return Manuscript(path, read_script(updated, path=str(path)), machine=script, there=text)


def place(script: Script, settings: Settings) -> Path:
    """The file for this article: by its title, unless another article with that title is there."""
    path = settings.scripts / f"{slug(script.title)}.md"
    if not path.exists() or _is_of(path, script, settings):
        return path
    return settings.scripts / f"{distinct_slug(script.title, script.source)}.md"


def read_manuscript(path: Path, listener: Listener) -> Manuscript:
    """Raises ScriptError: it is not there, is no script, has mistakes, or asks for a sound that is not."""
    text = _text(path)
    if "+++" not in text:
        raise ScriptError(f"{path} is not a script; if it is an article: narrator make {path}")
    script = read_script(text, path=str(path))
    _check_sounds(script, path)
    for warning in script.notes:
        listener.say(warning)
    return Manuscript(path, script)


def _check_sounds(script: Script, path: Path) -> None:
    """Names all that are missing, before anything is spoken."""
    mistakes = Mistakes(str(path))
    asked = [item for s in script.segments if not s.silent for item in s.items if isinstance(item, Sound)]
    for sound in asked:
        file = path.parent / sound.name
        if sound.name != CHIME and not file.is_file():
            there = sorted(each.name for each in file.parent.glob("*") if each.suffix != ".md")
            mistakes.wrong(sound.row or 1, f"there is no file {file}", mistakes.hint(file.name, there))
    mistakes.raise_if_any()


def _with_cast(script: Script, cast: Cast) -> Script:
    voices = {NARRATOR: cast.narrator.id} | {name: voice.id for name, voice in cast.voices.items()}
    there = {role.name: role for role in script.cast}
    people = {person.name: person for person in script.people}
    roles = [there.get(name) or _role(name, people.get(name)) for name in dict.fromkeys((*voices, *there))]
    heard = tuple(replace(role, voice=voices.get(role.name, role.voice)) for role in roles)
    return replace(script, engine=cast.narrator.engine, cast=heard)


def _role(name: str, person: Person | None) -> Role:
    return Role(name, None, person.gender, person.role) if person else Role(name)


def _is_of(path: Path, script: Script, settings: Settings) -> bool:
    """Whether the script that is there was made of the same article."""
    text = _text(path)
    try:
        there = read_script(text, path=str(path))
    except ScriptError:
        if settings.fresh:  # what is to be thrown away may have mistakes
            return script.source in text or (script.source_hash or script.source) in text
        raise
    return there.source == script.source or there.source_hash == script.source_hash


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        return content.decode("utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8")
    except UnicodeDecodeError as error:
        raise ScriptError(f"{path} is not UTF-8 text: save it as UTF-8 in your editor") from error
    except OSError as error:
        reason = reason_of(error)
        raise ScriptError(f"can't read the script {path}: {reason}") from error

"""Pronunciation lexicons in the W3C's format (Pronunciation Lexicon Specification 1.0), read as a mapping.

https://www.w3.org/TR/pronunciation-lexicon/
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from narrator.errors import InputError, reason_of

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"


@dataclass(frozen=True, slots=True)
class Imported:
    """`words` as a lexicon takes them; `notes` says what was passed over, and why."""

    words: dict[str, str]
    notes: tuple[str, ...] = ()


def read_pls_file(path: Path) -> Imported:
    """InputError if the file can't be read or is not such a lexicon."""
    try:
        return read_pls(path.read_bytes(), path=str(path))
    except OSError as error:
        raise InputError(f"the lexicon {path} can't be read: {reason_of(error)}") from error


def read_pls(xml: bytes, *, path: str = "the lexicon") -> Imported:
    """The words of a lexicon: IPA from `<phoneme>`, a respelling from `<alias>`, both where both are given.

    A document type is refused, and with it every entity: nothing is fetched, nothing expands.
    Of several pronunciations the preferred one is taken, else the first.  InputError if it is not such a
    lexicon.
    """
    reader = _Reader(path)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise InputError(f"the lexicon {path} is not XML: {error}") from error
    return Imported(reader.words, tuple(reader.notes))


@dataclass
class _Lexeme:
    role: str | None = None
    graphemes: list[str] = field(default_factory=list)
    phonemes: list[tuple[bool, str]] = field(default_factory=list)
    aliases: list[tuple[bool, str]] = field(default_factory=list)


class _Reader:
    def __init__(self, path: str) -> None:
        self._path = path
        self._alphabet = "ipa"
        self._lexeme = _Lexeme()
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._seen_root = False
        self.words: dict[str, str] = {}
        self.notes: list[str] = []

    def refuse(self, *_: object) -> None:
        raise InputError(f"the lexicon {self._path} has a document type (<!DOCTYPE …>); take it out")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.removeprefix(f"{NAMESPACE} ")
        if not self._seen_root:
            if tag != "lexicon":
                raise InputError(f"{self._path} is not a W3C pronunciation lexicon: it begins with <{tag}>")
            self._seen_root = True
            self._alphabet = attributes.get("alphabet", self._alphabet)
        elif tag == "lexeme":
            self._lexeme = _Lexeme(attributes.get("role"))
        self._attributes, self._text = attributes, []

    def text(self, data: str) -> None:
        self._text.append(data)

    def end(self, name: str) -> None:
        content = " ".join("".join(self._text).split())
        preferred = self._attributes.get("prefer") == "true"
        match name.removeprefix(f"{NAMESPACE} "):
            case "grapheme" if content:
                self._lexeme.graphemes.append(content)
            case "alias" if content:
                self._lexeme.aliases.append((preferred, content))
            case "phoneme" if content:
                alphabet = self._attributes.get("alphabet", self._alphabet)
                if alphabet == "ipa":
                    self._lexeme.phonemes.append((preferred, content))
                else:
                    words = ", ".join(self._lexeme.graphemes)
                    self.notes.append(f"{self._path}: {words}: the alphabet {alphabet!r} is not IPA")
            case "lexeme":
                self._finish()
        self._text = []

    def _finish(self) -> None:
        lexeme = self._lexeme
        said = " ".join(part for part in (_ipa(lexeme), _best(lexeme.aliases)) if part)
        for word in lexeme.graphemes:
            if lexeme.role is not None and word in self.words:
                self.notes.append(f"{self._path}: {word}: only its first pronunciation is used")
            elif said:
                self.words.setdefault(word, said)


def _best(candidates: list[tuple[bool, str]]) -> str | None:
    return max(candidates, key=lambda candidate: candidate[0])[1] if candidates else None


def _ipa(lexeme: _Lexeme) -> str | None:
    best = _best(lexeme.phonemes)
    return f"/{best.strip('/')}/" if best else None

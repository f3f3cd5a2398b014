"""The proof: how a script differs from its article, where that is still a file here.

An article is read once and its words are kept beside the recordings, for the next time that its script is
rendered.  What is kept is found by all that it is made from: the file's bytes and name, the language, the
reader's own code and the libraries there are.  What is damaged is read anew.

    CACHE/articles/ab12….json   a line with the SHA-256 of the rest, then the text and what is left out of it
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from narrator.clips import write_aside
from narrator.errors import InputError
from narrator.manuscripts import Manuscript
from narrator.model import Article, Omission
from narrator.script import compare_with_article

LIMIT = 50_000_000
"""Bytes: the articles of some hundred hours."""
_READER = Path(__file__).parent / "reading"
_VERSION = 1
"""Of what is kept."""


def differences(manuscript: Manuscript, folder: Path) -> list[str]:
    """What the editor added, cut or changed, a sentence each; `folder` is for what is kept of articles."""
    script, file = manuscript.script, manuscript.article
    if file:
        with contextlib.suppress(InputError):
            article = Readings(folder).of(file, script.language)
            return [str(difference) for difference in compare_with_article(script, article)]
    elif script.source in ("", "-") or "://" in script.source:
        return []
    return [f"the script could not be compared with its article: {script.source} can't be read from here"]


@dataclass(frozen=True, slots=True)
class Readings:
    """Articles as they were read, in `folder`, which is made on first use."""

    folder: Path

    def of(self, file: Path, language: str) -> Article:
        """The article's text and omissions, and nothing else.  Raises InputError where it can't be read."""
        try:
            content = file.read_bytes()
        except OSError:
            return _read(file, language)  # which says what is wrong
        path = self.folder / f"{_key(file.name, content, language)}.json"
        article = _found(path)
        if article is None:
            article = _read(file, language)
            self._keep(path, article)
        return article

    def _keep(self, path: Path, article: Article) -> None:
        """A cache that can't be written is none; that recordings can't be kept there is said elsewhere."""
        kept = {"text": article.text, "omissions": [(o.start, o.end, o.reason) for o in article.omissions]}
        content = json.dumps(kept, separators=(",", ":"))
        with contextlib.suppress(OSError):
            write_aside(path, self.folder, [f"{_sum(content)}\n{content}".encode("ascii")])
            _drop_oldest(self.folder)


def _drop_oldest(folder: Path) -> None:
    """Those not used for longest, beyond `LIMIT`."""
    found = [(path.stat(), path) for path in folder.iterdir()]
    room = LIMIT
    for status, path in sorted(found, key=lambda one: one[0].st_mtime, reverse=True):
        room -= status.st_size
        if room < 0:
            path.unlink()


def _read(file: Path, language: str) -> Article:
    from narrator.reading import read_article

    return read_article(str(file), language=language)


def _found(path: Path) -> Article | None:
    try:
        checksum, _, content = path.read_text("ascii").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if checksum != _sum(content):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    kept = json.loads(content)
    return Article(kept["text"], (), tuple(Omission(*omission) for omission in kept["omissions"]))


def _sum(content: str) -> str:
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def _key(name: str, content: bytes, language: str) -> str:
    made_from = (_VERSION, name, language, hashlib.sha256(content).hexdigest(), _reader())
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


@cache
def _reader() -> str:
    """A hash of what reads: our code, the interpreter, and what is installed with it, by name and version."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in sorted(_files(_READER)):
        digest.update(Path(path).read_bytes())
    for name in sorted(_installed()):
        digest.update(f"{name}\n".encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _files(folder: Path | str) -> Iterator[str]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _files(entry.path)
        elif not entry.name.endswith(".pyc"):
            yield entry.path


def _installed() -> Iterator[str]:
    for place in sys.path:
        if place.endswith("-packages"):
            with contextlib.suppress(OSError):
                yield from (each.name for each in os.scandir(place) if each.name.endswith("-info"))

"""File names from titles: readable, the same on every system, and never a path.

A slug holds lower-case letters, digits and single hyphens.  It is never empty, never one of the
names that Windows reserves, and short enough that the longest suffix still fits into the 255 bytes
which common file systems allow.
"""

from __future__ import annotations

import hashlib
import unicodedata

LONGEST_SLUG_BYTES = 80
"""Leaves room for `.transcript.json` and for the temporary suffix while a file is being written."""

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")]
)


def slug(title: str) -> str:
    """A file name's stem for `title`; letters of any script stay, accents are folded."""
    plain = "".join(_plain(c) for c in unicodedata.normalize("NFC", title)).casefold()
    words = "-".join("".join(c if _in_word(c) else " " for c in plain.replace("'", "")).split())
    short = _cut(words, LONGEST_SLUG_BYTES)
    if not short:
        return "episode"
    return f"{short}-episode" if short in _RESERVED else short


def distinct_slug(title: str, source: str) -> str:
    """The slug for a second article with the same title: told apart by where it came from."""
    mark = hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:6]
    return f"{slug(title)}-{mark}"


def _plain(character: str) -> str:
    """Without its accent if it is a Latin letter; other scripts can't be read without their marks."""
    base = unicodedata.normalize("NFKD", character)
    return base[0] if base[0].isascii() and base[0].isalpha() and len(base) > 1 else character


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _cut(words: str, most_bytes: int) -> str:
    """At most `most_bytes` of UTF-8, ending at a whole word where there is one."""
    if len(words.encode("utf-8", "ignore")) <= most_bytes:
        return words
    cut = words.encode("utf-8", "ignore")[:most_bytes].decode("utf-8", "ignore")
    return (cut.rpartition("-")[0] or cut).strip("-")

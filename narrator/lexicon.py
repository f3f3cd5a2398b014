"""Pronunciations: which words are said otherwise than they are written, in any script.

A lexicon is a mapping of words or phrases to how they are said: a respelling, or IPA between slashes, or
both (`ipa.split_say`).  The script's `[say]` table, the newsroom's and W3C lexicon files are all such
mappings; later ones win where they are joined (`{**newsroom, **script}`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from narrator.model import Line, Replacement

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # kana, Han
)
"""Scripts that put no space between words: there a word is found wherever its characters stand."""
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w\s]")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_SHOUTED = 4
"""From this many letters on a name is known in capitals too (KEMPELEN); US, IT and WHO stay apart from
us, it and who."""
_ANY_OF = {
    "'": "['’ʼ]", "’": "['’ʼ]", "-": "[-‐‑]", "‐": "[-‐‑]", "‑": "[-‐‑]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    length: int
    pattern: re.Pattern[str]
    say: str


class Lexicon:
    """Finds the words of a mapping in texts; whole words, the longest first.

    A word written with capitals is found as written, with a capital first letter, and wholly in capitals if
    it is not short; a word without any is found however it is capitalised.  Composed and decomposed
    accents, both apostrophes and all hyphens are the same.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self._by_start: dict[str, list[_Entry]] = defaultdict(list)
        for written, say in words.items():
            word = " ".join(written.split())
            if not word or not say.strip():
                continue
            entry = _Entry(len(word), re.compile(_pattern(word)), say)
            for _, token in islice(_starts(word), 1):
                self._by_start[_key(token)].append(entry)
        for entries in self._by_start.values():
            entries.sort(key=lambda entry: -entry.length)

    def find(self, text: str) -> tuple[Replacement, ...]:
        return tuple(self._found(text))

    def _found(self, text: str) -> Iterator[Replacement]:
        end = 0
        for start, token in _starts(text) if self._by_start else ():
            if start < end:
                continue
            for entry in self._by_start.get(_key(token), ()):
                match = entry.pattern.match(text, start)
                if match and _ends_a_word(text, match.end()):
                    end = match.end()
                    yield Replacement(start, end, entry.say)
                    break


def apply(text: str, lexicon: Lexicon | Mapping[str, str]) -> tuple[Replacement, ...]:
    """What is said otherwise in `text`, in order and without overlap."""
    return (lexicon if isinstance(lexicon, Lexicon) else Lexicon(lexicon)).find(text)


def replacements_for(line: Line, lexicon: Lexicon | Mapping[str, str]) -> tuple[Replacement, ...]:
    """The line's own replacements, which an editor made for this place, and the lexicon's elsewhere."""
    own = line.replacements
    general = (
        r for r in apply(line.text, lexicon) if not any(r.start < o.end and o.start < r.end for o in own)
    )
    return tuple(sorted((*own, *general), key=lambda replacement: (replacement.start, replacement.end)))


def _starts(text: str) -> Iterator[tuple[int, str]]:
    """Where a word can begin, and what stands there up to the next such place; marks go with their letter."""
    match = _TOKEN.search(text)
    while match:
        end = match.end()
        while end < len(text) and (_is_mark(text[end]) or _continues(text, end, match)):
            end += 1
        yield match.start(), text[match.start() : end]
        match = _TOKEN.search(text, end)


def _continues(text: str, at: int, match: re.Match[str]) -> bool:
    """A letter behind a mark still belongs to the word: not all marks are letters to `re`."""
    letter = match[0][0].isalnum() and not _IS_UNSPACED.match(match[0])
    return letter and text[at].isalnum() and not _IS_UNSPACED.match(text[at])


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _key(token: str) -> str:
    return unicodedata.normalize("NFC", token).casefold()


def _forms(word: str) -> list[str]:
    return sorted({word, unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)})


def _pattern(word: str) -> str:
    """A regular expression for the word in its forms, as a whole word."""
    forms = _forms(word)
    if word == word.lower():
        body = "(?i:" + "|".join(map(_loosely, forms)) + ")"
    else:
        spelt = [*forms, *(form[:1].upper() + form[1:] for form in forms)]
        if sum(character.isalpha() for character in word) >= _SHOUTED:
            spelt += [form.upper() for form in forms]
        body = "(?:" + "|".join(map(_loosely, dict.fromkeys(spelt))) + ")"
    return body


def _loosely(form: str) -> str:
    return "".join(r"\s+" if c == " " else _ANY_OF.get(c) or re.escape(c) for c in form)


def _ends_a_word(text: str, end: int) -> bool:
    """Whether no letter goes on there; a script without spaces and a sign end anywhere but before a mark."""
    if end == len(text):
        return True
    if _is_mark(text[end]):
        return False
    last = next((c for c in reversed(text[:end]) if not _is_mark(c)), "")
    both = last + text[end]
    return not all(map(str.isalnum, both)) or _IS_UNSPACED.search(both) is not None

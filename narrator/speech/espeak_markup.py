"""Sounds that an editor wrote, as espeak-ng takes them: mnemonics in double square brackets."""

from __future__ import annotations

from collections.abc import Iterable

from narrator.errors import UsageError
from narrator.ipa import ipa_to_espeak


def marked(text: str, phonemes: Iterable[tuple[int, int, str]], accent: str) -> tuple[str, list[int]]:
    """`text` with `[[…]]` in place of each (start, end, IPA), and for every character of the result the
    offset in `text` that it stands for.  Brackets that look like such a mark in the text are broken up.

    Raises UsageError for what is not IPA."""
    plain = text.replace("[[", "[ ")
    out: list[str] = []
    offsets: list[int] = []
    place = 0
    for start, end, ipa in phonemes:
        sounds = ipa_to_espeak(ipa, accent)
        if sounds is None:
            raise UsageError(
                f"the embedded voices can't say /{ipa}/ for {text[start:end]!r}:"
                " write it with other sounds of the IPA, or as a respelling without slashes"
            )
        mark = f"[[{sounds}]]"
        out += (plain[place:start], mark)
        offsets += (*range(place, start), *(start for _ in mark))
        place = end
    out.append(plain[place:])
    offsets += range(place, len(text))
    return "".join(out), offsets

"""Everything that is wrong with a file, gathered, so that an editor sees all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from operator import itemgetter

from narrator.errors import ScriptError


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known word that was most likely meant, if any is near; case does not count."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else None


def suggestion(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    return f"; did you mean {near!r}?" if near is not None else ""


class Mistakes:
    """Collects what is wrong and what is merely odd, each with its line number (from 1)."""

    def __init__(self, path: str) -> None:
        self._path = path or "the script"
        self._wrong: list[tuple[int, str]] = []
        self._odd: list[tuple[int, str]] = []

    def wrong(self, line: int, what: str, hint: str = "") -> None:
        self._wrong.append((line, f"{what}, line {line}{hint}"))

    def odd(self, line: int, what: str, hint: str = "") -> None:
        self._odd.append((line, f"{what}, line {line}{hint}"))

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(message for _, message in sorted(self._odd, key=itemgetter(0)))

    def raise_if_any(self) -> None:
        if not self._wrong:
            return
        messages = [message for _, message in sorted(self._wrong, key=itemgetter(0))]
        if len(messages) == 1:
            raise ScriptError(f"{self._path}: {messages[0]}")
        raise ScriptError(f"{self._path}: {len(messages)} mistakes\n" + "\n".join(f"  {m}" for m in messages))

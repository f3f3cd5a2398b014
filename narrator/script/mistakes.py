"""Everything that is wrong with a file, gathered, so that an editor sees all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from narrator.errors import ScriptError
from narrator.ipa import ipa_to_espeak, split_say
from narrator.spelling import near

MOST_COMPARED = 200_000
"""Pairs of words; a file with thousands of names that nobody knows gets no hints for the last of them."""


class Mistakes:
    """Collects what is wrong and what is merely odd, each with its line number (from 1)."""

    def __init__(self, path: str) -> None:
        self._path = path or "the script"
        self._wrong: list[tuple[int, str]] = []
        self._odd: list[tuple[int, str]] = []
        self._compared = 0

    def wrong(self, line: int, what: str, hint: str = "") -> None:
        self._wrong.append((line, f"{what}, line {line}{hint}"))

    def odd(self, line: int, what: str, hint: str = "") -> None:
        self._odd.append((line, f"{what}, line {line}{hint}"))

    def unsayable(self, line: int, word: str, say: str) -> None:
        """Warns where `say` holds IPA that no engine would understand."""
        ipa = split_say(say)[1]
        if ipa is not None and ipa_to_espeak(ipa) is None:
            self.odd(line, f"/{ipa}/ for {word!r} is not IPA that can be said")

    def nearest(self, word: str, known: Sequence[str], *, cutoff: float = 0.6) -> str | None:
        """The known word that was most likely meant, if any is near."""
        self._compared += len(known)
        if self._compared > MOST_COMPARED:
            return None
        return next(iter(near(word, known, cutoff=cutoff)), None)

    def hint(self, word: str, known: Sequence[str]) -> str:
        meant = self.nearest(word, known)
        return f"; did you mean {meant!r}?" if meant is not None else ""

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

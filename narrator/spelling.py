"""Which of the words that are known somebody is likely to have meant."""

from __future__ import annotations

from collections.abc import Iterable


def near(word: str, known: Iterable[str], *, most: int = 1, cutoff: float = 0.6) -> list[str]:
    """The known words that are like `word`, the likest first; case does not count.

    `cutoff` is how like: from 0 to 1, the share of letters in common (difflib's ratio).
    """
    from difflib import get_close_matches  # only for whoever erred

    by_folded = {each.casefold(): each for each in known}
    return [by_folded[each] for each in get_close_matches(word.casefold(), by_folded, most, cutoff)]


def did_you_mean(word: str, known: Iterable[str], *, most: int = 1, cutoff: float = 0.6, few: int = 0) -> str:
    """The end of a message about a word that is not known: `; did you mean 'a' or 'b'?`.

    Where none is near, all of them if they are at most `few`; else nothing.
    """
    words = list(known)
    if alike := near(word, words, most=most, cutoff=cutoff):
        return f"; did you mean {' or '.join(map(repr, alike))}?"
    return f"; there are {', '.join(words)}" if 0 < len(words) <= few else ""

"""A page's pull quotes: words of the article that it sets large beside or among the paragraphs."""

from __future__ import annotations

import re
from itertools import groupby, islice

from narrator.reading.pagetree import Mark, Node
from narrator.reading.pieces import ends_sentence

_FEWEST = 12  # letters; less stands in a text by chance
_MOST = 200  # pull quotes looked for; no article has more
_MOST_NAME = 6  # words of the name under a pull quote
_QUOTED = re.compile(r"[\"“„«»‹›‘']++(?P<words>.+?)[\"”“«»‹›]")


def letters(text: str) -> str:
    """What of a text does not depend on spaces, signs and case."""
    return "".join(ch for ch in text.lower() if ch.isalnum())


def repeated(nodes: list[Node], kept: set[int]) -> set[int]:
    """The nodes set as pull quotes whose words the rest of the article has, with the names under them.

    One that has words of its own is not among them.
    """
    said = "\n".join(
        letters(nodes[index].text) for index in sorted(kept) if Mark.PULLED not in nodes[index].marks
    )
    found: set[int] = set()
    first, last = min(kept), max(kept)
    places = range(first, last + 1)

    def beside(index: int) -> bool:
        """Set as a pull quote, or beside the article and no part of it."""
        marks = nodes[index].marks
        return Mark.PULLED in marks or (Mark.BESIDE in marks and index not in kept)

    runs = (list(run) for pulled, run in groupby(places, beside) if pulled)
    for run in islice(runs, _MOST):
        again = {index for index in run[:_MOST] if _stands_in(said, nodes[index].text)}
        found |= again
        if again:
            found |= {i for i in run if Mark.PULLED in nodes[i].marks and _is_name(nodes[i].text)}
    return found


def _is_name(text: str) -> bool:
    return text[0].isalpha() and len(text.split()) <= _MOST_NAME and not ends_sentence(text)


def _stands_in(said: str, text: str) -> bool:
    quoted = _QUOTED.match(text)
    own = letters(quoted["words"] if quoted else text)
    return len(own) >= _FEWEST and own in said

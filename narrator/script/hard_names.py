"""Names that a listener is likely to hear wrong, for the editor to say how they sound.

Learnt, not guessed: `hard_names.tsv` weighs pairs and triples of letters by how often the embedded English
voice says words with them otherwise than the CMU Pronouncing Dictionary has them
(`benchmarks/hard_names.py`, with what it measures).  The dictionary is Copyright (C) 1993-2015 Carnegie
Mellon University, used under its BSD licence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import pairwise

from narrator.lexicon import Lexicon
from narrator.model import LineKind, Script

HARD = -100
"""Score from which a name is offered.  Of the words held out when the weights were learnt, 10.8 % are said
wrong; 9.8 % reach this score, and half of those are."""
FOREIGN = 150
"""Points for a letter that English does not write."""
MOST = 12
"""No more than this many are offered: a list that nobody reads helps nobody."""

_NAME = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]{2,})*")
_ENDING = re.compile("[’'](?:s|d|m|t|re|ve|ll)$")
_BEGINS_A_SENTENCE = re.compile(r"(?:^|[.!?:…“\"‘«(\[—–]|\s[-'])\s*$")


def hard_names(script: Script) -> list[str]:
    """Capitalised words of an English script, the hardest first, at most MOST; none that it says how to say.

    A name with a letter that English does not write counts as hard.
    """
    if script.language.partition("-")[0].lower() != "en":
        return []
    known = Lexicon(script.pronunciations)
    counts = Counter(name for name in _names(script) if not known.find(name))
    scores = {name: score for name in counts if (score := hardness(name)) >= HARD}
    return sorted(scores, key=lambda name: (-scores[name], -counts[name], name))[:MOST]


def hardness(name: str) -> float:
    """How likely the voice is to say it wrong, on the scale of HARD; log odds, times 100."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter) and letter.isalpha())
    weights = _weights()
    foreign = 0 if name.replace("’", "'").isascii() else FOREIGN
    ended = f"^{letters}$"
    parts = {ended[at : at + size] for size in (2, 3) for at in range(len(ended) - size + 1)} | {ended}
    return weights[""] + foreign + sum(weights.get(part, 0) for part in parts)


def _names(script: Script) -> list[str]:
    """Capitalised words in the middle of sentences, and those which the people's names are made of."""
    found = []
    people = {part for person in script.people for part in _NAME.findall(person.name) if _is_name(part)}
    for line in script.lines:
        for match in _NAME.finditer(line.text):
            word = _ENDING.sub("", match[0])
            inside = line.kind is not LineKind.HEADING and not _BEGINS_A_SENTENCE.search(
                line.text[max(0, match.start() - 4) : match.start()]
            )
            if word in people or (inside and _is_name(word)):
                found.append(word)
    return found


def _is_name(word: str) -> bool:
    """A capital and then small letters; in a script that has both, and long enough to be said wrong."""
    shouted = any(one.isupper() and next_.isupper() for one, next_ in pairwise(word))
    return len(word) > 3 and word[0].isupper() and not shouted


@cache
def _weights() -> dict[str, int]:
    text = (files("narrator.script") / "hard_names.tsv").read_text("utf-8")
    return {part: int(weight) for part, _, weight in (row.partition("\t") for row in text.splitlines())}

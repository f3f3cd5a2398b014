"""The language of a text: what its page declares, checked against what the words themselves say."""

from __future__ import annotations

import re
import sys

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2}|\d{3}))?(?:[-_.].*)?")
_ENOUGH = 20
_PLENTY = 120
_LETTERS = 8
_SAMPLE = 12_000  # characters; more only takes longer


def language_of(text: str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """A BCP 47 tag, and a note where the declared language is clearly not the text's.

    Pages often declare their template's language, so a declaration gives way where both halves of a
    text of some length are found to be in one other language.
    """
    tag = _tidy(declared)
    words = text.split()
    if len(words) < _ENOUGH and not _tells_by_its_letters(text):
        return tag or "en", ()
    if tag is None:
        return _detect(text), ()
    if len(words) < _PLENTY:
        return tag, ()
    middle = len(text) // 2
    found = _detect(text[:middle])
    if found == tag.partition("-")[0] or _detect(text[middle:]) != found:
        return tag, ()
    return found, (f"The page says its language is “{tag}”, but the text is “{found}”.",)


def _tidy(declared: str | None) -> str | None:
    match = _TAG.fullmatch(declared.strip()) if declared else None
    if not match:
        return None
    primary, region = match.groups()
    return primary.lower() + (f"-{region.upper()}" if region else "")


def _tells_by_its_letters(text: str) -> bool:
    """Letters that are not Latin rule English out in few words, also where no spaces stand between them."""
    letters = [character for character in text[:_SAMPLE] if character.isalpha()]
    others = sum(not (letter < "\u0370" or "\u1e00" <= letter < "\u1f00") for letter in letters)
    return others >= _LETTERS and others > len(letters) // 2


def _detect(text: str) -> str:
    from py3langid import classify

    return str(classify(text[:_SAMPLE])[0])


def forget_languages() -> None:
    """Lets go of the model that tells languages, 75 MB; it takes half a second to be there again."""
    if (langid := sys.modules.get("py3langid.langid")) is not None:
        langid.IDENTIFIER = None  # type: ignore[attr-defined]  # where the package keeps it until it is asked

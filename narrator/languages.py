"""Which language tags mean one language: what speaks `nb` reads a text that calls itself `no`."""

from __future__ import annotations

_INCLUDED_IN = {"nb": "no", "nn": "no", "cmn": "zh", "yue": "zh", "iw": "he", "in": "id", "jw": "jv"}
"""Primary subtags by the macrolanguage that they belong to, and withdrawn ones by what took their place: of
those in the IANA Language Subtag Registry the ones that texts and speech engines use side by side."""


def primary(tag: str) -> str:
    """The language of a BCP 47 tag, without script and region, under the one name that its tags share."""
    first = tag.replace("_", "-").lower().partition("-")[0]
    return _INCLUDED_IN.get(first, first)

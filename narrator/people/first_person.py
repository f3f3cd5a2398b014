"""How words say `I` and `we`, and which of them stand outside quotation marks."""

from __future__ import annotations

import re

SINGULAR = re.compile(r"\b(?:I|I['’]\w+|[Mm]y|me|[Ii]ch|mein\w*|[Jj]e|[Jj]['’]\w+|mon|ma)\b")
"""One person speaks of herself: a publication says `we`."""
FIRST_PERSON = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Mm]ine|[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur|us"
    r"|ich|Ich|mein\w*|Mein\w*|mir|mich|wir|Wir|unser\w*|je|Je|[Jj]['’]\w+|mon|ma|mes|[Nn]ous|notre)\b"
)
_QUOTED = re.compile(r"“[^“”]*”|''.*?''|``[^`\n]*?''|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]")
"""A quotation, up to the next mark that opens one, so that marks which never close are passed once."""


def unquoted(words: str) -> str:
    """What a passage says outside quotation marks."""
    return _QUOTED.sub(" ", words)


def speaks(words: str) -> bool:
    """Says `I` or `we` outside quotation marks."""
    return FIRST_PERSON.search(unquoted(words)) is not None

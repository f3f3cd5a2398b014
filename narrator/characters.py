"""Text on its way into a file: what no format can carry is taken out here, once."""

from __future__ import annotations

import re

# Control characters that XML 1.0 and HTML forbid, and halves of surrogate pairs, which UTF-8 can't hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What turns the direction of all that follows until something closes it (UAX #9: embeddings, overrides,
# isolates): left open, it would turn what a player shows beside a title, and it can make a word read as
# another. The marks that right-to-left writing needs (LRM, RLM, ALM) reach only their neighbours and stay.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_LINE_BREAKS = re.compile("[\r\n\x85\u2028\u2029\t]+")


def clean(text: str) -> str:
    """`text` in one line, with U+FFFD for each character that can't be written, and without those that
    would turn the direction of what stands around it."""
    return _TURNING.sub("", _FORBIDDEN.sub("\ufffd", _LINE_BREAKS.sub(" ", text)))

"""Bytes → text: byte order marks, UTF-8, whatever charset-normalizer finds, mojibake mended and noted."""

from __future__ import annotations

import codecs
import unicodedata

from narrator.errors import ArticleError

_MARKS = (  # longest first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_ENCODINGS = frozenset(("idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"))
"""Codecs of Python's that no file is written in."""
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x1a\x1c\x1d\x1e\x1f\x85\x08\x1b")


def decode(data: bytes, source: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of `data` without its byte order mark, and notes on what had to be guessed or mended.

    Raises ArticleError where the bytes are no text in any encoding.
    """
    text, notes = _decoded(data, source, declared)
    if _looks_binary(text):
        raise ArticleError(f"{source} is not text: it holds control characters, as a binary file does")
    mended = _mended(text)
    if mended is None:
        return text, notes
    return mended, (*notes, "The text was garbled by a wrong encoding and has been mended.")


def _decoded(data: bytes, source: str, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            text = data.decode(marked, errors="replace")
            return text.removeprefix("\ufeff"), _replaced_note(text)
    encodings: tuple[str | None, ...] = ("utf-8", declared, *_wide(data))
    for encoding in encodings:
        if encoding is None or encoding.lower().replace("-", "_") in _NO_ENCODINGS:
            continue
        try:
            return data.decode(encoding), ()
        except (UnicodeError, LookupError):
            continue
    if b"\0" in data[:4096]:
        raise ArticleError(f"{source} is a binary file of a kind that can't be read")
    return _guessed(data, source)


def _wide(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark shows as a NUL in every other byte of western text."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return ()
    if sample[1::2].count(0) > 0.7 * len(sample[1::2]):
        return ("utf-16-le",)
    if sample[0::2].count(0) > 0.7 * len(sample[0::2]):
        return ("utf-16-be",)
    return ()


def _guessed(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(not ch.isascii() for ch in text) - broken
    if broken <= max(2, len(text) // 2000) and whole >= 3 * broken:  # UTF-8 with a few broken bytes
        return text, _replaced_note(text)
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:500_000]).best()
    if best is None:
        raise ArticleError(f"{source} is not text in any known encoding")
    text = data.decode(best.encoding, errors="replace")
    return text, (f"The text is not UTF-8; it was read as {best.encoding}, a guess.", *_replaced_note(text))


def _replaced_note(text: str) -> tuple[str, ...]:
    count = text.count("\ufffd")
    if not count:
        return ()
    return (f"{count} character{'s' if count > 1 else ''} could not be decoded and read as \ufffd.",)


def _looks_binary(text: str) -> bool:
    sample = text[:20_000]
    odd = sum(unicodedata.category(ch) in ("Cc", "Cn", "Co") and ch not in _ALLOWED_CONTROLS for ch in sample)
    return odd > 2 + len(sample) // 100


def _mended(text: str) -> str | None:
    """`text` without mojibake, where ftfy is certain that it has some; None where there is nothing to do."""
    if text.isascii() or not any(mark in text for mark in ("Ã", "â", "Â", "ð", "Ð", "Ñ", "å", "ã")):
        return None
    import ftfy
    from ftfy import badness

    if not badness.is_bad(text):
        return None
    mended = ftfy.fix_encoding(text)
    if mended == text or badness.badness(mended) >= badness.badness(text):
        return None
    return mended

"""A path, an address or standard input → bytes, with what is known of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from narrator.errors import ArticleError, UsageError

MOST_BYTES = 100_000_000
"""Of a file; books with pictures are large.  A page or a text has closer limits of its own."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)


@dataclass(frozen=True, slots=True)
class Material:
    """The bytes of a source.  `label` names it in messages."""

    data: bytes
    label: str
    name: str = ""
    url: str | None = None
    content_type: str | None = None
    charset: str | None = None
    item: str | None = None
    """Of a feed: the number or address of the item that is wanted."""


def load(source: str, *, stdin: bytes | None, allow_private: bool, offline: bool) -> Material:
    """Raises ArticleError where there is nothing to read, UsageError for an address while offline."""
    if source == "-":
        return _not_empty(Material(stdin or b"", "standard input"))
    if _ADDRESS.match(source):
        return _not_empty(_from_address(source, allow_private, offline))
    return _not_empty(_from_file(source))


def _from_address(source: str, allow_private: bool, offline: bool) -> Material:
    if source.lower().startswith("file://"):
        raise ArticleError(f"{source} is refused: pass the file's path instead.")
    if offline:
        raise UsageError(f"{source} can't be fetched with --offline; save the page and pass the saved file.")
    from narrator.reading.fetching import fetch

    found = fetch(source, allow_private=allow_private)
    return Material(
        found.data, source, found.url.partition("?")[0], found.url, found.content_type, found.charset
    )


_ITEM = re.compile(r"(.+)#(\d+|https?://.+)")


def _from_file(source: str) -> Material:
    path, item = Path(source), None
    try:
        wanted = _ITEM.fullmatch(source)
        if wanted and not path.exists():
            path, item = Path(wanted[1]), wanted[2]
        if path.is_dir():
            raise ArticleError(f"{source} is a folder; pass a file, or use `narrator batch` for many.")
        if not path.is_file() and path.exists():
            raise ArticleError(f"{source} is not a regular file; use - to read standard input.")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ArticleError(
                f"{source} is larger than {MOST_BYTES // 1_000_000} MB, too large for an article."
            )
        return Material(path.read_bytes(), str(path), path.name, item=item)
    except FileNotFoundError as error:
        raise ArticleError(f"{source} does not exist; check the path.") from error
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise ArticleError(f"{source} can't be read: {cause}.") from error


def _not_empty(material: Material) -> Material:
    if not material.data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise ArticleError(f"{material.label} is empty.")
    return material

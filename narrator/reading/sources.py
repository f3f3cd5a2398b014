"""A path, an address or standard input → bytes, with what is known of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from narrator.errors import ArticleError, UsageError, reason_of

MOST_BYTES = 100_000_000
"""Of a file; books with pictures are large.  A page or a text has closer limits of its own."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)


_CHARSET = re.compile(
    rb"<(?:meta\b[^>]{0,300}\bcharset|\?xml\b[^>]{0,100}\bencoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I
)


@dataclass(frozen=True)
class Material:
    """The bytes of a source.  `label` names it in messages, `name` is its file's."""

    data: bytes
    label: str
    name: str = ""
    url: str | None = None
    content_type: str | None = None
    charset: str | None = None
    item: str | None = None
    """Of a feed: the number or address of the item that is wanted."""

    @cached_property
    def head(self) -> bytes:
        """The beginning, wide characters made narrow: enough to tell what it is."""
        head = self.data[:100_000]
        return head.replace(b"\0", b"")[2:] if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head

    def is_named(self, suffixes: tuple[str, ...]) -> bool:
        return self.name.lower().endswith(suffixes)

    @property
    def text(self) -> str:
        """Raises ArticleError where the bytes are no text."""
        return self._decoded[0]

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be guessed or mended, if anybody asked for the text."""
        return self._decoded[1] if "_decoded" in vars(self) else ()

    @cached_property
    def _decoded(self) -> tuple[str, tuple[str, ...]]:
        from narrator.reading.decoding import decode

        named = _CHARSET.search(self.data[:8192])  # by a page or XML file in its head
        declared = named[1].decode("ascii") if named else None
        return decode(self.data, self.label, self.charset or declared)


def load(source: str, *, stdin: bytes | None, allow_private: bool, offline: bool) -> Material:
    """Raises ArticleError where there is nothing to read, UsageError for an address while offline."""
    if source == "-":
        return _not_empty(Material(stdin or b"", "standard input"))
    if _ADDRESS.match(source):
        return _not_empty(_from_address(source, allow_private, offline))
    return _not_empty(_from_file(source))


def _from_address(source: str, allow_private: bool, offline: bool) -> Material:
    if source.lower().startswith("file://"):
        raise ArticleError(f"{source} is refused: pass the file's path instead")
    if offline:
        raise UsageError(f"{source} can't be fetched with --offline; save the page and pass the saved file")
    from narrator.reading.fetching import fetch

    found = fetch(source, allow_private=allow_private)
    return Material(
        found.data, source, found.url.partition("?")[0], found.url, found.content_type, found.charset
    )


_ITEM = re.compile(r"(.+)#(\d+|https?://.+)")


def _from_file(source: str) -> Material:
    if not source.strip():
        raise ArticleError("the article has no name; give a file, an address, or - for standard input")
    path, item = Path(source), None
    try:
        wanted = _ITEM.fullmatch(source)
        if wanted and not path.exists():
            path, item = Path(wanted[1]), wanted[2]
        if path.is_dir():
            raise ArticleError(f"{source} is a folder; pass a file, or use `narrator batch` for many")
        if not path.is_file() and path.exists():
            raise ArticleError(f"{source} is not a regular file; use - to read standard input")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ArticleError(
                f"{source} is larger than {MOST_BYTES // 1_000_000} MB, too large for an article"
            )
        return Material(path.read_bytes(), str(path), path.name, item=item)
    except FileNotFoundError as error:
        raise ArticleError(f"{source} does not exist; check the path") from error
    except OSError as error:
        raise ArticleError(f"{source} can't be read: {reason_of(error)}") from error
    except ValueError as error:
        raise ArticleError(f"{source!r} can't be read: it is no path") from error


def _not_empty(material: Material) -> Material:
    if not material.data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise ArticleError(f"{material.label} is empty")
    return material

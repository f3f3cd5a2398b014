"""Reading: a source (file, address, standard input) becomes an Article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrator.model import Article

__all__ = ["read_article"]


def read_article(
    source: str,
    *,
    stdin: bytes | None = None,
    allow_private: bool = False,
    offline: bool = False,
    language: str = "",
) -> Article:
    """The article at a path, an http(s) address or, for `-`, in `stdin`; its kind is told from its content.

    A plain-text file's `Article.text` is its own decoded content, unchanged; of other kinds it is the
    extracted text, paragraphs parted by blank lines.

    `language` is its BCP 47 tag where that is known; else it is found out, which takes longer than the rest.

    Raises ArticleError where there is no article to be had, UsageError for an address while `offline`.
    """
    from narrator.reading.articles import read

    return read(source, stdin=stdin, allow_private=allow_private, offline=offline, language=language)

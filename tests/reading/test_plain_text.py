"""Plain text is read as it stands: the same text, and every word of it read or left out once."""

from pathlib import Path

import pytest

from narrator.errors import ArticleError
from narrator.model import Article, BlockKind
from narrator.reading import read_article


def assert_covered(article: Article) -> None:
    """Blocks and omissions in order, without overlap, over every character that is not white space."""
    spans = sorted([(b.start, b.end) for b in article.blocks] + [(o.start, o.end) for o in article.omissions])
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(article.text)
        assert not article.text[at:start].strip()
        assert article.text[start:end].strip()
        at = end
    assert not article.text[at:].strip()


def test_the_text_is_the_file_s_own(tmp_path: Path) -> None:
    content = "A headline\r\n\r\nThe first line,\r\nand more of it.\r\n"
    path = tmp_path / "article.txt"
    path.write_bytes(content.encode())
    article = read_article(str(path))
    assert article.text == content
    assert article.title == "A headline"
    assert article.blocks[0].kind is BlockKind.HEADING
    assert_covered(article)


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf\n"])
def test_an_empty_source_is_said_to_be_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "nothing.txt"
    path.write_bytes(content)
    with pytest.raises(ArticleError, match="is empty"):
        read_article(str(path))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="does not exist"):
        read_article(str(tmp_path / "none.txt"))

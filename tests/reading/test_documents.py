"""Books, Word files, PDFs and feeds: told from their content, read in order, refused when they are traps."""

from pathlib import Path

import pytest

from narrator.errors import ArticleError
from narrator.reading import read_article
from tests.reading.documents import PARAGRAPHS, SAMPLES, docx, epub, pdf, rss, zipped
from tests.reading.helpers import assert_covered, drawn, read_bytes

BODY = "\n".join(f"P | {paragraph}" for paragraph in PARAGRAPHS)


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "book", epub())
    assert drawn(article) == (
        f"H1 | The bell that rang twice\n- front-matter | Maria Ortega\nH2 | Maria Ortega\n{BODY}\n"
        "H2 | Tomás Vidal\nP | He came down from the mill."
    )
    assert (article.byline, article.date, article.language) == ("Ines Prado", "2021-03-04", "en-GB")
    assert_covered(article)


def test_a_word_file_keeps_its_title_and_headings(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "letter.bin", docx())
    assert drawn(article) == f"H1 | The bell that rang twice\nH2 | Maria Ortega\n{BODY}"
    assert article.title == "The bell that rang twice"
    assert_covered(article)


def test_a_pdf_reads_on_over_lines_and_pages(tmp_path: Path) -> None:
    head = "The Valley Herald, March 2021"
    first = "It was a quiet morning in the valley, and nobody ex-|pected the bell to ring before noon on a"
    second = (
        "The priest has promised to find out who was in the|tower, and to tell everyone who will come to the"
    )
    pages = [
        [head, "The bell that rang twice", *first.split("|"), "day in the harvest.", "1"],
        [head, *second.split("|"), "2"],
        [head, "church on Sunday.", "3"],
    ]
    article = read_bytes(tmp_path, "herald.pdf", pdf(pages))
    said = [line for line in drawn(article).splitlines() if not line.startswith("- running-head")]
    assert said == [
        "H1 | The bell that rang twice",
        "P | It was a quiet morning in the valley, and nobody expected the bell to ring before noon on a day "
        "in the harvest.",
        "P | The priest has promised to find out who was in the tower, and to tell everyone who will come "
        "to the church on Sunday.",
    ]
    assert sum(omission.reason.startswith("running-head") for omission in article.omissions) == 6
    assert_covered(article)


def test_a_pdf_of_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="pictures of pages"):
        read_bytes(tmp_path, "scan.pdf", pdf([[]]))


def test_the_first_item_of_a_feed_is_read(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "feed", rss())
    assert drawn(article) == f"H1 | The bell that rang twice\n{BODY}"
    assert (article.site, article.date, article.language) == ("Valley Herald", "2021-03-04", "en-GB")
    assert "2 items" in article.notes[0]


def test_an_item_of_a_feed_is_chosen_by_its_number(tmp_path: Path) -> None:
    from narrator.reading import read_article

    path = tmp_path / "feed.xml"
    path.write_bytes(rss())
    with pytest.raises(
        ArticleError, match=r"teaser of “The mill”; pass the article's address: https://herald"
    ):
        read_article(f"{path}#2")
    with pytest.raises(ArticleError, match="it has 2"):
        read_article(f"{path}#7")


BOMB = zipped({"META-INF/container.xml": b" " * 30_000_000})
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(BOMB, "zip bomb", id="zip bomb"),
        pytest.param(epub(package_head=ENTITIES), "XML entities", id="entities in a book"),
        pytest.param(
            epub(chapter=ENTITIES + "<html><body><p>&b;</p></body></html>"), "XML entities", id="in a chapter"
        ),
        pytest.param(
            docx(body="</w:body></w:document>" + ENTITIES), "XML entities", id="entities in a Word file"
        ),
        pytest.param(rss(head=ENTITIES), "XML entities", id="entities in a feed"),
        pytest.param(zipped({"a.txt": "x"}), "can't be read", id="another zip"),
        pytest.param(SAMPLES["epub"][: len(SAMPLES["epub"]) // 2], "can't be read", id="half a book"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "is a picture that can't be read", id="a picture"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word that can't be read", id="a .doc"),
        pytest.param(b"\0\1\2\3" * 500, "binary", id="binary data"),
        pytest.param(b"<html><body>" + b"<div>" * 5000 + b"hello", "deep", id="a deep page"),
        pytest.param(b"1234 5678 ... \n\n 99", "no text in it", id="no letters"),
    ],
)
def test_what_is_no_article_gets_one_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    with pytest.raises(ArticleError, match=sentence) as caught:
        read_bytes(tmp_path, "given", data)
    assert "\n" not in str(caught.value)


def test_a_word_file_that_has_lost_its_notes_is_read_without_them(tmp_path: Path) -> None:
    mark = "<w:r><w:{0}Reference w:id='7'/></w:r>"
    marks = mark.format("footnote") + mark.format("endnote")
    body = f"<w:p><w:r><w:t>The bell rang twice</w:t></w:r>{marks}<w:r><w:t>, at noon.</w:t></w:r></w:p>"
    article = read_bytes(
        tmp_path, "a.docx", docx(body=f"{body}<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>")
    )
    assert article.text.count("The bell rang twice, at noon.") == 2
    assert "[" not in article.text


def test_a_missing_library_is_asked_for_by_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(ArticleError, match=r'pip install "narrator\[documents\]"'):
        read_bytes(tmp_path, "a.pdf", SAMPLES["pdf"])


def page(body: str) -> bytes:
    return f"<html><head><title>The bell that rang twice</title></head><body>{body}</body></html>".encode()


HEADLINE = "<h1>The bell that rang twice</h1>"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<html><head><title>x</title></head><body><nav>Home</nav></body></html>", id="a menu"),
        pytest.param(page("<div>Home News Contact us Log in</div>"), id="menu words without markup"),
        pytest.param(page(f"{HEADLINE}<ul><li>Home</li><li>News</li></ul>"), id="a title and a menu"),
        pytest.param(page(f"{HEADLINE}<footer>Contact us</footer>"), id="a title and a foot"),
        pytest.param(page(HEADLINE), id="a title"),
        pytest.param(
            page("<h1>Log in</h1><form><label>Email</label><input></form><p>Log in to continue.</p>"),
            id="a login form",
        ),
        pytest.param(
            page(
                f"{HEADLINE}<p>It was a quiet morning.</p><p>Subscribe to continue reading this article.</p>"
            ),
            id="a call to subscribe",
        ),
        pytest.param(
            page(f"{HEADLINE}<p>This article is for subscribers only. Already a subscriber? Log in.</p>"),
            id="for subscribers only",
        ),
    ],
)
def test_a_page_without_an_article_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ArticleError, match="has no article in it") as caught:
        read_bytes(tmp_path, "a.html", data)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    "said",
    [
        "Hello there, a short note.",
        "Roses are red violets are blue and so on",
        "これは谷の鐘についての物語です。",
        "He told me to log in with his own password, and I did not.",
        "The valley has four hundred subscribers, the miller says.",
    ],
)
@pytest.mark.parametrize("headline", ["", HEADLINE])
def test_a_page_of_few_words_is_read(tmp_path: Path, said: str, headline: str) -> None:
    article = read_bytes(tmp_path, "a.html", page(f"{headline}<p>{said}</p>"))
    assert drawn(article) == f"H1 | The bell that rang twice\nP | {said}"


def test_a_text_about_tags_is_a_text(tmp_path):
    text = "How pages are made\n\nThe baker used <p> and </p> and <script> in it.\n\nShe laughed.\n"
    path = tmp_path / "tags.txt"
    path.write_text(text, encoding="utf-8")
    article = read_article(str(path))
    assert article.text == text and len(article.blocks) == 3 and not article.omissions

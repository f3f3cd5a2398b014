"""What is known of an article beside its words: encoding, language, title, byline, site, date."""

# ruff: noqa: E501 - markup does not wrap

from dataclasses import replace
from pathlib import Path

import pytest

from narrator.reading import read_article
from narrator.reading.language import language_of
from tests.reading.documents import PARAGRAPHS
from tests.reading.helpers import assert_covered, read_bytes

TEXT = "Die Glocke, die zweimal läutete\n\n" + (
    "Es war ein stiller Morgen im Tal, und niemand erwartete, dass die Glocke vor dem Mittag läuten würde. "
    "„Ich hörte sie auf dem Feld“, sagte Maria Ortega, die den Obstgarten unter der Kirche pflegt.\n"
)


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", False),
        ("utf-32", False),
        ("cp1252", True),
    ],
)
def test_text_in_any_encoding_is_the_same_text(tmp_path: Path, encoding: str, noted: bool) -> None:
    article = read_bytes(tmp_path, "a.txt", TEXT.encode(encoding))
    assert article.text == TEXT
    assert article.language == "de"
    assert bool(article.notes) is noted


def test_a_page_is_decoded_as_it_declares(tmp_path: Path) -> None:
    body = "<p>" + "</p><p>".join(TEXT.replace("„", "»").replace("“", "«").split("\n\n")) + "</p>"
    head = "<html><head><meta http-equiv='Content-Type' content='text/html; charset=cp850'></head>"
    article = read_bytes(
        tmp_path, "a.html", f"{head}<body><article>{body}</article></body></html>".encode("cp850")
    )
    assert "läutete" in article.text
    assert article.notes == ()


@pytest.mark.parametrize("charset", ["unicode_escape", "idna", "hex", "none-such", "undefined"])
def test_a_false_declaration_does_no_harm(tmp_path: Path, charset: str) -> None:
    page = f"<html><head><meta charset='{charset}'></head><body><article>{BODY}<p>Läuten \\d!</p></article></body>"
    assert "Läuten" in read_bytes(tmp_path, "a.html", page.encode("cp1252")).text


def test_mojibake_is_mended_and_noted(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "a.txt", TEXT.encode().decode("cp1252", errors="replace").encode())
    assert "läutete" in article.text
    assert "mended" in article.notes[0]


def test_what_only_looks_like_mojibake_is_left(tmp_path: Path) -> None:
    text = "The Ångström line\n\nThe word “naïve” and the name Ānanda stand here, and so does “Ã la carte”.\n"
    article = read_bytes(tmp_path, "a.txt", text.encode())
    assert article.text == text
    assert article.notes == ()


def test_broken_bytes_are_counted(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "a.txt", TEXT.encode() + b"und \xff so")
    assert "1 character could not be decoded" in article.notes[0]


JAPANESE = "これは谷の鐘についての物語です。朝、鐘が二度鳴りました。" * 3
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
ENGLISH = " ".join(PARAGRAPHS) * 4


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (ENGLISH, None, "en"),
        (ENGLISH, "en-us", "en-US"),
        (ENGLISH, "en_GB.UTF-8", "en-GB"),
        (ENGLISH, "de", "en"),
        (TEXT * 5, "en", "de"),
        ("Short.", "fr-FR", "fr-FR"),
        ("Short.", None, "en"),
        ("Short.", "??", "en"),
        (
            "これは谷の鐘についての物語です。朝、鐘が二度鳴りました。誰が鳴らしたのか、村の人は誰も知りませんでした。",
            None,
            "ja",
        ),
        ("Рано утром рыбак стоит на причале.", None, "ru"),
        ("Рано утром рыбак стоит на причале.", "uk", "uk"),
        ("清晨，李明站在码头上。", None, "zh"),
        ("이른 아침, 어부는 부두에 서 있다.", None, "ko"),
        ("The Привет bar opens.", None, "en"),
        ("Résumé: Łódź, Đà Nẵng, Þórður.", None, "en"),
    ],
)
def test_the_language_is_the_page_s_unless_the_text_says_otherwise(
    text: str, declared: str | None, language: str
) -> None:
    found, notes = language_of(text, declared)
    assert found == language
    assert bool(notes) is (declared in ("de", "en") and declared != language)


def test_a_language_that_is_known_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    found, known = (read_article(str(tmp_path / "a.txt"), language=tag) for tag in ("", "en-GB"))
    assert (found.language, known.language) == ("en", "en-GB")
    assert replace(known, language="en") == found


@pytest.mark.parametrize(
    ("front", "title", "byline"),
    [
        ("title: The bell\nauthor: Ines Prado", "The bell", "Ines Prado"),
        (
            "title: >-\n  The bell\n  that rang\nauthors: [Ines Prado, Ana Ruiz]",
            "The bell that rang",
            "Ines Prado, Ana Ruiz",
        ),
        (
            "title: 'The bell: a life'\nauthors:\n  - name: Ines Prado\n  - Ana Ruiz",
            "The bell: a life",
            "Ines Prado, Ana Ruiz",
        ),
        ("title: The bell: a life\nauthor: Ines Prado", "The bell: a life", "Ines Prado"),
        ("title: 2021\nauthor: {name: Ines Prado, url: x}\ntags: [a, b]", "2021", "Ines Prado"),
        ("Title: The bell\nnested: " + "[" * 5000, "The bell", None),
    ],
    ids=["lines", "folded", "entries", "colon", "name", "nested"],
)
def test_front_matter_says_title_and_author(
    tmp_path: Path, front: str, title: str, byline: str | None
) -> None:
    article = read_bytes(tmp_path, "a.md", f"---\n{front}\n---\n\n{ENGLISH}\n".encode())
    assert (article.title, article.byline) == (title, byline)
    assert_covered(article)


def test_what_stands_between_rules_is_text(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "a.md", f"---\nShe said: go home\n---\n\n{ENGLISH}\n".encode())
    assert "She said: go home" in "".join(article.text[b.start : b.end] for b in article.blocks)


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"], "headline": "The bell that rang twice this morning",
"author": [{"@type": "Person", "name": "Ines Prado"}, {"name": "Ana Sol&iacute;s"}],
"publisher": {"@type": "Organization", "name": "Valley Herald"}, "datePublished": "2021-03-04T07:30:00Z"}]}</script>"""
META = """<meta property="og:title" content="The bell that rang twice | Valley Herald">
<meta property="og:site_name" content="Valley Herald"><meta name="author" content="By Ines Prado">
<meta property="article:published_time" content="2021-03-04T07:30:00Z">"""


@pytest.mark.parametrize(
    ("head", "shown", "title", "byline"),
    [
        (LINKED, "", "The bell that rang twice this morning", "Ines Prado, Ana Solís"),
        (LINKED, "<h1>The bell that rang twice</h1>", "The bell that rang twice", "Ines Prado, Ana Solís"),
        (META, "", "The bell that rang twice", "Ines Prado"),
        (META, "<h1>Valley Herald</h1>", "The bell that rang twice", "Ines Prado"),
    ],
)
def test_a_page_says_who_wrote_it_and_when(
    tmp_path: Path, head: str, shown: str, title: str, byline: str
) -> None:
    body = f"<body><article>{shown}{BODY}</article></body>"
    page = f"<html lang='en-GB'><head><title>x</title>{head}</head>{body}</html>"
    article = read_bytes(tmp_path, "a.html", page.encode())
    assert (article.title, article.byline, article.site) == (title, byline, "Valley Herald")
    assert (article.date, article.language) == ("2021-03-04", "en-GB")
    assert article.text.startswith(title)
    assert_covered(article)


@pytest.mark.parametrize(
    "broken", ["{", "[]", '{"@type": 3}', '{"@type": "Article", "headline": null}', "[" * 5000]
)
def test_broken_linked_data_is_passed_over(tmp_path: Path, broken: str) -> None:
    script = f"<script type='application/ld+json'>{broken}</script>"
    head = f"<head><title>The bell that rang twice</title>{script}</head>"
    page = f"<html>{head}<body><article>{BODY}</article></body></html>"
    article = read_bytes(tmp_path, "a.html", page.encode())
    assert article.title == "The bell that rang twice"


@pytest.mark.slow
def test_a_large_page_is_read_in_bounded_time_and_memory(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{PARAGRAPHS[index % 3]} {index}</p>" for index in range(15_000))
    article = read_bytes(
        tmp_path, "a.html", f"<html><body><article>{paragraphs}</article></body></html>".encode()
    )
    assert len(article.blocks) == 15_000

"""Who wrote an article, when and where it appeared, read from the lines around it."""

from pathlib import Path

import pytest

from narrator.reading.imprint import date_in
from tests.reading.documents import PARAGRAPHS
from tests.reading.helpers import assert_covered, drawn, read_bytes

TITLE = "The bell that rang twice in one morning"
LINES = [
    ("By Marta Ellison", "Marta Ellison", None, None),
    ("By Paul Renner | 14 May 2023", "Paul Renner", "2023-05-14", None),
    (
        "By Priyanka Doshi · The Shore Review · 9 August 2024",
        "Priyanka Doshi",
        "2024-08-09",
        "The Shore Review",
    ),
    ("By Ann Lee and Tom van der Roe, Staff Writers", "Ann Lee, Tom van der Roe", None, None),
    ("By Ann Lee, Tom Roe and Bo Fox", "Ann Lee, Tom Roe, Bo Fox", None, None),
    ("By Ann Lee, The Shore Review", "Ann Lee", None, "The Shore Review"),
    ("By Ann Lee in London", "Ann Lee", None, None),
    ("By Staff Writer", None, None, None),
    ("Words: Ada Lee", "Ada Lee", None, None),
    ("Interview by Nell Ostrander", "Nell Ostrander", None, None),
    ("Von Maria Huber, 3. Mai 2021", "Maria Huber", "2021-05-03", None),
    ("Par Inès Prado et Zoé Roux", "Inès Prado, Zoé Roux", None, None),
    ("Ines Prado", "Ines Prado", None, None),
    ("Ines Prado, Valley reporter", "Ines Prado", None, None),
    ("May 3, 2021", None, "2021-05-03", None),
    ("Tuesday, 4 March 2021", None, "2021-03-04", None),
    ("Valley Herald March 4, 2021, 7:30 AM", None, "2021-03-04", "Valley Herald"),
    ("Grand Rapids, May 3, 2021", None, "2021-05-03", None),
    ("May 3", None, None, None),
]


def page(body: str) -> str:
    return f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(("line", "expected"), [(line, tuple(expected)) for line, *expected in LINES])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_line_under_the_headline_is_left_out_and_known(
    tmp_path: Path, name: str, line: str, expected: tuple[str | None, ...]
) -> None:
    parts = [f"# {TITLE}" if name == "a.md" else TITLE, line, *PARAGRAPHS]
    source = "\n\n".join(parts)
    if name == "a.html":
        body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        source = page(f"<article><h1>{TITLE}</h1><p>{line}</p>{body}</article>")
    article = read_bytes(tmp_path, name, source.encode())
    assert (article.byline, article.date, article.site) == expected
    assert line not in [article.text[block.start : block.end] for block in article.blocks]
    assert_covered(article)


def test_a_page_s_byline_counts_where_the_page_sets_it_apart(tmp_path: Path) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    box = "<div class='related-box'><p>By Tom Roe</p><p>1 March 2020</p></div>"
    head = f"<header><h1>{TITLE}</h1><div class='byline'><span>By Marta Ellison</span></div></header>"
    article = f"<article>{body}{box}{body}</article>"
    assert read_bytes(tmp_path, "a.html", page(head + article).encode()).byline == "Marta Ellison"
    bare = page(f"<h1>{TITLE}</h1>{article}")
    assert read_bytes(tmp_path, "a.html", bare.encode()).byline is None


def test_what_a_source_states_goes_before_its_lines(tmp_path: Path) -> None:
    front = "---\nauthor: Ines Prado\ndate: 2021-03-04\n---\n"
    text = "\n\n".join([f"# {TITLE}", "By the Herald's Tom Roe", "By Tom Roe, May 3, 2021", *PARAGRAPHS])
    article = read_bytes(tmp_path, "a.md", (front + text).encode())
    assert (article.byline, article.date) == ("Ines Prado", "2021-03-04")


def test_the_day_of_a_change_counts_only_alone(tmp_path: Path) -> None:
    lines = [TITLE, "Updated March 6, 2021", "March 4, 2021", *PARAGRAPHS]
    assert read_bytes(tmp_path, "a.txt", "\n\n".join(lines).encode()).date == "2021-03-04"
    del lines[2]
    assert read_bytes(tmp_path, "a.txt", "\n\n".join(lines).encode()).date == "2021-03-06"


def test_a_sub_headline_is_no_byline(tmp_path: Path) -> None:
    lines = ["Die Glocke, die zweimal läutete", "Von Hamburg nach München", *PARAGRAPHS]
    article = read_bytes(tmp_path, "a.txt", "\n\n".join(lines).encode())
    assert article.byline is None
    assert "H2 | Von Hamburg nach München" in drawn(article)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2021-03-04", "2021-03-04"),
        ("4.3.2021", "2021-03-04"),
        ("4 de marzo de 2021", "2021-03-04"),
        ("1er août 2021", "2021-08-01"),
        ("Sept. 4th, 2021", "2021-09-04"),
        ("3/4/2021", None),
        ("31 February 2021", None),
        ("March 2021", None),
    ],
)
def test_a_date_is_read_where_it_can_mean_one_day_only(line: str, date: str | None) -> None:
    assert date_in(line) == date

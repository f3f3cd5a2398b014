"""Whatever the bytes: an article that is covered once, or an ArticleError; never anything else."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrator.errors import ArticleError
from narrator.reading import read_article
from tests.reading.documents import SAMPLES
from tests.reading.helpers import assert_covered

SLOW_START = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def read_or_refuse(data: bytes) -> None:
    try:
        article = read_article("-", stdin=data)
    except ArticleError as error:
        assert str(error).strip()
        assert "\n" not in str(error)
    else:
        assert any(ch.isalpha() for block in article.blocks for ch in article.text[block.start : block.end])
        assert_covered(article)


LINES = """Share
Read more
The bell rang twice
toggle caption Ana/AP
It rang, she said, and nobody came.
- a
1. b
* * *
Advertisement
[Copyright 2021 NPR]
© 2021
By Ines Prado
“Quote”
Maria Ortega, 34
Comments
Related stories
It was a quiet morning in the valley, and nobody expected the bell to ring before noon.
March 4, 2021
• item
日本語のテキスト。
שלום"""
PIECES = st.sampled_from([*LINES.splitlines(), "\u00a0", "\u200b", "\ufeff", "\x0c", "\u2028"])
GAPS = st.sampled_from(["\n\n", "\n", " ", "\r\n", "\r\n\r\n", "\t", "\n   "])


@SLOW_START
@given(
    st.lists(
        st.tuples(PIECES, st.sampled_from(["\n\n", "\n", " ", "\r\n", "\r\n\r\n", "\t", "\n   "])),
        max_size=25,
    )
)
def test_every_text_is_covered_once(parts: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in parts)
    read_or_refuse(text.encode())


@SLOW_START
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refuse(text.encode("utf-8", errors="surrogatepass"))


@SLOW_START
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


@pytest.mark.parametrize("kind", SAMPLES)
@settings(SLOW_START, max_examples=40)
@given(data=st.data())
def test_damaged_documents_are_read_or_refused(kind: str, data: st.DataObject) -> None:
    sample = bytearray(SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(sample) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "drop", "double"])):
            case "flip":
                sample[place] = data.draw(st.integers(0, 255))
            case "cut":
                del sample[max(place, 20) :]
            case "drop":
                del sample[place : place + 9]
            case "double":
                sample[place:place] = sample[place : place + 40]
        if not sample:
            break
    read_or_refuse(bytes(sample))


TAGS = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<br>", "<b>", "</b>", "<h2>", "</h2>", "<li>", "<ul>", "</ul>"),
        *(
            "<table>",
            "<td>",
            "<a href=x>",
            "</a>",
            "<svg>",
            "</article>",
            "<sup>1</sup>",
            "<script>x</script>",
        ),
        *("&amp;", "&#0;", "<!-- x -->", "Share"),
        "The bell rang twice that morning, and nobody knew who had been in the tower.",
    ]
)


@SLOW_START
@given(st.lists(TAGS, max_size=40))
def test_any_page_is_read_or_refused(parts: list[str]) -> None:
    read_or_refuse(("<html><body><article>" + "".join(parts) + "</article></body></html>").encode())


def test_the_room_is_imported_without_its_heavy_libraries(tmp_path: Path) -> None:
    script = (
        "import sys, narrator.reading\n"
        "heavy = {'trafilatura', 'lxml', 'markdown_it', 'py3langid', 'ftfy', 'numpy', 'ssl', 'pypdf'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

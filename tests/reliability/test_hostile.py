"""Hostile articles end in a right script or in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from narrator.errors import ArticleError
from narrator.reading import read_article
from tests.reliability.hostile import ARTICLES, PLAIN, perform

ROOT = Path(__file__).parents[2]
ENOUGH = 300
"""Seconds that a process may take for what takes it a few; what grows faster than its text never ends."""


@pytest.mark.parametrize("name", ARTICLES)
def test_a_hostile_article_ends_well(name):
    assert perform(ARTICLES[name](3000))


def test_ten_megabytes_in_one_paragraph_are_a_sentence(tmp_path):
    (tmp_path / "long.txt").write_text(PLAIN * (10_000_000 // len(PLAIN)))
    with pytest.raises(ArticleError, match="million characters"):
        read_article(str(tmp_path / "long.txt"))


def alone(statement: str) -> str:
    """In a process of its own that may hold a gigabyte of memory."""
    program = (
        "import resource; from tests.reliability.hostile import *\n"
        f"resource.setrlimit(resource.RLIMIT_DATA, (2**30, 2**30)); print({statement})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # each of many cores would take memory for itself
        capture_output=True,
        text=True,
        timeout=ENOUGH,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_a_large_one_takes_no_longer_than_its_size(name):
    assert alone(f"perform(ARTICLES[{name!r}](150_000))")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
def test_a_hundred_thousand_quotations_are_understood():
    article = "ARTICLES['quotes in paragraphs'](100_000 * 23).encode()"
    lines = alone(f"len(attribute(read_article('-', stdin={article})).lines)")
    assert int(lines) > 100_000


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
def test_three_thousand_headings_are_chapters():
    segments = alone(
        "len(attribute(read_article('-', stdin=ARTICLES['headings'](3_000 * 25).encode())).segments)"
    )
    assert int(segments) >= 3_000

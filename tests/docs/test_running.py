"""The command lines in the README and on the pages of docs/ are run, page by page, as a reader would."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ELSEWHERE = re.compile(r"s3://|tcp://|\d+\.\d+\.\d+\.\d+")
"""What needs a cluster or a place in the cloud; the tests of the batch run these with doubles."""
INTERVIEW = """\
<!doctype html><html lang="en"><head><title>Interview</title></head><body><article><h1>Interview</h1>
<p>The market hall was to be closed in March, and it is still open. Gil Moreno has sold fish in it since 1998,
in the corner where the roof leaks, and has kept a bucket under the same leak for all of that time.</p>
<p>“We have been told to leave four times,” said Gil Moreno. “I have stopped counting, as have
the others.”</p>
<p>“It is a hall for pigeons,” said Nora Whitfield, the council’s engineer, who has looked at the
roof twice.</p>
</article></body></html>
"""


def lines_of(page: Path) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    lines = [line.removeprefix(".venv/bin/") for line in lines]
    return [line for line in lines if line.startswith("narrator ") and not ELSEWHERE.search(line)]


WITH_COMMANDS = [page for page in PAGES if lines_of(page) and page.name != "extending.md"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reader's folder: the sample article, and a page that was saved."""
    (tmp_path / "articles").mkdir()
    shutil.copy(ROOT / "articles" / "talking-machines.txt", tmp_path / "articles")
    (tmp_path / "interview.html").write_text(INTERVIEW, encoding="utf-8")
    return tmp_path


def start(line: str, folder: Path, cache: Path) -> subprocess.Popen[str]:
    words = shlex.split(line, comments=True)
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NARRATOR_CACHE": str(cache), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.name)
def test_the_commands_of_a_page_do_what_it_says(page: Path, folder: Path, cache: Path):
    lines = lines_of(page)
    if not any(re.match("narrator (make|render|batch)", line) for line in lines):
        lines = ["narrator make articles/talking-machines.txt --engine espeak", *lines]  # what they are about
    for line in lines:
        if line.startswith("narrator serve"):
            serves(line, folder, cache)
            continue
        running = start(line, folder, cache)
        said, complaint = running.communicate()
        assert running.returncode == 0, f"{page.name}: {line}\n{said}\n{complaint}"


def serves(line: str, folder: Path, cache: Path) -> None:
    """It goes on until it is told to end; the port that the page means may be somebody else's here."""
    running = start(f"{line} --port 0", folder, cache)
    try:
        assert running.stdout is not None
        assert "listening on http://127.0.0.1:" in running.stdout.readline()
    finally:
        running.terminate()
        running.communicate()


def test_the_pages_that_readers_follow_are_among_them():
    assert {page.name for page in WITH_COMMANDS} >= {"README.md", "tutorial.md", "publishing.md", "batch.md"}

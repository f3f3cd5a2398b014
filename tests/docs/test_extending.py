"""docs/extending.md works: each diff is applied to a copy of the program, its commands are run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
ENGINES = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
TREE = ("narrator", "tests", "pyproject.toml")


class Step(NamedTuple):
    """A fenced block: its language, and the comment before it, if any."""

    language: str
    about: str
    content: str


def steps(text: str) -> Iterator[Step]:
    for about, language, content in re.findall(r"(?:<!-- (.*?) -->\n)?```(\w*)\n(.*?)```\n", text, re.S):
        yield Step(language, about, content)


SECTIONS = {part.partition("\n")[0]: tuple(steps(part)) for part in PAGE.split("\n## ")[1:]}
WITH_DIFF = [name for name, found in SECTIONS.items() if any(step.language == "diff" for step in found)]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program, the files that the page says to save, and the engine that the other page shows."""
    for name in TREE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    for step in (step for found in SECTIONS.values() for step in found):
        if step.about.startswith("file: "):
            path = tmp_path / step.about.removeprefix("file: ")
            path.parent.mkdir(exist_ok=True)
            path.write_text(step.content, encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", ENGINES, re.S)
    [point] = re.findall(r"```toml\n(.*?)```", ENGINES, re.S)
    (tmp_path / "hum" / "hum.py").write_text(code, encoding="utf-8")
    with (tmp_path / "hum" / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write(point)
    return tmp_path


def run(command: str, folder: Path) -> str:
    """What a command of the page prints; `pip install` is done here, so that no network is needed."""
    words = shlex.split(command)
    if words[:2] == ["pip", "install"]:
        lay_down(folder / words[2], folder / "installed")
        return ""
    program = {"python": [sys.executable], "narrator": [sys.executable, "-m", "narrator"]}[words[0]]
    paths = os.pathsep.join(map(str, (folder, folder / "installed")))
    environment = {
        **os.environ,
        "PYTHONPATH": paths,
        "NARRATOR_CACHE": str(folder / "cache"),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [*program, *words[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def lay_down(package: Path, place: Path) -> None:
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))
    place.mkdir()
    for module in project["tool"]["setuptools"]["py-modules"]:
        shutil.copy(package / f"{module}.py", place)
    about = place / f"{project['project']['name'].replace('-', '_')}-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['project']['name']}\nVersion: 1\n"
    )
    groups = project["project"]["entry-points"].items()
    (about / "entry_points.txt").write_text(
        "".join(
            f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in points.items()) for group, points in groups
        )
    )


def perform(found: tuple[Step, ...], folder: Path) -> None:
    printed = ""
    for step in found:
        if step.language == "diff":
            subprocess.run(["git", "apply", "-"], cwd=folder, input=step.content.encode(), check=True)
        elif step.language == "sh":
            printed = "".join(run(line, folder) for line in step.content.splitlines())
        elif step.about == "prints":
            holds(printed, step.content)
        elif step.about.startswith("file holds: "):
            holds(
                (folder / step.about.removeprefix("file holds: ")).read_text(encoding="utf-8"), step.content
            )


def holds(text: str, lines: str) -> None:
    for line in lines.splitlines():
        assert " ".join(line.split()) in " ".join(text.split()), f"{line!r} is not in:\n{text}"


def test_the_page_shows_all_four():
    assert WITH_DIFF == ["A reading format", "A caption format", "A rule for who speaks", "An engine"]


@pytest.mark.parametrize("name", WITH_DIFF)
def test_what_the_page_says_works(name: str, copy: Path):
    perform(SECTIONS[name], copy)


def test_without_the_diff_it_would_not(copy: Path):
    *_, printed = SECTIONS["A rule for who speaks"]
    shown = run("narrator script talk.txt --explain", copy)
    with pytest.raises(AssertionError, match="heard_from"):
        holds(shown, printed.content)
    holds(shown, "“It never stops,”")


def test_a_diff_that_no_longer_fits_is_found(copy: Path):
    table = copy / "narrator" / "reading" / "formats.py"
    table.write_text(table.read_text(encoding="utf-8").replace("FORMATS = (", "TABLE = ("), encoding="utf-8")
    table.write_text(table.read_text(encoding="utf-8").replace("    FEED,\n", ""), encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        perform(SECTIONS["A reading format"], copy)

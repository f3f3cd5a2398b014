"""What the documents say is true: the CLI reference, links, and every command line they show."""

import re
import runpy
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from narrator.cli import cli

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
]


def test_the_reference_is_what_the_commands_say():
    written = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    made = runpy.run_path(str(ROOT / "docs" / "reference.py"))["reference"]()
    assert written == made, "run: python docs/reference.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_project_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


class Shown(NamedTuple):
    page: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}: {shlex.join(self.words)}"


PROGRAMS = ("narrator", "python", "pip", "pytest")


def commands_shown() -> Iterator[Shown]:
    """Each command line of the pages, in blocks and in running text."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", text, re.S | re.M):
            for line in block.replace("\\\n", " ").splitlines():
                command = line.removeprefix("$ ").removeprefix(".venv/bin/").replace("python3 ", "python ")
                yield Shown(page.name, tuple(shlex.split(re.split(r"\s[|>&;]", command)[0], comments=True)))
        prose = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
        for code in re.findall(r"`([^`\n]+)`", prose):
            if code.startswith(tuple(f"{program} " for program in PROGRAMS)):
                yield Shown(page.name, tuple(shlex.split(re.split(r"\s[|>&;]", code)[0])))


SHOWN = list(dict.fromkeys(command for command in commands_shown() if command.words))


def test_every_command_line_is_in_a_block_that_is_tested():
    for page in PAGES:
        prose = re.sub(r"^(`{3,}).*?^\1", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
        assert not re.findall(rf"^ {{4}}(?:{'|'.join(PROGRAMS)}) .*$", prose, re.M), page.name


@pytest.mark.parametrize("shown", [one for one in SHOWN if one.words[0] == "narrator"], ids=str)
def test_every_narrator_command_is_one(shown: Shown):
    """Parsed by the command itself: its name, its options and their values."""
    name, *words = shown.words[1:]
    if name == "COMMAND" or name.startswith("-"):
        return
    assert name in cli.commands, shown
    command = cli.commands[name]
    if {"--help", "-h"} & set(words):
        return
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known, shown
    needed = [p for p in command.params if p.required]
    if words and words[-1] not in known and len(words) > len(needed) - 1:
        with click.Context(cli, **cli.context_settings) as whole, command.make_context(name, words, whole):
            pass


@pytest.mark.parametrize("shown", [one for one in SHOWN if one.words[0] in ("python", "pytest")], ids=str)
def test_every_script_and_option_that_is_shown_is_there(shown: Shown):
    words = [*shown.words[1:]]
    if words[:1] == ["-c"]:
        return
    if words[:1] == ["-m"] and shown.words[0] == "python":
        assert words[1] in ("venv", "pip", "pytest", "piper.download_voices"), shown
        if words[1] != "pytest":
            return
        words = words[2:]
    files = [ROOT / word for word in words if "/" in word and not word.startswith("-")]
    assert all(path.exists() for path in files), shown
    if files and files[0].suffix == ".py" and shown.words[0] == "python" and "-m" not in shown.words:
        source = files[0].read_text(encoding="utf-8")
        assert all(f'"{word}"' in source for word in words if word.startswith("--")), shown


@pytest.mark.parametrize("shown", [one for one in SHOWN if "install" in one.words], ids=str)
def test_every_extra_that_is_shown_is_there(shown: Shown):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for word in shown.words:
        extra = re.fullmatch(r"(\.|narrator)\[([\w,]+)\]", word)
        assert not extra or set(extra[2].split(",")) <= set(project["optional-dependencies"]), shown


def test_every_command_is_shown_in_a_block_or_in_the_text():
    pages = {shown.words[1] for shown in SHOWN if shown.words[0] == "narrator" and shown.page != "cli.md"}
    assert set(cli.commands) <= pages


def test_a_wrong_command_would_be_found():
    with pytest.raises(AssertionError):
        test_every_narrator_command_is_one(Shown("x", ("narrator", "make", "a.txt", "--enigne", "espeak")))
    with pytest.raises(click.UsageError):
        test_every_narrator_command_is_one(Shown("x", ("narrator", "make", "a.txt", "-f", "mp4")))
    with pytest.raises(AssertionError):
        test_every_script_and_option_that_is_shown_is_there(Shown("x", ("python", "benchmarks/none.py")))
    with pytest.raises(AssertionError):
        test_every_extra_that_is_shown_is_there(Shown("x", ("pip", "install", "narrator[nonesuch]")))

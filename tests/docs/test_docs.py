"""What the documents say is true: the CLI reference, links, and every command line they show."""

import re
import runpy
import shlex
from pathlib import Path

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


def commands_shown() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for block in re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
            joined = block.replace("\\\n", " ")
            for line in joined.splitlines():
                command = line.split(" #")[0].strip().removeprefix("$ ").removeprefix(".venv/bin/")
                if command.startswith("narrator "):
                    found.append((page.name, command))
    return found


@pytest.mark.parametrize(("page", "command"), commands_shown())
def test_every_command_line_that_is_shown_is_one(page, command):
    """Parsed by the command itself: its name, its options and their values."""
    words = shlex.split(re.split(r"\s[|>&;]", command)[0])[1:]
    if words[0].startswith("-"):
        return
    assert words[0] in cli.commands, f"{page}: {command}"
    shown = cli.commands[words[0]]
    if {"--help", "-h"} & set(words):
        return
    with shown.make_context(words[0], words[1:]):
        pass


def test_every_command_is_shown_somewhere():
    shown = {command.split()[1] for _, command in commands_shown()}
    assert set(cli.commands) <= shown

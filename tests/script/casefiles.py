"""Cases as plain text files: `=== title`, then parts that begin with `--- name`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[object]:
    """The cases of a file as pytest parameters: mappings of part name to text."""
    text = (CASES / name).read_text("utf-8")
    found: list[object] = []
    for title, body in re.findall(r"^=== (.+)\n((?:(?!=== ).*\n)*)", text, re.M):
        parts = re.findall(r"^--- (\w+)\n((?:(?!--- ).*\n?)*)", body, re.M)
        found.append(pytest.param({part: content.strip("\n") for part, content in parts}, id=title))
    return found


def with_head(body: str, names: str = "Ann, Bob, Cyd") -> str:
    cast = "\n".join(f'[cast."{name}"]' for name in names.split(", "))
    return f'+++\ntitle = "T"\n{cast}\n+++\n\n{body}\n'


def body_of(script: str) -> str:
    """A written script without its head, the guide and the seal."""
    body = script.split("+++\n", 2)[2]
    return re.sub(r"<!-- (How to correct|as narrator wrote)(.|\n)*?-->", "", body).strip("\n")

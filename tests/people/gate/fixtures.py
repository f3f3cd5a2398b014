"""Reads fixture files of cases set as title, input and expected result, each ended by a line with a dot."""

from __future__ import annotations

from pathlib import Path


def read_fixtures(path: Path) -> list[tuple[str, str, str]]:
    """The cases of a file: `(title, input, expected)`.

    a name alone
    .
    Ana Ruiz
    .
    Ana Ruiz | name alone
    .
    """
    parts: list[list[str]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line == ".":
            parts.append([])
        else:
            parts[-1].append(line)
    assert len(parts) % 3 == 1 and not "".join(parts[-1]).strip(), f"{path.name}: a dot is missing"
    cases = []
    for at in range(0, len(parts) - 1, 3):
        title, given, expected = parts[at : at + 3]
        cases.append(("\n".join(title).strip(), "\n".join(given), "\n".join(expected).strip()))
    return cases

"""The lowest version of each package that pyproject.toml allows, as constraints for pip.

`pip install --editable ".[dev]" --constraint <(python tests/lowest.py)` installs exactly what the lower
bounds promise, or says which of them don't go together.  Standard library only: nothing is installed yet.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
_LOWEST = re.compile(r"(?P<name>[\w.-]+)(?:\[[^\]]*\])?>=(?P<version>[^,;\s]+)[^;]*(?P<marker>;.*)?")
_OWN = "narrator["


def lowest() -> Iterator[str]:
    """`name==version`, with the marker of its line.  ValueError: a package without a lower bound."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(line for extra in extras for line in extra)]
    for line in dict.fromkeys(wanted):
        if not line.startswith(_OWN):
            if not (found := _LOWEST.fullmatch(line)):
                raise ValueError(f"{line} has no lower bound")
            yield f"{found['name']}=={found['version']}{found['marker'] or ''}"


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in lowest()))

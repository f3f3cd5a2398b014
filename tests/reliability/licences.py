"""The licences of all that narrator runs with, from the metadata of what is installed.

`python tests/reliability/licences.py > docs/licences.md` in an environment with every extra.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
EXTRAS = ("documents", "align", "serve", "cluster", "edge", "piper", "kokoro")
STATED = {
    "espeakng-loader": "MIT; it carries libespeak-ng and its data, GPL-3.0-or-later",
    "av": "BSD-3-Clause; its wheels carry FFmpeg and codecs, LGPL and GPL",
    "lameenc": "LGPL-3.0-or-later; it carries LAME, LGPL",
    "kokoro-onnx": "MIT",
    "audioop-lts": "PSF-2.0",
    "pocketsphinx": "BSD-2-Clause",
    "piper-tts": "GPL-3.0-or-later",
}
"""Where the metadata says nothing, or too little, by the project's own licence file."""
SPELLED = {
    "Apache Software License": "Apache-2.0",
    "Apache Software License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD License": "BSD",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "BSD License; Apache Software License": "BSD-3-Clause OR Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
}
HEAD = """\
# Licences

narrator is GPL-3.0-or-later, because the embedded voices (libespeak-ng and its data) are. This is everything
it runs with, and what each package says its licence is.
*With* names the extra that brings a package; the rest always come.

`python tests/reliability/licences.py > docs/licences.md`, in an environment with every extra, writes this
page; a test compares it with what is installed.

| package | licence | with |
|---|---|---|
"""
FOOT = """
Voices are no packages, and each has terms of its own: what a downloaded Piper or Kokoro voice may be used
for stands beside it where it is downloaded; for gTTS and Edge, their services' terms hold.
"""


def needed() -> dict[str, set[str]]:
    """Package → the extras that bring it (empty: it always comes)."""
    always = _closure(_requirements("narrator", ""))
    found: dict[str, set[str]] = {name: set() for name in always}
    for extra in EXTRAS:
        for name in _closure(_requirements("narrator", extra)) - always:
            found.setdefault(name, set()).add(extra)
    return found


def asked_for() -> set[str]:
    """The packages that narrator itself asks for, on any Python and system."""
    wanted = [line for extra in ("", *EXTRAS) for line in _requirements("narrator", extra)]
    return {canonicalize_name(Requirement(line).name) for line in wanted}


def _requirements(name: str, extra: str) -> list[str]:
    if name == "narrator":  # as it is written, whatever was installed
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        # What another Python or system needs is listed, too.
        return list(project["optional-dependencies"][extra] if extra else project["dependencies"])
    try:
        return _applying(map(Requirement, requires(name) or []), extra)
    except PackageNotFoundError:
        return []


def _applying(wanted: Iterable[Requirement], extra: str) -> list[str]:
    return [str(w) for w in wanted if w.marker is None or w.marker.evaluate({"extra": extra})]


def _closure(wanted: list[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(wanted)
    seen: set[tuple[str, str]] = set()
    while waiting:
        one = Requirement(waiting.pop())
        name = canonicalize_name(one.name)
        found.add(name)
        for extra in ("", *one.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += _requirements(name, extra)
    return found - {"narrator"}


def licence(name: str) -> str:
    """As the package states it; empty where it is not installed."""
    if name in STATED:
        return STATED[name]
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ""
    kinds = [
        c.split("::")[-1].strip() for c in about.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    written = (about.get("License") or "").strip()
    short = written if written and "\n" not in written and len(written) < 60 else ""
    said = about.get("License-Expression") or short or "; ".join(kinds)
    if said in ("BSD", "LGPL", "Dual License") and kinds:
        said = "; ".join(kinds)
    return SPELLED.get(said, said)


def page() -> str:
    rows = [
        f"| [{name}](https://pypi.org/project/{name}/) | {licence(name)} | {', '.join(sorted(extras))} |\n"
        for name, extras in sorted(needed().items())
        if licence(name)
    ]
    return HEAD + "".join(rows) + FOOT


def main() -> None:
    sys.stdout.write(page())


if __name__ == "__main__":
    main()

"""What every page of ours is made with: escaping, the files it is built from, and its policy."""

from __future__ import annotations

import base64
import hashlib
import html
from pathlib import Path

from narrator.publishing.markup import clean

_PARTS = Path(__file__).parent / "player"


def text(words: str) -> str:
    """Words as the content of an element."""
    return html.escape(clean(words), quote=False)


def attribute(words: str) -> str:
    """Words as a quoted attribute's value."""
    return html.escape(clean(words), quote=True)


def part(name: str) -> str:
    """One of the files under `player/`."""
    return (_PARTS / name).read_text(encoding="utf-8")


def policy(*, style: str, script: str | None = None, **sources: str) -> str:
    """A Content-Security-Policy for a meta element: nothing runs or loads but what is named here.

    `style` and `script` are the page's one inline style and script, allowed by their hashes;
    `sources` are further directives with underscores for hyphens.
    """
    directives = {"default-src": "'none'", "style-src": _hash(style)}
    if script is not None:
        directives |= {"script-src": _hash(script), "require-trusted-types-for": "'script'"}
    directives |= {name.replace("_", "-"): value for name, value in sources.items()}
    directives |= {"base-uri": "'none'", "form-action": "'none'"}
    return attribute("; ".join(f"{name} {value}" for name, value in directives.items()))


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"

"""Runs of the program that are disturbed on purpose, and what they leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HANGING = 600
"""Seconds after which a run that takes a few counts as one that never ends, however busy the machine."""

ARTICLE = """\
The last lamplighter

Every evening at dusk, Ines Marlow walks the length of Quay Street with a pole over her shoulder.

"People set their clocks by me," she says. "I have not missed a night in thirty years."

The town voted in May to keep its gas lamps. Nobody spoke against them.

Tobias Renner, 44, council member

Tobias Renner counted the votes twice.

"I expected a fight," he says. "I got a round of applause."
"""


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "NARRATOR_CACHE": str(folder / "cache"),
        "PYTHONPATH": str(ROOT),
        "SOURCE_DATE_EPOCH": "1700000000",
        "NARRATOR_TEST_RUN": str(folder),
        **more,
    }


def start(folder: Path, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
    article = folder / "article.txt"
    if not article.exists():
        article.write_text(ARTICLE, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-m", "narrator", *(arguments or ("make", "article.txt", "-e", "espeak", "--json"))],
        cwd=folder,
        env=environment(folder, **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=HANGING)
    return process.returncode, out.decode(), err.decode()


def published(folder: Path) -> dict[str, bytes]:
    """Every file under a final name in the output folders."""
    found = [p for name in ("audio", "scripts") for p in (folder / name).glob("*") if p.is_file()]
    return {p.name: p.read_bytes() for p in found if not p.name.startswith(".")}


def leftovers(folder: Path) -> list[str]:
    """Files that only a run that is still at work may have."""
    hidden = [p for name in ("audio", "scripts") for p in (folder / name).glob(".*") if p.is_file()]
    aside = [p for p in (folder / "cache" / "writing").glob("*") if p.is_file()]
    parts = [p for p in (folder / "cache").rglob("*part*") if p.is_file()]
    return sorted({str(p.relative_to(folder)) for p in (*hidden, *aside, *parts)})


def clips(folder: Path) -> dict[str, int]:
    """Finished recordings, and when they were written."""
    return {p.name: p.stat().st_ino for p in (folder / "cache" / "clips").rglob("*.clip") if p.is_file()}


def family(folder: Path) -> Iterator[int]:
    """The processes that a run in `folder` started, itself included; told by their environment."""
    mark = f"NARRATOR_TEST_RUN={folder}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    yield int(entry.name)
            except OSError:
                continue


def gone(folder: Path) -> bool:
    """Whether the processes of a run that has ended go away of themselves."""
    until = time.monotonic() + HANGING / 10
    while list(family(folder)):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True

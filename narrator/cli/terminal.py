"""What the command line shows: data on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys

import click

from narrator.listening import Listener, Silence

BAR = 24


class TerminalListener:
    """A progress bar on a terminal, one quiet line a stage elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._stage = ""
        self._open = False
        self._width = 0
        """Columns of the bar as it stands: a shorter one has to cover it."""

    def stage(self, name: str) -> None:
        self._close()
        self._stage = name
        if not self._live:
            click.echo(f"{name} …", err=True)

    def progress(self, done: int, total: int, note: str = "") -> None:
        if not self._live or total <= 0:
            return
        filled = round(BAR * done / total)
        bar = f"{self._stage:<10} {'█' * filled}{'·' * (BAR - filled)} {done}/{total}  {note}".rstrip()
        click.echo(f"\r{bar:<{self._width}}", err=True, nl=False)
        self._width = len(bar)
        self._open = True
        if done >= total:
            self._close()

    def say(self, sentence: str) -> None:
        self._close()
        click.echo(clean(sentence), err=True)

    def _close(self) -> None:
        if self._open:
            click.echo("", err=True)
            self._open, self._width = False, 0


def answer(value: object, text: str, as_json: bool, listener: Listener) -> None:
    """The result of a command: as JSON for programs, else as text unless silence was asked for."""
    if as_json:
        show_json(value)
    elif not isinstance(listener, Silence):
        show(text)


def show(text: str) -> None:
    click.echo(clean(text))


def show_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def fail(sentence: str, code: int) -> int:
    click.echo(f"narrator: {clean(sentence)}", err=True)
    return code


def clean(text: str) -> str:
    """Without control characters: an article's title must not drive the reader's terminal."""
    return "".join(c if c in "\n\t" or c.isprintable() or c == "\u00a0" else "\ufffd" for c in text)

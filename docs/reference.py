"""Writes docs/cli.md from the commands themselves: `python docs/reference.py`."""

from __future__ import annotations

from pathlib import Path

import click

from narrator.cli import cli

PAGE = Path(__file__).parent / "cli.md"
HEAD = """\
# Command line

<!-- Written by `python docs/reference.py` from the commands; a test compares. -->

Data goes to stdout, messages and progress to stderr. Exit codes: 0 done · 1 a defect of narrator ·
2 wrong usage · 3 what was given can't be read, used or written to · 4 a speech engine or the network
failed · 5 `check` found something wrong · 130 interrupted.

Defaults come from `narrator.toml` beside the work, then from the user's configuration folder, then from
`NARRATOR_*` in the environment; later ones win, options last. Every long option of `make` is a name in
`narrator.toml` (`narrator-voice = "espeak:en-us/alto"`); `[voices]` and `[say]` are tables.

Your shell completes commands, options, engines and files with this in `~/.bashrc` (in `~/.zshrc` with
`zsh_source`), or in `~/.config/fish/completions/narrator.fish`:

```bash
eval "$(_NARRATOR_COMPLETE=bash_source narrator)"
```

```fish
_NARRATOR_COMPLETE=fish_source narrator | source
```
"""


def reference() -> str:
    sections = [HEAD]
    with click.Context(cli, info_name="narrator", **cli.context_settings) as group:
        for name in cli.commands:
            with click.Context(cli.commands[name], info_name=name, parent=group) as context:
                text = cli.commands[name].get_help(context)
            sections.append(f"## narrator {name}\n\n```\n{text}\n```\n")
    return "\n".join(sections)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")

"""The options that commands share, and how they become settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from narrator.cli.terminal import TerminalListener
from narrator.listening import Listener, Silence
from narrator.settings import DEFAULT_LOUDNESS, FORMATS, Settings, gather

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])


def together(*decorators: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Several click options as one decorator, in the order in which help lists them."""

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def _voices(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    wishes = {}
    for value in values:
        name, equals, voice = value.rpartition("=")
        if not (name.strip() and equals and voice.strip()):
            raise click.BadParameter(f'{value!r}: write --voice "Name=VOICE"')
        wishes[name.strip()] = voice.strip()
    return wishes


def _listener(_context: click.Context, _parameter: click.Parameter, quiet: bool) -> Listener:
    return Silence() if quiet else TerminalListener()


def _file(*names: str, metavar: str, text: str) -> Callable[[Any], Any]:
    return click.option(*names, type=click.Path(path_type=Path), metavar=metavar, help=text)


def files(_context: click.Context, _parameter: click.Parameter, beginning: str) -> list[CompletionItem]:
    """Lets the shell complete the name of a file where an address is welcome too."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(beginning, type="file")]


def engines(_context: click.Context, _parameter: click.Parameter, beginning: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from narrator.speech.choosing import AUTO
    from narrator.speech.engine import engine_names

    names = (AUTO, *engine_names())
    return [CompletionItem(name) for name in names if name.startswith(beginning)]


talking = together(
    click.option("-q", "--quiet", "listener", is_flag=True, callback=_listener, help="Say only errors."),
    click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, help="Show in full where a defect came from."
    ),
    click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout."),
)
offline = click.option("--offline", is_flag=True, help="Nothing may leave this machine.")
fetching = together(
    offline,
    click.option("--allow-private", is_flag=True, help="Fetch from addresses inside your own network too."),
)
casting = together(
    click.option(
        "-e",
        "--engine",
        metavar="NAME",
        shell_complete=engines,
        help="auto, espeak, gtts, flite, piper, kokoro, edge, …",
    ),
    click.option("--narrator-voice", metavar="VOICE", help="The narrator's voice (see `narrator voices`)."),
    click.option(
        "--voice", "voices", multiple=True, callback=_voices, metavar='"NAME=VOICE"', help="A person's voice."
    ),
    click.option("--single-voice", is_flag=True, help="Let one voice read everything."),
)
sound = together(
    click.option(
        "-f", "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Repeatable [mp3]."
    ),
    casting,
    click.option(
        "--loudness",
        type=click.FloatRange(-40, -5),
        metavar="LUFS",
        help=f"As heard in stereo [{DEFAULT_LOUDNESS:g}].",
    ),
    click.option("--bitrate", type=click.IntRange(8000, 320000), metavar="BPS", help="Of the lossy formats."),
    _file("--chime", metavar="FILE", text="A sound between chapters."),
    _file("--music", metavar="FILE", text="Music under the opening."),
    _file("--cover", metavar="FILE", text="Your own cover, JPEG or PNG."),
    _file("--lexicon", metavar="FILE", text="Pronunciations, a W3C PLS file."),
    click.option(
        "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes [one a core]."
    ),
    click.option("--force", is_flag=True, help="Record everything again, whatever the cache holds."),
)
output = _file("-o", "--output", metavar="DIR", text="Where the episode goes [audio].")
scripts = _file("--scripts", metavar="DIR", text="Where the script goes [scripts].")
kept_scripts = _file("--scripts", metavar="DIR", text="Where its script is kept [scripts].")
dry_run = click.option("--dry-run", is_flag=True, help="Say what would be made; write nothing.")


def settings_from(given: Mapping[str, Any]) -> Settings:
    """What the command line gave, over the environment and the settings files."""
    import platformdirs

    chosen = {name: value for name, value in given.items() if value not in (None, False, (), {})}
    user_folder = Path(platformdirs.user_config_dir("narrator", appauthor=False))
    return gather(chosen, folder=Path.cwd(), user_folder=user_folder, environment=os.environ)


def standard_input(article: str) -> bytes | None:
    return sys.stdin.buffer.read() if article == "-" else None

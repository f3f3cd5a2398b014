"""The command line: options, one library call, one echo.  Only this room knows click."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from pathlib import Path

import click

from narrator import __version__
from narrator.cli import episodes, interrupts, shows
from narrator.cli.interrupts import INTERRUPTED
from narrator.cli.terminal import fail
from narrator.errors import NarratorError, UsageError
from narrator.spelling import near

WELCOME = """\
narrator turns an article into an episode: a chapter for each person, and a voice.

  narrator make ARTICLE      article → script and episode, in one go
  narrator script ARTICLE    article → a script to correct by hand, then
  narrator render SCRIPT     script → episode
  narrator voices            the voices that are ready here

ARTICLE is a file, an http(s) address, or - for standard input.
`narrator --help` lists every command, `narrator COMMAND --help` shows an example of each.
"""


class Commands(click.Group):
    """Lists the commands in the order of the work; says what was perhaps meant by one that is none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)

    def resolve_command(
        self, context: click.Context, words: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(context, words)
        except click.UsageError as error:
            if words[0] == "help":
                error.message += " Ask with: narrator --help"
            elif Path(words[0]).exists() or "://" in words[0]:
                error.message += f" For its episode: narrator make {words[0]}"
            elif alike := near(words[0], self.commands):
                error.message += f" Did you mean {alike[0]}?"
            raise


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="narrator")
@click.pass_context
def cli(context: click.Context) -> None:
    """Turns an article into a mastered, chaptered episode; each person has a voice of their own."""
    if context.invoked_subcommand is None:
        click.echo(WELCOME, nl=False)


for command in (
    episodes.make,
    episodes.script,
    episodes.render,
    episodes.voices,
    shows.check,
    shows.feed,
    shows.serve,
    shows.batch,
    shows.cache,
):
    cli.add_command(command)


def main() -> None:
    """The entry point: turns what went wrong into one sentence and the documented exit code."""
    interrupts.heed()
    gc.set_threshold(20_000, 20, 50)  # nearly all that a run makes, it keeps: little is to be found
    code = 0
    # Where Ctrl-C came inside of `exec`, as when a dataclass is made, Python ends itself by a signal, however
    # it was dealt with. Registered first, this comes last, when all else has been cleared up.
    atexit.register(lambda: os._exit(code) if code == INTERRUPTED else None)
    try:
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = fail("interrupted; finished recordings are kept", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more can be said
        code = 0
    interrupts.nothing_left()
    gc.freeze()  # the system takes it all back at once
    sys.exit(code)


def _run() -> int:
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort as error:
        raise KeyboardInterrupt from error
    except click.UsageError as error:
        if "unexpected extra argument" in error.message:  # click has no class for it
            error.message += '. A name with spaces stands in quotation marks: "My article.txt"'
        error.show()
        return UsageError.exit_code
    except click.ClickException as error:
        return fail(error.format_message(), UsageError.exit_code)
    except NarratorError as error:
        # What `check` found wrong, and what became of a batch, has been shown already.
        return error.exit_code if not str(error) else fail(str(error), error.exit_code)
    except BrokenPipeError:
        raise
    except Exception as error:  # a defect of ours: in one line, in full with -v
        if os.environ.get("NARRATOR_DEBUG") or {"-v", "--verbose"} & set(sys.argv):
            raise
        return fail(
            f"a defect of narrator: {type(error).__name__}: {error}; run again with -v to see where", 1
        )
    return 0

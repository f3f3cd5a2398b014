"""The command line: options, one library call, one echo.

Data goes to stdout, everything else to stderr.  Only this file knows click.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from narrator import __version__
from narrator.errors import CheckError, NarratorError, UsageError
from narrator.listening import Listener, Silence
from narrator.settings import DEFAULT_LOUDNESS, FORMATS, Settings, gather

INTERRUPTED = 130
Command = TypeVar("Command", bound=Callable[..., Any])

WELCOME = """\
narrator turns an article into an episode: a chapter for each person, and a voice.

  narrator make ARTICLE      article → script and episode, in one go
  narrator script ARTICLE    article → a script to correct by hand, then
  narrator render SCRIPT     script → episode
  narrator voices            the voices that are ready here

ARTICLE is a file, an http(s) address, or - for standard input.
`narrator --help` lists every command, `narrator COMMAND --help` shows an example of each.
"""


# --------------------------------------------------------------------------- options


def options(*decorators: Callable[[Any], Any]) -> Callable[[Command], Command]:
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


talking = options(
    click.option(
        "-q", "--quiet", "listener", is_flag=True, callback=_listener, help="Say nothing but errors."
    ),
    click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, help="Show in full where a defect came from."
    ),
    click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout."),
)
reading_options = options(
    click.option("--offline", is_flag=True, help="Nothing may leave this machine."),
    click.option("--allow-private", is_flag=True, help="Fetch from addresses inside your own network too."),
)
casting_options = options(
    click.option("-e", "--engine", metavar="NAME", help="auto, espeak, gtts, flite, piper, kokoro, edge, …"),
    click.option("--narrator-voice", metavar="VOICE", help="The narrator's voice (see `narrator voices`)."),
    click.option(
        "--voice", "voices", multiple=True, callback=_voices, metavar='"NAME=VOICE"', help="A person's voice."
    ),
    click.option("--single-voice", is_flag=True, help="Let one voice read everything."),
)
episode_options = options(
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Where the episode goes [audio].",
    ),
    click.option(
        "-f",
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(FORMATS),
        help="Audio format; repeatable [mp3].",
    ),
    casting_options,
    click.option(
        "--loudness",
        type=click.FloatRange(-40, -5),
        metavar="LUFS",
        help=f"As heard in stereo [{DEFAULT_LOUDNESS:g}].",
    ),
    click.option("--bitrate", type=click.IntRange(8000, 320000), metavar="BPS", help="Of the lossy formats."),
    click.option(
        "--chime", type=click.Path(path_type=Path), metavar="FILE", help="A sound between chapters."
    ),
    click.option("--music", type=click.Path(path_type=Path), metavar="FILE", help="Music under the opening."),
    click.option(
        "--cover", type=click.Path(path_type=Path), metavar="FILE", help="Your own cover, JPEG or PNG."
    ),
    click.option(
        "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes [one a core]."
    ),
    click.option("--force", is_flag=True, help="Record everything again, whatever the cache holds."),
    click.option("--dry-run", is_flag=True, help="Say what would be made; write nothing."),
)
scripts_option = click.option(
    "--scripts", type=click.Path(path_type=Path), metavar="DIR", help="Where the script goes [scripts]."
)
article_argument = click.argument("article", metavar="ARTICLE")


# --------------------------------------------------------------------------- commands


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="narrator")
@click.pass_context
def cli(context: click.Context) -> None:
    """Turns an article into a mastered, chaptered episode; each person has a voice of their own."""
    if context.invoked_subcommand is None:
        click.echo(WELCOME, nl=False)


@cli.command(epilog="Example: narrator make interview.html --engine espeak -f mp3 -f m4b")
@article_argument
@scripts_option
@episode_options
@reading_options
@talking
def make(article: str, *, as_json: bool, dry_run: bool, listener: Listener, **given: Any) -> None:
    """Turns ARTICLE into a script and an episode, in one go."""
    from narrator import pipeline, reports

    settings = _settings(given)
    if dry_run:
        plan = pipeline.plan(article, settings, listener, _standard_input(article))
        _echo_json(reports.plan_json(plan)) if as_json else click.echo(_clean(reports.plan_text(plan)))
        return
    made = pipeline.narrate(article, settings, listener, _standard_input(article))
    _echo_json(reports.made_json(made)) if as_json else click.echo(_clean(reports.made_text(made)))


@cli.command(
    epilog="Example: narrator script interview.txt, then correct scripts/….md and `narrator render` it"
)
@article_argument
@scripts_option
@casting_options
@click.option("--fresh", is_flag=True, help="Start over, dropping what was edited in an earlier script.")
@click.option("--explain", is_flag=True, help="Print who speaks by which rule, and what is left out and why.")
@reading_options
@talking
def script(article: str, *, as_json: bool, explain: bool, listener: Listener, **given: Any) -> None:
    """Turns ARTICLE into a script, to be corrected by hand."""
    from narrator import pipeline, reports

    settings = _settings(given)
    read, written = pipeline.understand(article, settings, _standard_input(article))
    if as_json:
        _echo_json(reports.script_json(read, written))
    elif explain:
        click.echo(_clean(reports.ledger(read, written)))
    else:
        click.echo(str(pipeline.save_script(written, settings, listener)))


@cli.command(epilog="Example: narrator render scripts/interview.md")
@click.argument("script", metavar="SCRIPT", type=click.Path(path_type=Path))
@episode_options
@talking
@click.option("--offline", is_flag=True, help="Nothing may leave this machine.")
def render(script: Path, *, as_json: bool, dry_run: bool, listener: Listener, **given: Any) -> None:
    """Turns SCRIPT into an episode, recording only the lines that changed."""
    from narrator import pipeline, reports

    settings = _settings(given)
    if dry_run:
        plan = pipeline.plan_script(script, settings, listener)
        _echo_json(reports.plan_json(plan)) if as_json else click.echo(_clean(reports.plan_text(plan)))
        return
    made = pipeline.render(script, settings, listener)
    _echo_json(reports.made_json(made)) if as_json else click.echo(_clean(reports.made_text(made)))


@cli.command(epilog="Example: narrator voices --engine espeak --sample samples/")
@click.option("-e", "--engine", metavar="NAME", help="Only this engine's voices.")
@click.option("--language", metavar="TAG", help="Only voices of this language, such as en or en-GB.")
@click.option(
    "--sample", type=click.Path(path_type=Path), metavar="DIR", help="Let each voice speak into DIR."
)
@click.option("--offline", is_flag=True, help="Leave out engines that need the network.")
@talking
def voices(
    engine: str | None,
    language: str | None,
    sample: Path | None,
    *,
    offline: bool,
    as_json: bool,
    listener: Listener,
) -> None:
    """Lists the voices of each engine that is ready here, clearest first."""
    from narrator import auditions, reports

    found = auditions.voices(engine, language=language, offline=offline)
    samples = auditions.record_samples(found, sample, listener) if sample else {}
    if as_json:
        _echo_json(reports.voices_json(found, samples))
    else:
        click.echo(_clean(reports.voices_text(found)))


# --------------------------------------------------------------------------- the terminal


class TerminalListener:
    """A progress bar on a terminal, one quiet line a stage elsewhere."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._stage = ""
        self._open = False

    def stage(self, name: str) -> None:
        self._close()
        self._stage = name
        if not self._live:
            click.echo(f"{name} …", err=True)

    def progress(self, done: int, total: int) -> None:
        if not self._live or total <= 0:
            return
        filled = round(24 * done / total)
        click.echo(
            f"\r{self._stage:<10} {'█' * filled}{'·' * (24 - filled)} {done}/{total}", err=True, nl=False
        )
        self._open = True
        if done >= total:
            self._close()

    def say(self, sentence: str) -> None:
        self._close()
        click.echo(_clean(sentence), err=True)

    def _close(self) -> None:
        if self._open:
            click.echo("", err=True)
            self._open = False


def _settings(given: Mapping[str, Any]) -> Settings:
    import platformdirs

    chosen = {name: value for name, value in given.items() if value not in (None, False, (), {})}
    user_folder = Path(platformdirs.user_config_dir("narrator", appauthor=False))
    return gather(chosen, folder=Path.cwd(), user_folder=user_folder, environment=os.environ)


def _standard_input(article: str) -> bytes | None:
    return sys.stdin.buffer.read() if article == "-" else None


def _echo_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _clean(text: str) -> str:
    """Without control characters: an article's title must not drive the reader's terminal."""
    return "".join(c if c in "\n\t" or c.isprintable() or c == "\u00a0" else "\ufffd" for c in text)


# --------------------------------------------------------------------------- the way out


def main() -> None:
    """The entry point: turns what went wrong into one sentence and the documented exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = _fail("interrupted; finished recordings are kept", INTERRUPTED)
    except KeyboardInterrupt:
        code = _fail("interrupted; finished recordings are kept", INTERRUPTED)
    except click.UsageError as error:
        error.show()
        code = UsageError.exit_code
    except click.ClickException as error:
        code = _fail(error.format_message(), UsageError.exit_code)
    except CheckError as error:
        code = error.exit_code
    except NarratorError as error:
        code = _fail(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  (nothing more can be said to a closed pipe)
        code = 0
    except Exception as error:  # a defect of ours: in one line, in full with -v
        if os.environ.get("NARRATOR_DEBUG") or {"-v", "--verbose"} & set(sys.argv):
            raise
        code = _fail(
            f"a defect of narrator: {type(error).__name__}: {error}; run again with -v to see where", 1
        )
    else:
        code = 0
    sys.exit(code)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _fail(sentence: str, code: int) -> int:
    click.echo(f"narrator: {_clean(sentence)}", err=True)
    return code

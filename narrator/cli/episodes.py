"""make, script, render, voices: from an article to an episode."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator.cli import options
from narrator.cli.options import settings_from, standard_input
from narrator.cli.terminal import answer, show, show_json
from narrator.listening import Listener

if TYPE_CHECKING:
    from narrator.pipeline import Prepared
    from narrator.settings import Settings

article_argument = click.argument("article", metavar="ARTICLE", shell_complete=options.files)


@click.command(
    short_help="Turns an article into a script and an episode.",
    epilog="Example: narrator make interview.html --engine espeak -f mp3 -f m4b",
)
@article_argument
@options.output
@options.scripts
@options.sound
@options.dry_run
@options.fetching
@options.talking
def make(article: str, *, as_json: bool, dry_run: bool, listener: Listener, **given: Any) -> None:
    """Turns ARTICLE into a script and an episode, in one go.

    ARTICLE is a file (.txt .md .html .epub .docx .pdf …), an http(s) address, or - for standard input.
    """
    from narrator import pipeline

    settings = settings_from(given)
    prepared = pipeline.prepare(article, settings, listener, standard_input(article))
    _perform(prepared, settings, listener, dry_run=dry_run, as_json=as_json)


@click.command(
    short_help="Turns an article into a script to correct by hand.",
    epilog="Example: narrator script interview.txt, then correct scripts/….md and `narrator render` it",
)
@article_argument
@options.scripts
@options.casting
@click.option("--fresh", is_flag=True, help="Start over, dropping what was edited in an earlier script.")
@click.option("--explain", is_flag=True, help="Print who speaks by which rule, and what is left out and why.")
@options.fetching
@options.talking
def script(article: str, *, as_json: bool, explain: bool, listener: Listener, **given: Any) -> None:
    """Turns ARTICLE into a script, to be corrected by hand."""
    from narrator import pipeline, preflight, reports

    settings = settings_from(given)
    if not (as_json or explain):
        preflight.check(settings, files=False, output=False)
    read, written = pipeline.understand(article, settings, standard_input(article))
    if as_json:
        show_json(reports.script_json(read, written))
    elif explain:
        show(reports.ledger(read, written))
    else:
        show(str(pipeline.save_script(written, settings, listener)))


@click.command(
    short_help="Turns a script into an episode.", epilog="Example: narrator render scripts/interview.md"
)
@click.argument("script", metavar="SCRIPT", type=click.Path(path_type=Path))
@options.output
@options.sound
@options.dry_run
@options.offline
@options.talking
def render(script: Path, *, as_json: bool, dry_run: bool, listener: Listener, **given: Any) -> None:
    """Turns SCRIPT into an episode, recording only the lines that changed."""
    from narrator import pipeline

    settings = settings_from(given)
    prepared = pipeline.prepare_script(script, settings, listener)
    _perform(prepared, settings, listener, dry_run=dry_run, as_json=as_json)


def _perform(
    prepared: Prepared, settings: Settings, listener: Listener, *, dry_run: bool, as_json: bool
) -> None:
    """Makes what has been prepared and tells of it, or tells only what would be made."""
    from narrator import pipeline, reports

    pipeline.all_is_read()
    if dry_run:
        pipeline.prove(prepared, settings, listener)
        value, text = reports.plan_json(prepared, settings), reports.plan_text(prepared, settings)
    else:
        made = pipeline.perform(prepared, settings, listener)
        value, text = reports.made_json(made), reports.made_text(made)
    answer(value, text, as_json, listener)


@click.command(
    short_help="Lists the voices that are ready here.",
    epilog="Example: narrator voices --engine espeak --sample samples/",
)
@click.option(
    "-e", "--engine", metavar="NAME", shell_complete=options.engines, help="Only this engine's voices."
)
@click.option("--language", metavar="TAG", help="Voices for this language, such as de or en-GB [en].")
@click.option(
    "--sample", type=click.Path(path_type=Path), metavar="DIR", help="Let each voice speak into DIR."
)
@options.offline
@options.talking
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
    answer(reports.voices_json(found, samples), reports.voices_text(found), as_json, listener)

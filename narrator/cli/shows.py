"""check, feed, serve, batch, cache: what is done with episodes once they are there, or with many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from narrator.cli import options
from narrator.cli.options import settings_from
from narrator.cli.terminal import answer, show
from narrator.errors import CheckError, InputError
from narrator.listening import Listener

folder_argument = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.command(
    short_help="Verifies a finished episode.", epilog="Example: narrator check audio/interview.mp3"
)
@click.argument("episode", metavar="EPISODE", type=click.Path(path_type=Path))
@options.kept_scripts
@options.talking
def check(episode: Path, *, as_json: bool, listener: Listener, **given: Any) -> None:
    """Verifies a finished file: chapters, loudness, peaks, gaps, clicks, and the files beside it.

    Works on any audio file; exit code 5 if something is wrong.
    """
    from narrator import inspection, reports

    report = inspection.inspect(episode, settings_from(given))
    answer(reports.report_json(report), reports.report_text(report), as_json, listener)
    if not report.ok:
        raise CheckError


@click.command(
    short_help="Writes the podcast feed for a folder of episodes.",
    epilog="Example: narrator feed audio --base-url https://example.org/podcast/",
)
@folder_argument
@click.option("--base-url", required=True, metavar="URL", help="Where DIR will be found on the web.")
@click.option("--title", default="", help="The show's title [the episodes' site].")
@click.option("--author", default="", help="Who makes it.")
@click.option("--description", default="", help="What it is about.")
@click.option("--category", default="News", metavar="NAME", help="One of Apple's categories [News].")
@click.option("--email", default="", metavar="ADDRESS", help="Its owner's, for directories; all can read it.")
@options.talking
def feed(
    folder: Path,
    base_url: str,
    *,
    title: str,
    author: str,
    description: str,
    category: str,
    email: str,
    as_json: bool,
    listener: Listener,
) -> None:
    """Writes feed.xml for the episodes in DIR, a podcast that apps can subscribe to."""
    from narrator.publishing.feed import Show, write_feed

    path, written = write_feed(folder, base_url, Show(title, description, author, category, email))
    for note in written.notes:
        listener.say(note)
    answer({"file": str(path), "episodes": len(written.episodes)}, str(path), as_json, listener)


@click.command(
    short_help="Lets you listen on this machine, in a browser.", epilog="Example: narrator serve audio"
)
@folder_argument
@click.option("--host", default="127.0.0.1", help="Another address to listen on; it then asks for a token.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="0 for any free one [8000].")
def serve(folder: Path, *, host: str, port: int) -> None:
    """Lets you listen on this machine: player pages, feed and audio, with byte ranges."""
    from narrator.publishing.serve import Server

    server = Server(folder, host=host, port=port)
    server.run(started=lambda: show(f"listening on {server.url} (Ctrl-C ends it)"))


@click.command(
    short_help="Makes the episodes of many articles.",
    epilog="Example: narrator batch articles/ --engine espeak --report done.jsonl",
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, shell_complete=options.files)
@click.option("-o", "--output", metavar="DIR|URL", help="A folder [audio], or a place such as s3://bucket/x.")
@options.scripts
@options.sound
@click.option("--shared-cache", metavar="URL", help="Where workers share recordings.")
@click.option("--scheduler", metavar="tcp://…", help="A Dask scheduler, whose workers make the episodes.")
@click.option("--shard", metavar="I/N", help="Only every Nth article, beginning with the Ith (from 1).")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="An outcome a line, as JSON.")
@options.fetching
@options.talking
def batch(sources: tuple[str, ...], *, as_json: bool, listener: Listener, **given: Any) -> None:
    """Makes the episodes of many articles: files, folders, lists of paths or addresses, feeds.

    What is finished and has not changed is skipped; a failure does not stop the rest.
    """
    from narrator import campaign, reports

    shard, scheduler, report = (given.pop(name) for name in ("shard", "scheduler", "report"))
    order = campaign.Order(given.pop("output") or "", scheduler, campaign.shard_from(shard), report)
    total = campaign.run(sources, order, settings_from(given), listener)
    answer(reports.total_json(total), reports.total_text(total), as_json, listener)
    if total.failed:
        raise InputError


@click.command(
    short_help="Shows where recordings are kept, or forgets them.", epilog="Example: narrator cache --clear"
)
@click.option("--clear", is_flag=True, help="Forget all recordings; they are made again when needed.")
@options.talking
def cache(*, clear: bool, as_json: bool, listener: Listener) -> None:
    """Shows where recordings are kept and how much room they take."""
    from narrator import reports
    from narrator.speech.cache import Cache

    there = Cache(settings_from({}).cache)
    usage = there.clear() if clear else there.usage()
    answer(reports.usage_json(usage), reports.usage_text(usage, cleared=clear), as_json, listener)

"""The page that lists the episodes of a folder, as `narrator serve` shows it."""

from __future__ import annotations

from collections.abc import Sequence
from string import Template

from narrator.publishing.formats import address
from narrator.publishing.manifest import Manifest
from narrator.publishing.pages import attribute, part, policy, text
from narrator.publishing.webfonts import font_faces
from narrator.publishing.wording import count, length

_MOST_NAMES = 4
"""People named on a card; of more, one fewer, and the number of the others."""


def shelf_page(episodes: Sequence[Manifest], feed: str) -> str:
    """One card for each episode, newest first."""
    cards = "\n".join(_card(episode) for episode in episodes)
    body = (
        f"<ul>\n{cards}\n</ul>"
        if cards
        else "<p>No episode is complete yet: run <code>narrator make</code>.</p>"
    )
    words = " ".join(f"{e.title} {e.site}" for e in episodes) + "A"
    style = font_faces(words) + part("shelf.css")
    rules = policy(style=style, img_src="'self' data:", font_src="data:")
    return Template(part("shelf.html")).substitute(
        policy=rules, style=style, feed=attribute(address(feed)), episodes=body
    )


def _card(episode: Manifest) -> str:
    people = [person.name for person in episode.people]
    shown = people if len(people) <= _MOST_NAMES else people[: _MOST_NAMES - 1]
    voices = f"With {', '.join(shown)}" if people else ""
    if more := len(people) - len(shown):
        voices += f" and {count(more, 'other')}"
    about = ". ".join(filter(None, (episode.site, length(episode.duration), voices)))
    return (
        f'<li lang="{attribute(episode.language)}"><a href="{attribute(address(episode.files["player"]))}">'
        f'<img src="{attribute(address(episode.files["cover"]))}" alt="" loading="lazy">'
        f'<h2 dir="auto">{text(episode.title)}</h2>'
        f'<p class="quiet">{text(about)}.</p></a></li>'
    )

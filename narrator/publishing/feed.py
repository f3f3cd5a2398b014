"""A podcast feed for the episodes in a folder: RSS 2.0 with the iTunes and Podcasting 2.0 names.

What a feed must say is taken from Apple's requirements (https://podcasters.apple.com/support/823)
and from https://github.com/Podcastindex-org/podcast-namespace.  Lengths and durations are read from
the files themselves.
"""

from __future__ import annotations

import html
import re
import uuid
from dataclasses import dataclass, replace
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import mutagen

from narrator.errors import InputError, UsageError
from narrator.files import write_whole
from narrator.publishing.formats import AUDIO, CAPTIONS, SIDECARS
from narrator.publishing.manifest import Manifest, episodes
from narrator.publishing.markup import clean
from narrator.publishing.podcasting import web_address
from narrator.publishing.wording import clock

FEED_NAME = "feed.xml"

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
for _prefix, _uri in (("itunes", _ITUNES), ("podcast", _PODCAST), ("atom", _ATOM)):
    ET.register_namespace(_prefix, _uri)

CATEGORIES = (
    "Arts",
    "Business",
    "Comedy",
    "Education",
    "Fiction",
    "Government",
    "Health & Fitness",
    "History",
    "Kids & Family",
    "Leisure",
    "Music",
    "News",
    "Religion & Spirituality",
    "Science",
    "Society & Culture",
    "Sports",
    "Technology",
    "True Crime",
    "TV & Film",
)
"""Apple's, which the other directories take over: https://podcasters.apple.com/support/1691"""

_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Given by Podcasting 2.0, docs/tags/guid.md."""


@dataclass(frozen=True, slots=True)
class Show:
    """What a feed says of the whole; empty fields are filled from the episodes."""

    title: str = ""
    description: str = ""
    author: str = ""
    category: str = "News"
    """One of `CATEGORIES`."""
    email: str = ""
    """Where directories that list the show write to its owner; everybody can read it."""
    image: str = ""
    """The name of a picture in the folder; `cover.jpg` is taken where there is one."""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    xml: str
    episodes: tuple[Manifest, ...]
    notes: tuple[str, ...]
    """A sentence for each episode that was left out."""


def build_feed(folder: Path, base_url: str, show: Show | None = None) -> Feed:
    """The feed for `folder` as it will be found at `base_url`.

    Only episodes whose files are all there are in it.  Raises UsageError where the address is none
    of the web or the show's category or email is none, InputError where the folder has no complete
    episode.
    """
    base = _base(base_url)
    show = _checked(show or Show())
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: name the one that `narrator make` wrote episodes to")
    found, notes = episodes(folder)
    playable, durations = [], {}
    for episode in found:
        length = _true_duration(folder, episode)
        if length is None:
            notes += (f"“{episode.title}” is left out: its audio can't be read; make it again",)
        else:
            playable.append(episode)
            durations[episode.guid] = length
    if not playable:
        empty = f"no complete episode in {folder}: name the folder that `narrator make` wrote to"
        raise InputError("; ".join([empty, *notes]))
    show = _filled(show, playable, folder)
    rss = ET.Element("rss", version="2.0")
    channel = _channel(rss, base, show, playable)
    for episode in playable:
        item = _item(channel, base, folder, episode)
        _add(item, f"{{{_ITUNES}}}duration", str(round(durations[episode.guid])))
        if author := _writer(episode) or episode.site:  # else the show's holds
            _add(item, f"{{{_ITUNES}}}author", author)
    ET.indent(rss)
    xml = ET.tostring(rss, encoding="unicode")
    return Feed(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n', tuple(playable), notes)


def write_feed(folder: Path, base_url: str, show: Show | None = None) -> tuple[Path, Feed]:
    """Writes `feed.xml` into `folder`, whole or not at all."""
    feed = build_feed(folder, base_url, show)
    path = folder / FEED_NAME
    write_whole(path, feed.xml)
    return path, feed


# ------------------------------------------------------------------ the show


def _base(address: str) -> str:
    if not web_address(address) or urlsplit(address).query or urlsplit(address).fragment:
        raise UsageError(
            f"{address!r} is no address of a folder on the web: "
            "give --base-url as https://example.org/podcast/"
        )
    return address if address.endswith("/") else address + "/"


def show_guid(address: str) -> str:
    """What Podcasting 2.0 knows a show by, made from its feed's address."""
    return str(uuid.uuid5(_GUID_NAMESPACE, address.split("://", 1)[-1].rstrip("/")))


def _checked(show: Show) -> Show:
    by_folded = {name.casefold(): name for name in CATEGORIES}
    category = by_folded.get(show.category.casefold())
    if category is None:
        raise UsageError(f"there is no category {show.category!r}; there are {', '.join(CATEGORIES)}")
    if show.email and not re.fullmatch(r"[^\s@]+@[^\s@]+", show.email):
        raise UsageError(f"{show.email!r} is no email address: give --email as show@example.org")
    return replace(show, category=category)


def _filled(show: Show, found: list[Manifest], folder: Path) -> Show:
    sites = {episode.site for episode in found}
    site = found[0].site if len(sites) == 1 else None
    title = show.title or (f"{site}, read aloud" if site else "Articles, read aloud")
    image = show.image or ("cover.jpg" if (folder / "cover.jpg").is_file() else found[0].files["cover"])
    if not (folder / image).is_file() or Path(image).name != image:
        raise InputError(f"the feed's picture {image} is not in {folder}")
    return replace(
        show,
        title=title,
        description=show.description or "Articles to listen to, with a voice for each person in them.",
        author=show.author or site or title,
        image=image,
    )


def _channel(rss: ET.Element, base: str, show: Show, found: list[Manifest]) -> ET.Element:
    channel = ET.SubElement(rss, "channel")
    address = base + FEED_NAME
    _add(channel, "title", show.title)
    _add(channel, "link", show.link or base)
    _add(channel, "description", show.description)
    _add(channel, "language", found[0].language)
    _add(channel, "generator", "narrator")
    _add(channel, "lastBuildDate", format_datetime(found[0].published))
    _add(channel, f"{{{_ATOM}}}link", href=address, rel="self", type="application/rss+xml")
    _add(channel, f"{{{_ITUNES}}}author", show.author)
    _add(channel, f"{{{_ITUNES}}}type", "episodic")
    _add(channel, f"{{{_ITUNES}}}explicit", "false")
    _add(channel, f"{{{_ITUNES}}}image", href=base + quote(show.image))
    _add(channel, f"{{{_ITUNES}}}category", text=clean(show.category))
    if show.email:
        owner = _add(channel, f"{{{_ITUNES}}}owner")
        _add(owner, f"{{{_ITUNES}}}name", show.author)
        _add(owner, f"{{{_ITUNES}}}email", show.email)
    _add(channel, f"{{{_PODCAST}}}guid", show_guid(address))
    _add(channel, f"{{{_PODCAST}}}medium", "podcast")
    return channel


# ------------------------------------------------------------------ an episode


def _item(channel: ET.Element, base: str, folder: Path, episode: Manifest) -> ET.Element:
    item = ET.SubElement(channel, "item")
    formats = [key for key in AUDIO if key in episode.files]
    _add(item, "title", episode.title)
    _add(item, "link", base + quote(episode.files["player"]))
    _add(item, "description", _notes(episode, base))
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", format_datetime(episode.published))
    _add(item, "enclosure", **_enclosure(base, folder, episode.files[formats[0]], formats[0]))
    _add(item, f"{{{_ITUNES}}}explicit", "false")
    _add(item, f"{{{_ITUNES}}}episodeType", "full")
    _add(item, f"{{{_ITUNES}}}image", href=base + quote(episode.files["cover"]))
    _add(
        item,
        f"{{{_PODCAST}}}chapters",
        url=base + quote(episode.files["chapters"]),
        type=SIDECARS["chapters"][1],
    )
    for key in (key for key in CAPTIONS if key in episode.files):
        attributes = {
            "url": base + quote(episode.files[key]),
            "type": CAPTIONS[key].media_type,
            "language": episode.language,
        }
        _add(item, f"{{{_PODCAST}}}transcript", **attributes)
    # People who are quoted took no part in making the episode, and no role of Podcasting 2.0 fits them: an
    # app would show an interviewed engineer as the sound engineer, and whoever has no role as the host.
    if writer := _writer(episode):
        _add(item, f"{{{_PODCAST}}}person", writer, role="author", group="writing")
    for key in formats[1:]:
        length = str((folder / episode.files[key]).stat().st_size)
        other = _add(
            item, f"{{{_PODCAST}}}alternateEnclosure", type=AUDIO[key], length=length, title=key.upper()
        )
        _add(other, f"{{{_PODCAST}}}source", uri=base + quote(episode.files[key]))
    return item


def _enclosure(base: str, folder: Path, name: str, key: str) -> dict[str, str]:
    size = (folder / name).stat().st_size
    return {"url": base + quote(name), "length": str(size), "type": AUDIO[key].split(";")[0]}


def _writer(episode: Manifest) -> str | None:
    byline = episode.byline or ""
    return byline[3:].strip() if byline.lower().startswith("by ") else byline or None


def _notes(episode: Manifest, base: str) -> str:
    """The show notes as the little HTML that podcast apps show; time stamps there can be tapped."""
    parts = [f"<p>{_html(episode.summary)}</p>"]
    marks = "".join(f"<li>{clock(mark.start)} {_html(mark.title)}</li>" for mark in episode.chapters)
    if marks:
        parts.append(f"<ul>{marks}</ul>")
    player = base + quote(episode.files["player"])
    links = [f'<a href="{_html(player)}">Listen with the words</a>']
    if episode.source and web_address(episode.source):
        links.append(f'<a href="{_html(episode.source)}">Read the article</a>')
    parts.append(f"<p>{' · '.join(links)}</p>")
    parts.append("<p>The words are the article’s own. The voices are synthetic.</p>")
    return "".join(parts)


def _html(text: str) -> str:
    return html.escape(clean(text), quote=True)


def _true_duration(folder: Path, episode: Manifest) -> float | None:
    """Seconds, read from the first audio file; None where there is none that can be read."""
    key = next((key for key in AUDIO if key in episode.files), None)
    if key is None:
        return None
    try:
        opened = mutagen.File(folder / episode.files[key])
    except (mutagen.MutagenError, OSError):
        return None
    return float(opened.info.length) if opened is not None else None


def _add(parent: ET.Element, tag: str, words: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    element.text = clean(words) if words is not None else None
    return element

"""The feed: read back by another reader, and held against what Apple and Podcasting 2.0 ask."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import av
import feedparser
import pytest

from narrator.errors import InputError, UsageError
from narrator.model import Person
from narrator.publishing.feed import Show, build_feed, show_guid, write_feed
from narrator.publishing.manifest import episodes
from tests.publishing.conftest import WHEN, make
from tests.publishing.episodes import bridge

BASE = "https://pods.example.org/harbour/"
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "audio"))


def channel_of(xml: str) -> ET.Element:
    channel = ET.fromstring(xml).find("channel")
    assert channel is not None
    return channel


def test_another_reader_reads_it(published: Path) -> None:
    feed = feedparser.parse(build_feed(published, BASE).xml)
    assert not feed.bozo
    assert feed.feed.title == "The Harbour Review, read aloud"
    assert feed.feed.language == "en-GB"
    (entry,) = feed.entries
    assert entry.title == bridge().title
    assert entry.link == BASE + "bridge.html"
    assert entry.published_parsed[:5] == (2026, 4, 1, 12, 0)
    assert entry.image.href == BASE + "bridge.jpg"


def test_what_apple_requires(published: Path) -> None:
    """https://podcasters.apple.com/support/823-podcast-requirements, rule by rule."""
    xml = build_feed(published, BASE).xml
    assert xml.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    channel = channel_of(xml)
    for tag in ("title", "description", "language", "link"):
        assert (channel.findtext(tag) or "").strip()
    assert channel.find("itunes:category", NAMES).get("text") == "News"
    assert channel.findtext("itunes:explicit", None, NAMES) in ("true", "false")
    assert channel.find("itunes:image", NAMES).get("href").endswith((".jpg", ".png"))
    for item in channel.iter("item"):
        assert (item.findtext("title") or "").strip()
        enclosure = item.find("enclosure")
        assert re.fullmatch(r"https?://[\x21-\x7e]+\.(mp3|m4a)", enclosure.get("url"))
        assert enclosure.get("type") in ("audio/mpeg", "audio/x-m4a")
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo is not None
        assert re.fullmatch(r"\d+", item.findtext("itunes:duration", None, NAMES))
        assert len((item.findtext("description") or "").encode()) < 4000


def test_lengths_and_durations_are_true(published: Path) -> None:
    (item,) = channel_of(build_feed(published, BASE).xml).iter("item")
    size = (published / "bridge.mp3").stat().st_size
    assert item.find("enclosure").get("length") == str(size)
    with av.open(str(published / "bridge.mp3")) as sound:
        seconds = sum(frame.samples for frame in sound.decode(audio=0)) / 44_100
    assert int(item.findtext("itunes:duration", None, NAMES)) == pytest.approx(seconds, abs=0.55)
    other = item.find("podcast:alternateEnclosure", NAMES)
    assert other.get("length") == str((published / "bridge.opus").stat().st_size)
    assert other.find("podcast:source", NAMES).get("uri") == BASE + "bridge.opus"


def test_every_address_in_it_is_a_file(published: Path) -> None:
    xml = build_feed(published, BASE).xml
    named = set(re.findall(rf"{re.escape(BASE)}([^\"<&]+)", xml)) - {"feed.xml"}
    assert named == {path.name for path in published.iterdir()} - {"bridge.json"}


def test_podcasting_2(published: Path) -> None:
    channel = channel_of(build_feed(published, BASE).xml)
    assert channel.findtext("podcast:medium", None, NAMES) == "podcast"
    assert channel.findtext("podcast:guid", None, NAMES) == show_guid(BASE + "feed.xml")
    # The specification's own examples.
    assert show_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert show_guid("podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    (item,) = channel.iter("item")
    types = [t.get("type") for t in item.findall("podcast:transcript", NAMES)]
    assert types == ["text/vtt", "application/x-subrip", "application/json"]
    assert item.find("podcast:chapters", NAMES).get("type") == "application/json+chapters"


def test_people_who_are_quoted_are_no_crew(tmp_path: Path) -> None:
    script = bridge()
    make(
        tmp_path,
        script=replace(script, people=(Person("Marta Oyelaran", role="engineer"), Person("Lev Kalashnikov"))),
    )
    (item,) = channel_of(build_feed(tmp_path, BASE).xml).iter("item")
    people = [(p.text, p.get("role")) for p in item.findall("podcast:person", NAMES)]
    assert people == [("Ada Quill", "author")]


def test_each_item_has_its_own_author(tmp_path: Path) -> None:
    make(tmp_path)
    make(tmp_path, "site", replace(bridge(), byline=None, site="Another Paper"))
    make(tmp_path, "none", replace(bridge(), byline=None, site=None))
    make(tmp_path, "by", replace(bridge(), byline="By Eva Long", site=None))
    channel = channel_of(build_feed(tmp_path, BASE).xml)
    authors = {
        item.findtext("link", "").removeprefix(BASE): item.findtext("itunes:author", None, NAMES)
        for item in channel.iter("item")
    }
    assert authors == {
        "bridge.html": "Ada Quill",
        "site.html": "Another Paper",
        "none.html": None,
        "by.html": "Eva Long",
    }
    assert (
        channel.findtext("itunes:author", None, NAMES) == channel.findtext("title") == "Articles, read aloud"
    )


def test_made_again_it_is_the_same_episode(folder: Path) -> None:
    before = build_feed(folder, BASE)
    make(folder, when=WHEN + timedelta(days=9))
    after = build_feed(folder, BASE)
    assert after.xml == before.xml


@pytest.mark.parametrize("name", ["bridge.vtt", "bridge.mp3", "bridge.html", "bridge.jpg"])
def test_an_episode_that_lacks_a_file_is_left_out(folder: Path, name: str) -> None:
    make(folder, "other")
    (folder / name).unlink()
    feed = build_feed(folder, BASE)
    assert [episode.stem for episode in feed.episodes] == ["other"]
    assert len(feed.notes) == 1
    assert name in feed.notes[0]
    (folder / "other.mp3").unlink()
    with pytest.raises(InputError, match="no complete episode"):
        build_feed(folder, BASE)


def test_an_episode_whose_sound_is_broken_is_left_out(folder: Path) -> None:
    make(folder, "other")
    (folder / "bridge.mp3").write_bytes(b"no sound at all")
    feed = build_feed(folder, BASE)
    assert [episode.stem for episode in feed.episodes] == ["other"]
    assert "can't be read" in feed.notes[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"files": {"mp3": "../elsewhere.mp3"}}, "outside its folder"),
        ({"files": {"mp3": "bridge.mp3"}}, "damaged"),
        ({"files": None}, "damaged"),
        ({"people": [1]}, "damaged"),
        ({"narrator": 99}, "another version"),
    ],
)
def test_a_manifest_that_can_not_be_used_is_said(
    folder: Path, change: dict[str, object], reason: str
) -> None:
    path = folder / "bridge.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    found, notes = episodes(folder)
    assert found == ()
    assert reason in notes[0]


def test_other_files_are_nobodys_business(folder: Path) -> None:
    (folder / "package.json").write_text('{"name": "x"}', "utf-8")
    (folder / "broken.json").write_text("{", "utf-8")
    (folder / "list.json").write_text("[]", "utf-8")
    found, notes = episodes(folder)
    assert (len(found), notes) == (1, ())


def test_newest_first(folder: Path) -> None:
    make(folder, "later", when=WHEN + timedelta(days=1))
    assert [episode.stem for episode in build_feed(folder, BASE).episodes] == ["later", "bridge"]


def test_hostile_words_are_only_words(tmp_path: Path) -> None:
    title = "]]></title><script>alert(1)</script> & \x00\ud800 <i>“x”</i>"
    make(tmp_path, script=replace(bridge(), title=title, site="<b>&amp;", byline="\u2028By Eve"))
    feed = feedparser.parse(build_feed(tmp_path, BASE).xml)
    assert not feed.bozo
    written = channel_of(build_feed(tmp_path, BASE).xml)
    assert written.find("item").findtext("title") == title.replace("\x00", "\ufffd").replace(
        "\ud800", "\ufffd"
    )
    assert "<script" not in feed.entries[0].description


def test_the_show_can_be_described(folder: Path) -> None:
    show = Show(title="Harbour Radio", description="Boats.", author="Ada", category="Society & Culture")
    path, _ = write_feed(folder, "http://localhost/pods", show)
    feed = feedparser.parse(str(path))
    assert (feed.feed.title, feed.feed.author, feed.feed.subtitle) == ("Harbour Radio", "Ada", "Boats.")
    assert feed.entries[0].enclosures[0].href == "http://localhost/pods/bridge.mp3"


def test_directories_learn_the_category_and_whom_to_write_to(folder: Path) -> None:
    show = Show(author="Ada", category="society & culture", email="show@example.org")
    channel = channel_of(build_feed(folder, BASE, show).xml)
    itunes = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
    category, owner = channel.find(f"{itunes}category"), channel.find(f"{itunes}owner")
    assert category is not None and category.get("text") == "Society & Culture"
    assert owner is not None
    assert [owner.findtext(f"{itunes}{part}") for part in ("name", "email")] == ["Ada", "show@example.org"]
    assert channel_of(build_feed(folder, BASE).xml).find(f"{itunes}owner") is None, "nobody's, unless given"


@pytest.mark.parametrize(
    ("show", "says"),
    [
        (Show(category="Boats"), "no category 'Boats'; there are Arts"),
        (Show(email="ada"), "no email address"),
    ],
)
def test_what_directories_would_refuse_is_a_usage_error(folder: Path, show: Show, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        build_feed(folder, BASE, show)


@pytest.mark.parametrize(
    "address", ["", "pods", "ftp://x/", "https://", "javascript:alert(1)", "https://x/?a=1"]
)
def test_a_base_that_is_no_address_is_a_usage_error(published: Path, address: str) -> None:
    with pytest.raises(UsageError, match="--base-url"):
        build_feed(published, address)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        build_feed(tmp_path / "nothing", BASE)

"""Hostile titles and words stay words in every file and on the terminal; no title leaves the folder."""

import html
import json
import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import av
import mutagen
import pytest
import webvtt
from lxml import etree
from mutagen.id3 import ID3

from narrator.listening import Silence
from narrator.pipeline import save_script, understand
from narrator.settings import Settings
from tests.reliability.runs import finish, start

EVIL = """</style><svg onload=alert(1)> <img src=x onerror=alert(2)> ]]> --> &lt;b&gt; "q" 'a'"""
TITLE = "../../<svg onload=alert(1)> ]]> \x1b]0;owned \x1b[31mred \u009b31m \u202eevil\u202c"
PERSON = "Maria Ortega <svg onload=alert(1)>"
TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""What turns the direction of all that follows it."""
ARTICLE = f"""\
{TITLE}

It began at noon, WEBVTT, with {EVIL} and 00:00:01.000 --> 00:00:02.000 in the tower of the town.

"I heard {EVIL} from the field," said Maria Ortega. "Nobody \u202egnar\u202c it \u2067twice."

{PERSON}

Maria Ortega keeps the orchard below the church, [[h@'loU]] and <speak><break time="9s"/></speak> too.

"It rang \x1b[2J twice," Ortega said. {{say="x"}} [pause 9s] **Narrator:** # +++ = ~~
"""


def tree(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "cache" not in path.parts and path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The episode of a hostile article, and all that a terminal was shown on the way."""
    outer = tmp_path_factory.mktemp("outer")
    folder = outer / "inner" / "deep"
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    before = tree(outer)
    code, out, err = finish(
        start(folder, "make", "article.txt", "-e", "espeak", "--json", "-f", "mp3", "-f", "m4b", "-f", "opus")
    )
    assert code == 0, err
    shown = err
    files = json.loads(out)["files"]
    for command in (
        ("script", "article.txt", "--explain"),
        ("render", files["script"], "-e", "espeak"),
        ("check", files["mp3"]),
        ("feed", "audio", "--base-url", "https://example.org/"),
    ):
        code, said, err = finish(start(folder, *command))
        assert code == 0, (command, err)
        shown += said + err
    return outer, before, folder, json.loads(out), shown


def test_nothing_is_written_outside_the_folders(made):
    outer, before, folder, _, _ = made
    for path in tree(outer) - before:
        assert path.parent in [folder / name for name in ("audio", "audio/.narrator", "scripts")]
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", path.name) and len(path.name.encode()) <= 255


def test_the_terminal_is_not_driven(made):
    *_, shown = made
    allowed = {"\n", "\t", "\u00a0"}
    assert not {c for c in shown if not c.isprintable()} - allowed
    assert "owned" in shown, "the title itself is shown"


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.handlers: list[str] = []
        self.sources: list[str] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag if tag in ("script", "style") else ""
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, _tag):
        self.inside = ""

    def handle_data(self, data):
        (self.scripts if self.inside else self.words).append(data)


def test_the_page_shows_the_words_and_runs_none(made):
    _, _, folder, about, _ = made
    page = Page()
    page.feed((folder / about["files"]["player"]).read_text(encoding="utf-8"))
    assert page.handlers == [] and "x" not in page.sources
    assert not any(source.lower().startswith("javascript:") for source in page.sources)
    assert "<svg onload=alert(1)>" in "".join(page.words)
    for script in page.scripts:
        assert "alert(1)" not in script or json.loads(script), "words are data there, not code"


def test_captions_hold_one_cue_after_the_other(made):
    _, _, folder, about, _ = made
    written = (folder / about["files"]["captions"]).read_text(encoding="utf-8")
    cues = list(webvtt.read(str(folder / about["files"]["captions"])))
    assert written.count("-->") == len(cues)
    for cue in cues:
        tags = set(re.findall(r"<[^>]*>?", cue.raw_text))
        assert all(re.fullmatch(r"</?[vci](?:[. ][^<>]*)?>|<[\d:.]+>", tag) for tag in tags), tags
    assert "<svg onload=alert(1)>" in html.unescape(" ".join(cue.text for cue in cues)).replace("\n", " ")
    subrip = (folder / about["files"]["srt"]).read_text(encoding="utf-8")
    times = re.findall(r"^[\d:,]+ --> [\d:,]+$", subrip, re.M)
    numbers = [int(block.split("\n")[0]) for block in subrip.strip().split("\n\n")]
    assert numbers == list(range(1, len(times) + 1))


def test_json_feed_and_tags_hold_the_words_and_nothing_else(made):
    _, _, folder, about, _ = made
    for kind in ("chapters", "transcript"):
        if kind in about["files"]:
            json.loads((folder / about["files"][kind]).read_text(encoding="utf-8"))
    feed = etree.parse(folder / "audio" / "feed.xml", etree.XMLParser(resolve_entities=False))
    (item,) = feed.iter("item")
    assert "<svg onload=alert(1)>" in item.findtext("title")
    assert not {child.tag for child in item.iter() if str(child.tag) in ("svg", "img", "style")}
    for address in item.findall("enclosure"):
        assert address.get("url", "").startswith("https://example.org/")
    tags = ID3(folder / about["files"]["mp3"])
    shown = [str(tags["TIT2"]), *(str(c.sub_frames["TIT2"]) for c in tags.getall("CHAP"))]
    assert any("<svg onload=alert(1)>" in words for words in shown)
    for words in shown:
        assert not [c for c in words if unicodedata.category(c) == "Cc"], words
    for kind in ("m4b", "opus"):
        assert "alert(1)" in str(mutagen.File(folder / about["files"][kind]).tags.pprint())


def test_nothing_turns_the_direction_of_what_stands_around_it(made):
    """In no file that is published; a script, which is compared with its article, keeps every character."""
    _, _, folder, about, _ = made
    assert TURNING & set((folder / about["files"]["script"]).read_text(encoding="utf-8"))
    looked = set()
    for path in (folder / "audio").iterdir():
        assert not TURNING & set(path.name)
        if path.suffix in (".mp3", ".m4b", ".opus"):
            with av.open(str(path)) as sound:
                tags = [sound.metadata, *(chapter["metadata"] for chapter in sound.chapters())]
            words = "".join(value for tag in tags for value in tag.values())
            assert "alert(1)" in words and not TURNING & set(words), path.name
        elif path.suffix in (".html", ".vtt", ".srt", ".json", ".xml"):
            words = path.read_text(encoding="utf-8")
            assert not TURNING & set(html.unescape(words)), path.name
            assert not re.search(r"\\u20(?:2[a-e]|6[6-9])", words, re.I), path.name
        else:
            continue
        looked.add(path.suffix)
    assert looked == {".mp3", ".m4b", ".opus", ".html", ".vtt", ".srt", ".json", ".xml"}


# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
@pytest.mark.parametrize(
    "title",
    [
        *(
            "CON",
            "aux.txt",
            "NUL",
            "COM¹",
            "lpt9.",
            "...",
            "/etc/passwd",
            "..\\..\\x",
            "C:\\x",
            "~root",
            "a. ",
        ),
        *("-rf", "$(touch x)", "\u202egpj.exe", "🎉", "﷽" * 40, "ß" * 300, "日本" * 200, "e\u0301" * 200),
    ],
)
def test_a_title_is_a_plain_file_name_on_every_system(tmp_path, title):
    article = tmp_path / "article.md"
    article.write_text(f"# {title}\n\nIt rang at noon, and nobody came.\n", encoding="utf-8")
    settings = replace(Settings(), scripts=tmp_path / "scripts", output=tmp_path / "audio")
    _, script = understand(str(article), settings)
    written = save_script(script, settings, Silence())
    assert tree(tmp_path) == {article, written} and written.parent == settings.scripts
    stem = written.name.removesuffix(".md")
    reserved = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in "0123456789¹²³")}
    assert stem.lower() not in reserved and not set(stem) & set('/\\:*?"<>|. ')
    assert stem == stem.strip("-. ") and len(written.name.encode()) <= 255 - 40


def test_two_articles_with_one_title_do_not_overwrite_each_other(tmp_path):
    names = []
    for number, words in enumerate(("The bell rang at noon.", "Nobody heard the bell.")):
        (tmp_path / f"{number}.txt").write_text(f"The bell of Ostry\n\n{words}\n", encoding="utf-8")
        code, out, err = finish(start(tmp_path, "make", f"{number}.txt", "-e", "espeak", "--json"))
        assert code == 0, err
        names.append(json.loads(out)["files"])
    assert not set(names[0].values()) & set(names[1].values())
    for number, words in enumerate(("rang at noon", "Nobody heard")):
        assert words in (tmp_path / names[number]["script"]).read_text(encoding="utf-8")
        assert words in (tmp_path / names[number]["captions"]).read_text(encoding="utf-8")

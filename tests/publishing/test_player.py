"""The player page as a document: what stands in it, what it allows, and that words stay words."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.model import Line, LineKind, Person, Role, Script, Segment
from narrator.publishing.player import player_page
from narrator.publishing.transcript import transcript
from tests.publishing.episodes import LETTER, bridge, say, timeline_of

FILES = {"mp3": "bridge.mp3", "opus": "bridge.opus", "captions": "bridge.vtt", "cover": "bridge.jpg"}
VOID = {"meta", "link", "img", "input", "source", "br"}


class Document(HTMLParser):
    """The elements of a page as (tag, attributes, text directly inside), and whether they nest."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[int] = []
        self.feed(page)
        self.close()
        assert not self.open, [self.elements[i][0] for i in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, dict(attrs), []))
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.elements[self.open[-1]][2].append(data)

    def having(self, **wanted: str) -> list[tuple[str, dict[str, str | None], str]]:
        """Elements with these attributes; `class_` may be one of several."""
        return [
            (tag, attributes, "".join(words))
            for tag, attributes, words in self.elements
            if all(
                value in (attributes.get(name.rstrip("_")) or "").split() for name, value in wanted.items()
            )
        ]

    def tags(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, "".join(words)) for name, attributes, words in self.elements if name == tag]


def page_of(script: Script, files: dict[str, str] | None = None) -> str:
    return player_page(
        script, timeline_of(script), files or FILES, identity="an-id", thumbnail=b"\xff\xd8picture"
    )


def data_of(document: Document) -> dict[str, list[list[int]]]:
    return json.loads(next(words for _, a, words in document.having(id="ui_data")))  # type: ignore[no-any-return]


def sentences_of(document: Document) -> list[str]:
    return [words for _, _, words in document.having(class_="s")]


def test_it_says_who_wrote_what_where_and_when() -> None:
    document = Document(page_of(bridge()))
    assert document.tags("title")[0][1] == "The bridge nobody wanted to paint"
    assert "The Harbour Review · 14 March 2026" in document.having(class_="kicker")[0][2]
    links = [a["href"] for a, _ in document.tags("a")]
    assert "https://example.org/bridge" in links
    assert "https://example.org/oyelaran" in links
    assert [a["src"] for a, _ in document.tags("source")] == ["./bridge.mp3", "./bridge.opus"]
    assert document.tags("html")[0][0]["lang"] == "en"
    assert document.having(id="ui_transcript")[0][1]["lang"] == "en-GB"


def test_the_chapters_are_people_with_their_role() -> None:
    document = Document(page_of(bridge()))
    links = [a for a, _ in document.tags("a") if "data-id" in a]
    assert [a["href"] for a in links] == ["#the-bridge", "#marta-oyelaran", "#lev-kalashnikov"]
    assert [words for _, _, words in document.having(class_="chapter-title")] == [
        "The bridge",
        "Marta Oyelaran",
        "Lev Kalashnikov",
    ]
    assert [words for _, _, words in document.having(class_="chapter-role")] == ["bridge engineer", "painter"]
    assert {a["id"] for _, a, _ in document.having(class_="chapter")} == {
        "the-bridge",
        "marta-oyelaran",
        "lev-kalashnikov",
    }


def test_an_editors_role_counts_more_and_is_not_said_twice() -> None:
    script = replace(bridge(), cast=(Role("Lev Kalashnikov", role="sailor and painter"),))
    roles = [words for _, _, words in Document(page_of(script)).having(class_="chapter-role")]
    assert roles == ["bridge engineer", "sailor and painter"]
    titled = replace(script.segments[1], title="Marta Oyelaran, bridge engineer")
    roles = [
        words
        for _, _, words in Document(page_of(replace(script, segments=(titled,)))).having(
            class_="chapter-role"
        )
    ]
    assert roles == []


def test_two_chapters_of_one_person_have_two_addresses() -> None:
    script = bridge()
    script = replace(script, segments=(*script.segments, script.segments[1]))
    ids = [a["data-id"] for a, _ in Document(page_of(script)).tags("a") if "data-id" in a]
    assert ids[-1] == "marta-oyelaran-2"


def test_every_speaker_is_named_and_coloured() -> None:
    document = Document(page_of(bridge()))
    named = [words for _, _, words in document.having(class_="who")]
    assert named == ["Narrator", "Narrator", "Marta Oyelaran", "Narrator", "Lev Kalashnikov", "Narrator"]
    coloured = [a["class"] for _, a, _ in document.having(class_="run")]
    assert coloured == ["run", "run", "run", "run v1", "run", "run v1", "run", "run v2", "run"]


def test_who_speaks_within_a_paragraph() -> None:
    lines = (
        say("He said:"),
        say("“Yes,”", "Ann", opens=False),
        say("and she answered"),
        say("“No.”", "Bo", opens=False),
        say("“Yes,”", "Ann", opens=False),
        say("he said.", opens=False),
    )
    script = Script("T", (Segment("S", None, lines),))
    (chapter,) = transcript(script, timeline_of(script))
    labels = [[(run.speaker, run.label) for run in paragraph.runs] for paragraph in chapter.paragraphs]
    assert labels == [
        [(None, "block"), ("Ann", "inline")],
        [(None, None), ("Bo", "inline"), ("Ann", "inline"), (None, "unseen")],
    ]


def labels_of(*lines: Line) -> list[list[tuple[str | None, str | None]]]:
    script = Script("T", (Segment("S", None, lines),))
    (chapter,) = transcript(script, timeline_of(script))
    return [[(run.speaker, run.label) for run in paragraph.runs] for paragraph in chapter.paragraphs]


def test_who_goes_on_speaking_is_not_named_again() -> None:
    """Quotes of one person, each in a paragraph of its own with the narrator's words around it."""
    assert labels_of(
        say("“One,”", "Ann"),
        say("she said.", opens=False),
        say("“Two.”", "Ann"),
        say("She laughed:"),
        say("“Three.”", "Ann", opens=False),
        say("“Four.”", "Ann"),
        say("Then she left."),
        say("“Five,”", "Ann"),
        say("“Six,”", "Bo"),
        say("“Seven.”", "Ann"),
    ) == [
        [("Ann", "block"), (None, "unseen")],
        [("Ann", "unseen")],
        [(None, "block"), ("Ann", "inline")],
        [("Ann", None)],
        [(None, "block")],
        [("Ann", "block")],
        [("Bo", "block")],
        [("Ann", "block")],
    ]


def test_after_a_while_a_speaker_is_named_again() -> None:
    between = [say(f"Narration {n}.") for n in range(4)]
    near = labels_of(say("“One,”", "Ann"), say("she said.", opens=False), between[0], say("“Two.”", "Ann"))
    far = labels_of(say("“One,”", "Ann"), say("she said.", opens=False), *between, say("“Two.”", "Ann"))
    assert (near[-1], far[-1]) == ([("Ann", "unseen")], [("Ann", "block")])


def test_every_word_is_there_once_with_its_time() -> None:
    script = bridge()
    timeline = timeline_of(script)
    document = Document(page_of(script))
    assert " ".join(sentences_of(document)) == " ".join(line.text for line in script.lines)
    times = data_of(document)["sentences"]
    assert [len(t) for t in times] == [len(s.split(" ")) for s in sentences_of(document)]
    # “It isn’t.” follows “she says.”: its line begins there, and each letter takes the same time.
    index = sentences_of(document).index(
        "It moves four centimetres between January and July, and it complains the whole way.”"
    )
    line = timeline.placements[5]
    begin = timeline.seconds(line.start) + line.line.text.index("It moves") * LETTER
    assert times[index][0] == pytest.approx(100 * begin, abs=1)
    assert times[index][1] == pytest.approx(100 * 3 * LETTER, abs=1)
    assert all(step >= 0 for t in times for step in t)


def test_a_title_that_is_spoken_can_be_heard_and_stands_once() -> None:
    script = bridge()
    first = replace(
        script.segments[0], items=(Line(script.title, kind=LineKind.HEADING), *script.segments[0].items)
    )
    second = replace(
        script.segments[1], items=(Line("Marta Oyelaran", kind=LineKind.HEADING), *script.segments[1].items)
    )
    page = page_of(replace(script, segments=(first, second)))
    document = Document(page)
    assert sentences_of(document)[0] == script.title
    assert page.count(">Marta Oyelaran</span></span>") == 1
    assert len(data_of(document)["sentences"]) == len(sentences_of(document))


def test_nothing_runs_but_the_pages_own_script_and_style() -> None:
    page = page_of(bridge())
    document = Document(page)
    (policy,) = [
        a["content"] for a, _ in document.tags("meta") if a.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in (policy or "").split(";"))
    assert rules["default-src"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digests = [base64.b64encode(hashlib.sha256(i.encode()).digest()).decode() for i in inline]
        assert [rules[rule]] == [f"'sha256-{digest}'" for digest in digests]
    assert "unsafe" not in (policy or "")
    for _, attributes, _ in document.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    outside = [a.get("src") or "" for _, a, _ in document.elements if a.get("src")]
    assert all(address.startswith(("./", "data:")) for address in outside)


HOSTILE = (
    "</script></style><img src=x onerror=alert(1)>\"'`&amp;<!-- "
    "${x} $title \u2028\x00\ud800 --> javascript:alert(2)"
)


def test_hostile_words_are_only_words() -> None:
    script = Script(
        title=HOSTILE,
        byline=HOSTILE,
        site=HOSTILE,
        date=HOSTILE,
        language='en" onload="alert(1)',
        source="javascript:alert(1)",
        people=(Person(HOSTILE, role=HOSTILE),),
        segments=(
            Segment(HOSTILE, HOSTILE, (say(HOSTILE, HOSTILE), say(HOSTILE)), link="javascript:alert(1)"),
            Segment("", None, (Line(HOSTILE, kind=LineKind.HEADING), Line("</p></section>"))),
        ),
    )
    plain = Document(page_of(bridge(), {"mp3": "a.mp3"}))
    page = page_of(script, {"mp3": '"><script>alert(1)</script>.mp3'})
    page.encode("utf-8")
    document = Document(page)
    for tag in ("script", "style", "iframe", "form", "object", "base"):
        assert len(document.tags(tag)) == len(plain.tags(tag)), tag
    assert [a.get("alt") for a, _ in document.tags("img")] == [""]
    assert not any((a.get("href") or "").lower().startswith("javascript") for a, _ in document.tags("a"))
    for _, attributes, _ in document.elements:
        assert not any(name.startswith("on") for name in attributes)
    assert "alert(1)" in document.tags("h1")[0][1]


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=20))
def test_any_text_gives_a_page_that_nests(words: str, name: str, title: str) -> None:
    line = " ".join(words.split()) or "x"
    script = Script(
        title, (Segment(title, name or None, (say(line, name or None), say("And then."))),), byline=name
    )
    document = Document(page_of(script))
    assert len(data_of(document)["sentences"]) == len(sentences_of(document))
    assert len(document.tags("script")) == 2


def test_an_hour_stays_a_small_page() -> None:
    script = bridge()
    long = replace(script, segments=script.segments * 88)
    page = page_of(long)
    assert timeline_of(long).length / 44_100 > 3600
    assert len(page) < 1_500_000
    starts = [times[0] for times in data_of(Document(page))["sentences"]]
    assert all(before <= after for before, after in pairwise(starts))


def test_without_a_cover_or_chapters_there_is_still_a_page() -> None:
    script = Script("T", (Segment("S", None, (say("Words."),)),))
    timeline = replace(timeline_of(script), chapters=())
    page = player_page(script, timeline, {"mp3": "a.mp3"}, identity="i")
    Document(page)
    assert "Words." in page


def test_only_the_letters_a_page_needs_are_in_it() -> None:
    plain = page_of(bridge())
    assert plain.count("@font-face") == 3
    assert page_of(replace(bridge(), title="Мост")).count("@font-face") == 6

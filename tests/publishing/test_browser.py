"""The player page in a real browser: Debian's Chromium under Playwright, from a file and from a server.

NARRATOR_CHROMIUM names another browser's program.
"""

from __future__ import annotations

import io
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops, ImageColor
from playwright.sync_api import Browser, Page, expect, sync_playwright

from narrator.model import Line, LineKind, Script, Segment
from narrator.publishing.palette import field_of
from narrator.publishing.player import player_page
from narrator.publishing.serve import Server
from tests.publishing.conftest import make
from tests.publishing.episodes import bridge, say, timeline_of, tone

pytestmark = pytest.mark.slow

CHROMIUM = os.environ.get("NARRATOR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMELINE = timeline_of(bridge())
STARTS = [TIMELINE.seconds(chapter.start) for chapter in TIMELINE.chapters]

WATCH = """
window.sought = [];
addEventListener("seeking", (event) => sought.push(event.target.currentTime), true);
"""
"""Keeps each place that the sound was taken to: where it is by now depends on how busy the machine is."""
PATIENCE = 60.0
"""Seconds that anything may take before it counts as not happening."""
expect.set_options(timeout=PATIENCE * 1000)

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(published: Path) -> Iterator[str]:
    server = Server(published, port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server.url
    server.stop()
    thread.join(20)


@pytest.fixture
def visit(browser: Browser, published: Path, served: str) -> Iterator[Open]:
    """Opens the page in a browser of its own; fails where the page complains in its console."""
    contexts, complaints = [], []

    def go(address: str = "", *, server: bool = False, folder: Path = published, **options: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        context.add_init_script(WATCH)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        base = served if server else folder.as_uri() + "/"
        page.goto(f"{base}bridge.html{address}")
        until(page, READY)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def until(page: Page, condition: str, argument: object = None) -> None:
    """Waits for a condition; Playwright's own way of waiting is refused by the page's policy."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if page.evaluate(condition, argument):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never came true: {condition}")


WORD = "[...CSS.highlights.get('word')].map(String).join()"
READY = "document.querySelector('audio').readyState >= 1"


def now(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def was_taken_to(page: Page, second: float, within: float = 0.1) -> None:
    """The last place that was asked for."""
    until(page, "([s, d]) => Math.abs(sought.at(-1) - s) <= d", [second, within])


def stands_at(page: Page, second: float, within: float = 0.1) -> None:
    """Only for sound that does not play."""
    until(
        page, "([s, d]) => Math.abs(document.querySelector('audio').currentTime - s) <= d", [second, within]
    )


def hold(page: Page, second: float | None = None) -> None:
    """Stops the sound where it is or at `second`, so that what is shown of it stays."""
    page.evaluate("document.querySelector('audio').pause()")
    if second is not None:
        page.evaluate("second => { document.querySelector('audio').currentTime = second }", second)


def playing(page: Page) -> None:
    until(page, "!document.querySelector('audio').paused")
    start = now(page)
    until(page, "start => document.querySelector('audio').currentTime > start + 0.2", start)


@pytest.mark.parametrize("server", [False, True], ids=["file", "server"])
def test_it_plays_and_stops(visit: Open, server: bool) -> None:
    page = visit(server=server)
    page.get_by_role("button", name="Listen").click()
    playing(page)
    page.get_by_role("region", name="Player").get_by_role("button", name="Pause").click()
    until(page, "document.querySelector('audio').paused")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


@pytest.mark.parametrize("server", [False, True], ids=["file", "server"])
def test_a_chapter_is_one_click_away(visit: Open, server: bool) -> None:
    page = visit(server=server)
    link = page.get_by_role("navigation").get_by_role("link", name="Lev Kalashnikov")
    link.click()
    playing(page)
    was_taken_to(page, STARTS[2])
    hold(page, STARTS[2] + 0.1)
    expect(link).to_have_attribute("aria-current", "true")
    expect(page.locator('[aria-current="true"]')).to_have_count(1)
    assert page.url.endswith("#lev-kalashnikov")


def test_a_sentence_is_heard_when_clicked_and_marked_while_spoken(visit: Open) -> None:
    page = visit()
    sentence = page.locator(".s", has_text="It moves four centimetres")
    sentence.click()
    playing(page)
    line = TIMELINE.placements[5]
    begin = TIMELINE.seconds(line.start) + line.line.text.index("It moves") * 0.06
    was_taken_to(page, begin)
    hold(page, begin + 0.1)
    expect(sentence).to_have_class("s speaking")
    expect(page.locator(".speaking")).to_have_count(1)
    until(page, f"{WORD} === 'It'")


@pytest.mark.parametrize("index", range(0, 12, 3))
def test_the_marked_word_is_the_one_being_spoken(visit: Open, index: int) -> None:
    page = visit()
    line = TIMELINE.placements[3].line
    words = line.text.split(" ")
    offset = len(" ".join(words[: index % len(words)])) + bool(index % len(words))
    second = TIMELINE.seconds(TIMELINE.placements[3].start) + offset * 0.06 + 0.03
    page.evaluate("second => { document.querySelector('audio').currentTime = second }", second)
    until(page, f"word => {WORD} === word && document.querySelector('.speaking')", words[index % len(words)])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_word_of_the_title_is_seen_and_cuts_no_letter_above_it(
    visit: Open, tmp_path: Path, theme: str
) -> None:
    title = "The happy typography judge of the big quay plays gypsy jazz"
    heading = Line(title, None, LineKind.HEADING)
    first, *others = bridge().segments
    script = replace(bridge(), title=title, segments=(replace(first, items=(heading, *first.items)), *others))
    make(tmp_path, script=script)
    page = visit(folder=tmp_path, color_scheme=theme, viewport={"width": 700, "height": 900})
    page.evaluate("document.querySelector('audio').currentTime = 2.4")
    until(page, "CSS.highlights.get('word').size === 1 && document.fonts.status === 'loaded'")
    lit = shown(page, "h1")
    page.evaluate("CSS.highlights.get('word').clear()")
    changed = ImageChops.difference(lit, shown(page, "h1")).convert("L").point(lambda v: 255 * (v > 24))
    word = changed.getbbox()
    assert word is not None
    counts = lit.crop(word).getcolors(maxcolors=1 << 20) or []
    glow = ImageColor.getrgb(field_of(title).glow)
    assert sum(count for count, colour in counts if colour == glow) > 100
    assert changed.crop(word).histogram()[255] < 0.7 * changed.crop(word).size[0] * changed.crop(word).size[1]


def shown(page: Page, selector: str) -> Image.Image:
    return Image.open(io.BytesIO(page.locator(selector).screenshot())).convert("RGB")


@pytest.mark.parametrize(
    ("address", "second"),
    [
        ("#t=31.5", 31.5),
        ("#t=0:20", 20.0),
        ("#lev-kalashnikov", STARTS[2]),
        ("#nobody", 0.0),
        ("#t=nonsense", 0.0),
        ("#t=9999", None),
        ("#%E0%A4%A", 0.0),
    ],
)
@pytest.mark.parametrize("server", [False, True], ids=["file", "server"])
def test_deep_links(visit: Open, address: str, second: float | None, server: bool) -> None:
    page = visit(address, server=server)
    expected = TIMELINE.seconds(TIMELINE.length) if second is None else second
    stands_at(page, expected, 0.3)


def test_the_place_is_remembered_and_a_link_counts_more(visit: Open) -> None:
    page = visit()
    address = page.url
    page.evaluate("document.querySelector('audio').currentTime = 17")
    page.get_by_role("button", name="Listen").click()
    playing(page)
    page.get_by_role("region", name="Player").get_by_role("button", name="Pause").click()
    until(page, "document.querySelector('audio').paused")
    assert now(page) > 17
    hold(page, 17)
    for again in (page.reload, lambda: page.goto(address)):
        again()
        until(page, READY)
        stands_at(page, 17)
        expect(page.get_by_text("You left off at 0:17")).to_be_visible()
    page.goto("about:blank")
    page.goto(address + "#t=5")
    until(page, READY)
    stands_at(page, 5)


def test_starting_over(visit: Open) -> None:
    page = visit()
    page.evaluate("document.querySelector('audio').currentTime = 25")
    page.get_by_role("button", name="Listen").click()
    playing(page)
    hold(page, 25)
    page.reload()
    page.get_by_role("button", name="Start at the beginning").click()
    playing(page)
    was_taken_to(page, 0)


def test_speed_is_chosen_and_kept(visit: Open) -> None:
    page = visit()
    page.get_by_label("Speed").select_option("1.5")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    page.reload()
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    expect(page.get_by_label("Speed")).to_have_value("1.5")


def test_hands_on_the_keyboard(visit: Open) -> None:
    page = visit()
    page.keyboard.press("ArrowRight")
    stands_at(page, 30)
    page.keyboard.press("ArrowLeft")
    stands_at(page, 15)
    page.keyboard.press("Shift+ArrowRight")
    stands_at(page, TIMELINE.seconds(TIMELINE.placements[2].start))
    page.keyboard.press(" ")
    playing(page)
    page.keyboard.press(" ")
    until(page, "document.querySelector('audio').paused")
    # Everything that can be clicked can be reached and pressed without a mouse.
    page.get_by_role("slider", name="Position").focus()
    before = now(page)
    page.keyboard.press("ArrowRight")
    stands_at(page, before + 1, 1)
    page.get_by_role("link", name="Listen from 0:31").focus()
    page.keyboard.press("Enter")
    playing(page)
    was_taken_to(page, 31.5, 0.5)


def test_the_scrubber_says_where_it_is(visit: Open) -> None:
    page = visit("#t=31")
    slider = page.get_by_role("slider", name="Position")
    expect(slider).to_have_attribute("aria-valuetext", "31 seconds of 42 seconds, Lev Kalashnikov")
    box = slider.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    stands_at(page, TIMELINE.seconds(TIMELINE.length) / 2, 1.2)


def test_the_words_are_followed_until_the_reader_scrolls(visit: Open) -> None:
    page = visit(viewport={"width": 900, "height": 500}, reduced_motion="reduce")
    page.get_by_role("button", name="Listen").click()
    playing(page)
    page.evaluate("document.querySelector('audio').playbackRate = 0.1")  # it must not end meanwhile
    page.evaluate("document.querySelector('audio').currentTime = 33")
    until(page, "document.querySelector('.speaking')?.getBoundingClientRect().bottom < innerHeight")
    page.mouse.wheel(0, -2000)
    until(page, "scrollY === 0")
    page.evaluate("document.querySelector('audio').currentTime = 37")
    follow = page.get_by_role("button", name="Follow the words")
    expect(follow).to_be_visible()
    assert page.evaluate("scrollY") == 0
    follow.click()
    until(page, "scrollY > 200")
    expect(follow).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (360, 740)], ids=["desktop", "phone"])
def test_axe_finds_nothing(visit: Open, scheme: str, size: tuple[int, int]) -> None:
    window = {"width": size[0], "height": size[1]}
    page = visit("#t=25", color_scheme=scheme, viewport=window, bypass_csp=True, reduced_motion="reduce")
    page.get_by_role("button", name="Go on").click()
    playing(page)
    page.evaluate("document.querySelector('audio').pause()")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_list_of_episodes_has_no_violations(browser: Browser, served: str) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(served)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.get_by_role("link", name="The bridge nobody wanted to paint").click()
        page.wait_for_url("**/bridge.html")
        context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1024])
def test_nothing_is_wider_than_the_screen(visit: Open, width: int) -> None:
    page = visit(viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= width)


def test_on_paper_it_is_a_transcript(visit: Open) -> None:
    page = visit()
    page.emulate_media(media="print")
    for gone in ("[data-ui=bar]", ".contents", ".listen-button", ".keys"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.get_by_text("Marta Oyelaran:", exact=False).first).to_be_visible()
    expect(page.locator(".paragraph").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.v1.run')).color") == "rgb(0, 0, 0)"
    assert len(page.pdf()) > 10_000


def test_without_scripts_it_still_plays_and_reads(browser: Browser, published: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((published / "bridge.html").as_uri())
    expect(page.locator("audio")).to_be_visible()
    expect(page.locator("[data-ui=bar]")).to_be_hidden()
    expect(page.get_by_text("It is green now, mostly.")).to_be_visible()
    context.close()


def test_sound_that_is_not_there_is_said(browser: Browser, published: Path, tmp_path: Path) -> None:
    shutil.copy(published / "bridge.html", tmp_path / "bridge.html")
    page = browser.new_page()
    page.goto((tmp_path / "bridge.html").as_uri())
    expect(page.get_by_role("status")).to_contain_text("its file should lie beside this page")
    page.close()


def test_hostile_words_stay_words(visit: Open, tmp_path: Path) -> None:
    evil = "</script><script>window.evil = 1</script><img src=x onerror='window.evil = 1'> \"' & ${x} " * 3
    script = Script(
        title=evil,
        byline=evil,
        site=evil,
        source="javascript:window.evil = 1",
        segments=(
            Segment(evil, evil, (Line(evil, kind=LineKind.HEADING), say(evil, evil), say("Then nothing."))),
            Segment("#t=3", "ui_data", (say("”" * 400),)),
            Segment("橋 🎉 עברית", None, (say("שלום עולם. 橋は灰色のままだった。"),)),
        ),
    )
    make(tmp_path, script=replace(script, language="ar"))
    page = visit(folder=tmp_path)
    page.locator(".s").last.click()
    playing(page)
    expect(page.locator(".s").last).to_have_class("s speaking")
    assert page.evaluate("window.evil") is None
    assert (page.locator("h1").text_content() or "").strip() == evil.strip()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_copying_a_link_to_this_moment(visit: Open) -> None:
    page = visit("#t=20", server=True, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Copy link").click()
    expect(page.get_by_role("status")).to_contain_text("Link to 0:20 copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/bridge.html#t=20")


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.mp3", "mp3", 44_100),
        ("a: 100% “b”.m4a", "aac", 44_100),
        ("ö#?.opus", "libopus", 48_000),
        ("a.flac", "flac", 44_100),
        ("a.wav", "pcm_s16le", 44_100),
    ],
)
def test_every_format_plays_under_any_name(
    visit: Open, tmp_path: Path, name: str, codec: str, rate: int
) -> None:
    tone(tmp_path / name, TIMELINE.seconds(TIMELINE.length), codec, rate=rate)
    page = player_page(bridge(), TIMELINE, {name.rpartition(".")[2]: name}, identity=codec)
    (tmp_path / "bridge.html").write_text(page, "utf-8")
    opened = visit("#lev-kalashnikov", folder=tmp_path)
    opened.get_by_role("button", name="Go on").click()
    playing(opened)
    was_taken_to(opened, STARTS[2])


def test_many_chapters_keep_the_current_one_in_sight(visit: Open, tmp_path: Path) -> None:
    script = replace(bridge(), segments=bridge().segments * 12)
    timeline = timeline_of(script)
    tone(tmp_path / "a.wav", timeline.seconds(timeline.length), "pcm_s16le", rate=8000)
    (tmp_path / "bridge.html").write_text(
        player_page(script, timeline, {"wav": "a.wav"}, identity="many"), "utf-8"
    )
    page = visit("#lev-kalashnikov-11", folder=tmp_path)
    link = page.locator('[aria-current="true"]')
    expect(link).to_have_attribute("data-id", "lev-kalashnikov-11")
    box, list_ = link.bounding_box(), page.locator(".contents").bounding_box()
    assert box is not None
    assert list_ is not None
    assert list_["y"] - 1 <= box["y"]
    assert box["y"] + box["height"] <= list_["y"] + list_["height"] + 1


def test_right_to_left_words_stand_on_the_right(visit: Open, tmp_path: Path) -> None:
    script = Script("גשר", (Segment("גשר", None, (say("שלום עולם. הגשר היה אפור."),)),), language="he")
    make(tmp_path, script=script)
    page = visit(folder=tmp_path)
    words, time = page.locator(".s").first.bounding_box(), page.locator(".at").first.bounding_box()
    assert words is not None
    assert time is not None
    assert words["x"] + words["width"] <= time["x"] + 1

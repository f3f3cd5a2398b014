"""Seeking to each chapter of an hour-long file in a real browser: what is heard is the chapter's beginning.

Debian's Chromium under Playwright; NARRATOR_CHROMIUM names another browser's program.
"""

from __future__ import annotations

import base64
import os
import shutil
import threading
import time

import numpy as np
import pytest
import soxr
import uvicorn
from playwright.sync_api import sync_playwright
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from episode.material import record
from narrator.clips import load_samples
from narrator.episode import assemble
from narrator.model import Line, Segment, Tags

pytestmark = pytest.mark.slow

CHROMIUM = os.environ.get("NARRATOR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--autoplay-policy=no-user-gesture-required"]
CHAPTERS, FILLERS = 12, 28
PATIENCE = 120_000

LISTEN = """
async ([address, second, wanted]) => {
  const audio = new Audio(address);
  const known = new Promise((ready, failed) => { audio.onloadedmetadata = ready; audio.onerror = failed; });
  const context = new AudioContext({sampleRate: 44100});
  await context.audioWorklet.addModule("tap.js");
  const tap = new AudioWorkletNode(context, "tap", {processorOptions: {wanted}});
  const heard = new Promise((ready) => { tap.port.onmessage = (message) => ready(message.data); });
  context.createMediaElementSource(audio).connect(tap);
  tap.connect(context.destination);
  await context.resume();
  await known;
  const sought = new Promise((ready) => { audio.onseeked = ready; });
  audio.currentTime = second;
  await sought;
  await audio.play();
  const bytes = new Uint8Array((await heard).buffer);
  audio.pause();
  await context.close();
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return [btoa(text), audio.duration];
}
"""
"""So many samples of what sounds after a seek, from the first that is not zero."""
TAP = """
class Tap extends AudioWorkletProcessor {
  constructor(options) {
    super();
    this.heard = new Float32Array(options.processorOptions.wanted);
    this.length = 0;
  }
  process([[samples]]) {
    if (!samples || this.length === this.heard.length) return true;
    const start = this.length ? 0 : samples.findIndex((sample) => sample !== 0);
    if (start < 0) return true;
    const some = samples.subarray(start, start + this.heard.length - this.length);
    this.heard.set(some, this.length);
    this.length += some.length;
    if (this.length === this.heard.length) this.port.postMessage(this.heard);
    return true;
  }
}
registerProcessor("tap", Tap);
"""
"""It runs where the sound is made, so that nothing is lost while the page is busy."""
SECONDS = 2
QUANTUM = 128
"""Samples that a browser makes at once.  There is noise under every pause: so many zeros in a row are a place
where the machine was too busy for the browser to play on, and that moment has to be heard again."""
TRIES = 20


@pytest.fixture(scope="module")
def hour(tmp_path_factory):
    """Chapters that begin with words of their own; the rest is the same paragraph again and again, which is
    encoded once."""
    folder = tmp_path_factory.mktemp("hour")
    firsts = [record(folder / "clips", f"first{n}", 22050, 2.2, n + 1) for n in range(CHAPTERS)]
    filler = record(folder / "clips", "filler", 22050, 10.0, 99)
    segments = [
        Segment(f"Chapter {n}", None, tuple(Line(str(k), opens_paragraph=True) for k in range(FILLERS + 1)))
        for n in range(CHAPTERS)
    ]
    clips = (clip for first in firsts for clip in [first] + [filler] * FILLERS)
    formats = ["mp3", "m4a", "opus"]
    episode = assemble(
        segments, clips, Tags("t"), folder / "audio", "hour", formats=formats, cache=folder / "c"
    )
    assert episode.timeline.seconds(episode.timeline.length) > 3600
    words = [soxr.resample(load_samples(clip).astype(np.float32) / 32768, 22050, 44100) for clip in firsts]
    return folder / "audio", episode.timeline, words


@pytest.fixture(scope="module")
def page(hour):
    """A page of the server that also has the files, with byte ranges."""
    app = Starlette(
        routes=[
            Route("/", lambda _: HTMLResponse("<!doctype html>")),
            Route("/tap.js", lambda _: Response(TAP, media_type="text/javascript")),
            Mount("/", StaticFiles(directory=hour[0])),
        ]
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"http://{host}:{port}/")
        yield page
        browser.close()
    server.should_exit = True
    thread.join(20)


def lag(sound, words) -> tuple[int, float]:
    """Where in `sound` the words begin, and how like them it is there."""
    size = 1 << (sound.size + words.size).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(words, size)), size)
    at = int(np.argmax(likeness[: sound.size]))
    there = sound[at : at + words.size]
    return at, float(
        np.dot(there, words[: there.size]) / np.linalg.norm(there) / np.linalg.norm(words[: there.size])
    )


def heard_after(page, name: str, second: float) -> tuple[np.ndarray, float]:
    """What sounds after seeking there, played without a gap, and the file's length in seconds."""
    for _ in range(TRIES):
        told, duration = page.evaluate(LISTEN, [f"hour.{name}", second, SECONDS * 44100])
        heard = np.frombuffer(base64.b64decode(told), np.float32)
        if not np.convolve(heard == 0, np.ones(QUANTUM), "valid").max() >= QUANTUM:
            return heard, duration
    raise AssertionError(f"{TRIES} times the machine was too busy to play {SECONDS} s without a gap")


@pytest.mark.parametrize("name", ["mp3", "m4a", "opus"])
def test_each_chapter_begins_within_50_ms_of_where_it_was_sought(hour, page, name):
    _, timeline, words = hour
    assert len(timeline.chapters) == CHAPTERS
    placements = [p for p in timeline.placements if p.line.text == "0"]
    for chapter, placement, own in zip(timeline.chapters, placements, words, strict=True):
        second = timeline.seconds(chapter.start)
        heard, duration = heard_after(page, name, second)
        assert duration == pytest.approx(timeline.seconds(timeline.length), abs=0.1)
        at, likeness = lag(heard, own[:44100])
        assert likeness > 0.8
        expected = timeline.seconds(placement.start) - second
        assert at / 44100 == pytest.approx(expected, abs=0.05), chapter.title

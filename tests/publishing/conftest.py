"""One published episode for the tests that only read it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from narrator.model import Script, Timeline
from narrator.publishing.cover import Cover, draw_cover
from narrator.publishing.publish import publish
from tests.publishing.episodes import bridge, timeline_of, tone

WHEN = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)


@cache
def cover() -> Cover:
    """Drawn once: what covers look like is tested elsewhere."""
    return draw_cover(bridge())


def make(
    folder: Path, stem: str = "bridge", script: Script | None = None, *, when: datetime = WHEN
) -> Timeline:
    """An episode with real sound in two formats."""
    script = script or bridge()
    timeline = timeline_of(script)
    seconds = timeline.seconds(timeline.length)
    audio = {
        "mp3": tone(folder / f"{stem}.mp3", seconds, "mp3"),
        "opus": tone(folder / f"{stem}.opus", seconds, "libopus", rate=48_000),
    }
    publish(script, timeline, audio, folder, stem, cover=cover(), published=when)
    return timeline


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one whole episode; not to be written to."""
    folder = tmp_path_factory.mktemp("audio")
    make(folder)
    return folder

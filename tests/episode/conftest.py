"""One episode in every format, made once for all tests that read it back."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from PIL import Image

from episode.material import interview, played
from narrator.episode import FORMATS, assemble
from narrator.model import Tags


def picture() -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").save(file, "JPEG")
    return file.getvalue()


TAGS = Tags(
    title="Čaj o páté",
    artist="A. Writer",
    album="The show",
    date="2026-11-23",
    language="cs",
    comment="From an article",
    source_url="https://example.org/a",
    cover=picture(),
)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("episode")
    segments, clips = interview(folder / "clips")
    told: list[float] = []
    episode = assemble(
        segments,
        played(clips),
        TAGS,
        folder / "audio",
        "caj",
        formats=list(FORMATS),
        cache=folder / "cache",
        progress=told.append,
    )
    return SimpleNamespace(
        episode=episode, segments=segments, clips=clips, folder=folder, tags=TAGS, told=told
    )

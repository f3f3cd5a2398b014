"""The engine that docs/engines.md shows is complete: taken from the page, installed, found and used."""

import re
import sys
from importlib.metadata import PathDistribution
from pathlib import Path

import numpy as np
import pytest

from narrator.model import Spoken
from narrator.speech import engine as engines
from narrator.speech.cache import Cache
from narrator.speech.engine import Engine, engine_named, engine_names
from narrator.speech.studio import RecordingJob, Studio

PAGE = Path(__file__).parents[2] / "docs" / "engines.md"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The page's module and its entry point, as pip would lay them down."""
    page = PAGE.read_text("utf-8")
    [code] = re.findall(r"```python\n(.*?)```", page, re.S)
    [[group, point]] = re.findall(r'```toml\n\[project\.entry-points\."([^"]+)"\]\n(.*?)```', page, re.S)
    (tmp_path / "hum.py").write_text(code)
    about = tmp_path / "narrator_hum-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: narrator-hum\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[{group}]\n{point.replace(chr(34), '')}")
    assert PathDistribution(about).entry_points
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("hum", None)


def test_it_is_found_and_is_an_engine(installed):
    assert "hum" in engine_names()
    assert isinstance(engine_named("hum"), Engine)
    assert engines.ENTRY_POINTS in PAGE.read_text("utf-8")


def test_it_records_lines_in_a_worker_process(installed, tmp_path):
    engine = engine_named("hum")
    text = "Three words hummed"
    with Studio(engine, Cache(tmp_path / "cache"), workers=1) as studio:
        clips = list(
            studio.record(
                RecordingJob(Spoken(text, ((0, len(text), 0, len(text)),)), text, voice)
                for voice in engine.voices()
            )
        )
    assert [text[word.start : word.end] for word in clips[0].words] == text.split()
    assert clips[0].key != clips[1].key
    speech = engine.speak(text, engine.voice_named("high"))
    spectrum = np.abs(np.fft.rfft(speech.samples))
    assert np.argmax(spectrum) * speech.rate / len(speech.samples) == pytest.approx(220, abs=3)


def test_every_engine_and_each_extra_is_on_the_page():
    page = PAGE.read_text("utf-8")
    for name, (_, extra) in engines.BUILT_IN.items():
        assert f"| `{name}` |" in page
        assert not extra or f'pip install ".[{extra}]"' in page

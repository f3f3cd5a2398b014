"""What `narrator check` makes of a real episode whose script is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.inspection import inspect
from narrator.listening import Silence
from narrator.pipeline import render
from narrator.settings import Settings

SCRIPT = """+++
title = "The pause"
+++

## The beginning

**Narrator:** Nobody spoke, ~~not even the dog,~~ for a long time.

[pause 3.5s]

**Narrator:** Then somebody laughed.

[pause 4s]

## The end

**Narrator:** And that was the end of it.
"""


@pytest.mark.slow
def test_pauses_that_the_editor_asked_for_are_no_gaps(tmp_path: Path) -> None:
    settings = Settings(
        engine="espeak",
        offline=True,
        output=tmp_path / "audio",
        scripts=tmp_path / "scripts",
        cache=tmp_path / "cache",
    )
    settings.scripts.mkdir()
    script = settings.scripts / "the-pause.md"
    script.write_text(SCRIPT, encoding="utf-8")
    audio = render(script, settings, Silence()).files["mp3"]
    assert inspect(audio, settings).problems == ()
    script.write_text(SCRIPT.replace("[pause 4s]", ""), encoding="utf-8")
    assert [problem.code for problem in inspect(audio, settings).problems] == ["gap"]
    script.unlink()
    assert [problem.code for problem in inspect(audio, settings).problems] == ["gap", "gap"]

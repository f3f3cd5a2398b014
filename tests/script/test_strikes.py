"""What an editor strikes out is not said."""

from __future__ import annotations

from narrator.lexicon import replacements_for
from narrator.script import read_script
from narrator.spoken import speak_text
from tests.script.casefiles import with_head


def said(body: str, lexicon: dict[str, str]) -> list[str]:
    script = read_script(with_head(body))
    return [
        speak_text(line.text, replacements=replacements_for(line, lexicon)).text
        for line in script.lines
        if not line.silent
    ]


def test_struck_words_are_not_spoken() -> None:
    body = "## One\n\n**Narrator:** Bo Lund, ~~a notorious drunk,~~ a pilot.\n**Ann:** ~~No.~~ ~~N.~~"
    assert said(body, {"drunk": "dronk"}) == ["Bo Lund, a pilot."]

"""What the page on the script file shows is a script file."""

from __future__ import annotations

import re
from pathlib import Path

from narrator.ipa import ipa_to_espeak, split_say
from narrator.script import read_script, write_script

DOCS = Path(__file__).parents[2] / "docs"


def test_the_sample_is_read_without_a_warning() -> None:
    page = (DOCS / "script.md").read_text("utf-8")
    (sample,) = re.findall(r"````markdown\n(.*?)````", page, re.DOTALL)
    script = read_script(sample)
    assert script.notes == ()
    assert [role.name for role in script.cast] == ["Narrator", "Homer Dudley"]
    assert write_script(read_script(write_script(script))) == write_script(script)
    assert sample.partition("+++\n\n## ")[2] in write_script(script)


def test_every_form_of_the_page_on_pronunciations_can_be_said() -> None:
    page = (DOCS / "pronunciations.md").read_text("utf-8")
    written = re.findall(r'^\| .*? \| `\w+ = "([^"]+)"`', page, re.M)
    assert [tuple(part is not None for part in split_say(say)) for say in written] == [
        (True, False),
        (False, True),
        (True, True),
    ]
    assert all(ipa_to_espeak(ipa) for ipa in re.findall(r"`/([^/`]+)/`", page))

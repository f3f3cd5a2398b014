"""Colours that can be read: contrasts as WCAG 2.2 computes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from narrator.model import Person, Script, Segment
from narrator.publishing.manifest import manifest_of
from narrator.publishing.palette import DARK_PAPER, FIELDS, VOICES, colours, field_of, people, speakers
from narrator.publishing.player import player_page
from tests.publishing.episodes import bridge, say, timeline_of


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, ground: str, share: float) -> str:
    """What `color-mix` in the page makes of a voice's colour behind its own words."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(b + (a - b) * share):02x}" for a, b in pairs)


@pytest.mark.parametrize("voice", VOICES)
def test_every_voice_reads_as_text_also_while_it_speaks(voice) -> None:
    assert contrast(voice.light, "#ffffff") >= 4.5
    assert contrast(voice.light, mixed(voice.light, "#ffffff", 0.15)) >= 4.5
    assert contrast(voice.dark, DARK_PAPER) >= 4.5
    assert contrast(voice.dark, mixed(voice.dark, DARK_PAPER, 0.15)) >= 4.5
    for field in FIELDS:
        assert contrast(voice.dark, field.ground) >= 4.5


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_carries_white_and_its_glow(field) -> None:
    assert contrast("#ffffff", field.ground) >= 7
    assert contrast(field.glow, field.ground) >= 4.5


def test_a_title_keeps_its_field() -> None:
    assert field_of("The bridge") is field_of("The bridge")
    assert len({field_of(f"title {n}") for n in range(60)}) == len(FIELDS)


def test_speakers_come_in_order_of_appearance() -> None:
    assert speakers(bridge()) == ("Marta Oyelaran", "Lev Kalashnikov")
    assert list(colours(f"Person {n}" for n in range(10)).values()) == [*range(8), 0, 1]


def test_only_people_with_names_are_listed_as_people() -> None:
    lines = (say("“Hello.”", "Ann Lee"), say("“Hm.”", "His wife"), say("“It is so.”", "the report"))
    known = (Person("Ann Lee"), Person("His wife", named=False))
    script = Script("T", (Segment("One", None, lines),), people=known)
    assert speakers(script) == ("Ann Lee", "His wife", "the report")
    assert people(script) == ("Ann Lee",)
    manifest = manifest_of(script, timeline_of(script), {}, "t", published=datetime.now(UTC))
    assert [person.name for person in manifest.people] == ["Ann Lee"]
    assert "1 person quoted" in player_page(script, timeline_of(script), {"mp3": "t.mp3"}, identity="t")

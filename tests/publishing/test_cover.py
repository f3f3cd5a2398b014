"""The cover: what Apple asks of it, what it shows, and what it does with letters no font has."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from narrator.errors import InputError
from narrator.model import Segment
from narrator.publishing import lettering
from narrator.publishing.cover import HEAVIEST, _bar, _smooth_bar, cover_for, draw_cover, own_cover
from narrator.publishing.lettering import Lettering, drawable
from narrator.publishing.palette import VOICES, field_of
from tests.publishing.episodes import bridge, say


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def near(pixel: tuple[int, ...], colour: str) -> bool:
    return all(
        abs(value - int(colour[i : i + 2], 16)) < 12 for value, i in zip(pixel, (1, 3, 5), strict=True)
    )


def coloured(image: Image.Image, colour: str) -> int:
    small = image.resize((300, 300), Image.Resampling.NEAREST)
    return sum(near(small.getpixel((x, y)), colour) for x in range(300) for y in range(300))


def test_it_is_what_podcast_apps_ask_for() -> None:
    cover = draw_cover(bridge())
    image = opened(cover.image)
    assert (image.format, image.size, image.mode) == ("JPEG", (3000, 3000), "RGB")
    assert len(cover.image) < HEAVIEST
    assert opened(cover.thumbnail).size == (600, 600)
    assert cover.notes == ()


def test_the_same_script_has_the_same_cover() -> None:
    assert draw_cover(bridge()) == draw_cover(bridge())


def test_it_shows_ground_title_and_every_voice() -> None:
    script = bridge()
    image = opened(draw_cover(script).image)
    assert coloured(image, field_of(script.title).ground) > 45_000
    assert coloured(image, "#ffffff") > 800
    for voice in VOICES[:2]:
        assert coloured(image, voice.dark) > 400
    assert coloured(image, VOICES[2].dark) < 50


@pytest.mark.parametrize(
    "title",
    [
        "A",
        "x" * 400,
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
        "word " * 120,
        "Ξένια και Мост",
    ],
    ids=["one letter", "no spaces", "long word", "many words", "greek and russian"],
)
def test_any_title_leaves_a_margin(title: str) -> None:
    script = replace(bridge(), title=title)
    image = opened(draw_cover(script).image)
    ground = field_of(title).ground
    right = image.crop((2860, 0, 3000, 800)).resize((14, 80), Image.Resampling.NEAREST)
    assert all(near(right.getpixel((x, y)), ground) for x in range(14) for y in range(80))
    assert coloured(image, "#ffffff") > 60


def test_many_people_are_counted() -> None:
    names = [f"Person Number {n} With A Long Name" for n in range(20)]
    segments = tuple(Segment(name, name, (say("“Words.”", name),)) for name in names)
    script = replace(bridge(), segments=segments)
    foot = opened(draw_cover(script).image).crop((210, 2600, 2790, 2900))
    assert coloured(foot, "#ffffff") > 30  # “and 17 more”


def test_letters_no_font_has_are_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "_system_faces", lambda: ())
    lettering._face_for.cache_clear()
    try:
        assert drawable("The bridge 🎉") == "The bridge"
        assert drawable("橋は灰色") is None
        cover = draw_cover(replace(bridge(), title="橋は灰色"))
        assert "no title" in cover.notes[0]
        blank = opened(cover.image).crop((210, 420, 2790, 1000))
        assert coloured(blank, "#ffffff") == 0
    finally:
        lettering._face_for.cache_clear()


def test_lettering_wraps_within_its_width() -> None:
    letters = Lettering("bold", 120)
    lines = letters.wrap("The bridge nobody wanted to paint for eleven winters", 900)
    assert all(letters.length(line) <= 900 for line in lines)
    assert " ".join(lines) == "The bridge nobody wanted to paint for eleven winters"
    assert letters.length(letters.shortened("a" * 300, 500)) <= 500


def test_a_picture_of_ones_own_is_made_square() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (4000, 1500), (200, 30, 30, 255)).save(written, "PNG")
    cover = own_cover(written.getvalue())
    image = opened(cover.image)
    assert (image.format, image.size, image.mode) == ("JPEG", (1500, 1500), "RGB")
    assert near(image.getpixel((750, 750)), "#c81e1e")


def test_the_users_picture_or_ours(tmp_path: Path) -> None:
    assert cover_for(bridge()) == draw_cover(bridge())
    path = tmp_path / "mine.png"
    Image.new("RGB", (50, 50), "#00aa00").save(path)
    assert near(opened(cover_for(bridge(), path).image).getpixel((700, 700)), "#00aa00")
    with pytest.raises(InputError, match=r"nowhere\.png"):
        cover_for(bridge(), tmp_path / "nowhere.png")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff\xe0" + b"\0" * 50, b"<svg/>"])
def test_what_is_no_picture_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(InputError, match="JPEG or PNG"):
        own_cover(content)


@pytest.mark.parametrize("width", [40, 41])
@pytest.mark.parametrize("tall", [41, 82, 119, 120, 121, 123, 124, 333, 1201])
def test_a_bar_put_together_from_its_ends_is_the_bar_drawn_whole(width, tall):
    assert _bar(width, tall).tobytes() == _smooth_bar(width, tall).tobytes()

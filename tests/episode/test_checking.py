"""`check` on our own files, which have no problem, and on files with one fault each."""

from __future__ import annotations

import wave
from itertools import pairwise

import numpy as np
import pytest
from mutagen.id3 import CHAP, CTOC, ID3, TIT2
from mutagen.mp3 import MP3

from episode.material import speech
from narrator.episode import FORMATS, Problem, check_episode
from narrator.episode.clicks import ClickFinder
from narrator.episode.listening import Listener
from narrator.episode.mastering import resampled
from narrator.errors import InputError
from narrator.loudness import amplitude, measure
from narrator.speech.espeak import Espeak


@pytest.mark.parametrize("name", list(FORMATS))
def test_our_own_files_have_no_problem(made, name):
    report = check_episode(made.episode.files[name])
    assert report.problems == ()
    assert report.ok
    assert [chapter.title for chapter in report.chapters] == [s.title for s in made.segments]
    assert report.duration == pytest.approx(made.episode.timeline.length / 44100, abs=0.0001)
    assert report.loudness == pytest.approx(-19.0, abs=0.5)


def codes(report) -> list[str]:
    return [problem.code for problem in report.problems]


def wav(path, sound, rate=22050, channels=1):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def test_a_file_of_another_program_without_title_or_chapters(tmp_path):
    report = check_episode(wav(tmp_path / "a.wav", speech(22050, 4, 1, -19.0)))
    assert codes(report) == ["title-missing", "chapters-missing"]
    assert not report.ok


def test_too_quiet_and_too_loud(tmp_path):
    quiet = check_episode(wav(tmp_path / "a.wav", speech(22050, 4, 1, -27.0)))
    assert "loudness" in codes(quiet)
    assert quiet.loudness == pytest.approx(-27.0, abs=0.1)
    assert "loudness" not in codes(check_episode(tmp_path / "a.wav", loudness=-24.0))
    loud = check_episode(wav(tmp_path / "b.wav", speech(22050, 4, 1, -19.0) * 9))
    assert {"loudness", "true-peak", "clipping"} <= set(codes(loud))
    (first, *_) = (problem for problem in loud.problems if problem.code == "clipping")
    assert 0 <= first.at < 1


def test_stereo_is_held_against_the_target_as_it_is(tmp_path):
    """The same sound in both channels measures 3 LU more, and so much more is wanted."""
    one = speech(44100, 4, 1, -19.0)
    report = check_episode(wav(tmp_path / "a.wav", np.repeat(one, 2), 44100, channels=2))
    assert report.loudness == pytest.approx(-16.0, abs=0.1)
    assert "loudness" not in codes(report)


def test_gaps_wherever_they_are(tmp_path):
    said = speech(22050, 2, 3, -19.0)

    def still(seconds):
        noise = np.random.RandomState(1).standard_normal(round(22050 * seconds)) * amplitude(-75)
        return noise.astype(np.float32)

    sound = np.concatenate([still(3.5), said, still(2.5), said, still(4), said, still(3.2)])
    report = check_episode(wav(tmp_path / "a.wav", sound))
    gaps = [(round(p.at, 1), p.message) for p in report.problems if p.code == "gap"]
    assert [at for at, _ in gaps] == [0.0, 10.0, 16.0]
    assert gaps[1][1].startswith("4.0 s of silence at 0:")

    def left(*pauses):
        report = check_episode(tmp_path / "a.wav", pauses=pauses)
        return [round(p.at, 1) for p in report.problems if p.code == "gap"]

    assert left(3.5, 0.5, 4.0, 3.0) == []
    assert left(0.5, 4.0, 3.2) == [0.0]
    assert left(3.2, 3.2) == [16.0]
    assert left(4.0) == [0.0, 16.0]
    assert left(10.0, 1.0) == [0.0, 10.0, 16.0]


def test_hard_cuts_are_heard_and_fades_are_not(tmp_path):
    said = speech(22050, 2, 3, -19.0)
    loudest = int(np.argmax(np.abs(said)))
    assert 1000 < loudest < said.size - 1000
    pause = np.zeros(11025, np.float32)
    cut = np.concatenate([pause, said, pause, said[: loudest + 1], pause])
    report = check_episode(wav(tmp_path / "a.wav", cut))
    (click,) = [problem for problem in report.problems if problem.code == "click"]
    assert click.at == pytest.approx((11025 * 2 + said.size + loudest) / 22050, abs=0.001)


TWISTERS = (
    "Peter Piper picked a peck of pickled peppers, and Betty Botter bought a bit of better butter.",
    "A proper copper coffee pot stood by the back door, but Kate could not take it to the attic.",
    "Two tickets to the top of the tower cost eight dollars, to be paid at the gate before ten.",
    "The big black dog barked at the boats that came up the creek in the dark of the night.",
)
"""Full of plosives."""


def voice(name: str):
    """An embedded voice at the episodes' rate and level."""
    engine = Espeak()
    spoken = [engine.speak(text, engine.voice_named(name)).samples for text in TWISTERS]
    sound = resampled(np.concatenate(spoken), 22050)
    return sound * np.float32(amplitude(-19.0 - measure(sound, 44100).integrated))


def loud_places(sound, count: int) -> list[int]:
    """As many, spread over the sound, in the middle of words."""
    power = np.sqrt(np.convolve(np.square(sound), np.ones(4410) / 4410, "same"))
    parts = np.array_split(np.arange(sound.size), count)
    return [int(part[0] + np.argmax(power[part])) for part in parts]


def cuts(sound, piece=4410) -> list[float]:
    finder = ClickFinder(44100)
    for start in range(0, sound.size, piece):
        finder.add(sound[start : start + piece])
    finder.finish()
    return finder.found


VOICES = ["en-us/mid", "en-us/low", "en-us/mezzo", "en-gb/alto", "en-us/soft"]


@pytest.mark.parametrize("name", VOICES)
def test_plosives_are_no_clicks(name):
    assert cuts(voice(name)) == []


def cut_up(sound, count: int):
    """From the middle of a word straight into another, so many times: the sound, the seconds of the cuts."""
    edges = [0, *loud_places(sound, 2 * count), sound.size]
    kept = [sound[start:end] for start, end in list(pairwise(edges))[::2]]
    return np.concatenate(kept), np.cumsum([piece.size for piece in kept])[:-1] / 44100


@pytest.mark.parametrize("name", VOICES)
def test_words_cut_into_one_another_are_heard(name):
    """Most cuts are found, to the millisecond, and nothing else is, however the sound comes in."""
    sound, places = cut_up(voice(name), 12)
    found = cuts(sound)
    assert len({int(np.abs(places - at).argmin()) for at in found}) >= 7
    assert all(np.abs(places - at).min() < 0.001 for at in found)
    assert found == cuts(sound, piece=1009)


def test_cuts_within_sound_are_told_by_check(tmp_path):
    sound, places = cut_up(voice("en-us/mid"), 12)
    report = check_episode(wav(tmp_path / "a.wav", sound, 44100))
    found = [problem.at for problem in report.problems if problem.code == "click"]
    assert len(found) >= 7
    assert all(np.abs(places - at).min() < 0.001 for at in found)


@pytest.mark.parametrize("piece", [1, 700, 5000, 10**6])
def test_pieces_of_any_length_are_heard_alike(piece):
    said = speech(8000, 3, 5, -19.0)
    still = np.zeros(8000 * 4, np.float32)
    cut = said[: int(np.argmax(np.abs(said))) + 1]
    sound = np.concatenate([said, still, cut, still[:4000], np.clip(said * 20, -1, 1)])
    listener = Listener(8000, 1)
    size = max(piece, 97)
    for start in range(0, sound.size, size):
        listener.hear(sound[None, start : start + size])
    listener.finish()
    assert [round(gap.at, 2) for gap in listener.gaps] == [pytest.approx(3.0, abs=0.02)]
    assert len(listener.clicks) >= 1
    assert listener.clicks[0] == pytest.approx((said.size + still.size + cut.size - 1) / 8000, abs=0.001)
    assert listener.clipped
    assert listener.loudness().integrated == pytest.approx(measure(sound, 8000).integrated, abs=0.01)


def chaptered(made, tmp_path, chapters):
    path = tmp_path / "a.mp3"
    path.write_bytes(made.episode.files["mp3"].read_bytes())
    tag = ID3(path)
    tag.delall("CHAP")
    tag.delall("CTOC")
    for n, (title, start) in enumerate(chapters):
        within = [TIT2(encoding=3, text=[title])] if title else []
        tag.add(CHAP(element_id=f"c{n}", start_time=start, end_time=start + 500, sub_frames=within))
    names = [f"c{n}" for n in range(len(chapters))]
    tag.add(CTOC(element_id="toc", flags=3, child_element_ids=names, sub_frames=[]))
    tag.save(path)
    return path


@pytest.mark.parametrize(
    ("chapters", "expected"),
    [
        ([("One", 0), ("Two", 5000)], []),
        ([("One", 0), ("", 5000)], ["chapter-untitled"]),
        ([("One", 0), ("Two", 5_000_000)], ["chapter-outside"]),
        ([("One", 3000), ("Two", 5000)], ["chapters-late"]),
        ([("One", 0), ("Two", 400), ("Three", 9000)], ["chapter-short"]),
        ([("One", 0), ("Two", 5000), ("Three", 5000)], ["chapter-order"]),
    ],
)
def test_chapters_that_a_player_would_stumble_over(made, tmp_path, chapters, expected):
    assert codes(check_episode(chaptered(made, tmp_path, chapters))) == expected


def test_chapters_without_a_table_of_contents(made, tmp_path):
    path = chaptered(made, tmp_path, [("One", 0), ("Two", 5000)])
    tag = ID3(path)
    tag.delall("CTOC")
    tag.save()
    report = check_episode(path)
    assert codes(report) == ["contents-missing"]
    assert [chapter.title for chapter in report.chapters] == ["One", "Two"]


def test_a_file_cut_short_is_told(made, tmp_path):
    path = tmp_path / "cut.mp3"
    data = made.episode.files["mp3"].read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    found = check_episode(path)
    assert {"length", "chapter-outside"} & set(codes(found))
    assert found.duration < MP3(made.episode.files["mp3"]).info.length * 0.8


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "there is no file"), (b"", "can't be read"), (b"Not sound at all. " * 200, "can't be read")],
)
def test_what_is_no_sound_is_one_sentence(tmp_path, content, words):
    path = tmp_path / "a.mp3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        check_episode(path)


def test_other_checks_add_theirs_in_the_order_of_time(made):
    report = check_episode(made.episode.files["mp3"])
    late, early, whole = (
        Problem("words", "late", 9.0),
        Problem("words", "early", 2.0),
        Problem("words", "all"),
    )
    more = report.with_problems([late, early, whole])
    assert [problem.message for problem in more.problems] == ["all", "early", "late"]
    assert not more.ok

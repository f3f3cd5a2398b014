import hashlib
import os
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.errors import EngineError, UsageError
from narrator.speech import espeak_data
from narrator.speech.engine import Engine, engine_named
from narrator.speech.espeak import ACCENTS, LONGEST_PIECE, Espeak
from narrator.speech.espeak_native import LONGEST_DATA_PATH

TEXT = "The river came up faster than anyone in the valley could remember, she said."
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def engine() -> Espeak:
    engine = engine_named("espeak")
    assert isinstance(engine, Espeak)
    return engine


@pytest.fixture
def fresh_folders(monkeypatch, tmp_path):
    """The data folders are looked for anew, in an empty cache."""
    monkeypatch.setenv("NARRATOR_CACHE", str(tmp_path / "cache"))
    for folder in (espeak_data.english, espeak_data.everything):
        folder.cache_clear()
    yield tmp_path / "cache"
    for folder in (espeak_data.english, espeak_data.everything):
        folder.cache_clear()


def digest(engine: Engine, voice: str, text: str = TEXT) -> str:
    return hashlib.sha256(engine.speak(text, engine.voice_named(voice)).samples.tobytes()).hexdigest()


# ------------------------------------------------------------------ the same bytes


@pytest.mark.parametrize("name", ["en-us/f2", "en-us/Reed", "en-us/whisper", "de", "fr/mid"])
def test_the_same_text_gives_the_same_bytes_every_time(engine, name):
    """Also with stock voices that are made of noise, and after other voices have spoken."""
    first = digest(engine, name)
    digest(engine, "de/f5", "Dazwischen etwas anderes.")
    assert digest(engine, name) == first


def test_each_of_our_voices_gives_the_same_bytes_in_another_process(engine):
    names = [voice.id for voice in engine.voices()]
    program = (
        "import sys; from tests.speech.test_espeak import *; engine = engine_named('espeak')\n"
        "print(*(digest(engine, name) for name in reversed(sys.argv[1:])))"
    )
    other = subprocess.run(
        [sys.executable, "-c", program, *names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout.split()[::-1] == [digest(engine, name) for name in names]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads memory from /proc")
def test_hundreds_of_lines_leave_neither_memory_nor_files_behind(engine):
    """Each has loaded a library of its own and let go of it."""

    def holds() -> tuple[int, int]:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize(), len(list(Path("/proc/self/fd").iterdir()))

    voices = engine.voices()[:9]
    for voice in voices:
        engine.speak("Warm up.", voice)
    memory, files = holds()
    for number in range(300):
        engine.speak(f"Line {number}.", voices[number % 9])
    assert holds()[0] - memory < 4_000_000
    assert holds()[1] == files


# ------------------------------------------------------------------ voices


def test_there_are_voices_enough_american_ones_first(engine):
    voices = engine.voices()
    ids = [voice.id for voice in voices]
    assert len(set(ids)) == len(ids)
    american = [voice for voice in voices if voice.language == "en-US"]
    assert voices[: len(american)] == tuple(american)
    assert len({voice.timbre for voice in american}) >= 8
    assert {voice.gender for voice in american} == {"f", "m"}
    assert {voice.timbre for voice in voices} == {voice.timbre for voice in american}
    assert len({voice.language for voice in voices}) == len(ACCENTS)
    for voice in voices:
        assert engine.voice_named(voice.id) == voice
        assert voice.pitch and voice.rate == 22050


def test_a_language_has_its_voices_and_a_region_its_own_first(engine):
    assert engine.voices("en-GB")[0].language == "en-GB"
    assert {voice.language for voice in engine.voices("de")} == {"de"}
    assert engine.voices("pt-BR")[0].language == "pt-BR"
    assert {"pt", "pt-BR"} == {voice.language for voice in engine.voices("pt")}
    assert engine.voices("tlh") == ()


@pytest.mark.parametrize(
    "written, spoken",
    [("zh", "cmn"), ("zh-CN", "cmn"), ("zh-TW", "cmn"), ("zh-HK", "yue"), ("no", "nb"), ("nn-NO", "nb")],
)
def test_a_language_is_read_in_what_espeak_calls_it(engine, written, spoken):
    assert {voice.id.partition("/")[0] for voice in engine.voices(written)} == {f"espeak:{spoken}"}
    assert engine.voice_named(f"espeak:{written.partition('-')[0]}/low").id.endswith("/low")


def test_a_script_is_no_accent_unless_it_is_asked_for(engine):
    assert {voice.language for voice in engine.voices("fa")} == {"fa"}
    assert engine.voices("fa-Latn")[0].language == "fa-Latn"


def test_chinese_is_not_spelled(engine):
    """An English voice says of each character that it is one."""
    text = "他的女儿李娜不同意。"
    chinese, english = (engine.speak(text, engine.voices(tongue)[0]) for tongue in ("zh", "en"))
    assert len(chinese.samples) < len(english.samples) / 2


def test_every_voice_of_every_language_speaks(engine):
    text = "1 2 3 mae govannen, салам, ᎣᏏᏲ"
    tongues = [file.name for file in espeak_data.wheel_data().joinpath("lang").rglob("*") if file.is_file()]
    mute = set()
    for name in tongues:
        try:
            voice = engine.voice_named(f"espeak:{ {'en': 'en-gb'}.get(name, name) }/low")
        except UsageError:
            mute.add(name)
            continue
        assert len(engine.speak(text, voice).samples) > 10_000, name
    assert mute == {"fo", "kaa", "xex"}, "espeakng-loader 0.2.4 has no dictionary for these"


def test_every_stock_variant_speaks(engine):
    for variant in espeak_data.wheel_data().joinpath(espeak_data.VARIANTS).iterdir():
        voice = engine.voice_named(f"en-us/{variant.name}")
        assert np.abs(engine.speak("Hello.", voice).samples).max() > 300, variant.name


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("espeak:en-US/Mid", "espeak:en-us/mid"),
        ("mid", "espeak:en-us/mid"),
        ("annie", "espeak:en-us/Annie"),
        ("en-gb+f2", "espeak:en-gb/f2"),
        ("en", "espeak:en-us"),
        ("pt_BR", "espeak:pt-br"),
    ],
)
def test_names_may_be_written_as_people_write_them(engine, asked, found):
    assert engine.voice_named(asked).id == found


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("espeak:en-us/anie", "'espeak:en-us/Annie'"),
        ("en-us/mitt", "did you mean 'espeak:en-us/mid'?"),
        ("espeak:de/loww", "did you mean 'espeak:de/low'?"),
        ("espeak:en-uz/mid", "'espeak:en-us'"),
        ("deutsch", "`narrator voices --engine espeak` lists them"),
        ("", ""),
        ("en-us/../../etc/passwd", ""),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(engine, asked, nearest):
    with pytest.raises(UsageError, match="the engine espeak has no voice") as caught:
        engine.voice_named(asked)
    assert nearest in str(caught.value)


# ------------------------------------------------------------------ words


def test_words_are_timed_in_order(engine):
    speech = engine.speak(TEXT, engine.voices()[0])
    assert [TEXT[start:end] for start, end, _ in speech.words] == TEXT.split()
    samples = [sample for *_, sample in speech.words]
    assert samples == sorted(set(samples))
    assert 0 <= samples[0] < samples[-1] < len(speech.samples)


def test_pace_changes_how_long_it_takes(engine):
    voice = engine.voices()[0]
    slow, plain, fast = (len(engine.speak(TEXT, voice, pace=pace).samples) for pace in (0.9, 1.0, 1.1))
    assert slow / plain == pytest.approx(1 / 0.9, rel=0.06)
    assert fast / plain == pytest.approx(1 / 1.1, rel=0.06)


def test_a_long_text_is_spoken_whole(engine):
    text = " ".join(f"This is sentence number {n} — and it ends here." for n in range(150))
    assert len(text) > 3 * LONGEST_PIECE
    speech = engine.speak(text, engine.voices()[0])
    assert [text[start:end] for start, end, _ in speech.words] == text.replace(" —", "").split()
    last = [sample for start, _, sample in speech.words if text[start:].startswith("sentence")]
    steps = np.diff(last) / speech.rate
    assert steps.min() > 1.5 and steps.max() < 5


# ------------------------------------------------------------------ text as it comes


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.one_of(st.sampled_from("[]<>&'\"\0\n\t\u202e\u200d\ufeff😀é中а.,!?-1"), st.characters()),
        max_size=60,
    )
)
def test_any_text_is_survived(text):
    engine = Espeak()
    speech = engine.speak(text, engine.voice_named("mid"))
    samples = [sample for *_, sample in speech.words]
    assert samples == sorted(samples)
    assert all(text[start:end].strip() for start, end, _ in speech.words)


def test_text_that_looks_like_markup_is_read_as_text(engine):
    voice = engine.voice_named("mid")
    hello = len(engine.speak("Say hello now.", voice).samples)
    assert len(engine.speak("Say [[h@l'oU]] now.", voice).samples) > 1.5 * hello
    heard = [engine.speak(f"Say {text} now.", voice).samples for text in ("<break time='9s'/>", "hello")]
    assert len(heard[0]) < 6 * 22050


def test_what_follows_a_nul_is_spoken_too(engine):
    voice = engine.voice_named("mid")
    with_nul = engine.speak("Before\0after that.", voice)
    assert np.array_equal(with_nul.samples, engine.speak("Before after that.", voice).samples)


# ------------------------------------------------------------------ sounds that an editor wrote


@pytest.mark.parametrize(
    ("word", "ipa"),
    [
        ("nurse", "nˈɜːs"),
        ("father", "ˈfɑːðɚ"),
        ("Kempelen", "ˈkɛmpɛlən"),
        ("judge", "dʒˈʌdʒ"),
        ("water", "ˈwɔːɾɚ"),
    ],
)
def test_ipa_of_a_word_sounds_like_the_word(engine, word, ipa):
    voice = engine.voice_named("mid")
    written = engine.speak(f"{word}.", voice)
    spelt = engine.speak("Xyzzy.", voice, phonemes=[(0, 5, ipa)])
    assert np.array_equal(spelt.samples, written.samples)


def test_words_around_sounds_keep_their_places(engine):
    text = "In [[1791]] Kempelen built a machine that spoke."
    at = text.index("Kempelen")
    speech = engine.speak(text, engine.voice_named("mid"), phonemes=[(at, at + 8, "ˈkɛmpələn")])
    assert [text[start:end] for start, end, _ in speech.words] == text.split()
    plain = engine.speak(text, engine.voice_named("mid"))
    shifts = [a[2] - b[2] for a, b in zip(speech.words, plain.words, strict=True)]
    assert shifts[:3] == [0, 0, 0] and len(set(shifts[3:])) == 1


def test_sounds_that_can_not_be_said_are_refused(engine):
    with pytest.raises(UsageError, match="can't say /ʘʘ/ for 'click'"):
        engine.speak("A click.", engine.voice_named("mid"), phonemes=[(2, 7, "ʘʘ")])


def test_other_languages_say_the_text(engine):
    voice = engine.voice_named("de/mid")
    spelt = engine.speak("Guten Tag", voice, phonemes=[(0, 5, "ˈɡuːtn̩")])
    assert np.array_equal(spelt.samples, engine.speak("Guten Tag", voice).samples)


# ------------------------------------------------------------------ the data folder


def test_a_damaged_data_folder_is_mended(fresh_folders, engine):
    before = digest(engine, "mid")
    data = espeak_data.english() / espeak_data.DATA
    assert data.is_relative_to(fresh_folders)
    (data / "phondata").write_bytes(b"cut")
    (data / "en_dict").unlink()
    (data / espeak_data.VARIANTS / "n-mid").write_text("language variant\nname n-mid\npitch 300 400\n")
    espeak_data.english.cache_clear()
    assert digest(engine, "mid") == before


def test_folders_of_versions_long_gone_are_removed(fresh_folders, engine):
    old, recent = fresh_folders / "espeak" / "old", fresh_folders / "espeak" / "recent"
    for folder in (old, recent):
        (folder / "en").mkdir(parents=True)
    os.utime(old, (0, 0))
    espeak_data.english()
    assert not old.exists() and recent.exists()


def test_a_path_too_long_for_the_library_is_avoided(fresh_folders, engine, monkeypatch):
    long = fresh_folders / ("deep/" * 40)
    monkeypatch.setenv("NARRATOR_CACHE", str(long))
    assert len(digest(engine, "mid")) == 64
    assert len(str(espeak_data.english())) <= LONGEST_DATA_PATH
    assert not long.exists()


@pytest.mark.skipif(not Path("/sys/kernel").exists(), reason="needs a folder that not even root can write")
def test_a_cache_that_can_not_be_written_does_not_silence_the_voices(fresh_folders, engine, monkeypatch):
    monkeypatch.setenv("NARRATOR_CACHE", "/sys/narrator")
    assert len(digest(engine, "mid")) == 64
    monkeypatch.setattr("tempfile.gettempdir", lambda: "/sys")
    espeak_data.english.cache_clear()
    with pytest.raises(EngineError, match="need a folder for their data"):
        digest(engine, "mid")

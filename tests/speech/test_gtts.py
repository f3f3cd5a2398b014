"""The real gTTS library against a double of Google's endpoint, over TLS, through a proxy."""

import dataclasses
import pickle
import time

import numpy as np
import pytest

from narrator.errors import EngineError, UsageError
from narrator.model import Spoken
from narrator.speech.cache import Cache
from narrator.speech.engine import Engine, engine_named
from narrator.speech.gtts import LONGEST, RATE, Gtts
from narrator.speech.manners import Manners
from narrator.speech.studio import RecordingJob, Studio
from tests.speech.doubles.google import Google

QUICK = Manners(
    tries=4,
    connect=10,
    read=20,
    whole=30,
    spacing=0,
    least=0,
    most=0.05,
    first_wait=0.01,
    longest_asked=0.05,
)
LINE = (
    "The first machines that spoke were made of leather and wood, and their makers played them like organs. "
    "Later ones were made of valves; nobody mistook them for a person, but everyone understood them."
)


@pytest.fixture
def google(tmp_path, monkeypatch):
    double = Google(tmp_path)
    with double.serving() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield double


@pytest.fixture
def engine(tmp_path):
    return Gtts(manners=QUICK, folder=tmp_path / "pieces")


def said(engine: Gtts, text: str = LINE, voice: str = "en-us", pace: float = 1.0):
    return engine.speak(text, engine.voice_named(voice), pace=pace)


def patience(engine: Gtts, fault: object, usual: float) -> Gtts:
    """For a service that hangs: waits many times the seconds that a line takes, here and now."""
    if fault not in ["hang", "trickle"]:
        return engine
    limit = 0.2 + 8 * usual
    return dataclasses.replace(engine, manners=dataclasses.replace(QUICK, read=limit, whole=limit))


def seconds(speech) -> float:
    return len(speech.samples) / speech.rate


def test_it_is_an_engine_that_can_be_sent_to_a_worker(engine):
    assert isinstance(engine, Engine)
    assert isinstance(engine_named("gtts"), Gtts)
    assert engine.needs_network
    engine.throttle.wait()
    assert pickle.loads(pickle.dumps(engine)) == engine


def test_a_line_is_asked_for_in_clauses_of_at_most_100_characters(google, engine):
    speech = said(engine)
    texts = [text for _, text in google.asked]
    assert all(len(text) <= LONGEST for text in texts)
    assert " ".join(texts) == LINE
    assert all(text[-1] in ",.;" for text in texts)
    assert speech.rate == RATE
    assert 10 < seconds(speech) < 16


def test_accents_are_asked_for_at_googles_hosts(google, engine):
    for voice, tld in (("en-us", "us"), ("gtts:en-gb", "co.uk"), ("en-au/low", "com.au"), ("de", "com")):
        said(engine, "Guten Tag.", voice)
        assert google.asked[-1] == (tld, "Guten Tag.")


def test_words_begin_where_their_pieces_do(google, engine):
    speech = said(engine)
    words = [LINE[start:end] for start, end, _ in speech.words]
    assert words == [text.split()[0] for _, text in google.asked]
    times = [sample for *_, sample in speech.words]
    assert times == sorted(times)
    assert times[0] == 0
    later = times[words.index("Later")]
    before = speech.samples[later - RATE // 5 : later - 1]
    assert np.abs(before).max() < 300, "a sentence begins after a pause"


@pytest.mark.parametrize(
    "fault",
    [
        429,
        500,
        503,
        403,
        "empty",
        "no audio",
        "cut",
        "cut at a frame",
        "silence",
        "noise",
        "hang",
        "trickle",
        "drop",
    ],
    ids=str,
)
def test_after_a_fault_it_asks_again_and_the_line_is_right(google, engine, fault):
    text = "A line in two pieces, the first of which is long, for it has this clause; the second is short."
    begun = time.monotonic()
    expected = said(engine, text)
    usual = time.monotonic() - begun
    google.asked.clear()
    google.faults.append(fault)
    again = said(patience(engine, fault, usual), text)
    assert np.array_equal(again.samples, expected.samples)
    assert again.words == expected.words
    assert len(google.asked) > len({text for _, text in google.asked})


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (429, "too many requests"),
        (500, r"failed \(500\)"),
        ((503, {"Retry-After": "1"}), "overloaded"),
        (404, "404"),
        ("empty", "empty"),
        ("no audio", "empty"),
        ("cut", "cut short"),
        ("cut at a frame", "cut short"),
        ("silence", "silent"),
        ("noise", "not MP3"),
        ("hang", "no answer in time"),
        ("trickle", "no answer in time"),
        ("drop", "could not be reached"),
    ],
    ids=str,
)
def test_a_fault_that_stays_is_an_error_with_a_way_out(google, engine, fault, says):
    begun = time.monotonic()
    said(engine, "A line that can be had.")
    engine = patience(engine, fault, time.monotonic() - begun)
    google.asked.clear()
    google.always = fault
    with pytest.raises(EngineError, match=says) as raised:
        said(engine, "A line of no great length that can not be had, whatever one does.")
    assert raised.value.exit_code == 4
    assert "--engine espeak" in str(raised.value)
    assert 2 <= len(google.asked) <= QUICK.tries


def test_the_pieces_of_a_line_that_failed_are_kept_and_not_asked_for_again(google, engine, tmp_path):
    google.faults += [None, None]
    google.always = 500
    with pytest.raises(EngineError, match="kept"):
        said(engine)
    fetched = [text for _, text in google.asked[:2]]
    google.always = None
    google.asked.clear()
    speech = said(engine)
    assert not {text for _, text in google.asked} & set(fetched)
    assert " ".join(fetched + [text for _, text in google.asked]) == LINE
    assert [LINE[start:end] for start, end, _ in speech.words] == ["The", "and", "Later"]
    assert list((tmp_path / "pieces").iterdir()) == []


def test_a_damaged_kept_piece_is_asked_for_again(google, engine, tmp_path):
    google.faults += [None]
    google.always = 500
    with pytest.raises(EngineError):
        said(engine)
    google.always = None
    [kept] = (tmp_path / "pieces").iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    assert 10 < seconds(said(engine)) < 16


def test_a_folder_that_cannot_be_written_costs_nothing(google, engine, tmp_path):
    (tmp_path / "pieces").write_text("a file in its place")
    assert 10 < seconds(said(engine)) < 16


def test_finished_lines_are_kept_when_a_later_one_fails(google, engine, tmp_path):
    voice = engine.voice_named("en-us")
    jobs = [
        RecordingJob(Spoken(text, ((0, len(text), 0, len(text)),)), text, voice)
        for text in ("The first line.", "The second line.", "The third line.")
    ]
    engine = dataclasses.replace(engine, lines_at_once=1)
    cache = Cache(tmp_path / "cache")
    google.faults += [None, None]
    google.always = 429
    with Studio(engine, cache) as studio, pytest.raises(EngineError, match=r"line 3.*too many requests"):
        list(studio.record(jobs))
    google.always = None
    google.asked.clear()
    with Studio(engine, cache) as studio:
        assert len(list(studio.record(jobs))) == 3
        assert (studio.recorded, studio.reused) == (1, 2)
    assert [text for _, text in google.asked] == ["The third line."]


NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def test_only_a_few_requests_are_under_way_at_once(google, engine, tmp_path):
    voice = engine.voice_named("en-us")
    texts = [f"Line {word}, and nothing else." for word in NAMES]
    jobs = [RecordingJob(Spoken(text, ((0, len(text), 0, len(text)),)), text, voice) for text in texts]
    with Studio(engine, Cache(tmp_path / "cache")) as studio:
        clips = list(studio.record(jobs))
    assert len(clips) == len(texts)
    assert 1 <= google.most_at_once <= engine.lines_at_once


def test_a_certificate_that_is_not_trusted_is_refused(google, engine, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(EngineError, match="certificate is not trusted"):
        said(engine, "Secret.")
    assert google.asked == []


def test_a_certificate_may_be_named_as_openssl_does(google, engine, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(google.bundle))
    assert len(said(engine, "Secret.").samples) > 0


def test_nobody_there(engine, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(EngineError, match="could not be reached"):
        said(engine, "Hello?")


def test_shifted_voices_are_lower_and_just_as_long(google, engine):
    plain = said(engine, "A sentence of some length, spoken once.")
    low = said(engine, "A sentence of some length, spoken once.", "en-us/low")
    assert seconds(low) == pytest.approx(seconds(plain), rel=0.06)
    assert _pitch(low.samples) == pytest.approx(0.75 * _pitch(plain.samples), rel=0.03)


def test_a_faster_pace_is_shorter(google, engine):
    plain, fast = (
        said(engine, "A sentence of some length, spoken twice.", pace=pace) for pace in (1.0, 1.25)
    )
    assert seconds(fast) == pytest.approx(seconds(plain) / 1.25, rel=0.06)
    assert _pitch(fast.samples) == pytest.approx(_pitch(plain.samples), rel=0.03)


def test_voices_tell_people_apart_by_speaker_first():
    voices = Gtts().voices("en")
    assert len({voice.id for voice in voices}) == len(voices) >= 16
    assert voices[0].id == "gtts:en-us"
    assert len({voice.timbre for voice in voices[:8]}) == 8
    assert {voice.gender for voice in voices} == {"f", "m"}
    assert Gtts().voices("en-GB")[0].language == "en-GB"
    assert Gtts().voices("xx") == ()
    assert {voice.id for voice in Gtts().voices("he")} == {"gtts:iw", "gtts:iw/low", "gtts:iw/mid"}


def test_an_unknown_voice_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="en-gb"):
        Gtts().voice_named("gtts:en-bg")


def test_gtts_itself_is_not_modified_for_others():
    import gtts.tts
    import requests

    assert requests.Session is not gtts.tts.requests.Session
    assert gtts.tts.requests.exceptions is requests.exceptions


def _pitch(samples: np.ndarray) -> float:
    """The fundamental in Hz, by autocorrelation over the loudest half second."""
    middle = len(samples) // 2
    part = samples[middle - RATE // 4 : middle + RATE // 4].astype(float)
    spectrum = np.fft.rfft(part, 4 * len(part))
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)[: RATE // 70]
    lag = RATE // 400
    return RATE / (lag + int(np.argmax(likeness[lag:])))

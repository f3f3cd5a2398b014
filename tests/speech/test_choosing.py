"""`--engine auto`: which engine, why, and what happens when it gives up."""

import pytest

from narrator.errors import EngineError, UsageError
from narrator.model import Voice
from narrator.speech import choosing
from narrator.speech.choosing import choose_engine, fall_back


class Pretend:
    """An engine with one voice for English, or none."""

    version, gives_word_times, workers, lines_at_once, time_limit = "1", False, "thread", 1, 1.0

    def __init__(self, name: str, *, needs_network: bool = False, voices: bool = True):
        self.name, self.needs_network, self._voices = name, needs_network, voices

    def voices(self, language="en"):
        return (Voice(f"{self.name}:a", self.name, "en"),) if self._voices and language == "en" else ()


@pytest.fixture
def here(monkeypatch):
    """Sets which engines are ready on this pretended machine."""

    def ready(*engines: Pretend):
        known = {engine.name: engine for engine in (*engines, Pretend("espeak"))}

        def named(name):
            if name not in known:
                raise UsageError(f"no {name}")
            return known[name]

        monkeypatch.setattr(choosing, "engine_named", named)

    return ready


GTTS = Pretend("gtts", needs_network=True)


def choose(*, offline=False, google=True, language="en"):
    return choose_engine("auto", language=language, offline=offline, online=lambda: google)


def test_an_installed_voice_comes_first(here):
    here(GTTS, Pretend("piper"), Pretend("kokoro"))
    assert choose().engine.name == "piper"
    here(GTTS, Pretend("piper", voices=False), Pretend("kokoro"))
    assert choose(offline=True).engine.name == "kokoro"


def test_then_google_if_it_answers_and_the_listener_is_told(here):
    here(GTTS)
    choice = choose()
    assert choice.engine.name == "gtts" and "sent to Google" in choice.reason
    assert choose(google=False).engine.name == "espeak"


def test_offline_never_asks_google(here):
    here(GTTS)

    def ask():
        raise AssertionError("asked")

    assert choose_engine("auto", language="en", offline=True, online=ask).engine.name == "espeak"


def test_an_engine_without_the_language_is_passed_over(here):
    here(GTTS, Pretend("piper"))
    assert choose(language="de").engine.name == "espeak"


def test_a_named_engine_is_taken_as_asked(here):
    here(GTTS)
    assert choose_engine("gtts", language="en", offline=False).automatic is False
    with pytest.raises(UsageError, match="--offline forbids"):
        choose_engine("gtts", language="en", offline=True)


def test_only_an_automatic_choice_falls_back(here):
    here(GTTS)
    failure = EngineError("429")
    stepped_in = fall_back(choose(), failure)
    assert stepped_in.engine.name == "espeak" and "gave up (429)" in stepped_in.reason
    with pytest.raises(EngineError):
        fall_back(choose_engine("gtts", language="en", offline=False), failure)
    with pytest.raises(EngineError):
        fall_back(stepped_in, failure)

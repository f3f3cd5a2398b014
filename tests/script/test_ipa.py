"""IPA as espeak-ng takes it, checked by asking the real library what it would say."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path

import espeakng_loader
import pytest

from narrator.ipa import ipa_to_espeak, split_say

US, GB = b"gmw/en-US", b"gmw/en"
Asked = Callable[[str, bytes], str]


@pytest.fixture(scope="module")
def sounds_of() -> Iterator[Asked]:
    """The IPA of what espeak-ng says for a text; `[[…]]` in it are mnemonics."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    data = Path(espeakng_loader.get_data_path())
    assert library.espeak_Initialize(2, 200, str(data.parent).encode(), 0x8000) > 0
    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(lambda *_: 0)
    library.espeak_SetSynthCallback(callback)

    def ask(text: str, voice: bytes) -> str:
        assert library.espeak_SetVoiceByName(voice) == 0
        # Whether [[…]] is read as phonemes is a switch that only the synthesizer's own call sets.
        word = ctypes.create_string_buffer(b"a")
        flags = 1 | (0x100 if text.startswith("[[") else 0)
        library.espeak_Synth(word, len(word), 0, 1, 0, flags, None, None)
        left = ctypes.c_char_p(text.encode())
        said = []
        while left.value:
            said.append(library.espeak_TextToPhonemes(ctypes.byref(left), 1, 2).decode().strip())
        return " ".join(said)

    yield ask
    library.espeak_Terminate()


WORDS = (Path(__file__).parent / "cases" / "words.txt").read_text("utf-8").split()


@pytest.mark.parametrize("voice", [US, GB])
def test_espeak_says_the_sounds_it_was_asked_for(sounds_of: Asked, voice: bytes) -> None:
    """Its own IPA for a word, turned back into mnemonics, gives the same IPA."""
    wrong = {}
    for word in WORDS:
        ipa = sounds_of(word, voice)
        mnemonics = ipa_to_espeak(ipa, "en-US" if voice == US else "en-GB")
        said = sounds_of(f"[[{mnemonics}]]", voice)
        if said != ipa:
            wrong[word] = (ipa, mnemonics, said)
    assert wrong == {}


@pytest.mark.parametrize(
    ("ipa", "said"),
    [
        ("ˈkɛmpələn", "kˈɛmpələn"),
        ("/ˈkɛmpələn/", "kˈɛmpələn"),
        ("[ˈkɛm.pə.lən]", "kˈɛmpələn"),
        ("dubəˈvitskəjə", "dubəvˈiːtskəjə"),
        ("ˈbuːtɪdʒɪdʒ", "bˈuːɾɪdʒɪdʒ"),
        ("ˈbuːtɪd͡ʒɪd͡ʒ", "bˈuːɾɪdʒɪdʒ"),
        ("ˌkæləʃˈniːkəv", "kˌæləʃnˈiːkəv"),
        ("ˈʃiː ˈdʒɪnˈpɪŋ", "ʃˈiː dʒˈɪnpˈɪŋ"),
        ("ʃɪˈvɔːn", "ʃɪvˈɔːn"),
        ("ˈpeɾes", "pˈeɾes"),
        ("maˈkʁɔ̃", "mɑːkɹˈɔ̃"),
        ("bax", "bˈɑːx"),
        ("lɒx", "lˈɑːx"),
        ("ˈŋuːɡi wa θiˈɔŋɔ", "ŋˈuːɡi wˈɑː θiˈɔŋɔ"),
        ("kat", "kˈɑːt"),
        ("na.ˈif", "nɑːˈiːf"),
        ("na.ɪf", "nˈɑːɪf"),
        ("ʃæŋˈhai", "ʃæŋhˈaɪ"),
        ("mʲɪdˈvʲedʲɪf", "mjɪdvjˈedjɪf"),
    ],
)
def test_names_come_out_as_asked(sounds_of: Asked, ipa: str, said: str) -> None:
    assert sounds_of(f"[[{ipa_to_espeak(ipa)}]]", US) == said


def test_every_sound_of_the_table_is_one_that_espeak_knows(sounds_of: Asked) -> None:
    from narrator.ipa import _CONSONANTS, _VOWELS

    for voice in (US, GB, b"gmw/en-GB-scotland", b"gmw/en-029"):
        for ipa in _VOWELS:
            assert len(sounds_of(f"[[{ipa_to_espeak(f'b{ipa}')}]]", voice)) >= 2, (voice, ipa)
        for ipa in _CONSONANTS:
            assert len(sounds_of(f"[[{ipa_to_espeak(f'ˈɑː{ipa}ɑː')}]]", voice)) >= 6, (voice, ipa)


@pytest.mark.parametrize("not_english", ["", "  ", "Kempelen 5", "ǃkʷa", "ma˥", "日本", "KEMP", "k]]a"])
def test_what_is_no_sound_of_english_is_left_to_the_spelling(not_english: str) -> None:
    assert ipa_to_espeak(not_english) is None


@pytest.mark.parametrize(
    ("say", "parts"),
    [
        ("Deck Talk", ("Deck Talk", None)),
        ("/ˈkɛmpələn/", (None, "ˈkɛmpələn")),
        (" / ˈkɛm pələn / Kempelin ", ("Kempelin", "ˈkɛm pələn")),
        ("and/or", ("and/or", None)),
        ("//", ("//", None)),
        ("", ("", None)),
    ],
)
def test_an_entry_is_a_respelling_or_ipa_or_both(say: str, parts: tuple[str | None, str | None]) -> None:
    assert split_say(say) == parts

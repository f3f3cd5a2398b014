"""IPA as dictionaries write it → espeak-ng's mnemonics for its English phoneme tables.

Sounds that English has not take the nearest it has, as an English reader would.  The mnemonics are
those `espeak_TextToPhonemes` shows for `en-us` (docs/phonemes.md of espeak-ng describes them).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from narrator.errors import UsageError

_VOWELS = {
    "iː": "i:", "i": "i", "ɪ": "I", "ᵻ": "I#", "ɨ": "I2", "ɪə": "i@3", "iə": "i@3", "ɪɹ": "i@3",
    "iːɹ": "i@3", "eɪ": "eI", "ei": "eI", "eː": "eI", "e": "E", "ɛ": "E", "ɛɪ": "eI", "eə": "e@",
    "ɛə": "e@", "ɛː": "e@", "ɛɹ": "e@", "eəɹ": "e@", "æ": "a", "a": "a", "aː": "A:", "ɑː": "A:",
    "ɑ": "A:", "ɑːɹ": "A@", "ɑɹ": "A@", "ɒ": "0", "ɔː": "O:", "ɔ": "O:", "ɔːɹ": "O@", "ɔɹ": "O@",
    "ɔɪ": "OI", "ɔi": "OI", "oɪ": "OI", "oʊ": "oU", "əʊ": "oU", "ou": "oU", "oː": "oU", "o": "oU",
    "ʊ": "U", "ʊə": "U@", "ʊɹ": "U@", "uː": "u:", "u": "u:", "ʌ": "V", "ɐ": "a#", "ə": "@", "ɚ": "3",
    "əɹ": "3", "əl": "@L", "ɜː": "3:", "ɜ": "3:", "ɜːɹ": "3:", "ɝ": "3:", "ɝː": "3:", "aɪ": "aI",
    "ai": "aI", "aʊ": "aU", "au": "aU", "aɪə": "aI@", "aɪɚ": "aI3", "y": "u:", "yː": "u:", "ʏ": "U",
    "ø": "3:", "øː": "3:", "œ": "3:", "œː": "3:", "ʉ": "u:", "ʉː": "u:", "ɯ": "U", "ɤ": "V", "ɘ": "@",
    "ɵ": "U",
}  # fmt: skip
_CONSONANTS = {
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "g": "g", "ɡ": "g", "q": "k", "ʔ": "?", "ɾ": "t#",
    "f": "f", "v": "v", "θ": "T", "ð": "D", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "h": "h", "ɦ": "h",
    "x": "x", "χ": "x", "ç": "hj", "ɣ": "g", "β": "v", "ʋ": "v", "ɸ": "f", "ʂ": "S", "ʐ": "Z", "ɕ": "S",
    "ʑ": "Z", "tʃ": "tS", "ʧ": "tS", "dʒ": "dZ", "ʤ": "dZ", "ʨ": "tS", "ʥ": "dZ", "ʦ": "ts", "ʣ": "dz",
    "m": "m", "ɱ": "m", "n": "n", "ɳ": "n", "ŋ": "N", "ɲ": "nj", "l": "l", "ɫ": "l", "ɭ": "l", "ɬ": "l",
    "ʎ": "lj", "r": "r", "ɹ": "r", "ɻ": "r", "ʁ": "r", "ʀ": "r", "w": "w", "ʍ": "w", "ɥ": "w", "j": "j",
    "c": "tj", "ɟ": "dj", "ʈ": "t", "ɖ": "d", "m̩": "@m", "n̩": "@n", "ŋ̩": "@N", "l̩": "@l",
}  # fmt: skip
_STRESS = {"ˈ": "'", "'": "'", "ˌ": ","}
_NASAL = "\N{COMBINING TILDE}"
_SOUNDLESS = set(".‿-()[]/ˑː˞ʰʲʷˠˤˀ̚|‖˥˦˧˨˩↗↘ꜜꜛ")

_SOUNDS = {unicodedata.normalize("NFD", ipa): mnemonic for ipa, mnemonic in (_VOWELS | _CONSONANTS).items()}
_IS_VOWEL = {unicodedata.normalize("NFD", ipa) for ipa in _VOWELS}
_LONGEST_FIRST = sorted(_SOUNDS, key=len, reverse=True)
_SOUND = re.compile("|".join(map(re.escape, _LONGEST_FIRST)))
_RHOTIC = re.compile(r"ɹ$")


def marked(text: str, phonemes: Iterable[tuple[int, int, str]]) -> tuple[str, list[int]]:
    """`text` with `[[…]]` in place of each (start, end, IPA), and for every character of the result the
    offset in `text` that it stands for.  Brackets that look like such a mark in the text are broken up."""
    plain = text.replace("[[", "[ ")
    out: list[str] = []
    offsets: list[int] = []
    place = 0
    for start, end, ipa in phonemes:
        mark = f"[[{mnemonics(ipa)}]]"
        out += (plain[place:start], mark)
        offsets += (*range(place, start), *(start for _ in mark))
        place = end
    out.append(plain[place:])
    offsets += range(place, len(text))
    return "".join(out), offsets


def mnemonics(ipa: str) -> str:
    """What stands between `[[` and `]]` to be said as `ipa`; words are separated by spaces.

    Raises UsageError, naming the symbol, for one that has no sound here."""
    return " ".join(filter(None, map(_word, _plain(ipa).split())))


def _plain(ipa: str) -> str:
    """One spelling for each sound: decomposed, without tie bars, with the real length mark and r."""
    text = unicodedata.normalize("NFD", ipa).replace("\N{COMBINING DOUBLE INVERTED BREVE}", "")
    return text.replace("\N{COMBINING DOUBLE BREVE BELOW}", "").replace(":", "ː").replace("r", "ɹ")


def _word(ipa: str) -> str:
    sounds: list[str] = []
    stress = "" if any(mark in ipa for mark in _STRESS) else "'"
    place = 0
    while place < len(ipa):
        found = _match(ipa, place)
        if found:
            vowel = found in _IS_VOWEL
            sounds.append((stress if vowel else "") + _SOUNDS[found])
            stress = "" if vowel else stress
            place += len(found)
            continue
        symbol = ipa[place]
        if symbol in _STRESS:
            stress = _STRESS[symbol]
        elif symbol == _NASAL and sounds:
            sounds.append("n")
        elif symbol not in _SOUNDLESS and not unicodedata.combining(symbol):
            raise UsageError(
                f"the embedded voices have no sound for {symbol!r} in /{ipa}/: write that word another way"
            )
        place += 1
    return "|".join(sounds)


def _match(ipa: str, place: int) -> str | None:
    """The longest sound at `place`; an r after a vowel belongs to it only where no vowel follows."""
    found = _SOUND.match(ipa, place)
    if found is None:
        return None
    sound = found.group()
    after = ipa[found.end() :].lstrip("ˈˌ'.")
    if len(sound) > 1 and sound.endswith("ɹ") and after and _SOUND.match(after) and after[0] in _IS_VOWEL:
        return _RHOTIC.sub("", sound)
    return sound

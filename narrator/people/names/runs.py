"""Runs of capitalised words, with what stands around them: the places where names may be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrator.model import Article, Block, BlockKind
from narrator.people.lexicon import first_names, listed
from narrator.people.sentences import Span, Token, sentences, tokenize

PARTICLES = listed(
    "de da di do dos das del della der den du la le van von zu zur ten ter bin ibn al el af y e"
)
"""Small words inside a name that keep their lower case ("Ursula von der Heide")."""
SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
_NAME_WITH_PREFIX = re.compile(r"(?:al|el|bin|ben|ibn|ad|as|ash|ar|ez|ul|d|de|l)[-'’][A-Z]")
_NICKNAME_MARKS = frozenset("\"“”‘’'()") | {"''", "``"}
_INNER_STOP = re.compile(r"[a-z]{2}[.!?][\"”’)]*\s")


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row, with what stands around them in their sentence, in lower case."""

    words: tuple[Token, ...]
    block: int
    opens: bool
    """The run begins a sentence or a quotation, where every word has a capital."""
    headline: bool
    before: tuple[str, str]
    """The two tokens before, the nearer one last; "" where there is none."""
    after: tuple[str, str, str]
    further: tuple[str, ...] = ()
    """The five tokens behind those: what somebody is may come late ("the harbour's new chief executive")."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def is_headline(article: Article, block: Block) -> bool:
    """Whether a block's capitals mean nothing: a title, or words that nearly all have one."""
    if block.kind is BlockKind.HEADING:
        return True
    if _INNER_STOP.search(article.text, block.start, block.end - 1):
        return False
    longer = [
        token.text
        for token in tokenize(article.text, block.start, min(block.end, block.start + 300))
        if len(token.text) > 3
    ]
    letters = [word for word in longer if word[0].isalpha()]
    if len(letters) < 3:
        return False
    share = 0.7 if len(letters) > 5 else 0.8
    return sum(word[0].isupper() for word in letters) >= share * len(letters)


def find_runs(article: Article) -> list[Run]:
    """Every capitalised run of the article, in order."""
    runs: list[Run] = []
    for number, block in enumerate(article.blocks):
        headline = is_headline(article, block)
        before = ""
        for sentence in sentences(article.text, block.start, block.end):
            runs.extend(_runs_of(article.text, sentence, number, headline, before))
            before = article.text[sentence.end - 1]
    return runs


def _without_nickname(tokens: list[Token]) -> tuple[Token, ...]:
    """The words of a run; the nickname of `Marcia "Cia" Price` is only in the slice between."""
    kept: list[Token] = []
    inside = False
    for token in tokens:
        if token.text in _NICKNAME_MARKS:
            inside = not inside
        elif not inside and token.text != ",":
            kept.append(token)
    return tuple(kept)


def _capital(word: str) -> bool:
    return word[0].isupper() or bool(_NAME_WITH_PREFIX.match(word))


def _runs_of(text: str, sentence: Span, block: int, headline: bool, last: str) -> list[Run]:
    tokens = tokenize(text, sentence.start, sentence.end)
    runs: list[Run] = []
    at = 0
    while at < len(tokens):
        if not _capital(tokens[at].text) or tokens[at].text in (
            "I",
            "I'm",
            "I’m",
            "I've",
            "I’ve",
            "I'd",
            "I’d",
            "I'll",
            "I’ll",
        ):
            at += 1
            continue
        end = at + 1
        while (step := _continues(text, tokens, end)) > 0:
            end += step
        low = [token.text.lower() for token in tokens[max(0, at - 2) : at]]
        behind = [token.text.lower() for token in tokens[end : end + 8]]
        runs.append(
            Run(
                words=_without_nickname(tokens[at:end]),
                block=block,
                opens=at == 0 or tokens[at - 1].text in "\"“‘'«„''``:—([-–•*#" or tokens[at - 1].text == "''",
                headline=headline,
                before=(last, low[0]) if len(low) == 1 else (low[0], low[1]) if low else ("", ""),
                after=tuple([*behind, "", "", ""][:3]),  # type: ignore[arg-type]
                further=tuple(behind[3:]),
            )
        )
        at = end
    return runs


_NOBLE = ("Graf", "Gräfin", "Freiherr", "Freifrau", "Prinz", "Prinzessin", "Baron", "Ritter")


def _is_full(tokens: list[Token]) -> bool:
    """Two names stand before a German `von`, the second a last name: `Sabine Kröll von der Handwerkskammer`.

    `Karl-Heinz von der Tann` has one, `Johann Wolfgang von Goethe` two given ones.
    """
    names = [token.text for token in tokens[-2:]]
    if len(names) < 2 or not all(_capital(name) for name in names) or names[-1] in _NOBLE:
        return False
    known = first_names()
    return names[0].lower() in known and not any(part in known for part in names[1].lower().split("-"))


def _nickname_with_the(row: list[Token]) -> bool:
    """What stands behind a first name in `Dolores “The Hammer” Ruiz`."""
    return (
        len(row) > 4
        and row[1].text == "The"
        and row[0].text in _NICKNAME_MARKS
        and row[3].text in _NICKNAME_MARKS
        and row[0].end == row[1].start
        and row[2].end == row[3].start
        and _capital(row[2].text)
        and _capital(row[4].text)
    )


def _continues(text: str, tokens: list[Token], at: int) -> int:  # noqa: PLR0911
    """How many tokens from `at` on carry the run that ends there further: 0, 1, or 2 with a particle."""
    if (
        at + 3 < len(tokens)
        and tokens[at].text in _NICKNAME_MARKS
        and tokens[at + 2].text in _NICKNAME_MARKS
        and _capital(tokens[at + 1].text)
        and _capital(tokens[at + 3].text)
        and tokens[at].end == tokens[at + 1].start
        and tokens[at + 2].start == tokens[at + 1].end
    ):
        return 4
    if _nickname_with_the(tokens[at : at + 5]):
        return 5
    if at + 1 < len(tokens) and tokens[at].text == "," and tokens[at + 1].text.lower() in SUFFIXES:
        return 2
    if tokens[at : at + 1] and tokens[at].text == "von" and _is_full(tokens[:at]):
        return 0
    for length in range(1, 4):
        if at + length > len(tokens):
            return 0
        token = tokens[at + length - 1]
        gap = text[tokens[at + length - 2].end : token.start]
        if gap.strip(" \t\u00a0") or not gap:
            return 0
        if _capital(token.text) and token.text != "I":
            return length
        if token.text not in PARTICLES:
            return 0
    return 0

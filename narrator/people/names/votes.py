"""The pronouns of a text, counted for the people whom they can only mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from typing import Protocol

from narrator.model import Article, Gender
from narrator.people import gender
from narrator.people.lexicon import listed
from narrator.people.sentences import Token, sentences, tokenize


class Place(Protocol):
    """A mention as this module needs it: where, and whose."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def person(self) -> int: ...
    @property
    def title(self) -> str: ...


BOUNDS = listed("""
    of for at in with on from to by who whose which that and but as is was , . ; : ( ) — – - ” “ " ''
""")
"""Words and marks that end a noun phrase."""
_BEHIND_AN_OBJECT = BOUNDS | listed(
    "when if because while after before until since about into over the a an again"
)
"""Words that no "her" owns."""


def pronoun_votes(article: Article, count: int, mentions: Sequence[Place]) -> list[Counter[str]]:
    """Per person, the pronouns that can only mean them: the sole person named in front of it in
    a sentence, or at the next sentence's beginning; not where a word like "wife"
    explains it, nor behind a speaker's label."""
    votes: list[Counter[str]] = [Counter() for _ in range(count)]
    at = 0
    for block in article.blocks:
        sole: int | None = None
        around: set[Gender | None] = set()
        for sentence in sentences(article.text, block.start, block.end):
            while at < len(mentions) and mentions[at].start < sentence.start:
                at += 1
            here: list[Place] = []
            probe = at
            while probe < len(mentions) and mentions[probe].start < sentence.end:
                here.append(mentions[probe])
                probe += 1
            spoken = _outside_marks(tokenize(article.text, sentence.start, sentence.end))
            known = {mention.person for mention in here}
            labelled = bool(here) and article.text[here[0].end : here[0].end + 1] == ":"
            labelled |= bool(here) and not any(here[0].start <= token.start < here[0].end for token in spoken)
            if sole is not None and not known:
                first = next(
                    (token.text.lower() for token in spoken[:4] if token.text.lower() in ("he", "she")), None
                )
                if first and gender.PRONOUNS[first] not in around:
                    votes[sole][gender.PRONOUNS[first]] += 1
            if known and not labelled:
                _vote(here, spoken, votes)
            if len(known) == 1:
                sole = None if labelled else here[0].person
            elif known:
                sole = next((m.person for m in here if not _owns(article.text, m)), None)
            shown = {gender.of_role(token.text) for token in spoken}
            around = shown if known else around | shown
    return votes


def _without_objects(tokens: list[Token]) -> list[Token]:
    """The words of a clause without "him" and the "her" that is nobody's: Ruiz hired them, she is another."""
    kept: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        low, behind = token.text.lower(), following.text.lower() if following else ""
        if low != "him" and not (low == "her" and (not behind[:1].isalpha() or behind in _BEHIND_AN_OBJECT)):
            kept.append(token)
    return kept


def _vote(here: list[Place], spoken: list[Token], votes: list[Counter[str]]) -> None:
    """The first pronoun behind a name counts for it where nobody else is named before: "Ruiz says she met
    Okafor", not "Ruiz met Okafor, who said he"."""
    behind = _without_objects([token for token in spoken if token.start > here[0].end])
    at = next((i for i, token in enumerate(behind) if token.text.lower() in gender.PRONOUNS), None)
    if at is None:
        return
    alone = all(other.person == here[0].person for other in here)
    if not alone and (
        behind[at].text.lower() not in ("he", "she")
        or any(other.person != here[0].person and other.start < behind[at].start for other in here)
    ):
        return
    found = gender.PRONOUNS[behind[at].text.lower()]
    if found not in (gender.of_role(token.text) for token in behind[:at]):
        votes[here[0].person][found] += 1


def _outside_marks(tokens: list[Token]) -> list[Token]:
    """The words that no quotation marks enclose."""
    kept: list[Token] = []
    quoted = False
    for token in tokens:
        if token.text in ("“", "”", '"', "''", "``"):
            quoted = token.text in ("“", "``") or (token.text in ('"', "''") and not quoted)
        elif not quoted:
            kept.append(token)
    return kept


def _owns(text: str, mention: Place) -> bool:
    return text[mention.end : mention.end + 2] in ("'s", "’s")

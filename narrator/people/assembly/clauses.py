"""Cuts a sentence to a chapter's title: a clause or a noun phrase that ends cleanly, in the text's words.

What only leads in is dropped (`But`, `According to a report,`, `For two centuries,`); what is still too long
is cut at a comma, else before a conjunction, else before a preposition, never behind a word that wants
another (`the`, `of`, `has`).
"""

from __future__ import annotations

import re
from itertools import islice, pairwise

from narrator.people.lexicon import listed, speech_verbs
from narrator.people.sentences import sentences

MIN_CLAUSE = 15
"""Characters; a shorter beginning says nothing."""

_CONNECTIVE = re.compile(
    r"(?:But|And|So|Yet|Still,|However,|Meanwhile,|Then,|Instead,|Indeed,|Of course,) (?=\w)"
)
_SOURCE = re.compile(r"(?:According to|As reported by) ")
_LEADING_IN = re.compile(
    r"(?:For|In|On|At|After|Before|When|While|As|Since|If|Because|Although|Though|With|By|During|From|Under"
    r"|Over|Until|Despite|Once|Last|Unlike|Among|Across|Between|Within|Without|Behind) "
)
_PRONOUN = re.compile(
    r"(?:he|she|it|they|we|I|you|this|that|these|those|there|who|which|whose|where)\b", re.I
)
_RELATIVE = re.compile(r"(?:which|who|whose|where|published|released|issued|conducted|obtained)\b")
_CLOCK_OR_PRICE = re.compile(r"\d ?(?:[ap]\.?m\b|Uhr\b)|[£$€] ?\d|\bwww\.|@|\bTel\b|https?:", re.IGNORECASE)
_CONJUNCTIONS = listed("""
    that which who whose whom where when while because before after if whether as since until though
    although and but or so than unless whereas und oder aber dass weil wenn als der die das et ou mais que qui
""")
_PREPOSITIONS = listed("""
    in on at by with from into onto over under about during through for without within across
    against toward towards among along behind beyond near despite via per upon around
""")
_COORDINATING = frozenset(("and", "und", "et"))
_TIMES = frozenset(("before", "after", "since", "until"))
_JOINS_WORDS = frozenset(("or", "oder", "ou"))
_GOVERNING = _PREPOSITIONS | {"of", "to"}
"""`50 percent of teacher and principal evaluations`: behind these `and` joins nouns."""
_GOVERNS = re.compile(r"(?:ing|ed)$")
"""`counting on`, `diagnosed with`: a verb that may want the preposition."""
_DANGLING = (
    _CONJUNCTIONS
    | _PREPOSITIONS
    | listed("""
    a an the of to this these those his her their its my our your some any every each no not very more most
    is are was were be been being am has have had will would can could may might must shall should do does
    did it's he's she's they're too just only also even both either neither still such what how why
    ein eine einen einer eines dem den des von vom zu zum zur im am ist sind war waren hat haben wird
    werden un une le la les du de d'un d'une est sont a ont
""")
)
_WORDS = re.compile(r"\w")
_WORD = re.compile(r"\S+")
_TRAILING = " ,;:–—-("


def clean_clause(text: str, limit: int) -> str:
    """A title of at most `limit` characters from how a passage begins; with an ellipsis if nothing ends well.

    The first sentence without clock times and prices is taken, with its question mark but without its stop.
    """
    text = " ".join(text.split())
    spans = list(islice(sentences(text, 0, len(text)), 4))
    found = [words for span in spans if _WORDS.search(words := text[span.start : span.end].strip())]
    told = [words for words in found if not _CLOCK_OR_PRICE.search(words)]
    sentence = _without_stop((told or found or [text])[0])
    bare = _without_lead(sentence)
    for words in (bare, _main_clause(bare)):
        if len(words) <= limit:
            return words
    main = _main_clause(bare)
    return _cut(main, limit) or _cut(bare, limit) or _cut_anywhere(main, limit)


def _without_stop(words: str) -> str:
    """`It rained.` as `It rained`; an abbreviation's stop cannot be told from it and goes too."""
    return words[:-1] if words.endswith((".", ":", ";", ",")) and not words.endswith("..") else words


def _without_lead(sentence: str) -> str:
    """Without `But` and `According to a report published on Monday,`."""
    match = _CONNECTIVE.match(sentence)
    words = sentence[match.end() :] if match else sentence
    if _SOURCE.match(words):
        parts = words.split(", ")[1:]
        while len(parts) > 1 and _RELATIVE.match(parts[0]):
            parts.pop(0)
        if len(rest := ", ".join(parts)) >= MIN_CLAUSE:
            words = rest
    return words[:1].upper() + words[1:]


def _main_clause(words: str) -> str:
    """`For two centuries, people have built dams` as `People have built dams`; kept before a pronoun."""
    if _LEADING_IN.match(words):
        _, _, rest = words.partition(", ")
        if len(rest) >= MIN_CLAUSE and not _PRONOUN.match(rest):
            return rest[:1].upper() + rest[1:]
    return words


def _cut(words: str, limit: int) -> str | None:
    """The longest beginning before a comma, else a conjunction, else a preposition."""
    tokens = list(_WORD.finditer(words))
    ends: tuple[list[int], list[int], list[int]] = ([], [], [])
    governed = False
    for before, here in pairwise(tokens):
        if before.end() > limit + 1:
            break
        word = before.group().lower()
        low = here.group().lower().strip("“\"'‘(")
        if (
            before.group().endswith((",", ";", ":"))
            or here.group() in ("–", "—", "-")
            or here.group()[0] == "("
        ):
            ends[0].append(before.end())
        elif low in _CONJUNCTIONS - _JOINS_WORDS:
            joins = low in _COORDINATING and governed and not word[0].isdigit()
            if word not in speech_verbs() and not joins and not (low in _TIMES and _GOVERNS.search(word)):
                ends[1].append(before.end())
        elif low in _PREPOSITIONS and not _GOVERNS.search(word):
            ends[2].append(before.end())
        governed = word in _GOVERNING
    for rank in ends:
        for end in reversed(rank):
            clause = _closed(words[:end].rstrip(_TRAILING))
            if MIN_CLAUSE <= len(clause) <= limit and _ends_cleanly(clause):
                return clause
    return None


def _closed(clause: str) -> str:
    """A quotation that the cut left open is closed."""
    for opening, closing in (("“", "”"), ('"', '"'), ("„", "“"), ("«", "»")):
        if clause.startswith(opening) and closing not in clause[1:]:
            return clause + closing
    return clause


def _ends_cleanly(clause: str) -> bool:
    """Ends in no article, preposition or auxiliary, and leaves no quotation or bracket open."""
    last = clause.rsplit(maxsplit=1)[-1].lower().strip("”\"'’")
    opened = (
        clause.count("“") > clause.count("”")
        or clause.count('"') % 2
        or clause.count("(") > clause.count(")")
    )
    return last not in _DANGLING and not opened and len(clause.split()) > 2


def _cut_anywhere(words: str, limit: int) -> str:
    """At a word, without those that want another, and with an ellipsis."""
    cut = words[:limit]
    cut = cut[: cut.rindex(" ")] if " " in cut else cut[: limit - 1]
    tokens = cut.split()
    while len(tokens) > 2 and tokens[-1].lower().strip("“\"'‘(,") in _DANGLING:
        tokens.pop()
    return " ".join(tokens).rstrip(_TRAILING + ".“\"‘'") + "…"

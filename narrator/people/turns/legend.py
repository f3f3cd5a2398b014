"""Legends: the lines at the head of a transcript that say who takes part, and what their labels are.

`Interviewer: Dr Ana Ruiz (AR)` looks like a turn and is none: nothing but a name stands behind the role.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from narrator.people.headings.read import NAME, NAME_IN_TEXT, TITLE
from narrator.people.segments.passages import Passage

_SHORT = r"[A-Z]{1,4}\d?"
_ASKING = (
    r"interviewers?|interviewed by|interview(?: conducted)? by|conducted by|questions by"
    r"|(?:co-)?hosts?|hosted by"
    r"|moderators?|moderated by|presenters?|presented by|chair(?:ed by|person)?|examined by|examination by"
)
_ANSWERING = (
    r"interviewees?|narrators?|informants?|respondents?|guests?|witness(?:es)?|subject|person interviewed"
    r"|panel(?:l?ists)?|speakers?|participants?|discussants?|name"
)
_CLERKS = (
    r"also present|present|in attendance|transcri(?:bed|pt|ption|bers?)(?: by)?|recorded by|edited by"
    r"|produced by|producers?|editors?|camera|videographer|translat(?:ed by|ors?)|text|photos?|reporting by"
)
_ROLE = re.compile(
    rf"[\s*_>•–—-]*(?:(?P<asks>{_ASKING})|(?P<answers>{_ANSWERING})|(?P<others>{_CLERKS}))"
    r"(?: name)?(?: ?\(s\))?[*_]{0,2}(?:[ \t]*[::|]|\t)",
    re.IGNORECASE,
)
_KEY = re.compile(
    rf"[\s*_>•–—-]*(?P<short>{_SHORT})[*_]{{0,2}}[ \t]*(?P<sign>[=:|–—-])[*_ \t]*"
    rf"(?P<who>{TITLE}?{NAME})(?=[ \t]*(?:$|[,;(|–—-]))"
)
_INTRODUCED = re.compile(
    rf"(?P<who>{NAME_IN_TEXT})(?:,[^\n(:]{{1,60}})?[ \t]*[(\[]\"?(?P<short>{_SHORT})\"?[)\]]"
    rf"|(?<![^\s(,;])(?P<short2>{_SHORT})[ \t]*=[ \t]*(?:{TITLE})?(?P<who2>{NAME})"
)
_TITLES = re.compile(rf"(?:the )?(?:{TITLE})*")
_WHOLE_NAME = re.compile(NAME)
_BRACKETS = re.compile(r"[(\[][^()\[\]\n]{0,80}[)\]]")
_BETWEEN = re.compile(r"[,;&]| (?:and|und|et) ")
_IS_ASKING = re.compile(rf"\b(?:{_ASKING})\b", re.IGNORECASE)
MAX_ROW = 300
"""Characters of a legend's line."""
MAX_HEAD = 40
"""Passages from the title on in which a legend stands."""
MAX_SENTENCE = 2000
"""Characters of a passage in which initials are looked for."""


@dataclass(frozen=True, slots=True)
class Legend:
    """Who takes part in a talk, as its head says it."""

    passages: frozenset[int] = frozenset()
    """The legend's own lines: no turns, and read by the narrator."""
    names: dict[str, str] = field(default_factory=dict)
    """A label in small letters to the name it stands for: `ar`, `interviewer`."""
    asking: frozenset[str] = frozenset()
    """Names of those who ask."""
    answering: tuple[str, ...] = ()


def find_legend(passages: Sequence[Passage], first: int, words: Callable[[int], str]) -> Legend:
    """The legend in the first `MAX_HEAD` passages from `first` on."""
    lines: set[int] = set()
    names: dict[str, str] = {}
    asking: set[str] = set()
    answering: dict[str, None] = {}
    for index in range(first, min(len(passages), first + MAX_HEAD)):
        said = words(index)
        for short, name, asks in _initials_given(said[:MAX_SENTENCE]):
            names.setdefault(short.lower(), name)
            if asks:
                asking.add(name)
        rows = [row.strip() for row in said.split("\n") if row.strip()]
        roles = [_role(row) for row in rows]
        keys = [_key(row) for row in rows]
        for role, people in filter(None, roles):
            if role["asks"]:
                asking.update(people)
            elif role["answers"]:
                answering.update(dict.fromkeys(people))
            called = (role["asks"] or role["answers"] or "").lower()
            if called and len(people) == 1:
                names.setdefault(called, people[0])
        for row, key in zip(rows, keys, strict=True):
            if key is not None:
                names.setdefault(key["short"].lower(), _bare(key["who"]))
                if _IS_ASKING.search(row):
                    asking.add(_bare(key["who"]))
        if rows and all(role or key for role, key in zip(roles, keys, strict=True)):
            lines.add(index)
    return Legend(frozenset(lines), names, frozenset(asking), tuple(answering))


def _role(row: str) -> tuple[re.Match[str], list[str]] | None:
    """The role and the names of `Interviewers: Dr Ana Ruiz (AR), historian, and Tom Lund`.

    None where anything but names stands behind the role, as in `Interviewer: Who was Ana Ruiz?`
    """
    role = _ROLE.match(row) if len(row) <= MAX_ROW else None
    if role is None:
        return None
    people: list[str] = []
    for part in _BETWEEN.split(_BRACKETS.sub("", row[role.end() :])):
        one = part.strip(" \t*_.;|")
        name = one[titles.end() :] if (titles := _TITLES.match(one)) else one
        if _WHOLE_NAME.fullmatch(name):
            people.append(" ".join(name.split()))
        elif one and not (people and (one[0].islower() or one.isupper()) and not set(one) & set("?!:")):
            return None
    return (role, people) if people else None


def _key(row: str) -> re.Match[str] | None:
    """`AR = Ana Ruiz, interviewer`; with a colon, as labels have it, only for a name with these initials."""
    match = _KEY.match(row) if len(row) <= MAX_ROW else None
    if match is None or match["sign"] == "=":
        return match
    initials = "".join(word[0] for word in _bare(match["who"]).split() if word[0].isupper())
    return match if initials == match["short"] and row[-1] not in ".?!" else None


def _initials_given(said: str) -> Iterator[tuple[str, str, bool]]:
    """`Dr Ana Ruiz (AR)` · `AR = Ana Ruiz (interviewer)`, in a line or in a sentence; not `Ana Ruiz (BBC)`.

    With the initials and the name whether a word behind them says that they ask.
    """
    for match in _INTRODUCED.finditer(said):
        short, name = match["short"] or match["short2"], _bare(match["who"] or match["who2"])
        if match["short2"] or short[0] in (word[0] for word in name.split()):
            behind = re.split(r"[;\n]|\b[A-Z]{2,4} =", said[match.end() : match.end() + 40])[0]
            yield short, name, _IS_ASKING.search(behind) is not None


def _bare(name: str) -> str:
    """A name without titles, in single spaces."""
    titles = _TITLES.match(name)
    return " ".join(name[titles.end() if titles else 0 :].split())

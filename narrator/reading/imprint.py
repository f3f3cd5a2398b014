"""Who wrote an article, when and where it appeared, as the lines around it say: the bylines and datelines
that are not read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from narrator.model import BlockKind
from narrator.reading.boilerplate.datelines import dateline_reason
from narrator.reading.boilerplate.edges import BYLINE
from narrator.reading.boilerplate.rules import STRAIGHT, seen
from narrator.reading.pagetree import Node
from narrator.reading.pieces import Facts, Piece, is_prose

_BESIDE = ("beside-the-article", "before-the-headline")


def with_imprint(facts: Facts, text: str, pieces: Sequence[Piece]) -> Facts:
    """The facts, what is missing filled in from the bylines and datelines among what was left out."""
    return filled(facts, facts_of(list(_lines(text, pieces))))


def filled(facts: Facts, more: Facts) -> Facts:
    return replace(
        facts,
        byline=facts.byline or more.byline,
        site=facts.site or more.site,
        date=facts.date or more.date,
    )


def _lines(text: str, pieces: Sequence[Piece]) -> Iterator[str]:
    """The bylines and datelines; those beside the article count above its first paragraph only."""
    above = True
    for piece in pieces:
        said = seen(text, piece)
        rule = (piece.reason or "").partition(":")[0]
        if rule in ("byline", "dateline") or (above and rule in _BESIDE and dateline_reason(said)):
            yield said
        elif not piece.reason and piece.kind is not BlockKind.HEADING and is_prose(said):
            above = False


def facts_of(lines: Sequence[str]) -> Facts:
    """What bylines and datelines say.

    A name after "By" goes before one that stands alone, the first date before that of a change.
    """
    dates = [(_CHANGED.match(line) is not None, date_in(line)) for line in lines]
    dated = sorted((entry for entry in dates if entry[1]), key=lambda entry: entry[0])
    signed = [_names_and_site(line) for line in lines]
    return Facts(
        byline=next((names for names, _ in signed if names), None)
        or next((line for line in lines if _alone(line)), None),
        site=next((site for _, site in signed if site), None),
        date=dated[0][1] if dated else None,
    )


_FARTHEST = 8  # blocks between a page's headline and its first paragraph


def between_headline_and_text(nodes: Sequence[Node], first_words: str) -> list[str]:
    """The bylines and datelines that a page has over its first paragraph, extracted or not."""
    first = next((index for index, node in enumerate(nodes) if node.text == first_words), 0)
    start = max(0, first - _FARTHEST)
    heads = [index for index in range(start, first) if nodes[index].heading == 1]
    above = [node.text.translate(STRAIGHT) for node in nodes[heads[-1] : first]] if heads else []
    return [line for line in above if dateline_reason(line)]


# ------------------------------------------------------------------ dates

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero",
            "feb february februar février febrero",
            "mar march märz mars marzo",
            "apr april avril abril",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio",
            "aug august août agosto",
            "sep sept september septembre septiembre",
            "oct october oktober okt octobre octubre",
            "nov november novembre noviembre",
            "dec december dezember dez décembre diciembre",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<m>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DATES = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    re.compile(rf"\b{_MONTH}\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}\b", re.I),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:de )?{_MONTH}\.?,? (?:de )?{_YEAR}\b", re.I),
    re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)\b"),
)
_CHANGED = re.compile(r"(?:last )?(?:updated|modified)\b", re.I)


def date_in(line: str) -> str | None:
    """The first full date of a line as ISO 8601.  `3/4/2021` is none: it is two days in two countries."""
    for pattern in _DATES:
        match = pattern.search(line)
        if match:
            month = match["m"].lower()
            try:
                return date(int(match["y"]), _MONTHS.get(month) or int(month), int(match["d"])).isoformat()
            except ValueError:
                continue
    return None


# ------------------------------------------------------------------ names and publications

_BY = re.compile(
    r"(?:(?:written|story|posted|reported|analysis|text|words|interview(?:ed)?)(?: conducted)? by"
    r"|by|words|text|as told to|von|par|por)(?:: ?| )(?=(?-i:[A-ZÀ-Þ]))",
    re.I,
)
_BARS = re.compile(r"(?:(?<!\s)\s+)?[|·•]\s*|(?<!\s)\s+[-–—/]+\s+")
_BETWEEN = re.compile(r",? (?:and|und|et|y|e|en) |,? & |, ")
_PART = r"[A-ZÀ-Þ][\w.'’-]*"
_NAME = re.compile(rf"{_PART}(?: (?:{_PART}|de|da|del|der|den|van|von|bin|al|el|la|di|du|le|zu)){{0,4}}")
_PLACED = re.compile(r" (?:in|for|für|from|at|aus|special to) .*$")
_NO_NAME = re.compile(
    r"\b(?:staff|writers?|reporters?|editors?|correspondents?|columnists?|contributors?|producers?|"
    r"agenc(?:y|ies)|the|guest|read|minutes?|redaktion|updated|published|photo\w*|chapter|part)\b",
    re.I,
)
_PUBLICATION = re.compile(
    r"The [A-Z][\w'&-]+(?: [A-Z][\w'&-]+){0,3}"
    r"|(?:[A-ZÀ-Þ][\w'&-]+ ){1,4}(?:Times|Post|Herald|Review|News|Journal|Magazine|Gazette|Tribune|Weekly|"
    r"Daily|Guardian|Chronicle|Observer|Press|Globe|Courier|Telegraph|Independent|Standard|Examiner|Dispatch|"
    r"Bulletin|Monitor|Quarterly|Zeitung|Anzeiger|Tagblatt|Rundschau|Kurier|Radio)"
    r"|NPR|CNN|BBC(?: News)?|CBS News|NBC News|ABC News|Reuters|ProPublica|POLITICO|Politico|Vox|MarketWatch"
)


def _names_and_site(line: str) -> tuple[str | None, str | None]:
    """Names after "By", or before a house's or a trade's name; and a part that is plainly a publication."""
    opening = _BY.match(line)
    parts = [_undated(part) for part in _BARS.split(line[opening.end() :] if opening else line)]
    names: list[str] = []
    if opening or dateline_reason(line) == BYLINE:
        names, parts[0] = _names(parts[0])
    site = next((part for part in parts if _PUBLICATION.fullmatch(part)), None)
    return ", ".join(names) or None, site


def _undated(part: str) -> str:
    """What stands before the date and hour."""
    places = [match.start() for pattern in _DATES if (match := pattern.search(part))]
    return part[: min(places, default=len(part))].rstrip(" ,:-–—")


def _alone(line: str) -> bool:
    """A line of two to four capitalised words is a name, among lines that were left out as bylines."""
    named = 2 <= len(line.split()) <= 4 and _NAME.fullmatch(line)
    return bool(named) and not (_NO_NAME.search(line) or _PUBLICATION.fullmatch(line))


def _names(part: str) -> tuple[list[str], str]:
    """The names that a byline opens with, and the rest of it."""
    found: list[str] = []
    at = 0
    for end, after in [*(match.span() for match in _BETWEEN.finditer(part)), (len(part), len(part))]:
        name = _PLACED.sub("", part[at:end])
        if not _NAME.fullmatch(name) or _NO_NAME.search(name) or _PUBLICATION.fullmatch(name):
            break
        found.append(name)
        at = after
    return found, part[at:]

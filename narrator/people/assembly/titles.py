"""Chapter titles in the article's own words: a person's name, a heading, or how the segment begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from narrator.model import Article, BlockKind
from narrator.people.assembly.clauses import MIN_CLAUSE, clean_clause
from narrator.people.headings.read import NAME, is_shouted, title_cased, trim_heading
from narrator.people.segments.divide import Stretch
from narrator.people.shapes.recognise import Findings

MAX_TITLE = 60
"""Characters; players show about as much of a chapter's title."""
_CREDIT = re.compile(
    r"(?:[Aa]s told to|(?:Words|Text|Interviews?|Photographs?|Photos?|Illustrations?|Reporting|Translated"
    r"|Edited|Compiled|Written|Reported)(?: and \w+)? by) [A-ZÀ-Þ]"
    rf"|(?:By|Von|Par) {NAME}$"
)
"""A heading that names who wrote: `As told to Ana Ruiz`."""
_INNER_CAPITAL = re.compile(r"\bMA?C|['’]|\b(?:DE|VAN|VON|II|III|IV|JR)\b")
_QUOTED = re.compile(r"(?P<open>[“\"„«])(?P<words>[^“”\"„«»\n]+)(?P<close>[”\"“»])")


def segment_titles(article: Article, findings: Findings, stretches: Sequence[Stretch]) -> tuple[str, ...]:
    """A title for each stretch, all different where the words allow.

    A person's segment is called by their heading or their name; when they come back, by their name and
    what they say there, or how it goes on.  A context segment is called by its theme, the opening by the
    article's title.
    """
    labels = dict(findings.conversation.labels) if findings.conversation else {}
    titles: set[str] = set()
    result: list[str] = []
    for number, stretch in enumerate(stretches):
        opening = _opening(findings, stretch, labels)
        title = _title(article, findings, stretch, opening, number == 0)
        if title in titles and opening:
            title = _again(findings, stretch, opening) if stretch.person else clean_clause(opening, MAX_TITLE)
        titles.add(title)
        result.append(title)
    return tuple(result)


def _again(findings: Findings, stretch: Stretch, opening: str) -> str:
    """A person who comes back: `Ana Ruiz: “It rained”`, else `Ana Ruiz: The river rose in April`."""
    assert stretch.person is not None
    limit = max(MAX_TITLE - len(stretch.person) - 2, MIN_CLAUSE)
    whole = findings.text[findings.passages[stretch.first].start : findings.passages[stretch.last - 1].end]
    clause = clean_clause(opening, limit)
    if clause.endswith("…") or clause[:1] in '“"':
        for match in _QUOTED.finditer(whole):
            words = clean_clause(match["words"], limit - 2)
            if not words.endswith("…") and len(words.split()) > 2:
                return f"{_name(stretch.person)}: {match['open']}{words}{match['close']}"
    return f"{_name(stretch.person)}: {clause}"


def _name(person: str) -> str:
    """`ANA RUIZ`, which a transcript has in capitals alone, as `Ana Ruiz`; not where small letters would be
    wrong: `TOM MCLUND`, `ANA O'HARA`."""
    plain = " " in person and is_shouted(person) and not _INNER_CAPITAL.search(person)
    return title_cased(person) if plain else person


def _title(article: Article, findings: Findings, stretch: Stretch, opening: str, first: bool) -> str:
    if stretch.person is not None:
        heading = stretch.heading
        if heading is not None:
            words = _heading_words(findings.text[heading.start : heading.end])
            if stretch.person.lower() in words.lower() and len(words) <= MAX_TITLE:
                return words
        return _name(stretch.person)
    for index in range(stretch.first, stretch.last):
        passage = findings.passages[index]
        if passage.kind is not BlockKind.HEADING:
            break
        words = findings.text[passage.start : passage.end]
        if passage.level != 1 and not _CREDIT.match(words):
            return _shortened(_heading_words(words) or words)
    whole = findings.text[findings.passages[stretch.first].start : findings.passages[stretch.last - 1].end]
    if article.title and (first or not opening):
        return _shortened(article.title)
    # Marks without a word are all that a stretch may hold.
    return clean_clause(opening or whole[: 4 * MAX_TITLE], MAX_TITLE) or " ".join(whole.split())[:MAX_TITLE]


def _shortened(heading: str) -> str:
    """A heading as it is, and a long one as a clause of it."""
    words = " ".join(heading.split())
    return words if len(words) <= MAX_TITLE else clean_clause(words, MAX_TITLE)


def _heading_words(text: str) -> str:
    start, end = trim_heading(text)
    return " ".join(text[start:end].rstrip(" :.–—-").split())


def _opening(findings: Findings, stretch: Stretch, labels: Mapping[int, int]) -> str:
    """The first words of a stretch that are no heading and no label; a guest's, not the host's question."""
    own: list[int] = []
    if findings.conversation is not None:
        turns = findings.conversation.by_passage
        own = [i for i in range(stretch.first, stretch.last) if i in turns and not turns[i].host]
    for index in own or range(stretch.first, stretch.last):
        passage = findings.passages[index]
        start = max(passage.start, labels.get(passage.start, passage.start))
        if passage.kind is not BlockKind.HEADING and start < passage.end:
            if stretch.heading is not None and stretch.heading.passage == index:
                start = min(stretch.heading.end, passage.end)
            words = " ".join(findings.text[start : min(passage.end, start + 4 * MAX_TITLE)].split())
            if words:
                return words
    return ""

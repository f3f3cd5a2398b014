"""Chapter titles in the article's own words: a person's name, a heading, or how the segment begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from narrator.model import Article, BlockKind

from .headings import trim_heading
from .segments import Stretch
from .shapes import Findings

MAX_TITLE = 60
"""Characters; players show about as much of a chapter's title."""


def segment_titles(article: Article, findings: Findings, stretches: Sequence[Stretch]) -> tuple[str, ...]:
    """A title for each stretch, all different where the words allow.

    A person's segment is called by their heading or their name; when they come back, by their name and
    how it goes on.  A context segment is called by its theme, the opening by the article's title.
    """
    labels = dict(findings.conversation.labels) if findings.conversation else {}
    titles: set[str] = set()
    result: list[str] = []
    for number, stretch in enumerate(stretches):
        opening = _opening(findings, stretch, labels)
        title = _title(article, findings, stretch, opening if number else article.title or opening)
        if title in titles:
            title = _shortened(f"{title}: {opening}" if stretch.person and opening else opening or title)
        titles.add(title)
        result.append(title)
    return tuple(result)


def _title(article: Article, findings: Findings, stretch: Stretch, opening: str) -> str:
    if stretch.person is not None:
        heading = stretch.heading
        if heading is not None:
            words = _heading_words(findings.text[heading.start : heading.end])
            if stretch.person.lower() in words.lower() and len(words) <= MAX_TITLE:
                return words
        return stretch.person
    for index in range(stretch.first, stretch.last):
        passage = findings.passages[index]
        if passage.kind is not BlockKind.HEADING:
            break
        if passage.level != 1:
            words = findings.text[passage.start : passage.end]
            return _shortened(_heading_words(words) or words)
    whole = findings.text[findings.passages[stretch.first].start : findings.passages[stretch.last - 1].end]
    return _shortened(opening or article.title or whole[: 4 * MAX_TITLE])


def _heading_words(text: str) -> str:
    start, end = trim_heading(text)
    return " ".join(text[start:end].rstrip(" :.–—-").split())


def _opening(findings: Findings, stretch: Stretch, labels: Mapping[int, int]) -> str:
    """The first words of a stretch that are no heading and no label."""
    for index in range(stretch.first, stretch.last):
        passage = findings.passages[index]
        start = max(passage.start, labels.get(passage.start, passage.start))
        if passage.kind is not BlockKind.HEADING and start < passage.end:
            if stretch.heading is not None and stretch.heading.passage == index:
                start = min(stretch.heading.end, passage.end)
            words = " ".join(findings.text[start : min(passage.end, start + 4 * MAX_TITLE)].split())
            if words:
                return words
    return ""


def _shortened(words: str) -> str:
    """At most `MAX_TITLE` characters, cut at a word, with an ellipsis."""
    words = " ".join(words.split())
    if len(words) <= MAX_TITLE:
        return words
    cut = words[: MAX_TITLE - 1]
    if " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:–—-.“\"‘'(") + "…"

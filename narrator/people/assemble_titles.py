"""Chapter titles in the article's own words: a person's name, a heading, or how the segment begins."""

from __future__ import annotations

from collections.abc import Sequence

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
    titles: list[str] = []
    for number, stretch in enumerate(stretches):
        title = _title(article, findings, stretch, number == 0)
        if title in titles:
            opening = _opening(findings, stretch)
            title = _shortened(f"{title}: {opening}" if stretch.person and opening else opening or title)
        titles.append(title)
    return tuple(titles)


def _title(article: Article, findings: Findings, stretch: Stretch, first: bool) -> str:
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
    if first and article.title:
        return _shortened(article.title)
    whole = findings.text[findings.passages[stretch.first].start : findings.passages[stretch.last - 1].end]
    return _shortened(_opening(findings, stretch) or article.title or whole[: 4 * MAX_TITLE])


def _heading_words(text: str) -> str:
    start, end = trim_heading(text)
    return " ".join(text[start:end].rstrip(" :.–—-").split())


def _opening(findings: Findings, stretch: Stretch) -> str:
    """The first words of a stretch that are no heading and no label."""
    labels = dict(findings.conversation.labels) if findings.conversation else {}
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

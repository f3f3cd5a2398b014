"""What holds for every text: nothing is lost, nothing is said twice, nobody is invented."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrator.model import Article, Block, BlockKind, LineKind, Omission
from narrator.people import attribute
from narrator.people.assembly.assemble import MAX_LINE

KINDS = (BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.QUOTE)
PHRASES = (
    "Ana Ruiz, 34, baker",
    '"Yes," she said. "No."',
    "“I left,” Tom Lund says, “and I never came back.”",
    "RUIZ: I think so.",
    "Q: Why did you leave?",
    "A: Because I had to.",
    "Ana Ruiz",
    "1. Tom Lund: A former miller, Lund says no.",
    "Ana Ruiz (Leeds): I was first.",
    "What is the credit?",
    "„Nein“, sagt Ruiz.",
    "« Oui », dit-elle.",
    "'Don't,' he said. 'It's late.'",
    "It rained in New York for a week. Nobody spoke.",
    "“An open mark that never closes",
    "---",
    "…",
    '"',
    "one of thousands who fled, according to Mr. Lund",
)
WORDS = st.sampled_from(PHRASES) | st.text(max_size=60)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article of any words, its blocks and omissions covering them all."""
    text = draw(st.sampled_from(["", "\n", " \t"]))
    blocks: list[Block] = []
    omissions: list[Omission] = []
    for _ in range(draw(st.integers(0, 9))):
        words = draw(st.sampled_from([" ", "\n", ""])).join(draw(st.lists(WORDS, min_size=1, max_size=4)))
        start, text = len(text), text + words
        if words.strip():
            if draw(st.integers(0, 7)) == 0:
                omissions.append(Omission(start, len(text), "test: left out"))
            else:
                kind = draw(st.sampled_from(KINDS))
                blocks.append(
                    Block(
                        kind,
                        start,
                        len(text),
                        draw(st.integers(1, 3)) if kind is BlockKind.HEADING else 0,
                        draw(st.booleans()),
                    )
                )
        text += "\n\n"
    language = draw(st.sampled_from(["en", "en-GB", "de", "fr", "ja"]))
    return Article(
        text, tuple(blocks), tuple(omissions), language=language, byline=draw(st.none() | st.just("Tom Lund"))
    )


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_lines_and_omissions_cover_the_source_once(article: Article) -> None:
    script = attribute(article)
    spans = [(line.start, line.end) for line in script.lines] + [(o.start, o.end) for o in script.omissions]
    covered = [0] * len(article.text)
    for start, end in spans:
        assert start is not None and end is not None and start < end
        for at in range(start, end):
            covered[at] += 1
    for at, char in enumerate(article.text):
        assert covered[at] <= 1
        assert char.isspace() or covered[at] == 1, (at, char)


def test_a_segment_of_marks_alone_has_a_title() -> None:
    text = ".\n\nAna Ruiz, 34, baker"
    blocks = (Block(BlockKind.PARAGRAPH, 0, 1), Block(BlockKind.HEADING, 3, len(text), 2))
    script = attribute(Article(text, blocks, (), language="en"))
    assert all(segment.title for segment in script.segments)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_every_line_is_a_labelled_slice_in_its_segment(article: Article) -> None:
    script = attribute(article)
    at = 0
    for segment in script.segments:
        assert segment.start is not None and segment.end is not None and segment.title
        assert at <= segment.start < segment.end
        for line in segment.lines:
            assert line.start is not None and line.end is not None
            assert at <= line.start and line.end <= segment.end
            at = line.end
            assert line.text == " ".join(article.text[line.start : line.end].split())
            assert line.end - line.start <= MAX_LINE
            if line.kind in (LineKind.NARRATION, LineKind.HEADING):
                assert line.speaker is None and line.rule is None
        at = segment.end


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_nobody_is_invented(article: Article) -> None:
    script = attribute(article)
    text = " ".join(article.text.split())
    names = {person.name for person in script.people}
    for name in names:
        assert name in text
    for segment in script.segments:
        assert segment.person is None or segment.person in names
    for line in script.lines:
        assert line.speaker is None or re.sub(r"\s+", " ", line.speaker) in text


def test_an_empty_article_is_an_empty_script() -> None:
    assert attribute(Article("", ())).segments == ()

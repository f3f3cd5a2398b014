"""The quotations of an article, and which of them are speech."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.model import Article
from narrator.people.names.runs import is_headline
from narrator.people.quotes.marks import Family, Pair, pair_marks
from narrator.people.quotes.speech import judge


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation by its outermost marks: `text[start:end]` includes them, the inner offsets do not."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    block: int
    is_speech: bool
    why: str
    """The reason for `is_speech`, in a word or two, for the editor to see."""
    closed: bool = True
    """False where the paragraph ends before the quotation does."""
    continues: bool = False
    """Takes up the quotation that the block before left open."""


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """Every quotation of the article's blocks, in order, outermost marks only."""
    pairs = pair_marks(article.text, article.blocks)
    british = _is_british(pairs)
    quotes = []
    headlines = {number for number, block in enumerate(article.blocks) if is_headline(article, block)}
    for pair in pairs:
        if pair.family is Family.SINGLE and not british and not _holds_sentence(article.text, pair):
            speech, why = False, "single marks beside double ones"
        else:
            speech, why = judge(article, pair, headline=pair.block in headlines)
        quotes.append(
            Quote(
                pair.start,
                pair.end,
                pair.inner_start,
                pair.inner_end,
                pair.block,
                speech,
                why,
                pair.closed,
                pair.continues,
            )
        )
    return tuple(quotes)


def _is_british(pairs: list[Pair]) -> bool:
    """Whether single marks are this text's way to set speech."""
    single = sum(pair.family is Family.SINGLE for pair in pairs)
    return single > len(pairs) - single


def _holds_sentence(text: str, pair: Pair) -> bool:
    inner = text[pair.inner_start : pair.inner_end].strip()
    return len(inner.split()) >= 4 and inner[-1:] in ".!?," and inner[:1].isupper()

"""The narration around the quotations, word by word: each sentence with its quotations as single words.

Every word carries a one-letter tag, so that the rules can say what they look for in terms of subjects and
speech verbs.  The tags come from word lists and from the people found, not from a trained model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import Article, BlockKind
from narrator.people.lexicon import listed, words
from narrator.people.names.find import People
from narrator.people.names.runs import PARTICLES, is_headline
from narrator.people.names.walk import Mention
from narrator.people.quotes.find import Quote
from narrator.people.sentences import Token, tokenize
from narrator.people.speakers.tags import (
    AUXILIARY,
    BODY,
    CLOSE,
    COLON,
    COMMA,
    DASH,
    DETERMINER,
    FINITE,
    GROUP,
    OPEN,
    OTHER,
    PERSON,
    POSSESSIVE,
    PREPOSITION,
    QUOTE,
    ROLE,
    SEMICOLON,
    STOP,
    VERB,
    Word,
    is_group,
    is_noun,
    tag_of,
)

LONGEST = 120
"""Words at which a sentence is cut, so that the cost of reading one stays bounded."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One sentence of narration with the quotations in it."""

    words: tuple[Word, ...]
    block: int
    first: bool
    """It begins its block."""
    last: bool
    """It ends its block."""
    headline: bool = False

    @property
    def tags(self) -> str:
        return "".join(word.tag for word in self.words)

    @property
    def quotes(self) -> list[int]:
        """Where in `words` the quotations are."""
        return [index for index, word in enumerate(self.words) if word.tag == QUOTE]

    @property
    def only_quotes(self) -> bool:
        return all(word.tag in "Q.-c" for word in self.words)


_BEFORE_LAST_NAMES = listed("van von der den de la le bin al del di della dos du ten ter zu")
_HONOURS = listed("QC KC SC MP MSP MEP MD PhD OBE MBE CBE KBE DBE FRS JP RN CPA")
"""What stands behind a name without a comma: "Judge Ana Ruiz QC told"."""
_ARTICLES = listed("a an the his her their its our my your 's ’s")
_MARKS = frozenset('"“”„‟«»‘‚‹›*_#')


def make_frames(article: Article, people: People, quotes: Sequence[Quote]) -> list[Frame]:
    """The article's sentences in order, quotations of speech folded into one word each."""
    frames: list[Frame] = []
    by_block: dict[int, list[int]] = {}
    for number, quote in enumerate(quotes):
        if quote.is_speech:
            by_block.setdefault(quote.block, []).append(number)
    for number, block in enumerate(article.blocks):
        row = _words(article, people, quotes, by_block.get(number, []), block.start, block.end)
        headline = block.kind is BlockKind.HEADING or is_headline(article, block)
        pieces = _split(article.text, row, quotes)
        if pieces:
            pieces[0] = pieces[0][_dateline(pieces[0]) :]
        for at, piece in enumerate(pieces):
            _lower_first(piece)
            frames.append(Frame(tuple(piece), number, at == 0, at == len(pieces) - 1, headline))
    return frames


def _dateline(piece: list[Word]) -> int:
    """How many words a place in front of a report takes: "LEEDS (AFP) – Mayor Ana Ruiz"."""
    dash = next((index for index, word in enumerate(piece[:9]) if word.tag == DASH), 0)
    if not 0 < dash < len(piece) - 1 or any(word.tag not in "OnGc()." for word in piece[:dash]):
        return 0
    city = piece[0].text.replace(" ", "")
    return dash + 1 if (city.isupper() and len(city) > 2) or piece[dash - 1].tag == CLOSE else 0


def _lower_first(piece: list[Word]) -> None:
    """The capital that only begins a sentence makes no body of a word: "Days later"."""
    at = next((index for index, word in enumerate(piece) if word.tag != OPEN), 0)
    first = piece[at]
    if (
        first.tag == BODY
        and not first.text.isupper()
        and " " not in first.text
        and first.text not in words("places")
    ):
        follows = piece[at + 1].tag if len(piece) > at + 1 else ""
        if first.text in words("not_names") or follows not in (VERB, AUXILIARY, POSSESSIVE):
            piece[at] = Word(first.text, first.start, first.end, OTHER)


def _words(  # noqa: PLR0917
    article: Article, people: People, quotes: Sequence[Quote], numbers: list[int], start: int, end: int
) -> list[Word]:
    row: list[Word] = []
    at = start
    for number in numbers:
        quote = quotes[number]
        row.extend(_narration(article.text, people, at, quote.start, at > start))
        row.append(Word(article.text[quote.start : quote.end], quote.start, quote.end, QUOTE, quote=number))
        at = quote.end
    row.extend(_narration(article.text, people, at, end, at > start))
    return row


def _narration(text: str, people: People, start: int, end: int, quoted: bool = False) -> list[Word]:
    tokens = tokenize(text, start, end)
    mentions = list(people.mentions_in(start, end))
    row: list[Word] = []
    at = 0
    for mention in [*mentions, Mention(end + 1, end + 1, -1)]:
        while at < len(tokens) and tokens[at].start < mention.start:
            _append(text, row, tokens[at], quoted)
            at += 1
        if mention.person < 0:
            break
        while at < len(tokens) and tokens[at].end <= mention.end:
            at += 1
        begin = mention.start
        if row and mention.title and row[-1].low == mention.title and row[-1].text[0].isupper():
            begin = row.pop().start
        while row and row[-1].text in _BEFORE_LAST_NAMES and text[row[-1].end : begin] == " ":
            begin = row.pop().start  # "said van Holt"
        row.append(Word(text[begin : mention.end], begin, mention.end, PERSON, person=mention.person))
        while at < len(tokens) and tokens[at].text in _HONOURS and tokens[at].start - tokens[at - 1].end == 1:
            at += 1
    return row


def _only_marks(row: list[Word]) -> bool:
    """Whether nothing but a comma stands between the quotation before and here."""
    return all(word.tag in (COMMA, DASH) for word in row)


def _append(text: str, row: list[Word], token: Token, quoted: bool) -> None:
    """Adds a word; capitalised words in a row become one body's name."""
    if token.text in _MARKS or token.text in ("''", "``"):
        return
    tag = tag_of(token.text)
    if tag == FINITE and row and row[-1].low in _ARTICLES:
        tag = OTHER  # a show insider
    if tag == VERB and not (quoted and _only_marks(row)) and is_noun(token.text.lower(), row):
        tag = GROUP if is_group(token.text.lower()) else OTHER
    if row and row[-1].tag == BODY and text[row[-1].end : token.start] == " ":
        before = row[-1]
        if tag == BODY or (token.text[0].isupper() and tag in (ROLE, GROUP)):
            joined = tag if tag in (ROLE, GROUP) else BODY
            row[-1] = Word(text[before.start : token.end], before.start, token.end, joined)
            return
    if tag == BODY and len(row) > 1 and row[-1].text == "&" and row[-2].tag == BODY:  # Ruiz & Co
        row.pop()
        before = row.pop()
        row.append(Word(text[before.start : token.end], before.start, token.end, BODY))
        return
    if (
        tag == ROLE
        and row
        and row[-1].low == "lead"
        and (len(row) == 1 or row[-2].tag in (COMMA, DETERMINER))
    ):
        row[-1] = Word(row[-1].text, row[-1].start, row[-1].end, OTHER)  # lead producer Ana Ruiz
    if token.text in PARTICLES and tag == OTHER:
        tag = PREPOSITION
    row.append(Word(token.text, token.start, token.end, tag))


def _split(text: str, row: list[Word], quotes: Sequence[Quote]) -> list[list[Word]]:
    pieces: list[list[Word]] = []
    piece: list[Word] = []
    for index, word in enumerate(row):
        piece.append(word)
        following = row[index + 1] if index + 1 < len(row) else None
        if following is None or len(piece) >= LONGEST or _ends_sentence(text, row, index, quotes):
            pieces.append(piece)
            piece = []
    return pieces


def _ends_sentence(text: str, row: list[Word], index: int, quotes: Sequence[Quote]) -> bool:  # noqa: PLR0911
    word, following = row[index], row[index + 1]
    if word.tag == STOP:
        if following.tag in (STOP, CLOSE, COMMA, SEMICOLON, DASH):
            return False
        return (
            following.text[0].isupper()
            or following.tag == QUOTE
            or not following.text[0].isalpha()
            or word.text in "?!"
        )
    if word.tag == CLOSE and index and row[index - 1].tag == STOP:
        return not following.text[0].islower() and following.tag not in (COMMA, SEMICOLON, DASH, STOP)
    if word.tag != QUOTE:
        return False
    quote = quotes[word.quote]
    inner = text[quote.inner_start : quote.inner_end].rstrip(" '’‘\"”")
    end = inner[-1:] or ","
    if end in ",;:":
        return False
    if following.tag in (COMMA, DASH, STOP, COLON, SEMICOLON, OPEN, CLOSE):
        return False
    if following.tag == QUOTE:
        return True
    if following.text[0].islower():
        return False
    if end == "." and not inner.endswith(("..", "…")):
        return not _tag_follows(row, index + 1, strict=True)
    if end in "?!…." or end in "—-":
        return not _tag_follows(row, index + 1, strict=False)
    return False


def _tag_follows(row: list[Word], at: int, strict: bool) -> bool:
    """Whether what follows a finished quotation is its tag: "Does she?” Mr. Li asked."."""
    limit = 3 if strict else 14
    seen = ""
    for word in row[at : at + limit]:
        seen += word.tag
        if word.tag in (STOP, QUOTE, COLON):
            break
    verb = seen.find(VERB)
    if verb < 1:
        return False
    if strict:
        rest = row[at + verb + 1 : at + verb + 2]
        return verb == 1 and seen[0] in "PHI" and (not rest or rest[0].tag == STOP)
    behind = "".join(word.tag for word in row[at + verb + 1 : at + verb + 9])
    colon = behind.find(COLON)
    quote = behind.find(QUOTE)
    stop = behind.find(STOP)
    if quote >= 0 and (stop < 0 or quote < stop) and colon < 0 and behind[:1] != STOP:
        return behind[:quote].endswith(COMMA) is False and verb <= 2
    return all(tag in "PHIORGdnsAcp#x()" for tag in seen[:verb])

"""What is on the page twice: the headline, pull quotes, posts that the article quotes anyway."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from narrator.model import BlockKind
from narrator.reading.boilerplate.rules import seen
from narrator.reading.pieces import Piece, ends_sentence, headline_of, words_of

HEADLINE = "headline-again: the headline, which was read already"
PULL_QUOTE = "pull-quote: words that the article has elsewhere"
EMBEDDED = "embedded-post: a post whose words the article quotes"
TWICE = "said-twice: a paragraph that the page has twice"

_RUN = 6  # words in a row that no two sentences share by chance
_SIGNATURE = re.compile(
    r"pic\.twitter\.com/\w+|https?://t\.co/\w+|[-–—]\s?[^()]{2,60}\(@\w{1,20}\)|"
    r"\(@\w{1,20}\)\s*(?:on\s+)?[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}$"
)


def omit_headline_again(text: str, pieces: list[Piece]) -> list[Piece]:
    """Later lines that are the headline; and, before the article begins, a line that contains it."""
    headline = headline_of(pieces)
    if headline is None:
        return pieces
    title = seen(text, pieces[headline])
    wanted = words_of(title)
    result = list(pieces)
    prose = 0
    for index in range(headline + 1, len(pieces)):
        piece = pieces[index]
        if piece.reason:
            continue
        said = seen(text, piece)
        words = words_of(said)
        again = len(wanted) >= 3 and words == wanted
        inside = prose == 0 and len(wanted) >= 5 and len(words) <= 90 and _runs_in(said, title)
        cut = prose == 0 and len(words) >= 5 and _contains(wanted, words) and piece.kind is BlockKind.HEADING
        if again or inside or cut:
            result[index] = replace(piece, reason=HEADLINE)
        elif len(words) >= 20 and ends_sentence(said):
            prose += 1
    return result


def _runs_in(said: str, title: str) -> bool:
    """The headline stands in a line, run into what follows; a sentence that has its words goes on."""
    at = said.find(title)
    if at < 0:
        return False
    after = said[at + len(title) :]
    return not after or re.match(r" [\"']?[A-Z0-9]", after) is not None


def _contains(words: list[str], wanted: list[str]) -> bool:
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))


def omit_embedded_posts(text: str, pieces: list[Piece]) -> list[Piece]:
    """Posts of social networks, told by their signature, half of whose words the article quotes itself."""
    shelf = _Shelf(text, pieces)
    result = list(pieces)
    for index, piece in enumerate(pieces):
        runs = shelf.runs(shelf.words[index])
        if piece.reason or not runs or not _SIGNATURE.search(seen(text, piece)):
            continue
        if sum(bool(shelf.elsewhere(run, index)) for run in runs) >= 0.5 * len(runs):
            result[index] = replace(piece, reason=EMBEDDED)
            shelf.gone.add(index)
    return result


def omit_pull_quotes(text: str, pieces: list[Piece]) -> list[Piece]:
    """Paragraphs whose words all stand inside a longer one, and who said them under them; and long ones
    that come twice."""
    shelf = _Shelf(text, pieces)
    result = list(pieces)
    for index, piece in enumerate(pieces):
        if index in shelf.gone or piece.reason or piece.level == 1 or _asks(seen(text, piece)):
            continue
        if _is_twice(shelf, index):
            result[index] = replace(piece, reason=TWICE)
            shelf.gone.add(index)
            continue
        home = _home_of_words(shelf, index)
        if home is None:
            home = _home_of_quotation(seen(text, piece), shelf, index)
        if home is None:
            continue
        signed = index + 1 < len(pieces) and _signs(text, pieces[index + 1], pieces[home])
        for place in (index, index + 1)[: 1 + signed]:
            result[place] = replace(pieces[place], reason=PULL_QUOTE)
            shelf.gone.add(place)
    return result


_NAME_ONLY = re.compile(r"(?:[-–—] ?)?[A-ZÀ-Þ][\w.'-]+(?: [A-ZÀ-Þ][\w.'-]*){1,3}")


def _signs(text: str, piece: Piece, home: Piece) -> bool:
    """A name under a pull quote is its speaker's where the paragraph that has the words names them."""
    said = seen(text, piece)
    if piece.reason or piece.kind is BlockKind.HEADING or not _NAME_ONLY.fullmatch(said):
        return False
    last = re.compile(rf"\b{re.escape(said.split()[-1])}\b")
    return last.search(text, home.start, home.end) is not None


def _asks(said: str) -> bool:
    """A question is put to somebody, who answers it: an introduction that gives it away does not ask it."""
    return said.rstrip("\"') ]").endswith("?")


_MOST_HOMES = 8  # a run of words in more paragraphs than that is a formula, not a repetition
_LONGEST = 60  # words of a pull quote


class _Shelf:
    """The words of each piece that is read, and in which pieces each run of words stands."""

    def __init__(self, text: str, pieces: list[Piece]) -> None:
        self.words = [[] if piece.reason else words_of(seen(text, piece)) for piece in pieces]
        self.headings = {index for index, piece in enumerate(pieces) if piece.kind is BlockKind.HEADING}
        self.gone: set[int] = set()
        self.first: dict[tuple[str, ...], int] = {}
        self.homes: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, words in enumerate(self.words):
            self.first.setdefault(tuple(words), index)
            for run in self.runs(words):
                homes = self.homes[run]
                if len(homes) <= _MOST_HOMES and (not homes or homes[-1] != index):
                    homes.append(index)

    @staticmethod
    def runs(words: list[str]) -> list[tuple[str, ...]]:
        return [tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)]

    def elsewhere(self, run: tuple[str, ...], index: int) -> set[int]:
        homes = self.homes.get(run, [])
        if len(homes) > _MOST_HOMES:
            return set()
        return {
            home for home in homes if home != index and home not in self.gone and home not in self.headings
        }

    def homes_of_all(self, words: list[str], index: int) -> set[int]:
        """The other pieces in which all the runs of `words` stand."""
        homes: set[int] | None = None
        for run in self.runs(words):
            here = self.elsewhere(run, index)
            homes = here if homes is None else homes & here
            if not homes:
                return set()
        return homes or set()


def _is_twice(shelf: _Shelf, index: int) -> bool:
    own = shelf.words[index]
    return len(own) >= 12 and shelf.first[tuple(own)] < index


def _home_of_words(shelf: _Shelf, index: int) -> int | None:
    """The longer piece in which all the words of this one stand."""
    own = shelf.words[index]
    if not 8 <= len(own) <= _LONGEST:
        return None
    longer = (other for other in shelf.homes_of_all(own, index) if len(shelf.words[other]) > len(own))
    return next((other for other in longer if _contains(shelf.words[other], own)), None)


_QUOTED = re.compile(r"^\"([^\"]{30,400})\"?(?P<tail>[^\"]{0,90})$")


def _home_of_quotation(said: str, shelf: _Shelf, index: int) -> int | None:
    """A pull quote with its speaker's name under it: only the quotation is looked for."""
    match = _QUOTED.match(said)
    if not match or ends_sentence(match.group("tail")):  # `…," she said.` is the article's own sentence
        return None
    quoted = words_of(match.group(1))
    if not 8 <= len(quoted) <= _LONGEST:
        return None
    others = shelf.homes_of_all(quoted, index)
    return next((other for other in others if _contains(shelf.words[other], quoted)), None)

"""Find the quotations of an article and tell speech from scare quotes, titles, nicknames and terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from narrator.model import Article
from narrator.people.lexicon import listed, speech_verbs
from narrator.people.names.runs import is_headline
from narrator.people.quotes.marks import Family, Pair, pair_marks
from narrator.people.sentences import Token, tokenize


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
            speech, why = _judge(article, pair, pair.block in headlines)
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


BESIDE = 12
"""Characters beside a quotation within which its neighbour's last or first mark stands."""

_LABEL = re.compile(r"[A-Z][A-Z .'’-]{1,40}:\s")
_LABELLING = listed(
    "meaning means meant labeled labelled marked stamped titled entitled headlined captioned nicknamed"
)
_CALLING = listed("""
    fear liken compare call name term deem say describe dub label characterize characterise brand dismiss
    denounce slam blast tweet add term tell warn criticize criticise accuse blame declare insist promise
    vow complain argue claim deride decry hail praise condemn
""")
_PLAIN = listed("say tell add ask reply answer write tweet recall explain joke shout continue note")
_BEFORE_MARKS = listed("""
    say add ask tweet reply answer write declare continue shout chant cry yell sing scream whisper
    exclaim announce recall
""")
_BEING = listed("is was are were be been so being")
_ARTICLES = listed("a an the his her their its this that no any every of our my")
_GIVEN_TO = listed("it him her them me us a an himself herself itself themselves")
_MODALS = frozenset({"will", "would", "could", "can", "should", "must", "may", "might"})
_WORKS = listed("""
    commentary essay article op-ed editorial letter report paper lecture exhibition poem story book film
    movie show song album novel series documentary play memoir video blog website column podcast
""")
_NAMING = listed("""
    titled entitled named nicknamed termed so-called known word words term phrase film movie show book
    song album single novel series documentary play episode program magazine newspaper bill act
    headlined slogan hashtag nickname chapter column podcast campaign track hit memoir motto acronym
    anthem hymn ballad aria sonata
""")
_WORDS_OF = listed("words view telling opinion mind phrase phrasing account estimation")
_OWNED = frozenset({"'s", "’s", "his", "her", "their", "of"})
_NAMES_A_SOURCE = frozenset({("according", "to"), ("to", "quote")})
_TAG_BETWEEN = re.compile(r",[”\"’'] [^“”\"‘’]{4,60}, $")
"""What a sentence that goes on has in front: “It rained,” he wrote in a report, “and poured.”"""
_HOW = frozenset({("is", "how"), ("was", "how")})
_DESCRIPTIONS = listed("words description reply response answer verdict assessment")
_TITLE_SMALL = listed("a an the of and or in on at to for from with by is vs de la &")


def _judge(article: Article, pair: Pair, headline: bool) -> tuple[bool, str]:  # noqa: PLR0911, PLR0912
    text = article.text
    if _LABEL.match(text, pair.inner_start, pair.inner_end):
        return False, "speaker label"
    if text[pair.inner_start : pair.inner_start + 1] == "(" and text[
        pair.inner_start : pair.inner_end
    ].rstrip(" .").endswith(")"):
        return False, "stage direction"
    if pair.continues or not pair.closed:
        return True, "several paragraphs"
    inner = text[pair.inner_start : pair.inner_end].strip()
    words = inner.split()
    if not words or not any(c.isalpha() for c in inner):
        return False, "no words"
    block = article.blocks[pair.block]
    if (
        pair.family is Family.GUILLEMET
        or text[pair.start] == "„"
        or not article.language.lower().startswith("en")
    ):
        return _elsewhere(text, pair, words)
    before = tokenize(text, max(block.start, pair.start - 80), pair.start)
    after = tokenize(text, pair.end, min(block.end, pair.end + 80))
    if len(words) <= 3 and _within_name(before, after):
        return False, "nickname"
    near = [token.text.lower() for token in before[-2:]]
    if near and near[-1] in _LABELLING and len(words) <= 6:
        return False, "term"
    tagged = _tagged_after(inner, after) or _tagged_before(before) or _in_words_of(before)
    if _stands_alone(text, block.start, block.end, pair, inner):
        return True, "sentence"
    if inner[0].islower() and _TAG_BETWEEN.search(text, max(block.start, pair.start - 80), pair.start):
        return True, "said"
    sentence_like = inner[-1] in ",.!?…—-" or inner.endswith(("...", "--"))
    work = near and near[-1] in _NAMING | _WORKS
    if near and near[-1] in _GIVEN_TO and _called(before[-4:]):
        return True, "said"
    if not work and (_says_so(inner, before, after) or (inner[-1] in "!?" and _tagged_before(before))):
        return True, "said"
    if len(words) >= 3 and sentence_like and (inner[0].isupper() or tagged) and not _title(words, before):
        return True, "sentence"
    if len(words) >= 4 and before and before[-1].text == ":" and headline:
        return True, "headline"
    if len(words) >= 4 and inner[-1] in "?!" and not _title(words, before):
        return True, "sentence"
    if tagged and not _title(words, before):
        return True, "said"
    if _title(words, before):
        return False, "title"
    alone = not text[block.start : pair.start].strip(" *_>") and not text[pair.end : block.end].strip(" *_")
    if len(words) >= 8 or (alone and len(words) >= 5):
        return True, "long"
    if headline and len(words) < 4:
        return False, "headline"
    if _title(words, before):
        return False, "title"
    if any(word in _NAMING for word in near):
        return False, "term"
    if near and near[-1] in _MODALS and len(words) >= 3:
        return True, "fragment"
    if len(words) >= 3 and _introduced(before):
        return True, "fragment"
    if len(words) <= 2 and not sentence_like and not _called(before):
        return False, "term"
    return _attributed(before, after), "fragment"


def _elsewhere(text: str, pair: Pair, words: list[str]) -> tuple[bool, str]:
    """Without English words to go by: a whole sentence, or marks set off by a comma or a colon."""
    inner = text[pair.inner_start : pair.inner_end].strip()
    before = text[max(0, pair.start - 3) : pair.start].rstrip()[-1:]
    after = text[pair.end : pair.end + 2].lstrip()[:1]
    if len(words) >= 2 and (inner[-1] in ",.!?…" or before == ":" or after == ","):
        return True, "sentence"
    return (True, "long") if len(words) >= 6 else (False, "fragment")


def _stands_alone(text: str, start: int, end: int, pair: Pair, inner: str) -> bool:
    """Whether a quotation is a sentence of its own between two others: “Wonderful. Just wonderful.”"""
    if inner.rstrip("'’")[-1:] not in tuple(".!?…") or not inner[0].isupper():
        return False
    before = text[max(start, pair.start - BESIDE) : pair.start].rstrip()
    after = text[pair.end : min(end, pair.end + BESIDE)].lstrip()
    return before.endswith((".", "!", "?", "”", '"')) and (
        not after or after[0].isupper() or after[0] in '“"'
    )


def _title(words: list[str], before: list[Token]) -> bool:
    """Whether a capital on every longer word makes it the title of a work."""
    if len(before) > 1 and before[-1].text == "," and before[-2].text.lower() in _WORKS:
        return True
    if len(before) > 1 and before[-1].text == "called" and before[-2].text.lower() in _WORKS | _NAMING:
        return True
    longer = [word for word in words if word.lower().strip(".,'’") not in _TITLE_SMALL]
    if not longer or len(words) > 12:
        return False
    if not all(not word[0].isalpha() or word[0].isupper() for word in longer):
        return False
    if len(longer) == 1 and (not before or before[-1].text in ",:"):
        return False
    return len(longer) > 1 or any(token.text.lower() in _NAMING for token in before[-3:])


def _tagged_after(inner: str, after: list[Token]) -> bool:
    """A speech verb within a few words behind a quotation that ends with a comma or a question."""
    if inner[-1] not in ",?!—-.…":
        return False
    verbs = speech_verbs()
    if [token.text.lower() for token in after[:2]] == ["according", "to"]:
        return True
    return any(token.text.lower() in verbs for token in after[:5]) and not (after and after[0].text == ".")


def _says_so(inner: str, before: list[Token], after: list[Token]) -> bool:
    """“Gone,” she said: a comma inside and nothing but who said it behind, whatever the capitals.

    “Gone”, she said, in the British order, only where the sentence begins with it.
    """
    if inner[-1] not in ",?!":
        opens = not before or before[-1].text in (".", "!", "?")
        if not (opens and inner[0].isupper() and after and after[0].text == ","):
            return False
        after = after[1:]
    if len(after) < 2:
        return False
    verbs = speech_verbs()
    subject_first = after[0].text in ("he", "she", "they", "I", "we") or after[0].text[0].isupper()
    return (subject_first and verbs.get(after[1].text) in _PLAIN) or (
        after[0].text in ("said", "says") and after[1].text != "."
    )


def _tagged_before(before: list[Token]) -> bool:
    """A speech verb directly before the marks, or with a comma, a colon or "that" between."""
    verbs = speech_verbs()
    near = [token.text.lower() for token in before[-3:]]
    if not near:
        return False
    if near[-1] in (",", ":", "that"):
        return near[-1] == ":" or any(word in verbs for word in near[:-1])
    return verbs.get(near[-1]) in _BEFORE_MARKS


def _in_words_of(before: list[Token]) -> bool:
    """Whether what names the speaker ends at the marks: "In Ruiz's words, “...”"."""
    low = [token.text.lower() for token in before[-6:]]
    return low[-1:] in ([","], [":"]) and _whose_words(low) and any(word in _WORDS_OF for word in low[-3:])


def _whose_words(clause: list[str]) -> bool:
    """In Ruiz’s own words / in her telling / in the words of Ruiz"""
    return any(
        word in _WORDS_OF
        and "in" in clause[max(0, at - 5) : at]
        and _OWNED & {*clause[max(0, at - 4) : at + 2]}
        for at, word in enumerate(clause)
    )


def _attributed(before: list[Token], after: list[Token]) -> bool:
    stops = [index for index, token in enumerate(before) if token.text in ".?!"]
    clause = before[stops[-1] + 1 :] if stops else before
    low = [token.text.lower() for token in clause]
    if any(pair in _NAMES_A_SOURCE for pair in pairwise(low)) or _whose_words(low):
        return True
    if _answered(after[:8]):
        return True
    return any(
        _is_verb(tokens, index) for tokens in (clause, _until_stop(after[:8])) for index in range(len(tokens))
    )


def _answered(after: list[Token]) -> bool:
    """Behind the marks: “...” is how Ruiz puts it / was the description Ruiz gave / per Ruiz"""
    low = [token.text.lower() for token in after if token.text not in (",", "—", "–", "-")]
    if low[:1] == ["per"] or tuple(low[:2]) in _HOW:
        return True
    stands = low[1:2] if low[:1] in (["those"], ["these"]) else low[:1]
    return stands in (["was"], ["were"]) and any(word in _DESCRIPTIONS for word in low[:7])


def _within_name(before: list[Token], after: list[Token]) -> bool:
    """Robert “Shorty” Holt: a capital before and behind, and nothing between."""
    if not before or not after:
        return False
    first, last = before[-1].text, after[0].text
    return first[0].isupper() and last[0].isupper() and first.lower() not in speech_verbs()


def _introduced(before: list[Token]) -> bool:
    """For Ruiz, “...” and ... Ruiz — “...” —: what stands before names the speaker without a verb."""
    if len(before) < 2:
        return False
    if before[-1].text in ("—", "–", "--"):
        return before[-2].text[0].isupper()
    stops = [index for index, token in enumerate(before) if token.text in ".?!"]
    clause = before[stops[-1] + 1 :] if stops else before
    return bool(clause) and clause[0].text in ("For", "To") and before[-1].text == "," and len(clause) <= 6


def _called(before: list[Token]) -> bool:
    """Whether someone gives the words as a name to something: "he called it “sad”", not "is called “sad”"."""
    verbs = speech_verbs()
    for index in range(len(before) - 1, max(-1, len(before) - 10), -1):
        word = before[index].text
        if word in ".?!;:":
            return False
        if verbs.get(word) in _CALLING and index:
            return before[index - 1].text.lower() not in (
                "is",
                "was",
                "are",
                "were",
                "be",
                "been",
                "so",
                "being",
            )
    return False


def _is_verb(tokens: list[Token], index: int) -> bool:
    """Whether a word is a speech verb here and not a noun behind an article: "a call for"."""
    before = tokens[index - 1].text.lower() if index else ""
    return tokens[index].text in speech_verbs() and before not in _ARTICLES


def _until_stop(tokens: list[Token]) -> list[Token]:
    for index, token in enumerate(tokens):
        if token.text in ".?!":
            return tokens[:index]
    return tokens

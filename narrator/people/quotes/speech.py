"""Whether marks hold speech, or a scare quote, a title, a nickname or a term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from narrator.model import Article
from narrator.people.lexicon import listed, speech_verbs
from narrator.people.quotes.marks import Family, Pair
from narrator.people.sentences import Token, tokenize

Verdict = tuple[bool, str]
"""Whether it is speech, and the reason in a word or two, for the editor to see."""

AROUND = 80
"""Characters before and behind a quotation in which stands what tells of it."""
SENTENCE = 240
"""Characters in front of a quotation within which its sentence is read."""
BESIDE = 12
"""Characters beside a quotation within which its neighbour's last or first mark stands."""

_LABEL = re.compile(r"[A-Z][A-Z .'’-]{1,40}:\s")
_LABELLING = listed(
    "meaning means meant labeled labelled marked stamped titled entitled headlined captioned nicknamed"
)
_CALLING = listed("""
    fear liken compare call name confirm acknowledge admit concede testify allege maintain
    term deem say describe dub label characterize characterise brand dismiss
    denounce slam blast tweet add term tell warn criticize criticise accuse blame declare insist promise
    vow complain argue claim deride decry hail praise condemn
""")
_PLAIN = listed("say tell add ask reply answer write tweet recall explain joke shout continue note")
_BEFORE_MARKS = listed("""
    say add ask tweet reply answer write declare continue shout chant cry yell sing scream whisper
    exclaim announce recall
""")
_REPORTING = listed("say tell testify argue claim insist allege write complain warn admit concede")
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


@dataclass(frozen=True, slots=True)
class _Marked:
    """Words in marks, with what stands around them in their block."""

    text: str
    pair: Pair
    start: int
    end: int
    """Of the block."""
    inner: str
    words: list[str]
    before: list[Token]
    after: list[Token]
    headline: bool

    @property
    def near(self) -> list[str]:
        """The two words in front, in small letters."""
        return [token.text.lower() for token in self.before[-2:]]

    @property
    def last(self) -> str:
        """The word in front."""
        return self.before[-1].text.lower() if self.before else ""

    @property
    def reads_as_sentence(self) -> bool:
        return self.inner[-1] in ",.!?…—-" or self.inner.endswith(("...", "--"))

    @property
    def is_tagged(self) -> bool:
        tagged = _tagged_after(self.inner, self.after) or _tagged_before(self.before)
        return tagged or _in_words_of(self.before)

    @property
    def is_alone(self) -> bool:
        """Nothing else stands in the block."""
        before, after = self.text[self.start : self.pair.start], self.text[self.pair.end : self.end]
        return not before.strip(" *_>") and not after.strip(" *_")


def judge(article: Article, pair: Pair, *, headline: bool) -> Verdict:
    """Whether the marks hold speech, and why."""
    text = article.text
    inner = text[pair.inner_start : pair.inner_end].strip()
    words = inner.split()
    if _LABEL.match(text, pair.inner_start, pair.inner_end):
        return False, "speaker label"
    if text[pair.inner_start : pair.inner_start + 1] == "(" and inner.rstrip(" .").endswith(")"):
        return False, "stage direction"
    if pair.continues or not pair.closed:
        return True, "several paragraphs"
    if not any(c.isalpha() for c in inner):
        return False, "no words"
    english = article.language.lower().startswith("en")
    if pair.family is Family.GUILLEMET or text[pair.start] == "„" or not english:
        return _elsewhere(text, pair, words)
    block = article.blocks[pair.block]
    before = tokenize(text, max(block.start, pair.start - AROUND), pair.start)
    after = tokenize(text, pair.end, min(block.end, pair.end + AROUND))
    marked = _Marked(text, pair, block.start, block.end, inner, words, before, after, headline)
    return _by_neighbours(marked) or _by_form(marked) or _fragment(marked)


def _by_neighbours(marked: _Marked) -> Verdict | None:
    """What the words right before and behind the marks say they are, whatever stands inside."""
    inner, before, after = marked.inner, marked.before, marked.after
    if len(marked.words) <= 3 and _within_name(before, after):
        return False, "nickname"
    if marked.last in _LABELLING and len(marked.words) <= 6:
        return False, "term"
    if _stands_alone(marked):
        return True, "sentence"
    goes_on = inner[0].islower() and _goes_on_behind_tag(marked)
    given = marked.last in _GIVEN_TO and _called(before[-4:])
    if goes_on or given:
        return True, "said"
    work = marked.last in _NAMING | _WORKS
    if not work and (_says_so(inner, before, after) or (inner[-1] in "!?" and _tagged_before(before))):
        return True, "said"
    return None


def _by_form(marked: _Marked) -> Verdict | None:
    """A sentence, a headline's words, a title, or simply much."""
    inner, count = marked.inner, len(marked.words)
    title, tagged = _title(marked.words, marked.before), marked.is_tagged
    begins = inner[0].isupper() or tagged
    if count >= 3 and marked.reads_as_sentence and begins and not title:
        return True, "sentence"
    if count >= 4 and marked.last == ":" and marked.headline:
        return True, "headline"
    turn = inner[-1] in ".!?" and marked.is_alone and not marked.headline  # of a dialogue: “Cedar House.”
    if title:
        return (True, "sentence") if turn and count < 3 else (False, "title")
    if turn or (count >= 4 and inner[-1] in "?!"):
        return True, "sentence"
    if tagged:
        return True, "said"
    return (True, "long") if count >= 8 or (marked.is_alone and count >= 5) else None


def _fragment(marked: _Marked) -> Verdict:
    """A few words of somebody's within a sentence, or a term."""
    count = len(marked.words)
    if marked.headline and count < 4:
        return False, "headline"
    if any(word in _NAMING for word in marked.near):
        return False, "term"
    if count >= 3 and (marked.last in _MODALS or _introduced(marked.before)):
        return True, "fragment"
    if count <= 2 and not marked.reads_as_sentence and not _called(marked.before):
        return (True, "said") if marked.last in _BEING and _said_that(marked) else (False, "term")
    said = _attributed(marked.before, marked.after) or (count >= 3 and _said_that(marked))
    return said, "fragment"


def _elsewhere(text: str, pair: Pair, words: list[str]) -> tuple[bool, str]:
    """Without English words to go by: a whole sentence, or marks set off by a comma or a colon."""
    inner = text[pair.inner_start : pair.inner_end].strip()
    before = text[max(0, pair.start - 3) : pair.start].rstrip()[-1:]
    after = text[pair.end : pair.end + 2].lstrip()[:1]
    if len(words) >= 2 and (inner[-1] in ",.!?…" or before == ":" or after == ","):
        return True, "sentence"
    return (True, "long") if len(words) >= 6 else (False, "fragment")


def _stands_alone(marked: _Marked) -> bool:
    """Whether a quotation is a sentence of its own between two others: “Wonderful. Just wonderful.”"""
    inner, pair = marked.inner, marked.pair
    if inner.rstrip("'’")[-1:] not in tuple(".!?…") or not inner[0].isupper():
        return False
    before = marked.text[max(marked.start, pair.start - BESIDE) : pair.start].rstrip()
    after = marked.text[pair.end : min(marked.end, pair.end + BESIDE)].lstrip()
    return before.endswith((".", "!", "?", "”", '"')) and (
        not after or after[0].isupper() or after[0] in '“"'
    )


def _goes_on_behind_tag(marked: _Marked) -> bool:
    start = marked.pair.start
    return _TAG_BETWEEN.search(marked.text, max(marked.start, start - AROUND), start) is not None


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


def _said_that(marked: _Marked) -> bool:
    """Whether a longer sentence reports it: "told jurors that he moved it because she “could not count”"."""
    start = marked.pair.start
    before = tokenize(marked.text, max(marked.start, start - SENTENCE), start)
    stops = [index for index, token in enumerate(before) if token.text in ".?!:;"]
    verbs = speech_verbs()
    clause = before[stops[-1] + 1 :] if stops else before
    return any(
        verbs.get(token.text) in _REPORTING
        and any(behind.text == "that" for behind in clause[at + 1 : at + 4])
        for at, token in enumerate(clause)
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
            return before[index - 1].text.lower() not in _BEING
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

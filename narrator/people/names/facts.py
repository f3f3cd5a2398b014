"""What the text says of a person beside the name: age, role, gender."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from narrator.model import Article, Gender
from narrator.people import gender
from narrator.people.lexicon import is_role, listed
from narrator.people.lexicon import words as word_list
from narrator.people.names.merge import Someone
from narrator.people.names.votes import BOUNDS, Place, pronoun_votes
from narrator.people.sentences import Token, tokenize


@dataclass(slots=True)
class Facts:
    """What was gathered of one person."""

    age: int | None = None
    role: str | None = None
    gender: Gender | None = None
    by_name: bool = False
    """Nothing but the first name shows the gender."""
    nouns: set[str] = field(default_factory=set)
    """The role's head nouns, in lower case and singular as they stand."""
    offices: set[str] = field(default_factory=set)
    """What titles in front say besides: a `senator` of `Sen.`"""


_WRITTEN = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
"""
AGES: dict[str, int] = {word: number for number, word in enumerate(_WRITTEN.split(), 1)}
"""Ages that British papers write out: "Ana, aged nine,"."""
_YEARS = rf"\d{{1,3}}|{'|'.join(AGES)}"
_AGE_AFTER = re.compile(rf"\s*[,(]\s*(?:aged?\s+)?({_YEARS})(?=\s*(?:[,.;)—–]|years?\b|$))")
_AGE_IS = re.compile(
    r"\s+(?:is|was|turned|turns)\s+(?:now\s+|only\s+|just\s+)?(\d{1,3})(?=\s*(?:[.,;]|years|and\b))"
)
_AGE_BEFORE = re.compile(rf"(?i)\b({_YEARS})[-\s]year[-\s]old[\s,]+(?:[\w-]+\s+){{0,3}}$")
_AGE_LATER = re.compile(r"\s*,\s*(?:an?|the)\s+(\d{1,3})[-\s]year[-\s]old")
_WINDOW = 160
_IN_THE_DOCK = re.compile(
    r"(?:, [^.\n]{1,90},)? (?:denies|denied|has denied|(?:has )?pleaded (?:not )?guilty|is charged"
    r"|is accused of|stands accused|is on trial|(?:faces|faced) [\w -]{0,30}charges?)\b"
)
"""Behind the name of whom a court calls the defendant: "Ana Ruiz, 34, of Mill Lane, denies"."""


def gather_facts(article: Article, someones: list[Someone], mentions: Sequence[Place]) -> list[Facts]:
    """Facts of each person, beside `someones`."""
    facts = [Facts() for _ in someones]
    for mention in mentions:
        _age(article, mention, facts[mention.person])
        _role(article, mention, facts[mention.person])
        if _IN_THE_DOCK.match(article.text, mention.end, mention.end + _WINDOW):
            facts[mention.person].nouns.update(("defendant", "accused"))
    pronouns = pronoun_votes(article, len(someones), mentions)
    titles: list[Counter[str]] = [Counter() for _ in someones]
    for mention in mentions:
        if shown := gender.of_title(mention.title):
            titles[mention.person][shown] += 1
        facts[mention.person].offices.update(_CALLED.get(mention.title.rstrip("."), ()))
    for number, one in enumerate(someones):
        fact, votes = facts[number], pronouns[number]
        fact.gender = _gender(one, fact, votes, titles[number])
        fact.by_name = not (
            one.shown_gender or votes or titles[number] or any(map(gender.of_role, fact.nouns))
        )
    return facts


def _age(article: Article, mention: Place, fact: Facts) -> None:
    if fact.age is not None:
        return
    text = article.text
    found = _AGE_AFTER.match(text, mention.end, mention.end + 24) or _AGE_LATER.match(
        text, mention.end, mention.end + 40
    )
    if found is None:
        found = _AGE_IS.match(text, mention.end, mention.end + 24)
    if found is None:
        found = _AGE_BEFORE.search(text, max(0, mention.start - 60), mention.start)
    if found is None:
        return
    written = found.group(1).lower()
    years = AGES[written] if written in AGES else int(written)
    if 0 < years < 120:
        fact.age = years


def _role(article: Article, mention: Place, fact: Facts) -> None:
    before = _premodifier(article, mention)
    after = _apposition(article, mention)
    for words in (before, after):
        if words is None:
            continue
        head = _head(words)
        if head is None:
            continue
        fact.nouns.update(_nouns(words, head))
        first = next((word for word in words if word.text.lower() not in _DETERMINERS), head)
        phrase = article.text[first.start : words[-1].end]
        if fact.role is None and "\n" not in phrase:
            fact.role = phrase


_CALLED: dict[str, tuple[str, ...]] = {
    "sen": ("senator",),
    "rep": ("representative", "congressman", "congresswoman"),
    "gov": ("governor",),
    "dr": ("doctor",),
    "prof": ("professor",),
    "rev": ("reverend", "minister", "pastor"),
    "fr": ("priest",),
    "father": ("priest",),
    "sister": ("nun",),
    "sgt": ("sergeant",),
    "det": ("detective",),
    "capt": ("captain",),
    "lt": ("lieutenant",),
    "col": ("colonel",),
    "gen": ("general",),
    "maj": ("major",),
    "insp": ("inspector",),
    "supt": ("superintendent",),
    "cllr": ("councillor",),
    "ald": ("alderman", "alderwoman"),
}
"""The nouns by which a text goes on about who has one of these titles: "the senator" is Sen. Ruiz."""


_DETERMINERS = listed("a an the his her their its our my this that")


_CLAUSE_OPENERS = listed(
    "who whose whom which that where when while because after before since until said says told"
)
_PREDICATES = listed("""
    is was were has had will would can could now also later lives lived works worked runs ran teaches taught
    plays played hopes plans wants writes wrote helps helped serves served studies studied owns owned
""")
"""What goes on behind "and": a role ends before it, as in "is a nurse and has worked in Ohio"."""


BELOW = listed("vice deputy assistant associate lieutenant junior group")
"""What makes another office of the one behind it."""
RANKS = BELOW | listed("""
    press prime foreign interior finance defence defense health education home justice environment trade
    culture transport labour labor energy agriculture housing district executive managing medical
""")
"""What tells one minister, secretary or director from another."""
_MODIFIERS = listed("""
    group former ex longtime top chief vice deputy lead head press junior retired interim acting outgoing
    incoming then assistant associate fellow co state city county school team house police fire
    business stage film rock pop folk running mate campaign communications defense defence finance
    foreign home health transport trade right-hand
""")


_IS = frozenset({"is", "was", "became", "becomes", "remains", "remained"})
_STILL = frozenset({"still", "now", "also", "then", "once", "already", "no"})
_WHEN = listed("by in on at after before until from since and but as with")
_OFFICES = listed("""
    mayor minister president chairman chairwoman chair chancellor secretary governor speaker director editor
    captain manager leader treasurer commissioner ambassador principal headteacher bishop archbishop premier
""")
"""What one person is, without an article: "Ruiz became mayor"."""


def _premodifier(article: Article, mention: Place) -> list[Token] | None:
    """The role in front of a name: "Mayor", "campaign spokesman", the "husband" in "her husband, Bert,"."""
    tokens = tokenize(article.text, max(0, mention.start - _WINDOW), mention.start)
    if tokens and tokens[-1].text == "," and article.text[mention.end : mention.end + 1] == ",":
        tokens = tokens[:-1]
    words: list[Token] = []
    for token in reversed(tokens):
        if "\n" in article.text[token.end : (words[0].start if words else mention.start)] or len(words) >= 6:
            break
        if not _modifies_a_role(token.text):
            break
        words.insert(0, token)
    if not words or not is_role(words[-1].text):
        return None
    return words


def _modifies_a_role(word: str) -> bool:
    low = word.lower()
    if low in BOUNDS or low in _DETERMINERS or not word[0].isalpha():
        return False
    if word[0].isupper():
        return word not in word_list("not_names") or low.endswith("an") or low == "first"
    return is_role(low) or low in _MODIFIERS or low.endswith(("al", "ive", "ic", "ese", "ior"))


def _apposition(article: Article, mention: Place) -> list[Token] | None:
    """The role behind a name: ", the mayor of X," or ", a nurse and mother of two"."""
    line_end = article.text.find("\n", mention.end)
    stop = min(mention.end + _WINDOW, line_end if line_end >= 0 else len(article.text))
    tokens = tokenize(article.text, mention.end, stop)
    if len(tokens) > 3 and tokens[0].text == "," and tokens[1].text.isdigit() and tokens[2].text == ",":
        tokens = tokens[2:]
    tokens = _without_still(tokens)
    copula = len(tokens) > 2 and tokens[0].text == "," and tokens[1].text in ("is", "was")
    if copula or (
        len(tokens) > 2
        and tokens[0].text in _IS
        and (tokens[1].text in ("a", "an", "the") or _is_office(tokens))
    ):
        tokens = tokens[1:] if copula else tokens
    elif len(tokens) < 2 or tokens[0].text != ",":
        return None
    words: list[Token] = []
    office = tokens[0].text in _IS and _is_office(tokens)
    for token in tokens[1:]:
        low = token.text.lower()
        if office and low in _WHEN:
            break
        if token.text in ',.;:()—–“”"' or low in _CLAUSE_OPENERS:
            break
        if words and words[-1].text.endswith(".") and token.text in word_list("not_names"):
            break  # an analyst at Ruiz & Co. According to
        if low in _PREDICATES and words and words[-1].text.lower() in ("and", "but", "or"):
            words.pop()
            break
        words.append(token)
    if not words or len(words) > 20:
        return None
    low = words[0].text.lower()
    if (
        low in _DETERMINERS
        or is_role(words[0].text)
        or (len(words) > 1 and is_role(words[1].text) and low[0].islower() and low not in BOUNDS)
    ):
        return words
    return None


def _without_still(tokens: list[Token]) -> list[Token]:
    """`Ruiz is still mayor` as `Ruiz is mayor`"""
    adverb = len(tokens) > 2 and tokens[0].text in _IS and tokens[1].text in _STILL
    return [tokens[0], *tokens[2:]] if adverb else tokens


def _is_office(tokens: list[Token]) -> bool:
    """`Ruiz became mayor`, `Ruiz is prime minister`: an office that one person has needs no article."""
    at = 2 if tokens[1].text in RANKS else 1
    office = at < len(tokens) and tokens[at].text in _OFFICES
    return office and not (at + 1 < len(tokens) and is_role(tokens[at + 1].text))


def _nouns(words: list[Token], head: Token) -> set[str]:
    """The noun a role turns on: "vice president" is not "president", a "foreign minister" is a "minister"."""
    noun, at = head.text.lower(), words.index(head)
    before = words[at - 1].text.lower() if at else ""
    if before in BELOW:
        return {f"{before} {noun}"}
    return {noun, f"{before} {noun}"} if before in RANKS else {noun}


def _head(words: list[Token]) -> Token | None:
    """The noun a role turns on: the last role word before the first preposition."""
    head = None
    for token, following in zip_longest(words, words[1:]):
        if token.text.lower() in BOUNDS and head is not None:
            break
        if is_role(token.text) and not (following and following.text in ("'s", "’s")):  # Queen's University
            head = token
    return head


_DOUBTFUL = listed("ping jing wei min lin yan ming xin ying hong jun yu hui fang qing jia lan hua")
"""Given names of China, which men and women bear: one pronoun says more."""


def _gender(  # noqa: PLR0911
    one: Someone, fact: Facts, votes: Counter[str], titles: Counter[str]
) -> Gender | None:
    if shown := one.shown_gender:
        return shown
    if len(titles) == 1:  # Mr Okafor
        return "m" if titles["m"] else "f"
    nouns = {found for noun in fact.nouns if (found := gender.of_role(noun))}
    if len(nouns) == 1:
        return nouns.pop()
    named = gender.of_given_names(one.words) if len(one.words) > 1 else None
    he, she = votes["m"], votes["f"]
    if he >= 2 and he > 3 * she:
        return "m"
    if she >= 2 and she > 3 * he:
        return "f"
    if named and (he or she) and not votes[named] and one.words[0].lower() in _DOUBTFUL:
        return "m" if he > she else "f"
    if named or (fact.nouns and (named := gender.of_first_name(one.words[0]))):
        return named  # a signalman, Walter, is called by his first name
    if he and not she:
        return "m"
    if she and not he:
        return "f"
    return "f" if gender.of_first_name(one.words[0]) == "f" else None  # "Warren" alone is a last name

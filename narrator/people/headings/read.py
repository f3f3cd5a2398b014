"""Which headings name a person: every style in which round-ups head their sections.

`read_heading` reads the words of one heading alone and says which names may stand in it, by the rules
of `HEADING_RULES` in their order.  It only proposes: whether the names are people's is decided
by `headings.people`, which also looks at the text under the heading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from narrator.people.lexicon import first_names, speech_verbs, words

MAX_HEADING_WORDS = 16

_UPPER = r"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĻŁŃŅŇŐŒŘŚŞŠŢŤŪŮŰŸŹŻŽ"
_TOKEN = (
    rf"(?:(?:[{_UPPER}]\.-?){{1,3}}|(?:[dDlO]['’]|Mc|Mac|al-|Al-)?[{_UPPER}][^\W\d_]*(?:['’-][^\W\d_]+)*)"
)
_PARTICLE = (
    r"(?:de|del|della|di|da|dos|du|la|le|van|von|der|den|ter|ten|bin|bint|ibn|el|al|y|zu|af|av"
    r"|Ste?\.)"
)
_NICKNAME = r"(?:[\"“‘'«„(][^\W\d_][\w .-]{0,20}[\"”’'»“)])"
_SUFFIX = r"(?:,? (?:Jr|Sr)\.?|,? (?:II|III|IV))"
NAME = rf"{_TOKEN}(?:[ \t\xa0]+(?:{_PARTICLE}[ \t\xa0]+)*(?:{_NICKNAME}[ \t\xa0]+)?{_TOKEN}){{1,4}}{_SUFFIX}?"
"""Two to five capitalised words, initials, particles and a nickname: `J. D. "Bud" van der Berg`."""

NAME_IN_TEXT = rf"(?<![^\W_])(?<![^\W_]['’-])(?:{NAME})"
"""A name that begins a word: looked for only there, so that a row of `A'A'A'` is gone through once."""
SINGLE_NAME = _TOKEN
TITLE = (
    r"(?:(?:(?:U\.S\. |US )?(?:Rep|Sen|Gov|Del|Lt|Sgt|Capt|Col|Gen|Maj|Det|Dr|Prof|Rev|Fr|Sr|Mr|Mrs|Ms|Mx"
    r"|Hon|Amb|St|Supt|Cllr|Ald)\.(?:-elect)?|Representative|Senator|Governor|Mayor|President|Judge|Justice|Professor|Doctor|Sister"
    r"|Brother|Father|Sir|Dame|Lord|Lady|Captain|Sergeant|Lieutenant|Colonel|General|Chief|Chef|Coach|Pastor|Rabbi"
    r"|Imam|Congress(?:wo)?man|Councillor|Alderman|Herr|Frau"
    r"|Dr|Mr|Mrs|Ms|Prof|Rep|Sen|Gov|Rev|Cllr)(?:-elect)?[ \t\xa0]+)"
)
PRONOUNS = r"(?:he|she|they|ze|xe|him|her|them|his|hers|theirs)"
_AGE = r"(?:aged? |age: )?\d{1,3}(?: (?:years? old|ans|Jahre(?: alt)?))?"
_NUMBER = re.compile(
    r"(?:(?:No|Nr|N°)\.? ?|#|\()?\d{1,3}(?:[.):]|\.\)|(?= ?[–—-])|(?=[ \t\xa0]))"
    r"[ \t\xa0]*(?:[–—-][ \t\xa0]*)?"
)
_MARKS_BEFORE, _MARKS_BEHIND = "#>*_~`•·▪◦●–—-", "*_~`#"
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_VERB_BEHIND_COMMA = re.compile(r",[ \t\xa0]+(?P<verb>[^\W\d_]+)\b")
_VERB_AT_END = re.compile(r"\b(?P<verb>[^\W\d_]+):$")


class Trust(IntEnum):
    """How much a heading's form alone says that it names a person."""

    MENTION = 0
    """A sentence or theme in which a name occurs: `How Ana Ruiz lost her home`."""
    NAME = 1
    """A form that places and topics have too: `Ana Ruiz`, `New York`."""
    FORM = 2
    """A form that only people have: an age, pronouns, a party, a title."""


@dataclass(frozen=True, slots=True)
class HeadingNames:
    """Names standing in a heading as `(start, end)` spans of the heading's text, and how they were read."""

    spans: tuple[tuple[int, int], ...]
    rule: str
    trust: Trust


Rule = Callable[[str], HeadingNames | None]


def _found(match: re.Match[str] | None, rule: str, trust: Trust) -> HeadingNames | None:
    if match is None:
        return None
    spans = sorted(match.span(name) for name in match.re.groupindex if match.group(name))
    return HeadingNames(tuple(spans), rule, trust)


def _anchored(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^{pattern}[ \t\xa0]*[.:]?$")


_WITH_AGE = _anchored(
    rf"{TITLE}?(?P<a>{NAME}|{SINGLE_NAME})(?:,? \({_AGE}(?:,[^)]*)?\)|, {_AGE}(?![\d%])(?:[ ,;:–—|-].*)?)"
)
_TWO_AGED = _anchored(
    rf"(?P<a>{NAME}|{SINGLE_NAME})(?:, | \(){_AGE}\)?,? (?:and|&|und|et|y) "
    rf"(?P<b>{NAME}|{SINGLE_NAME})(?:, | \(){_AGE}\)?(?:[ ,].*)?"
)
_WITH_PRONOUNS = _anchored(
    rf"{TITLE}?(?P<a>{NAME}|{SINGLE_NAME})(?:,? \(|, )(?:.*, )?{PRONOUNS}(?:/{PRONOUNS})+\)?(?:[ ,].*)?"
)
_WITH_PARTY = _anchored(
    rf"{TITLE}?(?P<a>{NAME})"
    r"(?:,? \((?:[DRI]|Dem|Rep|Lab|Con|SNP|Green|LD|Ind)\.?(?:[-–,][^)]*)?\)(?:[ ,].*)?|, [DRI]-[A-Z].*)"
)
_WITH_TITLE = _anchored(rf"{TITLE}(?P<a>{NAME}|{SINGLE_NAME})(?:(?:,| of| \(|:| [–—-]).*)?")
_TWO_NAMES = _anchored(rf"{TITLE}?(?P<a>{NAME}),? (?:and|&|\+|und|et|y) {TITLE}?(?P<b>{NAME})(?:[,:( ].*)?")
_COUPLE = _anchored(rf"(?P<b>{_TOKEN}) (?:and|&|\+|und|et|y) (?P<a>{_TOKEN} {_TOKEN})(?:[,:(].*)?")
_NAME_AND_JOB = re.compile(rf"^(?P<a>{NAME})(?:,| [–—-]) ")
_BARE = _anchored(rf"(?:{_NICKNAME}[ \t\xa0]+)?(?P<a>{NAME})")
_NAME_THEN = _anchored(rf"(?P<a>{NAME})(?:,| ?[:|•·/]| [–—-]| \(| of | from | aus ).+")
_EPITHET = _anchored(
    rf"(?:[^:–—|…]{{2,70}})(?:: | ?[–—|] | - | ?… ?|(?<!\.)\.\.\. ?){TITLE}?(?P<a>{NAME})(?:(?:,| \().*)?"
)
_JOB = re.compile(rf"^(?P<a>{NAME})(?:,| [–—-]) (?P<job>[a-zà-ÿ][^:()\n]{{2,60}}?)[.:]?$")
_MEET = _anchored(
    r"(?:[Mm]eet|[Ii]n memory of|[Rr]emembering|[Aa] word from|[Qq]&A:|[Ii]ntroducing|[Ss]potlight on:?"
    r"|[Ii]n (?:his|her|their) own words:|[Gg]et to know|[Ss]ay hello to|[Aa] day with|[Tt]ribute to"
    r"|[Pp]rofile:|(?:[Aa]nd )?(?:[Ff]irst|[Nn]ext|[Ff]inally|[Ll]ast(?:ly)?)(?:,? but not least| up)?[,:]?) "
    rf"{TITLE}?(?P<a>{NAME})(?:[,:(].*)?"
)
_WHO_IS = re.compile(rf"^(?:Who (?:is|was)|Wer (?:ist|war)|Qui est) {TITLE}?(?P<a>{NAME})\?$")
_POSSESSIVE = re.compile(rf"^{TITLE}?(?P<a>{NAME})(?:['’]s?|s['’]) ")
_JOB_NAME = re.compile(rf"^(?:The |An? )?[^\W\d_][\w-]*(?: [\w-]+){{0,3}} (?P<a>{NAME})$")
_INSIDE = re.compile(rf"(?<![\w'’]){TITLE}?(?P<a>{NAME})(?!\w)")


def name_with_age(text: str) -> HeadingNames | None:
    """`Ana Ruiz, 34, baker` · `Ana Ruiz (34)` · `Ana, 34`"""
    return _found(_TWO_AGED.match(text), "name with age", Trust.FORM) or _found(
        _WITH_AGE.match(text), "name with age", Trust.FORM
    )


def name_with_pronouns(text: str) -> HeadingNames | None:
    """`Ana Ruiz, 29, she/her` · `Ana Ruiz (she/they)`"""
    return _found(_WITH_PRONOUNS.match(text), "name with pronouns", Trust.FORM)


def name_with_job(text: str) -> HeadingNames | None:
    """`Ana Ruiz, heating engineer`: a first name that people have, and what somebody does"""
    match = _JOB.match(text)
    if match is None or match["a"].split(maxsplit=1)[0].lower() not in first_names():
        return None
    job = match["job"].split()
    return _found(_NAME_AND_JOB.match(text), "name, then words", Trust.FORM) if _is_job(job) else None


def _is_job(job: list[str]) -> bool:
    """`night nurse`, `head of research`; not `makers of carpets since 1911`"""
    return any(word.strip(",.").lower() in words("roles") for word in job)


def name_with_party(text: str) -> HeadingNames | None:
    """`Rep. Ana Ruiz (D) of Maine` · `Ana Ruiz, D-Maine`"""
    return _found(_WITH_PARTY.match(text), "name with party", Trust.FORM)


def title_and_name(text: str) -> HeadingNames | None:
    """`Dr. Ana Ruiz` · `Mayor Ana Ruiz of Lund`"""
    return _found(_WITH_TITLE.match(text), "title and name", Trust.FORM)


def two_names(text: str) -> HeadingNames | None:
    """`Ana Ruiz and Tom Lund` · `Ana & Tom Lund`"""
    return _found(_TWO_NAMES.match(text), "two names", Trust.NAME) or _found(
        _COUPLE.match(text), "two names", Trust.NAME
    )


def name_alone(text: str) -> HeadingNames | None:
    """`Ana Ruiz` · `“Nan” Ana Ruiz`"""
    return _found(_BARE.match(text), "name alone", Trust.NAME)


def meet_name(text: str) -> HeadingNames | None:
    """`Meet Ana Ruiz` · `Who is Ana Ruiz?`"""
    return _found(_MEET.match(text) or _WHO_IS.match(text), "meet name", Trust.NAME)


def name_then_words(text: str) -> HeadingNames | None:
    """`Ana Ruiz: Maine` · `Ana Ruiz, baker` · `Ana Ruiz — the purist`"""
    return _found(_NAME_THEN.match(text), "name, then words", Trust.NAME)


def words_then_name(text: str) -> HeadingNames | None:
    """`The Purist: Ana Ruiz` · `Best baker — Ana Ruiz`"""
    return _found(_EPITHET.match(text), "words, then name", Trust.NAME)


def job_and_name(text: str) -> HeadingNames | None:
    """`The baker Ana Ruiz` · `Night nurse Ana Ruiz`"""
    match = _JOB_NAME.match(text)
    if match and any(word[:1].islower() for word in text[: match.start("a")].split()):
        return _found(match, "job and name", Trust.MENTION)
    return None


def name_in_a_sentence(text: str) -> HeadingNames | None:
    """`How Ana Ruiz lost her home` · `Ana Ruiz's second life`"""
    return _found(_POSSESSIVE.match(text) or _INSIDE.search(text), "name in a sentence", Trust.MENTION)


HEADING_RULES: tuple[Rule, ...] = (
    name_with_pronouns,
    name_with_age,
    name_with_party,
    name_with_job,
    title_and_name,
    meet_name,
    two_names,
    name_alone,
    name_then_words,
    words_then_name,
    job_and_name,
    name_in_a_sentence,
)


def trim_heading(text: str) -> tuple[int, int]:
    """The span of a heading's own words: without list numbers, markdown marks and bullets.

    `## 3. **Ana Ruiz**` gives the span of `Ana Ruiz`; a link keeps its words, `[Ana Ruiz](…)`.
    """
    end = len(text)
    start = _behind_marks(text, 0)
    while end > start and (
        text[end - 1].isspace() or text[end - 1] in _MARKS_BEHIND or _is_picture(text[end - 1])
    ):
        end -= 1
    number = _NUMBER.match(text, start, end)
    if number and number.end() < end:
        start = min(end, _behind_marks(text, number.end()))
    link = _LINK.fullmatch(text, start, end)
    return link.span(1) if link else (start, end)


def _behind_marks(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in _MARKS_BEFORE or _is_picture(text[at])):
        at += 1
    return at


def _is_picture(char: str) -> bool:
    """An emoji, or what joins and colours it."""
    return ord(char) > 0x2000 and (unicodedata.category(char) in ("So", "Sk") or char in "\u200d\ufe0f")


def read_heading(text: str) -> tuple[HeadingNames, ...]:
    """The readings of a heading, best first; none for a theme.

    Spans index `text`.  `The Purist: Ana Ruiz` has two readings, since `The Purist` could be a name
    before a colon.  A heading in capitals throughout is read as if in title case.
    """
    start, end = trim_heading(text)
    words = text[start:end]
    if not words or len(words.split()) > MAX_HEADING_WORDS or introduces_speech(words) or "(@" in words:
        return ()
    if is_shouted(words):
        words = title_cased(words)
    answers = [answer for rule in HEADING_RULES if (answer := rule(words))]
    return tuple(
        HeadingNames(tuple((a + start, b + start) for a, b in answer.spans), answer.rule, answer.trust)
        for answer in answers
    )


def introduces_speech(words: str) -> bool:
    """`Ana Ruiz, head of the bakers' union, said:` opens a quotation and not a section."""
    verbs = (*_VERB_BEHIND_COMMA.finditer(words), *_VERB_AT_END.finditer(words[-40:]))
    return any(match["verb"] in speech_verbs() for match in verbs)


def is_shouted(words: str) -> bool:
    """In capitals throughout: `ANA RUIZ, 34`."""
    letters = [c for c in words if c.isalpha()]
    return len(letters) > 4 and all(c.isupper() for c in letters)


def title_cased(words: str) -> str:
    """`ANA RUIZ, 34` as `Ana Ruiz, 34`: the same length, so that offsets hold."""
    return "".join(
        c.lower() if i and (words[i - 1].isalpha() or words[i - 1] in "'’") and len(c.lower()) == 1 else c
        for i, c in enumerate(words)
    )

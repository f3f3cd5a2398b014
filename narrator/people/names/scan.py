"""Capitalised runs of words, and which of them look like a person's name.

A run is read from its end: titles, peoples, places and bodies in front of a name are taken off, then
what is left is judged by its first name, its title and the words around it.  The evidence of all of a
name's occurrences is added up, so one clear mention carries the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from narrator.people.gender import of_title
from narrator.people.lexicon import (
    Words,
    first_names,
    is_role,
    listed,
    rare_first_names,
    speech_verbs,
    unaccented,
    words,
)
from narrator.people.names.around import (
    FIRMS_TOO,
    in_a_tag,
    is_called_a_body,
    is_role_phrase,
    is_somewhere,
    said_to_be,
)
from narrator.people.names.runs import PARTICLES, SUFFIXES, Run
from narrator.people.sentences import ABBREVIATIONS, Token

HONORIFICS = listed("""
    mr mr. mrs mrs. ms ms. miss mx mx. dr dr. sir dame lord lady sen sen. sens. rep rep. reps. gov gov.
    govs. lt lt. col col. gen gen. capt capt. sgt sgt. maj maj. adm adm. cmdr cmdr. rev rev. hon. prof
    herr frau prof. atty. supt. pres. det. cpl. pfc. pvt. del. asst. cllr. ayatollah sheikh sheik pope saint
    monsieur madame mademoiselle mme señor señora signor signora
    cllr coun coun. ald ald. fr fr. supt det insp insp. cpl baroness viscount countess marchioness
""")
_POLICE_RANKS = frozenset({"PC", "WPC", "DC", "DS", "DI", "DCI", "DCS", "PCSO"})
"""British ranks, only in capitals and only in front of a full name: "DC Comics"."""
_CALENDAR = listed("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december jan. feb. mar. apr. aug. sept. oct. nov. dec. christmas
    thanksgiving easter
""")
SURNAMES_TOO = listed("""
    Hall Street Park Church Post West North South East Lake Beach Guard Falls Wing Case Law Bill Day
    House Bridge Stone Ocean Forest Square Field Glen Rule Prize Cup Sun Coast
    Mount Rivers Press Power Bay Page
""")
_FIRST_NAMES_TOO = listed("""
    Virginia Georgia Charlotte Austin Jordan Sydney Madison Lincoln Jackson Savannah Carolina Chad
    Israel Paris Sofia Florence Dallas Houston Santiago Phoenix Brooklyn London Kent Milan Victoria
    Chelsea Geneva Cleveland Jamaica Kenya India Asia America Ireland Alexandria Will May June April
    August Christian Young Earl Art Mark Grace Faith Hope Royal Sunday Summer Autumn Guy Rich Pat Bill
    Drew Rob Sue Grant Chase Miles Lance Cole Dean Prince King Duke Major Judge Baron Marshal Bishop
    Star
""")
_FIRM_ENDS = listed("Limited Ltd Ltd. Inc Inc. Corp Corp. Plc PLC plc LLC LLP GmbH")
_SMALL = listed("Of The And For In To With On At By Or As Is")
"""Words that have a capital inside a title and never inside a name."""
_LETTERS_BEHIND = re.compile(r"[A-Z]{2,4}$|(?:M|Ph|J|D)\.?D\.$")
"""PA, CPA, MD, Ph.D.: what stands behind a name without being of it."""
_COMPOUND = re.compile(
    r"-[a-z]*(?:ed|ing|born|made|built|style|based|era|led|like|free|wide|run|owned|ruled|majority|area|backed|linked)$"
)
MAX_NAME = 6
"""Words."""
TITLES_ALONE = listed("""
    president senator representative governor mayor judge justice secretary chancellor minister premier
    king queen prince princess chief sheriff officer detective deputy professor doctor coach ambassador
    congressman congresswoman councilman councilwoman chairman chairwoman speaker general sergeant
    captain major admiral colonel lieutenant father sister brother rabbi imam pastor bishop cardinal
    archbishop commissioner inspector constable superintendent marshal emperor duke duchess baron
    nominee candidate spokesman spokeswoman mother uncle aunt commander comrade
""")
"""Role words that stand in front of a last name alone: "Judge Okafor"."""
_OFFICES = listed(
    "President Speaker Chairman Secretary Mayor Governor Senator Minister Ambassador Universe World"
)
_IN_COURT = ("prosecuting", "defending", "mitigating")
"""Beside counsel's name in British courts: "Ana Ruiz, defending, said", "Prosecuting, Ana Ruiz told"."""
_POINTS = frozenset({"N.", "S.", "E.", "W."})
_PLACE_OPENERS = listed("St. San Santa Sao São Fort Ft. Mount Mt. Port Lake New Los Las Cape Camp Saint El")
_KIN = re.compile(
    r"(?:great-)?(?:grand|step)?(?:mum|mom|dad|father|mother|parent)-of-[\w-]+"
    r"|great-grand(?:ad|dad|ma|mum|pa|father|mother|son|daughter)",
    re.IGNORECASE,
)
_AGE = re.compile(r"\d{1,2}$")
_YEARS_AT_SCHOOL = frozenset({"Freshman", "Sophomore", "Junior", "Senior"})
"""What American pupils are called by in front of a first and a last name."""
_DOERS = ("er", "or", "ist", "ian", "eer", "man", "woman", "keeper", "maker")
"""What nouns for people who do something end in."""


@cache
def _never() -> Words:
    return words("not_names")


@cache
def _places() -> Words:
    return words("places")


@cache
def _bodies() -> Words:
    return words("organisations")


_GERMAN_OFFICE = re.compile(
    r"(?:[A-ZÄÖÜ][a-zäöüß]*)?(?:[Bb]ürgermeister|[Pp]räsident|[Mm]inister|[Kk]anzler|[Ss]precher|[Dd]irektor"
    r"|[Ll]eiter|[Ss]enator|[Ll]andrat|[Ss]tadtrat|[Pp]farrer|[Kk]ommissar)(?:in)?"
    r"|[A-ZÄÖÜ][a-zäöüß]*(?:vorsitzende[r]?|rätin|chef(?:in)?)"
)
"""`Oberbürgermeister`: what German compounds for an office end in."""


def is_first_name(word: str) -> bool:
    low = word.lower()
    names = first_names()
    return low in names or unaccented(low) in names or ("-" in low and low.split("-", 1)[0] in names)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What of a run may be a name: its words, the title in front, and how much speaks for a person."""

    run: Run
    name: tuple[Token, ...]
    title: str
    score: int

    @property
    def key(self) -> str:
        return " ".join(token.text for token in self.name)


def candidate(run: Run, english: bool = True) -> Candidate | None:
    """The part of a run that may be a person's name, or None; elsewhere nouns have capitals as well."""
    tokens = _behind_a_firm(list(run.words))
    title, cut = _title_in_front(tokens)
    name = _to_its_end(_from_its_beginning(tokens[cut:], run), run)
    if not 1 <= len(name) <= MAX_NAME or (len(name) == 1 and name[0].text.lower() in PARTICLES):
        return None
    if not cut:
        name = _from_its_first_name(name, english)
    found = Candidate(run, tuple(name), title, 0)
    return replace(found, score=_score(found)) if _may_be_name(found) else None


def _title_in_front(tokens: Sequence[Token]) -> tuple[str, int]:
    """The title in front of a name, and how many words stand before the name itself."""
    title, cut = "", 0
    for index, token in enumerate(tokens[:-1]):
        low = token.text.lower()
        first = token.text in _FIRST_NAMES_TOO and index + 2 == len(tokens)
        behind = index and not is_first_name(tokens[0].text)
        if (
            low in HONORIFICS
            or (token.text in _POLICE_RANKS and len(tokens) - index > 2)
            or _GERMAN_OFFICE.fullmatch(token.text)
            or ((is_role(low) or (behind and is_role(low.rpartition("-")[2]))) and not first)
        ):
            title, cut = title if of_title(title) else low, index + 1  # Frau Dr. Ruiz
    return title, cut


def _from_its_beginning(tokens: list[Token], run: Run) -> list[Token]:
    """A name without the days behind it and what only leads up to it."""
    while len(tokens) > 1 and tokens[-1].text.lower() in _CALENDAR:
        if len(tokens) == 2 and is_first_name(tokens[0].text):
            break  # Ana May
        tokens = tokens[:-1]
    while len(tokens) > 1 and _goes_before_a_name(tokens, run):
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[0].text in PARTICLES:
        tokens = tokens[1:]
    return tokens


def _to_its_end(tokens: list[Token], run: Run) -> list[Token]:
    """Behind first and last name no more than what belongs to it; nothing, if it is the name of a body."""
    if not tokens or not is_first_name(tokens[0].text):
        return tokens
    for index in range(2, len(tokens)):
        word = tokens[index].text
        if word in _bodies():
            return []
        acts = run.headline and word.endswith("s") and word.lower() in speech_verbs()
        if word in _never() or _letters_behind(word) or acts:
            return tokens[:index]
    return tokens


def _from_its_first_name(tokens: list[Token], english: bool) -> list[Token]:
    """A name behind capitals that are none: what stands before its first name is an adjective or a body's."""
    if len(tokens) < 3 or is_first_name(tokens[0].text) or _initial(tokens[0].text):
        return tokens
    for index in range(1, len(tokens) - 1):
        front, rest = tokens[:index], tokens[index:]
        if is_first_name(rest[0].text) and not any(token.text in _bodies() for token in rest):
            others = (t.text in _bodies() or t.text in _never() or t.text.isupper() for t in front)
            return rest if not english or any(others) else tokens
    return tokens


def _behind_a_firm(tokens: list[Token]) -> list[Token]:
    """The name behind a firm's: "Ruiz Boats Limited spokeswoman Ana Brandt"."""
    for index in range(len(tokens) - 2, 0, -1):
        if tokens[index].text in _FIRM_ENDS:
            return tokens[index + 1 :]
    return tokens


def _letters_behind(word: str) -> bool:
    return word.lower() not in SUFFIXES and bool(_LETTERS_BEHIND.match(word))


def _initial(word: str) -> bool:
    return len(word) <= 4 and word.endswith(".") and word.replace(".", "").isupper()


def _also_first_name(word: str) -> bool:
    """Whether a place's name or a common word is given to people often enough."""
    return word in _FIRST_NAMES_TOO or (
        word in _places() and word.lower() in first_names() and word.lower() not in rare_first_names()
    )


def _goes_before_a_name(tokens: list[Token], run: Run) -> bool:
    """Whether the first of the tokens only leads up to a name: "But Ruiz", "Ohio Republican Rob Portman"."""
    first, second = tokens[0].text, tokens[1].text
    pair = f"{first} {second}"
    if pair in _places():
        return False
    if run.opens and tokens[0] is run.words[0] and first.endswith("ing") and not is_first_name(first):
        return True  # Citing Ruiz
    if first.endswith("-old") or _KIN.fullmatch(first) or (run.opens and _occupation(tokens)):
        return True  # Eight-year-old Ana Ruiz, Mum-of-three Ana Ruiz
    known = first in _never() or first in _places() or is_role(first) or first in _bodies()
    if not known:
        return False
    if _also_first_name(first) and len(tokens) == 2 and second not in _never() and not is_role(second):
        return run.opens and tokens[0] is run.words[0] and first in _never()
    return True


def _occupation(tokens: list[Token]) -> bool:
    """Whether a capital only begins the sentence with what somebody does: "Chorister Ana Ruiz"."""
    first, *rest = (token.text for token in tokens)
    does = first in _YEARS_AT_SCHOOL or (first.endswith(_DOERS) and not is_first_name(first))
    return (
        len([word for word in rest if word not in PARTICLES]) == 2
        and (does or is_role(first.removeprefix("Co-")))
        and rest[0] not in PARTICLES
        and rest[0].lower() in first_names()
        and rest[0].lower() not in rare_first_names()
    )


def _may_be_name(found: Candidate) -> bool:
    texts = [token.text for token in found.name]
    if found.key in _places() and not found.title:
        return False
    if len(texts) == 1:
        return _may_be_single(texts[0], found)
    if texts[-1] in _places() and (texts[0] in _POINTS or not (is_first_name(texts[0]) or found.title)):
        return False
    if texts[0] in _PLACE_OPENERS and not found.title:
        return False
    return not any(_is_no_part(texts, index) for index in range(len(texts)))


def _may_be_single(word: str, found: Candidate) -> bool:
    """Whether one word may be a person's name, with the title in front of it or without."""
    low = word.lower()
    if len(word) < 2 or word.endswith(".") or low in ABBREVIATIONS or _initial(word):
        return False
    if low in _CALENDAR and found.title not in HONORIFICS:  # not Mr May
        return False
    if word in _OFFICES:
        return False  # Mr. President
    common = word in _never() or word in _bodies() or is_role(word)
    if common and found.title not in HONORIFICS:
        return False
    return not (word.isupper() and len(word) < 5 and found.run.after[0] != ":")


def _is_no_part(texts: Sequence[str], index: int) -> bool:
    """Whether a word can't stand at this place of a name of several words."""
    word, first = texts[index], is_first_name(texts[0])
    surname_too = index == len(texts) - 1 and first and word in SURNAMES_TOO
    if (word in _bodies() and not surname_too) or _COMPOUND.search(word):
        return True
    if index and (word in _SMALL or (is_role(word) and not first)):
        return True  # Mystery Of Baking
    if word in _never() and not (first if index else word in _FIRST_NAMES_TOO):
        return True
    letters = word.isupper() and len(word) > 2 and not _initial(word) and word.lower() not in SUFFIXES
    return letters and not " ".join(texts).isupper()


def _score(found: Candidate) -> int:
    """Points for a person: 2 are enough.  The words around a name count less than the name itself."""
    points = _points_of_form(found) + _points_in_front(found) + _points_of_place(found)
    return points + (_points_behind(found) if found.name[-1] is found.run.words[-1] else 0)


def _points_of_form(found: Candidate) -> int:
    """For the title, and for first and last name together."""
    first = found.name[0].text
    points = 0
    if found.title in HONORIFICS or (found.title and len(found.name) > 1):
        points += 3
    elif found.title:
        points += 2 if found.title in TITLES_ALONE else 1
    a_place = first in _places()
    given = (is_first_name(first) or _initial(first)) and (not a_place or _also_first_name(first))
    if given and len(found.name) > 1:
        weak = first.lower() in rare_first_names() or (a_place and not found.title)
        points += 1 if weak else 2
    return points


def _points_of_place(found: Candidate) -> int:
    """For where in the text a name stands: a signature, a dateline, a headline, an address."""
    run, several = found.run, len(found.name) > 1
    near = run.after[0]
    points = 0
    if not found.title and several and is_somewhere(run, found.name):
        points -= 2
    signs = run.before[1] in ("–", "—", "-", "--", "―") and run.before[0] in ("”", '"', "''", "’", ".")
    if signs and several and near in ("", ",", "."):
        points += 2
    if found.key.isupper() and run.opens and near in (",", "—", "–", "-", "--", "("):
        points -= 3  # a dateline
    if run.headline and several and len(run.words) > 5:
        points -= 3
    return points


def _points_behind(found: Candidate) -> int:
    """For what is said of somebody right behind the name."""
    run, several = found.run, len(found.name) > 1
    near, next_, third = run.after
    points = 0
    if is_called_a_body(run):
        points -= 5
    if near == "who" or (near == "," and next_ in ("who", "whose", *_IN_COURT)):
        points += 2
    if speech_verbs().get(near) in ("say", "tell", "add", "tweet", "explain", "recall"):
        points += 1
    if near == "(" and (next_ in ("d", "r", "i") or next_[:2] in ("d-", "r-", "i-")):
        points += 3
    if near != ",":
        return points
    if _AGE.match(next_) or next_ == "aged":
        points += 3
    if next_ in ("a", "an", "the", "his", "her"):
        points += 2 if is_role_phrase(third) else 1
    if several and is_role(next_) and third in ("of", "at", "for", "in"):
        points += 2
    if several and is_role(third) and is_role_phrase(next_):
        points += 2  # , chief executive of …
    if several and said_to_be(run):
        points += 2  # , the harbour's new chief executive,
    if several and run.before[1] == "," and is_role(run.before[0]):
        points += 0 if run.before[0] in FIRMS_TOO else 2
    return points


def _points_in_front(found: Candidate) -> int:
    """For the words right before a name without a title."""
    run, near = found.run, found.run.after[0]
    if found.title or found.name[0] is not run.words[0]:
        return 0
    points = 0
    if is_role(run.before[1]) or (run.before[1] == "," and run.before[0] in _IN_COURT):
        points += 2
    if len(found.name) > 1 and run.before[1].endswith("-year-old"):
        points += 3  # the shepherd, 61-year-old Ana Ruiz,
    if run.before[1] == "the":
        points -= 3
    if run.before[1] == "&" and not is_first_name(run.before[0]):
        points -= 4  # Marks & Spencer
    if in_a_tag(run):
        points += 1 if near in speech_verbs() or len(found.name) > 3 else 2
    return points

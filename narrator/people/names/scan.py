"""Capitalised runs of words, and which of them look like a person's name.

A run is read from its end: titles, peoples, places and bodies in front of a name are taken off, then
what is left is judged by its first name, its title and the words around it.  The evidence of all of a
name's occurrences is added up, so one clear mention carries the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    cllr ald ald. fr fr. supt det insp insp. cpl baroness viscount countess marchioness
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
    House Bridge Stone Ocean Forest Square Prize Cup Sun Coast Mount Rivers Press Power Bay Page
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
_POINTS = frozenset({"N.", "S.", "E.", "W."})
_PLACE_OPENERS = listed("St. San Santa Sao São Fort Ft. Mount Mt. Port Lake New Los Las Cape Camp Saint El")
_KIN = re.compile(
    r"(?:great-)?(?:grand|step)?(?:mum|mom|dad|father|mother|parent)-of-[\w-]+"
    r"|great-grand(?:ad|dad|ma|mum|pa|father|mother|son|daughter)",
    re.IGNORECASE,
)
_AGE = re.compile(r"\d{1,2}$")
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


def candidate(run: Run, english: bool = True) -> Candidate | None:  # noqa: PLR0912
    """The part of a run that may be a person's name, or None; elsewhere nouns have capitals as well."""
    tokens = _behind_a_firm(list(run.words))
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
    prefixed = cut > 0
    tokens = tokens[cut:]
    while (
        tokens
        and tokens[-1].text.lower() in _CALENDAR
        and len(tokens) > 1
        and not is_first_name(tokens[0].text)
    ):
        tokens.pop()
    while len(tokens) > 2 and tokens[-1].text.lower() in _CALENDAR:
        tokens.pop()
    while len(tokens) > 1 and _goes_before_a_name(tokens, run):
        tokens.pop(0)
    while len(tokens) > 1 and tokens[0].text in PARTICLES:
        tokens.pop(0)
    if is_first_name(tokens[0].text if tokens else ""):
        for index in range(2, len(tokens)):
            if tokens[index].text in _bodies():
                return None
            if (
                tokens[index].text in _never()
                or _letters_behind(tokens[index].text)
                or (
                    run.headline
                    and tokens[index].text.endswith("s")
                    and tokens[index].text.lower() in speech_verbs()
                )
            ):
                tokens = tokens[:index]
                break
    if not tokens or len(tokens) > 6 or (len(tokens) == 1 and tokens[0].text.lower() in PARTICLES):
        return None
    if (
        not prefixed
        and len(tokens) > 2
        and not is_first_name(tokens[0].text)
        and not _initial(tokens[0].text)
    ):
        for index in range(1, len(tokens) - 1):
            if is_first_name(tokens[index].text) and not any(
                token.text in _bodies() for token in tokens[index:]
            ):
                if not english or any(
                    token.text in _bodies() or token.text in _never() or token.text.isupper()
                    for token in tokens[:index]
                ):
                    tokens = tokens[index:]
                break
    found = Candidate(run, tuple(tokens), title, 0)
    if not _may_be_name(found):
        return None
    return Candidate(run, found.name, title, _score(found))


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
    return (
        len(rest) == 2
        and first.endswith(_DOERS)
        and not is_first_name(first)
        and rest[0] not in PARTICLES
        and rest[0].lower() in first_names()
        and rest[0].lower() not in rare_first_names()
    )


def _may_be_name(found: Candidate) -> bool:  # noqa: PLR0911, PLR0912
    texts = [token.text for token in found.name]
    key = found.key
    if key in _places() and not found.title:
        return False
    if len(texts) == 1:
        word = texts[0]
        common = word in _never() or is_role(word)
        if (
            word.lower() in _CALENDAR
            or word in _OFFICES  # Mr. President
            or _initial(word)
            or len(word) < 2
            or (common and found.title not in HONORIFICS)
        ):
            return False
        if word.endswith(".") or word.lower() in ABBREVIATIONS:
            return False
        if word in _bodies() and found.title not in HONORIFICS:
            return False
        return not (word.isupper() and len(word) < 5 and found.run.after[0] != ":")
    if texts[-1] in _places() and (texts[0] in _POINTS or not (is_first_name(texts[0]) or found.title)):
        return False
    if texts[0] in _PLACE_OPENERS and not found.title:
        return False
    for index, word in enumerate(texts):
        surname_too = index == len(texts) - 1 and is_first_name(texts[0]) and word in SURNAMES_TOO
        if (word in _bodies() and not surname_too) or _COMPOUND.search(word):
            return False
        if is_role(word) and index and not is_first_name(texts[0]):
            return False
        if word in _SMALL and index:
            return False  # Mystery Of Baking
        if (
            word.isupper()
            and len(word) > 2
            and not _initial(word)
            and not key.isupper()
            and word.lower() not in SUFFIXES
        ):
            return False
        if (
            word in _never()
            and not (index and is_first_name(texts[0]))
            and not (index == 0 and word in _FIRST_NAMES_TOO)
        ):
            return False
    return True


def _score(found: Candidate) -> int:  # noqa: PLR0912
    """Points for a person: 2 are enough.  The words around a name count less than the name itself."""
    run, first = found.run, found.name[0].text
    points = -2 if (not found.title and len(found.name) > 1 and is_somewhere(run, found.name)) else 0
    if found.title:
        if found.title in HONORIFICS or len(found.name) > 1:
            points += 3
        else:
            points += 2 if found.title in TITLES_ALONE else 1
    if (
        len(found.name) > 1
        and (is_first_name(first) or _initial(first))
        and (first not in _places() or _also_first_name(first))
    ):
        weak = first.lower() in rare_first_names() or (first in _places() and not found.title)
        points += 1 if weak else 2
    near, next_, third = run.after
    signs = run.before[1] in ("–", "—", "-", "--", "―") and run.before[0] in ("”", '"', "''", "’", ".")
    if signs and len(found.name) > 1 and near in ("", ",", "."):
        points += 2
    verbs = speech_verbs()
    if found.name[-1] is run.words[-1]:
        if near == "," and (_AGE.match(next_) or next_ == "aged"):
            points += 3
        if is_called_a_body(run):
            points -= 5
        if (near == "," and next_ in ("who", "whose")) or near == "who":
            points += 2
        if near == "," and next_ in ("a", "an", "the", "his", "her"):
            points += 2 if is_role_phrase(third) else 1
        if near == "," and len(found.name) > 1 and is_role(next_) and third in ("of", "at", "for", "in"):
            points += 2
        if near == "," and len(found.name) > 1 and is_role(third) and is_role_phrase(next_):
            points += 2  # , chief executive of …
        if near == "," and len(found.name) > 1 and said_to_be(run):
            points += 2  # , the harbour's new chief executive,
        if near == "," and run.before[1] == "," and is_role(run.before[0]) and len(found.name) > 1:
            points += 0 if run.before[0] in FIRMS_TOO else 2
        if verbs.get(near) in ("say", "tell", "add", "tweet", "explain", "recall"):
            points += 1
        if near == "(" and (next_ in ("d", "r", "i") or next_[:2] in ("d-", "r-", "i-")):
            points += 3
    if not found.title and found.name[0] is run.words[0]:
        if is_role(run.before[1]):
            points += 2
        if run.before[1] == "the":
            points -= 3
        if run.before[1] == "&" and not is_first_name(run.before[0]):
            points -= 4  # Marks & Spencer
        if in_a_tag(run):
            points += 1 if near in verbs or len(found.name) > 3 else 2
    if found.key.isupper() and run.opens and near in (",", "—", "–", "-", "--", "("):
        points -= 3  # a dateline
    if run.headline and len(found.name) > 1 and len(run.words) > 5:
        points -= 3
    return points

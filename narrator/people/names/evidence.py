"""Who there is: the names that enough speaks for, each person's forms together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from narrator.model import Article, Gender
from narrator.people.gender import of_given_names, of_title
from narrator.people.lexicon import is_role, listed, speech_verbs, stands_in, words
from narrator.people.names.around import is_called_a_body
from narrator.people.names.facts import AGES
from narrator.people.names.families import KIN, OWNERS, address, couples, is_kin, is_name_at_birth, relations
from narrator.people.names.merge import Someone, fold, merge_full_names
from narrator.people.names.runs import SUFFIXES, Run
from narrator.people.names.scan import HONORIFICS, SURNAMES_TOO, TITLES_ALONE, Candidate, is_first_name

ENOUGH = 2
"""Points (`names.scan`) that make a run of capitalised words a person."""
LEAST_MISSPELT = 5
"""Letters a last name must have to be known again when it is spelt otherwise."""
IN_HEADLINE = 99
"""The score that marks a name found inside a headline's run."""
_NAMED_AFTER_PEOPLE = listed("""
    administration administrations campaign campaigns family presidency camp era years team government
    supporter supporters aide aides adviser advisers rally rallies trial case estate cabinet regime brothers
    sisters couple siblings
""")
"""What takes somebody's name in front: "the Ruiz campaign" says nothing against a person."""
_GOVERNS = listed("in at near across via on from of to with by")
"""Prepositions in front of a name that is not whom the next verb is about: "a museum in Utrecht offered"."""
_ANYONE = listed("man woman boy girl child pupil incomer stranger someone somebody")
"""Who is called by a first name alone: "a woman called Grace"."""
_HE_OR_SHE = re.compile(r"\b(?:[Hh]e|[Ss]he|his|her)\b")
_THEN_HE_OR_SHE = re.compile(
    r"[.!?][\"”]?\s+(?:He|She|His|Her)\b|\b(?:he|she) (?:said|says|added|told|wrote|recalled)\b"
)
_OPENS_WITH_HE_OR_SHE = re.compile(r"(?:He|She)\b")
_NEXT_SENTENCE = re.compile(r"[a-z0-9][.!?][\"”]?\s+")
_THEN_IT = re.compile(r"[.!?][\"”]?\s+(?:It|Its)\b")


def persons_in(article: Article, found: list[Candidate], heads: list[Run]) -> list[Someone]:
    """The people of the candidates; `heads` are the headlines' runs."""
    full, single = [one for one in found if len(one.name) > 1], [one for one in found if len(one.name) == 1]
    alone = Counter(one.key for one in single if not one.run.headline and one.run.before[1] != "the")
    points: Counter[str] = Counter()
    best: Counter[str] = Counter()
    sections: set[str] = set()
    births = [one for one in full if is_name_at_birth(one, full)]
    full = [one for one in full if one not in births]
    full = _without_offices(full)
    named = Counter(one.run.block for one in full)
    body = {one.key for one in full if not one.run.headline}
    for one in full:
        if one.run.headline and (not _names_a_section(one, article) or _goes_on(one, body)):
            continue
        goes_on = 2 * (named[one.run.block] == 1 and _then_a_pronoun(one, article))
        best[one.key] = max(best[one.key], one.score + _beside(one, article, alone) + goes_on)
        if one.run.headline and article.blocks[one.run.block].level != 1:
            sections.add(one.key)
        points[one.key] += min(one.score, 0)
    for key in sections:
        best[key] += 1
    lasts = {fold(key.split()[-1]) for key, score in best.items() if score >= ENOUGH}
    for one in full:
        if 0 <= best[one.key] < ENOUGH and fold(one.name[-1].text) in lasts and one.run.before[1] != "the":
            best[one.key] += 1 if one.run.opens else 2
    full += _headline_names(heads, alone)
    for one in full:
        if one.score == IN_HEADLINE:
            best[one.key] = ENOUGH
    good = {key for key, score in best.items() if score >= ENOUGH and score + points[key] > 0}
    good -= {
        key
        for key in good
        if _only_precedes(key, good) or _two_people(key, good, alone) or _named_after(key, alone)
    }
    people = merge_full_names(
        [
            one
            for one in full
            if one.key in good and (one.score == IN_HEADLINE or not one.run.headline or not _too_long(one))
        ],
        article.text,
    )
    for one in births:
        who = [someone for someone in people if someone.first == fold(one.name[0].text)]
        if len(who) == 1:
            who[0].forms[one.key] = 1
    taken = {word for one in people for word in map(fold, one.words)}
    alone_only = [one for one in single if not _known(fold(one.key), taken)]
    people += _single_names(article, alone_only, couples(found, good))
    relations(people, found)
    address(people, found, article.text)
    return people + _single_names(article, _spouses(single, people), set())


def _without_offices(full: list[Candidate]) -> list[Candidate]:
    """Without "Bishop Ruiz", where the text has Ana Ruiz: a name that is a role as well is her title."""
    lasts = {fold(one.name[-1].text) for one in full if not is_role(one.name[0].text)}
    return [
        one
        for one in full
        if len(one.name) > 2 or not is_role(one.name[0].text) or fold(one.name[-1].text) not in lasts
    ]


def _spouses(single: list[Candidate], people: list[Someone]) -> list[Candidate]:
    """Lord Okafor, where the text has Lady Okafor as well and only her in full."""
    titles: dict[str, set[Gender]] = {}
    for one in single:
        if shown := of_title(one.title):
            titles.setdefault(fold(one.key), set()).add(shown)
    full: dict[str, set[Gender | None]] = {}
    for someone in people:
        if len(someone.words) > 1:
            full.setdefault(someone.last, set()).add(someone.shown_gender or of_given_names(someone.words))
    return [
        one
        for one in single
        if (len(titles.get(fold(one.key), ())) > 1 or of_title(one.title) == "f")
        and not any(someone.family == fold(one.key) for someone in people)
        and full.get(fold(one.key)) in ({"m"}, {"f"})
        and of_title(one.title) not in full[fold(one.key)] | {None}
    ]


def _beside(one: Candidate, article: Article, alone: Counter[str]) -> int:
    """Points for what the text does with a name of two words or more besides naming it."""
    points = 2 if alone[one.name[-1].text] and one.run.before[1] != "the" else 0
    if one.run.headline:
        return points
    return points + bool(_THEN_HE_OR_SHE.search(article.text, one.name[-1].end, one.name[-1].end + 200))


def _known(name: str, taken: set[str]) -> bool:
    """Whether a name is one of somebody known, as it stands or spelt with a letter more: "Zelenskyy"."""
    if name in taken or len(name) < LEAST_MISSPELT:
        return name in taken
    spelt_otherwise = {name[:at] + name[at + 1 :] for at in range(1, len(name))}
    if name.endswith("y"):
        spelt_otherwise.add(f"{name[:-1]}iy")
    return not taken.isdisjoint(spelt_otherwise)


def _then_a_pronoun(one: Candidate, article: Article) -> bool:
    """Whether a name opens its sentence and "he" or "she" the next one, or its paragraph and the next one."""
    blocks, number = article.blocks, one.run.block
    if one.run.headline:
        return False
    if one.run.opens and one.name[0] is one.run.words[0] and one.run.after[0].isalpha():
        behind = _NEXT_SENTENCE.search(article.text, one.name[-1].end, blocks[number].end)
        if behind and _OPENS_WITH_HE_OR_SHE.match(article.text, behind.end()):
            return True
    if one.name[0].start != blocks[number].start or number + 1 == len(blocks):
        return False
    return bool(_OPENS_WITH_HE_OR_SHE.match(article.text, blocks[number + 1].start))


def _headline_names(runs: list[Run], alone: Counter[str]) -> list[Candidate]:
    """First and last name within a headline's capitals, where the text goes on with the last name alone."""
    found: list[Candidate] = []
    for run in runs:
        for first, last in pairwise(run.words):
            named = is_first_name(first.text) and first.text not in words("not_names")
            if named and alone[last.text] >= 2 and not stands_in(last.text, "organisations", "places"):
                found.append(Candidate(run, (first, last), "", IN_HEADLINE))
    return found


def _only_precedes(key: str, good: set[str]) -> bool:
    """Whether a longer name is a known one with one capital or more in front: "Crooked Ana Ruiz"."""
    rest = key
    while True:
        first, _, rest = rest.partition(" ")
        if " " not in rest or is_first_name(first) or first.endswith("."):
            return False
        if rest in good:
            return True


def _two_people(key: str, good: set[str], alone: Counter[str]) -> bool:
    """Whether two names stand side by side: "gave Ana Ruiz Okafor's badge"."""
    rest, _, last = key.rpartition(" ")
    return rest in good and " " in rest and alone[last] > 0 and last.lower() not in SUFFIXES


def _named_after(key: str, alone: Counter[str]) -> bool:
    """Whether a name is a thing's, called after somebody whom the text has by one name: "Malala Day"."""
    first, _, last = key.rpartition(" ")
    return last in SURNAMES_TOO and alone[first] > 1 and not alone[last]


def _goes_on(one: Candidate, body: set[str]) -> bool:
    """Whether a headline only goes on in capitals behind a name of the text: "Ana Ruiz Bridge Opens"."""
    words = one.key.split()
    longer = len(words) > 2 and one.key not in body
    return longer and any(" ".join(words[:length]) in body for length in range(2, len(words)))


def _too_long(one: Candidate) -> bool:
    return len(one.run.words) > len(one.name) + 2


def _names_a_section(one: Candidate, article: Article) -> bool:
    """A headline's run that is a name of its own: "Ana Ruiz, 41, nurse", "Rep. Al Green (D) of Texas"."""
    block = article.blocks[one.run.block]
    whole = one.run.words[-1] is one.name[-1]
    return whole and (
        one.run.after[0] in ("", ",", ":", "(", "–", "-", "—", "]", "*", "**", "|", "and", "&")
        or block.end - block.start < 60
    )


def _tells_an_age(next_: str, third: str, run: Run) -> bool:
    if next_ == "aged":
        return run.opens or not third.isdigit()
    digits = next_.isdigit() and (
        len(next_) == 2 or (len(next_) == 1 and (run.opens or run.before[1] == ","))
    )
    return third == "," and (digits or next_ in AGES)


@dataclass(slots=True)
class _Alone:
    """What speaks for and against a person behind a word that stands alone with its capital."""

    first: Candidate
    titles: Counter[str] = field(default_factory=Counter)
    spoke: int = 0
    person: int = 0
    thing: int = 0

    @property
    def is_person(self) -> bool:
        titled = max((_title_points(title) for title in self.titles), default=0)
        if self.thing >= max(2, self.spoke + self.person + titled):
            return False
        if titled >= ENOUGH or self.person >= ENOUGH:
            return True
        return self.spoke > 0 and (is_first_name(self.first.key) or self.person + titled > 0)


def _title_points(title: str) -> int:
    if title == "miss":
        return 1  # Miss Universe
    return 3 if title in HONORIFICS else 2 if title in TITLES_ALONE else 1


def _single_names(article: Article, single: list[Candidate], coupled: set[str]) -> list[Someone]:
    """People whom the text calls by one name only: with a title, or as one who speaks and is "he"."""
    found: dict[str, _Alone] = {}
    for one in single:
        alone = found.setdefault(one.key, _Alone(one, person=2 if one.key in coupled else 0))
        if one.title:
            alone.titles[one.title] += 1
        if not one.run.headline:
            _weigh(article, one, alone)
    return [
        Someone(words=(key,), name=key, order=alone.first.name[0].start, titles=dict(alone.titles))
        for key, alone in found.items()
        if alone.is_person
    ]


def _is_aged(one: Candidate) -> bool:
    """Her brother Bert, 53, said; Bert, aged nine, said; one of them, Bert, 8, said; ten-year-old Bert."""
    run, known = one.run, is_first_name(one.key)
    near, next_, third = run.after
    if near == "," and (known or run.before[1] == ",") and _tells_an_age(next_, third, run):
        return True
    return known and run.words[0].text.endswith("-year-old")


def _is_called(one: Candidate) -> bool:
    """A woman called Grace."""
    who, called = one.run.before
    return called in ("called", "named") and (is_role(who) or who in _ANYONE) and is_first_name(one.key)


def _weigh(article: Article, one: Candidate, alone: _Alone) -> None:
    verbs, run = speech_verbs(), one.run
    near, next_, _ = run.after
    if run.before[1] in ("the", "a", "an"):
        alone.thing += 0 if near in _NAMED_AFTER_PEOPLE else 3
    elif run.before[1] in words("groups") or is_called_a_body(run):
        alone.thing += 3  # the union Forward
    elif run.before[1] in ("in", "at", "near", "across", "via", "on"):
        alone.thing += 1
    if run.before[1] == "," and near in (",", ".", "’s", "'s"):
        known = is_role(run.before[0]) and is_first_name(one.key)
        alone.person += 2 if known or run.before[0] in KIN else 0  # her husband, Bert,
    if is_kin(run, one.title) and (is_first_name(one.key) or run.before[0] in OWNERS):
        alone.person += 2  # her brother Bert; Mum Kelly, 33,
    alone.person += 2 * (_is_aged(one) + _is_called(one))
    speaks = near in verbs and near.endswith(("ed", "s", "said", "told"))
    spoke = run.before[1] in ("said", "says", "asked", "added") and run.before[0] in (
        "”",
        '"',
        "''",
        "’",
        ",",
    )
    if not (speaks or spoke) or run.before[1] in _GOVERNS:
        return
    alone.spoke += 1
    end = one.name[-1].end
    if speaks and next_ == "it":
        alone.thing += 2  # Acme said it was
    elif _THEN_IT.search(article.text, end, end + 160):
        alone.thing += 1
    elif _HE_OR_SHE.search(article.text, end, end + 240):
        alone.person += 1
    if run.opens and near == "," and (next_.isdigit() or next_ == "who"):
        alone.person += 2

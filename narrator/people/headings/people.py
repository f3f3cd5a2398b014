"""Sections that a person's name heads: the proposals of `headings`, held against the text under them.

A heading is a person's if its form is only people's (an age, a party), or if the text knows the name
as a person's, or if the section goes on with the last name alone, as prose does with people and never
with places: `New York` is `New York` again, `Ana Ruiz` is `Ruiz`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrator.model import BlockKind
from narrator.people.first_person import SINGULAR
from narrator.people.headings.attested import Attested, find_attested, shared_last_name
from narrator.people.headings.known import KnownNames
from narrator.people.headings.read import (
    NAME,
    SINGLE_NAME,
    TITLE,
    Trust,
    introduces_speech,
    read_heading,
)
from narrator.people.headings.series import headings_in_company
from narrator.people.headings.verify import (
    PRONOUN,
    Page,
    may_be_name,
    plain_name,
    verified_names,
)
from narrator.people.segments.passages import MIN_BODY_WORDS, UNMARKED_WORDS, Passage

_SENTENCE_END = re.compile(r"[.!?…,;][\"”’»)]*$")
_STATE = re.compile(r", (?:[A-Z][a-z]+\.|(?:[A-Z]\.){2})$")
_NUMBERED = re.compile(
    rf"^\(?\d{{1,3}}[.):]\s+(?P<head>{TITLE}?{NAME}(?:, [^:.\n]{{1,60}})?)(?P<mark>[:.]|\s[–—-])\s+(?=\S)"
)
_AGED = re.compile(
    rf"^(?P<head>{TITLE}?(?:{NAME}|{SINGLE_NAME})(?:, \d{{1,3}}\b| \(\d{{1,3}}\))[^:.\n]{{0,60}}):\s+(?=\S)"
)
_NAMED = re.compile(rf"^(?P<head>{TITLE}?{NAME}(?:, [^:.\n]{{1,60}})?):\s+(?=\S)")
_RUN_IN = (
    (_NUMBERED, "number and name, run in"),
    (_AGED, "name with age, run in"),
    (_NAMED, "name, run in"),
)
MIN_ANSWER_WORDS = 3
"""`Ana Ruiz, 34, baker: I didn't hear you.`"""
LONE_AMONG = 3
"""Themes of the same level, beside which a bare name is doubted …"""
THEMES_EACH = 2
"""… if there are so many of them for each name."""
_THINGS_TOO = ("name alone", "name, then words", "number and name, run in", "name, run in")
"""Rules for forms that firms, ships and bands have too."""
_IT = re.compile(
    r"\b(?:it|its|[Tt]he (?:firm|company|chain|shop|band|album|ship|storm|boat|brand|product))\b", re.I
)
_PERSONAL = re.compile(
    r"\b(?:he|she|his|her|hers|him|who|whose|er|sie|ihr\w*|seine?\w*|il|elle|son|sa|I|I['’]\w+|my|ich|je)\b|[“”\"«»„]",
    re.IGNORECASE,
)
_BARE_NAMES = ("name alone", "name in a sentence")
MAX_BYNAME = 4
"""Words of what somebody is called."""
_IN_MARKS = re.compile(r"[“\"‘](?P<words>[^“”\"‘’\n]{1,40})[”\"’]")
_LONGEST = 300
"""Characters of a passage in which the name of a heading, or of one run in, stands."""
_ROLE = re.compile(
    r"(?:, | \()\d{1,3}(?: (?:ans|Jahre|years old))?\)?, (?P<role>[^\W\d_][^:()\n/]{2,60}?)[ :.]*$"
    r"|[^\W\d_], (?P<job>[a-zà-ÿ][^:()\n/]{2,60}?)[ :.]*$"
)


@dataclass(frozen=True, slots=True)
class PersonHeading:
    """A heading that opens the section of one person, or of two who share it."""

    passage: int
    start: int
    end: int
    """The heading's words in the article, with list number and closing colon."""
    names: tuple[str, ...]
    """Full names: as the article's people are called, else as they stand in the heading."""
    rule: str

    @property
    def person(self) -> str:
        return self.names[0]

    def role(self, text: str) -> str | None:
        """What the heading says the person is: `baker` in `Ana Ruiz, 34, baker`; a slice of it."""
        match = _ROLE.search(text, self.start, self.end)
        return (match["role"] or match["job"]).strip() if match and len(self.names) == 1 else None


def find_person_headings(
    text: str, passages: Sequence[Passage], known: KnownNames
) -> tuple[PersonHeading, ...]:
    """The headings that open a person's section, in order; the article's own title is none."""
    page = Page(text, passages, known, _section_ends(passages), _attested_names(text, passages))
    first_prose = next(
        (i for i, p in enumerate(passages) if p.kind is not BlockKind.HEADING and p.end - p.start > 90), 0
    )
    found: list[PersonHeading] = []
    doubtful: list[PersonHeading] = []
    for index, passage in enumerate(passages):
        if passage.kind is BlockKind.HEADING and passage.level == 1 and index <= first_prose:
            continue
        heading = _byname(page, index) or _whole_heading(page, index) or _run_in_heading(page, index)
        if heading is not None:
            found.append(heading)
            continue
        heading = _whole_heading(page, index, quiet=True) or _doubtful_heading(page, index)
        if heading is not None:
            doubtful.append(heading)
    styles: dict[tuple[str, int], set[str]] = {}
    for heading in found:
        styles.setdefault((heading.rule, passages[heading.passage].level), set()).add(heading.person)
    found += [one for one in doubtful if len(styles.get((one.rule, passages[one.passage].level), ())) >= 2]
    own = {one.passage: one.person for one in found}
    found += [
        PersonHeading(
            one.passage, passages[one.passage].start, passages[one.passage].end, one.names, one.rule
        )
        for one in headings_in_company(page, own)
    ]
    found = _without_things(page, sorted(found, key=lambda one: one.passage))
    return _consistent(passages, _without_lone(page, found))


def _without_things(page: Page, found: list[PersonHeading]) -> list[PersonHeading]:
    """None, where all are names as things have them too, and no section has a word that only people have.

    `Dorothy Lane` and `Wilson Carter` were chains of shops, if it is always `its` and never `her`.
    """
    bodies = [page.body(one.passage) for one in found]
    if any(one.rule not in _THINGS_TOO for one in found) or not any(map(_IT.search, bodies)):
        return found
    shown = any(map(_PERSONAL.search, bodies)) or any(page.known.has_facts(one.person) for one in found)
    return found if shown else []


def _without_lone(page: Page, found: list[PersonHeading]) -> list[PersonHeading]:
    """The headings without bare names among many themes, where nothing shows a person: `Magic Leap` stands
    beside `Liquid biopsy` and `Brain organoids`."""
    heads: dict[int, int] = {}
    for passage in page.passages:
        if passage.kind is BlockKind.HEADING:
            heads[passage.level] = heads.get(passage.level, 0) + 1
    own: dict[int, int] = {}
    for one in found:
        level = page.passages[one.passage].level
        own[level] = own.get(level, 0) + 1

    def stands(one: PersonHeading) -> bool:
        level = page.passages[one.passage].level
        themes = heads.get(level, 0) - own[level]
        lone = themes >= max(LONE_AMONG, THEMES_EACH * own[level])
        return not (lone and one.rule in _BARE_NAMES) or _is_shown(page, one)

    return [one for one in found if stands(one)]


def _is_shown(page: Page, heading: PersonHeading) -> bool:
    """The section says `he`, `she` or `I`, or the name is a man's or a woman's in full."""
    body = page.body(heading.passage)
    full = " " in heading.person and page.known.is_gendered(heading.person)
    return full or any(mark.search(body) for mark in (PRONOUN, SINGULAR))


def _attested_names(text: str, passages: Sequence[Passage]) -> Attested:
    """How the text has each name that a heading, or a short line, may be."""
    names: set[str] = set()
    for passage in passages:
        whole = text[passage.start : passage.end]
        line = whole[:_LONGEST] if passage.kind is BlockKind.HEADING else whole[:_LONGEST].split("\n", 1)[0]
        run_in = (match["head"] for pattern, _ in _RUN_IN if (match := pattern.match(line)))
        for head in (line, *run_in):
            for reading in read_heading(head):
                written = [head[start:end] for start, end in reading.spans]
                names |= {*written, shared_last_name(written)}
    return find_attested(text, names - {""})


def _section_ends(passages: Sequence[Passage]) -> list[int]:
    """For each passage the index of the next heading behind it, or the number of passages."""
    ends = [len(passages)] * len(passages)
    for index in range(len(passages) - 2, -1, -1):
        following = passages[index + 1]
        ends[index] = index + 1 if following.kind is BlockKind.HEADING else ends[index + 1]
    return ends


# --------------------------------------------------------------------------- one heading


def _whole_heading(page: Page, index: int, *, quiet: bool = False) -> PersonHeading | None:
    passage = page.passages[index]
    is_heading = passage.kind is BlockKind.HEADING
    if not is_heading and not _may_be_heading(page, index):
        return None
    if is_heading and index + 1 >= len(page.passages):
        return None
    words, body = page.words(index), page.body(index)
    for reading in read_heading(words):
        if reading.trust is Trust.MENTION or (not is_heading and reading.rule == "words, then name"):
            continue
        names = verified_names(words, reading, body, page, quiet=quiet)
        if names:
            return PersonHeading(index, passage.start, passage.end, names, reading.rule)
    return _mentioning(page, index) if is_heading and not quiet else None


def _byname(page: Page, index: int) -> PersonHeading | None:
    """`Mrs. T`, `Doc` over `Everybody calls Ana Ruiz “Doc”`: the only person named in that sentence."""
    passage = page.passages[index]
    words = page.words(index).strip("*_ .:")
    if (
        passage.kind is not BlockKind.HEADING
        or index + 1 >= len(page.passages)
        or len(words.split()) > MAX_BYNAME
    ):
        return None
    opening = page.passages[index + 1]
    at = _IN_MARKS.search(page.text, opening.start, min(opening.end, opening.start + _LONGEST))
    if at is None or at["words"].rstrip(".,!?").casefold() != words.casefold():
        return None
    people = page.known.people
    named = {mention.person for mention in people.mentions_in(opening.start, at.start())}
    if len(named) != 1:
        return None
    return PersonHeading(index, passage.start, passage.end, (people.persons[named.pop()].name,), "byname")


def _doubtful_heading(page: Page, index: int) -> PersonHeading | None:
    """A heading that could be a name and whose section could be about a person: good only in company."""
    words, body = page.words(index), page.body(index)
    unmarked = page.passages[index].kind is not BlockKind.HEADING
    if unmarked or not (PRONOUN.search(body) or SINGULAR.search(body)):
        return None
    for reading in read_heading(words):
        if reading.trust is Trust.MENTION:
            continue
        names = tuple(plain_name(words[a:b], page) for a, b in reading.spans)
        if all(may_be_name(name) and " " in name for name in names):
            passage = page.passages[index]
            return PersonHeading(index, passage.start, passage.end, names, reading.rule)
    return None


def _may_be_heading(page: Page, index: int) -> bool:
    """A short line without a sentence's end, over a longer passage: a heading that the page did not mark."""
    words = page.words(index)
    if len(words.split()) > UNMARKED_WORDS or "\n" in words or _ends_sentence(words):
        return False
    return index + 1 < len(page.passages) and len(page.words(index + 1).split()) >= MIN_BODY_WORDS


def _ends_sentence(words: str) -> bool:
    """A stop at the end, but for a state's: `Ana Ruiz, Portland, Ore.`"""
    return _SENTENCE_END.search(words) is not None and _STATE.search(words) is None


def _mentioning(page: Page, index: int) -> PersonHeading | None:
    """A sentence or theme with one known person in it, whose section begins with or is mostly about them.

    `How Ana Ruiz lost her home` heads Ana Ruiz's section; `A feud with Ana Ruiz` only if the text
    under it turns to her.
    """
    passage, people = page.passages[index], page.known.people
    named = {mention.person for mention in people.mentions_in(passage.start, passage.end)}
    end = page.ends[index]
    if len(named) != 1 or end <= index + 1:
        return None
    person = named.pop()
    if people.persons[person].name in page.attested.after_article:
        return None  # `the Grace Darling` was launched 143 times
    opening = page.passages[index + 1]
    first = people.mentions_in(opening.start, opening.end)
    counts: dict[int, int] = {}
    for mention in people.mentions_in(opening.start, page.passages[end - 1].end):
        counts[mention.person] = counts.get(mention.person, 0) + 1
    own = counts.get(person, 0)
    begins = bool(first) and first[0].person == person
    if not own or own < max(counts.values()) or not (begins or own >= max(3, sum(counts.values()) // 2)):
        return None
    return PersonHeading(
        index, passage.start, passage.end, (people.persons[person].name,), "name in a sentence"
    )


# --------------------------------------------------------------------------- run in with the text


def _run_in_heading(page: Page, index: int) -> PersonHeading | None:
    """`1. Ana Ruiz: A former baker, Ruiz …` · `Ana Ruiz, 34: …`"""
    passage = page.passages[index]
    if passage.kind is BlockKind.HEADING:
        return None
    words = page.words(index)
    for pattern, rule in _RUN_IN:
        match = pattern.match(words)
        least = MIN_ANSWER_WORDS if pattern is _AGED else MIN_BODY_WORDS
        if match is None or len(words[match.end() :].split()) < least:
            continue
        head = match["head"]
        if introduces_speech(words[: match.end()].rstrip()):
            continue
        for reading in read_heading(head):
            if reading.trust is Trust.MENTION:
                continue
            names = verified_names(head, reading, words[match.end() :], page)
            if names:
                return PersonHeading(index, passage.start, passage.start + match.end(), names, rule)
    return None


# --------------------------------------------------------------------------- all together


def _consistent(passages: Sequence[Passage], found: list[PersonHeading]) -> tuple[PersonHeading, ...]:
    """Keeps weak proposals only in company.

    An unnumbered run-in name or an unmarked line is a heading if another person has one too; a theme
    that mentions a person heads a section only where at least two people's sections are so headed.
    """
    company: dict[str, set[str]] = {}
    for heading in found:
        company.setdefault(_style(heading), set()).add(heading.person)
    return tuple(heading for heading in found if _stands(heading, passages, len(company[_style(heading)])))


def _style(heading: PersonHeading) -> str:
    """Its rule; all that run in with the text are of one style."""
    return "run in" if heading.rule.endswith("run in") else heading.rule


def _stands(heading: PersonHeading, passages: Sequence[Passage], company: int) -> bool:
    unmarked = passages[heading.passage].kind is not BlockKind.HEADING
    weak = heading.rule in ("name, run in", "name in a sentence") or unmarked
    return not weak or company > 1 or (unmarked and heading.rule == "name with age")

"""Who stands behind each label of a transcript, and which of them asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from narrator.people.gender import of_first_name, of_title
from narrator.people.headings.read import NAME, NAME_IN_TEXT, TITLE, is_shouted, title_cased
from narrator.people.lexicon import is_role
from narrator.people.turns.asking import OPENING, who_asks
from narrator.people.turns.guest import introduces_self
from narrator.people.turns.labels import Label, LabelKind
from narrator.people.turns.legend import Legend

_ASKING_ROLE = re.compile(r"\b(?:host|moderator|anchor|interviewer|presenter)\b", re.IGNORECASE)
_TITLE = re.compile(rf"^{TITLE}", re.IGNORECASE)
_NAME = re.compile(rf"^{NAME}$")
_ANY_NAME = re.compile(NAME_IN_TEXT)
_OUTLET = re.compile(
    r"\b(?:Weekly|Daily|Monthly|Quarterly|Magazine|News|Times|Post|Journal|Review|Tribune|Herald|Gazette|Company"
    r"|Radio|TV|Media|Press|Today|Observer|Chronicle|Digest|Network|Report|Project|Blog|Podcast|Editors?|Staff)$"
)
_CAPTION = re.compile(r"\((?:left|right|center|centre|above|below|top|bottom|links|rechts)\)", re.IGNORECASE)
_PICTURED = re.compile(r"\b(?:image|photo|photograph|picture|caption|credit|video)s?$", re.IGNORECASE)
_SAYS_I = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y)\b")
_INITIALS = re.compile(r"[A-Z]{2,4}")
_WORD = re.compile(r"\w+")
MIN_TURNS = 3
"""Turns under one word that no list knows as a name, before it is taken for one."""
_NOBODY = re.compile(
    r"\b(?:unidentified|unknown|audience|crowd|protester|caller|voice|speaker|man|woman|narrator|all|both|group"
    r"|clip|soundbite|members?|attendee|participant|public|passer-?by"
    r"|delegates|senators|several|others|everyone|everybody|court reporter"
    r"|videographer|interpreter|clerk)\b"
    r"|^an? |^(?:I|me|you|he|him|she|her|it|we|us|they|them|myself)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A label and the first words behind it."""

    label: Label
    words: str


@dataclass(slots=True)
class Speakers:
    """`accepted` maps a label as written to its person (None: nobody named); `hosts` are those who ask."""

    accepted: dict[str, str | None] = field(default_factory=dict)
    hosts: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Known:
    """What the article knows of its people when the labels are read."""

    text: str
    full_name: Callable[[str], str | None]
    """A name as written to the full name of the person it stands for."""
    names: Sequence[str]
    byline: str | None
    site: str | None

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.text))

    def has_word(self, word: str) -> bool:
        """Whether the text has the word, written exactly so."""
        if _WORD.fullmatch(word):
            return word in self._words
        return re.search(rf"\b{re.escape(word)}\b", self.text) is not None


def assign_speakers(
    said: Sequence[Said], known: Known, interviewee: str | None, legend: Legend | None = None
) -> Speakers:
    """Labels that are speakers', with their persons, and who asks; a legend's word goes before any other."""
    legend = legend or Legend()
    speakers = Speakers()
    counts: dict[str, int] = {}
    for one in said:
        counts[one.label.name] = counts.get(one.label.name, 0) + 1
    said = [one for one in said if not _heads_no_turn(one, counts) and not _is_a_term(one, counts, known)]
    longer = [name for one in said if _NAME.match(name := _plain(one.label.name))]
    namesakes = _namesakes(counts)
    for one in said:
        label = one.label
        if label.name in speakers.accepted:
            continue
        if (told := legend.names.get(label.name.replace(".", "").lower())) is not None:
            speakers.accepted[label.name] = known.full_name(told) or told
            if label.kind is LabelKind.QUESTION or told in legend.asking:
                speakers.hosts.add(label.name)
        elif label.kind is LabelKind.QUESTION or (known.site and label.name.lower() in known.site.lower()):
            speakers.accepted[label.name] = None
            speakers.hosts.add(label.name)
        elif label.kind is LabelKind.ANSWER:
            speakers.accepted[label.name] = interviewee
        elif _NOBODY.search(label.name) or any(map(str.isdigit, label.name)):
            speakers.accepted[label.name] = None
        elif label.name in namesakes:
            speakers.accepted[label.name] = _titled(label.name, known)
        else:
            _accept_name(speakers, one, counts[label.name] >= 2, longer, known)
        if speakers.accepted.get(label.name) in legend.asking:
            speakers.hosts.add(label.name)
    _accept_in_company(speakers, said, longer, known)
    _mend_initials(speakers, said, longer)
    _join_announced_initials(speakers, said)
    _silence_outlets(speakers)
    _spread_hosts(speakers)
    _find_askers(speakers, said, known)
    return speakers


def _accept_name(speakers: Speakers, one: Said, returns: bool, longer: Sequence[str], known: Known) -> None:
    """A label that is somebody's name, or returns and is set as speakers' labels are."""
    label = one.label
    person = _says_who(one) or _person(label.name, longer, known)
    if person and " " not in person and returns and not known.full_name(person):
        person = _introduced(person, known.text) or person
    is_name = person is not None and (
        " " in person
        or known.full_name(person) is not None
        or (returns and of_first_name(person) is not None)
    )
    if is_name or (returns and (label.name.isupper() or label.role)):
        speakers.accepted[label.name] = person or label.name
    if label.role and _ASKING_ROLE.search(label.role):
        speakers.hosts.add(label.name)


def _accept_in_company(speakers: Speakers, said: Sequence[Said], longer: Sequence[str], known: Known) -> None:
    """Beside another's label, one that keeps asking is an outlet's (`Courier:`), and a single word that
    keeps returning is a name that no list has; between two speakers' labels or more, a single `MR. FINCH:`
    is a speaker too, and so is `Nabin:` who says `I`."""
    asked: dict[str, list[bool]] = {}
    says_i = {one.label.name for one in said if one.label.role is None and _SAYS_I.search(one.words)}
    for one in said:
        if one.label.name not in speakers.accepted:
            asked.setdefault(one.label.name, []).append("?" in one.words[-160:])
    for name, questions in asked.items():
        if speakers.accepted and len(questions) >= 2 and sum(questions) >= 0.6 * len(questions):
            speakers.accepted[name] = None
            speakers.hosts.add(name)
        elif (
            len(speakers.accepted) >= 2
            and (name.isupper() or _TITLE.match(name) or (name in says_i and _is_one_name(name, known)))
        ) or (speakers.accepted and len(questions) >= MIN_TURNS and _is_one_name(name, known)):
            speakers.accepted[name] = _person(name, longer, known) or name


def _is_a_term(one: Said, counts: dict[str, int], known: Known) -> bool:
    """`Bug Fixes: there are many` in a list: words that the text has in small letters, and no known name."""
    name = one.label.name
    plain = one.label.kind is LabelKind.NAME and one.label.role is None and counts[name] == 1
    if not plain or " " not in name or name.isupper() or _TITLE.match(name) or known.full_name(name):
        return False
    if of_first_name(name.split()[0]) is not None:
        return False
    return any(known.has_word(word.lower()) for word in name.split())


def _is_one_name(name: str, known: Known) -> bool:
    """A single word that the text never has in small letters, as it has `so`, `first` and `update`."""
    return " " not in name and not known.has_word(name.lower())


def _heads_no_turn(one: Said, counts: dict[str, int]) -> bool:
    """`The Bakers' Union: here to help`, `Cover Photo: the oven` and `Team Ruiz: Ana (left), Tom (right)`
    stand once, over a picture or a section."""
    name = one.label.name
    return counts[name] == 1 and (
        name.startswith(("The ", "Our ", "Team "))
        or _PICTURED.search(name) is not None
        or _CAPTION.search(one.words) is not None
    )


def _mend_initials(speakers: Speakers, said: Sequence[Said], longer: Sequence[str]) -> None:
    """`AZ:` once between `AR:` and `TL:` is `AR` misspelt, if nobody else's initials begin so."""
    counts: dict[str, int] = {}
    for one in said:
        counts[one.label.name] = counts.get(one.label.name, 0) + 1
    regular = {
        name: person
        for name, person in speakers.accepted.items()
        if person and counts.get(name, 0) >= 2 and initials_of(person) == name
    }
    for name, count in counts.items():
        if count == 1 and len(name) == 2 and name.isupper() and name not in regular:
            same = {person for other, person in regular.items() if other[0] == name[0]}
            if len(same) == 1 and not any(initials_of(other) == name for other in longer):
                speakers.accepted[name] = same.pop()


def _join_announced_initials(speakers: Speakers, said: Sequence[Said]) -> None:
    """`Ana Ruiz (AR):` once, and `AR:` from there on; the letters need not be those of her name."""
    for one in said:
        role, person = one.label.role, speakers.accepted.get(one.label.name)
        if role in speakers.accepted and person and _INITIALS.fullmatch(role):
            speakers.accepted[role] = person


def initials_of(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _silence_outlets(speakers: Speakers) -> None:
    """`Bakers Weekly:` asks, and is nobody; Emily Post has a first name."""
    for name, person in speakers.accepted.items():
        if person is None or " " not in person or of_first_name(person.split()[0]):
            continue
        if _OUTLET.search(person):
            speakers.accepted[name] = None
            speakers.hosts.add(name)


def _namesakes(labels: Iterable[str]) -> set[str]:
    """Labels of one last name under different titles are different people's: `MR. MEYER` and `MS. MEYER`."""
    titles: dict[str, set[str]] = {}
    for name in labels:
        if _TITLE.match(name) and " " not in (plain := _plain(name)):
            titles.setdefault(plain, set()).add(_title_of(name))
    return {name for name in labels if _TITLE.match(name) and len(titles.get(_plain(name), ())) > 1}


def _title_of(name: str) -> str:
    return name.split(maxsplit=1)[0].rstrip(".").lower()


def _says_who(one: Said) -> str | None:
    """`Ben: Hi, I'm Benjamin Elder`: the full name of who has a short label."""
    label = one.label.name
    found = None if " " in label else introduces_self(one.words)
    return found if found and found.split()[0].lower().startswith(label.lower()) else None


def _titled(name: str, known: Known) -> str:
    """The only known bearer of a titled last name whose first name fits the title, else the label itself."""
    last, gender = _plain(name), of_title(_title_of(name))
    fitting = [
        other
        for other in known.names
        if " " in other and other.split()[-1] == last and of_first_name(other.split()[0]) == gender
    ]
    if gender and len(fitting) == 1:
        return fitting[0]
    return _attested(title_cased(name), name, known.text)


def _plain(name: str) -> str:
    """A label's name as in running text: `SEN. ANA RUIZ` and `DIRECTOR ANA RUIZ` as `Ana Ruiz`."""
    name = title_cased(name) if is_shouted(name) or (name.isupper() and len(name) > 3) else name
    plain = _TITLE.sub("", name)
    office, _, rest = plain.partition(" ")
    return rest if rest and is_role(office) and of_first_name(office) is None else plain


def _person(name: str, longer: Sequence[str], known: Known) -> str | None:
    """The person a label means: a longer label that ends or begins with it, someone known, or its initials.

    `Ruiz` after `Ana Ruiz (Leeds):` is `Ana Ruiz`; `AR` is the only known person with these initials.
    Only a name that stands in the text is given.
    """
    letters = name.replace(".", "").replace(" ", "")
    if letters.isupper() and 2 <= len(letters) <= 3 and (own := _with_initials(letters, longer, known)):
        return _attested(own, name, known.text)
    plain = _plain(name)
    if _NAME.match(plain) and (full := known.full_name(plain)):
        return full
    if " " not in plain and (full := known.full_name(plain)) == plain:
        return _introduced(plain, known.text) or plain
    if not _NAME.match(plain):
        fuller = {
            other
            for other in longer
            if plain in (other.split()[-1], other.split()[0]) or other.endswith(" " + plain)
        }
        plain = fuller.pop() if len(fuller) == 1 else plain
    if full := known.full_name(plain):
        return full
    return _attested(plain, name, known.text)


def _introduced(single: str, text: str) -> str | None:
    """The only name of the introduction that begins with this one: `Ana Ruiz` for `Ana:`"""
    names = {" ".join(name.split()) for name in _ANY_NAME.findall(text[:OPENING])}
    fuller = {name for name in names if name.split()[0] == single and len(name.split()) == 2}
    return fuller.pop() if len(fuller) == 1 else None


def _with_initials(letters: str, longer: Sequence[str], known: Known) -> str | None:
    """The only name with these initials: among the labels and known people, else among the text's names."""
    for names in ((*known.names, *longer), _ANY_NAME.findall(known.text[:OPENING])):
        same = {name for name in names if initials_of(name) == letters}
        if len(same) == 1:
            return same.pop()
    return None


def _stands_in(name: str, text: str) -> bool:
    """Whether the text has the name by itself.  A plain search: there may be thousands of labels."""
    at = text.find(name)
    while at >= 0:
        if not _is_of_a_word(text[max(0, at - 1) : at]) and not _is_of_a_word(
            text[at + len(name) : at + len(name) + 1]
        ):
            return True
        at = text.find(name, at + 1)
    return False


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _attested(plain: str, written: str, text: str) -> str:
    if _stands_in(plain, text):
        return plain
    shouted = re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", text, re.IGNORECASE)
    return shouted.group(0) if shouted else written


def _spread_hosts(speakers: Speakers) -> None:
    """A host introduced as `ANA RUIZ, HOST:` stays one as `RUIZ:`."""
    people = {speakers.accepted.get(name) for name in speakers.hosts} - {None}
    speakers.hosts |= {name for name, person in speakers.accepted.items() if person in people}


def _find_askers(speakers: Speakers, said: Sequence[Said], known: Known) -> None:
    """If no label says who asks, it is who `asking.who_asks` finds among the speakers."""
    if speakers.hosts:
        return
    labels: dict[str, set[str]] = {}
    turns: list[tuple[str, str]] = []
    for one in said:
        if one.label.name in speakers.accepted:
            who = speakers.accepted[one.label.name] or one.label.name
            labels.setdefault(who, set()).add(one.label.name)
            turns.append((who, one.words))
    for who in who_asks(turns, known.text, f"{known.byline or ''} {known.site or ''}".lower()):
        speakers.hosts |= labels[who]

"""Labelled turns: `Q:` and `A:`, names with a colon, names on lines of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrator.model import BlockKind
from narrator.people.first_person import FIRST_PERSON, speaks, unquoted
from narrator.people.gender import of_first_name
from narrator.people.headings.read import NAME, SINGLE_NAME, TITLE
from narrator.people.lexicon import is_role
from narrator.people.turns.labels import (
    Label,
    LabelKind,
    is_stage_direction,
    read_label,
    read_name_line,
    with_doubtful,
)
from narrator.people.turns.legend import Legend
from narrator.people.turns.setting import (
    EDITED,
    MIN_QUESTIONS,
    SECOND_PERSON,
    Conversation,
    Setting,
    Turn,
    asks,
)
from narrator.people.turns.speakers import Said, Speakers, assign_speakers, initials_of

_JOB = re.compile(r"[a-zà-ÿ]{3}(?:ist|ian|eer|smith|maker|keeper|wright)$")
_INITIALS = re.compile(r"(?P<name>[A-Z]{2,3})[ \t\xa0](?:[–—-][ \t\xa0])?(?=[A-Z(\"“‘'])")
_DASHED = re.compile(
    rf"[*_]{{0,2}}(?P<name>{TITLE}?(?:{NAME}|{SINGLE_NAME}))(?:, (?P<role>[^:–—\n.!?]{{2,70}}))?[*_]{{0,2}}"
    r"[ \t\xa0]*[—–][ \t\xa0]*(?=[^\W\d_a-z]|[“\"‘'(])"
)
_SPOKE_WITH = re.compile(r"\b[Ww]e (?:spoke|talked|sat down|chatted|caught up) (?:with|to) [A-Z]")
MIN_DASHED = 4
"""Passages that open with a person's name and a dash, before they are turns."""
MIN_INITIALS = 5
"""Passages that open with the initials of people whom the article names, before they are labels."""
MAX_ASIDE = 40
"""Words: a longer passage that names its speaker is still theirs, in a talk that somebody leads."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at its passage."""

    passage: int
    label: Label


def labelled_turns(setting: Setting) -> Conversation | None:
    """`Q: Why? / A: Because.` · `RUIZ: Yes.` · `Ana Ruiz (Leeds): Yes. … Ruiz: No.`"""
    legend = setting.legend()
    labels = {
        index: label
        for index in range(setting.first, len(setting.passages))
        if index not in legend.passages and (label := read_label(setting.words(index))) is not None
    }
    marks = [Mark(index, label) for index, label in with_doubtful(labels).items()]
    return _conversation(setting, marks, "label", legend)


def name_line_turns(setting: Setting) -> Conversation | None:
    """`Ana Ruiz` on a line of its own before each of her turns; names that never return are headings."""
    marks = [
        Mark(index, label)
        for index in range(setting.first, len(setting.passages) - 1)
        if (label := read_name_line(setting.words(index))) is not None
    ]
    counts: dict[str, int] = {}
    for mark in marks:
        counts[mark.label.name] = counts.get(mark.label.name, 0) + 1
    repeated = [name for name, count in counts.items() if count >= 2]
    if len(counts) < 2 or not repeated or sum(counts[name] for name in repeated) < max(3, 0.6 * len(marks)):
        return None
    return _conversation(setting, marks, "name on its own line")


def initials_turns(setting: Setting) -> Conversation | None:
    """`AR I bake at four. … TL – He does.`: two people's initials in front of what they say, no colon."""
    people: dict[str, set[str]] = {}
    for name in setting.known.names:
        people.setdefault(initials_of(name), set()).add(name)
    marks = [
        Mark(index, Label(match["name"], LabelKind.NAME, match.end()))
        for index in range(setting.first, len(setting.passages))
        if (match := _INITIALS.match(setting.words(index))) and len(people.get(match["name"], ())) == 1
    ]
    returning = {name for name, count in Counter(mark.label.name for mark in marks).items() if count >= 2}
    if len(returning) < 2 or len(marks) < MIN_INITIALS:
        return None
    return _conversation(setting, [mark for mark in marks if mark.label.name in returning], "label")


def dashed_turns(setting: Setting) -> Conversation | None:
    """`Ana Ruiz, groundskeeper — I was under a table. … Ruiz — Everybody was.`: people's names, and a dash.

    They return, and most of what stands behind them says `I` or `we`: a dateline stands once.
    """
    marks = [
        Mark(index, Label(" ".join(match["name"].split()), LabelKind.NAME, match.end(), match["role"]))
        for index in range(setting.first, len(setting.passages))
        if (match := _DASHED.match(setting.words(index)))
    ]
    last = Counter(mark.label.name.rsplit(maxsplit=1)[-1] for mark in marks)
    told = sum(speaks(_said_at(setting, mark)) for mark in marks)
    if len(marks) < MIN_DASHED or len(last) < 2 or max(last.values()) < 2 or 2 * told < len(marks):
        return None
    return _conversation(setting, marks, "label")


# --------------------------------------------------------------------------- together


def _conversation(
    setting: Setting, marks: list[Mark], rule: str, legend: Legend | None = None
) -> Conversation | None:
    if len(marks) < MIN_QUESTIONS:
        return None
    guest: str | None
    if legend is not None and len(legend.answering) == 1:
        guest = setting.known.full_name(legend.answering[0]) or legend.answering[0]
    else:
        guest = setting.interviewee(marks[0].passage, True)
    speakers = assign_speakers(
        [Said(mark.label, _said_at(setting, mark)) for mark in marks], setting.known, guest, legend
    )
    marks = [mark for mark in marks if mark.label.name in speakers.accepted]
    only_questions = all(mark.label.kind is LabelKind.QUESTION for mark in marks)
    if not (_are_answered(marks) and guest if only_questions else _is_conversation(setting, marks, speakers)):
        return None
    walk = _Walk(setting, marks, speakers, rule, guest if only_questions else None)
    for index in range(marks[0].passage, len(setting.passages)):
        walk.take(index)
    if not speakers.hosts:
        walk.turns[:0] = _question_before(setting, marks[0].passage - 1)
    guests = dict.fromkeys(turn.speaker for turn in walk.turns if turn.speaker and not turn.host)
    return Conversation(tuple(walk.turns), tuple(walk.labels), tuple(guests), rule, _roles(marks, speakers))


def _roles(marks: Sequence[Mark], speakers: Speakers) -> dict[str, str]:
    """What labels call their speakers, by the first label that does; not `(laughing)` or `(Leeds)`."""
    roles: dict[str, str] = {}
    for mark in marks:
        name, role = speakers.accepted[mark.label.name], mark.label.role
        if name and role and role[0].islower() and any(map(_is_job, role.split(",")[0].split())):
            roles.setdefault(name, role)
    return roles


def _is_job(word: str) -> bool:
    return is_role(word) or _JOB.search(word) is not None


@dataclass(slots=True)
class _Walk:
    """Passes over the passages with the label that is in force."""

    setting: Setting
    marks: list[Mark]
    speakers: Speakers
    rule: str
    answering: str | None
    """Whose every passage behind a question is, where only questions have a label."""
    turns: list[Turn] = field(default_factory=list)
    labels: list[tuple[int, int]] = field(default_factory=list)
    speaking: Label | None = None
    spoken: bool = False
    """What stands right behind a label on its own line is said, whatever it says; later may be narration."""
    at: dict[int, Label] = field(init=False)
    strong_turns: bool = field(init=False)
    """Some turns are set in bold or italics themselves."""
    asked: bool = field(init=False)
    """Questions without a label part the turns: it is no oral history, in which a writer tells on."""

    def __post_init__(self) -> None:
        self.at = {mark.passage: mark.label for mark in self.marks}
        self.strong_turns = any(self.setting.passages[mark.passage].strong for mark in self.marks)
        above = (index - 1 for index in self.at if index and index - 1 not in self.at)
        self.asked = sum(asks(self.setting.words(index)) for index in above) > 1

    def take(self, index: int) -> None:
        passage = self.setting.passages[index]
        start = passage.start
        label = self.at.get(index)
        if label is not None:
            self.speaking, self.spoken = label, False
            start = min(passage.end, passage.start + label.end)
            self.labels.append((passage.start, start))
        elif self.speaking and not self.spoken:
            pass
        elif passage.kind is BlockKind.HEADING:
            self.speaking = None
        elif self.speaking:
            if is_stage_direction(self.setting.words(index)):
                return
            if self._is_narration(index, self.speaking):
                if self.speakers.hosts and index <= self.marks[-1].passage:
                    return  # `Ruiz laughs.`: an aside, and she goes on
                self.speaking = None
        self._turn(index, start, label)

    def _turn(self, index: int, start: int, label: Label | None) -> None:
        end = self.setting.passages[index].end
        if self._is_unlabelled_question(index):
            self.turns.append(Turn(index, start, end, None, True, "question before a label"))
        elif self.speaking is None or start >= end:
            return
        elif label is None and self.answering is not None:
            self.turns.append(
                Turn(index, start, end, self.answering, False, "answer behind a question's label")
            )
        else:
            name = self.speakers.accepted[self.speaking.name]
            self.turns.append(
                Turn(index, start, end, name, self.speaking.name in self.speakers.hosts, self.rule)
            )
        self.spoken = True

    def _is_unlabelled_question(self, index: int) -> bool:
        """`Why is that?` between one speaker's answer and another's label, where no asker has a label."""
        behind_label = self.speaking is not None and not self.spoken
        if self.speakers.hosts or behind_label or index in self.at or (index + 1) not in self.at:
            return False
        passage = self.setting.passages[index]
        strong = passage.strong and passage.kind is not BlockKind.HEADING
        return strong or asks(self.setting.words(index))

    def _is_narration(self, index: int, speaking: Label) -> bool:
        """The writer's words between turns: about the speakers by name, or on how the talk was edited.

        Nobody's own words name the speaker; words without `I` or `you` are the writer's in an oral history,
        where nobody asks, and at the end where they are set in italics.
        """
        words = self.setting.words(index)
        outside = unquoted(words)
        if EDITED.search(words[:300]) or _SPOKE_WITH.search(words[:300]):
            return True
        if FIRST_PERSON.search(outside):
            return False
        names = self.speakers.accepted
        full = self.answering or names[speaking.name]
        aside = len(words.split()) <= MAX_ASIDE or not self.speakers.hosts
        if full and aside and re.search(rf"\b{re.escape(full.split()[-1])}\b", outside):
            return True
        if self._names_another(index, full, outside) or self._is_set_apart(index, outside):
            return True
        several = not (self.speakers.hosts or self.asked) and len(set(names.values())) > 1
        if not several and index <= self.marks[-1].passage:
            return False
        named = any(name in outside for name in names.values() if name and " " in name)
        strong = several or self.setting.passages[index].strong
        return named or (strong and not SECOND_PERSON.search(outside))

    def _is_set_apart(self, index: int, outside: str) -> bool:
        """`This episode is sponsored by …` in italics, where no turn is set so."""
        set_so = self.setting.passages[index].strong and not self.strong_turns
        return set_so and not SECOND_PERSON.search(outside.split(".", maxsplit=1)[0])

    def _names_another(self, index: int, full: str | None, outside: str) -> bool:
        """`Tom Lund keeps the other oven.` before Lund's turns, where nobody who asks has a label; behind the
        last turn two first names will do: `What Ana and Tom have in common`."""
        people = {name for name in self.speakers.accepted.values() if name}
        others = people - {full} if self.asked and not self.speakers.hosts else set()
        if any(re.search(rf"\b{re.escape(name)}\b", outside) for name in others):
            return True
        firsts = {name.split()[0] for name in people}
        if index <= self.marks[-1].passage:
            return False
        return sum(re.search(rf"\b{re.escape(name)}\b", outside) is not None for name in firsts) > 1


def _question_before(setting: Setting, index: int) -> list[Turn]:
    """An unlabelled question that stands before the first label."""
    if index < 0 or not asks(setting.words(index)):
        return []
    passage = setting.passages[index]
    if passage.kind is BlockKind.HEADING and passage.level == 1:
        return []
    return [Turn(index, passage.start, passage.end, None, True, "question before a label")]


def _said_at(setting: Setting, mark: Mark) -> str:
    """What stands behind a label: the rest of its passage, or the next one if it stands alone."""
    rest = setting.words(mark.passage)[mark.label.end :].strip()
    if not rest and mark.passage + 1 < len(setting.passages):
        return setting.words(mark.passage + 1)
    return rest


def _are_answered(marks: list[Mark]) -> bool:
    """Something stands between each question's label and the next."""
    asked = {mark.passage for mark in marks}
    return len(marks) >= MIN_QUESTIONS and all(mark.passage + 1 not in asked for mark in marks)


def _is_somebody(label: Label, setting: Setting) -> bool:
    """A label that only speakers have, or a person's: `Need:` and `Sometimes need:` explain terms."""
    name = label.name
    return (
        label.kind is not LabelKind.NAME
        or label.role is not None
        or name.isupper()
        or setting.known.full_name(name) is not None
        or of_first_name(name.split()[0]) is not None
    )


def _is_conversation(setting: Setting, marks: list[Mark], speakers: Speakers) -> bool:
    """Enough labels, of at least two speakers or one with unlabelled questions, and some of them return."""
    if len(marks) < MIN_QUESTIONS:
        return False
    between = marks[-1].passage - marks[0].passage + 1
    if len(marks) < 0.2 * between:
        return False
    counts: dict[str | None, int] = {}
    for mark in marks:
        who = mark.label.name if mark.label.name in speakers.hosts else speakers.accepted[mark.label.name]
        counts[who] = counts.get(who, 0) + 1
    returning = max(counts.values()) >= 2
    if len(counts) == 1:
        questions = sum(asks(setting.words(mark.passage - 1)) for mark in marks if mark.passage)
        return returning and questions >= 2
    first_person = sum(speaks(_said_at(setting, mark)) for mark in marks)
    if not any(_is_somebody(mark.label, setting) for mark in marks) and first_person < 0.4 * len(marks):
        return False
    if returning and len(marks) > len(counts):
        return True
    return first_person >= 0.7 * len(marks)

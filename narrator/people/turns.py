"""Turns: what each side says in an interview or transcript, without quotation marks.

`find_turns` tries the conventions of `CONVENTIONS` in order and takes the first that fits the whole
article.  A convention fits only on the evidence of many passages together: one `Note:` is not a
speaker, and a question in a heading is not an interviewer's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from narrator.model import BlockKind

from .segments_passages import Passage
from .turns_labels import Label, is_stage_direction, read_label, read_name_line
from .turns_speakers import Known, Said, Speakers, assign_speakers

_ASKS = re.compile(r"\?[\"'”’»)\]*_\s]*$")
_FIRST_PERSON = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Mm]ine|[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur|us|ich|Ich|mein\w*|Mein\w*|mir|mich|wir|Wir|unser\w*"
    r"|je|Je|[Jj]['’]\w+|mon|ma|mes|[Nn]ous|notre)\b"
)
_SECOND_PERSON = re.compile(
    r"\b(?:you|your|yours|you['’]\w+|Sie|Ihr\w*|Ihnen|du|dein\w*|dir|vous|votre|vos|tu|ton|ta|tes)\b", re.I
)
_QUOTED = re.compile(r"“[^”]*”|''.*?''|``.*?''|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]")
_PROMPT = re.compile(
    r"(?:(?:And|So|But|OK|Now|Please),? )?(?:[Tt]ell (?:us|me)|[Tt]alk (?:about|to (?:us|me))|[Dd]escribe "
    r"|[Ww]alk (?:us|me)|[Ee]rzählen Sie|[Rr]acontez|[Pp]arlez|[Ee]xplain )"
)
_QUOTE_MARK = re.compile(r"[\"“”«»„]|''|``")
_EDITED = re.compile(
    r"\b(?:interview|conversation|transcript|discussion|exchange|remarks|Gespräch|entretien)\b.{0,80}"
    r"\b(?:edited|condensed|abridged|shortened|gekürzt|bearbeitet|conducted|translated)\b|^\W*(?:copyright|©)",
    re.IGNORECASE,
)
MIN_QUESTIONS = 3
MAX_ANSWER = 12
"""Passages; what is longer is not an answer but an article."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A passage, or the rest of it behind its label, as one side's words: `text[start:end]`."""

    passage: int
    start: int
    end: int
    speaker: str | None
    """The person's name; None for an interviewer whom the text does not name."""
    host: bool
    """Asks rather than answers: the passage joins the answer that follows."""
    rule: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """All turns of an article.  `labels` holds the labels' own spans: not part of anybody's words."""

    turns: tuple[Turn, ...]
    labels: tuple[tuple[int, int], ...]
    guests: tuple[str, ...]
    """Who answers, in the order of their first turns."""
    rule: str

    @property
    def by_passage(self) -> dict[int, Turn]:
        return {turn.passage: turn for turn in self.turns}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a convention may look at beside the passages."""

    passages: Sequence[Passage]
    known: Known
    interviewee: Callable[[int], str | None]
    """Whom the passages before this one introduce as the person who answers."""

    @property
    def first(self) -> int:
        """The first passage behind the article's title."""
        titles = [i for i, p in enumerate(self.passages[:6]) if p.kind is BlockKind.HEADING and p.level == 1]
        return titles[-1] + 1 if titles else 0

    def words(self, index: int) -> str:
        passage = self.passages[index]
        return self.known.text[passage.start : passage.end]


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at its passage."""

    passage: int
    label: Label


def labelled_turns(setting: Setting) -> Conversation | None:
    """`Q: Why? / A: Because.` · `RUIZ: Yes.` · `Ana Ruiz (Leeds): Yes. … Ruiz: No.`"""
    marks = [
        Mark(index, label)
        for index in range(setting.first, len(setting.passages))
        if (label := read_label(setting.words(index))) is not None
    ]
    return _conversation(setting, marks, "label")


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


def unlabelled_questions(setting: Setting) -> Conversation | None:
    """Questions in bold, as headings, or as bare paragraphs, and answers in the first person."""
    for choose in (_bold_prompts, _heading_questions, _bare_questions):
        questions = choose(setting)
        marked = choose is not _bare_questions
        if len(questions) >= MIN_QUESTIONS and _reads_as_interview(setting, questions, marked):
            guest = setting.interviewee(questions[0])
            if guest is None:
                return None
            return _answers_between(setting, questions, guest)
    return None


CONVENTIONS: tuple[Callable[[Setting], Conversation | None], ...] = (
    labelled_turns,
    name_line_turns,
    unlabelled_questions,
)


def find_turns(setting: Setting) -> Conversation | None:
    """The article's turns by the first convention that fits it, None for a text without turns."""
    for convention in CONVENTIONS:
        conversation = convention(setting)
        if conversation is not None:
            return conversation
    return None


# --------------------------------------------------------------------------- labelled


def _conversation(setting: Setting, marks: list[Mark], rule: str) -> Conversation | None:
    if len(marks) < MIN_QUESTIONS:
        return None
    said = [Said(mark.label, _said_at(setting, mark)) for mark in marks]
    speakers = assign_speakers(said, setting.known, setting.interviewee(marks[0].passage))
    marks = [mark for mark in marks if mark.label.name in speakers.accepted]
    if not _is_conversation(setting, marks, speakers):
        return None
    turns: list[Turn] = []
    labels: list[tuple[int, int]] = []
    at = {mark.passage: mark.label for mark in marks}
    speaking: Label | None = None
    spoken = False  # What stands right behind a label on its own line is said, whatever it says.
    last = marks[-1].passage
    for index in range(marks[0].passage, len(setting.passages)):
        passage = setting.passages[index]
        start = passage.start
        label = at.get(index)
        if label is not None:
            speaking, spoken = label, False
            start = min(passage.end, passage.start + label.end)
            labels.append((passage.start, start))
        elif passage.kind is BlockKind.HEADING:
            speaking = None
        elif speaking and spoken:
            if is_stage_direction(setting.words(index)):
                continue
            if _is_narration(setting, index, speaking, speakers, last):
                speaking = None
        if _is_unlabelled_question(setting, index, at, speakers):
            turns.append(Turn(index, passage.start, passage.end, None, True, "question before a label"))
        elif speaking is not None and start < passage.end:
            name = speakers.accepted[speaking.name]
            host = speaking.name in speakers.hosts
            turns.append(Turn(index, start, passage.end, name, host, rule))
            spoken = True
    if not speakers.hosts:
        turns[:0] = _question_before(setting, marks[0].passage - 1)
    guests = dict.fromkeys(turn.speaker for turn in turns if turn.speaker and not turn.host)
    return Conversation(tuple(turns), tuple(labels), tuple(guests), rule)


def _question_before(setting: Setting, index: int) -> list[Turn]:
    """An unlabelled question that stands before the first label."""
    if index < 0 or not _asks(setting.words(index)):
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
        questions = sum(_asks(setting.words(mark.passage - 1)) for mark in marks if mark.passage)
        return returning and questions >= 2
    if returning and len(marks) > len(counts):
        return True
    first_person = sum(_speaks(_said_at(setting, mark)) for mark in marks)
    return first_person >= 0.7 * len(marks)


def _is_unlabelled_question(setting: Setting, index: int, at: dict[int, Label], speakers: Speakers) -> bool:
    """`Why is that?` between one speaker's answer and another's label, where no asker has a label."""
    if speakers.hosts or index in at or (index + 1) not in at:
        return False
    passage = setting.passages[index]
    return (_asks(setting.words(index)) or passage.strong) and not (
        passage.kind is BlockKind.HEADING and not _asks(setting.words(index))
    )


def _is_narration(setting: Setting, index: int, speaking: Label, speakers: Speakers, last: int) -> bool:
    """The writer's words between turns: about the speakers by name, or on how the talk was edited.

    Nobody's own words name the speaker; words without `I` or `you` are the writer's in an oral history,
    where no host reports, and at the end where they are set in italics.
    """
    words = setting.words(index)
    if _EDITED.search(words[:300]):
        return True
    outside = _QUOTED.sub(" ", words)
    if _FIRST_PERSON.search(outside):
        return False
    full = speakers.accepted[speaking.name]
    if full and re.search(rf"\b{re.escape(full.split()[-1])}\b", outside):
        return True
    several = not speakers.hosts and len(set(speakers.accepted.values())) > 1
    named = any(name in outside for name in speakers.accepted.values() if name and " " in name)
    if several or index > last:
        return named or (not _SECOND_PERSON.search(outside) and (several or setting.passages[index].strong))
    return False


# --------------------------------------------------------------------------- unlabelled


def _asks(words: str) -> bool:
    """`Why?` · `Tell us about your mother.`"""
    return _ASKS.search(words[-12:]) is not None or (len(words) < 160 and _PROMPT.match(words) is not None)


def _speaks(words: str) -> bool:
    return _FIRST_PERSON.search(_QUOTED.sub(" ", words)) is not None


def _bold_prompts(setting: Setting) -> list[int]:
    strong = [i for i, p in enumerate(setting.passages) if p.strong and p.kind is not BlockKind.HEADING]
    if sum(_asks(setting.words(i)) for i in strong) < 0.5 * len(strong):
        strong = [i for i in strong if _asks(setting.words(i))]
    return strong


def _heading_questions(setting: Setting) -> list[int]:
    return [
        i
        for i, p in enumerate(setting.passages)
        if p.kind is BlockKind.HEADING and p.level != 1 and _asks(setting.words(i))
    ]


def _bare_questions(setting: Setting) -> list[int]:
    """Paragraphs that end by asking, without anybody quoted in them."""
    return [
        i
        for i in range(setting.first, len(setting.passages))
        if _asks(words := setting.words(i)) and len(words.split()) <= 90 and not _QUOTE_MARK.search(words)
    ]


def _reads_as_interview(setting: Setting, questions: list[int], marked: bool) -> bool:
    """Questions come thick, say `you` and are not `I`'s; most answers say `I` or `we` outside quotes.

    An explainer asks `Who can get the credit?` and answers `you can`: that is nobody's turn.
    """
    ends = [*questions[1:], len(setting.passages)]
    answers = [
        [
            setting.words(i)
            for i in range(q + 1, min(end, q + 1 + MAX_ANSWER))
            if setting.passages[i].kind is not BlockKind.HEADING
        ]
        for q, end in zip(questions, ends, strict=True)
    ]
    answers = [answer for answer in answers if answer]
    long = sum(end - q > MAX_ANSWER for q, end in zip(questions[:-1], ends, strict=False))
    if len(answers) < MIN_QUESTIONS or long > 0.2 * len(questions):
        return False
    passages = [words for answer in answers for words in answer]
    speaking = sum(any(map(_speaks, answer)) for answer in answers)
    you = sum(_SECOND_PERSON.search(setting.words(q)) is not None for q in questions)
    i_asks = sum(re.search(r"\b(?:I|my)\b", setting.words(q)) is not None for q in questions)
    return (
        speaking >= 0.6 * len(answers)
        and sum(map(_speaks, passages)) >= (0.3 if marked else 0.5) * len(passages)
        and you >= 0.3 * len(questions)
        and i_asks < 0.5 * len(questions)
    )


def _answers_between(setting: Setting, questions: list[int], guest: str) -> Conversation:
    turns: list[Turn] = []
    asked = set(questions)
    over = False
    for index in range(questions[0], len(setting.passages)):
        passage = setting.passages[index]
        words = setting.words(index)
        if index in asked:
            turns.append(Turn(index, passage.start, passage.end, None, True, "unlabelled question"))
            over = False
            continue
        outside = _QUOTED.sub(" ", words)
        over = over or (
            _EDITED.search(words[:300]) is not None
            or (
                index > questions[-1] + 1
                and guest.rsplit(maxsplit=1)[-1] in outside
                and not _FIRST_PERSON.search(outside)
            )
        )
        if passage.kind is BlockKind.HEADING or over:
            continue
        turns.append(
            Turn(index, passage.start, passage.end, guest, False, "answer to an unlabelled question")
        )
    return Conversation(tuple(turns), (), (guest,), "unlabelled questions")

"""Interviews without labels: questions in bold, as headings or bare, and answers in the first person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from narrator.model import BlockKind
from narrator.people.first_person import FIRST_PERSON, SINGULAR, speaks, unquoted
from narrator.people.turns.guest import introduces_self
from narrator.people.turns.prompts import find_prompts, prompt_weight
from narrator.people.turns.setting import (
    EDITED,
    MIN_QUESTIONS,
    SECOND_PERSON,
    Conversation,
    Setting,
    Turn,
    asks,
)
from narrator.people.turns.several import guests_in_turn

MIN_ASKING = 2
"""Bare questions, if there are more prompts than questions beside them."""
MIN_BOLD, MAX_PROMPT = 4, 45
"""Lines in bold, and their words, that prompt though most of them do not ask."""
MAX_BEFORE = 4
"""Passages before the first that asks, in which a talk may begin with a prompt that does not."""
MAX_ANSWER = 12
"""Passages; what is longer is not an answer but an article."""
_ANNOUNCED = re.compile(
    r"\b(?:interview|transcript|Q&A|conversation|spoke (?:with|to|about)|talked (?:with|to|about)"
    r"|(?:we|I) (?:asked|spoke|talked|met|visited|sat down|caught up)"
    r"|Gespräch|Interview|entretien|rencontre)\b",
    re.IGNORECASE,
)
_OPENING_MARKS = tuple('"“«„')
_CLOSING_MARKS = tuple('"”»“')
_OPEN_QUOTE = re.compile(r"^\W*[\"“«„][^\"”»“]*$")
_QUOTE_MARK = re.compile(r"[\"“”«»„]|''|``")


def unlabelled_questions(setting: Setting) -> Conversation | None:
    """Questions in bold, as headings, or as bare paragraphs, and answers in the first person."""
    for choose in (_bold_prompts, _heading_questions, _bare_questions):
        questions = choose(setting)
        marked = choose is not _bare_questions
        if len(questions) >= MIN_QUESTIONS and _reads_as_interview(setting, questions, marked):
            several = guests_in_turn(setting, questions)
            if several:
                return _answers_of_several(setting, questions, several)
            likely = _is_announced(setting, questions[0]) or _one_person_answers(setting, questions)
            guest = _says_who(setting, questions) or setting.interviewee(questions[0], likely)
            if guest is None:
                return None
            return _answers_between(setting, questions, guest)
    return None


def _bold_prompts(setting: Setting) -> list[int]:
    strong = [i for i, p in enumerate(setting.passages) if p.strong and p.kind is not BlockKind.HEADING]
    if sum(asks(setting.words(i)) for i in strong) < 0.5 * len(strong) and not _prompt(setting, strong):
        strong = [i for i in strong if asks(setting.words(i))]
    while len(strong) > 1 and not asks(setting.words(strong[0])) and strong[1] == strong[0] + 1:
        strong.pop(0)  # an introduction that is set in bold, too
    return strong


def _prompt(setting: Setting, strong: list[int]) -> bool:
    """Short lines in bold that speak to somebody, each with a passage under it, where some of them ask:
    `You walked away.` · `The new place has no menu.` · `Was there a moment?`"""
    alternate = all(b > a + 1 for a, b in pairwise(strong))
    short = all(len(setting.words(i).split()) <= MAX_PROMPT for i in strong)
    asking = sum(asks(setting.words(i)) for i in strong)
    weighty = sum(prompt_weight(setting.words(i)) > 0 for i in strong)
    return alternate and short and len(strong) >= MIN_BOLD and asking >= 1 and 2 * weighty >= len(strong)


def _heading_questions(setting: Setting) -> list[int]:
    headings = [
        i for i, p in enumerate(setting.passages) if p.kind is BlockKind.HEADING and i >= setting.first
    ]
    asking = [i for i in headings if asks(setting.words(i))]
    if len(asking) >= 0.5 * len(headings):  # then `You left twice.` is a prompt, too
        return [i for i in headings if prompt_weight(setting.words(i)) > 0]
    return asking


def _bare_questions(setting: Setting) -> list[int]:
    """Paragraphs that end by asking, without anybody quoted in them; with enough of them, those that prompt
    without asking, too, and without those that ask back."""
    asking = [
        i
        for i in range(setting.first, len(setting.passages))
        if asks(words := setting.words(i)) and len(words.split()) <= 90 and not _QUOTE_MARK.search(words)
    ]
    prompts = _all_prompts(setting, asking) if len(asking) >= MIN_ASKING else []
    return prompts if len(asking) >= MIN_QUESTIONS or len(prompts) > MIN_QUESTIONS else []


def _all_prompts(setting: Setting, questions: list[int]) -> list[int]:
    """The paragraphs that ask, weighed together with those between them that may only seem to answer.

    Where a paragraph just before the first question talks like an interviewer, the talk begins there.
    """
    start = questions[0]
    for index in range(start - 1, max(setting.first, start - 1 - MAX_BEFORE), -1):
        if setting.passages[index].kind is BlockKind.HEADING:
            break
        if prompt_weight(setting.words(index)) > 0:
            start = index
    between = [
        i for i in range(start, len(setting.passages)) if setting.passages[i].kind is not BlockKind.HEADING
    ]
    return [between[i] for i in find_prompts([setting.words(i) for i in between])]


def _reads_as_interview(setting: Setting, questions: list[int], marked: bool) -> bool:
    """Questions come thick, say `you` and are not `I`'s; most answers say `I` or `we` outside quotes.

    Or nearly every answer stands in quotation marks, with no word of who says it.

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
    long = sum(_is_too_long(setting, q + 1, end) for q, end in zip(questions[:-1], ends, strict=False))
    if len(answers) < MIN_QUESTIONS or long > 0.2 * len(questions):
        return False
    passages = [words for answer in answers for words in answer]
    announced = _is_announced(setting, questions[0])
    if sum(_only_quoted(answer[0]) for answer in answers) >= 0.8 * len(answers):
        return True
    speaking = sum(any(map(speaks, answer)) for answer in answers)
    you = sum(SECOND_PERSON.search(setting.words(q)) is not None for q in questions)
    i_asks = sum(re.search(r"\b(?:I|my)\b", setting.words(q)) is not None for q in questions)
    return (
        speaking >= (0.4 if announced else 0.6) * len(answers)
        and sum(map(speaks, passages)) >= (0.3 if marked or announced else 0.5) * len(passages)
        and you >= 0.3 * len(questions)
        and i_asks < 0.5 * len(questions)
    )


def _is_too_long(setting: Setting, first: int, end: int) -> bool:
    """More passages than an answer has, unless half of them say `I` to their end: a list of what I use."""
    if end - first < MAX_ANSWER:
        return False
    return sum(speaks(setting.words(i)) for i in range(first, end)) < 0.5 * (end - first)


def _only_quoted(words: str) -> bool:
    """`“It rises twice.”` · `“The reasons are these:`, which the next passages go on with"""
    return words[:1] in _OPENING_MARKS and not any(map(str.isalpha, _OPEN_QUOTE.sub("", unquoted(words))))


def _one_person_answers(setting: Setting, questions: list[int]) -> bool:
    """Two answers in five say `I`, not only `we`, as a publication would."""
    answers = [setting.words(q + 1) for q in questions if q + 1 < len(setting.passages)]
    return sum(SINGULAR.search(unquoted(words)) is not None for words in answers) >= 0.4 * len(answers)


def _is_announced(setting: Setting, before: int) -> bool:
    """`I spoke with her` · `What follows is a transcript`"""
    return any(_ANNOUNCED.search(setting.words(i)) for i in range(before))


def _says_who(setting: Setting, questions: list[int]) -> str | None:
    """`Who are you? I'm Ana Ruiz, a baker.`: the first two answers may say who gives them."""
    for question in questions[:2]:
        for index in range(question + 1, min(question + 3, len(setting.passages))):
            name = None if index in questions else introduces_self(unquoted(setting.words(index)))
            if name is not None:
                return setting.known.full_name(name) or name
    return None


def _answers_between(setting: Setting, questions: list[int], guest: str) -> Conversation:
    turns: list[Turn] = []
    asked = set(questions)
    over = closed = False
    quoted = all(_only_quoted(setting.words(i + 1)) for i in questions if i + 1 < len(setting.passages))
    for index in range(questions[0], len(setting.passages)):
        passage = setting.passages[index]
        words = setting.words(index)
        if index in asked:
            turns.append(Turn(index, passage.start, passage.end, None, True, "unlabelled question"))
            over = closed = False
            continue
        outside = unquoted(words)
        over = over or (quoted and closed and words[:1] not in _OPENING_MARKS)
        closed = words[-1] in _CLOSING_MARKS
        over = over or (
            EDITED.search(words[:300]) is not None
            or (
                index > questions[-1] + 1
                and any(word in outside for word in guest.split() if len(word) > 2)
                and not FIRST_PERSON.search(outside)
            )
        )
        if passage.kind is BlockKind.HEADING or over:
            continue
        turns.append(
            Turn(index, passage.start, passage.end, guest, False, "answer to an unlabelled question")
        )
    return Conversation(tuple(turns), (), (guest,), "unlabelled questions")


def _answers_of_several(setting: Setting, questions: list[int], guests: Mapping[int, str]) -> Conversation:
    """Each guest's answers; what stands between a guest's name and the first question leads up to it."""
    asked = set(questions)
    turns: list[Turn] = []
    guest, leads_up = "", False
    for index in range(min(guests), len(setting.passages)):
        passage = setting.passages[index]
        if index in guests:
            guest, leads_up = guests[index], True
        if passage.kind is BlockKind.HEADING and index not in asked:
            continue
        if index > questions[-1] + 1 and EDITED.search(setting.words(index)[:300]):
            break
        asks_now = index in asked
        leads_up = leads_up and not asks_now
        host = asks_now or leads_up
        rule = "unlabelled question" if host else "answer to an unlabelled question"
        turns.append(Turn(index, passage.start, passage.end, None if host else guest, host, rule))
    names = tuple(dict.fromkeys(guests.values()))
    return Conversation(tuple(turns), (), names, "unlabelled questions")

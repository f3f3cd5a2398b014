"""Turns: what each side says in an interview or transcript, without quotation marks.

`find_turns` tries the conventions of `CONVENTIONS` in order and takes the first that fits the whole
article.  A convention fits only on the evidence of many passages together: one `Note:` is not a
speaker, and a question in a heading is not an interviewer's.
"""

from __future__ import annotations

from collections.abc import Callable

from narrator.people.turns.labelled import dashed_turns, initials_turns, labelled_turns, name_line_turns
from narrator.people.turns.letters import signed_letters
from narrator.people.turns.questions import unlabelled_questions
from narrator.people.turns.setting import Conversation, Setting, Turn
from narrator.people.turns.told import told_to_a_writer

__all__ = ["CONVENTIONS", "Conversation", "Setting", "Turn", "find_turns"]

CONVENTIONS: tuple[Callable[[Setting], Conversation | None], ...] = (
    labelled_turns,
    name_line_turns,
    initials_turns,
    dashed_turns,
    signed_letters,
    unlabelled_questions,
    told_to_a_writer,
)


def find_turns(setting: Setting) -> Conversation | None:
    """The article's turns by the first convention that fits it, None for a text without turns."""
    for convention in CONVENTIONS:
        conversation = convention(setting)
        if conversation is not None:
            return conversation
    return None

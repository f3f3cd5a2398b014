"""The rules that give a quotation its speaker, in the order in which they are asked.

Each is a function of one quotation's place that answers with a subject (a noun phrase of the narration),
a person, or None to pass the question on.  Their docstrings hold an example each.
"""

from __future__ import annotations

from narrator.people.speakers.around import (
    carried_over,
    colon_above,
    continued_paragraph,
    exchange,
    named_beside,
    repeated,
    retold,
    subject_above,
    subject_before,
    tag_behind_next,
    tag_below,
    within_paragraph,
)
from narrator.people.speakers.before import colon_before, for_someone, label_before, tag_before
from narrator.people.speakers.beside import (
    according_to,
    dash_before,
    dash_signature,
    same_sentence,
    sentence_subject,
    tag_after,
    tag_after_inverted,
    tag_after_later,
    tag_after_unknown,
    tag_at_end,
)
from narrator.people.speakers.place import Rule
from narrator.people.speakers.wording import agent_behind, asked_by, in_words_of, is_how, quoted_as

RULES: tuple[Rule, ...] = (
    quoted_as,
    asked_by,
    tag_after_inverted,
    tag_after,
    agent_behind,
    in_words_of,
    is_how,
    according_to,
    dash_signature,
    dash_before,
    label_before,
    tag_before,
    colon_before,
    for_someone,
    same_sentence,
    tag_at_end,
    tag_after_later,
    tag_after_unknown,
    continued_paragraph,
    tag_behind_next,
    within_paragraph,
    colon_above,
    repeated,
    tag_below,
    retold,
    subject_before,
    exchange,
    carried_over,
    subject_above,
    sentence_subject,
)
"""Asked in this order; the first answer that means someone is taken."""
RULES_ANY_LANGUAGE: tuple[Rule, ...] = (
    dash_signature,
    continued_paragraph,
    exchange,
    named_beside,
    same_sentence,
    within_paragraph,
)
"""What is asked of an article in another language: these rules know no English."""

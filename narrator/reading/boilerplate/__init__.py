"""Boilerplate: what a page has beside its article, left out by named rules and listed with the reason."""

from __future__ import annotations

from narrator.reading.boilerplate.controls import omit_controls, omit_rulers
from narrator.reading.boilerplate.edges import omit_author_notes, omit_frame, omit_head, omit_tail
from narrator.reading.boilerplate.galleries import omit_galleries
from narrator.reading.boilerplate.headings import mark_headings
from narrator.reading.boilerplate.lines import omit_lines
from narrator.reading.boilerplate.repeats import omit_embedded_posts, omit_headline_again, omit_pull_quotes
from narrator.reading.boilerplate.rules import Stage
from narrator.reading.boilerplate.trims import trim_edges
from narrator.reading.pieces import Draft, Piece

__all__ = ["STAGES", "leave_out"]


STAGES: tuple[tuple[str, Stage], ...] = (
    ("archive's frame", omit_frame),
    ("rulers", omit_rulers),
    ("controls", omit_controls),
    ("galleries", omit_galleries),
    ("lines", omit_lines),
    ("controls beside them", omit_controls),
    ("edges of paragraphs", trim_edges),
    ("headings", mark_headings),
    ("head", omit_head),
    ("headline again", omit_headline_again),
    ("embedded posts", omit_embedded_posts),
    ("pull quotes", omit_pull_quotes),
    ("tail", omit_tail),
    ("author's note", omit_author_notes),
)
"""In this order; a stage sees what the ones before it have left out, and leaves out more."""


def leave_out(draft: Draft) -> tuple[Piece, ...]:
    """The draft's pieces, those that are not read aloud with their reason."""
    pieces = list(draft.pieces)
    for name, stage in STAGES:
        if name == "headings" and draft.structured:
            continue
        pieces = stage(draft.text, pieces)
    return tuple(pieces)

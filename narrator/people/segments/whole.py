"""A passage that is somebody's words from end to end, though no marks enclose it."""

from __future__ import annotations

from narrator.people.assembly.assemble import Voiced
from narrator.people.quotes.find import Quote
from narrator.people.shapes.recognise import Findings
from narrator.people.speakers.attribute import Attribution
from narrator.people.turns.evidence import confidence_of_turn

NO_QUOTATION = -1
"""The number of a quotation that is not among those which were found."""


def attributed(quote: int, speaker: str, person: int | None, rule: str) -> Attribution:
    """A quotation's speaker by one of the rules for turns and sections."""
    return Attribution(quote, speaker, person, rule, confidence_of_turn(rule))


def voiced_whole(findings: Findings, index: int, speaker: str, person: int | None, rule: str) -> Voiced:
    """The passage as the words of `speaker`, who is this person among the article's, if any of them."""
    start, end = findings.passages[index].start, findings.passages[index].end
    quote = Quote(start, end, start, end, index, True, rule)
    return Voiced(quote, attributed(NO_QUOTATION, speaker, person, rule))

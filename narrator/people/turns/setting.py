"""What the conventions of turns share: the setting they look at, what they give, and how words talk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from narrator.model import BlockKind
from narrator.people.segments.passages import Passage
from narrator.people.turns.legend import Legend, find_legend
from narrator.people.turns.speakers import Known

MIN_QUESTIONS = 3
SECOND_PERSON = re.compile(
    r"\b(?:you|your|yours|you['’]\w+|Sie|Ihr\w*|Ihnen|du|dein\w*|dir|vous|votre|vos|tu|ton|ta|tes)\b", re.I
)
EDITED = re.compile(
    r"\b(?:interview|conversation|transcript|discussion|exchange|remarks|Gespräch|entretien)\b.{0,80}"
    r"\b(?:edited|condensed|abridged|shortened|gekürzt|bearbeitet|conducted|translated)\b|^\W*(?:copyright|©)"
    r"|^\W*this (?:article|post|story|interview|piece|conversation|series)"
    r" (?:is part of|(?:was |is )?(?:originally |first )(?:appeared|published|posted|ran))\b"
    r"|^\W*we(?:['’]d like to| would like to| want to)? thank (?:[A-Z]|both|our guests?)"
    r"|^\W*(?:share|leave) your (?:thoughts|comments?)\b|^\W*disclaimer:",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?[\"'”’»)\]*_\s]*$")
_PROMPT = re.compile(
    r"(?:(?:And|So|But|OK|Now|Please),? )?(?:[Tt]ell (?:us|me)|[Tt]alk (?:about|to (?:us|me))|[Dd]escribe "
    r"|[Ww]alk (?:us|me)|[Ee]rzählen Sie|[Rr]acontez|[Pp]arlez|[Ee]xplain )"
)


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
    roles: Mapping[str, str] = field(default_factory=dict)
    """Speaker to what the label calls them: `Ana Ruiz (stage manager):`"""
    by_passage: Mapping[int, Turn] = field(init=False, repr=False, compare=False)
    """Each turn by the index of its passage."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_passage", {turn.passage: turn for turn in self.turns})


@dataclass(frozen=True, slots=True)
class Setting:
    """What a convention may look at beside the passages."""

    passages: Sequence[Passage]
    known: Known
    interviewee: Callable[[int, bool], str | None]
    """Whom the passages before this one introduce as the person who answers; with True the likeliest name
    there, though nothing else shows a person."""

    @property
    def first(self) -> int:
        """The first passage behind the article's title."""
        at = next((i for i, p in enumerate(self.passages[:6]) if _is_title(p)), -1) + 1
        while 0 < at < len(self.passages) and _is_title(self.passages[at]) and not asks(self.words(at)):
            at += 1
        return at

    def legend(self) -> Legend:
        """What the head of the text says of those who take part."""
        return find_legend(self.passages, self.first, self.words)

    def words(self, index: int) -> str:
        passage = self.passages[index]
        return self.known.text[passage.start : passage.end]


def _is_title(passage: Passage) -> bool:
    return passage.kind is BlockKind.HEADING and passage.level == 1


def asks(words: str) -> bool:
    """`Why?` · `Tell us about your mother.`"""
    return _ASKS.search(words[-12:]) is not None or (len(words) < 160 and _PROMPT.match(words) is not None)

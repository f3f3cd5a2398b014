"""What speakers without a name are called: the article's words, the same for the same body or role."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from narrator.people.speakers.phrases import Kind, Subject
from narrator.people.speakers.subjects import DOCUMENTS
from narrator.people.speakers.tags import POSSESSIVE

PRINTED = frozenset({"article", "report", "story", "editorial", "piece", "column"})
"""What a paper prints is its own; "a Facebook statement" is not Facebook's."""
PUBLISHED = 1500
"""How many characters before "the article" it may have been brought in."""

_OTHERS = frozenset({"other", "another", "second", "third", "new"})

_SENDER = (
    r"(?P<sender>(?:the|his|her|their|its) [a-z][\w’'-]+(?: [a-z][\w’'-]+)?)"
    r"(?=[,.;:]| (?:after|early|in|late|on|posted|published|read|released|that|which)\b)"
)
"""A group that puts out a statement: "his family", "the housing charity"."""


@dataclass(slots=True)
class Labels:
    """What the sentences so far have called whom."""

    text: str
    _introduced: dict[str, list[str]] = field(default_factory=dict)
    """A role's noun to the words that brought in the one who speaks: "a narrator" is "the ad’s narrator"."""
    _labels: dict[str, str] = field(default_factory=dict)
    """A body's head noun to the words it was first called by."""

    def of(self, subject: Subject) -> str:
        """The article's words for a speaker who is not a named person, the same for the same body."""
        words = " ".join(self.text[subject.start : subject.end].split())
        if subject.kind is Kind.BODY and subject.definite and subject.head in DOCUMENTS:
            words = self._published(subject) or words
        key = words.lower().removeprefix("the ").removeprefix("a ").removeprefix("an ")
        if subject.kind is Kind.BODY and len(key.split()) == 1 and subject.definite:
            for known, label in self._labels.items():
                if key in known.split():
                    return label
        if subject.kind is Kind.ROLE and subject.definite and subject.owner < 0:
            owned = any(word.tag == POSSESSIVE for word in subject.words)
            for one in reversed(self._introduced.get(subject.head, [])):
                more = set(key.split()) - set(one.lower().split())
                if not more or (owned and not more & _OTHERS):
                    return one
        label = self._labels.setdefault(key, words)
        if subject.kind is Kind.ROLE and subject.words[0].low in ("a", "an", "one"):
            self._introduced.setdefault(subject.head, []).append(label)
        return label

    def _published(self, subject: Subject) -> str:
        """Whose "the article" is, as it was brought in: "a Courier article", the Courier's words too; of "a
        statement from his family" the family's."""
        if len(subject.words) != 2 or subject.words[0].low != "the":
            return ""
        before = max(0, subject.start - PUBLISHED), subject.start
        head = re.escape(subject.head)
        if found := re.compile(rf"\b[Aa]n? (?:[\w&’'-]+ ){{0,4}}{head} (?:from|by) {_SENDER}").search(
            self.text, *before
        ):
            return found["sender"]
        if subject.head not in PRINTED:
            return ""
        found = re.compile(rf"\b[Aa]n? ((?:[A-Z][\w&’'-]* ){{1,4}}){head}\b").search(self.text, *before)
        return " ".join(found.group().split()) if found else ""

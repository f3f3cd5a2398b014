"""Names to people at the cost of a look-up, for headings and labels, of which a long text has thousands."""

from __future__ import annotations

from narrator.people.names.find import People
from narrator.people.names.merge import fold
from narrator.people.names.scan import HONORIFICS
from narrator.people.sentences import tokenize


class KnownNames:
    """Answers as `People.index` does: by the whole name, else its last word, else any of its words."""

    def __init__(self, people: People) -> None:
        self.people = people
        self._whole: dict[tuple[str, ...], int] = {}
        self._ends: dict[tuple[str, str], int] = {}
        self._last: dict[str, int] = {}
        self._any: dict[str, int] = {}
        for number, person in enumerate(people.persons):
            for alias in (person.name, *person.aliases):
                words = tuple(fold(word) for word in alias.split())
                if not words:
                    continue
                self._whole.setdefault(words, number)
                self._ends.setdefault((words[0], words[-1]), number)
                self._last.setdefault(words[-1], number)
                for word in words:
                    self._any.setdefault(word, number)

    def index(self, name: str) -> int | None:
        """The person whom a name means, as an index into `People.persons`."""
        tokens = [token.text for token in tokenize(name, 0, len(name)) if token.text[0].isalnum()]
        while len(tokens) > 1 and tokens[0].lower() in HONORIFICS:
            tokens.pop(0)
        words = tuple(fold(token) for token in tokens)
        if not words:
            return None
        if len(words) > 1:
            return self._whole.get(words, self._ends.get((words[0], words[-1])))
        return self._whole.get(words, self._last.get(words[0], self._any.get(words[0])))

    def is_gendered(self, name: str) -> bool:
        """Whether the person is known as a man or a woman, as a thing that is taken for one is not."""
        number = self.index(name)
        return number is not None and self.people.gender(number) is not None

    def has_facts(self, name: str) -> bool:
        """The text tells the person's age or role."""
        number = self.index(name)
        person = None if number is None else self.people.persons[number]
        return person is not None and bool(person.age or person.role)

    def full_name(self, name: str) -> str | None:
        """That person's full name."""
        number = self.index(name)
        return None if number is None else self.people.persons[number].name

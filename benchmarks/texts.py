"""Articles that a benchmark writes itself: of a real length, with people and quotations, no two alike.

`python benchmarks/texts.py FOLDER 40` writes forty of them.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path


def _words(text: str) -> list[str]:
    return text.split()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


WOMEN = _words("Ada Clara Edith Farida Grace Helen Ingrid Joan Lucia Maren Nora Olga Priya Ruth Selma Tamsin")
MEN = _words(
    "Aaron Bruno Conrad David Emil Frank George Hamid Ivan Julian Kofi Martin Oscar Peter Rafael Samuel"
)
LAST = _words(
    "Abara Bellamy Carver Dunmore Ekström Fairley Garrick Holloway Iwata Jessop Kessler Lindqvist"
    " Marlow Norwood Okafor Penrose Quigley Renner Sandoval Thackeray Ueda Vance Whitcombe Yardley"
    " Zeller"
)
TOWNS = _words(
    "Ashcombe Brackwell Carrow Dunstead Elmport Fallow Greyminster Hartsea Ivelton Kingsmoor Larkhill Marl"
)
MONTHS = _words("January February March April May June July August September October November December")
HOURS = _lines("""
    four
    half past five
    six
    seven
    nine
""")
ROLES = _lines("""
    the harbour master
    a retired signal engineer
    the head of the town library
    a hydrologist
    a teacher of mathematics
    the county's archivist
    a surgeon
    a bus driver
    a clockmaker
    the mayor
    an economist
    a nurse
    a botanist
    the owner of a small bakery
    a sound engineer
""")
THINGS = _lines("""
    the old bridge
    the ferry
    the night train
    the reservoir
    the covered market
    the lighthouse
    the town clock
    the radio station
    the school kitchen
    the sea wall
    the tram depot
    the reading room
    the weather station
    the canal lock
    the fire tower
    the glass works
""")
CHANGES = _lines("""
    closed for repairs
    was sold to a cooperative
    lost its licence
    was flooded
    opened its doors again
    was painted a dark green
    ran out of money
    came under the county's care
    was struck by lightning
    began to keep records
    was counted among the finest in the region
    stood empty
""")
PEOPLE_DO = _lines("""
    counted the visitors by hand
    wrote to the ministry
    asked for a second opinion
    kept a diary of it
    drew a map of every pipe
    spoke to the insurers
    measured the water every morning
    collected signatures outside the station
    took the machine apart
    refused to sign the contract
    walked the whole route at night
    found a crack in the north wall
    raised the price of a ticket
""")
REASONS = _lines("""
    because nobody else had offered
    although the weather was against it
    as the law requires
    while the council was still arguing
    before the winter set in
    after a long and public quarrel
    on the advice of a neighbour
    without telling the newspapers
    with the help of two students
    in the hope of a grant that never came
    to the surprise of the whole street
""")
SAYINGS = _lines("""
    We had {n} days to put {thing} in order, and we used {m} of them to find the key
    I was told that {thing} would never pay for itself, and for {n} years that was true
    If you want to understand {town}, you have to stand beside {thing} at {hour} in the morning
    Nobody {done} for the sake of it, and I would not do it a second time without {m} good reasons
    There are {n} people in {town} who can repair {thing}, and most of them are older than I am
    My father {done} when he was {m}, and he never spoke about it at home
    The figures looked better than they were, because {n} of the {m} receipts belonged to {town}
    You hear it before you see it, and after {n} winters you know what every sound means
    It cost us ${n},{m} and a great deal of sleep, but {thing} is still there
    I don't think that {town} has forgiven us, and after {n} months I have stopped asking
""")
TOLD = _lines("""
    In {year}, {thing} of {town} {changed} {reason}.
    About {n} percent of those who live in {town} use {thing} every week, the survey of {year} found.
    The first plan, drawn up in {year}, asked for {n} workers and {m} tons of stone.
    It took the town {n} years and three mayors to agree on where {thing} should stand.
    On {month} {day}, {year}, {thing} {changed}, and {m} families heard of it from the radio.
    Between {town} and the coast there are {n} miles of road, and {thing} is the only stop on the way.
    A report by the county put the damage at ${n},{m},000, {reason}.
    What had begun as a matter of {n} loose bricks became, {reason}, the subject of {m} hearings.
    Most mornings the gates open at {hour}, and by noon some {n} people have passed through them.
    The records for {year} are missing, but a letter from {town} mentions {thing} {n} times.
    By then {thing} {changed}, and the {n} men and women who worked there looked for something else.
    Every visitor is given a card with a number, and on the day of our visit the last one was {n}{m}.
""")
SPEECH = _words("said said said says recalled explained")


class Writer:
    """Writes one article; all its chances come from the article's number."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(f"article {number}")
        self.number = number
        pick = self.chance.choice
        lasts = self.chance.sample(LAST, 4)
        self.people = [
            (pick(names), last, pronoun, pick(ROLES))
            for last in lasts
            for pronoun, names in [pick((("she", WOMEN), ("he", MEN)))]
        ]
        self.town, self.thing = pick(TOWNS), pick(THINGS)
        self.known: set[str] = set()

    def text(self, words: int) -> str:
        title = f"How {self.town} kept {self.thing}: notes from year {self.number + 2}"
        paragraphs = [title, f"By {self.chance.choice(WOMEN)} {self.chance.choice(LAST)}"]
        while sum(len(p.split()) for p in paragraphs) < words:
            paragraphs.append(self.quotation() if len(paragraphs) % 5 in (0, 3) else self.narration())
        return "\n\n".join(paragraphs) + "\n"

    def narration(self) -> str:
        return " ".join(self.filled(t) for t in self.chance.sample(TOLD, self.chance.randint(3, 4)))

    def quotation(self) -> str:
        first, last, pronoun, role = self.chance.choice(self.people)
        one, two = (self.filled(saying) for saying in self.chance.sample(SAYINGS, 2))
        verb = self.chance.choice(SPEECH)
        if last in self.known:
            return f"“{one},” {verb} {last}. “{two}.”"
        self.known.add(last)
        before = self.filled(self.chance.choice(TOLD))
        age = self.chance.randint(24, 81)
        return f"{before} “{one},” {verb} {first} {last}, {age}, {role}. “{two},” {pronoun} added."

    def filled(self, template: str) -> str:
        pick, between = self.chance.choice, self.chance.randint
        return template.format(
            n=between(3, 99),
            m=between(101, 998),
            year=between(1871, 2024),
            day=between(1, 28),
            hour=pick(HOURS),
            month=pick(MONTHS),
            town=pick((self.town, pick(TOWNS))),
            thing=pick((self.thing, pick(THINGS))),
            changed=pick(CHANGES),
            done=pick(PEOPLE_DO),
            reason=pick(REASONS),
        )


def write_articles(folder: Path, count: int, words: int) -> list[Path]:
    """`count` files of about `words` words each; the same ones whenever it is called."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(Writer(number).text(words), encoding="utf-8")
    return paths


if __name__ == "__main__":
    write_articles(Path(sys.argv[1]), int(sys.argv[2]), 750)

"""How the cost of finding the people grows with the length of the text.

    python benchmarks/people.py --words 100000

makes texts of 1/8, 1/4, 1/2 and all of so many words, in three shapes (news, a round-up with a heading for
each person, a transcript), with another person every few sentences, and takes the time of `attribute`.  The
last column is the cost per word against the shortest text's: 1.0 is linear.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from narrator.model import Article, Block, BlockKind
from narrator.people import attribute

Parts = list[tuple[BlockKind, str]]
FIRST = ("Ana", "Tom", "Rosa", "Karl", "Mary", "John", "Ines", "Otto", "Lena", "Hugo")


def names(seed: int) -> Iterator[tuple[str, str]]:
    """First and last names, nearly all of them different."""
    chance = random.Random(seed)
    while True:
        last = "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(3))
        yield chance.choice(FIRST), last.capitalize()


def news(first: str, last: str) -> Parts:
    return [
        (
            BlockKind.PARAGRAPH,
            f"{first} {last}, a baker from the coast, said on Monday that the flood had taken the house. "
            f'"It took the roof first," {last} said. "Then it took the dog, and the dog came back."',
        ),
        (
            BlockKind.PARAGRAPH,
            "The county has counted nine houses so far, and expects to count more of them.",
        ),
    ]


def round_up(first: str, last: str) -> Parts:
    return [
        (BlockKind.HEADING, f"{first} {last}, 34, baker"),
        (
            BlockKind.PARAGRAPH,
            f'{last} has baked since 1999. "I rise at four," {last} says. "The bread rises at five."',
        ),
        (BlockKind.PARAGRAPH, "Most of the town was there, and it rained until the evening."),
    ]


def transcript(first: str, last: str) -> Parts:
    return [
        (BlockKind.PARAGRAPH, "HOST: And why is that?"),
        (
            BlockKind.PARAGRAPH,
            f"{first} {last}: I have no idea. I asked my mother and she told me to ask you.",
        ),
    ]


def article(words: int, make: Callable[[str, str], Parts]) -> Article:
    """A text of about so many words."""
    parts: Parts = [(BlockKind.HEADING, "What the flood took")]
    count = 0
    for first, last in names(1):
        if count >= words:
            break
        added = make(first, last)
        count += sum(len(said.split()) for _, said in added)
        parts += added
    blocks, at = [], 0
    for number, (kind, said) in enumerate(parts):
        level = 0 if kind is not BlockKind.HEADING else 2 if number else 1
        blocks.append(Block(kind, at, at + len(said), level))
        at += len(said) + 2
    return Article("\n\n".join(said for _, said in parts), tuple(blocks), title=parts[0][1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=100_000)
    words = parser.parse_args().words
    attribute(article(500, news))  # the word lists are read once
    print("| shape | words | segments | seconds | a word, × the shortest text's |\n|---|---|---|---|---|")
    for make in (news, round_up, transcript):
        least = 0.0
        for share in (8, 4, 2, 1):
            text = article(words // share, make)
            begun = time.perf_counter()
            script = attribute(text)
            seconds = time.perf_counter() - begun
            each = seconds / (words // share)
            least = least or each
            row = f"{make.__name__.replace('_', '-')} | {words // share} | {len(script.segments)}"
            print(f"| {row} | {seconds:.2f} | {each / least:.2f} |")


if __name__ == "__main__":
    main()

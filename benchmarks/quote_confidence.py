"""Measures how often each rule for a quotation's speaker is right, on labelled texts.

    python benchmarks/quote_confidence.py GOLD.jsonl ... [--named GOLD.jsonl] [--write | --calibration]

A line of GOLD is {"text": str, "quotes": [{"start": int, "end": int, "speaker": str | null}]}, offsets
inside the marks, a speaker "a|b" where both are right.  The gold of `--named` texts says only which name
stands in a quotation's tag: of those, labels count that resolve no pronoun, role or body.  Prints the table;
`--write` puts the counts where `narrator.people.evidence` reads them.  `--calibration` takes the counts of
every other text, gives the labels of the texts between the confidences that follow from them, and shows how
many are right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import narrator.people
from narrator.model import Article, Block, BlockKind
from narrator.people.evidence import PRIOR_LABELS, PRIOR_RIGHT
from narrator.people.names.find import People, find_people
from narrator.people.names.merge import fold
from narrator.people.quotes.find import find_quotes
from narrator.people.speakers.attribute import attribute_quotes

TABLE = Path(narrator.people.__file__).parent / "data" / "confidence.tsv"


def article_of(text: str) -> Article:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line.strip())))
        at += len(line) + 1
    return Article(text, tuple(blocks))


def same(gold: str, said: str, people: People) -> bool:
    """The same person of the article, or words of one label that contain the other's."""
    for one in gold.split("|"):
        who, whom = people.resolve(one), people.resolve(said)
        if who is not None and who == whom:
            return True
        a, b = ({fold(word) for word in name.split()} - {"the", "a", "an"} for name in (one, said))
        if a and b and (a <= b or b <= a):
            return True
    return False


def labels_of(paths: list[Path], named: bool = False) -> list[list[tuple[str, bool]]]:
    """For each text, the rule of each label and whether it is right, where the gold has the quotation."""
    texts = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found: list[tuple[str, bool]] = []
            texts.append(found)
            article = article_of(record["text"])
            people, quotes = find_people(article), find_quotes(article)
            gold = {quote["start"]: quote["speaker"] for quote in record["quotes"] if quote["speaker"]}
            for label in attribute_quotes(article, people, quotes):
                quote = quotes[label.quote]
                speaker = next(
                    (gold[at] for at in range(quote.start, quote.inner_start + 3) if at in gold), None
                )
                if speaker is None or label.speaker is None or (named and "+" in label.rule):
                    continue
                found.append((label.rule, same(speaker, label.speaker, people)))
    return texts


def count(texts: list[list[tuple[str, bool]]]) -> dict[str, tuple[int, int]]:
    """Rule to (labels that are right, labels)."""
    given = Counter(rule for text in texts for rule, _ in text)
    right = Counter(rule for text in texts for rule, is_right in text if is_right)
    return {rule: (right[rule], number) for rule, number in given.items()}


def calibration(texts: list[list[tuple[str, bool]]]) -> list[str]:
    """Rows of confidence, labels and the share that is right, each half measured by the other's counts."""
    bins: dict[float, list[bool]] = {}
    for half in (0, 1):
        counts = count(texts[half::2])
        for text in texts[1 - half :: 2]:
            for rule, is_right in text:
                right, given = counts.get(rule) or counts.get(rule.split("+", 1)[0], (0, 0))
                confidence = (right + PRIOR_RIGHT) / (given + PRIOR_LABELS)
                floor = next(edge for edge in (0.98, 0.95, 0.9, 0.8, 0.0) if confidence >= edge)
                bins.setdefault(floor, []).append(is_right)
    return [f"{floor:.2f}\t{len(all_)}\t{sum(all_) / len(all_):.3f}" for floor, all_ in sorted(bins.items())]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--named", action="append", default=[], type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--calibration", action="store_true")
    options = parser.parse_args()
    texts = labels_of(options.gold) + labels_of(options.named, named=True)
    if options.calibration:
        print("\n".join(["confidence from\tlabels\tright", *calibration(texts)]))
        return
    counts = sorted(count(texts).items(), key=lambda item: -item[1][1])
    rows = [f"{rule}\t{right}\t{given}" for rule, (right, given) in counts]
    print("\n".join(["rule\tright\tlabels", *rows]))
    if options.write:
        head = "# Rule, labels that were right, labels; counted by benchmarks/quote_confidence.py."
        TABLE.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Words set off as blocks, and tags with a name that only the heading gives: whose they are."""

from __future__ import annotations

import pytest

from narrator.model import Article, Block, BlockKind
from narrator.people import attribute

H1, H2, P, Q = "H1", "H2", "P", "Q"
_KINDS = {H1: BlockKind.HEADING, H2: BlockKind.HEADING, P: BlockKind.PARAGRAPH, Q: BlockKind.QUOTE}


def page(*parts: tuple[str, str]) -> Article:
    text, blocks = "", []
    for kind, words in parts:
        text += "\n\n" if text else ""
        level = {H1: 1, H2: 2}.get(kind, 0)
        blocks.append(Block(_KINDS[kind], len(text), len(text) + len(words), level))
        text += words
    return Article(text, tuple(blocks), title=parts[0][1])


LAB = (
    (H1, "Faces of the lab"),
    (P, "Our researchers come from thirty countries. Here are two of them."),
    (H2, "Ana Ruiz, marine biologist"),
)
LUND = ((H2, "Tom Lund, diver"), (P, "Lund has dived since he was nine, and he means to go on."))


def speaker_of(article: Article, words: str) -> str | None:
    return next(line.speaker for line in attribute(article).lines if line.text.startswith(words))


def test_set_off_words_under_a_person_s_heading_are_theirs() -> None:
    article = page(*LAB, (Q, "I came for one summer."), (P, "Ruiz works on mussels. She stayed."), *LUND)
    assert speaker_of(article, "I came") == "Ana Ruiz"


def test_in_each_section_they_are_its_own_person_s() -> None:
    ours, theirs = (Q, "I came for one summer."), (Q, "I came for the deep water.")
    article = page(*LAB, ours, (P, "Ruiz works on mussels. She stayed."), *LUND, theirs)
    assert speaker_of(article, "I came for one") == "Ana Ruiz"
    assert speaker_of(article, "I came for the") == "Tom Lund"
    assert sum(line.text.startswith("I came") for line in attribute(article).lines) == 2


@pytest.mark.parametrize(
    "words",
    [
        "The mussel holds on. Nobody knows how.",
        "I have never seen a worker like her. — Ines Falk, her teacher",
    ],
)
def test_set_off_words_without_an_i_or_with_a_signature_are_not(words: str) -> None:
    article = page(*LAB, (P, "Ruiz works on mussels. She stayed."), (Q, words), *LUND)
    assert speaker_of(article, words[:12]) != "Ana Ruiz"


def test_set_off_words_that_somebody_else_is_said_to_have_written_are_not() -> None:
    before = (P, "Ruiz works on mussels. Her teacher wrote a letter about it:")
    assert (
        speaker_of(page(*LAB, before, (Q, "I have never seen a worker like her."), *LUND), "I have") is None
    )


def test_set_off_words_go_on_with_the_person_of_the_passage_before() -> None:
    article = page(
        (H1, "A fire in Norwood"),
        (P, "The factory burned on Monday, and most of the town came to look."),
        (P, "Ken Ito, who runs it, watched from the gate. “It burned evenly,” Ito said."),
        (Q, "I have never smelled so much vanilla."),
        (P, "The county will look for the cause. It has not said when."),
    )
    assert [one.person for one in attribute(article).segments] == [None, "Ken Ito", None]
    assert speaker_of(article, "I have never") == "Ken Ito"


def test_a_tag_with_a_name_that_only_a_heading_gives() -> None:
    article = page(
        (H1, "How two couples share the money"),
        (P, "Money is the last taboo. Names have been changed."),
        (H2, "Becky"),
        (P, "She earns more than her husband. “We have one pot and I am the lid,” says Becky."),
        (H2, "Darren"),
        (P, "He keeps everything apart. “It is fair,” Darren says. “It isn't fun.”"),
    )
    assert speaker_of(article, "“We have") == "Becky"
    assert speaker_of(article, "“It is fair") == "Darren"

"""What holds for any text: spans in range, no invented names, no crash, a cost that grows with the length."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrator.people.evidence import confidence_of
from narrator.people.names.find import find_people
from narrator.people.quotes.find import find_quotes
from narrator.people.sentences import sentences, tokenize
from narrator.people.speakers.attribute import ABSTAIN_BELOW, attribute_quotes
from narrator.people.speakers.rules import RULES, RULES_ANY_LANGUAGE
from tests.people.text_cases import article_of, read_cases

WORDS = """Ana_Ruiz Ruiz Mr. Okafor the_mayor she he they who said told called Lena 34 In of
    and It_rained Never. according_to as put_it van_der Jr. U.S. <b> WALLACE:"""
MARKS = """“ ” " ‘ ’ ' '' « » „ , . ? : — ( ) - 's ’s"""
PIECES = [*(word.replace("_", " ") for word in WORDS.split()), *MARKS.split(), "\n", "\n\n"]
texts = st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
    lambda pieces: st.sampled_from([" ", ""]).map(lambda gap: gap.join(pieces))
)


@settings(max_examples=250, deadline=None)
@given(st.one_of(texts, st.text(max_size=200)), st.sampled_from(["en", "de", "en-GB", "x"]))
@example("“", "en")
@example("Ana Ruiz said “" + "a b " * 300 + "”", "en")
def test_spans_are_in_range_and_names_stand_in_the_text(text: str, language: str) -> None:
    article = article_of(text, language)
    people, quotes = find_people(article), find_quotes(article)
    folded = " ".join(text.split())
    for person in people.persons:
        assert person.name in folded
        assert all(alias in folded for alias in person.aliases)
    for mention in people.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 <= mention.person < len(people.persons)
    end = 0
    for quote in quotes:
        assert end <= quote.start <= quote.inner_start <= quote.inner_end <= quote.end <= len(text)
        block = article.blocks[quote.block]
        assert block.start <= quote.start
        assert quote.end <= block.end
        end = quote.end
    labels = attribute_quotes(article, people, quotes)
    assert [label.quote for label in labels] == [n for n, quote in enumerate(quotes) if quote.is_speech]
    for label in labels:
        assert label.speaker is None or " ".join(label.speaker.split()) in folded
        assert label.speaker is None or label.confidence >= ABSTAIN_BELOW
        if label.person is not None:
            assert label.speaker == people.persons[label.person].name


@settings(max_examples=150, deadline=None)
@given(st.one_of(texts, st.text(max_size=200)))
def test_words_and_sentences_cover_the_text_once(text: str) -> None:
    end = 0
    for span in sentences(text, 0, len(text)):
        assert end <= span.start < span.end
        assert not text[end : span.start].strip()
        end = span.end
    assert not text[end:].strip()
    end = 0
    for token in tokenize(text, 0, len(text)):
        assert end <= token.start < token.end
        assert text[token.start : token.end] == token.text
        assert not text[end : token.start].strip()
        end = token.end


def steps(work: Callable[[], object]) -> int:
    """Lines of Python that `work` runs through."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        work()
    finally:
        sys.settrace(None)
    return count


def everything(text: str) -> None:
    article = article_of(text)
    people, quotes = find_people(article), find_quotes(article)
    attribute_quotes(article, people, quotes)


@pytest.mark.parametrize(
    "piece",
    [
        "Ana Ruiz said, “It rained.” She said it again. ",
        "“It is good,” he said, and ",
        "“",
        '"a ',
        "‘a ",
        "“x” and ",
        "Ruiz, the man, ",
        "He said it. ",
        "<a ",
        "a-'",
        "The mayor said: “It rained.”\n\n",
    ],
)
def test_the_cost_grows_with_the_length(piece: str) -> None:
    everything(piece)
    once, twice = steps(lambda: everything(piece * 60)), steps(lambda: everything(piece * 240))
    assert twice < 8 * once  # four times the text; sixteen would be a square


def test_every_rule_is_named_documented_and_shown_on_a_text() -> None:
    rules = {rule.__name__ for rule in (*RULES, *RULES_ANY_LANGUAGE)}
    assert all(rule.__doc__ and ("“" in rule.__doc__ or "„" in rule.__doc__) for rule in RULES)
    shown = " ".join(expected for _, _, expected in read_cases("speakers"))
    missing = {rule for rule in rules if f"({rule}" not in shown}
    assert missing <= {"named_beside"}, missing


def test_a_rule_seen_more_often_right_is_surer() -> None:
    assert 0.9 < confidence_of("tag_after") < 1
    assert confidence_of("never_measured") == pytest.approx(0.75)
    assert confidence_of("tag_after+never_measured") == confidence_of("tag_after")


def test_another_language_gets_the_person_beside_and_nobody_by_english_rules() -> None:
    text = "„Es regnet seit Montag“, sagte Ana Ruiz. Peter Brandt nickte. „Ich gehe jetzt nach Hause.“"
    article = article_of(text, "de")
    quotes = find_quotes(article)
    labels = attribute_quotes(article, find_people(article), quotes)
    assert [(label.speaker, label.rule) for label in labels] == [("Ana Ruiz", "named_beside"), (None, "")]

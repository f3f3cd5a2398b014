"""What holds for any text: spans without gaps, no digits left, nothing dangerous, linear time."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrator.lexicon import apply
from narrator.model import Replacement, Spoken
from narrator.spoken import speak_text
from narrator.spoken.claims import claim_all
from narrator.spoken.cleaning import clean
from narrator.spoken.rewriting import RULES

CRUMBS = [
    "$1.5 million",
    "St.",
    "Jan. 5",
    "1980s",
    "'90s",
    "10:30 a.m.",
    "U.S.",
    "VIII",
    "World War II",
    "#1",
    "5%",
    "°F",
    "½",
    "—",
    "...",
    "[laughs]",
    "(there)",
    "@a",
    "http://x.org/a",
    "a@b.org",
    "🎉",
    "\u202e",
    "\xad",
    "\x00",
    "*",
    "_",
    "<b>",
    "&amp;",
    "[[",
    "<",
    ",",
    " ",
    "\n",
    "D-Calif.",
    "Dr.",
    "6'2\"",
    "3-2",
    "555-123-4567",
    "x²",
    "²",
    "٣",
    "፩",
    "①",
    "𝟘",
    "K",
    "Smith",
    "he",
    ".",
    "?",
    "!",
    '"',
    "’",
    "COVID-19",
    "at 2.15",
    "100m",
    "John 3:16-18",
    "LVIV, Ukraine (AP) — ",
    "020 7946 0123",
    "25bp",
    "4bn",
    "Rs",
    "3. ",
    "1,234",
    "0",
    "9",
    "/",
    "-",
    "–",
    ":",
    "$",
    "A",
    "B.",
    "S&P",
    "{",
    "}",
    "\ue000",
    "\ud7ff",
]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(CRUMBS), max_size=14).map("".join))


def assert_covered(spoken: Spoken, written: str) -> None:
    said_at = written_at = 0
    for begin, end, start, stop in spoken.spans:
        assert (begin, start) == (said_at, written_at)
        assert end >= begin
        assert stop > start
        said_at, written_at = end, stop
    assert (said_at, written_at) == (len(spoken.text), len(written))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.booleans())
def test_spans_cover_both_texts_without_gaps(text: str, heading: bool):
    assert_covered(speak_text(text, speaker_heading=heading), text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("A00²")
@example("#²")
def test_english_comes_out_without_digits_or_danger(text: str):
    said = speak_text(text).text
    assert not any(unicodedata.digit(char, None) is not None for char in said), said
    assert not set(said) & set("[]<>{}|\\^_*#@\x00"), said
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"} for char in said), said
    assert said == said.strip()
    assert "  " not in said


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["de", "fr", "es", "ru", "ja", "pl", "pt-BR", "xx", "sw", "en-GB"]))
def test_every_language_is_covered_and_never_fails(text: str, language: str):
    assert_covered(speak_text(text, language=language), text)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.data())
def test_an_editors_words_are_said_word_for_word(text: str, data: st.DataObject):
    text = f"so {text} on"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    spoken = speak_text(text, replacements=(Replacement(start, end, "quux zot"),))
    assert_covered(spoken, text)
    if clean(text[start:end]).text.strip():
        assert "quux zot" in spoken.text


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_claims_do_not_overlap(text: str):
    plain = clean(text).text
    claims = claim_all(plain, RULES)
    assert all(one.end <= two.start for one, two in pairwise(claims))
    assert all(claim.start < claim.end for claim in claims)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_what_is_said_is_said_the_same_again(text: str):
    assert speak_text(text) == speak_text(text)


@pytest.mark.parametrize(
    "crumb",
    [
        "1,111",
        "1",
        "1-",
        "(",
        "A.",
        "a@",
        "http://",
        "St. ",
        "[",
        "1:1",
        "$1",
        "I",
        "-",
        "'",
        "1/",
        "x.",
        "🎉",
        "AB ",
        "at 2.15 ",
        "5m ",
        "5bp ",
        "John 3:16 ",
        "LVIV, ",
        " — A",
        "7 a.m. A",
        "1 000 ",
        "the $5m a",
    ],
)
def test_time_grows_with_the_length_and_no_faster(crumb: str):
    """Counted in searches: the claims of a long text are those of its parts."""
    steps = []
    for count in (2_000, 4_000):
        text = (crumb * count)[: count * 2]
        steps.append(_searches(text))
    assert steps[1] <= 2.2 * steps[0] + 200


def _searches(text: str) -> int:
    """How many searches all rules make on a text."""
    total = 0

    class Counting:
        def __init__(self, pattern):
            self.pattern = pattern

        def search(self, string, position):
            nonlocal total
            total += 1
            return self.pattern.search(string, position)

    from dataclasses import replace

    claim_all(clean(text).text, [replace(rule, pattern=Counting(rule.pattern)) for rule in RULES])
    return total


def test_ipa_reaches_the_engine_beside_the_written_word():
    text = "Kempelen's book, by Kempelen, 1791."
    spoken = speak_text(text, replacements=apply(text, {"Kempelen": "/ˈkɛmpələn/", "book": "tome"}))
    assert spoken.text == "Kempelen's tome, by Kempelen, seventeen ninety-one."
    assert [(spoken.text[start:end], ipa) for start, end, ipa in spoken.phonemes] == [
        ("Kempelen", "ˈkɛmpələn"),
        ("Kempelen", "ˈkɛmpələn"),
    ]
    assert_covered(spoken, text)


def test_a_respelling_behind_the_ipa_is_for_engines_that_take_none():
    text = "Kempelen built it."
    spoken = speak_text(text, replacements=(Replacement(0, 8, "/ˈkɛmpələn/ KEM-puh-len"),))
    assert spoken.text == "KEM-puh-len built it."
    assert spoken.phonemes == ((0, 11, "ˈkɛmpələn"),)
    assert_covered(spoken, text)


def test_an_ipa_for_an_abbreviation_leaves_the_said_word_for_engines_without():
    spoken = speak_text("Dr. 5", replacements=(Replacement(4, 5, "/faɪv/"),))
    assert spoken.text == "Dr. five"
    assert spoken.phonemes[0][2] == "faɪv"


def test_replacements_win_over_rules_and_are_said_as_they_stand():
    spoken = speak_text(
        "In 1791 at 10 St.", replacements=(Replacement(3, 7, "that year"), Replacement(11, 13, "10"))
    )
    assert spoken.text == "In that year at 10 Street."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("He ~really~ left.", "He left."),
        ("~Really,~ he left.", "he left."),
        ("~Really~, he left.", "he left."),
        ("He left ~early~.", "He left."),
        ("He left~ early~.", "He left."),
        ("He, ~so they say,~ left.", "He, left."),
        ("He left. ~She stayed.~ They ate.", "He left. They ate."),
        ("It cost $5 ~or $6~ million.", "It cost five million dollars."),
        ("He ran 5 ~or 6~ km ~in 2~ on Jan. 5.", "He ran five kilometers on January fifth."),
        ("“~Well, ~yes,” he said", "yes, he said"),
        ("He (~the older~) left", "He left"),
        ("~All of it.~", ""),
        ("~All~ ~of it.~", ""),
    ],
)
def test_what_an_editor_strikes_out_is_not_said(written: str, said: str):
    text, struck = "", []
    for index, part in enumerate(written.split("~")):
        if index % 2:
            struck.append(Replacement(len(text), len(text) + len(part), ""))
        text += part
    spoken = speak_text(text, replacements=struck)
    assert spoken.text == said
    assert_covered(spoken, text)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.booleans())
def test_struck_words_leave_no_trace(before: str, struck: str, after: str, heading: bool):
    text = f"{before} {struck} {after}"
    start = len(before) + 1
    wish = (Replacement(start, start + len(struck), ""),) if struck else ()
    spoken = speak_text(text, replacements=wish, speaker_heading=heading)
    assert_covered(spoken, text)
    if before.strip() == before and after.strip() == after and struck and after and before:
        assert spoken.text == speak_text(f"{before} {after}", speaker_heading=heading).text


def test_of_overlapping_replacements_the_first_counts():
    spoken = speak_text("He really left.", replacements=(Replacement(3, 9, ""), Replacement(5, 14, "stayed")))
    assert spoken.text == "He left."


def test_words_map_back_to_where_they_were_written():
    text = "He paid $1.5 million to Dr. Smith."
    spoken = speak_text(text)
    pairs = [(spoken.text[a:b], text[c:d]) for a, b, c, d in spoken.spans]
    assert ("one point five million dollars", "$1.5 million") in pairs
    assert ("Doctor", "Dr.") in pairs
    assert ("Smith", "Smith") in pairs


def test_a_speakers_heading_ends_with_a_full_stop():
    assert speak_text("Ada Lovelace, 36", speaker_heading=True).text == "Ada Lovelace, thirty-six."
    assert speak_text("Who is it?", speaker_heading=True).text == "Who is it?"
    assert speak_text("Ada:", speaker_heading=True).text == "Ada."
    assert speak_text("", speaker_heading=True) == Spoken("", ())


def test_the_letter_a_is_not_read_as_the_article():
    spoken = speak_text("At 7 a.m. the ACLU and USA Today met a man from AT&T.  Plan A was a plan.")
    sounds = [(spoken.text[start:end], ipa) for start, end, ipa in spoken.phonemes]
    assert sounds == [("A", "ˈeɪ")] * 5
    assert "a man" in spoken.text
    assert speak_text("7 a.m.", replacements=(Replacement(0, 1, "A B"),)).phonemes[0][0] > 2

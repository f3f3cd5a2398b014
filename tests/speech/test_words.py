from hypothesis import given
from hypothesis import strategies as st

from narrator.model import Spoken, Word
from narrator.speech.words import as_written, times_of_tokens, tokens


def test_a_token_takes_its_first_event():
    """A number is several words to an engine."""
    assert times_of_tokens("in 1791 he", [(0, 0), (3, 100), (3, 250), (3, 400), (8, 500)], 700) == (
        (0, 2, 0),
        (3, 7, 100),
        (8, 10, 500),
    )


def test_a_token_without_event_gets_its_share_by_letters():
    """An engine may take "in the" for one word."""
    assert times_of_tokens("in the hall", [(0, 0), (7, 500)], 900) == ((0, 2, 0), (3, 6, 200), (7, 11, 500))


def test_tokens_at_the_end_share_what_is_left():
    assert times_of_tokens("ab cd ef", [(0, 100)], 400) == ((0, 2, 100), (3, 5, 200), (6, 8, 300))


def test_dashes_and_marks_are_no_words():
    assert tokens("well — yes … 5 % “so”") == [(0, 4), (7, 10), (13, 14), (17, 21)]


@given(
    st.text(max_size=80), st.lists(st.tuples(st.integers(0, 90), st.integers(-5, 2000))), st.integers(0, 1000)
)
def test_times_never_go_back_nor_past_the_end(text, events, length):
    words = times_of_tokens(text, events, length)
    assert [(start, end) for start, end, _ in words] == tokens(text)
    samples = [sample for *_, sample in words]
    assert samples == sorted(samples)
    assert all(0 <= sample <= length for sample in samples)


def test_words_as_written_begin_with_the_first_word_said_for_them():
    spoken = Spoken(
        "in seventeen ninety one, doctor who",
        ((0, 3, 0, 3), (3, 23, 3, 7), (23, 25, 7, 9), (25, 31, 9, 12), (31, 35, 12, 16)),
    )
    written = "in 1791, Dr. who"
    words = [(start, end, 10 * start) for start, end in tokens(spoken.text)]
    assert as_written(words, spoken, written) == (
        Word(0, 2, 0),
        Word(3, 8, 30),
        Word(9, 12, 250),
        Word(13, 16, 320),
    )


def test_words_that_are_not_said_are_left_out():
    spoken = Spoken("one three", ((0, 4, 0, 4), (4, 4, 4, 8), (4, 9, 8, 13)))
    words = [(0, 3, 0), (4, 9, 100)]
    assert as_written(words, spoken, "one two three") == (Word(0, 3, 0), Word(8, 13, 100))


@given(st.text(max_size=60))
def test_a_line_said_as_written_keeps_its_words(text):
    spoken = Spoken(text, ((0, len(text), 0, len(text)),))
    words = [(start, end, start) for start, end in tokens(text)]
    assert as_written(words, spoken, text) == tuple(Word(*word) for word in words)

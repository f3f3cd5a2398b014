"""File names that every system takes and that never leave their folder."""

from hypothesis import given
from hypothesis import strategies as st

from narrator.naming import LONGEST_SLUG_BYTES, distinct_slug, slug


def test_titles_stay_readable():
    assert slug("The machines that learned to speak") == "the-machines-that-learned-to-speak"
    assert slug("Él dijo: «¡Sí!»") == "el-dijo-si"
    assert slug("何が起きたか") == "何が起きたか"
    assert slug("हिन्दी में") == "हिन्दी-में"


def test_nothing_dangerous_is_left():
    assert slug("../../etc/passwd") == "etc-passwd"
    assert slug("CON") == "con-episode"
    assert slug("...") == "episode"
    assert slug("a/b\\c:d*e?f") == "a-b-c-d-e-f"


def test_long_titles_are_cut_at_a_word():
    cut = slug("word " * 100)
    assert len(cut) <= LONGEST_SLUG_BYTES and cut.endswith("-word")


@given(st.text())
def test_any_title_gives_one_plain_name(title):
    name = slug(title)
    assert name and len(name.encode()) <= LONGEST_SLUG_BYTES + len("-episode")
    assert not set(name) & set('/\\:*?"<>|._ \0') and not name.startswith("-")
    assert slug(title) == name


@given(st.text(max_size=50), st.text(), st.text())
def test_two_sources_with_one_title_get_two_names(title, one, other):
    assert (distinct_slug(title, one) == distinct_slug(title, other)) == (one == other)

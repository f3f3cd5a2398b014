"""Which word somebody meant."""

from narrator.spelling import did_you_mean, near


def test_the_nearest_come_first_as_they_are_written_whatever_the_case():
    assert near("ESPAEK", ["gtts", "espeak"]) == ["espeak"]
    assert near("lev kalashnkov", ["Lev Kalashnikov", "Lea Kalash"], most=2) == [
        "Lev Kalashnikov",
        "Lea Kalash",
    ]
    assert near("anything", []) == []


def test_a_message_ends_with_them_or_with_all_where_they_are_few():
    assert did_you_mean("anie", ["Annie", "Bob"]) == "; did you mean 'Annie'?"
    assert did_you_mean("mid", ["mid2", "mid3"], most=2) == "; did you mean 'mid3' or 'mid2'?"
    assert did_you_mean("xyz", ["Annie", "Bob"], few=2) == "; there are Annie, Bob"
    assert did_you_mean("xyz", ["Annie", "Bob"], few=1) == did_you_mean("xyz", [], few=1) == ""

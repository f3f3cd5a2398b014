"""What a script file holds of a script."""

from __future__ import annotations

from narrator.model import Line, LineKind, Note, Person, Replacement, Role, Script, Segment, Sound
from narrator.script.canonical import canonical, percent_sure, speaker_name, spoken_kind, struck_whole


def only(*items: object, **head: object) -> Script:
    return canonical(Script("T", (Segment("One", None, items),), **head))  # type: ignore[arg-type]


def test_the_head_in_one_line_each() -> None:
    held = only(
        byline=" By  Ana\nRuiz ",
        site="The  Paper",
        date=" 2020-01-02",
        language=" de ",
        source="a  b.txt",
        engine=" espeak",
    )
    assert (held.byline, held.site, held.date) == ("By Ana Ruiz", "The Paper", "2020-01-02")
    assert (held.language, held.source, held.engine) == ("de", "a  b.txt", "espeak")
    bare = only(byline=" ", language=" ")
    assert (bare.byline, bare.site, bare.language) == (None, None, "en")


def test_everyone_who_is_known_owns_a_part_or_speaks_is_in_the_cast_once() -> None:
    script = Script(
        "T",
        (
            Segment("One", "Cyd", (Line("A report.", "Cyd", LineKind.HEADING),)),
            Segment("Two", None, (Line("“Yes.”", "Dee"), Line("No.", "Ann"))),
        ),
        people=(
            Person("Bob", gender="m", role="baker"),
            Person("Ann", gender="f", age=40, aliases=("Annie",)),
            Person("Ann", gender="m"),
            Person("Narrator", gender="f", role="host"),
        ),
        cast=(Role("Ann", "x:low", role="miller"), Role("Narrator"), Role("Ann", "x:high")),
    )
    held = canonical(script)
    assert held.cast == (
        Role("Ann", "x:low", "f", "miller"),
        Role("Bob", None, "m", "baker"),
        Role("Cyd"),
        Role("Dee"),
    )
    ann, bob, cyd, dee = held.people
    assert ann == Person("Ann", gender="f", age=40, role="miller")
    assert bob == Person("Bob", gender="m", role="baker")
    assert (cyd, cyd.named) == (Person("Cyd"), True)
    assert (dee.name, dee.named) == ("Dee", False)


def test_the_narrator_is_in_the_cast_once_something_is_said_of_it() -> None:
    line = Line("Words.")
    assert only(line, cast=(Role("Narrator"),)).cast == ()
    assert only(line, cast=(Role("Ann"), Role("Narrator", "x:low"))).cast == (
        Role("Narrator", "x:low"),
        Role("Ann"),
    )
    assert speaker_name(" Narrator ") is speaker_name(" ") is speaker_name(None) is None


def test_what_says_nothing_is_left_out_and_what_follows_is_not() -> None:
    held = only(
        Line(" "), Note(" "), Sound(" "), Note(" a\r\nb\rc ", True), Line("Words.", opens_paragraph=False)
    )
    (segment,) = held.segments
    assert segment.items == (Note("a\nb\nc", True), Line("Words.", opens_paragraph=True))


def test_a_line_with_nothing_left_to_say_is_silent() -> None:
    def struck(text: str, *spans: tuple[int, int]) -> Line:
        return struck_whole(Line(text, replacements=tuple(Replacement(*span, "") for span in spans)))

    assert struck("Yes.", (0, 3)) == struck("Yes.", (0, 2), (2, 3)) == Line("Yes.", silent=True)
    for spans in ([(1, 3)], [(0, 2)]):
        assert not struck("Yes.", *spans).silent
    assert not struck("Yes, no", (0, 5), (0, 3)).silent
    assert not struck_whole(Line("…")).silent


def test_who_speaks_in_marks_is_quoted() -> None:
    for text in ("“Yes.”", " “Yes.”", "„Ja.“", "``Yes.''"):
        assert spoken_kind(text) is LineKind.QUOTE
    assert spoken_kind("Yes, “yes”.") is LineKind.TURN


def test_percents_are_whole_and_never_below_none() -> None:
    sure = [percent_sure(Line("x", confidence=c)) for c in (None, 0.8, 0.799, 0.57, 0.01, 0.004, -1.0)]
    assert sure == [None, None, 79, 57, 1, 0, 0]

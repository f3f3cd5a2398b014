"""Who gets which voice, and why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.casting import cast_voices
from narrator.errors import UsageError
from narrator.model import Gender, Line, LineKind, Person, Role, Script, Segment, Voice


def voice(
    name: str,
    gender: Gender | None = None,
    pitch: float | None = None,
    language: str = "en-US",
    timbre: str | None = None,
) -> Voice:
    return Voice(f"own:{name}", "own", language, gender, timbre or name, pitch)


VOICES = [
    voice("mid", "m", 106),
    voice("low", "m", 83),
    voice("tenor", "m", 135),
    voice("alto", "f", 180),
    voice("high", "f", 220),
    voice("mid-gb", "m", 106, "en-GB", "mid"),
    voice("low-gb", "m", 83, "en-GB", "low"),
    voice("alto-gb", "f", 180, "en-GB", "alto"),
    voice("deutsch", "m", 110, "de"),
]


def quote(speaker: str | None, text: str = "“So it is.”", **more: bool) -> Line:
    return Line(text, speaker, LineKind.QUOTE if speaker else LineKind.NARRATION, **more)


def script(*segments: list[Line], people: list[Person] | None = None, **more: object) -> Script:
    made = tuple(Segment(f"Part {n}", None, tuple(lines)) for n, lines in enumerate(segments, 1))
    return Script("T", made, tuple(people or ()), **more)  # type: ignore[arg-type]


ANN, BOB, CYD = Person("Ann", gender="f"), Person("Bob", gender="m"), Person("Cyd", gender="m")


def test_the_narrator_gets_the_clearest_voice_of_the_language() -> None:
    assert cast_voices(script([quote(None)]), VOICES).narrator.id == "own:mid"
    assert cast_voices(script([quote(None)], language="en-GB"), VOICES).narrator.id == "own:mid-gb"
    assert cast_voices(script([quote(None)], language="de-AT"), VOICES).narrator.id == "own:deutsch"


def test_gender_fits_as_the_text_shows_it() -> None:
    cast = cast_voices(script([quote("Ann"), quote("Bob"), quote("Cyd")], people=[ANN, BOB, CYD]), VOICES)
    assert cast.voices["Ann"].gender == "f"
    assert {cast.voices["Bob"].timbre, cast.voices["Cyd"].timbre} == {"low", "tenor"}
    assert {voice.language for voice in cast.voices.values()} == {"en-US"}


def test_the_editors_gender_goes_before_the_texts() -> None:
    made = script([quote("Ann")], people=[ANN], cast=(Role("Ann", gender="m"),))
    assert cast_voices(made, VOICES).voices["Ann"].gender == "m"


def test_people_of_one_segment_differ_in_timbre_before_accents_help() -> None:
    names = ["A", "B", "C", "D"]
    cast = cast_voices(script([quote(name) for name in names]), VOICES)
    assert {voice.timbre for voice in cast.voices.values()} == {"low", "tenor", "alto", "high"}


def test_an_accent_tells_two_apart_when_timbres_run_out() -> None:
    women = [Person(name, gender="f") for name in "ABC"]
    cast = cast_voices(script([quote(name) for name in "ABC"], people=women), VOICES)
    assert {voice.id for voice in cast.voices.values()} == {"own:alto", "own:high", "own:alto-gb"}
    assert cast.notes == ()


def test_the_furthest_pitch_goes_to_whoever_says_most() -> None:
    long = "“" + "word " * 50 + "”"
    women = [Person("Few", gender="f"), Person("Many", gender="f")]
    cast = cast_voices(script([quote("Few"), quote("Many", long)], people=women), VOICES)
    assert cast.voices["Many"].id == "own:high"


def test_someone_whose_gender_the_text_does_not_show_gets_a_voice_in_between() -> None:
    cast = cast_voices(script([quote("One"), quote("Two")]), VOICES)
    assert [voice.id for voice in cast.voices.values()] == ["own:tenor", "own:alto"]


@pytest.mark.parametrize(("age", "expected"), [(78, "own:low"), (19, "own:tenor"), (45, "own:low")])
def test_age_chooses_among_voices_of_the_gender(age: int, expected: str) -> None:
    person = Person("Bob", gender="m", age=age)
    assert cast_voices(script([quote("Bob")], people=[person]), VOICES).voices["Bob"].id == expected


def test_no_name_chooses_an_accent() -> None:
    names = ["Nigel Smythe", "Sofia Rossi", "Wei Zhang", "Emeka Obi"]
    segments = [[quote(name)] for name in names]
    renamed = [[quote(name)] for name in ["P", "Q", "R", "S"]]
    first = list(cast_voices(script(*segments), VOICES).voices.values())
    assert first == list(cast_voices(script(*renamed), VOICES).voices.values())


def test_wishes_before_the_script_before_memory_before_computing() -> None:
    made = script(
        [quote("Ann"), quote("Bob"), quote("Cyd"), quote("Dee")],
        cast=(Role("Ann", "own:low"), Role("Bob", "own:low-gb")),
    )
    remembered = {"Ann": "own:tenor", "Bob": "own:tenor", "Cyd": "own:alto", "Eve": "own:gone"}
    cast = cast_voices(made, VOICES, wishes={"ann": "high"}, remembered={"en": remembered})
    assert cast.voices["Ann"].id == "own:high"
    assert cast.voices["Bob"].id == "own:low-gb"
    assert cast.voices["Cyd"].id == "own:alto"
    assert cast.voices["Dee"].id not in {"own:high", "own:low-gb", "own:alto", "own:mid"}
    assert cast.notes == ()


def test_the_narrators_voice_can_be_wished_for() -> None:
    made = script([quote("Ann")], cast=(Role("Narrator", "own:low"),))
    assert cast_voices(made, VOICES).narrator.id == "own:low"
    assert cast_voices(made, VOICES, wishes={"Narrator": "own:alto"}).narrator.id == "own:alto"
    cast = cast_voices(made, VOICES, wishes={"Narrator": "own:alto"}, narrator_voice="own:tenor")
    assert cast.narrator.id == "own:tenor"


def test_a_wish_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="no voice 'own:mdi' for Ann; the nearest are own:mid"):
        cast_voices(script([quote("Ann")]), VOICES, wishes={"Ann": "own:mdi"})
    with pytest.raises(UsageError, match="nobody in this article is called 'Anne'; did you mean 'Ann'"):
        cast_voices(script([quote("Ann")]), VOICES, wishes={"Anne": "own:mid"})
    with pytest.raises(UsageError, match="no voice 'own:mdi' for Ann"):
        cast_voices(script([quote("Ann")], cast=(Role("Ann", "own:mdi"),)), VOICES)
    with pytest.raises(UsageError, match="no voices"):
        cast_voices(script([quote("Ann")]), [])


def test_an_alias_may_be_wished_for() -> None:
    made = script([quote("Ann Lee")], people=[Person("Ann Lee", ("Lee",))])
    assert cast_voices(made, VOICES, wishes={"Lee": "own:low"}).voices["Ann Lee"].id == "own:low"


def test_part_of_a_name_will_do_where_it_is_one_persons() -> None:
    made = script([quote("Ann Lee"), quote("Bob Lee")])
    assert cast_voices(made, VOICES, wishes={"bob": "own:low"}).voices["Bob Lee"].id == "own:low"
    with pytest.raises(UsageError, match="several people are called 'Lee': Ann Lee, Bob Lee"):
        cast_voices(made, VOICES, wishes={"Lee": "own:low"})


def test_voices_of_another_engine_in_the_script_are_left_aside() -> None:
    cast = cast_voices(script([quote("Ann")], cast=(Role("Ann", "other:x"),)), VOICES)
    assert cast.voices["Ann"].engine == "own"
    assert cast.notes == ("the script's voices of other are not used: another engine speaks",)


def test_a_remembered_voice_gives_way_where_two_would_sound_alike() -> None:
    made = script([quote("Ann", "“Rather a lot to say.”"), quote("Bob")])
    cast = cast_voices(made, VOICES, remembered={"en": {"Ann": "own:low", "Bob": "own:low"}})
    assert cast.voices["Ann"].id == "own:low"
    assert cast.voices["Bob"].id != "own:low"
    assert cast.notes == ("Bob gets another voice than before: Ann has own:low here",)


def test_a_remembered_voice_that_is_gone_is_said() -> None:
    cast = cast_voices(script([quote("Ann")]), VOICES, remembered={"en": {"Ann": "own:gone"}})
    assert cast.notes == (
        "Ann gets another voice than before: own:gone is not among the voices for 'en' here",
    )


def test_the_order_of_articles_changes_nobodys_accent() -> None:
    """As a folder sees it: each article's cast is remembered for the next."""
    languages = ["en-US", "en-GB", "en", "de", "en-GB", "en"]
    memory: dict[str, dict[str, str]] = {}
    for language in languages:
        cast = cast_voices(script([quote("Ann")], language=language), VOICES, remembered=memory)
        alone = cast_voices(script([quote("Ann")], language=language), VOICES)
        assert cast.narrator == alone.narrator
        assert (cast.notes, cast.language) == (alone.notes, language)
        memory.setdefault(language, {})["Narrator"] = cast.narrator.id
        memory.setdefault(language.partition("-")[0], {})["Ann"] = cast.voices["Ann"].id


def test_a_wish_is_never_somebody_elses_remembered_voice() -> None:
    made = script([quote("Ann")], [quote("Bob")])
    memory = {"en": {"Ann": "own:tenor", "Bob": "own:low"}}
    cast = cast_voices(made, VOICES, wishes={"Ann": "own:low"}, remembered=memory)
    assert cast.voices["Ann"].id == "own:low"
    assert cast.voices["Bob"].id != "own:low"
    assert cast.notes == ("Bob gets another voice than before: Ann has own:low here",)


def test_more_people_than_voices_share_the_ones_furthest_apart() -> None:
    few = [voice("one"), voice("two"), voice("three")]
    cast = cast_voices(script([quote("A")], [quote("B")], [quote("C")]), few)
    assert cast.voices["C"] == cast.voices["A"] != cast.voices["B"]
    assert cast.notes == (f"A and C share the voice {cast.voices['A'].id}",)


def test_a_single_voice_reads_everything() -> None:
    made = script([quote("Ann")], cast=(Role("Ann", "own:alto"),))
    cast = cast_voices(made, VOICES, single_voice=True, narrator_voice="own:low")
    assert cast.narrator.id == cast.voices["Ann"].id == "own:low"


def test_an_engine_with_one_voice_still_casts() -> None:
    cast = cast_voices(script([quote("Ann"), quote("Bob")]), VOICES[:1])
    assert cast.notes == ("the narrator, Ann and Bob share the voice own:mid",)


def test_a_voice_of_the_language_by_another_tag_is_one() -> None:
    cast = cast_voices(script([quote(None)], language="no"), [VOICES[0], voice("olav", language="nb-NO")])
    assert (cast.narrator.id, cast.notes) == ("own:olav", ())


def test_a_language_without_a_voice_is_said() -> None:
    cast = cast_voices(script([quote(None)], language="fi"), VOICES)
    assert cast.notes == ("no voice speaks 'fi': own:mid (en-US) reads it",)


people = st.lists(
    st.builds(
        Person,
        name=st.sampled_from("ABCDEFGHIJKL"),
        gender=st.sampled_from(["f", "m", None]),
        age=st.one_of(st.none(), st.integers(1, 99)),
    ),
    max_size=12,
    unique_by=lambda person: person.name,
)
conversations = st.lists(st.lists(st.sampled_from([*"ABCDEFGHIJKL", None]), max_size=8), max_size=6)


@settings(deadline=None)
@given(conversations, people, st.lists(st.sampled_from(VOICES[:8]), min_size=2, unique=True))
def test_everyone_is_heard_and_nobody_takes_the_narrators_voice(
    talk: list[list[str | None]], known: list[Person], voices: list[Voice]
) -> None:
    made = script(*([quote(name) for name in part] for part in talk), people=known)
    cast = cast_voices(made, voices)
    assert cast == cast_voices(made, voices)
    assert set(cast.voices) == {line.speaker for line in made.lines if line.speaker}
    assert cast.narrator not in cast.voices.values()
    genders = {person.name: person.gender for person in known}
    for name, given_voice in cast.voices.items():
        gender = genders.get(name)
        there = any(other.gender == gender for other in voices if other != cast.narrator)
        if gender and there:
            assert given_voice.gender == gender


@settings(deadline=None)
@given(conversations)
def test_two_sound_alike_in_a_segment_only_when_voices_have_run_out(talk: list[list[str | None]]) -> None:
    made = script(*([quote(name) for name in part] for part in talk))
    voices = [voice(str(n), pitch=80.0 + 10 * n) for n in range(13)]
    cast = cast_voices(made, voices)
    for part in talk:
        heard = {name for name in part if name}
        assert len({cast.voices[name].id for name in heard}) == len(heard)
    assert cast.notes == ()

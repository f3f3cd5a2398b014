"""Write → read → write is a fixed point, whatever the article says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrator.errors import ScriptError
from narrator.model import (
    Line,
    LineKind,
    Note,
    Pause,
    Person,
    Replacement,
    Role,
    Script,
    Segment,
    Sound,
)
from narrator.script import canonical, is_edited, read_script, write_script

MARKUP = [
    "**", "*", "**Ann:**", ":", "[", "]", "{", "}", "]{", '{say="x"}', "[pause 1s]", "[chime]", "~~", "~",
    "<!--", "-->", "<!", "&#x41;", "&#65;", "&", "\\", "\\*", "+++", "#", "## ", "### ", '"', "“", "'", " ",
    "  ", "\n", "\r\n", "\u2028", "\x00", "\x1f", "\x7f", "\u00a0", "\ufeff", "שלום", "مرحبا", "\u202e",
    "👩‍🚀", "e\u0301", "speaker not known", "check the speaker: 50 % sure", "as narrator wrote it:",
    "How to correct this script:", "\ud800", "(", ")", "<", ">", "http://a.b/?c&#d", "Narrator", "Ann",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=30),
    st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=4)), max_size=8).map("".join),
)
names = st.one_of(st.sampled_from(["Ann", "Ann Lee", "Bo: the *star*", "Narrator"]), texts)
genders = st.sampled_from(["f", "m", None])
optional = st.one_of(st.none(), texts)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return Line(
        text,
        speaker=draw(st.one_of(st.none(), names)),
        kind=draw(st.sampled_from(LineKind)),
        start=draw(st.one_of(st.none(), st.just(3))),
        rule=draw(optional),
        confidence=draw(st.one_of(st.none(), st.floats(0, 1))),
        opens_paragraph=draw(st.booleans()),
        replacements=tuple(Replacement(start, end, draw(texts)) for start, end in pairs),
        silent=draw(st.booleans()),
    )


items = st.one_of(
    lines(),
    lines(),
    st.floats(0, 600).map(Pause),
    st.one_of(st.just("chime"), texts).map(Sound),
    st.builds(Note, texts, st.booleans()),
)
segments = st.builds(
    Segment,
    title=names,
    person=st.one_of(st.none(), names),
    items=st.lists(items, max_size=6).map(tuple),
    link=optional,
    silent=st.booleans(),
)
people = st.builds(
    Person,
    name=names,
    gender=genders,
    age=st.one_of(st.none(), st.integers(0, 120)),
    role=optional,
    named=st.booleans(),
)
scripts = st.builds(
    Script,
    title=texts,
    segments=st.lists(segments, max_size=4).map(tuple),
    people=st.lists(people, max_size=3).map(tuple),
    byline=optional,
    site=optional,
    date=optional,
    language=st.sampled_from(["en", "en-GB", "de", ""]),
    source=texts,
    source_hash=optional,
    engine=optional,
    cast=st.lists(st.builds(Role, names, optional, genders, optional), max_size=3).map(tuple),
    pronunciations=st.dictionaries(texts, texts, max_size=3),
    notes=st.just(("a note",)),
)


@settings(deadline=None)
@given(scripts)
def test_a_file_gives_back_what_it_holds(script: Script) -> None:
    written = write_script(script)
    written.encode()
    read = read_script(written)
    assert replace(read, notes=()) == canonical(script)
    assert write_script(read) == written
    assert not is_edited(written)
    assert not is_edited(written.replace("\n", "\r\n"))


@settings(deadline=None)
@given(scripts)
def test_what_a_file_holds_is_settled_at_once(script: Script) -> None:
    assert canonical(canonical(script)) == canonical(script)


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["**Narrator:** ", "**Ann:** ", "\n", "\n\n", *MARKUP]), st.text(max_size=5)
        ),
        max_size=25,
    ).map("".join)
)
@example("**Ann:**\n<!-- a")
@example('## [a](<b) {person="Ann"}\n')
def test_any_body_is_read_or_refused_and_then_settled(body: str) -> None:
    text = f'+++\ntitle = "T"\n[cast.Ann]\n+++\n## S\n{body}'
    try:
        read = read_script(text)
    except ScriptError:
        return
    written = write_script(read)
    again = read_script(written)
    assert write_script(again) == written
    assert [line.text for line in again.lines] == [line.text for line in canonical(read).lines]


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_script(text)
    except ScriptError as error:
        assert "line" in str(error)

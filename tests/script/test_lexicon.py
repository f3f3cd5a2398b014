"""Pronunciations: where they are found, and where they come from."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.errors import InputError
from narrator.lexicon import Lexicon, apply, replacements_for
from narrator.model import Line, Replacement
from narrator.pls import read_pls, read_pls_file
from tests.script.casefiles import cases


@pytest.mark.parametrize("case", cases("lexicon.txt"))
def test_finding(case: dict[str, str]) -> None:
    words = dict(tuple(map(str.strip, row.split(" =", 1))) for row in case["words"].splitlines())
    found = apply(case["text"], words)
    assert [f"{case['text'][r.start : r.end]} → {r.say}" for r in found] == case["found"].splitlines()


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=6), st.text(max_size=3), max_size=6), st.text(max_size=40))
def test_what_is_found_is_in_order_and_apart(words: dict[str, str], text: str) -> None:
    found = Lexicon(words).find(text)
    assert all(r.start < r.end <= len(text) for r in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert {r.say for r in found} <= set(words.values())


@settings(deadline=None)
@given(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=8))
def test_any_word_is_found_standing_alone(word: str) -> None:
    found = apply(f"so {word}, then", {word: "x"})
    assert Replacement(3, 3 + len(word), "x") in found


def test_the_editors_replacement_for_one_place_goes_before_the_lexicon() -> None:
    line = Line("Ann met Ann Lee.", replacements=(Replacement(8, 11, "Hanna"),))
    assert replacements_for(line, {"Ann": "an", "Ann Lee": "an lee"}) == (
        Replacement(0, 3, "an"),
        Replacement(8, 11, "Hanna"),
    )


PLS = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"
         alphabet="ipa" xml:lang="en-US">
  <meta name="x" content="y"/>
  <lexeme><grapheme>Kempelen</grapheme><grapheme>von  Kempelen</grapheme><phoneme>ˈkɛmpələn</phoneme></lexeme>
  <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
  <lexeme>
    <grapheme>Voder</grapheme>
    <phoneme>ˈvɒdə</phoneme><phoneme prefer="true">ˈvoʊdɚ</phoneme>
    <alias>Vohder</alias><!-- a comment -->
  </lexeme>
  <lexeme><grapheme>Klatt</grapheme><phoneme alphabet="x-sampa">kl{t</phoneme></lexeme>
  <lexeme role="a:noun"><grapheme>bow</grapheme><phoneme>boʊ</phoneme></lexeme>
  <lexeme role="a:verb"><grapheme>bow</grapheme><phoneme>baʊ</phoneme></lexeme>
</lexicon>"""


def test_a_w3c_lexicon_is_read() -> None:
    imported = read_pls(PLS.encode(), path="x.pls")
    assert imported.words == {
        "Kempelen": "/ˈkɛmpələn/",
        "von Kempelen": "/ˈkɛmpələn/",
        "W3C": "World Wide Web Consortium",
        "Voder": "/ˈvoʊdɚ/ Vohder",
        "bow": "/boʊ/",
    }
    assert imported.notes == (
        "x.pls: Klatt: the alphabet 'x-sampa' is not IPA",
        "x.pls: bow: only its first pronunciation is used",
    )


def test_its_encoding_is_what_it_says() -> None:
    text = PLS.replace("UTF-8", "UTF-16")
    assert read_pls(text.encode("utf-16")).words["Kempelen"] == "/ˈkɛmpələn/"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_entity_is_ever_expanded(encoding: str) -> None:
    bomb = """<!DOCTYPE lexicon [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
    <lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"><lexeme><grapheme>x</grapheme>
    <alias>&b;</alias></lexeme></lexicon>"""
    with pytest.raises(InputError, match="document type"):
        read_pls(bomb.encode(encoding))


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"<lexicon>", "is not XML"),
        (b"", "is not XML"),
        (b"<html/>", "begins with <html>"),
        (b"\x00\x01", "is not XML"),
        (b"<lexicon><lexeme><grapheme>&x;</grapheme></lexeme></lexicon>", "is not XML"),
    ],
)
def test_what_is_no_lexicon_is_refused(xml: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_pls(xml)


def test_a_missing_file_is_one_sentence(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=r"gone\.pls can't be read: no such file"):
        read_pls_file(tmp_path / "gone.pls")

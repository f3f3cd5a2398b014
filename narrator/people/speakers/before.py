"""Rules that find the speaker in front of a quotation, in its own sentence, each with an example."""

from __future__ import annotations

from narrator.people.lexicon import listed, speech_verbs
from narrator.people.speakers.owners import announced, read_out
from narrator.people.speakers.phrases import Kind, Subject, phrase_at, with_apposition
from narrator.people.speakers.place import Answer, Place, Same, lone_person
from narrator.people.speakers.subjects import clause_start, subject_of_verb
from narrator.people.speakers.tags import (
    ADVERB,
    AND,
    AUXILIARY,
    COLON,
    COMMA,
    DASH,
    DETERMINER,
    FINITE,
    PERSON,
    PLURAL,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    RELATIVE,
    ROLE,
    SAYING,
    SELF,
    VERB,
    WHEN,
    Word,
)

ONLY_BESIDE = listed("""
    go put point shoot read share smile grin nod shrug laugh sigh weep beam begin start end finish sing
    fire quote offer continue press
""")
"""Verbs of speech that are something else wherever the quotation does not stand right behind them."""
_ONLY_WITH_A_MARK = listed("share shoot smile grin nod shrug laugh sigh weep beam begin start end")
"""Verbs that introduce a quotation only with a comma or a colon: "he and Ruiz share “almost all”"."""
_CALLS = frozenset({"call", "dub", "name", "term", "label", "brand", "describe", "deem"})
_THINKING = frozenset({"fear", "hope", "believe", "think", "feel", "worry", "suspect"})
"""What a clause with "because" says of others: "Ruiz says they left because they feared “a flood”"."""
_HEARD_BY = frozenset({"tell", "ask", "order", "advise", "urge", "instruct", "warn"})
_BEING = frozenset({"is", "was", "were", "are", "be", "been", "being"})
_MODALS = frozenset({"will", "would", "could", "can", "should", "must", "may", "might", "to"})
_TO_SOMEBODY = frozenset({"tell", "ask", "inform", "warn", "remind", "advise", "assure"})
"""Verbs of speech whose passive is about who hears."""
_SOME = frozenset({"some", "another", "many", "both", "several", "all", "one", "each"})
"""Words that can stand for who speaks: "another said"."""
_CHANTS = listed("chant chants cry cries shout shouts calls jeers cheers boos slogan slogans refrain")
_CLAIMS = listed("""
    claim comment remark statement assertion suggestion argument accusation allegation contention complaint
    admission insistence declaration prediction warning promise vow pledge belief conclusion boast quip
    joke observation criticism charge claims comments remarks suggestions assertions
""")
"""Nouns for what somebody has said."""


_OTHERS_TOO = frozenset({VERB, FINITE, PERSON, PRONOUN, PLURAL, SELF, ROLE})
"""What else may speak, or what else is told, behind "For Ruiz, ..."."""


def label_before(place: Place) -> Answer:
    """Floods to return – Ana Ruiz: “It rained.” / More from Ruiz: “It rained.”: a name as a label."""
    words = place.words
    at = place.at - 2
    if at < 1 or words[at + 1].tag != COLON or words[at].tag != PERSON:
        return None
    if words[at - 1].tag == DASH or words[at - 1].low == "from":
        return phrase_at(words, at)
    return None


def tag_before(place: Place) -> Answer:
    """Ruiz, who keeps the bridge, said on Monday that “it rained.”"""
    words = place.words
    start = clause_start(words, place.at)
    if _chanted(words, place.at) or _is_told(words, place.at):
        return Subject(Kind.SELF, words[place.at].start, words[place.at].end, ())
    for verb in range(place.at - 1, start - 1, -1):
        claimed = _claim(words, verb, place.at)
        if claimed is not None:
            return claimed
        if words[verb].tag not in (VERB, SAYING) or not _may_report(words, start, verb, place.at):
            continue
        found, ends = _reporter(place, start, verb)
        if found is not None or ends:
            return found
    return None


def _is_told(words: tuple[Word, ...], at: int) -> bool:
    """A recruit was told: “It rained.”: by whom is not said."""
    verb = at - 2 if words[at - 1].tag in (COLON, COMMA) else at - 1
    return verb > 0 and speech_verbs().get(words[verb].low) in _TO_SOMEBODY and is_passive(words, verb)


def _chanted(words: tuple[Word, ...], at: int) -> bool:
    """With chants of “Open the gates!”: a crowd's words, whoever the sentence is about."""
    if at > 1 and words[at - 1].tag != VERB and words[at - 1].low in ("chant", "slogan", "refrain"):
        return True
    return at > 1 and words[at - 1].low in ("of", ":") and words[at - 2].low in _CHANTS


def _reporter(place: Place, start: int, verb: int) -> tuple[Answer, bool]:
    """Who says it, by the verb; and whether nobody else needs to be looked for."""
    words = place.words
    if (aside := _aside(place, start, verb)) is not None:
        return aside, True
    if place.at - verb <= 3 and _is_named_so(words, start, verb):
        return None, False
    if is_passive(words, verb):
        heard = place.at - verb == 2 and words[verb + 1].low in ("to", "that") and _hears(words[verb])
        return _agent(words, verb, place.at), heard
    found = subject_of_verb(words, start, verb)
    if found is None and start > 0:
        return _shared_subject(place, start, verb), False
    return found, False


def _aside(place: Place, start: int, verb: int) -> Answer:
    """Who says it where the verb is not the clause's own: set between commas, behind "who" or a quotation."""
    words = place.words
    if words[verb - 1].tag == RELATIVE:
        return _teller(words, start, verb)
    if words[verb - 1].tag != COMMA:
        return None
    if words[verb].tag == SAYING:  # she said it was “cold”, adding: “It rained.”
        return Same(words[start - 1].quote) if start and words[start - 1].tag == QUOTE else None
    found = phrase_at(words, verb + 1)
    if found is not None:
        found = with_apposition(words, found, place.at)
    return found if found and found.index < place.at and _speaks_between(words, found) else None


def _may_report(words: tuple[Word, ...], start: int, verb: int, at: int) -> bool:
    """Whether a word that can be a verb of speech introduces the quotation at `at`."""
    base = speech_verbs().get(words[verb].low)
    marked = words[at - 1].tag in (COMMA, COLON)
    near = at - verb <= 3 or (base == "point" and words[verb + 1].low == "out")
    if base in ONLY_BESIDE and (not near or (base in _ONLY_WITH_A_MARK and not marked)):
        return False
    if base in ONLY_BESIDE and words[verb].tag == SAYING and words[verb - 1].tag == AUXILIARY and not marked:
        return False  # the party would be offering “change”
    behind = words[verb + 1].low
    if (base == "continue" and behind == "to") or (
        words[verb].low == "calling" and behind == "for" and not near
    ):
        return False
    if words[verb].tag == SAYING or verb == start:
        return True
    before = words[verb - 1]
    some = before.low in _SOME and words[verb].low.endswith(("ed", "said", "told", "wrote"))
    others = base in _THINKING and before.tag == PLURAL and words[verb - 2].low in ("because", "as", "since")
    if others or (before.tag in (DETERMINER, PREPOSITION, POSSESSIVE) and before.low != "to" and not some):
        return False
    return not (_supposed(words, verb) and not marked and _reports_before(words, start, verb))


def _supposed(words: tuple[Word, ...], verb: int) -> bool:
    """Only expected or asked for: "said he expected that voters will say “no”"."""
    at = verb - 1
    while at > 0 and words[at].tag == ADVERB:
        at -= 1
    return words[at].low in _MODALS


def _reports_before(words: tuple[Word, ...], start: int, verb: int) -> bool:
    return any(
        words[index].tag in (VERB, SAYING)
        and speech_verbs().get(words[index].low) not in ONLY_BESIDE
        and not _supposed(words, index)
        and not is_passive(words, index)
        for index in range(start + 1, verb - 1)
    )


def _claim(words: tuple[Word, ...], noun: int, at: int) -> Subject | None:
    """Ruiz’s claim that the river “rose”: whose words a noun gives."""
    if words[noun].low not in _CLAIMS or noun < 1:
        return None
    that = next((index for index in range(noun + 1, at) if words[index].low == "that"), None)
    if that is None or that - noun > 6:
        return None
    if sum(word.tag in (FINITE, VERB, AUXILIARY) for word in words[that:at]) > 1:
        return None
    owner = words[noun - 1]
    if owner.low in ("his", "her"):
        return Subject(Kind.PRONOUN, owner.start, owner.end, (owner,), index=noun)
    if owner.tag == POSSESSIVE and noun > 1 and words[noun - 2].tag == PERSON:
        return phrase_of(words[noun - 2], noun)
    return None


def phrase_of(word: Word, index: int) -> Subject:
    """A named person as a phrase of one word."""
    return Subject(Kind.PERSON, word.start, word.end, (word,), word.person, index=index)


def _speaks_between(words: tuple[Word, ...], found: Subject) -> bool:
    """Whether a tag stands between commas: "the reason, writes Ruiz, is"; "in short, explained Ruiz:"."""
    return words[found.index].tag in (COMMA, COLON) and found.kind in (Kind.PERSON, Kind.PRONOUN)


def _is_named_so(words: tuple[Word, ...], start: int, verb: int) -> bool:
    """A participle that gives a thing its name: "the system, dubbed a “search function”"."""
    if words[verb].tag != VERB or words[verb - 1].tag != COMMA:
        return False
    alone = not any(word.tag == COMMA for word in words[start : verb - 1])
    return alone and speech_verbs().get(words[verb].low) in _CALLS and words[verb].low.endswith("ed")


def _teller(words: tuple[Word, ...], start: int, verb: int) -> Subject | None:
    """Who told it, where the verb only describes the one who was told: "told a girl who suggested that"."""
    for index in range(verb - 2, max(start, verb - 8), -1):
        if words[index].tag == VERB:
            return subject_of_verb(words, start, index)
        if words[index].tag not in "dnROPG":
            return None
    return None


def is_passive(words: tuple[Word, ...], verb: int) -> bool:
    at = verb - 1
    while at >= 0 and words[at].tag == ADVERB:
        at -= 1
    return at >= 0 and words[at].low in _BEING and words[verb].tag == VERB


def _hears(verb: Word) -> bool:
    """Whether the subject of a passive only heard it: "tenants say they were told to “open a window”"."""
    return speech_verbs().get(verb.low) in _HEARD_BY


def _agent(words: tuple[Word, ...], verb: int, stop: int) -> Subject | None:
    for index in range(verb + 1, stop - 1):
        if words[index].low == "by":
            return phrase_at(words, index + 1)
    return None


def _shared_subject(place: Place, start: int, verb: int) -> Answer:
    """The subject of the clause before an earlier quotation: he said “a” and added “b”."""
    if all(
        word.tag in (AND, ADVERB, COMMA, WHEN, AUXILIARY) or index == verb
        for index, word in enumerate(place.words[start:verb], start)
    ):
        earlier = place.words[start - 1]
        if earlier.tag == QUOTE:
            return Same(earlier.quote)
    return None


def colon_before(place: Place) -> Answer:
    """Ruiz was blunt: “It rained.” / Ruiz’s answer: “It rained.” / Ruiz: “It rained.”"""
    words = place.words
    if place.at == 0 or words[place.at - 1].tag != COLON:
        return None
    start = clause_start(words, place.at)
    named = {word.person: at for at, word in enumerate(words[: place.at]) if word.tag == PERSON}
    if place.frame.headline and len(named) == 1:  # Ana Ruiz Hammers Mill Owner: ‘It Rained’
        (at,) = named.values()
        return phrase_of(words[at], at + 1)
    if _i_answer(words, start, place.at):
        return Subject(Kind.SELF, words[place.at].start, words[place.at].end, ())
    return (
        announced(words[: place.at])
        or read_out(words[: place.at])
        or lone_person(words, start, place.at - 1)
        or _excerpt(words, start, place.at)
    )


def _i_answer(words: tuple[Word, ...], start: int, at: int) -> bool:
    """She was so upset that I had to give in: “It rained.”: the last clause is the writer's own."""
    joint = next((i for i in range(at - 2, start, -1) if words[i].tag in (WHEN, AND)), None)
    return joint is not None and words[joint + 1].tag == SELF


def _excerpt(words: tuple[Word, ...], start: int, at: int) -> Subject | None:
    """From Ruiz’s letter to the council: “It rained.”"""
    owners = [i for i in range(start, at - 2) if words[i].tag == PERSON and words[i + 1].tag == POSSESSIVE]
    if len(owners) != 1 or any(word.tag in (FINITE, VERB, AUXILIARY) for word in words[start:at]):
        return None
    return phrase_of(words[owners[0]], owners[0] + 1)


def for_someone(place: Place) -> Answer:
    """For Ruiz, “it rained.” / To Ruiz, the summer was “one long flood.”"""
    words = place.words
    start = clause_start(words, place.at)
    if (
        place.at - start < 2
        or words[start].low not in ("for", "to")
        or (start and words[start - 1].tag == QUOTE)
    ):
        return None
    comma = next((i for i in range(start, place.at) if words[i].tag == COMMA), place.at)
    found = phrase_at(words, start + 1)
    if (
        found is None
        or found.index > comma
        or any(word.tag in _OTHERS_TOO for word in words[comma : place.at])
    ):
        return None
    return found if found.kind in (Kind.PERSON, Kind.PRONOUN) else None

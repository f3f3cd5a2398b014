"""People → voices: a cast that a listener can tell apart.

A voice is chosen from what the text shows of a person (gender, age) and from who else is heard in the same
segments.  A name or a nationality never chooses an accent.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from narrator.errors import UsageError
from narrator.languages import primary
from narrator.model import NARRATOR, Cast, Gender, LineKind, Script, Voice
from narrator.spelling import near

OLD, YOUNG = 60, 30
"""Years.  People from OLD on get the lower voices of their gender, people up to YOUNG the higher ones,
as speaking pitch falls with age; between them age says nothing that a listener would expect to hear."""
_NO_PITCH = 0.0


def cast_voices(
    script: Script,
    voices: Sequence[Voice],
    *,
    narrator_voice: str | None = None,
    wishes: Mapping[str, str] = {},
    single_voice: bool = False,
    remembered: Mapping[str, Mapping[str, str]] = {},
) -> Cast:
    """A voice for the narrator and for everyone who speaks; the same arguments give the same cast.

    `voices` is what an engine offers, clearest first.  `wishes` map names to voice ids; `remembered` does so
    by language (`recalled`).  Wishes go before the voices in the script's cast, those before the remembered
    ones, and all of them before what is computed.  `Cast.notes` says which voices are shared and which
    choices could not be kept.

    UsageError: there are no voices, or a wish or the script names a voice or a person that does not exist.
    """
    if not voices:
        raise UsageError("the speech engine has no voices; choose another engine, or install a voice for it")
    choices = _Choices(script, voices)
    given = choices.given(narrator_voice, wishes, remembered)
    speakers = _speakers(script)
    suited = _in_language(voices, script.language)
    narrator = given.pop(NARRATOR, None) or _clearest(suited, script.language)
    if single_voice:
        alone = {speaker.name: narrator for speaker in speakers}
        return Cast(narrator, alone, tuple(choices.notes), script.language)
    casting = _Casting(narrator, suited, speakers)
    assigned = casting.assign(given, choices.remembered)
    order = [speaker.name for speaker in speakers]
    notes = [*choices.notes, *casting.notes, *_shared(assigned, narrator, order)]
    if primary(narrator.language) != primary(script.language):
        notes.append(f"no voice speaks {script.language!r}: {narrator.id} ({narrator.language}) reads it")
    return Cast(narrator, {name: assigned[name] for name in order}, tuple(notes), script.language)


def recalled(remembered: Mapping[str, Mapping[str, str]], language: str) -> dict[str, str]:
    """Names and voice ids of what a folder remembers for an article in `language`.

    People have a voice for each language; the narrator has one for each accent, so that an article in
    British English is not read with the American accent of the one before it, nor the other way round.
    """
    tables = {tag(written): names for written, names in remembered.items()}
    people = tables.get(primary(language), {}) if language else {}
    found = {name: id_ for name, id_ in people.items() if name != NARRATOR}
    narrator = tables.get(tag(language), {}).get(NARRATOR)
    return found if narrator is None else {**found, NARRATOR: narrator}


def tag(language: str) -> str:
    """A BCP 47 tag in the form in which two of them can be compared."""
    return language.replace("_", "-").lower()


# --------------------------------------------------------------------------- who speaks


@dataclass
class _Speaker:
    name: str
    gender: Gender | None
    age: int | None
    said: int = 0
    """Characters."""
    segments: set[int] = field(default_factory=set)


def _speakers(script: Script) -> list[_Speaker]:
    """Everyone with a line, in order of appearance."""
    genders = {person.name: person.gender for person in reversed(script.people)}
    genders |= {role.name: role.gender for role in script.cast if role.gender}
    ages = {person.name: person.age for person in reversed(script.people)}
    speakers: dict[str, _Speaker] = {}
    for index, segment in enumerate(script.segments):
        for line in segment.lines:
            name = line.speaker
            if name is None or name == NARRATOR or line.kind is LineKind.HEADING:
                continue
            speaker = speakers.setdefault(name, _Speaker(name, genders.get(name), ages.get(name)))
            if not (line.silent or segment.silent):
                speaker.said += len(line.text)
                speaker.segments.add(index)
    return list(speakers.values())


# --------------------------------------------------------------------------- what was asked for


class _Choices:
    """The voices that somebody chose, checked against the voices there are."""

    def __init__(self, script: Script, voices: Sequence[Voice]) -> None:
        self._voices = voices
        self._by_id = {voice.id: voice for voice in reversed(voices)}
        self._script = script
        self.notes: list[str] = []
        self.remembered: set[str] = set()
        """The names whose voice is only remembered: it gives way where two would sound alike."""

    def given(
        self,
        narrator_voice: str | None,
        wishes: Mapping[str, str],
        remembered: Mapping[str, Mapping[str, str]],
    ) -> dict[str, Voice]:
        given: dict[str, Voice] = {}
        language = self._script.language
        present = {NARRATOR, *(line.speaker for line in self._script.lines if line.speaker)}
        for name, id_ in recalled(remembered, language).items():
            if name in present and (voice := self._by_id.get(id_)) is not None:
                given[name] = voice
                self.remembered.add(name)
            elif name in present and self._is_of_these_engines(id_):
                missing = f"{id_} is not among the voices for {language!r} here"
                self.notes.append(f"{name} gets another voice than before: {missing}")
        given |= self._from_script()
        given |= {self._name(name): self._voice(id_, name) for name, id_ in wishes.items()}
        if narrator_voice is not None:
            given[NARRATOR] = self._voice(narrator_voice, NARRATOR)
        return given

    def _from_script(self) -> dict[str, Voice]:
        chosen: dict[str, Voice] = {}
        foreign: dict[str, None] = {}
        for role in self._script.cast:
            if role.voice is None:
                continue
            if role.voice in self._by_id or self._is_of_these_engines(role.voice):
                chosen[role.name] = self._voice(role.voice, role.name)
                self.remembered.discard(role.name)
            else:
                foreign[role.voice.partition(":")[0]] = None
        if foreign:
            engines = " and ".join(foreign)
            self.notes.append(f"the script's voices of {engines} are not used: another engine speaks")
        return chosen

    def _is_of_these_engines(self, id_: str) -> bool:
        engine, colon, _ = id_.partition(":")
        return not colon or engine in {voice.engine for voice in self._voices}

    def _voice(self, id_: str, name: str) -> Voice:
        short = [voice for voice in self._voices if voice.id.partition(":")[2] == id_]
        voice = self._by_id.get(id_) or (short[0] if len(short) == 1 else None)
        if voice is None:
            nearest = near(id_, self._by_id, most=3, cutoff=0.5)
            hint = f"; the nearest are {', '.join(nearest)}" if nearest else "; `narrator voices` lists them"
            raise UsageError(f"there is no voice {id_!r} for {name}{hint}")
        self.remembered.discard(name)
        return voice

    def _name(self, wished: str) -> str:
        names: dict[str, str] = {NARRATOR.casefold(): NARRATOR}
        for person in reversed(self._script.people):
            names |= {alias.casefold(): person.name for alias in person.aliases}
        spoken = [line.speaker for line in self._script.lines if line.speaker]
        known = [*(p.name for p in self._script.people), *(r.name for r in self._script.cast), *spoken]
        names |= {name.casefold(): name for name in known}
        if wished.casefold() in names:
            return names[wished.casefold()]
        words = f" {wished.casefold()} "
        called = {name for folded, name in names.items() if words in f" {folded} "}
        if len(called) == 1:
            return called.pop()
        if called:
            raise UsageError(f"several people are called {wished!r}: {', '.join(sorted(called))}")
        nearest = near(wished, names)
        hint = f"; did you mean {names[nearest[0]]!r}?" if nearest else ""
        raise UsageError(f"nobody in this article is called {wished!r}{hint}")


def _in_language(voices: Sequence[Voice], language: str) -> Sequence[Voice]:
    return [v for v in voices if primary(v.language) == primary(language)] or voices


def _clearest(suited: Sequence[Voice], language: str) -> Voice:
    """The first voice, or the first with the accent that the article's language names."""
    wanted = tag(language)
    return next((voice for voice in suited if tag(voice.language) == wanted), suited[0])


# --------------------------------------------------------------------------- the choice


class _Casting:
    """Gives voices to those who say most first, each the best of what is left at that moment."""

    def __init__(self, narrator: Voice, suited: Sequence[Voice], speakers: list[_Speaker]) -> None:
        self._narrator = narrator
        self._suited = suited
        self._speakers = {speaker.name: speaker for speaker in speakers}
        self._assigned: dict[str, Voice] = {}
        self.notes: list[str] = []
        by_gender: dict[Gender | None, list[float]] = defaultdict(list)
        for voice in suited:
            if voice.pitch is not None:
                by_gender[voice.gender].append(voice.pitch)
        self._middle_pitch = {gender: median(pitches) for gender, pitches in by_gender.items()}

    def assign(self, given: Mapping[str, Voice], remembered: Iterable[str]) -> dict[str, Voice]:
        by_amount = sorted(self._speakers.values(), key=lambda speaker: -speaker.said)
        remembered = set(remembered)
        for speaker in by_amount:
            if speaker.name in given and speaker.name not in remembered:
                self._assigned[speaker.name] = given[speaker.name]
        chosen = set(self._assigned)
        for speaker in by_amount:
            if speaker.name in given and speaker.name in remembered:
                self._recall(speaker, given[speaker.name], chosen)
        for speaker in by_amount:
            if speaker.name not in self._assigned:
                self._assigned[speaker.name] = self._best(speaker)
        return self._assigned

    def _recall(self, speaker: _Speaker, voice: Voice, chosen: set[str]) -> None:
        """A voice that was chosen for somebody is theirs alone; one that is remembered for two gives way only
        where both are heard together."""
        others = {*self._together(speaker), *chosen}
        holder = next(
            (name for name in self._assigned if name in others and self._assigned[name] == voice), None
        )
        if voice == self._narrator:
            holder = "the narrator"
        if holder is None:
            self._assigned[speaker.name] = voice
        else:
            self.notes.append(f"{speaker.name} gets another voice than before: {holder} has {voice.id} here")

    def _together(self, speaker: _Speaker) -> list[str]:
        """Those with a voice already who are heard in one of the speaker's segments."""
        return [name for name in self._assigned if self._speakers[name].segments & speaker.segments]

    def _best(self, speaker: _Speaker) -> Voice:
        others = [voice for voice in self._suited if voice != self._narrator]
        heard_together = [self._assigned[name] for name in self._together(speaker)]
        rank = self._ranking(speaker, [self._narrator, *heard_together])
        return min(others or [self._narrator], key=rank)

    def _ranking(self, speaker: _Speaker, together: list[Voice]) -> Callable[[Voice], tuple[float, ...]]:
        """A sort key, smallest is best, its parts in order of what a listener minds most."""
        nearby, nearby_timbres = set(_ids(together)), set(map(_timbre, together))
        used = Counter(_ids(self._assigned.values()))
        timbres = Counter(map(_timbre, [self._narrator, *self._assigned.values()]))
        everyone = [self._narrator, *self._assigned.values()]

        def rank(voice: Voice) -> tuple[float, ...]:
            return (
                _is_opposite(speaker.gender, voice.gender),
                voice.id in nearby,
                _timbre(voice) in nearby_timbres,
                used[voice.id],
                timbres[_timbre(voice)],
                speaker.gender is not None and voice.gender != speaker.gender,
                self._from_between(voice) if speaker.gender is None else 0.0,
                self._is_of_another_age(speaker.age, voice),
                voice.language != self._narrator.language,
                -self._segments_away(speaker, voice),
                -min(semitones(voice, other) for other in together),
                -min(semitones(voice, other) for other in everyone),
            )

        return rank

    def _from_between(self, voice: Voice) -> float:
        """Semitones from between men's and women's voices: the smaller, the less a wrong guess is heard."""
        low, high = self._middle_pitch.get("m"), self._middle_pitch.get("f")
        if not (low and high and voice.pitch):
            return 0.0
        return abs(12 * math.log2(voice.pitch / math.sqrt(low * high)))

    def _is_of_another_age(self, age: int | None, voice: Voice) -> bool:
        middle = self._middle_pitch.get(voice.gender)
        if age is None or voice.pitch is None or middle is None:
            return False
        return (age >= OLD and voice.pitch > middle) or (age <= YOUNG and voice.pitch < middle)

    def _segments_away(self, speaker: _Speaker, voice: Voice) -> float:
        """How far, in segments, from the nearest other speaker who has this voice."""
        theirs = [self._speakers[name].segments for name, held in self._assigned.items() if held == voice]
        gaps = [abs(mine - other) for held in theirs for mine in speaker.segments for other in held]
        return min(gaps, default=math.inf if not theirs else 0)


def _ids(voices: Iterable[Voice]) -> list[str]:
    return [voice.id for voice in voices]


def _timbre(voice: Voice) -> str:
    return f"{voice.engine}:{voice.timbre}" if voice.timbre is not None else voice.id


def _is_opposite(person: Gender | None, voice: Gender | None) -> bool:
    return person is not None and voice is not None and person != voice


def semitones(one: Voice, other: Voice) -> float:
    """The distance of two voices' pitch; 0 where one of them is not known."""
    if not one.pitch or not other.pitch:
        return _NO_PITCH
    return abs(12 * math.log2(one.pitch / other.pitch))


def _shared(assigned: Mapping[str, Voice], narrator: Voice, order: Sequence[str]) -> list[str]:
    holders: dict[str, list[str]] = {narrator.id: ["the narrator"]}
    for name in order:
        holders.setdefault(assigned[name].id, []).append(name)
    return [
        f"{', '.join(names[:-1])} and {names[-1]} share the voice {id_}"
        for id_, names in holders.items()
        if len(names) > 1
    ]

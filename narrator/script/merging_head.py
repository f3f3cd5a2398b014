"""The head of a merged script: the editor's title, cast and pronunciations, and the article's facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from narrator.model import NARRATOR, Person, Role, Script, Segment
from narrator.script.canonical import canonical, people_of
from narrator.script.fingerprint import FACTS, Seal, fact_marks, name_mark, title_mark


def with_head(
    new: Script, edited: Script, segments: tuple[Segment, ...], seal: Seal
) -> tuple[Script, list[str]]:
    """`segments` under the edited head, with what the article says otherwise now of its title and people."""
    held = canonical(new)
    title, reports = edited.title, []
    if title_mark(edited) in seal.titles:
        title = held.title
    elif held.title != edited.title and title_mark(held) not in seal.titles:
        reports = [f"the article is now called {held.title!r}; the script keeps {edited.title!r}"]
    known = {role.name for role in edited.cast}
    newcomers = [role for role in held.cast if role.name not in known]
    people = {person.name: person for person in held.people}
    people |= {person.name: _updated(person, people, seal) for person in people_of(edited, edited.cast)}
    bare = replace(edited, segments=segments, people=(), cast=())
    needed = {role.name for role in canonical(bare).cast} | {role.name for role in held.cast} | {NARRATOR}
    kept = (role for role in edited.cast if role.name in needed or role.voice)
    cast = [*(_described(role, people.get(role.name)) for role in kept), *newcomers]
    merged = replace(
        edited,
        title=title,
        segments=segments,
        people=tuple(people[role.name] for role in cast if role.name in people),
        omissions=new.omissions,
        date=new.date or edited.date,
        source=new.source or edited.source,
        source_hash=new.source_hash,
        cast=tuple(cast),
        pronunciations={**new.pronunciations, **edited.pronunciations},
        notes=new.notes,
    )
    return merged, reports


def _updated(person: Person, now: Mapping[str, Person], seal: Seal) -> Person:
    """What the article says now of someone, but for what the editor has said otherwise than the program."""
    new, wrote = now.get(person.name), seal.people.get(name_mark(person.name))
    if new is None or wrote is None:
        return person
    untouched = (
        fact for fact, old, held in zip(FACTS, wrote, fact_marks(person), strict=False) if old == held
    )
    return replace(person, **{fact: getattr(new, fact) for fact in untouched})


def _described(role: Role, person: Person | None) -> Role:
    return replace(role, gender=person.gender, role=person.role) if person else role

"""The record beside each episode, `SLUG.json`, from which feeds and the server work.

It names the episode's files and never changes its `guid` and its `published`, however often the
episode is made again: podcast apps know an episode by them.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from narrator.files import write_whole
from narrator.model import Line, LineKind, Person, Script, Timeline
from narrator.publishing.captions import speaker_name
from narrator.publishing.formats import AUDIO, SIDECARS
from narrator.publishing.markup import clean
from narrator.publishing.palette import people as named_people
from narrator.publishing.phrases import sentences
from narrator.publishing.podcasting import web_address
from narrator.publishing.transcript import roles_of

VERSION = 1
_SUMMARY_LENGTH = 320
_SIDE_FILES = tuple(
    suffix for suffix, _ in SIDECARS.values() if suffix.endswith(".json") and suffix != ".json"
)
_NEEDED = {"chapters", "cover", "player"}
"""Beside the audio; which caption formats there are depends on the version that made the episode."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter as a feed shows it; `start` in seconds."""

    title: str
    person: str | None
    start: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """One episode.  `files` are names beside the manifest by key; `duration` is in seconds."""

    stem: str
    guid: str
    title: str
    published: datetime
    duration: float
    files: Mapping[str, str]
    byline: str | None = None
    site: str | None = None
    date: str | None = None
    language: str = "en"
    source: str | None = None
    """The article's address, where it has one."""
    summary: str = ""
    people: tuple[Person, ...] = ()
    chapters: tuple[Mark, ...] = field(default=())
    sound: str = ""
    """A hash of what is heard when: audio files of one sound belong together, whenever they were made."""

    def sounds_like(self, other: Manifest) -> bool:
        """Whether the audio files of both say the same, with the same chapters and tags."""
        return bool(self.sound) and self._said() == other._said()

    def _said(self) -> tuple[object, ...]:
        return self.sound, self.title, self.byline, self.site, self.date, self.chapters


def manifest_of(
    script: Script,
    timeline: Timeline,
    files: Mapping[str, str],
    stem: str,
    *,
    published: datetime,
    earlier: Manifest | None = None,
) -> Manifest:
    """The manifest of an episode; what `earlier` promised to podcast apps is kept."""
    roles = roles_of(script)
    address = script.source if web_address(script.source) else None
    return Manifest(
        stem=stem,
        guid=earlier.guid if earlier else _guid(script, stem),
        title=clean(script.title),
        published=earlier.published if earlier else published.astimezone(UTC).replace(microsecond=0),
        duration=round(timeline.seconds(timeline.length), 3),
        files=dict(files),
        byline=clean(script.byline) if script.byline else None,
        site=clean(script.site) if script.site else None,
        date=script.date,
        language=script.language,
        source=address,
        summary=_summary(script),
        people=tuple(Person(speaker_name(name), role=roles.get(name)) for name in named_people(script)),
        chapters=tuple(
            Mark(
                clean(c.title),
                speaker_name(c.person) if c.person else None,
                round(timeline.seconds(c.start), 3),
            )
            for c in timeline.chapters
        ),
        sound=_sound(timeline),
    )


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Writes `STEM.json`, whole or not at all."""
    content = asdict(manifest)
    del content["stem"]
    people = [{"name": person.name, "role": person.role} for person in manifest.people]
    content |= {"published": manifest.published.strftime("%Y-%m-%dT%H:%M:%SZ"), "people": people}
    path = folder / f"{manifest.stem}.json"
    write_whole(path, json.dumps({"narrator": VERSION, **content}, ensure_ascii=False, indent=1) + "\n")
    return path


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at `path`; None where there is none, or the file is something else.

    Raises ValueError, with the reason as a sentence, for a manifest that can't be used.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(content, dict) or "narrator" not in content or "guid" not in content:
        return None
    if content["narrator"] != VERSION:
        raise ValueError(f"{path.name} was written by another version: make the episode again")
    try:
        files = {str(key): str(name) for key, name in content["files"].items()}
        if any(Path(name).name != name or "\\" in name or name in ("", "..") for name in files.values()):
            raise ValueError(f"{path.name} names a file outside its folder")
        if not set(files) >= _NEEDED or not set(AUDIO) & set(files):
            raise KeyError("files")
        return Manifest(
            stem=path.name.removesuffix(".json"),
            guid=str(content["guid"]),
            title=str(content["title"]),
            published=datetime.fromisoformat(content["published"]).astimezone(UTC),
            duration=float(content["duration"]),
            files=files,
            byline=content.get("byline"),
            site=content.get("site"),
            date=content.get("date"),
            language=str(content.get("language") or "en"),
            source=content.get("source"),
            summary=str(content.get("summary") or ""),
            people=tuple(Person(p["name"], role=p.get("role")) for p in content.get("people", ())),
            chapters=tuple(Mark(**mark) for mark in content.get("chapters", ())),
            sound=str(content.get("sound") or ""),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name} is damaged: make the episode again") from error


def episodes(folder: Path) -> tuple[tuple[Manifest, ...], tuple[str, ...]]:
    """The complete episodes in `folder`, newest first, and a sentence for each that is not."""
    found, notes = [], []
    for path in sorted(folder.glob("*.json")):
        if path.name.startswith(".") or path.name.endswith(_SIDE_FILES):
            continue
        try:
            manifest = read_manifest(path)
        except ValueError as error:
            notes.append(f"{error}; left out")
            continue
        if manifest is None:
            continue
        missing = sorted(_missing(folder, manifest))
        if missing:
            notes.append(f"“{manifest.title}” is left out: {', '.join(missing)} is not there; make it again")
        else:
            found.append(manifest)
    return tuple(sorted(found, key=lambda m: (m.published, m.stem), reverse=True)), tuple(notes)


def _missing(folder: Path, manifest: Manifest) -> Iterator[str]:
    return (name for name in manifest.files.values() if not (folder / name).is_file())


def _guid(script: Script, stem: str) -> str:
    """The same article under the same name is the same episode, on any machine."""
    origin = script.source if web_address(script.source) else f"{script.title}\n{script.date or ''}"
    return str(uuid.uuid5(uuid.NAMESPACE_URL, clean(f"narrator:{stem}:{origin}")))


def _sound(timeline: Timeline) -> str:
    heard = [(placement.clip.key, placement.start) for placement in timeline.placements]
    return hashlib.sha256(json.dumps([timeline.rate, timeline.length, heard]).encode()).hexdigest()


def _summary(script: Script) -> str:
    """The article's first sentences, as many as stand in a podcast app's list, and a dash between turns."""
    summary = ""
    before = None
    for line in (line for line in script.lines if line.kind != LineKind.HEADING and not line.silent):
        joint = " – " if before and _takes_turns(before, line) else " "
        for start, end in sentences(line.text):
            sentence = clean(line.text[start:end])
            if summary and len(summary) + len(joint) + len(sentence) > _SUMMARY_LENGTH:
                return summary
            summary += joint + sentence if summary else sentence
            joint = " "
        before = line
    return summary


def _takes_turns(one: Line, other: Line) -> bool:
    return LineKind.TURN in (one.kind, other.kind) and one.speaker != other.speaker

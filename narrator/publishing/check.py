"""Whether the files beside an episode say what its sound says: for `narrator check`.

Every file is read back with a reader that did not write it.
"""

from __future__ import annotations

import html
import io
import json
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import webvtt

from narrator.model import Problem, Script
from narrator.publishing.captions import LINE_LENGTH, speaker_name
from narrator.publishing.formats import SIDECARS
from narrator.publishing.manifest import read_manifest
from narrator.publishing.markup import clean
from narrator.publishing.strikes import heard_script

_TOLERANCE = 0.02
"""Seconds by which two files may differ: what containers round chapter times to, and a little."""


def check_publication(
    audio: Path,
    duration: float,
    *,
    chapters: Sequence[tuple[str, float]] | None = None,
    script: Script | None = None,
) -> tuple[Problem, ...]:
    """What is wrong with the files beside `audio`, which lasts `duration` seconds.

    `chapters` are (title, start in seconds) as they stand in the audio file itself; `script` is what
    should have been said.  Whatever is None is not compared.
    """
    stem = audio.with_suffix("")
    paths = {key: stem.with_name(stem.name + suffix) for key, (suffix, _) in SIDECARS.items()}
    missing = [
        Problem("file-missing", f"{path.name} is not beside the audio: render the script again")
        for path in paths.values()
        if not path.is_file()
    ]
    if len(missing) == len(paths):
        return (Problem("unpublished", f"nothing lies beside {audio.name}: render the script again"),)
    return (
        *missing,
        *_captions(paths["captions"], duration),
        *_transcript(paths["transcript"], duration, script),
        *_chapters(paths["chapters"], duration, chapters),
        *_manifest(paths["manifest"], audio, duration, {path.name for path in paths.values()}),
    )


def _captions(path: Path, duration: float) -> Iterator[Problem]:
    if not path.is_file():
        return
    try:
        written = path.read_text(encoding="utf-8")
        read = webvtt.from_buffer(io.StringIO(written), strict=True)
        cues = [read[index] for index in range(len(read))]
    except (
        OSError,
        ValueError,
        webvtt.errors.MalformedFileError,
        webvtt.errors.MalformedCaptionError,
    ) as error:
        yield Problem("captions-unreadable", f"{path.name} is no WebVTT: {error}")
        return
    if not cues:
        yield Problem("captions-empty", f"{path.name} has no captions")
    times = [(_seconds(cue.start), _seconds(cue.end)) for cue in cues]
    yield from _order("captions", path, times, duration)
    for cue, (start, _) in zip(cues, times, strict=True):
        if not cue.voice:
            yield Problem("captions-speaker", f"{path.name}: a caption names no speaker", start)
        lines = html.unescape(cue.text).split("\n")
        if len(lines) > 2 or any(len(line) > LINE_LENGTH for line in lines):
            yield Problem(
                "captions-long", f"{path.name}: more than two lines of {LINE_LENGTH} characters", start
            )


def _transcript(path: Path, duration: float, script: Script | None) -> Iterator[Problem]:
    if not path.is_file():
        return
    segments, problem = _entries(path, "segments")
    if problem:
        yield problem
        return
    try:
        times = [(float(s["startTime"]), float(s["endTime"])) for s in segments]
        said = [(speaker_name(s["speaker"]), str(s["body"])) for s in segments]
    except (KeyError, TypeError, ValueError, AttributeError):
        yield Problem("transcript-unreadable", f"{path.name}: a segment lacks its speaker, words or times")
        return
    yield from _order("transcript", path, times, duration)
    if script is not None:
        yield from _compared(path, said, times, script)


def _compared(
    path: Path, said: Sequence[tuple[str, str]], times: Sequence[tuple[float, float]], script: Script
) -> Iterator[Problem]:
    """Letter by letter without white space, so that where lines break makes no difference."""
    segments = (segment for segment in heard_script(script).segments if not segment.silent)
    lines = [line for segment in segments for line in segment.lines if not line.silent]
    expected = _letters((speaker_name(line.speaker), clean(line.text)) for line in lines)
    found = _letters(said)
    for index, (want, have) in enumerate(zip(expected, found, strict=False)):
        if want[:2] != have[:2]:
            at = times[have[2]][0]
            what = "speaker" if want[1] == have[1] else "words"
            context = "".join(letter for _, letter, _ in expected[max(0, index - 12) : index + 12])
            yield Problem(f"transcript-{what}", f"{path.name} and the script part at “{context}”", at)
            return
    if len(found) < len(expected):
        yield Problem("transcript-words", f"{path.name} ends before the script does", times[-1][1])
    elif len(found) > len(expected):
        yield Problem(
            "transcript-words",
            f"{path.name} goes on after the script has ended",
            times[found[len(expected)][2]][0],
        )


def _letters(said: Iterable[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """(speaker, letter, index) for each letter that is not white space."""
    return [(who, c, index) for index, (who, words) in enumerate(said) for c in words if not c.isspace()]


def _chapters(path: Path, duration: float, inside: Sequence[tuple[str, float]] | None) -> Iterator[Problem]:
    if not path.is_file():
        return
    entries, problem = _entries(path, "chapters")
    if problem:
        yield problem
        return
    try:
        listed = [(str(entry["title"]), float(entry["startTime"])) for entry in entries]
        times = [
            (start, float(entry.get("endTime", start)))
            for entry, (_, start) in zip(entries, listed, strict=True)
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        yield Problem("chapters-unreadable", f"{path.name}: a chapter lacks its title or time")
        return
    yield from _order("chapters", path, times, duration)
    if inside is None:
        return
    if len(inside) != len(listed):
        yield Problem(
            "chapters-differ", f"{path.name} has {len(listed)} chapters, the audio file {len(inside)}"
        )
        return
    for (title, start), (other, there) in zip(listed, inside, strict=True):
        if title != clean(other) or abs(start - there) > _TOLERANCE:
            told = f"“{title}” at {start:.2f} s, the audio file “{clean(other)}” at {there:.2f} s"
            yield Problem("chapters-differ", f"{path.name} has {told}", start)


def _manifest(path: Path, audio: Path, duration: float, known: Container[str]) -> Iterator[Problem]:
    if not path.is_file():
        return
    try:
        manifest = read_manifest(path)
    except ValueError as error:
        yield Problem("manifest-unreadable", str(error))
        return
    if manifest is None:
        yield Problem("manifest-unreadable", f"{path.name} is no manifest of an episode")
        return
    if audio.name not in manifest.files.values():
        yield Problem("manifest-differs", f"{path.name} does not name {audio.name}")
    if abs(manifest.duration - duration) > 0.15:  # encoders pad the last frame
        told = f"{manifest.duration:.2f} s, {audio.name} {duration:.2f} s"
        yield Problem("manifest-differs", f"{path.name} says {told}")
    for name in manifest.files.values():
        if name not in known and not (path.parent / name).is_file():
            yield Problem("file-missing", f"{path.name} names {name}, which is not there")


def _order(kind: str, path: Path, times: Sequence[tuple[float, float]], duration: float) -> Iterator[Problem]:
    for start, end in times:
        if end < start:
            yield Problem(f"{kind}-order", f"{path.name}: an entry ends before it begins", start)
        if end > duration + 0.15:
            yield Problem(f"{kind}-outside", f"{path.name}: an entry ends after the episode", start)
    for (_, end), (start, _) in pairwise(times):
        if start < end - 0.002:  # both are rounded to milliseconds
            yield Problem(f"{kind}-order", f"{path.name}: an entry begins before the last one ends", start)


def _entries(path: Path, key: str) -> tuple[list[Any], Problem | None]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [], Problem(f"{key}-unreadable", f"{path.name} is no JSON: {error}")
    entries = content.get(key) if isinstance(content, dict) else None
    if not isinstance(entries, list) or not entries:
        return [], Problem(f"{key}-unreadable", f"{path.name} has no {key}")
    return entries, None


def _seconds(stamp: str) -> float:
    """`00:01:02.345` as WebVTT writes it."""
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)

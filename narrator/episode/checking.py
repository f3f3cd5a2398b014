# mypy: disable-error-code="no-untyped-call"
"""Reads a finished episode back and says what a listener, a player or a platform would stumble over.

Any audio file that FFmpeg reads will do, made by this program or another.  What needs the words (a
transcript against what is heard) is found elsewhere and added with `Report.with_problems`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from mutagen import MutagenError
from mutagen.id3 import ID3

from narrator.episode.listening import LONGEST_GAP, Gap, Listener
from narrator.errors import InputError
from narrator.loudness import Samples
from narrator.model import Problem

MONO_OFFSET = 3.01
"""LU: a mono file on two loudspeakers is heard so much louder than it measures."""
TOLERANCE = 1.0
"""LU: what Apple Podcasts allows around its target."""
PEAK_TOLERANCE = 0.05
"""dB: what rounds to the limit is within it."""
QUIET_EDGES = 1.0
"""Seconds by which a silence may be longer than its pause: recordings begin and end softly."""
ROUNDING = 0.2
"""Seconds by which it may be shorter: pauses at the end of a paragraph fill whole frames."""
SHORTEST_CHAPTER = 1.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class FoundChapter:
    """A chapter as the file tells it; seconds."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Report:
    """`loudness` in LUFS as the file measures, `true_peak` in dBTP, `duration` in seconds of sound."""

    path: Path
    duration: float
    loudness: float
    true_peak: float
    chapters: tuple[FoundChapter, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        return not self.problems

    def with_problems(self, more: Iterable[Problem]) -> Report:
        """The same report with what other checks found, in the order of time."""
        problems = sorted((*self.problems, *more), key=lambda p: (p.at is not None, p.at or 0.0))
        return replace(self, problems=tuple(problems))


def check_episode(
    path: Path, *, loudness: float = -16.0, true_peak: float = -1.0, pauses: Sequence[float] = ()
) -> Report:
    """Listens to the whole file.  `loudness` is the target in LUFS as heard in stereo; `pauses` are the
    silences that somebody asked for, in seconds and in order, which are no problem.

    Raises InputError where the file is missing or holds no sound that can be decoded.
    """
    try:
        with closing(av.open(str(path))) as container:
            assert isinstance(container, InputContainer)
            if not container.streams.audio:
                raise InputError(f"{path} holds no sound")
            chapters = tuple(_chapters(container, path))
            told = container.duration / av.time_base if container.duration else None
            title = _title(container)
            listener, broken = _listen(container)
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except (av.error.FFmpegError, OSError) as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path} can't be read as audio, such as audio/NAME.mp3: {reason}") from error
    if listener.duration == 0:
        raise InputError(f"{path} holds no sound that can be decoded")
    heard = listener.loudness()
    target = loudness - (MONO_OFFSET if listener.channels == 1 else 0.0)
    report = Report(path, listener.duration, heard.integrated, heard.true_peak, chapters, ())
    return report.with_problems(
        [
            *broken,
            *_title_problems(title),
            *_chapter_problems(chapters, listener.duration),
            *_contents_problems(path, chapters),
            *_level_problems(report, target, true_peak),
            *_length_problems(told, listener.duration),
            *_sound_problems(listener, pauses),
        ]
    )


# --------------------------------------------------------------------------- what the file tells


def _chapters(container: InputContainer, path: Path) -> Iterator[FoundChapter]:
    """In the order that the file gives them: in an MP3 its table of contents, elsewhere as they stand."""
    if container.format.name == "mp3":
        yield from _id3_chapters(path)
        return
    for chapter in container.chapters():
        base = chapter["time_base"] or 0
        yield FoundChapter(
            (chapter["metadata"] or {}).get("title", "").strip(),
            float(chapter["start"] * base),
            float(chapter["end"] * base),
        )


def _id3_chapters(path: Path) -> Iterator[FoundChapter]:
    try:
        tag = ID3(path)
    except MutagenError:
        return
    found = {frame.element_id: frame for frame in tag.getall("CHAP")}
    tables = {frame.element_id: frame.child_element_ids for frame in tag.getall("CTOC")}
    nested = {child for children in tables.values() for child in children}
    names = [name for top in tables if top not in nested for name in _leaves(top, tables, len(tables))]
    for name in names or sorted(found, key=lambda name: found[name].start_time):
        if name in found:
            title = found[name].sub_frames.get("TIT2")
            times = found[name].start_time / 1000, found[name].end_time / 1000
            yield FoundChapter(str(title).strip() if title else "", *times)


def _leaves(name: str, tables: Mapping[str, Sequence[str]], depth: int) -> Iterator[str]:
    if name not in tables:
        yield name
    elif depth:
        for child in tables[name]:
            yield from _leaves(child, tables, depth - 1)


def _title(container: InputContainer) -> str:
    """Ogg keeps its tags with the stream."""
    tags = {**container.streams.audio[0].metadata, **container.metadata}
    return next((value.strip() for name, value in tags.items() if name.lower() == "title"), "")


def _listen(container: InputContainer) -> tuple[Listener, list[Problem]]:
    """Decodes everything that can be; damage ends the listening and is a problem, not an error."""
    stream = container.streams.audio[0]
    listener = Listener(stream.rate, stream.codec_context.channels)
    resampler = av.AudioResampler(format="fltp", layout=stream.layout, rate=stream.rate)
    try:
        for frame in container.decode(stream):
            frame.pts = None
            for piece in resampler.resample(frame):
                listener.hear(_planes(piece))
        listener.finish()
    except av.error.FFmpegError as error:
        listener.finish()
        at = listener.duration
        message = f"the file can't be decoded past {clock(at)}: {(error.strerror or str(error)).lower()}"
        return listener, [Problem("damaged", message, at)]
    return listener, []


def _planes(frame: av.AudioFrame) -> Samples:
    return np.stack([np.frombuffer(memoryview(plane), np.float32, frame.samples) for plane in frame.planes])


# --------------------------------------------------------------------------- what is wrong with it


def _title_problems(title: str) -> Iterator[Problem]:
    if not title:
        yield Problem("title-missing", "the file has no title: players will show its name on the disk")


def _chapter_problems(chapters: Sequence[FoundChapter], duration: float) -> Iterator[Problem]:
    if not chapters:
        yield Problem("chapters-missing", "the file has no chapters")
        return
    if chapters[0].start > 1.0:
        yield Problem(
            "chapters-late", f"the first chapter begins only at {clock(chapters[0].start)}", chapters[0].start
        )
    for number, chapter in enumerate(chapters, 1):
        name = f"chapter {number}" + (f" ({chapter.title})" if chapter.title else "")
        at = chapter.start
        if not chapter.title:
            yield Problem("chapter-untitled", f"{name} at {clock(at)} has no title", at)
        if not 0 <= at < duration:
            ends = f"the sound ends at {clock(duration)}"
            yield Problem("chapter-outside", f"{name} begins at {clock(at)}, but {ends}", at)
        following = chapters[number].start if number < len(chapters) else None
        if following is not None and following <= at:
            before = f"{name} at {clock(at)} does not come before the one after it ({clock(following)})"
            yield Problem("chapter-order", before, at)
        elif following is not None and following - at < SHORTEST_CHAPTER:
            yield Problem("chapter-short", f"{name} at {clock(at)} lasts {following - at:.2f} s", at)


def _contents_problems(path: Path, chapters: Sequence[FoundChapter]) -> Iterator[Problem]:
    if not chapters or path.suffix.lower() != ".mp3":
        return
    with suppress(MutagenError):
        if ID3(path).getall("CTOC"):
            return
        missing = "the chapters are not in a table of contents (CTOC): some players will show none"
        yield Problem("contents-missing", missing)


def _level_problems(report: Report, target: float, true_peak: float) -> Iterator[Problem]:
    if not np.isfinite(report.loudness):
        yield Problem("silent", "nothing can be heard in the whole file")
    elif abs(report.loudness - target) > TOLERANCE:
        wrong = f"the loudness is {report.loudness:.1f} LUFS where {target:.1f} is wanted"
        yield Problem("loudness", f"{wrong}, {TOLERANCE:g} LU more or less")
    if report.true_peak > true_peak + PEAK_TOLERANCE:
        over = f"the true peak is {report.true_peak:+.1f} dBTP where {true_peak:+.1f} is the most"
        yield Problem("true-peak", over)


def _length_problems(told: float | None, duration: float) -> Iterator[Problem]:
    if told is not None and abs(told - duration) > max(0.5, 0.001 * duration):
        yield Problem(
            "length", f"the file says it lasts {clock(told)}, but its sound lasts {clock(duration)}"
        )


def _sound_problems(listener: Listener, pauses: Sequence[float]) -> Iterator[Problem]:
    for gap in _unasked(listener.gaps, pauses):
        yield Problem("gap", f"{gap.seconds:.1f} s of silence at {clock(gap.at)}", gap.at)
    for at in listener.clicks:
        yield Problem("click", f"a click at {clock(at)}: one sound is cut off, or cut into another", at)
    for at in listener.clipped:
        yield Problem("clipping", f"the sound is clipped at {clock(at)}", at)


def _unasked(gaps: Sequence[Gap], pauses: Sequence[float]) -> Iterator[Gap]:
    """The gaps without those asked for: each pause allows one gap, in order, and as many as can be are."""
    asked = [pause for pause in pauses if pause > LONGEST_GAP - QUIET_EDGES]

    def fits(i: int, j: int) -> bool:
        return -ROUNDING <= gaps[i].seconds - asked[j] <= QUIET_EDGES

    most = np.zeros((len(gaps) + 1, len(asked) + 1), int)
    """How many of the gaps from i on are allowed by the pauses from j on."""
    for i in reversed(range(len(gaps))):
        for j in reversed(range(len(asked))):
            most[i, j] = max(most[i + 1, j], most[i, j + 1], fits(i, j) * (1 + most[i + 1, j + 1]))
    at = 0
    for i, gap in enumerate(gaps):
        found = (j for j in range(at, len(asked)) if fits(i, j) and most[i, at] == 1 + most[i + 1, j + 1])
        if (allowed := next(found, None)) is None:
            yield gap
        else:
            at = allowed + 1


def clock(seconds: float) -> str:
    """1:02:03.450, as a player shows it, to the millisecond."""
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    rest = f"{milliseconds // 1000:02}.{milliseconds % 1000:03}"
    return f"{minutes // 60}:{minutes % 60:02}:{rest}" if minutes >= 60 else f"{minutes}:{rest}"

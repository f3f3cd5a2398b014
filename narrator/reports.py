"""What the commands print: each result as JSON for programs and as text for people.

The JSON shapes are a promise to programs outside; they only ever gain keys.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator.model import NARRATOR, Article, Cast, Line, Script, Voice

if TYPE_CHECKING:
    from narrator.campaign import Total
    from narrator.episode.checking import Report
    from narrator.pipeline import Made, Prepared
    from narrator.settings import Settings
    from narrator.speech.cache import Usage


# --------------------------------------------------------------------------- the script


def script_json(article: Article, script: Script) -> dict[str, Any]:
    """`narrator script --json`: every offset is a Python string index into `text`."""
    return {
        "title": script.title,
        "byline": script.byline,
        "site": script.site,
        "date": script.date,
        "language": script.language,
        "text": article.text,
        "people": [
            {"name": p.name, "aliases": list(p.aliases), "gender": p.gender, "age": p.age, "role": p.role}
            for p in script.people
        ],
        "segments": [
            {
                "title": s.title,
                "person": s.person,
                "start": s.start,
                "end": s.end,
                "lines": [_line_json(line) for line in s.lines],
            }
            for s in script.segments
        ],
        "omitted": [{"start": o.start, "end": o.end, "reason": o.reason} for o in script.omissions],
        "notes": list(script.notes),
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "speaker": line.speaker,
        "kind": str(line.kind),
        "start": line.start,
        "end": line.end,
        "rule": line.rule,
        "confidence": line.confidence,
    }


def ledger(article: Article, script: Script) -> str:
    """`narrator script --explain`: who speaks by which rule, and what is left out and why."""
    rows = [script.title or "(no title)", ""]
    for person in script.people:
        traits = [
            {"f": "a woman", "m": "a man"}.get(person.gender or "", ""),
            f"aged {person.age}" if person.age is not None else "",
            person.role or "",
            f"also {', '.join(person.aliases)}" if person.aliases else "",
        ]
        rows.append(f"  {person.name}: {'; '.join(t for t in traits if t) or 'nothing more is known'}")
    for segment in script.segments:
        rows += ["", f"## {segment.title}   [{segment.person or 'nobody'}]"]
        for line in segment.lines:
            why = f"{line.rule} {_confidence(line)}" if line.rule else str(line.kind)
            rows.append(f"  {_span(line)}  {line.speaker or NARRATOR}  ({why})  {_short(line.text)}")
    rows += ["", f"Left out: {len(script.omissions)}"]
    for omission in script.omissions:
        words = _short(" ".join(article.text[omission.start : omission.end].split()))
        rows.append(f"  {omission.start:>6}–{omission.end:<6} {omission.reason}:  {words}")
    rows += [f"Note: {note}" for note in script.notes]
    return "\n".join(rows)


def _span(line: Line) -> str:
    return f"{line.start if line.start is not None else '':>6}–{line.end if line.end is not None else '':<6}"


def _confidence(line: Line) -> str:
    return "" if line.confidence is None else f"{line.confidence:.2f}"


def _short(text: str, most: int = 70) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# --------------------------------------------------------------------------- the episode


def made_json(made: Made) -> dict[str, Any]:
    """`narrator make --json` and `narrator render --json`: times in seconds, levels in LUFS and dBTP."""
    timeline = made.episode.timeline
    return {
        "title": made.script.title,
        "engine": made.engine,
        "duration": round(timeline.length / timeline.rate, 3),
        "files": {kind: str(path) for kind, path in made.files.items()},
        "chapters": [
            {
                "title": c.title,
                "person": c.person,
                "start": round(c.start / timeline.rate, 3),
                "end": round(c.end / timeline.rate, 3),
            }
            for c in timeline.chapters
        ],
        "cast": cast_json(made.cast, made.script),
        "lines": made.lines,
        "recorded": made.recorded,
        "reused": made.reused,
        "loudness": _finite(made.episode.loudness.integrated),
        "true_peak": _finite(made.episode.loudness.true_peak),
        "seconds": {stage: round(seconds, 3) for stage, seconds in made.seconds.items()},
        "notes": list(made.notes),
    }


def cast_json(cast: Cast, script: Script) -> list[dict[str, str]]:
    speakers = speakers_of(script)
    return [
        {"speaker": NARRATOR, "voice": cast.narrator.id},
        *({"speaker": name, "voice": cast.voice_of(name).id} for name in speakers),
    ]


def speakers_of(script: Script) -> list[str]:
    """Everybody who says a line, in order of appearance; the narrator is not among them."""
    spoken = (line.speaker for line in script.lines if line.speaker is not None and not line.silent)
    return list(dict.fromkeys(spoken))


def made_text(made: Made) -> str:
    from narrator.episode.mastering import STEREO_TO_MONO  # loaded by whoever has made an episode

    timeline = made.episode.timeline
    rows = [f"{made.script.title} · {clock(timeline.length / timeline.rate)}", ""]
    rows += [f"  {clock(c.start / timeline.rate):>8}  {c.title}" for c in timeline.chapters]
    rows += ["", *_cast_rows(made.cast, made.script), ""]
    rows += [f"  {kind:<10} {path}" for kind, path in made.files.items()]
    loudness = made.episode.loudness
    stereo = f"{loudness.integrated + STEREO_TO_MONO:.1f} as heard in stereo"
    levels = f"{loudness.integrated:.1f} LUFS in mono ({stereo}), true peak {loudness.true_peak:.1f} dBTP"
    rows += ["", f"  {made.recorded} of {made.lines} lines recorded · {levels}"]
    return "\n".join(rows)


def _cast_rows(cast: Cast, script: Script) -> list[str]:
    entries = cast_json(cast, script)
    width = max(len(entry["speaker"]) for entry in entries)
    return [f"  {entry['speaker']:<{width}}  {entry['voice']}" for entry in entries]


def plan_json(plan: Prepared, settings: Settings) -> dict[str, Any]:
    return {
        "title": plan.script.title,
        "engine": plan.choice.engine.name,
        "script": str(plan.manuscript.path),
        "files": [str(path) for path in _planned(plan, settings)],
        "segments": [{"title": s.title, "person": s.person} for s in plan.script.segments],
        "cast": cast_json(plan.cast, plan.script),
        "lines": len(plan.script.lines),
    }


def plan_text(plan: Prepared, settings: Settings) -> str:
    rows = [
        f"{plan.script.title}: {len(plan.script.lines)} lines; the engine is {plan.choice.engine.name}",
        "",
    ]
    rows += [f"  {segment.title}" for segment in plan.script.segments]
    rows += ["", *_cast_rows(plan.cast, plan.script), ""]
    rows += [*plan.cast.notes, ""] if plan.cast.notes else []
    script = [plan.manuscript.path] if plan.from_article else []
    rows += [f"would write {path}" for path in (*script, *_planned(plan, settings))]
    return "\n".join(rows)


def _planned(plan: Prepared, settings: Settings) -> list[Path]:
    return [settings.output / f"{plan.stem}.{kind}" for kind in settings.formats]


def clock(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _finite(level: float) -> float | None:
    """JSON has no infinity; the level of digital silence is null."""
    return round(level, 2) if math.isfinite(level) else None


# --------------------------------------------------------------------------- the voices


def voices_json(voices: Sequence[Voice], samples: Mapping[str, Path]) -> list[dict[str, Any]]:
    return [
        {
            "id": v.id,
            "engine": v.engine,
            "language": v.language,
            "gender": v.gender,
            "timbre": v.timbre,
            "pitch": v.pitch,
            "description": v.description,
            "sample": str(samples[v.id]) if v.id in samples else None,
        }
        for v in voices
    ]


def voices_text(voices: Sequence[Voice]) -> str:
    if not voices:
        return "No engine that is ready here has a voice for this language."
    ids, tongues = max(len(v.id) for v in voices), max(len(v.language) for v in voices)
    return "\n".join(
        f"{v.id:<{ids}}  {v.language:<{tongues}}  {v.gender or '-'}  {v.description}".rstrip() for v in voices
    )


# --------------------------------------------------------------------------- checks, batches, the cache


def report_json(report: Report) -> dict[str, Any]:
    """`narrator check --json`: times in seconds, levels in LUFS and dBTP."""
    return {
        "ok": report.ok,
        "problems": [{"code": p.code, "message": p.message, "at": p.at} for p in report.problems],
        "duration": round(report.duration, 3),
        "loudness": _finite(report.loudness),
        "true_peak": _finite(report.true_peak),
        "chapters": [{"title": c.title, "start": round(c.start, 3)} for c in report.chapters],
    }


def report_text(report: Report) -> str:
    rows = [
        f"{report.path.name} · {clock(report.duration)} · {report.loudness:.1f} LUFS · "
        f"true peak {report.true_peak:.1f} dBTP",
        "",
        *(f"  {clock(c.start):>8}  {c.title}" for c in report.chapters),
        *([""] if report.chapters else []),
    ]
    for problem in report.problems:
        at = "" if problem.at is None else f"{clock(problem.at)}  "
        rows.append(f"  ✗ {at}{problem.message} ({problem.code})")
    return "\n".join(rows if report.problems else [*rows, "  ✓ nothing wrong"])


def total_json(total: Total) -> dict[str, Any]:
    return {
        "made": total.made,
        "skipped": total.skipped,
        "failed": total.failed,
        "audio": round(total.audio, 3),
        "seconds": round(total.seconds, 3),
        "failures": [{"source": o.source, "reason": o.reason} for o in total.failures],
    }


def total_text(total: Total) -> str:
    counts = f"{total.made} made, {total.skipped} skipped, {total.failed} failed"
    if not total.made:
        return counts
    return f"{counts}; {clock(total.audio)} of sound in {clock(total.seconds)} ({total.pace:.0f} × real time)"


def usage_json(usage: Usage) -> dict[str, Any]:
    return {
        "folder": str(usage.folder),
        "clips": usage.clips,
        "bytes": usage.bytes,
        "limit": usage.limit,
    }


def usage_text(usage: Usage, *, cleared: bool) -> str:
    did = "cleared " if cleared else ""
    room = f"{usage.bytes / 1e6:.1f} MB of {usage.limit / 1e9:.1f} GB"
    return f"{did}{usage.clips} recordings, {room}, in {usage.folder}"

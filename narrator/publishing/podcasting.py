"""The JSON files of the Podcasting 2.0 namespace: chapters and transcript."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from narrator.model import Timeline
from narrator.publishing.captions import Caption
from narrator.publishing.markup import clean


def chapters_json(timeline: Timeline, images: Mapping[int, str] | None = None) -> str:
    """Chapters 1.2.0 (https://github.com/Podcastindex-org/podcast-namespace, chapters/jsonChapters.md).

    `images` are addresses of pictures by the chapter's index.
    """
    entries: list[dict[str, object]] = []
    for index, chapter in enumerate(timeline.chapters):
        entry: dict[str, object] = {
            "startTime": _round(timeline.seconds(chapter.start)),
            "endTime": _round(timeline.seconds(chapter.end)),
            "title": clean(chapter.title),
        }
        if chapter.link and web_address(chapter.link):
            entry["url"] = chapter.link
        if images and index in images:
            entry["img"] = images[index]
        entries.append(entry)
    return _written({"version": "1.2.0", "chapters": entries})


def transcript_json(captions: Iterable[Caption]) -> str:
    """A transcript (same place, transcripts/transcripts.md): one segment for each caption."""
    segments = [
        {
            "speaker": caption.speaker,
            "startTime": _round(caption.start),
            "endTime": _round(caption.end),
            "body": caption.text,
        }
        for caption in captions
    ]
    return _written({"version": "1.0.0", "segments": segments})


def web_address(link: str) -> bool:
    """Whether a browser may be sent there: `javascript:` and the like may come from a hostile page."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme.lower() in ("https", "http") and bool(parts.hostname) and clean(link) == link


def _round(seconds: float) -> float:
    return round(seconds, 3)


def _written(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

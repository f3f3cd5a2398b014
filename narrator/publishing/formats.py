"""The files of an episode: what each key means to a browser, a feed and a reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from narrator.publishing.captions import Caption, to_srt, to_vtt
from narrator.publishing.podcasting import transcript_json

AUDIO = {
    "mp3": "audio/mpeg",
    "m4a": "audio/x-m4a",
    "m4b": "audio/x-m4a",
    "opus": "audio/ogg; codecs=opus",
    "flac": "audio/flac",
    "wav": "audio/wav",
}
"""Media types by key, in the order in which a player should try them: small and exact ones first.
`audio/x-m4a` is what Apple's podcast requirements name for MPEG-4."""


@dataclass(frozen=True, slots=True)
class CaptionFormat:
    suffix: str
    media_type: str
    name: str
    """For a reader, on the player page."""
    write: Callable[[Sequence[Caption]], str]


CAPTIONS = {
    "captions": CaptionFormat(".vtt", "text/vtt", "Captions", to_vtt),
    "srt": CaptionFormat(".srt", "application/x-subrip", "Captions (SubRip)", to_srt),
    "transcript": CaptionFormat(".transcript.json", "application/json", "Transcript", transcript_json),
}
"""The formats in which the words are written, each with its speaker and time.  A row here is all that a
new one needs beside its function: it is then written, fed to podcast apps, served and offered to keep."""

SIDECARS = {
    **{key: (each.suffix, each.media_type) for key, each in CAPTIONS.items()},
    "chapters": (".chapters.json", "application/json+chapters"),
    "cover": (".jpg", "image/jpeg"),
    "player": (".html", "text/html"),
    "manifest": (".json", "application/json"),
}
"""(suffix, media type) of each file that lies beside the audio."""


def address(name: str) -> str:
    """A file beside the page; `./` keeps a name like `a:b.mp3` from being read as a scheme."""
    return "./" + quote(name.encode("utf-8", "replace"))

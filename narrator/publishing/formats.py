"""The files of an episode: what each key means to a browser, a feed and a reader."""

from __future__ import annotations

from urllib.parse import quote

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

SIDECARS = {
    "captions": (".vtt", "text/vtt", "Captions"),
    "srt": (".srt", "application/x-subrip", "Captions (SubRip)"),
    "transcript": (".transcript.json", "application/json", "Transcript"),
    "chapters": (".chapters.json", "application/json+chapters", "Chapters"),
    "cover": (".jpg", "image/jpeg", "Cover"),
    "player": (".html", "text/html", "Player"),
    "manifest": (".json", "application/json", "Manifest"),
}
"""(suffix, media type, name for a reader) of each file that lies beside the audio."""


def address(name: str) -> str:
    """A file beside the page; `./` keeps a name like `a:b.mp3` from being read as a scheme."""
    return "./" + quote(name.encode("utf-8", "replace"))

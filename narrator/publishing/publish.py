"""Everything that lies beside an episode's audio, written in one go."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from narrator.errors import OutputError, reason_of
from narrator.files import write_all
from narrator.model import Script, Timeline
from narrator.publishing.alignment import aligned
from narrator.publishing.captions import captions
from narrator.publishing.cover import Cover, draw_cover
from narrator.publishing.formats import AUDIO, CAPTIONS, SIDECARS
from narrator.publishing.manifest import manifest_of, read_manifest, write_manifest
from narrator.publishing.player import player_page
from narrator.publishing.podcasting import chapters_json
from narrator.publishing.strikes import heard_script, heard_timeline


def publish(
    script: Script,
    timeline: Timeline,
    audio: Mapping[str, Path],
    folder: Path,
    stem: str,
    *,
    cover: Cover | None = None,
    published: datetime | None = None,
    align: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Mapping[str, Path]:
    """Writes captions, chapters, transcript, cover, player page and manifest beside the audio.

    `audio` are the finished files in `folder` by format.  `cover` is drawn where none is given.
    `published` is when podcast apps shall say the episode came out: by default now, or what
    SOURCE_DATE_EPOCH says; an episode made again keeps its first date.  `align` asks for the words to be
    found in the sound, where the engine did not say when they begin.

    Audio of other formats that an earlier run made stays part of the episode where it still says the same.
    Where it does not it is removed, and `say` is given a sentence about it.

    Returns the files by the keys of `formats.SIDECARS`.  Raises OutputError, and DamagedClip where a clip
    has to be heard.
    """
    script, timeline = heard_script(script), heard_timeline(timeline)
    timeline = aligned(timeline, script.language) if align else timeline
    cover = cover or draw_cover(script)
    try:
        earlier = read_manifest(folder / f"{stem}.json")
    except ValueError:
        earlier = None  # it can't be used, and is about to be replaced
    names = {key: path.name for key, path in audio.items()}
    paths = {key: folder / f"{stem}{suffix}" for key, (suffix, _) in SIDECARS.items()}
    files = names | {key: path.name for key, path in paths.items() if key != "manifest"}
    manifest = manifest_of(script, timeline, files, stem, published=published or _now(), earlier=earlier)
    others = {key: name for key, name in earlier.files.items() if key in AUDIO} if earlier else {}
    others = {key: name for key, name in others.items() if key not in audio and (folder / name).is_file()}
    if earlier and earlier.sounds_like(manifest):
        files, others = files | others, {}
        manifest = replace(manifest, files=files)
    cues = captions(timeline)
    page = player_page(script, timeline, files, identity=manifest.guid, thumbnail=cover.thumbnail)
    contents: Mapping[str, str | bytes] = {
        **{key: each.write(cues) for key, each in CAPTIONS.items()},
        "chapters": chapters_json(timeline),
        "cover": cover.image,
        "player": page,
    }
    write_all({paths[key]: content for key, content in contents.items()})
    write_manifest(folder, manifest)  # last: an episode exists when all of it does
    for name in others.values():
        _remove(folder / name)
        say(f"{folder / name} is removed: the episode has changed, and only {', '.join(audio)} was made anew")
    return paths


def _now() -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"can't remove {path}: {reason_of(error)}") from error

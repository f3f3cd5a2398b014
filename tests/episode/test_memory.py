"""Joining takes as much memory for a long episode as for a short one, but for a record of each paragraph."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from episode.material import record
from narrator.clips import read_clip
from narrator.episode import assemble
from narrator.model import Line, Segment, Tags

ROOT = Path(__file__).parents[2]
PARAGRAPHS = 320
"""Of an hour; each is one of a few recordings, so that few need be encoded."""
MOST_AN_HOUR = 0.04
"""Of the memory of an hour, that each further one may take: what is noted of paragraphs takes 0.02.  With an
index of packets, as FFmpeg keeps it while it writes an MP4 file, it was 0.13."""


def most_held(clips: list[Path], hours: int, name: str, folder: Path) -> int:
    """Kilobytes that an interpreter of its own held while it assembled so many hours."""
    program = [sys.executable, __file__, str(hours), name, str(folder), *map(str, clips)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
@pytest.mark.parametrize("name", ["mp3", "m4b", "opus"])
def test_each_further_hour_takes_next_to_no_memory(name, tmp_path):
    clips = [record(tmp_path / "clips", f"f{n}", 22050, 10.0 + n / 10, n).path for n in range(8)]
    hour, six = (most_held(clips, hours, name, tmp_path) for hours in (1, 6))
    assert six <= hour * (1 + 5 * MOST_AN_HOUR)


def main(hours: str, name: str, folder: str, *paths: str) -> None:
    clips = [read_clip(Path(path)) for path in paths]
    lines = [Line(f"Paragraph {n}", opens_paragraph=True) for n in range(PARAGRAPHS // 10)]
    segments = [Segment(f"Chapter {n}", None, tuple(lines)) for n in range(10 * int(hours))]
    recorded = (clips[n % len(clips)] for n in range(len(lines) * len(segments)))
    place = Path(folder, hours)
    episode = assemble(segments, recorded, Tags("t"), place, "a", formats=[name], cache=place)
    assert episode.timeline.seconds(episode.timeline.length) > 3500 * int(hours)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    sys.stdout.write(re.search(r"VmHWM:\s*(\d+)", status)[1])


if __name__ == "__main__":
    main(*sys.argv[1:])

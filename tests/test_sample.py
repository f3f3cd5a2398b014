"""What is checked in beside the sample article is what the program makes of it."""

from pathlib import Path

from mutagen.mp3 import MP3

from narrator.cli import cli
from narrator.gathering import gather
from narrator.settings import Settings

ROOT = Path(__file__).parents[1]
SCRIPT = Path("scripts") / "the-machines-that-learned-to-speak.md"


def test_the_script_is_what_the_readme_command_writes(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NARRATOR_CACHE", str(tmp_path / "cache"))
    command = ["script", "articles/talking-machines.txt", "-e", "espeak", "--scripts", str(tmp_path), "-q"]
    cli.main(command, standalone_mode=False)
    assert (tmp_path / SCRIPT.name).read_text("utf-8") == SCRIPT.read_text("utf-8")


def test_a_batch_of_the_folder_makes_the_sample_alone():
    """The pages say `narrator batch articles/`."""
    found = list(gather([str(ROOT / "articles")], Settings()))
    assert [Path(each).name for each in found] == ["talking-machines.txt"]


def test_the_sample_is_a_listenable_episode_under_a_megabyte():
    path = ROOT / "audio" / "talking-machines.mp3"
    assert path.stat().st_size < 1_000_000
    sample = MP3(path)
    assert sample.info.length > 60
    titles = [str(frame.sub_frames["TIT2"]) for frame in sample.tags.getall("CHAP")]
    assert "Joseph Henry" in titles and len(titles) == 3

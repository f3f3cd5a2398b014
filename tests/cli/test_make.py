"""The main job, as a user runs it: the sample article in, an episode out."""

import json
import re
import subprocess
import sys
import wave
from pathlib import Path

import pytest
from mutagen.id3 import ID3

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "articles" / "talking-machines.txt"


def narrator(*arguments: str, cwd: Path, cache: Path, stdin: bytes | None = None, check: bool = True):
    done = subprocess.run(
        [sys.executable, "-m", "narrator", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={"PATH": "", "HOME": str(cwd), "NARRATOR_CACHE": str(cache), "PYTHONPATH": str(ROOT)},
        timeout=600,  # only what never ends takes so long, on any machine
        check=False,
    )
    if check:
        assert done.returncode == 0, done.stderr.decode()
    return done


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A folder in which the sample episode has been made, and the JSON of that run."""
    folder = tmp_path_factory.mktemp("shop")
    done = narrator("make", str(SAMPLE), "--engine", "espeak", "--json", cwd=folder, cache=folder / "cache")
    return folder, json.loads(done.stdout), done.stderr.decode()


def test_a_chapter_for_each_segment_at_the_right_time(shop):
    folder, made, _ = shop
    tags = ID3(folder / made["files"]["mp3"])
    frames = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time)
    marks = [(frame.start_time, str(frame.sub_frames["TIT2"])) for frame in frames]
    assert [title for _, title in marks] == [c["title"] for c in made["chapters"]]
    for (milliseconds, _), chapter in zip(marks, made["chapters"], strict=True):
        assert abs(milliseconds / 1000 - chapter["start"]) <= 0.001
    assert [c["person"] for c in made["chapters"]][-3:] == [
        "Wolfgang von Kempelen",
        "Homer Dudley",
        "Dennis Klatt",
    ]
    assert tags.getall("CTOC")[0].child_element_ids == [frame.element_id for frame in frames]


def test_everyone_who_is_quoted_has_a_voice_of_their_own(shop):
    _, made, _ = shop
    voices = {entry["speaker"]: entry["voice"] for entry in made["cast"]}
    quoted = {"Joseph Henry", "Homer Dudley", "Dennis Klatt", "Johann Wolfgang von Goethe"}
    assert set(voices) == quoted | {"Narrator"}
    assert len(set(voices.values())) == len(voices)


def test_every_file_that_is_named_is_there(shop):
    folder, made, _ = shop
    assert {"mp3", "script", "chapters", "captions", "player"} <= set(made["files"])
    for path in made["files"].values():
        assert (folder / path).stat().st_size > 0


def test_what_is_not_the_article_is_listed_and_not_spoken(shop):
    folder, _, _ = shop
    done = narrator("script", str(SAMPLE), "--json", cwd=folder, cache=folder / "cache")
    script = json.loads(done.stdout)
    left_out = [script["text"][o["start"] : o["end"]] for o in script["omitted"]]
    assert left_out == ["Skip to main content", "[Released under CC0 1.0]", "Read more about speech"]


def test_the_second_time_nothing_is_recorded_and_the_bytes_are_the_same(shop):
    folder, made, _ = shop
    before = (folder / made["files"]["mp3"]).read_bytes()
    again = json.loads(
        narrator("make", str(SAMPLE), "-e", "espeak", "--json", cwd=folder, cache=folder / "cache").stdout
    )
    assert (again["recorded"], again["reused"]) == (0, made["lines"])
    assert (folder / made["files"]["mp3"]).read_bytes() == before


def test_rendering_the_script_gives_the_same_episode_elsewhere(shop, tmp_path):
    folder, made, _ = shop
    script = str(folder / made["files"]["script"])
    rendered = json.loads(
        narrator("render", script, "-e", "espeak", "--json", cwd=tmp_path, cache=tmp_path / "cache").stdout
    )
    assert rendered["recorded"] > 0
    one, other = folder / made["files"]["mp3"], tmp_path / rendered["files"]["mp3"]
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("forms", ["mp3", pytest.param("m4a opus flac", marks=pytest.mark.slow)])
def test_a_corrected_script_gives_what_it_gives_with_an_empty_cache(shop, tmp_path, forms):
    """Whatever is used again, every file comes out as if all of it had been made anew."""
    folder, made, _ = shop
    first = Path(made["files"]["script"])
    script = tmp_path / "talk.md"
    words = (folder / first).read_text()
    script.write_text(words)
    formats = [part for form in forms.split() for part in ("-f", form)]
    command = ("render", str(script), "-e", "espeak", "--json", *formats)
    narrator(*command, "-o", str(tmp_path / "warm"), cwd=folder, cache=tmp_path / "cache")
    edited = words.replace("half expected", "very nearly expected").replace(
        "**Homer Dudley:** ", "[pause 1s]\n\n**Homer Dudley:** ", 1
    )
    assert edited.count("[pause") == words.count("[pause") + 1 and "very nearly" in edited
    script.write_text(edited)
    warm = json.loads(
        narrator(*command, "-o", str(tmp_path / "warm"), cwd=folder, cache=tmp_path / "cache").stdout
    )
    cold = json.loads(
        narrator(*command, "-o", str(tmp_path / "cold"), cwd=folder, cache=tmp_path / "empty").stdout
    )
    assert warm["recorded"] == 1 and warm["reused"] == cold["recorded"] - 1 == warm["lines"] - 1
    assert {**warm, "recorded": 0, "reused": 0, "seconds": {}, "files": {}} == {
        **cold,
        "recorded": 0,
        "reused": 0,
        "seconds": {},
        "files": {},
    }
    ours, theirs = (bytes_of(tmp_path / name) for name in ("warm", "cold"))
    assert len(ours) > 6 and ours == theirs


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file; a manifest without the moment at which the episode first came out."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    return {
        name: re.sub(rb'"published": "[^"]*"', b"", content) if name.endswith(".json") else content
        for name, content in found.items()
    }


def test_off_a_terminal_each_stage_is_one_quiet_line(shop):
    _, _, said = shop
    assert said.splitlines()[0] == "reading …"
    assert "\r" not in said and "\x1b" not in said


def test_standard_input_is_an_article_too(tmp_path):
    text = b"A quiet day\n\nNothing happened on Monday, the mayor's office said.\n"
    done = narrator("make", "-", "-e", "espeak", "-q", cwd=tmp_path, cache=tmp_path / "cache", stdin=text)
    assert done.stderr == b""
    assert (tmp_path / "audio" / "a-quiet-day.mp3").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.txt", None),
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t\n"),
        ("binary.txt", bytes(range(256)) * 20),
        ("no-letters.txt", b"12 34 -- 56 ... 78\n" * 5),
        ("nothing.html", b"<html><head><title>x</title></head><body><nav>Home</nav></body></html>"),
    ],
)
def test_bad_input_is_a_sentence_and_exit_code_3(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = narrator("make", name, "-e", "espeak", cwd=tmp_path, cache=tmp_path / "cache", check=False)
    said = done.stderr.decode().splitlines()
    assert done.returncode == 3, said
    assert said[-1].startswith("narrator: ") and "Traceback" not in done.stderr.decode()
    assert not (tmp_path / "audio").exists() or not list((tmp_path / "audio").iterdir())


def test_a_script_is_not_taken_for_an_article(shop, tmp_path):
    folder, made, _ = shop
    script = str(folder / made["files"]["script"])
    done = narrator("make", script, "-e", "espeak", cwd=tmp_path, cache=tmp_path / "c", check=False)
    assert done.returncode == 2 and f"narrator render {script}" in done.stderr.decode()


def test_a_dry_run_writes_nothing(tmp_path):
    done = narrator(
        "make", str(SAMPLE), "-e", "espeak", "--dry-run", "--json", cwd=tmp_path, cache=tmp_path / "c"
    )
    plan = json.loads(done.stdout)
    assert plan["engine"] == "espeak" and len(plan["segments"]) == 5
    assert not (tmp_path / "audio").exists() and not (tmp_path / "scripts").exists()


def test_a_dry_run_says_which_engine_would_speak_and_why_as_a_real_run_does(shop, tmp_path):
    folder, made, _ = shop
    script = tmp_path / "a.md"
    text = (folder / made["files"]["script"]).read_text(encoding="utf-8")
    script.write_text(re.sub("(?m)^(engine|voice) = .*\n", "", text), encoding="utf-8")
    for command in (("make", str(SAMPLE)), ("render", str(script))):
        said = []
        for more in (("--dry-run",), ()):
            done = narrator(*command, *more, "--offline", "--json", cwd=tmp_path, cache=folder / "cache")
            engine = json.loads(done.stdout)["engine"]
            said.append([row for row in done.stderr.decode().splitlines() if row.startswith(engine)])
        assert len(said[0]) == 1 and said[0] == said[1]


@pytest.mark.parametrize("command", ["make", "script", "render", "batch"])
def test_an_engine_that_there_is_not_is_noticed_before_anything_is_read(command, tmp_path):
    done = narrator(command, "nowhere.txt", "-e", "espaek", cwd=tmp_path, cache=tmp_path / "c", check=False)
    assert done.returncode == 2 and "did you mean 'espeak'" in done.stderr.decode()


@pytest.mark.parametrize(
    ("written", "asked", "said"),
    [
        ("espeak:en-us/loew", (), "the voice of Ada: the engine espeak has no voice 'espeak:en-us/loew'"),
        ("espeak:en-us/low", ("--narrator-voice", "mit"), "the voice of Narrator: "),
        ("espeak:en-us/low", ("--voice", "Ada=none"), "the voice of Ada: "),
    ],
)
def test_a_voice_that_there_is_not_is_said_with_whose_it_was_to_be(written, asked, said, tmp_path):
    script = f'+++\ntitle = "T"\n[cast.Ada]\nvoice = "{written}"\n+++\n## T\n\n**Ada:** "Yes."\n'
    (tmp_path / "t.md").write_text(script, encoding="utf-8")
    done = narrator("render", "t.md", "-e", "espeak", *asked, cwd=tmp_path, cache=tmp_path / "c", check=False)
    assert done.returncode == 2 and said in done.stderr.decode()


def test_a_name_with_spaces_and_no_marks_is_answered_with_the_marks(tmp_path):
    done = narrator("make", "My", "article.txt", cwd=tmp_path, cache=tmp_path / "c", check=False)
    assert done.returncode == 2 and 'in quotation marks: "My article.txt"' in done.stderr.decode()


@pytest.mark.parametrize("option", ["--output", "--scripts"])
@pytest.mark.parametrize("command", ["make", "batch"])
def test_a_folder_that_is_none_is_noticed_before_anything_is_recorded(command, option, tmp_path):
    (tmp_path / "taken").write_text("in the way")
    (tmp_path / "a.txt").write_text("The hall is open. It is warm.")
    for place, reason in (("taken", "it is not a folder"), ("taken/deep", "taken is not a folder")):
        done = narrator(
            command, "a.txt", "-e", "espeak", option, place, cwd=tmp_path, cache=tmp_path / "c", check=False
        )
        said = done.stderr.decode()
        assert (
            done.returncode == 3
            and reason in said
            and said.rstrip().endswith(f"another folder with {option}")
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "taken"]


@pytest.mark.parametrize("option", ["--cover", "--chime", "--music", "--lexicon"])
@pytest.mark.parametrize("command", ["make", "render", "batch"])
def test_a_file_that_is_to_go_into_the_episode_and_is_not_there_is_noticed_first(command, option, tmp_path):
    done = narrator(command, "a.txt", option, "nope.mp3", cwd=tmp_path, cache=tmp_path / "c", check=False)
    assert done.returncode == 3
    assert done.stderr.decode() == f"narrator: there is no file nope.mp3; choose another with {option}\n"


def test_what_the_system_says_stands_in_lower_case_after_a_colon(tmp_path):
    (tmp_path / "narrator.toml").mkdir()
    done = narrator("make", "a.txt", cwd=tmp_path, cache=tmp_path / "c", check=False)
    place, _, reason = done.stderr.decode().rpartition(": ")
    assert place == f"narrator: can't read {tmp_path / 'narrator.toml'}" and reason.islower()


def test_an_article_without_a_name_and_samples_in_a_file_are_refused(tmp_path):
    done = narrator("make", "", cwd=tmp_path, cache=tmp_path / "c", check=False)
    assert done.returncode == 3 and b"the article has no name" in done.stderr
    (tmp_path / "taken").touch()
    done = narrator(
        "voices", "-e", "espeak", "--sample", "taken", cwd=tmp_path, cache=tmp_path / "c", check=False
    )
    assert done.returncode == 3 and b"choose another folder with --sample" in done.stderr


def test_a_script_is_compared_with_its_article_from_any_folder_or_says_that_it_is_not(tmp_path):
    show, away = tmp_path / "show", tmp_path / "away"
    show.mkdir(), away.mkdir()
    (show / "a.txt").write_text("The bell\n\nThe bell rang twice. It was noon.\n")
    options = {"cache": tmp_path / "c"}
    narrator("script", "a.txt", cwd=show, **options)
    (script,) = (show / "scripts").iterdir()
    script.write_text(script.read_text().replace("It was noon", "It was nine"))

    def said() -> str:
        done = narrator("render", str(script), "-e", "espeak", "--dry-run", cwd=away, **options)
        return done.stderr.decode()

    assert "nine" in said() and "compared" not in said()
    (show / "a.txt").unlink()
    assert said().count("could not be compared with its article: a.txt") == 1
    for source in ("-", "https://example.org/a"):
        script.write_text(re.sub('source = ".*"', f'source = "{source}"', script.read_text()))
        assert "compared" not in said()


def test_wrong_usage_is_exit_code_2(tmp_path):
    for arguments in (["make"], ["make", "x.txt", "-f", "mp5"], ["sing"], ["voices", "-e", "espek"]):
        done = narrator(*arguments, cwd=tmp_path, cache=tmp_path / "c", check=False)
        assert done.returncode == 2, arguments
        assert "Traceback" not in done.stderr.decode()


def test_alone_it_shows_what_to_do_first(tmp_path):
    assert b"narrator make ARTICLE" in narrator(cwd=tmp_path, cache=tmp_path / "c").stdout


def test_a_sound_of_another_program_is_checked_too(tmp_path):
    with wave.open(str(tmp_path / "other.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\x10\0\xf0" * 8000)
    done = narrator("check", "other.wav", cwd=tmp_path, cache=tmp_path / "c", check=False)
    said = done.stdout.decode()
    assert done.returncode == 5 and "chapters-missing" in said and "\n\n\n" not in said.replace("\r", "")

"""`narrator batch`: many articles, some of them bad, twice."""

import json
import sys
from pathlib import Path

import pytest

from tests.cli.test_make import narrator

ARTICLES = {
    "one.txt": "The bakery on Mill Lane\n\nAda Penrose, 61, opens the bakery at four.\n\n"
    '"Nobody else is awake," she said.\n',
    "two.txt": "The ferry\n\nThe ferry runs twice a day.\n\nIt carries mail and, on Mondays, the doctor.\n",
    "deep/three.md": "# The ferry\n\nThis is another article under the same title.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in ARTICLES.items():
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, code: int = 0):
    done = narrator(
        "batch", *arguments, "-e", "espeak", "--json", "-j", "2",
        cwd=folder, cache=folder / "cache", check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr.decode()
    return json.loads(done.stdout), done.stderr.decode()


def test_all_are_made_the_second_time_none_and_after_a_change_only_what_changed(folder):
    total, _ = run(folder, "articles")
    assert (total["made"], total["skipped"], total["failed"]) == (3, 0, 0)
    before = {p.name: p.read_bytes() for p in (folder / "audio").glob("*.mp3")}
    assert len(before) == 3, "two articles with one title have a file each"

    total, _ = run(folder, "articles")
    assert (total["made"], total["skipped"]) == (0, 3)

    (folder / "articles" / "two.txt").write_text(ARTICLES["two.txt"].replace("twice", "three times"))
    total, _ = run(folder, "articles")
    assert (total["made"], total["skipped"]) == (1, 2)
    after = {p.name: p.read_bytes() for p in (folder / "audio").glob("*.mp3")}
    assert set(after) == set(before) and sum(after[n] != before[n] for n in after) == 1


def test_a_lost_file_is_made_again(folder):
    run(folder, "articles/one.txt")
    page = next((folder / "audio").glob("*.html"))
    page.unlink()
    assert run(folder, "articles/one.txt")[0]["made"] == 1
    assert page.exists()


def test_failures_are_gathered_and_do_not_stop_the_rest(folder):
    (folder / "articles" / "bad.txt").write_bytes(b"")
    total, said = run(folder, "articles", "--report", "report.jsonl", code=3)
    assert (total["made"], total["failed"]) == (3, 1)
    assert "bad.txt" in said and "empty" in said
    assert run(folder, "./articles/bad.txt", code=3)[1].count("bad.txt") == 1
    lines = [json.loads(line) for line in (folder / "report.jsonl").read_text().splitlines()]
    assert {line["outcome"] for line in lines} == {"made", "failed"}
    assert all(line["source"] and line["seconds"] >= 0 for line in lines)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_name_that_is_no_text_is_a_name_all_the_same(folder):
    (folder / "articles" / "two.txt").rename(folder / "articles" / "two-\udcff.txt")
    assert run(folder, "articles", "--report", "report.jsonl")[0]["made"] == 3
    lines = [json.loads(line) for line in (folder / "report.jsonl").read_text("utf-8").splitlines()]
    assert any(line["source"].endswith("two-\udcff.txt") for line in lines)
    assert run(folder, "articles")[0]["skipped"] == 3


def test_a_list_names_articles_and_shards_share_it_out(folder):
    (folder / "list.txt").write_text("# mine\narticles/one.txt\n\narticles/two.txt\narticles/deep/three.md\n")
    assert run(folder, "list.txt", "--shard", "1/2")[0]["made"] == 2
    assert run(folder, "list.txt", "--shard", "2/2")[0]["made"] == 1
    assert run(folder, "list.txt")[0]["skipped"] == 3


def test_an_article_missing_from_a_list_is_a_failure_and_the_list_is_still_a_list(folder):
    (folder / "list.txt").write_text("articles/one.txt\narticles/gone.txt\n")
    total, said = run(folder, "list.txt", code=3)
    assert (total["made"], total["failed"]) == (1, 1)
    assert "gone.txt does not exist" in said and said.count("gone.txt") == 1


def test_what_was_made_of_a_folder_is_no_article_of_it(folder):
    assert run(folder, ".")[0]["made"] == 3
    (folder / "articles" / ".trash").mkdir()
    (folder / "articles" / ".trash" / "old.txt").write_text(ARTICLES["two.txt"])
    total, _ = run(folder, ".")
    assert (total["made"], total["skipped"]) == (0, 3)


def test_a_feed_in_a_file_is_read_item_by_item(folder):
    words = "<p>The tide came in early and the boats were late.</p>" * 6
    items = "".join(
        f"<item><title>Item {n}</title><description><![CDATA[<p>Day {n}.</p>{words}]]></description></item>"
        for n in (1, 2)
    )
    (folder / "feed.xml").write_text(
        f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>", encoding="utf-8"
    )
    assert run(folder, "feed.xml")[0]["made"] == 2


def test_what_is_not_there_is_said_at_once(folder):
    done = narrator("batch", "nowhere.txt", cwd=folder, cache=folder / "c", check=False)
    assert done.returncode == 3 and b"nowhere.txt does not exist" in done.stderr
    done = narrator("batch", "articles", "--shard", "3/2", cwd=folder, cache=folder / "c", check=False)
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("-o", "nowhere://shelf"), 2, "can't use nowhere://shelf"),
        (("--shared-cache", "nowhere://clips"), 2, "can't use nowhere://clips"),
        (("-o", "memory://shelf", "--chime", "no.wav"), 3, "there is no file no.wav"),
    ],
)
def test_a_place_or_sound_that_is_not_there_is_said_before_anything_is_read(
    folder, arguments, code, sentence
):
    pytest.importorskip("fsspec")
    done = narrator(
        "batch", "articles", "-e", "espeak", *arguments, cwd=folder, cache=folder / "c", check=False
    )
    assert done.returncode == code and sentence in done.stderr.decode()
    assert b"gathering" not in done.stderr


def test_an_article_that_lies_there_twice_or_is_named_otherwise_has_one_episode(folder):
    (folder / "copies").mkdir()
    (folder / "copies" / "bakery.txt").write_text(ARTICLES["one.txt"])
    total, _ = run(folder, "articles/one.txt", "copies")
    assert total["failed"] == 0
    assert len(list((folder / "audio").glob("*.mp3"))) == 1
    for source in (
        "copies/bakery.txt",
        "./articles/../articles/one.txt",
        str(folder / "articles" / "one.txt"),
    ):
        total, _ = run(folder, source)
        assert (total["made"], total["skipped"]) == (0, 1), source


def test_a_lexicon_that_changes_is_a_reason_to_make_it_again(folder):
    def lexicon(say: str) -> None:
        (folder / "words.pls").write_text(
            '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa"'
            f' xml:lang="en"><lexeme><grapheme>ferry</grapheme><alias>{say}</alias></lexeme></lexicon>'
        )

    lexicon("boat")
    arguments = ("articles/two.txt", "--lexicon", "words.pls")
    assert run(folder, *arguments)[0]["made"] == 1
    assert run(folder, *arguments)[0]["skipped"] == 1
    lexicon("ship")
    assert run(folder, *arguments)[0]["made"] == 1

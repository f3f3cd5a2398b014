"""The server, over real connections."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from narrator.cli.interrupts import INTERRUPTED
from narrator.errors import InputError, UsageError
from narrator.model import Person
from narrator.publishing.manifest import Manifest
from narrator.publishing.serve import Server, is_this_machine
from narrator.publishing.shelf import shelf_page

PATIENCE = 300
"""Seconds after which what takes a moment counts as what never comes."""


@contextmanager
def running(folder: Path, **options: str) -> Iterator[Server]:
    server = Server(folder, port=0, **options)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Episodes, and things beside them that are nobody's business."""
    folder = Path(shutil.copytree(published, tmp_path_factory.mktemp("served") / "audio"))
    (folder / "secret.txt").write_text("secret", "utf-8")
    (folder / "cast.toml").write_text("secret", "utf-8")
    (folder / "notes").mkdir()
    (folder / "notes" / "bridge.mp3").write_text("secret", "utf-8")
    (folder.parent / "outside.mp3").write_text("secret", "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with running(folder) as server:
        yield server


def ask(
    server: Server, path: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """One request as it stands: nothing normalises the path on the way."""
    port = urlsplit(server.url).port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_the_list_the_page_and_the_feed(server: Server) -> None:
    status, headers, body = ask(server, "/")
    assert status == 200
    assert headers["Content-Type"].startswith("text/html")
    assert 'href="./bridge.html"' in body.decode()
    status, headers, body = ask(server, "/bridge.html")
    assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")
    status, _, body = ask(server, "/feed.xml")
    feed = feedparser.parse(body)
    assert status == 200
    assert feed.entries[0].enclosures[0].href == server.url + "bridge.mp3"


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        (1, "With P0."),
        (4, "With P0, P1, P2, P3."),
        (5, "With P0, P1, P2 and 2 others."),
    ],
)
def test_nobody_is_the_one_other(people: int, shown: str) -> None:
    episode = Manifest(
        "a", "a", "A", datetime.now(UTC), 60.0, {"player": "a.html", "cover": "a.jpg"},
        people=tuple(Person(f"P{number}") for number in range(people)),
    )  # fmt: skip
    assert shown in shelf_page([episode], "feed.xml")


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=1000-1999", 1000, 1999),
        ("bytes=300000-", 300_000, None),
        ("bytes=-500", -500, None),
    ],
)
def test_byte_ranges(server: Server, folder: Path, wanted: str, first: int, last: int | None) -> None:
    whole = (folder / "bridge.mp3").read_bytes()
    status, headers, body = ask(server, "/bridge.mp3", {"Range": wanted})
    assert status == 206
    assert body == whole[first : None if last is None else last + 1]
    assert headers["Content-Type"] == "audio/mpeg"
    begin = first % len(whole)
    assert headers["Content-Range"] == f"bytes {begin}-{begin + len(body) - 1}/{len(whole)}"


def test_a_range_outside_the_file_is_refused(server: Server) -> None:
    assert ask(server, "/bridge.mp3", {"Range": "bytes=99999999-"})[0] == 416


def test_the_whole_file_and_its_head(server: Server, folder: Path) -> None:
    status, headers, body = ask(server, "/bridge.opus")
    assert (status, headers["Accept-Ranges"]) == (200, "bytes")
    assert body == (folder / "bridge.opus").read_bytes()
    status, headers, body = ask(server, "/bridge.opus", method="HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == str((folder / "bridge.opus").stat().st_size)


@pytest.mark.parametrize(
    "path",
    [
        "/secret.txt",
        "/cast.toml",
        "/notes",
        "/notes/",
        "/notes/bridge.mp3",
        "/../outside.mp3",
        "/..%2foutside.mp3",
        "/%2e%2e/outside.mp3",
        "/..%5coutside.mp3",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/bridge.mp3/../secret.txt",
        "/bridge.mp3%00",
        "/%00",
        "/" + "a" * 5000,
    ],
)
def test_nothing_else_can_be_had(server: Server, path: str) -> None:
    status, _, body = ask(server, path)
    assert status == 404
    assert b"secret" not in body


def test_a_link_out_of_the_folder_leads_nowhere(published: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(published, tmp_path / "audio"))
    outside = tmp_path / "outside.opus"
    (folder / "bridge.opus").replace(outside)
    (folder / "bridge.opus").symlink_to(outside)
    with running(folder) as server:
        assert ask(server, "/bridge.opus")[0] == 404
        assert ask(server, "/bridge.mp3")[0] == 200


def test_a_name_that_is_not_this_machine_is_refused(server: Server) -> None:
    assert ask(server, "/", {"Host": "evil.example"})[0] == 400


def test_elsewhere_asks_for_the_token(folder: Path) -> None:
    with running(folder, host="0.0.0.0") as server:
        token = server.token
        assert token and len(token) >= 20
        assert server.url.endswith(f"/{token}/")
        assert ask(server, f"/{token}/bridge.mp3", {"Range": "bytes=0-9"})[0] == 206
        assert ask(server, f"/{token}/")[0] == 200
        feed = feedparser.parse(ask(server, f"/{token}/feed.xml")[2])
        assert f"/{token}/bridge.mp3" in feed.entries[0].enclosures[0].href
        for path in ("/", "/feed.xml", "/bridge.mp3", f"/{token[:-1]}/bridge.mp3", f"/{token}x/"):
            assert ask(server, path)[0] == 404, path


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.4", False),
        ("example.org", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, here: bool) -> None:
    assert is_this_machine(host) is here


def test_an_empty_folder_is_served_with_an_answer(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert "No episode" in ask(server, "/")[2].decode()
        status, _, body = ask(server, "/feed.xml")
        assert status == 404
        assert b"no complete episode" in body


def test_what_can_not_be_served_is_said_in_a_sentence(server: Server, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        Server(tmp_path / "nothing")
    with pytest.raises(UsageError, match="--port"):
        Server(folder, port=urlsplit(server.url).port or 0)
    with pytest.raises(UsageError, match="--port"):
        Server(folder, port=99_999)


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_without_the_extra_it_says_what_to_install(
    published: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == missing] + [missing]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=re.escape('pip install "narrator[serve]"')):
        Server(published, port=0)


unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@unix
def test_serving_ends_at_once_also_at_its_first_moment(number: int, folder: Path) -> None:
    for _ in range(3):
        process, _port = serve(folder)
        process.send_signal(number)
        _, complaint = process.communicate()
        assert process.returncode == INTERRUPTED
        assert complaint.strip() == "narrator: interrupted; finished recordings are kept"


@unix
def test_serving_ends_while_a_player_pauses(published: Path, tmp_path: Path) -> None:
    """It has asked for a file and reads no further, so that the answer can never be sent whole."""
    folder = Path(shutil.copytree(published, tmp_path / "audio"))
    os.truncate(folder / "bridge.mp3", 64 * 1024 * 1024)
    process, port = serve(folder)
    player = http.client.HTTPConnection("127.0.0.1", port)
    player.request("GET", "/bridge.mp3")
    answer = player.getresponse()
    assert answer.status == 200 and len(answer.read(1000)) == 1000
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate()
    player.close()
    assert process.returncode == INTERRUPTED
    assert complaint.strip() == "narrator: interrupted; finished recordings are kept"


def serve(folder: Path) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "narrator", "serve", str(folder), "--port", "0"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = re.search(r"listening on http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
    assert address
    return process, int(address[1])

"""Addresses: what is fetched, and everything that is refused, against a server on loopback."""

from __future__ import annotations

import gzip
import http.server
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from narrator.errors import ArticleError, UsageError
from narrator.reading import fetching, read_article
from tests.reading.documents import PARAGRAPHS, SAMPLES

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


def send(handler: http.server.BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Starts a server whose every answer is the function given; gives its address."""
    servers = []

    def start(answer: Answer) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                try:
                    answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                return

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_page_is_fetched_and_read(serve: Callable[[Answer], str]) -> None:
    asked: dict[str, str] = {}

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        asked.update(handler.headers.items())
        asked["path"] = handler.path
        send(
            handler,
            gzip.compress(SAMPLES["page"]),
            Content_Type="text/html; charset=utf-8",
            Content_Encoding="gzip",
        )

    article = read_article(serve(answer) + "/news/bell ring?a=1#top", allow_private=True)
    assert article.title == "The bell that rang twice"
    assert PARAGRAPHS[0] in article.text
    assert asked["path"] == "/news/bell%20ring?a=1"
    assert asked["User-Agent"].startswith("narrator/")
    assert "Cookie" not in asked


def test_redirects_are_followed_a_few_times(serve: Callable[[Answer], str]) -> None:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        if handler.path == "/end":
            send(handler, SAMPLES["page"], Content_Type="text/html")
        elif handler.path == "/round":
            send(handler, b"", 302, Location="/round")
        else:
            send(handler, b"", 301, Location="/end")

    address = serve(answer)
    assert read_article(address + "/start", allow_private=True).title == "The bell that rang twice"
    with pytest.raises(ArticleError, match="redirects more than"):
        read_article(address + "/round", allow_private=True)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(404, "answered 404"), (500, "answered 500"), (403, "save the page"), (304, "answered 304")],
)
def test_an_answer_other_than_200_is_said(serve: Callable[[Answer], str], status: int, sentence: str) -> None:
    address = serve(lambda handler: send(handler, b"", status))
    with pytest.raises(ArticleError, match=sentence):
        read_article(address, allow_private=True)


def test_private_addresses_are_refused_without_leave(serve: Callable[[Answer], str]) -> None:
    asked = []
    address = serve(lambda handler: asked.append(handler.path))
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "[::1]", "2130706433", "0x7f.1"):
        with pytest.raises(ArticleError, match=r"refused|can't be reached"):
            read_article(address.replace("127.0.0.1", host))
    assert asked == []


def test_a_redirect_to_a_private_address_is_refused(
    serve: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    inner = serve(lambda handler: asked.append(handler.path)).replace("127.0.0.1", "127.0.0.2")
    outer = serve(lambda handler: send(handler, b"", 302, Location=inner))
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(ArticleError, match=r"127\.0\.0\.2"):
        read_article(outer)
    assert asked == []


def test_a_name_that_changes_its_address_gains_nothing(
    serve: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is asked for once, and the socket goes to the address that was tested."""
    address = serve(lambda handler: send(handler, SAMPLES["page"], Content_Type="text/html"))
    port = int(address.rpartition(":")[2])
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]])
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: next(answers))
    tested = []
    monkeypatch.setattr(fetching, "is_public", lambda ip: tested.append(ip) or True)
    assert read_article(f"http://herald.example:{port}/").title == "The bell that rang twice"
    assert tested == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert fetching.is_public(address) is public


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("gopher://example.org/a", "only http and https"),
        ("file:///etc/passwd", "path instead"),
        ("http://", "names no host"),
        ("http://example.org:99999/", "not a web address"),
        ("http://" + "a" * 300 + ".example/", "malformed|can't be reached"),
    ],
)
def test_other_addresses_are_refused(source: str, sentence: str) -> None:
    with pytest.raises(ArticleError, match=sentence):
        read_article(source)


def test_a_redirect_away_from_http_is_refused(serve: Callable[[Answer], str]) -> None:
    address = serve(lambda handler: send(handler, b"", 302, Location="file:///etc/passwd"))
    with pytest.raises(ArticleError, match="only http and https"):
        read_article(address, allow_private=True)


def test_nothing_is_fetched_while_offline() -> None:
    with pytest.raises(UsageError, match="--offline"):
        read_article("https://example.org/", offline=True)


def test_a_large_answer_is_cut_off(serve: Callable[[Answer], str]) -> None:
    packed = gzip.compress(b"a" * 5_000_000)
    plain = serve(lambda handler: send(handler, b"a" * 50_000))
    bomb = serve(lambda handler: send(handler, packed, Content_Encoding="gzip"))
    for address, most in ((plain, 20_000), (bomb, 1_000_000)):
        with pytest.raises(ArticleError, match="larger than"):
            fetching.fetch(address, allow_private=True, most_bytes=most)


def test_a_server_that_says_nothing_is_given_up(
    serve: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    address = serve(lambda _: released.wait() and None)
    monkeypatch.setattr(fetching, "TIMEOUT", 0.2)
    try:
        with pytest.raises(ArticleError, match="did not answer"):
            read_article(address, allow_private=True)
    finally:
        released.set()


def test_a_server_that_never_ends_is_given_up(
    serve: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:  # until whoever asked has gone
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.01)

    monkeypatch.setattr(fetching, "PATIENCE", 0.2)
    with pytest.raises(ArticleError, match="took longer"):
        read_article(serve(drip), allow_private=True)


def test_an_empty_or_damaged_answer_is_said(serve: Callable[[Answer], str]) -> None:
    with pytest.raises(ArticleError, match="is empty"):
        read_article(serve(lambda handler: send(handler, b"")), allow_private=True)
    damaged = serve(lambda handler: send(handler, b"not gzip at all", Content_Encoding="gzip"))
    with pytest.raises(ArticleError, match="damaged"):
        read_article(damaged, allow_private=True)
    with pytest.raises(ArticleError, match="can't be reached"):
        read_article(serve(lambda handler: handler.wfile.write(b"HELLO\r\n")), allow_private=True)


def test_certificates_are_checked() -> None:
    context = fetching._tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


CONSENT = (
    "<html><body><h1>We value your privacy</h1><p>We and our 812 partners store cookies.</p></body></html>"
)
SCRIPTED = "<html><head><title>x</title></head><body><div id='root'></div><noscript>Please enable JavaScript to run this app.</noscript></body></html>"  # noqa: E501


@pytest.mark.parametrize(("page", "sentence"), [(CONSENT, "cookie consent"), (SCRIPTED, "with scripts")])
def test_walls_say_to_save_the_page(serve: Callable[[Answer], str], page: str, sentence: str) -> None:
    address = serve(lambda handler: send(handler, page.encode(), Content_Type="text/html"))
    with pytest.raises(ArticleError, match=f"{sentence}.*save the page"):
        read_article(address, allow_private=True)

"""Google Translate's speech endpoint on loopback: an HTTPS proxy that answers for every host itself.

The real gTTS library, unmodified, reaches it through HTTPS_PROXY; its certificates come from an
authority made for the test, trusted through REQUESTS_CA_BUNDLE.
"""

from __future__ import annotations

import base64
import contextlib
import http.server
import json
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from tests.speech.doubles.voice import mp3, sound, spoken_mp3

PITCH = {"us": 200.0, "co.uk": 215.0, "com.au": 190.0, "co.in": 230.0}


@dataclass
class Google:
    """`faults` are served first, one a request: an HTTP status, `(status, headers)`, or one of
    `empty`, `no audio`, `cut`, `cut at a frame`, `silence`, `noise`, `hang`, `trickle`, `drop`.
    What is left is served well, unless `always` is a fault.  `asked` is (tld, text) by request."""

    folder: Path
    faults: list[object] = field(default_factory=list)
    always: object = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    slow: bool = False
    at_once: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self.authority = trustme.CA()
        self.bundle = self.folder / "authority.pem"
        self.authority.cert_pem.write_to_path(str(self.bundle))
        self.lock = threading.Lock()
        self.stopped = threading.Event()

    def fault(self) -> object:
        with self.lock:
            return self.faults.pop(0) if self.faults else self.always

    def environment(self, port: int) -> dict[str, str]:
        return {
            "HTTPS_PROXY": f"http://127.0.0.1:{port}",
            "https_proxy": f"http://127.0.0.1:{port}",
            "NO_PROXY": "",
            "no_proxy": "",
            "REQUESTS_CA_BUNDLE": str(self.bundle),
        }

    @contextlib.contextmanager
    def serving(self) -> Iterator[dict[str, str]]:
        """Serves while the block runs; gives the environment that leads here."""
        google = self

        class Handler(_Handler):
            pass

        Handler.google = google
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self.environment(server.server_address[1])
        finally:
            self.stopped.set()
            server.shutdown()
            server.server_close()
            thread.join()


class _Handler(http.server.BaseHTTPRequestHandler):
    google: Google
    protocol_version = "HTTP/1.1"
    tld = ""

    def log_message(self, *parts: object) -> None:
        pass

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            super().finish()
        if isinstance(self.connection, ssl.SSLSocket):
            self.connection.close()

    def do_CONNECT(self) -> None:
        host = self.path.rpartition(":")[0]
        self.tld = host.removeprefix("translate.google.")
        self.send_response(200, "Connection established")
        self.end_headers()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.google.authority.issue_cert(host).configure_cert(context)
        try:
            secured = context.wrap_socket(self.connection, server_side=True)
        except (ssl.SSLError, OSError):  # the client did not trust us, and left
            self.close_connection = True
            return
        self.connection = secured
        self.rfile = secured.makefile("rb")
        self.wfile = secured.makefile("wb", 0)
        self.close_connection = False

    def do_POST(self) -> None:
        google = self.google
        with google.lock:
            google.at_once += 1
            google.most_at_once = max(google.most_at_once, google.at_once)
        try:
            self._answer()
        except (OSError, ssl.SSLError):
            self.close_connection = True
        finally:
            with google.lock:
                google.at_once -= 1

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        request = json.loads(urllib.parse.parse_qs(body)["f.req"][0])
        assert request[0][0][0] == "jQ1olc"
        assert self.path == "/_/TranslateWebserverUi/data/batchexecute"
        text, *_ = json.loads(request[0][0][1])
        self.google.asked.append((self.tld, text))
        fault = self.google.fault()
        if isinstance(fault, int):
            fault = (fault, {})
        if isinstance(fault, tuple):
            self._send(fault[0], b"<html>sorry</html>", fault[1])
        elif fault == "hang":
            self.google.stopped.wait()
            self.close_connection = True
        elif fault == "drop":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif fault == "no audio":
            self._send(200, b')]}\'\n\n[["wrb.fr","other","[]"]]\n')
        elif fault == "empty":
            self._send(200, _envelope(b""))
        elif fault == "trickle":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            while not self.google.stopped.wait(0.05):
                self.wfile.write(b" ")
        else:
            self._send(200, _envelope(self._audio(text, fault)))

    def _audio(self, text: str, fault: object) -> bytes:
        if fault == "silence":
            return mp3(sound(text) * 0)
        if fault == "noise":
            return bytes(range(256)) * 20
        data = spoken_mp3(text, PITCH.get(self.tld, 170.0))
        if fault == "cut":
            return data[: len(data) * 3 // 5 | 1]
        if fault == "cut at a frame":
            return data[: len(data) // 192 * 3 // 5 * 192]
        return data

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _envelope(audio: bytes) -> bytes:
    inner = json.dumps([base64.b64encode(audio).decode()], separators=(",", ":"))
    reply = json.dumps(
        [["wrb.fr", "jQ1olc", inner, None, None, None, "generic"], ["di", 42]], separators=(",", ":")
    )
    return f")]}}'\n\n{len(reply) + 2}\n{reply}\n".encode()

"""Listening from this machine: player pages, feed and audio over HTTP, with byte ranges.

Only files that a complete episode names are served, and nothing else in the folder can be seen.
Starlette and uvicorn do the work; they come with the extra `narrator[serve]`.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.errors import InputError, UsageError, pip_install, reason_of
from narrator.publishing.feed import FEED_NAME, build_feed
from narrator.publishing.formats import AUDIO, SIDECARS
from narrator.publishing.manifest import episodes
from narrator.publishing.shelf import shelf_page

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

LOOPBACK = "127.0.0.1"
PORT = 8000

_EXTRA = f"serving needs more packages: {pip_install('narrator[serve]')}"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_TYPES = {key: kind.split(";")[0] for key, kind in AUDIO.items()} | {key: v[1] for key, v in SIDECARS.items()}


class Server:
    """A server that holds its port from the moment it is made, so that its address is certain.

    `host` other than this machine itself puts a token into every address: who does not have it
    sees nothing.  Raises UsageError where the extra is missing or the port is taken, InputError
    where `folder` is none.
    """

    def __init__(
        self, folder: Path, *, host: str = LOOPBACK, port: int = PORT, token: str | None = None
    ) -> None:
        if not folder.is_dir():
            raise InputError(f"{folder} is no folder: name the one that `narrator make` wrote episodes to")
        if not 0 <= port <= 65_535:
            raise UsageError(f"{port} is no port: choose one from 1024 to 65535 with --port")
        self.token = token or (None if is_this_machine(host) else secrets.token_urlsafe(16))
        self._server = _uvicorn_server(make_app(folder, self.token, host), self._tell)
        self._started: Callable[[], None] | None = None
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server((host, port), family=family)
        except OSError as error:
            reason = reason_of(error)
            raise UsageError(
                f"can't listen on {host} port {port}: {reason}; choose another with --port"
            ) from error
        shown = (
            socket.gethostname() if host in ("0.0.0.0", "::", "") else f"[{host}]" if ":" in host else host
        )
        self.url = f"http://{shown}:{self._socket.getsockname()[1]}/" + (
            f"{self.token}/" if self.token else ""
        )

    def run(self, started: Callable[[], None] | None = None) -> None:
        """Serves until it is interrupted; calls `started` once who asks is answered."""
        self._started = started
        self._server.run(sockets=[self._socket])

    def _tell(self) -> None:
        if self._started:
            self._started()

    def stop(self) -> None:
        """Asks a running server to end, from another thread."""
        self._server.should_exit = True


def _uvicorn_server(app: Starlette, started: Callable[[], None]) -> uvicorn.Server:
    try:
        import uvicorn
    except ImportError as error:
        raise UsageError(_EXTRA) from error

    class Uvicorn(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            started()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            for connection in list(self.server_state.connections):
                connection.transport.abort()  # else a player that pauses would be waited for without an end
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="off", ws="none"
    )
    return Uvicorn(config)


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def make_app(folder: Path, token: str | None = None, host: str = LOOPBACK) -> Starlette:
    """The ASGI application: `/`, `/feed.xml` and the episodes' files, below `/TOKEN` if there is one."""
    try:
        from starlette.applications import Starlette
        from starlette.middleware import Middleware
        from starlette.middleware.trustedhost import TrustedHostMiddleware
        from starlette.routing import Route
    except ImportError as error:
        raise UsageError(_EXTRA) from error
    pages = _Pages(folder.resolve())
    prefix = f"/{token}" if token else ""
    routes = [
        Route(f"{prefix}/", pages.shelf),
        Route(f"{prefix}/{FEED_NAME}", pages.feed),
        Route(f"{prefix}/{{name}}", pages.file),
    ]
    # A page elsewhere must not reach this server through a name of its own that leads here.
    hosts = ["localhost", LOOPBACK, "[::1]", host] if is_this_machine(host) else ["*"]
    guard = Middleware(TrustedHostMiddleware, allowed_hosts=hosts)  # type: ignore[arg-type, unused-ignore]
    app = Starlette(routes=routes, middleware=[guard])
    app.router.redirect_slashes = False
    return app


class _Pages:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def shelf(self, _request: Request) -> Response:
        from starlette.responses import HTMLResponse

        found, _ = episodes(self._folder)
        return HTMLResponse(shelf_page(found, FEED_NAME), headers=_HEADERS)

    def feed(self, request: Request) -> Response:
        from starlette.responses import PlainTextResponse, Response

        base = str(request.url).removesuffix(FEED_NAME)
        try:
            feed = build_feed(self._folder, base)
        except InputError as error:
            return PlainTextResponse(str(error), 404, headers=_HEADERS)
        return Response(feed.xml, media_type="application/rss+xml", headers=_HEADERS)

    def file(self, request: Request) -> Response:
        from starlette.responses import FileResponse, PlainTextResponse

        name = request.path_params["name"]
        found, _ = episodes(self._folder)
        kinds = {file: _TYPES.get(key) for episode in found for key, file in episode.files.items()}
        path = (self._folder / name).resolve() if name in kinds else None
        if path is None or path.parent != self._folder or not path.is_file():
            return PlainTextResponse("There is no such page here.", 404, headers=_HEADERS)
        return FileResponse(path, media_type=kinds[name], headers=_HEADERS)

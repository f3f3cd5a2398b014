"""A web address → bytes, with everything bounded: time, size, redirects, and whom we connect to.

The address actually connected to is checked, on every redirect: the name is resolved once, each
result is tested, and the socket goes to that very address, so a name that changes its answer
between the test and the connection gains nothing.  Proxies from the environment are not used, as
behind one the address could not be known.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from narrator.errors import ArticleError

TIMEOUT = 15.0
"""Seconds without a byte before a connection is given up."""
PATIENCE = 60.0
"""Seconds for the whole of a fetch, redirects included."""
MOST_BYTES = 20_000_000
MOST_REDIRECTS = 8
USER_AGENT = "narrator/0.1 (+https://pypi.org/project/narrator/; reads one article for its user)"
_ACCEPT = (
    "text/html,application/xhtml+xml,application/pdf,application/epub+zip,text/plain,text/markdown,*/*;q=0.5"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    data: bytes
    url: str
    """The address after redirects."""
    content_type: str
    charset: str | None


def fetch(url: str, *, allow_private: bool = False, most_bytes: int = MOST_BYTES) -> Fetched:
    """Raises ArticleError for whatever is not an article answered with 200."""
    deadline = time.monotonic() + PATIENCE
    here = url
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(here, allow_private, most_bytes, deadline)
        if isinstance(answer, Fetched):
            return answer
        here = answer
    raise ArticleError(f"{url} redirects more than {MOST_REDIRECTS} times")


def _ask(url: str, allow_private: bool, most_bytes: int, deadline: float) -> Fetched | str:
    """What the address answers, or the address it sends us on to."""
    parts = _parts(url)
    connection = _connection(parts, allow_private)
    try:
        connection.request("GET", _target(parts), headers=_headers())
        response = connection.getresponse()
        if response.status in _REDIRECTS:
            target = response.getheader("Location")
            if not target:
                raise ArticleError(f"{url} redirects without saying where to")
            return urljoin(url, target.strip())
        if response.status != 200:
            raise ArticleError(_refusal(url, response.status, response.reason))
        data = _body(response, url, most_bytes, deadline)
    except TimeoutError as error:
        raise ArticleError(f"{url} did not answer within {TIMEOUT:.0f} seconds; try again later") from error
    except ssl.SSLCertVerificationError as error:
        raise ArticleError(
            f"{url} has no valid certificate ({error.verify_message}), so it is not read"
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise ArticleError(f"{url} can't be reached: {_cause(error)}") from error
    finally:
        connection.close()
    return Fetched(data, url, response.headers.get_content_type(), response.headers.get_content_charset())


def _refusal(url: str, status: int, reason: str) -> str:
    said = f"{url} answered {status}{f' ({reason})' if reason else ''}"
    if status in (401, 402, 403, 429, 451):
        return f"{said}; open it in a browser, save the page and pass the saved file."
    return f"{said}; check the address."


def _cause(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "there is no host of that name, or no network"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return text[:1].lower() + text[1:].rstrip(".")


# ------------------------------------------------------------------ the request


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ArticleError(f"{url} is not a web address: {error}") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise ArticleError(f"{url} is refused: only http and https addresses are read")
    if not parts.hostname:
        raise ArticleError(f"{url} is not a web address: it names no host")
    return parts


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:=&?~#+!$,;'@()*[]")
    return path + ("?" + quote(parts.query, safe="/%:=&?~#+!$,;'@()*[]") if parts.query else "")


def _host(parts: SplitResult) -> str:
    assert parts.hostname is not None
    try:
        return parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ArticleError(f"{parts.geturl()} is not a web address: its host's name is malformed") from error


def _headers() -> dict[str, str]:
    return {
        "User-Agent": USER_AGENT,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip, identity",
        "Connection": "close",
    }


def _connection(parts: SplitResult, allow_private: bool) -> http.client.HTTPConnection:
    host = _host(parts)
    if parts.scheme.lower() == "https":
        return _CheckedHTTPS(host, parts.port or 443, allow_private)
    return _Checked(host, parts.port or 80, allow_private)


# ------------------------------------------------------------------ the connection


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet: not loopback, private, link-local or reserved.

    IPv6 forms that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are judged by that address.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast


def _open(host: str, port: int, allow_private: bool) -> socket.socket:
    last: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not allow_private and not is_public(str(address[0])):
            raise ArticleError(
                f"{host} is refused: {'it' if host == address[0] else address[0]} is an address inside this "
                "machine or network; allow it with --allow-private"
            )
        opened = socket.socket(family, kind, protocol)
        opened.settimeout(TIMEOUT)
        try:
            opened.connect(address)
        except OSError as error:
            opened.close()
            last = error
            continue
        return opened
    raise last or OSError("the host has no address")


class _Checked(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, allow_private: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.allow_private = allow_private

    def connect(self) -> None:
        self.sock = _open(self.host, self.port, self.allow_private)


class _CheckedHTTPS(_Checked):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        try:
            self.sock = _tls().wrap_socket(self.sock, server_hostname=self.host)
        except BaseException:
            self.sock.close()
            raise


def _tls() -> ssl.SSLContext:
    """The system's authorities, and certifi's for the Pythons that come without any."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


# ------------------------------------------------------------------ the answer


def _body(response: http.client.HTTPResponse, url: str, most_bytes: int, deadline: float) -> bytes:
    """The body, unpacked, read in pieces so that neither size nor slowness can run away."""
    encoding = (response.getheader("Content-Encoding") or "identity").lower().strip()
    if encoding not in ("gzip", "x-gzip", "deflate", "identity", ""):
        raise ArticleError(f"{url} is packed as {encoding}, which was not asked for")
    unpack = zlib.decompressobj(47) if encoding not in ("identity", "") else None
    parts: list[bytes] = []
    size = 0
    while piece := response.read1(65_536):
        if unpack is not None:
            try:
                piece = unpack.decompress(piece, most_bytes - size + 1)
            except zlib.error as error:
                raise ArticleError(f"{url} sent a damaged page: {error}") from error
        size += len(piece)
        if size > most_bytes:
            raise ArticleError(f"{url} is larger than {most_bytes // 1_000_000} MB, too large for an article")
        if time.monotonic() > deadline:
            raise ArticleError(f"{url} took longer than {PATIENCE:.0f} seconds; try again later")
        parts.append(piece)
    return b"".join(parts)

"""One request to Google through the gTTS library, and whether its answer can be right.

gTTS is used as it is; `_Transport` gives the requests that it makes what it leaves out: verified TLS, a
time limit for the whole reply, and the proxies and certificates that the environment names (HTTPS_PROXY,
NO_PROXY, REQUESTS_CA_BUNDLE, SSL_CERT_FILE).
"""

from __future__ import annotations

import io
import os
import time
import types
from typing import Any

import gtts  # type: ignore[import-untyped]
import gtts.tts  # type: ignore[import-untyped]
import numpy as np
import requests
import urllib3
from numpy.typing import NDArray

from narrator.speech.engine import Speech
from narrator.speech.manners import Manners, Refused, seconds_asked
from narrator.speech.mp3 import BrokenAudio, decode
from narrator.speech.pieces import trimmed
from narrator.speech.recording import Implausible, judge

LARGEST_REPLY = 4 * 1024 * 1024
HASTY = 18.0
"""Letters a second: faster than these voices read, unless the reply was cut short.  The embedded voices
read 10 to 15; a reply is refused for it only if it breaks off as well."""
FADED = 0.1
ENDING = 0.06
"""Speech dies away: the last 0.06 s of a whole reply are below a tenth of its average loudness."""
DOUBT = "perhaps cut short"


def ask(text: str, tld: str, code: str, manners: Manners) -> bytes:
    """The MP3 that Google sends for `text`.  Raises Refused."""
    asking = gtts.gTTS(
        text,
        tld=tld,
        lang=code,
        lang_check=False,
        pre_processor_funcs=[],
        timeout=_TimeLimit(manners.connect, manners.read, manners.whole),
    )
    reply = io.BytesIO()
    try:
        asking.write_to_fp(reply)
    except gtts.gTTSError as error:
        raise _refusal(error) from error
    except (AssertionError, ValueError) as error:  # what gTTS makes of text or a reply that it can't use
        raise Refused(f"sent an answer that can't be understood ({error})") from error
    return reply.getvalue()


def _refusal(error: gtts.gTTSError) -> Refused:
    return _unanswered(error.__context__) if error.rsp is None else _answered(error.rsp)


def _unanswered(cause: BaseException | None) -> Refused:
    if isinstance(cause, requests.exceptions.SSLError):
        return Refused(
            "could not be reached safely (its certificate is not trusted here; behind a company's proxy, "
            "set REQUESTS_CA_BUNDLE to the proxy's certificate)",
            tries=1,
        )
    if isinstance(cause, requests.exceptions.Timeout):
        return Refused("gave no answer in time", tries=3)
    return Refused("could not be reached", tries=3)


def _answered(response: requests.Response) -> Refused:
    status = response.status_code
    asked = seconds_asked(response.headers.get("Retry-After"))
    if status == 429:
        return Refused("refused: too many requests (429)", overloaded=True, asked=asked)
    if status in {502, 503, 504} or asked is not None:
        return Refused(f"is overloaded ({status})", overloaded=True, asked=asked)
    if status == 200:
        return Refused("sent an answer without audio")
    if status >= 500:
        return Refused(f"failed ({status})")
    return Refused(f"refused ({status} {response.reason})", tries=2)


def fault_of(data: bytes, text: str) -> str:
    """What is wrong with the audio sent for `text`; "" if nothing is."""
    try:
        samples, rate = decode(data)
        judge(Speech(samples, rate), text, 1.0)
    except BrokenAudio as broken:
        return str(broken)
    except Implausible:
        return f"{len(samples) / rate:.1f} s long for {len(text)} characters"
    if not len(trimmed(samples, rate)):
        return "silent"
    letters = sum(char.isalnum() for char in text)
    hasty = letters > HASTY * (len(samples) / rate)
    abrupt = _breaks_off(samples, rate)
    if hasty and abrupt:
        return "cut short"
    return DOUBT if hasty or abrupt else ""


def _breaks_off(samples: NDArray[np.int16], rate: int) -> bool:
    loudness = np.sqrt(np.mean(samples.astype(np.float64) ** 2))
    ending = np.sqrt(np.mean(samples[-round(ENDING * rate) :].astype(np.float64) ** 2))
    return bool(ending > FADED * loudness)


# --------------------------------------------------------------------------- the transport


class _TimeLimit(tuple[float, float]):
    """(connect, read) as requests takes them, and how long the whole reply may take."""

    whole: float

    def __new__(cls, connect: float, read: float, whole: float) -> _TimeLimit:
        limit = super().__new__(cls, (connect, read))
        limit.whole = whole
        return limit


class _Transport(requests.Session):
    """What gTTS sends through.  It passes verify=False to `send`; here certificates are verified."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        limit = options.get("timeout")
        begun = time.monotonic()
        settings = self.merge_environment_settings(request.url or "", {}, True, True, None)
        if settings["verify"] is True:
            settings["verify"] = os.environ.get("SSL_CERT_FILE") or True
        options.update(settings)
        response = super().send(request, **options)
        whole = limit.whole if isinstance(limit, _TimeLimit) else float("inf")
        body = bytearray()
        try:
            while chunk := response.raw.read1(65536, decode_content=True):
                body += chunk
                if time.monotonic() - begun > whole:
                    raise requests.exceptions.ReadTimeout("the reply took too long", request=request)
                if len(body) > LARGEST_REPLY:
                    raise requests.exceptions.ContentDecodingError("the reply is too long", request=request)
        except urllib3.exceptions.ReadTimeoutError as error:
            raise requests.exceptions.ReadTimeout(error, request=request) from error
        except urllib3.exceptions.HTTPError as error:
            raise requests.exceptions.ConnectionError(error, request=request) from error
        finally:
            response.close()
        response._content, response._content_consumed = bytes(body), True
        return response


def _through(transport: type[requests.Session]) -> types.ModuleType:
    """`requests` as gTTS sees it: the same module but for its sessions, and seen by gTTS alone."""
    ours = types.ModuleType("requests")
    ours.__dict__.update(requests.__dict__)
    ours.__dict__["Session"] = transport
    return ours


gtts.tts.requests = _through(_Transport)

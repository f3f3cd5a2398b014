"""Addresses: URLs, e-mail, handles, hashtags, as one would read them to someone writing them down."""

from __future__ import annotations

import re

from narrator.spoken.claims import Rule
from narrator.spoken.initials import spell
from narrator.spoken.numbers import digits, number

SIGNS = {".": "dot", "/": "slash", "_": "underscore", "-": "dash", "~": "tilde", "+": "plus", "@": "at"}
TOP = (
    r"com|org|net|gov|edu|mil|int|info|io|co|ai|app|dev|fm|tv|me|news"
    r"|uk|us|ca|de|fr|eu|au|ie|in|jp|nl|ch|at|es|it|ru"
)
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[./_~+@-]|[^\W\d_]+")
LONGEST_PATH = 40
"""Of a longer address only the host is read: nobody can take down the rest by ear."""


def spoken_address(text: str) -> str:
    return " ".join(filter(None, (_part(piece) for piece in _PIECE.findall(text))))


def _part(piece: str) -> str:
    if piece in SIGNS:
        return SIGNS[piece]
    if piece.isdecimal():
        return number(piece) if len(piece) <= 2 else digits(piece)
    if piece.isascii() and len(piece) <= 4 and not re.search("[aeiouy]", piece, re.I):
        return spell(piece.upper())
    return "U K" if piece == "uk" else piece


def _url(match: re.Match[str]) -> str:
    host, path = match["host"], (match["path"] or "").rstrip("/")
    host = re.sub(r"^www\.", "", host, flags=re.I)
    readable = len(path) <= LONGEST_PATH and not re.search(
        r"[?=&%#:;,]|\d{5}|[^/\d-]\d|\d[^/\d-]|[A-Z]{2}|[a-z][A-Z]", path
    )
    return spoken_address(host + path if readable else host)


def _email(match: re.Match[str]) -> str:
    return spoken_address(match[0])


def _camel(name: str) -> str:
    return spoken_address(name.replace("_", " "))


HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,6}"
PATH = r"(?P<path>/(?:[^\s<>\"'()\[\]{}|]{0,2000}[^\s<>\"'()\[\]{}|.,;:!?])?)?"

RULES = (
    Rule(
        "e-mail",
        re.compile(r"(?<![\w.+-])(?:mailto:)?[\w.+-]{1,64}@" + HOST + r"[A-Za-z]{2,24}\b"),
        _email,
        needs="@",
    ),
    Rule(
        "url",
        re.compile(
            r"\b(?:https?|ftp)://(?:[^\s/@]{1,64}@)?(?P<host>[^\s/<>\"'()\[\]?#:,;!]{0,252}[^\W_])(?::\d{1,5})?"
            + PATH,
            re.I,
        ),
        _url,
        needs=":",
    ),
    Rule(
        "bare address",
        re.compile(r"(?<![\w.@/-])(?P<host>(?:www\.)?" + HOST + r"(?:" + TOP + r"))\b(?![.-]?\w)" + PATH),
        _url,
    ),
    Rule("handle", re.compile(r"(?<![\w@])@(\w{1,50})"), lambda match: f"at {_camel(match[1])}", needs="@"),
    Rule(
        "number sign",
        re.compile(r"(?<![\w#&])#(\d{1,9})(?!\w)"),
        lambda match: f"number {number(match[1])}",
        needs="#",
    ),
    Rule(
        "hashtag",
        re.compile(r"(?<![\w#&])#(\w{1,100})"),
        lambda match: f"hashtag {_camel(match[1])}",
        needs="#",
    ),
)

"""The marks inside a line of a script file, and what keeps words that look like marks from being read so.

The marks are those of Markdown and Pandoc: `\\` before a character takes its meaning away, `&#xHH;` stands
for a character that cannot be seen, `~~words~~` are not spoken, `[words]{say="others"}` are spoken
otherwise, `<!-- words -->` is a comment.  Each `escape` here is undone by its `unescape`, for any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from narrator.model import Replacement

_HIDDEN = "\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
"""Control characters, line breaks and the marks that turn the direction of text: written visibly."""

_MEANT_LITERALLY = re.compile(rf"(?P<mark>[\\*~{{]|<(?=!)|&(?=#))|(?P<hidden>[{_HIDDEN}])")
_BRACKETS = re.compile(r"(\\.)|([\[\]])")
_ANGLES = re.compile(r"(\\.)|([<>])")
_QUOTES = re.compile(r'(\\.)|(")')
_EDGES = re.compile(r"^\s+|\s+$")
_ESCAPED = r"""\\([!-/:-@\[-`{-~])|&\#x([0-9A-Fa-f]{1,6});|&\#([0-9]{1,7});"""
_LITERAL = re.compile(_ESCAPED, re.VERBOSE)
QUOTED = r'(?:"((?:\\.|[^"\\])*)"|[“”„]([^“”„]*)[“”])'
"""Two groups, the second for the curly marks into which word processors turn the straight ones."""
_STRUCK = r"~~((?:\\.|~(?!~)|[^~\\])+)~~"
_STRUCK_WHOLE = re.compile(_STRUCK)
_INLINE = re.compile(rf"{_ESCAPED}|\[((?:\\.|[^\[\]\\])*)\]\{{say={QUOTED}\}}|{_STRUCK}")
_STRAY_MARK = re.compile(r"(?<!\\)\]\{\s*([^\s=}]*)[^}]*\}?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_COMMENT_EDGE = re.compile(r"\\.|<!(?:--|[—–])")
_END = re.compile("-->")
_COMMENT_END = re.compile(r"(?:--|[—–])>")
_COMMAND_WITHIN = re.compile(
    r"(?<!\\)\[(?:pause\s{1,3}[\d.,]{1,8}\s?(?:ms|s|sec|seconds?)?|chime|music\s[^\[\]]{1,200}\.\w{2,4})\]"
)


def storable(text: str) -> str:
    """The text without lone surrogates, which no UTF-8 file can hold."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def visible(character: str) -> str:
    return f"&#x{ord(character):X};"


def escape(text: str) -> str:
    """The text as it stands in a file, so that `unescape` gives it back."""

    def literal(match: re.Match[str]) -> str:
        return "\\" + match[0] if match["mark"] else visible(match[0])

    return _MEANT_LITERALLY.sub(literal, text)


def escape_edges(written: str) -> str:
    """Escaped text whose first and last white space no editor's tidying takes away."""
    return _EDGES.sub(lambda run: "".join(map(visible, run[0])), written)


def escape_brackets(text: str) -> str:
    """Text between square brackets."""
    return _escape_also(_BRACKETS, text)


def escape_angles(text: str) -> str:
    """Text between angle brackets."""
    return _escape_also(_ANGLES, text)


def escape_quoted(text: str) -> str:
    """Text between double quotes, quotes included."""
    return f'"{_escape_also(_QUOTES, text)}"'


def _escape_also(meant: re.Pattern[str], text: str) -> str:
    return meant.sub(lambda match: match[1] or "\\" + match[2], escape(text))


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    code = int(match[2], 16) if match[2] else int(match[3])
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]


def unescape(written: str) -> str:
    return _LITERAL.sub(_character, written)


# --------------------------------------------------------------------------- a line's words


class Words(NamedTuple):
    """What `**Speaker:**` is followed by."""

    text: str
    replacements: tuple[Replacement, ...]
    silent: bool


def write_words(words: Words) -> str:
    """A line in the file's markup.  Raises ValueError for replacements that overlap or lie outside."""
    text, pieces, at = words.text, [], 0
    for start, end, say in sorted((r.start, r.end, r.say) for r in words.replacements):
        if not at <= start <= end <= len(text):
            raise ValueError(f"replacement {start}–{end} overlaps another or lies outside of {text!r}")
        pieces.append(escape(text[at:start]))
        part_is_struck = not say and start < end and (start, end) != (0, len(text)) and not words.silent
        if part_is_struck:
            pieces.append(f"~~{escape(text[start:end])}~~")
        else:
            pieces.append(f"[{escape_brackets(text[start:end])}]{{say={escape_quoted(say)}}}")
        at = end
    written = escape_edges("".join([*pieces, escape(text[at:])]))
    return f"~~{written}~~" if words.silent else written


def read_words(written: str) -> Words:
    """The reverse of `write_words`, for any text."""
    if whole := _STRUCK_WHOLE.fullmatch(written):
        inner = _read_inline(whole[1])
        return Words(inner.text, inner.replacements, True)
    return _read_inline(written)


def _read_inline(written: str) -> Words:
    pieces: list[str] = []
    replacements: list[Replacement] = []
    at = length = 0
    for match in _INLINE.finditer(written):
        _, _, _, replaced, straight, curly, struck = match.groups()
        say = straight if curly is None else curly
        before = written[at : match.start()]
        if replaced is not None:
            piece = unescape(replaced)
        elif struck is not None:
            piece, say = _read_inline(struck).text, ""
        else:
            piece = _character(match)
        start = length + len(before)
        if say is not None:
            replacements.append(Replacement(start, start + len(piece), unescape(say)))
        pieces += before, piece
        length = start + len(piece)
        at = match.end()
    pieces.append(written[at:])
    return Words("".join(pieces), tuple(replacements), False)


class Fault(NamedTuple):
    kind: Literal["stray", "strike", "empty", "command"]
    """A mark like `[words]{sya="…"}`, which `read_words` does not know and would speak; a `~~` without
    another that closes it; a `[]{say="…"}` around nothing; a `[pause 1s]` among words, where it is none."""
    at: int
    """Where in the written words."""
    name: str = ""
    """Of a stray mark; a command as it is written."""


def faults(written: str) -> Iterator[Fault]:
    """What is wrong with the marks of a line."""
    for match in _INLINE.finditer(written):
        if match[4] == "":
            yield Fault("empty", match.start())
    rest = _INLINE.sub(lambda match: " " * len(match[0]), written)
    for match in _STRAY_MARK.finditer(rest):
        yield Fault("stray", match.start(), match[1])
    for match in _COMMAND_WITHIN.finditer(rest):
        yield Fault("command", match.start(), match[0])
    if (open_strike := rest.find("~~")) >= 0:
        yield Fault("strike", open_strike)


# --------------------------------------------------------------------------- comments

_IN_COMMENT = re.compile(rf"&(?=#)|(?<=--)>|(?!\n)[{_HIDDEN}]")
_REFERENCE = re.compile(r"()&#x([0-9A-Fa-f]{1,6});|&#([0-9]{1,7});")


def write_comment(text: str, *, literally: bool = False) -> str:
    """`literally`: the text would be taken for a remark of the program; its first letter is hidden."""
    written = _IN_COMMENT.sub(lambda match: visible(match[0]), text)
    if literally and written:
        written = visible(text[0]) + _IN_COMMENT.sub(lambda match: visible(match[0]), text[1:])
    return f"<!-- {written} -->"


def read_comment(written: str) -> str:
    return _REFERENCE.sub(_character, written)


@dataclass(frozen=True, slots=True)
class Uncommented:
    """A piece of a file taken apart: the words that are left, and the comments as written."""

    words: str
    comments: tuple[str, ...]
    open: str
    """A comment at the end that is not closed, from its first sign on."""


def comment_end(opened: str, written: str, at: int = 0) -> re.Match[str] | None:
    """The sign that closes a comment which begins with `opened`.

    Word processors make a dash of two hyphens: what is opened with a dash is closed with either.
    """
    return (_END if opened.startswith("<!--") else _COMMENT_END).search(written, at)


def take_comments(written: str) -> Uncommented:
    kept: list[str] = []
    comments: list[str] = []
    at = 0
    while True:
        edge = next((m for m in _COMMENT_EDGE.finditer(written, at) if m[0][0] == "<"), None)
        if edge is None:
            return Uncommented(joined([*kept, written[at:]]), tuple(comments), "")
        kept.append(written[at : edge.start()])
        close = comment_end(edge[0], written, edge.end())
        if close is None:
            return Uncommented(joined(kept), tuple(comments), written[edge.start() :])
        comments.append(written[edge.end() : close.start()].strip())
        at = close.end()


def joined(pieces: Iterable[str]) -> str:
    """In one line, without white space at the seams."""
    return " ".join(stripped for piece in pieces if (stripped := piece.strip()))

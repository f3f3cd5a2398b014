"""Markdown → passages, with markdown-it-py; front matter as metadata."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from narrator.model import BlockKind
from narrator.reading.pieces import Draft, Facts, Passage, join
from narrator.reading.sources import Material

if TYPE_CHECKING:
    from markdown_it.token import Token

TABLE = "table: a table, which can't be followed by ear"
CODE = "code: a listing, which can't be followed by ear"
FOOTNOTE = "footnote: a note below the text, which its place in the text points to"
RULE = "* * *"
"""A drawn rule; people's sections end at one."""
PICTURE = "picture: a picture's description"

_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|\Z)", re.S)
_KEY = re.compile(r"[\w-]+")
_LONGEST_FRONT = 20_000
_MOST_AUTHORS = 20
_SIGNS = (
    re.compile(r"^#{1,6} \S", re.M),
    re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)"),
    re.compile(r"^(?:[^\n]{1,200}\n)(?:={4,}|-{4,})[ \t]*$", re.M),
    re.compile(r"(?<![\w*])\*\*[^*\s][^*\n]{0,200}\*\*(?![\w*])"),
    re.compile(r"^> \S", re.M),
    re.compile(r"^[*+-] \S", re.M),
    re.compile(r"^```", re.M),
    re.compile(r"!\[[^\]\n]{0,200}\]\("),
)
_EMPHASIS = re.compile(r"(?<![\w*])(?P<mark>\*{1,2}|_{1,2})(?=[^\s*_])(?P<words>[^*_]+)(?P=mark)(?![\w*])")
_LABEL = re.compile(r"[A-ZÀ-Þ][\w.'’-]{0,20}(?: [A-ZÀ-Þ][\w.'’-]{0,20}){0,3}:(?: |$)")
"""Who speaks, in front of a line: `Q:`, `Ana:`, `ANA RUIZ:`."""
_TIGHT_HEADING = re.compile(r"^#{2,6}(?=[^\W_])", re.M)
"""`###Friday`, a heading to whoever wrote it; `#friday` is a topic of a social network."""
_FILLED_LINK = re.compile(r"\]\([ \t]*\{\{[^{}]{1,200}\}\}")
"""A link whose address a template fills in: `[the mill]({{ site.url }}/mill)`."""
_ATTRIBUTES = re.compile(r"\{:[^{}]{0,300}\}")
"""What a paragraph or picture is to look like: `{: .center}`."""
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,20}\](?!:)")
# What stands indented under a note, a blank line between or not, is the note's too.
_FOOTNOTE_TEXT = re.compile(
    r"^ {0,3}\[\^[^\]\s]{1,20}\]:[ \t]*(?P<note>\S.*(?:\n(?:[ \t]*\n)?(?:\t| {2,})\S.*)*)", re.M
)


def looks_like_markdown(text: str) -> bool:
    """Whether the text is surely Markdown: front matter, a footnote and the mark that points to it, two
    strong signs, or a strong and a weak one."""
    sample = text[:200_000]
    front = _FRONT.match(sample)
    if front and _front_matter(front.group(1), front.group(2)):
        return True
    heading, link, underlined, *weak = (len(sign.findall(sample)) for sign in _SIGNS)
    strong = heading + link + underlined
    if _FOOTNOTE_TEXT.search(sample) and _FOOTNOTE.search(sample):
        return True
    if heading >= 2 or link >= 2 or (heading and link):
        return True
    return strong >= 1 and any(weak)


def read_markdown(material: Material) -> Draft:
    """CommonMark with tables, notes and front matter (YAML or TOML); tags are dropped."""
    from markdown_it import MarkdownIt

    text, facts = material.text, Facts()
    match = _FRONT.match(text)
    if match and (
        front := _front_matter(match.group(1), match.group(2))
    ):  # else it is text between two rules
        facts = _facts(front)
        text = text[match.end() :]
    text = _ATTRIBUTES.sub("", _FILLED_LINK.sub("](#", _TIGHT_HEADING.sub(r"\g<0> ", text)))
    notes = [_undented(match["note"]) for match in _FOOTNOTE_TEXT.finditer(text)]
    text = _FOOTNOTE.sub("", _FOOTNOTE_TEXT.sub("", text))
    # html=True lets tags through as tokens of their own, so that they are dropped, not read aloud.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable("table")
    below = [replace(said, reason=FOOTNOTE) for note in notes for said in _passages(parser.parse(note))]
    joined, pieces = join([*_passages(parser.parse(text)), *below])
    # Without a heading in markup, the headline is found as in plain text.
    headed = bool(facts.title) or any(piece.kind is BlockKind.HEADING for piece in pieces)
    return Draft(joined, pieces, facts, structured=headed)


def _undented(note: str) -> str:
    return re.sub(r"^(?:\t| {1,4})", "", note, flags=re.M)


@lru_cache(maxsize=1)
def _front_matter(fence: str, body: str) -> dict[str, str]:
    """Its entries as words, by their names in lower case; empty if it is no front matter at all.

    Kept from where a text is told to be Markdown to where it is read.
    """
    entries = _toml(body) if fence == "+++" else _yaml(body)
    return {key.lower(): _in_words(value) for key, value in entries.items()}


def _toml(body: str) -> dict[str, Any]:
    try:
        return tomllib.loads(body)
    except tomllib.TOMLDecodeError:
        return {}


def _yaml(body: str) -> dict[str, Any]:
    import yaml

    try:
        # Every value stays a string.  A colon in a title breaks YAML, and is written all the same.
        found = yaml.load(body, Loader=yaml.BaseLoader) if len(body) <= _LONGEST_FRONT else None
    except (yaml.YAMLError, RecursionError):
        found = None
    entries = found if isinstance(found, dict) else _lines(body)
    return entries if all(isinstance(key, str) and _KEY.fullmatch(key) for key in entries) else {}


def _lines(body: str) -> dict[str, str]:
    lines = [line for line in body.splitlines() if line.strip() and line[0] not in " \t-#"]
    pairs = [line.partition(":") for line in lines]
    return {key if colon else "": value.strip().strip("\"'") for key, colon, value in pairs}


def _in_words(value: object) -> str:
    """One value, or several: the authors of an article, each a name or an entry with one."""
    several = value[:_MOST_AUTHORS] if isinstance(value, list) else [value]
    named = [one.get("name") if isinstance(one, dict) else one for one in several]
    return ", ".join(" ".join(str(one).split()) for one in named if one and not isinstance(one, (dict, list)))


def _facts(front: dict[str, str]) -> Facts:
    date = re.match(r"\d{4}-\d{2}-\d{2}", front.get("date", ""))
    return Facts(
        title=_EMPHASIS.sub(r"\g<words>", unescape(front.get("title", ""))),
        byline=front.get("author") or front.get("byline") or front.get("authors") or None,
        site=front.get("site") or front.get("publication") or None,
        date=date.group() if date else None,
        language=front.get("lang") or front.get("language") or None,
    )


def _passages(tokens: Sequence[Token]) -> Iterator[Passage]:
    """One passage for each leaf block; tables, code and raw HTML are passages with a reason."""
    depth = {"list": 0, "blockquote": 0, "heading": 0, "table": 0}
    level = 0
    cells: list[str] = []
    for token in tokens:
        name = (
            token.type.removesuffix("_open")
            .removesuffix("_close")
            .removeprefix("bullet_")
            .removeprefix("ordered_")
        )
        if name in depth:
            depth[name] += token.nesting
            level = int(token.tag[1]) if name == "heading" else level
        if token.type in ("fence", "code_block"):
            yield Passage(token.content, reason=CODE)
        elif token.type == "table_close":
            yield Passage(" ".join(cells), reason=TABLE)
            cells = []
        elif token.type == "inline" and depth["table"]:
            cells.append(_said(token.children or []))
        elif token.type == "inline":
            kind = next((kind for name, kind in _KINDS if depth[name]), BlockKind.PARAGRAPH)
            for line in _turns(token.children or []):
                for children in _under_label(line):
                    yield from _inline(children, kind, level)
        elif token.type == "hr":
            yield Passage(RULE)


_KINDS = (("heading", BlockKind.HEADING), ("list", BlockKind.ITEM), ("blockquote", BlockKind.QUOTE))


def _turns(children: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Each speaker's line of a talk that is set line under line: two lines or more open with a label.

    `**Ana:** Why?` over `**Tom:** Because.`, which Markdown would join to one paragraph.
    """
    breaks = [at for at, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
    ends = [*breaks, len(children)]
    opens = [
        start
        for start, end in zip([0, *(at + 1 for at in breaks)], ends, strict=True)
        if _LABEL.match(_said(children[start:end]))
    ]
    cuts = [0, *(start for start in opens if start), len(children)] if len(opens) > 1 else [0, len(children)]
    for start, end in pairwise(cuts):
        yield children[start:end]


def _under_label(children: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """A line set wholly in bold, a name or a question, and the plain lines under it; else all as one."""
    at = next((index for index, child in enumerate(children) if child.type == "hardbreak"), len(children))
    label, below = children[:at], children[at + 1 :]
    opening = _said(below)[:1]
    if _wholly_strong(label) and opening and not opening.islower() and not _opens_strong(below):
        yield label
        yield below
    else:
        yield children


def _opens_strong(children: Sequence[Token]) -> bool:
    spoken = (child for child in children if child.type != "text" or child.content.strip())
    return next((child.type in ("strong_open", "em_open") for child in spoken), False)


def _inline(children: Sequence[Token], kind: BlockKind, level: int) -> Iterator[Passage]:
    said = _said(children)
    if said:
        heads = kind is BlockKind.HEADING
        yield Passage(
            said, kind, level if heads else 0, _wholly_strong(children), _link(children) if heads else None
        )
    for child in children:
        if child.type == "image" and child.content:
            yield Passage(child.content, reason=PICTURE)


def _said(children: Sequence[Token]) -> str:
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()


def _wholly_strong(children: Sequence[Token]) -> bool:
    depth = 0
    for child in children:
        if child.type in ("strong_open", "em_open"):
            depth += 1
        elif child.type in ("strong_close", "em_close"):
            depth -= 1
        elif child.type in ("text", "code_inline") and child.content.strip(" :") and not depth:
            return False
    return any(child.type in ("strong_open", "em_open") for child in children)


def _link(children: Sequence[Token]) -> str | None:
    return next((str(child.attrGet("href")) for child in children if child.type == "link_open"), None)

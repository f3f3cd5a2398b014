"""Script → Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from narrator.model import NARRATOR, Item, Line, LineKind, Note, Pause, Script, Segment, Sound
from narrator.script.canonical import canonical
from narrator.script.fingerprint import write_seal
from narrator.script.frontmatter import write_front_matter
from narrator.script.hard_names import hard_names
from narrator.script.markup import (
    Words,
    escape,
    escape_angles,
    escape_brackets,
    escape_edges,
    escape_quoted,
    write_comment,
    write_words,
)
from narrator.script.remarks import GUIDE, remark, write_note

CHIME = "chime"
_PLAIN_LINK = re.compile(r"(?!.*&#)[^\s()<>\\\x00-\x20]+")


def write_script(script: Script, *, machine: Script | None = None) -> str:
    """The script as a file.  `read_script` gives it back, but for offsets into the article.

    `machine` is what the program itself made, where an editor's work has been merged into `script`: the
    file then counts as edited (`is_edited`), and the next merge knows which words are the editor's.
    """
    written = _unsealed(script)
    if machine is None:
        return written + "\n" + write_seal(written, canonical(script))
    return written + "\n" + write_seal(_unsealed(machine), canonical(machine))


def _unsealed(script: Script) -> str:
    held = canonical(script)
    whose = people_in_titles(role.name for role in held.cast)
    parts = [write_front_matter(held, hard_names(held)), "\n", write_comment(GUIDE), "\n"]
    segments = ["\n" + _items(_heading(segment, whose(segment.title)), segment) for segment in held.segments]
    return "".join([*parts, *segments])


def _heading(segment: Segment, person: str | None) -> str:
    could_be_a_link = segment.link is not None or "](" in segment.title
    title = escape_brackets(segment.title) if could_be_a_link else escape(segment.title)
    if segment.link:
        title = f"[{title}]({_link(segment.link)})"
    if segment.silent:
        title = f"~~{title}~~"
    mark = ""
    if segment.person != person:
        mark = f"{{person={escape_quoted(segment.person or NARRATOR)}}}"
    return " ".join(part for part in ("##", title, mark) if part) + "\n"


def people_in_titles(names: Iterable[str]) -> Callable[[str], str | None]:
    """Tells whose segment it is when its title says so: it is a name of the cast, or begins with one."""
    known = frozenset(names) - {NARRATOR}
    lengths = sorted({len(name) for name in known}, reverse=True)

    def person_in(title: str) -> str | None:
        begun = (title[:length] for length in lengths if _may_end(title[length : length + 1]))
        return next((name for name in begun if name in known), None)

    return person_in


def _may_end(following: str) -> bool:
    """Whether a name can end before this."""
    return not following.isalnum() and following not in ("'", "’")


def _link(address: str) -> str:
    if _PLAIN_LINK.fullmatch(address):
        return address
    return f"<{escape_angles(address)}>"


def _items(heading: str, segment: Segment) -> str:
    """A blank line opens a paragraph; what stands between two lines of one paragraph opens none."""
    written = [heading]
    for index, item in enumerate(segment.items):
        if isinstance(item, Note) and item.trailing:
            above = written.pop().removesuffix("\n")
            written.append(f"{above} {write_note(item.text)}\n")
            continue
        following = next((later for later in segment.items[index:] if isinstance(later, Line)), None)
        if following is None or following.opens_paragraph:
            written.append("\n")
        written.append(_item(item))
    return "".join(written)


def _item(item: Item) -> str:
    match item:
        case Line():
            return _line(item) + "\n"
        case Pause(seconds=seconds):
            return f"[pause {seconds:g}s]\n"
        case Sound(name=name):
            return f"[{CHIME}]\n" if name == CHIME else f"[music {escape_edges(escape_brackets(name))}]\n"
        case Note(text=text):
            return write_note(text) + "\n"


def _line(line: Line) -> str:
    words = write_words(Words(line.text, line.replacements, line.silent))
    if line.kind is LineKind.HEADING:
        return f"### {words}"
    label = f"**{escape(line.speaker or NARRATOR)}:**"
    return " ".join(part for part in (label, words, remark(line)) if part)

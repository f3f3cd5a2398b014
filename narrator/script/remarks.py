"""The comments which the program itself writes into a script file, and takes back when it reads one.

Three of them: how the file is corrected (at the top), where to look (behind a line whose speaker is not
certain), and what the file was like when it was written (at the end; `fingerprint.py`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from narrator.model import Line, LineKind
from narrator.script.canonical import percent_sure
from narrator.script.markup import read_comment, write_comment

GUIDE = (
    "How to correct this script: **Name:** says who speaks; change the name or the words, strike out\n"
    '     ~~what is not to be spoken~~, write [1791]{say="seventeen ninety-one"}; [pause 0.8s] and [chime]\n'
    "     stand on lines of their own. The whole format: docs/script.md"
)
SEAL = "as narrator wrote it:"
_NOT_KNOWN = "speaker not known"
_UNSURE = re.compile(r"check the speaker: (\d{1,2}) % sure(?:, by (\S.*))?")


def remark(line: Line) -> str | None:
    """What the editor should look at in a canonical line, as a comment."""
    if line.kind is LineKind.QUOTE and line.speaker is None:
        return write_comment(_NOT_KNOWN)
    if (percent := percent_sure(line)) is None:
        return None
    rule = f", by {line.rule}" if line.rule else ""
    return write_comment(f"check the speaker: {percent} % sure{rule}")


def take_remark(line: Line, comments: tuple[str, ...]) -> tuple[Line, tuple[str, ...]]:
    """The line with what the program's own remark says of it, and the comments that are the editor's."""
    if not comments:
        return line, comments
    if comments[0] == _NOT_KNOWN:
        is_quote = line.speaker is None and line.kind is LineKind.NARRATION
        return (replace(line, kind=LineKind.QUOTE) if is_quote else line), comments[1:]
    if found := _UNSURE.fullmatch(comments[0]):
        if line.speaker is None or int(found[1]) >= 80:
            return line, comments[1:]
        rule = read_comment(found[2]) if found[2] else None
        return replace(line, confidence=int(found[1]) / 100, rule=rule), comments[1:]
    return line, comments


def write_note(text: str) -> str:
    """An editor's comment, never to be taken for the program's own."""
    return write_comment(text, literally=_is_remark(text))


def is_guide(comment: str) -> bool:
    return comment.startswith(GUIDE.partition(":")[0])


def _is_remark(text: str) -> bool:
    return (
        text == _NOT_KNOWN or _UNSURE.fullmatch(text) is not None or is_guide(text) or text.startswith(SEAL)
    )

"""What is on the page but is not speech: emphasis marks, tags, entities, editors' brackets, emoji."""

from __future__ import annotations

import html
import re
import unicodedata

from narrator.spoken.claims import Rule

SOUNDS = (
    r"laughs?|laughter|laughing|chuckles?|giggles|sighs?|applause|cheers|cheering|crying|cries|sobs|coughs|pauses?|"
    r"inaudible|unintelligible|crosstalk|music|silence|smiles|nods|shrugs|gestures|sic|gasps"
)
"""What a transcript notes beside the words; a voice that said it would be saying what nobody said."""


def _entity(match: re.Match[str]) -> str | None:
    char = html.unescape(match[0])
    if char == "&":
        return "and"
    if char == match[0] or len(char) > 2:
        return None
    return (
        char
        if char.isalnum() or char in " ,.;:!?-"
        else {"–": "-", "—": ", ", "’": "'", "‘": "'", "…": "."}.get(char, " ")
    )


def _emoji(match: re.Match[str]) -> str:
    """The character's Unicode name, once for a run of the same; what only colours or joins is not named."""
    names: list[str] = []
    flag = ""
    for char in match[0].strip():
        if "\U0001f1e6" <= char <= "\U0001f1ff":
            flag += chr(ord(char) - 0x1F1E6 + ord("A"))
            if len(flag) == 2:
                names.append(f"{' '.join(flag)} flag emoji")
                flag = ""
        elif not _MODIFIER.match(char):
            name = unicodedata.name(char, "").lower().replace("-", " ")
            said = re.sub(r"\b(?:heavy black|black|white heavy|with|sign of the|symbol for)\b ?", "", name)
            said = " ".join(word for word in said.split() if not re.search(r"\d", word))
            if said and f"{said} emoji" not in names[-1:]:
                names.append(f"{said} emoji")
    return "".join(f", {name}" for name in names[:3]) + (
        ", " if names and re.search(r"\w", match.string[match.end() : match.end() + 3]) else " "
    )


_MODIFIER = re.compile("[\U0001f3fb-\U0001f3ff\u200d\ufe0f\ufe0e\u20e3\U000e0020-\U000e007f]")
EMOJI = (
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b"
    "\u23e9-\u23f3\u2139\u2934\u2935\u3030\U0001f004\U0001f0cf\u200d\ufe0f\u20e3\U000e0020-\U000e007f\U0001f7e0-\U0001f7eb]"
)


def _note_mark(match: re.Match[str]) -> str | None:
    """ "[1]" is a note's mark; the "[y]" of "m[y]" is a letter the editor changed."""
    beside = (
        match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() : match.end() + 1]
    )
    letter = len(match[0]) == 3 and match[0][1].isalpha()
    return None if letter and any(char.isalpha() for char in beside) else ""


LINKS = (
    Rule(
        "link's address",
        re.compile(r"(?<=\])\((?:https?://|/|#|mailto:)[^\s()]{1,1000}(?: \"[^\"]{0,200}\")?\)"),
        "",
        needs="]",
    ),
)
"""Before the addresses, which would read them out."""

RULES = (
    Rule("entity", re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][\da-fA-F]{1,6});"), _entity, needs="&"),
    Rule(
        "tag",
        re.compile(
            r"</?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|i|img|"
            r"ins|kbd|li|mark|ol|p|q|s|small|span|strong|strike|sub|sup|u|ul)"
            r"(?: [^<>]{0,500})?\s?/?>",
            re.I,
        ),
        "",
        needs="<",
    ),
    Rule("stage direction", re.compile(r"[\[(](?:" + SOUNDS + r")[.!]?[\])]", re.I), "", needs="(["),
    Rule("task mark", re.compile(r"(?<![^\n])\s{0,8}(?:[-*+]|\d{1,3}\.) \[[ xX]\] "), "", needs="["),
    Rule(
        "note mark",
        re.compile(r"\[(?:\d{1,3}|[a-z]|note \d{1,3}|citation needed|sic)\](?!\()", re.I),
        _note_mark,
        needs="[",
    ),
    Rule(
        "words left out",
        re.compile(r"\s{0,3}\[\s?(?:\.{3}|…|\. \. \.)\s?\]|\s{0,3}\(\s?(?:\.{3}|…)\s?\)"),
        ",",
        needs="([",
    ),
    Rule("heading mark", re.compile(r"(?<![^\n])#{1,6}\s{1,3}"), "", needs="#"),
    Rule("bullet", re.compile(r"(?<![^\n])\s{0,8}[*+•‣◦▪-] (?=\S)"), "", needs="*+-•‣▪◦"),
    Rule("quote mark", re.compile(r"(?<![^\n])(?:>(?!\d) ?){1,8}"), "", needs=">"),
    Rule(
        "strong",
        re.compile(r"\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=[\w.,!?])_{1,3}(?!\w)|~~|`{1,3}(?!\w)|(?<!\w)`{1,3}"),
        "",
        needs="*_`~",
    ),
    Rule("emoji", re.compile(r"\s?" + EMOJI + r"{1,64}\s?"), _emoji),
)

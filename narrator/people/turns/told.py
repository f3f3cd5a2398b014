"""Talks without questions: what somebody told a writer, under themes or in one go.

`On starting out` / `I was a cook for one summer.` behind an introduction that says who
is talking, and to whom.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from narrator.model import BlockKind
from narrator.people.first_person import unquoted
from narrator.people.headings.read import NAME_IN_TEXT, Trust, read_heading
from narrator.people.lexicon import first_names, is_role
from narrator.people.turns.setting import EDITED, Conversation, Setting, Turn

TOLD_TO = "told to a writer"
MIN_THEMES = 2
MAX_OPENING = 4
"""Passages of an introduction; what is longer is an article with an `I` in it."""
MIN_PARAGRAPHS = 3
MOSTLY = 0.5
"""The share of paragraphs that say `I`, and of sections that begin so."""

_TALKS = re.compile(
    r"\b(?:(?:talk(?:s|ed)|sp(?:oke|eaks)|chat(?:s|ted)) (?:to|with) (?:us|me|our|(?:the )?[A-Z])"
    r"|(?:tells?|told) (?:us|me|[A-Z])|interview(?:ed|s)?|(?:conversation|caught up|sat down) with"
    r"|reflects? on|looks back|(?:his|her|their) own words|shares (?:his|her|their|what)"
    r"|(?:talk|walk)s? us through)\b"
)
_AS_TOLD_TO = (
    rf"[^\w\n]*(?:[Bb]y |BY )?(?P<who>{NAME_IN_TEXT})?,? ?"
    r"(?:[Aa]s told to|AS TOLD TO|[Ii]n conversation with) [A-ZÀ-Þ]"
)
_TOLD_TO = re.compile(_AS_TOLD_TO)
_CREDIT = re.compile(rf"^{_AS_TOLD_TO}[^\n.?!]{{0,60}}\.?$", re.MULTILINE)
"""That line in the whole text: a page's byline is no passage."""
_CLOSING = re.compile(rf"\W*(?P<who>{NAME_IN_TEXT}) (?:is|was|lives|works|runs|teaches|spoke|has)\b")
"""`Ana Ruiz is a baker in Leeds.`, below her words"""
_QUOTED_TITLE = re.compile(r"[^\w“\"‘'«„]*[“\"‘'«„].*\w[^\w”\"’'»“]*[”\"’'»“]\W*$")
_CREDIT_REACH, _NOTE_REACH = 120, 300
"""Characters of a passage in which a credit, or a note that the talk was edited, stands."""
_I = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e)\b")
_OPENS = re.compile(r"\b(?:I|I['’]\w+|[Mm]y|[Mm]e|[Ww]e|[Ww]e['’]\w+|[Oo]ur|[Yy]ou|[Yy]our|[Yy]ou['’]\w+)\b")


def told_to_a_writer(setting: Setting) -> Conversation | None:
    """One person's own words under themes, or under `As told to Tom Lund`, all without marks or questions.

    An introduction says who it is, in the third person, and that somebody talked with them; a writer's own
    `I` there, or the person's name in what follows, makes it an article.
    """
    credit = _CREDIT.search(setting.known.text)
    rest = [
        i
        for i in range(setting.first, len(setting.passages))
        if not _TOLD_TO.match(setting.words(i)[:_CREDIT_REACH])
    ]
    themes = [i for i in rest if setting.passages[i].kind is BlockKind.HEADING]
    prose = [i for i in rest if setting.passages[i].kind is not BlockKind.HEADING]
    opening = _opening(setting, prose, themes, told=credit is not None)
    if opening is None or any(_is_somebodys(setting, i) for i in themes):
        return None
    body = prose[len(opening) :]
    closing = None
    while body and (EDITED.search(setting.words(body[-1])[:_NOTE_REACH]) or _closing(setting, body[-1])):
        closing = _closing(setting, body.pop()) or closing
    guest = _who_tells(setting, credit) or (closing if credit else None)
    guest = guest or setting.interviewee(opening[-1] + 1 if opening else prose[0], False)
    if guest is None or not _is_told(setting, body, themes, guest):
        return None
    turns = [
        Turn(i, setting.passages[i].start, setting.passages[i].end, guest, host=False, rule=TOLD_TO)
        for i in body
    ]
    return Conversation(tuple(turns), (), (guest,), TOLD_TO)


def _opening(setting: Setting, prose: list[int], themes: list[int], *, told: bool) -> list[int] | None:
    """The passages that introduce who talks; None where nobody is introduced so."""
    if not prose:
        return None
    if told:
        opening = []
        for i in prose[:MAX_OPENING]:
            if _I.search(unquoted(setting.words(i))):
                break
            opening.append(i)
        return opening
    if len(themes) < MIN_THEMES:
        return None
    opening = [i for i in prose if i < themes[0]]
    if not 0 < len(opening) <= MAX_OPENING or any(_I.search(unquoted(setting.words(i))) for i in opening):
        return None
    title = " ".join(setting.words(i) for i in range(setting.first))
    announced = any(_TALKS.search(unquoted(setting.words(i))) for i in opening)
    return opening if announced or _QUOTED_TITLE.match(title) else None


def _who_tells(setting: Setting, credit: re.Match[str] | None) -> str | None:
    """`By Ana Ruiz, as told to Tom Lund`"""
    who = credit["who"] if credit else None
    return (setting.known.full_name(who) or who) if who else None


def _closing(setting: Setting, index: int) -> str | None:
    """Whom the line below somebody's words says they are by."""
    words = setting.words(index)
    match = None if _I.search(unquoted(words)) else _CLOSING.match(words)
    return (setting.known.full_name(match["who"]) or match["who"]) if match else None


def _is_somebodys(setting: Setting, index: int) -> bool:
    """`Ana Ruiz, 34` · `Becky` · `The baker`: a round-up's heading, no theme."""
    words = setting.words(index).strip("*_ :.")
    tokens = words.lower().split()
    if not tokens or (len(tokens) <= 2 and (tokens[0] in first_names() or is_role(tokens[-1]))):
        return True
    return any(
        reading.trust is Trust.FORM
        or (
            reading.trust is Trust.NAME and any(setting.known.full_name(words[a:b]) for a, b in reading.spans)
        )
        for reading in read_heading(words)
    )


def _is_told(setting: Setting, body: list[int], themes: list[int], guest: str) -> bool:
    """Most paragraphs say `I` outside quotation marks, most sections begin with `I`, `we` or `you`, and
    nobody calls the guest by name."""
    outside = {i: unquoted(setting.words(i)) for i in body}
    last = re.compile(rf"\b{re.escape(guest.rsplit(maxsplit=1)[-1])}\b")
    if len(body) < MIN_PARAGRAPHS or any(last.search(words) for words in outside.values()):
        return False
    first = [
        following for following in (_following(body, theme) for theme in themes) if following is not None
    ]
    opens = sum(_OPENS.search(outside[i]) is not None for i in first)
    says_i = sum(_I.search(words) is not None for words in outside.values())
    return says_i >= MOSTLY * len(body) and opens >= MOSTLY * len(first)


def _following(body: list[int], theme: int) -> int | None:
    at = bisect_right(body, theme)
    return body[at] if at < len(body) else None

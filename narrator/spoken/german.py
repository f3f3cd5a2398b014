"""German ordinals: "im 19. Jahrhundert" is "im neunzehnten Jahrhundert", and no sentence ends there."""

from __future__ import annotations

import re

from num2words import num2words  # type: ignore[import-untyped]

from narrator.spoken.claims import DIGIT, Rule
from narrator.spoken.context import words

OPENERS = """
    Aber Als Am An Auch Auf Aus Bei Bis Da Damit Danach Dann Das Dem Den Denn Der Die Dies Diese Doch Dort
    Ein Eine Einen Er Erst Es Für Hier Ich Ihr Im In Ist Jetzt Kein Keine Man Mit Nach Nicht Noch Nun Nur Ob
    Ohne Seit Sie So Trotzdem Über Um Und Von Vor Was Weil Wenn Wer Wie Wir Wo Zu Zum Zur Zwar
"""
"""What opens a sentence behind a number that ended one."""
MASCULINE = """
    Versuch Sieg Sohn Film Roman
    Januar Februar März April Mai Juni Juli August September Oktober November Dezember Jänner FC SC SV
    Weltkrieg Platz Tag Stock Advent Spieltag Teil Akt Satz Band Bezirk Senat Rang Geburtstag Jahrestag Mann
"""
FEMININE = """
    Bundesliga Liga Runde Auflage Etage Klasse Halbzeit Kammer Staffel Folge Ausgabe Strafkammer Woche Welle
    Tochter Minute Saison Amtszeit
"""
NEUTER = """
    Jahrhundert Jahrtausend Kapitel Quartal Halbjahr Semester Mal Jahr Buch Tor Obergeschoss Lebensjahr Kind
    Album Spiel
"""

_FOLLOWS = re.compile(rf" (?!(?:{words(OPENERS)})\b)(?=[^\W\d_])")
_WEAK = re.compile(
    r"\b(?:am|im|vom|zum|beim|zur|dem|den|des|bis|ab|seit|(?:in|an|auf|aus|bei|mit|nach|seit|unter|von|vor|zu|"
    r"während|ab) der|"
    r"(?:[msdk]?ein|unser|ihr|eur|dies|jed|jen)(?:em|en|es))(?: (?:rund|genau))? \Z",
    re.I,
)
_NAMED = re.compile(
    r"\b(?:der|die|das|ans|ins|diese|dieser|dieses|jede|jeder|jedes|[msdk]?eine|ihre|unsere) \Z", re.I
)
_JOINED = re.compile(r"\d{1,3}\. (?:und|oder|bis|bis zum) \Z")
_ENDINGS = tuple(
    (re.compile(rf" (?:{words(nouns)})\b"), ending)
    for nouns, ending in ((MASCULINE, "r"), (FEMININE, ""), (NEUTER, "s"))
)


def _ending(match: re.Match[str]) -> str | None:
    """What goes behind "dritte"; None where nothing tells."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    while joined := _JOINED.search(before):
        before = before[: joined.start()]
    if _WEAK.search(before):
        return "n"
    if _NAMED.search(before):
        return ""
    return next((end for noun, end in _ENDINGS if noun.match(match.string, match.end())), None)


def _ordinal(match: re.Match[str]) -> str | None:
    if int(match["number"]) == 0 or not _FOLLOWS.match(match.string, match.end()):
        return None
    ending = _ending(match)
    return None if ending is None else f"{num2words(int(match['number']), lang='de', to='ordinal')}{ending}"


ORDINAL = Rule("ordinal", re.compile(r"(?<![\w.,:/$€£+-])(?P<number>\d{1,3})\."), _ordinal, needs=DIGIT)

"""Abbreviations that are no names, then single signs: dashes, ellipses, brackets, &, §, ©."""

from __future__ import annotations

import re
import unicodedata

from narrator.spoken.claims import Rule
from narrator.spoken.context import stop, table

SHORT = table(
    """
    etc.=et cetera; e.g.=for example; i.e.=that is; vs.=versus; vs=versus; cf.=compare;
    a.k.a.=also known as; aka=also known as; approx.=approximately; dept.=department; Dept.=Department;
    est.=established; govt.=government; Govt.=Government; Univ.=University; univ.=university; al.=al;
    w/o=without; c/o=care of; π=pi; w/=with; b/c=because; viz.=namely; incl.=including; excl.=excluding;
    misc.=miscellaneous; max.=maximum; min.=minimum; avg.=average; ext.=extension; tel.=telephone;
    Tel.=telephone; yrs.=years; hrs.=hours; mins.=minutes; secs.=seconds; lbs.=pounds; Mgr.=Manager;
    Dir.=Director; Intl.=International; Int'l=International; Nat'l=National; nat'l=national;
    Gov't=Government; gov't=government; Ph.D.=P H D; PhD=P H D; Ph.D=P H D; M.D.=M D; Ed.D.=E D D;
    LL.B.=L L B; D.Phil.=D Phil; MPhil=M Phil; OK=okay; O.K.=okay; Okla. City=Oklahoma City;
    No. 10=Number Ten; PhDs=P H D's; E. coli=E coli; C. diff=C diff; C#=C sharp; F#=F sharp;
    Wi-Fi=Wi-Fi; Blvd.=Boulevard; Apt.=Apartment; Bldg.=Building; Fl.=Floor; Mfg.=Manufacturing;
    WWI=World War One; WWII=World War Two; WW1=World War One; WW2=World War Two; Rt. Hon.=Right Honorable;
    Rt Hon=Right Honorable; Ret.=Retired; sq ft=square feet;
    sq km=square kilometers; sq m=square meters; sq miles=square miles; Tues.=Tuesday; Thurs.=Thursday;
    """
)
SIGNS = {
    "&": "and",
    "@": "at",
    "©": "copyright",
    "%": "percent",
    "°": "degrees",
    "=": "equals",
    "±": "plus or minus",
    "×": "times",
    "÷": "divided by",
    "≈": "about",
    "~": "about",
    "≠": "does not equal",
    "≤": "at most",
    "≥": "at least",
    "∞": "infinity",
    "√": "the square root of",
    "→": "to",
    "←": "from",
    "↔": "to",
    "$": "dollars",
    "£": "pounds",
    "€": "euros",
    "¥": "yen",
    "¢": "cents",
    "№": "number",
    "‰": "per mille",
    "+": "plus",
    "♥": "love",
    "Ω": "ohm",
}  # fmt: skip


PERIODS = (
    "(?:second|minute|hour|day|night|week|month|quarter|year|person|household|share|gallon|mile|ton|barrel|acre|"
    "pound|ounce|liter|litre)"
)


def _short(match: re.Match[str]) -> str:
    said = SHORT[match["short"]]
    return said + stop(match) if match["short"].endswith(".") else said


def _sign(match: re.Match[str]) -> str:
    return f" {SIGNS[match[0].strip()]} "


def _dash(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 4) : match.start()].rstrip()[-1:]
    after = match.string[match.end() : match.end() + 1]
    if not before:
        return ""
    closes = after in {'"', "'"} and not match.string[match.end() + 1 : match.end() + 2].isalnum()
    if not after or closes:
        return "."
    return ", "


def _ellipsis(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 1) : match.start()]
    rest = match.string[match.end() : match.end() + 3].lstrip("\"') ")
    if not before:
        return " "
    if before in ",.;:!?":
        return " "
    ends = not match.string[match.end() :].strip("\"') ") if len(match.string) - match.end() < 8 else False
    return ". " if ends or rest[:1].isupper() else ", "


def _open(match: re.Match[str]) -> str | None:
    """A bracket opens a pause, but for one or two words, which an editor put into the sentence."""
    inside = match["inside"]
    if match["space"] == "" and match.start() and match.string[match.start() - 1].isalnum():
        return ""
    if (
        not inside.strip()
        or re.fullmatch(r"[a-z'][\w'-]{0,30}(?: [a-z'][\w'-]{0,30})?", inside)
        or match["bracket"] == "["
    ):
        return match["space"]
    return ", " if match.start() else ""


def _close(match: re.Match[str]) -> str:
    opened = match.string.rfind("(", max(0, match.start() - 400), match.start())
    inside = match.string[opened + 1 : match.start()] if opened >= 0 else ""
    after = match.string[match.end() : match.end() + 1]
    inline = re.fullmatch(r"[a-z'][\w'-]{0,30}(?: [a-z'][\w'-]{0,30})?", inside)
    if (
        inline
        or not inside.strip()
        or opened < 0
        or after != " "
        or inside[-1:] in {"!", "?"}
        or match.string[match.end() + 1 : match.end() + 2].isupper()
    ):
        return "" if after != "" and not after.isalnum() else ("" if opened >= 0 else " ")
    return ","


def _slash(match: re.Match[str]) -> str:
    return " or " if match["pair"] is not None else " slash "


def _other(match: re.Match[str]) -> str | None:
    """A sign with no name of its own here is not guessed at: it stands for a space."""
    return None if unicodedata.category(match[0])[0] in "ML" else " "


ABBREVIATIONS = (
    Rule(
        "abbreviation",
        re.compile(
            r"(?<![\w.@])(?P<short>"
            + "|".join(re.escape(each) for each in sorted(SHORT, key=len, reverse=True))
            + r")(?!\w)"
        ),
        _short,
    ),
    Rule("versus", re.compile(r"(?<= )v\.(?= (?:the )?[A-Z])"), "versus"),
    Rule("C++", re.compile(r"(?<!\w)C\+\+(?!\w)"), "C plus plus", needs="+"),
    Rule(
        "grade",
        re.compile(r"(?<![\w])(?P<letter>[A-FO])(?P<sign>[+-])(?![\w])(?<=[A-FO][+-])"),
        lambda match: f"{match['letter']} {'plus' if match['sign'] == '+' else 'minus'}",
        needs="+-",
    ),
    Rule(
        "dollar in a name",
        re.compile(r"(?<![\w$])[A-Za-z]{1,20}\$[A-Za-z]{2,20}(?![\w$])"),
        lambda match: match[0].replace("$", "S" if match[0].isupper() else "s"),
        needs="$",
    ),
)

SYMBOLS = (
    Rule("letters left out", re.compile(r"(?<=\b[a-zA-Z])(?:-{2,6}|[*]{2,6})(?![\w])"), "", needs="*-"),
    Rule(
        "dash",
        re.compile(
            r"\s{0,3}(?:—{1,3}|--{1,3}(?!\w{1,20}=)|(?<=\s)[–-](?=\s)|(?<=[a-z\"'])–(?=[\"']))\s{0,3}"
        ),
        _dash,
        needs="-–—",
    ),
    Rule("joining dash", re.compile(r"–"), "-", needs="–"),
    Rule("ellipsis", re.compile(r"\s?(?:…|\.{2,64}|\.(?: \.){2,8})\s{0,3}"), _ellipsis),
    Rule(
        "opening bracket",
        re.compile(r"(?P<space>\s?)(?P<bracket>[(\[])(?=(?P<inside>[^()\[\]]{0,300})[)\]])"),
        _open,
        needs="([",
    ),
    Rule("closing bracket", re.compile(r"(?<=\S)\)"), _close, needs=")"),
    Rule("bracket", re.compile(r"[\[\]]"), "", needs="[]"),
    Rule("stray bracket", re.compile(r"[(){}]"), " ", needs="(){}"),
    Rule("less than", re.compile(r"\s<\s(?=\$?\d|\w)"), " less than ", needs="<"),
    Rule("less than a number", re.compile(r"<(?=\$?\d)"), "less than ", needs="<"),
    Rule("more than", re.compile(r"\s>\s(?=\$?\d|\w)|>(?=\$?\d)"), " more than ", needs=">"),
    Rule("and or", re.compile(r"(?<=and)/(?=or\b)"), " ", needs="/"),
    Rule("per", re.compile(r"(?<=[\w.])/(?=" + PERIODS + r"\b)"), " per ", needs="/"),
    Rule(
        "slash in initials",
        re.compile(r"(?:(?<=\b[A-Z])|(?<=\b[A-Z]{2}))/(?=[A-Z]{1,2}\b)"),
        " ",
        needs="/",
    ),
    Rule(
        "slash",
        re.compile(
            r"(?<=[^\W_])\s?/\s?(?=[^\W_])(?P<pair>(?<=\bhe/)(?=she\b)|(?<=\bhis/)(?=her\b)|(?<=\bhim/)(?=her\b)|(?<=\bshe/)(?=(?:he|they)\b))?"
        ),
        _slash,
        needs="/",
    ),
    Rule("double quotes", re.compile(r"\"{1,64}|''"), "", needs="\"'"),
    Rule("word's plus", re.compile(r"(?<=\w)\+(?!\w)"), " plus", needs="+"),
    Rule("sign", re.compile(r"\s?[" + re.escape("".join(SIGNS)) + r"]\s?"), _sign, needs="".join(SIGNS)),
    Rule("exclaimed question", re.compile(r"\?[!?]{1,64}|![!?]{0,64}\?[!?]{0,64}"), "?", needs="!?"),
    Rule("exclamations", re.compile(r"!{2,64}"), "!", needs="!"),
    Rule("commas", re.compile(r",{2,64}"), ",", needs=","),
    Rule(
        "other sign",
        re.compile(r"[<>_\\|^`*#/•·{}\u200d\ufe0f]|[^\w\s.,;:!?'\-\u0300-\u036f]"),
        _other,
    ),
)

"""Names and what stands beside them: titles, saints and streets, states, suffixes, initials, kings."""

from __future__ import annotations

import re

from narrator.spoken.claims import Rule
from narrator.spoken.context import capital_follows, ends_sentence, stop, table, words
from narrator.spoken.numbers import cardinal, ordinal, roman

TITLES = table(
    """
    Mr=Mister; Mrs=Missus; Ms=Miz; Mx=Mix; Dr=Doctor; Drs=Doctors; Prof=Professor; Profs=Professors;
    Gov=Governor; Govs=Governors; Sen=Senator; Sens=Senators; Rep=Representative; Reps=Representatives;
    Gen=General; Lt=Lieutenant; Col=Colonel; Capt=Captain; Sgt=Sergeant; Maj=Major; Cpl=Corporal;
    Pvt=Private; Adm=Admiral; Cmdr=Commander; Rev=Reverend; Fr=Father; Hon=Honorable; Pres=President;
    Supt=Superintendent; Det=Detective; Insp=Inspector; Atty=Attorney; Amb=Ambassador; Messrs=Messieurs;
    Mme=Madame; Mlle=Mademoiselle; Msgr=Monsignor; Brig=Brigadier; Del=Delegate; Asst=Assistant;
    Wm=William; Geo=George; Chas=Charles; Thos=Thomas; Jos=Joseph; Dep=Deputy; Sec=Secretary;
    Sts=Saints;
    """
)
PLACES = table(
    """
    Mt=Mount; Ft=Fort; Ste=Sainte; Pt=Point;
    """
)
ROADS = table(
    """
    Ave=Avenue; Blvd=Boulevard; Rd=Road; Ln=Lane; Hwy=Highway; Pkwy=Parkway; Sq=Square; Ct=Court;
    Pl=Place; Ter=Terrace; Dr=Drive;
    """
)
FIRMS = table(
    """
    Inc=Incorporated; Corp=Corporation; Co=Company; Cos=Companies; Ltd=Limited; Bros=Brothers;
    Assn=Association;
    """
)
STATES = table(
    """
    Ala=Alabama; Ariz=Arizona; Ark=Arkansas; Calif=California; Colo=Colorado; Conn=Connecticut;
    Del=Delaware; Fla=Florida; Ga=Georgia; Ill=Illinois; Ind=Indiana; Kan=Kansas; Ky=Kentucky;
    La=Louisiana; Md=Maryland; Mass=Massachusetts; Mich=Michigan; Minn=Minnesota; Miss=Mississippi;
    Mo=Missouri; Mont=Montana; Neb=Nebraska; Nev=Nevada; N.H=New Hampshire; N.J=New Jersey;
    N.M=New Mexico; N.Y=New York; N.C=North Carolina; N.D=North Dakota; Okla=Oklahoma; Ore=Oregon;
    Pa=Pennsylvania; R.I=Rhode Island; S.C=South Carolina; S.D=South Dakota; Tenn=Tennessee; Tex=Texas;
    Vt=Vermont; Va=Virginia; Wash=Washington; W.Va=West Virginia; Wis=Wisconsin; Wyo=Wyoming; D.C=D C;
    Ont=Ontario; Que=Quebec; B.C=British Columbia; Alta=Alberta;
    """
)
POSTAL = table(
    """
    AL=Alabama; AK=Alaska; AZ=Arizona; AR=Arkansas; CA=California; CO=Colorado; CT=Connecticut;
    DE=Delaware; FL=Florida; GA=Georgia; HI=Hawaii; ID=Idaho; IL=Illinois; IN=Indiana; IA=Iowa;
    KS=Kansas; KY=Kentucky; LA=Louisiana; ME=Maine; MD=Maryland; MA=Massachusetts; MI=Michigan;
    MN=Minnesota; MS=Mississippi; MO=Missouri; MT=Montana; NE=Nebraska; NV=Nevada; NH=New Hampshire;
    NJ=New Jersey; NM=New Mexico; NY=New York; NC=North Carolina; ND=North Dakota; OH=Ohio; OR=Oregon;
    PA=Pennsylvania; RI=Rhode Island; SC=South Carolina; SD=South Dakota; TN=Tennessee; TX=Texas;
    UT=Utah; VT=Vermont; VA=Virginia; WA=Washington; WV=West Virginia; WI=Wisconsin; WY=Wyoming; DC=D C;
    """
)
PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}
CLEAR_STATES = """
    Ala Ariz Ark Calif Colo Conn Fla Kan Ky Mich Minn Mont Neb Nev Okla Tenn Vt Wis Wyo N.H N.J N.M
    N.Y N.C N.D R.I S.C S.D W.Va
"""
"""Abbreviated states that are nothing else, so that no town has to stand before them."""

_STATE = "|".join(re.escape(each) for each in sorted(STATES, key=len, reverse=True))


def _title(match: re.Match[str]) -> str | None:
    return TITLES[match["title"]]


def _saint_or_street(match: re.Match[str]) -> str:
    if match["dot"] is None:
        return "Saint"
    before = match.string[max(0, match.start() - 60) : match.start()]
    named = re.search(r"(?:[A-Z][\w'-]{1,30}|\d{1,3}(?:st|nd|rd|th)|[A-Z])\s{1,3}\Z", before)
    opens = re.search(r"(?:\A|[.!?:]\s{1,3})\S{1,30}\s{1,3}\Z", before)
    follows = capital_follows(match)
    if not named:
        return "Saint" if follows else f"Street{stop(match)}"
    if not follows:
        return f"Street{stop(match)}"
    numbered = re.search(r"(?:\b\d{1,6}(?: \S{1,30}){0,3}|\d(?:st|nd|rd|th))\s{1,3}\Z", before)
    if numbered or (ends_sentence(match) and not opens):
        return f"Street{stop(match)}"
    return "Saint"


def _state(match: re.Match[str]) -> str:
    return STATES[match["state"]] + stop(match)


def _party(match: re.Match[str]) -> str:
    place = match["place"].rstrip(".")
    return f"{PARTIES[match['party']]} of {STATES.get(place) or POSTAL.get(place) or place}"


def _suffix(match: re.Match[str]) -> str:
    said = {"Jr": "Junior", "Sr": "Senior", "Esq": "Esquire"}[match["suffix"]]
    return f" {said}" + (stop(match) if match["dot"] else "")


def _initial(match: re.Match[str]) -> str | None:
    if ends_sentence(match):
        return None
    return match["letter"] + ("" if match.string[match.end()].isspace() else " ")


REGNAL = words(
    """
    Albert Alexander Alfonso Alphonse Augustus Benedict Boniface Catherine Charles Christian Clement
    Constantine Edward Elizabeth Ferdinand Francis Frederick Friedrich George Gregory Gustav Harald
    Henry Hussein Innocent Isabella Ivan James Joan John Joseph Juan Julius Leo Leopold Louis Ludwig
    Margrethe Maria Mary Maximilian Napoleon Nicholas Olav Otto Paul Pedro Peter Philip Pius Ptolemy
    Ramses Rameses Richard Robert Rudolf Selim Stephen Sixtus Suleiman Umberto Urban Victoria
    Vittorio Wilhelm William Carlos Felipe Manuel
    """
)
RULERS = "King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Shah|Prince|Princess|Saint|Patriarch"
COUNTED = (
    r"World War|Chapter|Part|Act|Scene|Volume|Vol\.|Book|Title|Article|Section|Phase|"
    r"Stage|Type|Class|Level|Grade|Group|Appendix|Annex|Schedule|Figure|Table|Mark|"
    r"Super Bowl|WrestleMania|Apollo|Vatican|Rocky|Rambo|Saturn|Final Fantasy|Star Wars|"
    r"Episode|Season|Division|Category|Canto|Psalm|Unit|Module|Lesson|Round|Tier|"
    r"Titan|Schedules|Parts|Chapters|Acts|Quest|Civilization|Amendment|Union|Symphony|"
    r"SALT|START|Zone|Corps|Factor"
)


def _counted(match: re.Match[str]) -> str | None:
    value = roman(match["numeral"])
    if value is None or (match["numeral"] == "I" and match["cue"][0].islower()):
        return None
    cue = {"Vol.": "Volume", "vol.": "volume"}.get(match["cue"], match["cue"])
    return f"{cue} {cardinal(value).title() if match['cue'][0].isupper() else cardinal(value)}"


def _ordinal_name(match: re.Match[str]) -> str | None:
    value = roman(match["numeral"])
    if value is None or match["name"] in {"War", "And", "The", "Of"}:
        return None
    return f"{match['name'].rstrip()} the {ordinal(value).title()}"


RULES = (
    Rule(
        "party and state",
        re.compile(
            r"(?<![\w-])(?P<party>[DRI])[-–](?P<place>(?:"
            + _STATE
            + r")\.|[A-Z]{2}\b|[A-Z][a-z]{3,15}(?: [A-Z][a-z]{3,15})?)"
        ),
        lambda match: None if len(match["place"]) == 2 and match["place"] not in POSTAL else _party(match),
        needs="-–",
    ),
    Rule(
        "party",
        re.compile(r"(?<=\()(?P<party>[DRI])(?=\))"),
        lambda match: PARTIES[match["party"]],
        needs="(",
    ),
    Rule(
        "counted numeral",
        re.compile(r"(?<!\w)(?P<cue>(?i:" + COUNTED + r"))[ ](?P<numeral>[IVXL]{1,7}|[ivx]{2,4})(?!\.*\w)"),
        _counted,
    ),
    Rule(
        "ruler's numeral",
        re.compile(
            r"(?<![\w-])(?P<name>(?:(?:"
            + RULERS
            + r") [A-Z](?:[^\W\d_]|-){2,20}|(?:"
            + REGNAL
            + r")) ?)(?<= )"
            r"(?P<numeral>[IVX])(?='s|\)|[,.;:!?](?!\w)| of\b| and\b| was\b| is\b| ruled| reigned| died|\Z)"
        ),
        lambda match: (
            None
            if match["numeral"] == "I"
            and re.match(r" (?:was|is|and)", match.string[match.end() : match.end() + 5])
            and not re.match(RULERS, match["name"])
            else _ordinal_name(match)
        ),
    ),
    Rule(
        "name's numeral",
        re.compile(
            r"(?<![\w-])(?P<name>[A-Z][a-zà-ÿ](?:[^\W\d_]|['-]){0,25}) (?P<numeral>[IVX]{2,6})(?![\w]|\.\w)"
        ),
        _ordinal_name,
    ),
    Rule(
        "saint or street",
        re.compile(r"(?<![\w.])St(?P<dot>\.)(?!\w)|(?<![\w.])St(?= [A-Z])"),
        _saint_or_street,
    ),
    Rule(
        "title",
        re.compile(
            r"(?<![\w.])(?P<title>"
            + words(" ".join(TITLES))
            + r")\.(?=-(?:elect|designate)|[-\s]{1,3}(?:[A-Z\"']|1st |(?:and|&) (?:Mr|Mrs|Ms|Dr)s?\b))"
        ),
        _title,
    ),
    Rule(
        "title without a full stop",
        re.compile(r"(?<![\w.])(?P<title>Mr|Mrs|Ms|Dr)(?=\s{1,3}[A-Z][\w.])"),
        lambda match: TITLES[match["title"]],
    ),
    Rule(
        "place",
        re.compile(r"(?<![\w.])(?P<place>Mt|Ft|Ste|Pt)\.(?=\s{1,3}[A-Z])"),
        lambda match: PLACES[match["place"]],
    ),
    Rule(
        "road",
        re.compile(r"(?<=[\w])(?P<space> )(?P<road>" + "|".join(ROADS) + r")\.(?!\w)"),
        lambda match: (
            f" {ROADS[match['road']]}{stop(match)}"
            if re.search(
                r"(?:[A-Z][\w'-]{0,30}|\d(?:st|nd|rd|th))\Z",
                match.string[max(0, match.start() - 32) : match.start()],
            )
            else None
        ),
    ),
    Rule(
        "state after a town",
        re.compile(r"(?<=[A-Za-z], )(?P<state>" + _STATE + r")\.(?!\w)"),
        lambda match: STATES[match["state"]] + stop(match),
        needs=",",
    ),
    Rule(
        "state",
        re.compile(r"(?<![\w.])(?P<state>" + words(CLEAR_STATES) + r")\.(?!\w)"),
        _state,
    ),
    Rule(
        "postal state",
        re.compile(r"(?<=[a-z], )(?P<state>" + words(" ".join(POSTAL)) + r")(?![\w.'])"),
        lambda match: POSTAL[match["state"]],
        needs=",",
    ),
    Rule("suffix", re.compile(r",? (?P<suffix>Jr|Sr|Esq)(?P<dot>\.)?(?!\w)"), _suffix),
    Rule(
        "firm",
        re.compile(r"(?<=[\w&,] )(?P<firm>" + words(" ".join(FIRMS)) + r")\.(?!\w)"),
        lambda match: (
            FIRMS[match["firm"]] + stop(match)
            if re.search(
                r"[A-Z&][\w'.-]{0,30},? \Z", match.string[max(0, match.start() - 34) : match.start()]
            )
            else None
        ),
    ),
)


INITIALS = (
    Rule("initial", re.compile(r"(?<![\w.'])(?P<letter>[A-Z])\.(?=\s?[A-Z](?:\.|[a-z']))"), _initial),
)
"""After the dotted initialisms, which it would cut short."""

"""A person's gender as the text shows it: titles and pronouns first, then the first name.

It steers casting and the reading of "he" and "she", nothing else; None when the text does not show it.
"""

from __future__ import annotations

from collections.abc import Sequence

from narrator.model import Gender
from narrator.people.lexicon import first_names, listed, unaccented

_TITLES: dict[str, Gender] = {
    **dict.fromkeys(
        listed("mr sir lord king prince father brother baron duke pope imam herr monsieur señor signor"),
        "m",
    ),
    **dict.fromkeys(
        listed("""
    mrs ms miss dame lady queen princess sister baroness duchess frau madame mademoiselle mme señora
    signora
"""),
        "f",
    ),
}
_ROLES: dict[str, Gender] = {
    **dict.fromkeys(
        listed("""
    actor businessman congressman councilman assemblyman spokesman chairman alderman anchorman salesman
    policeman fireman fisherman foreman gunman father dad husband son brother uncle nephew
    grandfather grandson boyfriend widower man boy gentleman guy king prince waiter host hero monk
    priest statesman grandpa stepfather stepson father-in-law son-in-law brother-in-law ex-husband
    fiancé clergyman crewman seaman lifeboatman sportsman horseman cameraman postman nobleman yachtsman
    oarsman schoolboy barman bridegroom landlord frontman grandad stepbrother
"""),
        "m",
    ),
    **dict.fromkeys(
        listed("""
    actress businesswoman congresswoman councilwoman assemblywoman spokeswoman chairwoman anchorwoman
    saleswoman policewoman mother mom mum daughter wife sister aunt niece grandmother granddaughter
    girlfriend widow woman girl lady queen princess waitress hostess heroine nun housewife grandma
    stepmother stepdaughter mother-in-law daughter-in-law sister-in-law ex-wife fiancée headmistress
    clergywoman sportswoman horsewoman camerawoman noblewoman yachtswoman oarswoman
    schoolgirl barmaid landlady bride postmistress stewardess seamstress ballerina frontwoman gran stepsister
"""),
        "f",
    ),
}
for _neutral in ("actor", "host", "hero", "king", "chairman", "waiter"):
    _ROLES.pop(_neutral)


def of_title(title: str) -> Gender | None:
    """The gender that "Mr." or "Lady" shows."""
    return _TITLES.get(title.rstrip(".").lower())


def of_role(noun: str) -> Gender | None:
    """The gender that a word like "spokeswoman" or "father" shows."""
    return _ROLES.get(noun.lower())


def of_first_name(name: str) -> Gender | None:
    """The gender that a first name shows where nine in ten of its bearers share it."""
    names = first_names()
    low = name.lower().rstrip(".")
    if low.startswith("jean-"):
        return "m"  # Jean-Baptiste, Jean-Marie
    found = names.get(low) or names.get(unaccented(low)) or names.get(low.split("-", 1)[0])
    return "f" if found == "f" else "m" if found == "m" else None


def of_given_names(words: Sequence[str]) -> Gender | None:
    """The gender of the first given name, or of the second where the first is given to either."""
    first = of_first_name(words[0])
    if first is None and len(words) > 2 and first_names().get(words[0].lower(), "").startswith("e"):
        return of_first_name(words[1])
    return first


PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("he", "his", "him", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}

"""One letter for each kind of word, from word lists: what the rules for speakers read."""

from __future__ import annotations

from dataclasses import dataclass

from narrator.people.lexicon import is_role, listed, speech_verbs, words

# One letter a kind of word.
QUOTE, PERSON, PRONOUN, PLURAL, SELF, RELATIVE = "QPHTIW"
BODY, ROLE, GROUP, VERB, SAYING, AUXILIARY, ADVERB = "ORGVgxA"
PREPOSITION, DETERMINER, POSSESSIVE, COMMA, AND, WHEN = "pdscCS"
COLON, SEMICOLON, DASH, OPEN, CLOSE, STOP, OTHER, NUMBER, FINITE = ":;-().n#v"


@dataclass(frozen=True, slots=True)
class Word:
    """`text[start:end]` with its tag; `person` for a mention, `quote` for a quotation."""

    text: str
    start: int
    end: int
    tag: str
    person: int = -1
    quote: int = -1

    @property
    def low(self) -> str:
        return self.text.lower()


_PREPOSITIONS = listed("""
    of in on at to for from with by about against after before between into through during over under
    above across around behind below beneath beside besides beyond despite down inside near off onto
    outside since toward towards underneath unlike until up upon via within without according amid among
    amongst following regarding per versus including like as than
""")
_DETERMINERS = listed("""
    the a an his her their its our my your this that these those some another one both many several most
    two three four five six each every no all any other
""")
_AUXILIARIES = listed("""
    is was were are be been being am has had have having do does did will would can could may might
    shall should must isn't wasn't weren't aren't hasn't hadn't haven't don't doesn't didn't won't
    wouldn't can't couldn't isn’t wasn’t weren’t aren’t hasn’t hadn’t haven’t don’t doesn’t didn’t won’t
    wouldn’t can’t couldn’t 'd 'll ’d ’ll
""")
_ADVERBS = listed("""
    also then later once again now still even just never not often sometimes yesterday today soon too
    ever always perhaps instead meanwhile however moreover therefore thus earlier first further
    furthermore already simply monday tuesday wednesday thursday friday saturday sunday there here back
    twice afterward afterwards quickly tonight last week month year night morning afternoon evening mon.
    tues. wed. thurs. fri. sat. sun.
""")
_CONJUNCTIONS = frozenset(["and", "but", "or", "nor", "yet", "&"])
_COMMON_VERBS = listed("""
    shook stood sat ran rose fell bought sold spent grew flew drove rode threw caught taught fought
    sought broke spoke chose froze stole wore tore swore drew blew withdrew drank sank swam rang wound
    bound ground slept crept swept wept dealt meant bent lent built burnt learnt dug hung stuck struck
    swung won shone lit slid hid bit fed bled bred sped hit hurt set shut let burst bet quit split
    spread shed became overcame undertook mistook arose awoke forgot forgave understood withstood upheld
    sued vied owed eyed axed freed died lied tied
    undid outdid underwent foresaw oversaw beat ate fled led laid paid made had enjoys enjoyed likes
    liked loves loved hates hated wears owns owned runs lives works worked lived moved moves came come
    comes went goes go made make makes took take takes got get gets gave give gives found find finds
    knew know knows saw see sees became become becomes left leave leaves kept keep keeps held hold holds
    began begin begins ran run runs brought bring brings met meet meets led lead leads stood stand
    stands lost lose loses paid pay pays sent send sends built build builds fell fall falls cut rose
    rise rises won win wins worked work works seemed seem seems looked look looks wanted want wants
    needed need needs used use uses tried try tries turned turn turns started start starts moved move
    moves lived live lives played play plays appeared appear appears spoke speak speaks heard hear hears
    sat sit sits wore wear wears showed show shows thanked joined
""")
_NOUNS_TOO = listed("""
    call answer reply comment name term state claim charge report estimate reason stress repeat echo
    drawl press question tweet retweet post blog email text forecast vow pledge promise order demand
    boast praise lament hope fear share point finish start fire quote signal label brand mention hint
    joke gripe whine figure guess offer counsel type print pen smile grin chuckle giggle shrug nod sob
    laugh sigh shout yell scream cry whisper murmur mutter bark snap growl gasp groan note remark
    complain blame hail slam blast sneer taunt tease mock scold advocate dispute object command account
    recall query lecture thunder roar howl beam protest press rant rail rave prod counter
""")


_CLAUSE_OPENERS = listed(
    "when while because if although though unless whether where whereas once that what how why"
)
_TIMES_OF_DAY = listed("morning evening night")
_NO_ADVERBS = listed("family assembly early ally reply daily")
_CAPITAL_VERBS = frozenset({"Tweeted", "Tweets"})
_ANYBODY = listed("someone somebody everyone everybody nobody")
_CLOSED: dict[str, str] = {
    word: tag
    for tag, entries in reversed(
        (
            (COMMA, {","}),
            (STOP, set(".!?…")),
            (DASH, listed("— – - ― --")),
            (POSSESSIVE, listed("'s ’s ' ’")),
            (PRONOUN, listed("he she")),
            (PLURAL, listed("they it")),
            (SELF, listed("i we")),
            (RELATIVE, listed("who which whose whom")),
            (AUXILIARY, _AUXILIARIES),
            (AND, _CONJUNCTIONS),
            (WHEN, _CLAUSE_OPENERS),
            (DETERMINER, _DETERMINERS),
            (PREPOSITION, _PREPOSITIONS),
        )
    )
    for word in entries
} | {mark: mark for mark in (COLON, SEMICOLON, OPEN, CLOSE)}
"""Signs, and words of kinds that have no others, in small letters; a word of two is of the first here."""


def tag_of(word: str) -> str:
    """The tag of a word that is neither a mention nor a quotation."""
    low = word.lower()
    if low in _CLOSED:
        return _CLOSED[low]
    if _is_adverb(word, low):
        return ADVERB
    if low in speech_verbs() and (word[0].islower() or word in _CAPITAL_VERBS):
        return SAYING if low.endswith("ing") else VERB
    return _noun_tag(word, low) or (FINITE if low in _COMMON_VERBS else OTHER)


def _is_adverb(word: str, low: str) -> bool:
    if low in _TIMES_OF_DAY and word[0].isupper():
        return False  # the Evening Courier
    return low in _ADVERBS or (low.endswith("ly") and len(low) > 4 and low not in _NO_ADVERBS)


def _noun_tag(word: str, low: str) -> str | None:
    if word[0].isdigit():
        return NUMBER
    if is_role(low) or low in _ANYBODY:
        return ROLE
    if is_group(low) or (low.endswith("s") and is_group(low[:-1])):
        return GROUP
    return BODY if word[0].isupper() else None


def is_group(low: str) -> bool:
    """A noun for people together, such as "council", in small letters."""
    return low in words("groups")


def is_noun(low: str, row: list[Word]) -> bool:
    """Whether "state", "reports" or "claim" is the noun here, by the word before."""
    base = speech_verbs()[low]
    if base not in _NOUNS_TOO or low not in (base, base + "s", base + "es"):
        return False
    before = row[-1] if row else None
    if before is not None and before.low == "to":
        return False
    if before is None or before.tag in (DETERMINER, POSSESSIVE, PREPOSITION, NUMBER, OTHER, STOP, COMMA):
        return not (low == base and before is not None and before.low.endswith("s") and before.tag == OTHER)
    if low == base:
        return not (
            before.low in ("they", "we", "i", "you", "to", "and")
            or before.low.endswith("s")
            or before.tag == AUXILIARY
        )
    return False

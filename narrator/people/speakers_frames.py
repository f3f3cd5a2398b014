"""The narration around the quotations, word by word: each sentence with its quotations as single words.

Every word carries a one-letter tag, so that the rules can say what they look for in terms of subjects and
speech verbs.  The tags come from word lists and from the people found, not from a trained model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from narrator.model import Article, BlockKind

from .lexicon import listed, speech_verbs, words
from .names import Mention, People
from .names_scan import PARTICLES, is_headline, is_role
from .quotes import Quote
from .sentences import Token, tokenize

# One letter a kind of word.
QUOTE, PERSON, PRONOUN, PLURAL, SELF, RELATIVE = "QPHTIW"
BODY, ROLE, GROUP, VERB, SAYING, AUXILIARY, ADVERB = "ORGVgxA"
PREPOSITION, DETERMINER, POSSESSIVE, COMMA, AND, WHEN = "pdscCS"
COLON, SEMICOLON, DASH, OPEN, CLOSE, STOP, OTHER, NUMBER, FINITE = ":;-().n#v"


LONGEST = 200
"""Words at which a sentence is cut, so that the cost of reading one stays bounded."""


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


@dataclass(frozen=True, slots=True)
class Frame:
    """One sentence of narration with the quotations in it."""

    words: tuple[Word, ...]
    block: int
    first: bool
    """It begins its block."""
    last: bool
    """It ends its block."""
    headline: bool = False

    @property
    def tags(self) -> str:
        return "".join(word.tag for word in self.words)

    @property
    def quotes(self) -> list[int]:
        """Where in `words` the quotations are."""
        return [index for index, word in enumerate(self.words) if word.tag == QUOTE]

    @property
    def only_quotes(self) -> bool:
        return all(word.tag in "Q.-c" for word in self.words)


_PREPOSITIONS = listed("""
    of in on at to for from with by about against after before between into through during over under
    above across around behind below beneath beside besides beyond despite down inside near off onto
    outside since toward towards underneath unlike until up upon via within without according amid
    among amongst following regarding per versus including like as than
""")
_SUBORDINATORS = listed("""
    when while because if although though unless whether where whereas once that since after before
    until as
""")
_DETERMINERS = listed("""
    the a an his her their its our my your this that these those some another one both many several most
    two three four five six each every no all any other
""")
_AUXILIARIES = listed("""
    is was were are be been being am has had have having do does did will would can could may might
    shall should must isn't wasn't weren't aren't hasn't hadn't haven't don't doesn't didn't won't
    wouldn't can't couldn't isn’t wasn’t weren’t aren’t hasn’t hadn’t haven’t don’t doesn’t didn’t
    won’t wouldn’t can’t couldn’t 'd 'll ’d ’ll
""")
_ADVERBS = listed("""
    also then later once again now still even just never not often sometimes yesterday today soon too
    ever always perhaps instead meanwhile however moreover therefore thus earlier first further
    furthermore already simply monday tuesday wednesday thursday friday saturday sunday there here
    back twice afterward afterwards quickly tonight last week month year night morning afternoon
    evening mon. tues. wed. thurs. fri. sat. sun.
""")
_CONJUNCTIONS = frozenset(["and", "but", "or", "nor", "yet", "&"])
_COMMON_VERBS = listed("""
    shook stood sat ran rose fell bought sold spent grew flew drove rode threw caught taught fought sought broke spoke
    chose froze stole wore tore swore drew blew withdrew drank sank swam rang wound bound ground slept crept swept wept
    dealt meant bent lent built burnt learnt dug hung stuck struck swung won shone lit slid hid bit fed bled bred sped
    hit hurt set shut let burst bet quit split spread shed became overcame undertook mistook arose awoke forgot forgave
    understood withstood upheld undid outdid underwent foresaw oversaw beat ate fled led laid paid made had
    enjoys enjoyed likes liked loves loved hates hated wears owns owned runs lives works worked lived moved moves
    came come comes went goes go made make makes took take takes got get gets gave give gives found find
    finds knew know knows saw see sees became become becomes left leave leaves kept keep keeps held
    hold holds began begin begins ran run runs brought bring brings met meet meets led lead leads
    stood stand stands lost lose loses paid pay pays sent send sends built build builds fell fall
    falls cut rose rise rises won win wins worked work works seemed seem seems looked look looks
    wanted want wants needed need needs used use uses tried try tries turned turn turns started
    start starts moved move moves lived live lives played play plays appeared appear appears spoke
    speak speaks heard hear hears sat sit sits wore wear wears showed show shows thanked joined
""")  # noqa: E501
_NOUNS_TOO = listed("""
    call answer reply comment name term state claim charge report estimate reason stress repeat echo drawl press question tweet
    retweet post blog email text forecast vow pledge promise order demand boast praise lament hope fear share point
    finish start fire quote signal label brand mention hint joke gripe whine figure guess offer counsel type print pen
    smile grin chuckle giggle shrug nod sob laugh sigh shout yell scream cry whisper murmur mutter bark snap growl gasp
    groan note remark complain blame hail slam blast sneer taunt tease mock scold advocate dispute object command
    account recall query lecture thunder roar howl beam
""")  # noqa: E501
_MARKS = frozenset('"“”„‟«»‘‚‹›*_#')
_STATIVE = listed("""
    think thinks thought feel feels felt believe believes believed hope hopes hoped fear fears read
    share end point
""")


@cache
def _groups() -> frozenset[str]:
    return words("groups")


def tag_of(word: str, quoted_before: bool = False) -> str:  # noqa: ARG001, PLR0911, PLR0912
    """The tag of a word that is neither a mention nor a quotation."""
    low = word.lower()
    verbs = speech_verbs()
    if word == ",":
        return COMMA
    if word in ".!?…":
        return STOP
    if word in ":;()":
        return word
    if word in ("—", "–", "-", "―", "--"):
        return DASH
    if low in ("'s", "’s", "'", "’"):
        return POSSESSIVE
    if low in ("he", "she"):
        return PRONOUN
    if low in ("they", "it"):
        return PLURAL
    if low in ("i", "we"):
        return SELF
    if low in ("who", "which", "whose", "whom"):
        return RELATIVE
    if low in _AUXILIARIES:
        return AUXILIARY
    if low in _CONJUNCTIONS:
        return AND
    if low in (
        "when",
        "while",
        "because",
        "if",
        "although",
        "though",
        "unless",
        "whether",
        "where",
        "whereas",
        "once",
    ):
        return WHEN
    if low in ("that", "what", "how", "why"):
        return WHEN
    if low in _DETERMINERS:
        return DETERMINER
    if low in _PREPOSITIONS:
        return PREPOSITION
    if low in _ADVERBS or (
        low.endswith("ly")
        and len(low) > 4
        and low not in ("family", "assembly", "early", "ally", "reply", "daily")
    ):
        return ADVERB
    if low in verbs and word[0].islower():
        return SAYING if low.endswith("ing") else VERB
    if word[0].isdigit():
        return NUMBER
    if is_role(low):
        return ROLE
    if low in _groups() or (low.endswith("s") and low[:-1] in _groups()):
        return GROUP
    if low in _COMMON_VERBS:
        return FINITE
    if word[0].isupper():
        return BODY
    return OTHER


def make_frames(article: Article, people: People, quotes: Sequence[Quote]) -> list[Frame]:
    """The article's sentences in order, quotations of speech folded into one word each."""
    frames: list[Frame] = []
    by_block: dict[int, list[int]] = {}
    for number, quote in enumerate(quotes):
        if quote.is_speech:
            by_block.setdefault(quote.block, []).append(number)
    for number, block in enumerate(article.blocks):
        row = _words(article, people, quotes, by_block.get(number, []), block.start, block.end)
        headline = block.kind is BlockKind.HEADING or is_headline(article, block)
        pieces = _split(article.text, row, quotes)
        for at, piece in enumerate(pieces):
            _lower_first(piece)
            frames.append(Frame(tuple(piece), number, at == 0, at == len(pieces) - 1, headline))
    return frames


def _lower_first(piece: list[Word]) -> None:
    """The capital that only begins a sentence makes no body of a word: "Days later"."""
    first = piece[0]
    if (
        first.tag == BODY
        and not first.text.isupper()
        and " " not in first.text
        and first.text not in words("places")
    ):
        follows = piece[1].tag if len(piece) > 1 else ""
        if follows not in (VERB, AUXILIARY, POSSESSIVE):
            piece[0] = Word(first.text, first.start, first.end, OTHER)


def _words(  # noqa: PLR0917
    article: Article, people: People, quotes: Sequence[Quote], numbers: list[int], start: int, end: int
) -> list[Word]:
    row: list[Word] = []
    at = start
    for number in numbers:
        quote = quotes[number]
        row.extend(_narration(article.text, people, at, quote.start, at > start))
        row.append(Word(article.text[quote.start : quote.end], quote.start, quote.end, QUOTE, quote=number))
        at = quote.end
    row.extend(_narration(article.text, people, at, end, at > start))
    return row


def _narration(text: str, people: People, start: int, end: int, quoted: bool = False) -> list[Word]:
    tokens = tokenize(text, start, end)
    mentions = list(people.mentions_in(start, end))
    row: list[Word] = []
    at = 0
    for mention in [*mentions, Mention(end + 1, end + 1, -1)]:
        while at < len(tokens) and tokens[at].start < mention.start:
            _append(text, row, tokens[at], quoted)
            at += 1
        if mention.person < 0:
            break
        while at < len(tokens) and tokens[at].end <= mention.end:
            at += 1
        begin = mention.start
        if row and mention.title and row[-1].low == mention.title and row[-1].text[0].isupper():
            begin = row.pop().start
        row.append(Word(text[begin : mention.end], begin, mention.end, PERSON, person=mention.person))
    return row


def _only_marks(row: list[Word]) -> bool:
    """Whether nothing but a comma stands between the quotation before and here."""
    return all(word.tag in (COMMA, DASH) for word in row)


def _is_noun(low: str, row: list[Word]) -> bool:
    """Whether "state", "reports" or "claim" is the noun here, by the word before."""
    base = speech_verbs()[low]
    if base not in _NOUNS_TOO or low not in (base, base + "s", base + "es"):
        return False
    before = row[-1] if row else None
    if before is None or before.tag in (DETERMINER, POSSESSIVE, PREPOSITION, NUMBER, OTHER, STOP, COMMA):
        return not (low == base and before is not None and before.low.endswith("s") and before.tag == OTHER)
    if low == base:
        return not (
            before.low in ("they", "we", "i", "you", "to", "and")
            or before.low.endswith("s")
            or before.tag == AUXILIARY
        )
    return False


def _append(text: str, row: list[Word], token: Token, quoted: bool) -> None:
    """Adds a word; capitalised words in a row become one body's name."""
    if token.text in _MARKS or token.text in ("''", "``"):
        return
    tag = tag_of(token.text)
    if tag == VERB and not (quoted and _only_marks(row)) and _is_noun(token.text.lower(), row):
        tag = GROUP if token.text.lower() in _groups() else OTHER
    if row and row[-1].tag == BODY and text[row[-1].end : token.start] == " ":
        before = row[-1]
        if tag == BODY or (token.text[0].isupper() and tag in (ROLE, GROUP)):
            joined = tag if tag in (ROLE, GROUP) else BODY
            row[-1] = Word(text[before.start : token.end], before.start, token.end, joined)
            return
    if token.text in PARTICLES and tag == OTHER:
        tag = PREPOSITION
    row.append(Word(token.text, token.start, token.end, tag))


def _split(text: str, row: list[Word], quotes: Sequence[Quote]) -> list[list[Word]]:
    pieces: list[list[Word]] = []
    piece: list[Word] = []
    for index, word in enumerate(row):
        piece.append(word)
        following = row[index + 1] if index + 1 < len(row) else None
        if following is None or len(piece) >= LONGEST or _ends_sentence(text, row, index, quotes):
            pieces.append(piece)
            piece = []
    return pieces


def _ends_sentence(text: str, row: list[Word], index: int, quotes: Sequence[Quote]) -> bool:  # noqa: PLR0911
    word, following = row[index], row[index + 1]
    if word.tag == STOP:
        if following.tag in (STOP, CLOSE, COMMA, SEMICOLON, DASH):
            return False
        return (
            following.text[0].isupper()
            or following.tag == QUOTE
            or not following.text[0].isalpha()
            or word.text in "?!"
        )
    if word.tag == CLOSE and index and row[index - 1].tag == STOP:
        return not following.text[0].islower() and following.tag not in (COMMA, SEMICOLON, DASH, STOP)
    if word.tag != QUOTE:
        return False
    quote = quotes[word.quote]
    inner = text[quote.inner_start : quote.inner_end].rstrip(" '’‘\"”")
    end = inner[-1:] or ","
    if end in ",;:":
        return False
    if following.tag in (COMMA, DASH, STOP, COLON, SEMICOLON, OPEN, CLOSE):
        return False
    if following.tag == QUOTE:
        return True
    if following.text[0].islower():
        return False
    if end == "." and not inner.endswith(("..", "…")):
        return not _tag_follows(row, index + 1, strict=True)
    if end in "?!…." or end in "—-":
        return not _tag_follows(row, index + 1, strict=False)
    return False


def _tag_follows(row: list[Word], at: int, strict: bool) -> bool:
    """Whether what follows a finished quotation is its tag: "Does she?” Mr. Li asked."."""
    limit = 3 if strict else 14
    seen = ""
    for word in row[at : at + limit]:
        seen += word.tag
        if word.tag in (STOP, QUOTE, COLON):
            break
    verb = seen.find(VERB)
    if verb < 1:
        return False
    if strict:
        rest = row[at + verb + 1 : at + verb + 2]
        return verb == 1 and seen[0] in "PHI" and (not rest or rest[0].tag == STOP)
    behind = "".join(word.tag for word in row[at + verb + 1 : at + verb + 9])
    colon = behind.find(COLON)
    quote = behind.find(QUOTE)
    stop = behind.find(STOP)
    if quote >= 0 and (stop < 0 or quote < stop) and colon < 0 and behind[:1] != STOP:
        return behind[:quote].endswith(COMMA) is False and verb <= 2
    return all(tag in "PHIORGdnsAcp#x()" for tag in seen[:verb])

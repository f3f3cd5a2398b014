"""Which paragraphs of an interview without any marks are the interviewer's: the likeliest sequence of prompts
and answers.

Most prompts ask, but some only say something (`Your neighbour calls you the best listener in town.`), and
some answers ask back (`You have now. Will you print it?`).  Each paragraph is weighed by how it talks, each
pair of neighbours by how interviews go on, and the best sequence is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.people.first_person import unquoted
from narrator.people.turns.setting import asks

ASKS = 3.0
"""A paragraph that ends by asking, or says `Tell us …`."""
SAYS = -1.5
"""Any other paragraph is an answer unless more speaks for a prompt."""
ADDRESSES = 2.5
"""Says what the other is, has or did: `Your colleague …`, `You once took …`, `You don't use a level.`"""
SHORT, LONG, VERY_LONG = 0.3, -1.0, -3.0
"""At most 25 words; more than 60; more than 100."""
LINKS = 0.7
"""`And nobody has found it.`: goes on from the answer in a few words."""
SAYS_I = -2.0
SAYS_WE = -1.0
MORE_ANSWER = -0.3
"""A second paragraph of an answer."""
MORE_PROMPT = -3.5
"""A second paragraph of a prompt is rare."""

_I = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Mm]ine|[Mm]yself|[Ii]ch|[Mm]ein\w*|mir|mich|[Jj]e|[Jj]['’]\w+|[Mm]on|[Mm]a"
    r"|[Mm]es|moi)\b"
)
_INTERVIEWER_S_I = re.compile(
    r"\b(?:I(?:['’]ve| have)? (?:read|heard|hear|saw|wonder(?:ed)?|noticed|gather|understand|remember"
    r"|wanted to ask|was (?:told|struck)|think you|know you|believe you)"
    r"|strikes? me|[Tt]ell me|told me|let me)\b"
)
_WE = re.compile(r"\b(?:[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur|us)\b")
_ADDRESS = re.compile(
    r"\b[Yy]ou['’](?:ve|d)\b|\b[Yy]ou (?:were|was|had|have|did|said|say|wrote|once|also|began|started|grew"
    r"|went|left|came|became|made|took|told|talked?|mention(?:ed)?|call(?:ed)?|describe[ds]?|seem|must|played|won|lost|met"
    r"|worked|studied|moved|spent|built|used|used to|never|always|still|don['’]t|do not|didn['’]t|are"
    r"|aren['’]t|weren['’]t|wanted|founded|joined|trained|taught|live[ds]?|argue[ds]?|\w+ed)\b"
    r"|^\W*[Yy]our\b|\b[Yy]our (?:own|new|first|last|latest|next|early|father|mother|parents|brother|sister"
    r"|wife|husband|son|daughter|children|family|colleagues?|friends?|neighbou?rs?|teacher|boss|books?|films?"
    r"|work|career|name|\w+ once)\b|['’]re (?:known|famous|said)\b|\bsays? you\b|\bcall(?:s|ed)? you\b"
    r"|\bto you\b|\babout you\b"
    r"|\bSie (?:\w+en|sind)\b|\b(?:Ihre?[nmrs]?|Ihnen)\b|\b(?:[Vv]ous|[Vv]otre|[Vv]os)\b"
)
_GENERIC = re.compile(
    r"\b(?:[Ii]f|[Ww]hen|[Oo]nce|[Uu]ntil|[Aa]s soon as|[Tt]he more) you\b|\byou (?:can|could|know)\b"
)
_SURELY = re.compile(r"^\W*You(?:r\b|['’]ve\b|['’]re\b| (?:were|had|did|have|are)\b)")
_LINK = re.compile(r"^\W*(?:And|So|But|Yet|Still)\b")
_REPLY = re.compile(
    r"^\W*(?:Yes|No|Yeah|Yep|Nope|Well|Oh|Ah|Because|Of course|Absolutely|Exactly"
    r"|Not (?:really|at all|much|yet)|Never|Maybe|Perhaps|Sure|Right|True|Hmm|I|I['’]\w+|My|We|That['’]s"
    r"|It was|You (?:would|have now|['’]d))\b"
)
REPLIES = -1.5
"""Opens as answers do: `Well, …`, `Because …`, `I …`"""


def prompt_weight(words: str) -> float:
    """How much a paragraph by itself talks like an interviewer, above 0, or like who answers, below."""
    outside = unquoted(words)
    count = len(outside.split())
    weight = ASKS if asks(words) else SAYS
    own = _INTERVIEWER_S_I.sub("", outside)
    if weight < 0 and (_SURELY.match(outside) or (_ADDRESS.search(outside) and not _GENERIC.search(outside))):
        weight += ADDRESSES
    if _I.search(own):
        weight += SAYS_I
    elif _WE.search(own):
        weight += SAYS_WE
    if _REPLY.match(outside):
        weight += REPLIES
    if count <= 12 and _LINK.match(outside):
        weight += LINKS
    return weight + (SHORT if count <= 25 else VERY_LONG if count > 100 else LONG if count > 60 else 0.0)


def find_prompts(paragraphs: Sequence[str]) -> list[int]:
    """The paragraphs that are prompts, of those from the first prompt to the last answer."""
    if not paragraphs:
        return []
    best = (prompt_weight(paragraphs[0]), -100.0)
    came: list[tuple[bool, bool]] = []
    for words in paragraphs[1:]:
        weight = prompt_weight(words)
        prompt, answer = best
        to_prompt = (prompt + MORE_PROMPT > answer, max(prompt + MORE_PROMPT, answer) + weight)
        to_answer = (prompt > answer + MORE_ANSWER, max(prompt, answer + MORE_ANSWER))
        came.append((to_prompt[0], to_answer[0]))
        best = (to_prompt[1], to_answer[1])
    is_prompt = False
    found: list[int] = []
    for index in range(len(paragraphs) - 1, -1, -1):
        if is_prompt:
            found.append(index)
        if index:
            is_prompt = came[index - 1][0 if is_prompt else 1]
    return found[::-1]

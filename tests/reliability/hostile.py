"""Articles made to hurt, at any size, and what is done with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from narrator.errors import NarratorError
from narrator.people import attribute
from narrator.reading import read_article
from narrator.script import canonical, read_script, write_script
from narrator.spoken import speak_text

PLAIN = "It was a quiet morning in the valley and nobody expected it. "


def _repeated(piece: str, before: str = PLAIN, behind: str = "") -> Callable[[int], str]:
    return lambda size: before + piece * max(1, size // len(piece)) + behind


def _people(size: int) -> str:
    """Thousands of different names."""
    names = (
        f"Ana {chr(65 + n % 26)}{'aeiou'[n // 26 % 5]}{'bdgklmnprst'[n // 130 % 11]}o{n // 1430 * 'x'}z"
        for n in range(size // 30)
    )
    return "\n\n".join(f"“Yes, I do,” said {name}." for name in names)


ARTICLES: Mapping[str, Callable[[int], str]] = {
    "one paragraph": _repeated(PLAIN),
    "one word": _repeated("a"),
    "quotes in one paragraph": _repeated("“Yes,” said Ana Ruiz. "),
    "quotes in paragraphs": _repeated("“Yes,” said Ana Ruiz.\n\n"),
    "straight marks": _repeated('"'),
    "marks that open": _repeated("“"),
    "paragraphs that open": _repeated("“I said so and I meant it\n\n"),
    "apostrophes": _repeated("'a "),
    "low marks": _repeated("„a"),
    "guillemets": _repeated("«a"),
    "grave accents": _repeated("``a"),
    "square brackets": _repeated("["),
    "phonemes": _repeated("[[h@'loU]] "),
    "angles": _repeated("<"),
    "SSML": _repeated("<speak><break time='3s'/>"),
    "a name of letters": _repeated("b", PLAIN + "\n\n“Yes,” said Ana A", ".\n"),
    "a name of names": _repeated("Ana ", PLAIN + "\n\n“Yes,” said ", ".\n"),
    "many people": _people,
    "ages": _repeated("Ana Ruiz, 34, "),
    "headings": _repeated("## Ana Ruiz\n\nShe left.\n\n", "# The mill\n\n"),
    "deep block quotes": _repeated("> ", "# The mill\n\n", "It rang.\n"),
    "stars": _repeated("*a **b ", "# The mill\n\n"),
    "links": _repeated("[a](", "# The mill\n\n"),
    "a table": _repeated("|a|b|\n", "# The mill\n\n|a|b|\n|-|-|\n"),
    "deep divisions": _repeated("<div>", "<html><body>", PLAIN),
    "bold words": _repeated("<b>a</b> ", "<html><body><p>" + PLAIN),
    "an attribute": _repeated("x", f"<html><body><p>{PLAIN}<a href='"),
    "comments": _repeated("<!-- a -->\t", ""),
    "blank lines": _repeated("\n", PLAIN, PLAIN),
    "spaces": _repeated(" ", PLAIN, PLAIN),
    "no-break spaces": _repeated("\u00a0", PLAIN + "Q: Why?\n\nQ", "x"),
    "bidirectional marks": _repeated("\u202e\u2066\u200f", PLAIN, PLAIN),
    "escapes": _repeated("\x1b[31m\x08", PLAIN, PLAIN),
    "accents": _repeated("\u0301", "e", PLAIN),
    "full stops": _repeated("."),
    "initials": _repeated("A. "),
    "digits": _repeated("1"),
    "commas": _repeated("1,"),
    "addresses": _repeated("http://a.b@"),
    "labels": _repeated("A: b\n\n"),
    "interviews": _repeated("ANA RUIZ: b c d.\n\nQ: Why?\n\n"),
    "said she": _repeated("said she said "),
    "a quotation, a hundred quotations": _repeated("“a” ", "", "said Ana Ruiz."),
}


def perform(article: str) -> str:
    """Reads, understands, writes, reads again and rewrites for speech; how that ended."""
    try:
        read = read_article("-", stdin=article.encode("utf-8", "surrogatepass"))
        script = attribute(read)
        written = write_script(canonical(script))
        again = read_script(written)
        said = sum(len(speak_text(line.text, language=read.language).text) for line in again.lines)
    except NarratorError as error:
        return str(error)
    said_or_left = sum((line.end or 0) - (line.start or 0) for line in script.lines)
    said_or_left += sum(omission.end - omission.start for omission in script.omissions)
    assert said_or_left <= len(read.text)
    return f"{len(script.lines)} lines, {said} characters said"

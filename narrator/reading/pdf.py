"""PDF → text that reads on: running heads listed as left out, words cut at line ends made whole."""

from __future__ import annotations

import io
import re
import statistics
from collections import Counter
from collections.abc import Iterator

from narrator.errors import ArticleError
from narrator.reading.extras import needs
from narrator.reading.pieces import Draft, Facts, Passage, ends_sentence, folded, join
from narrator.reading.quiet import quiet
from narrator.reading.sources import Material

MOST_PAGES = 500
MOST_CHARACTERS = 5_000_000
RUNNING = "running-head: a line that stands on most pages"
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\W{0,3}\d{1,4}\W{0,3}(?:(?:of|/)\s*\d{1,4})?", re.I)


def read_pdf(material: Material) -> Draft:
    """Raises ArticleError for documents that are locked, damaged or only pictures of pages."""
    data, label = material.data, material.label
    pypdf = needs("pypdf", "PDF documents")
    try:
        with quiet("pypdf"):
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ArticleError(f"{label} is locked with a password; save an unlocked copy and pass that")
            pages = [page.extract_text() or "" for page in reader.pages[:MOST_PAGES]]
            facts = _facts(reader)
            count = len(reader.pages)
    except ArticleError:
        raise
    except Exception as error:  # pypdf raises whatever its parts raise
        raise ArticleError(f"{label} is damaged: {folded(str(error)) or type(error).__name__}") from error
    if sum(map(len, pages)) > MOST_CHARACTERS:
        raise ArticleError(
            f"{label} holds more than {MOST_CHARACTERS // 1_000_000} million characters of text"
        )
    if not any(ch.isalpha() for page in pages for ch in page):
        raise ArticleError(
            f"{label} holds pictures of pages, not text; run it through text recognition first"
        )
    text, pieces = join(_passages(pages))
    notes = (f"Only the first {MOST_PAGES} of {count} pages were read.",) if count > MOST_PAGES else ()
    return Draft(text, pieces, facts, notes=notes)


def _facts(reader: object) -> Facts:
    found = getattr(reader, "metadata", None) or {}
    author = folded(str(found.get("/Author") or ""))
    date = re.match(r"D:(\d{4})(\d{2})(\d{2})", str(found.get("/CreationDate") or ""))
    return Facts(byline=author or None, date="-".join(date.groups()) if date else None)


def _passages(pages: list[str]) -> Iterator[Passage]:
    lines = [[folded(line) for line in page.splitlines() if line.strip()] for page in pages]
    running = _running(lines)
    width = _width(lines)
    gathered = ""
    for page in lines:
        for place, line in enumerate(page):
            edge = place < 2 or place >= len(page) - 2
            if edge and (_PAGE_NUMBER.fullmatch(line) or _shape(line) in running):
                yield Passage(line, reason=RUNNING)
                continue
            if gathered and not _goes_on(gathered, line):
                yield Passage(gathered)
                gathered = ""
            gathered = _joined(gathered, line)
            if len(line) < 0.75 * width and (ends_sentence(line) or len(line) < 0.5 * width):
                yield Passage(gathered)
                gathered = ""
    yield Passage(gathered)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _running(pages: list[list[str]]) -> set[str]:
    """Lines that stand first or last, numbers aside, on more than half of three pages or more."""
    if len(pages) < 3:
        return set()
    shapes = Counter(shape for page in pages for shape in {_shape(line) for line in (*page[:2], *page[-2:])})
    return {shape for shape, count in shapes.items() if count > len(pages) / 2}


def _width(pages: list[list[str]]) -> float:
    lengths = [len(line) for page in pages for line in page if len(line) > 20]
    return statistics.quantiles(lengths, n=10)[-2] if len(lengths) > 2 else 60.0


def _goes_on(before: str, line: str) -> bool:
    """A line goes on with the paragraph unless a list item opens, or what is before was a heading."""
    if re.match(r"(?:[•·▪●–]|\d{1,3}[.)])\s", line):
        return False
    return not (ends_sentence(before) and line[:1].isupper() and before.count(" ") < 4)


def _joined(before: str, line: str) -> str:
    if not before:
        return line
    if re.search(r"[a-zà-ÿ]-$", before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"

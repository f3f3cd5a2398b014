"""DOCX → passages, by way of mammoth's HTML, which knows Word's styles."""

from __future__ import annotations

import io
from typing import Any

from narrator.errors import ArticleError
from narrator.model import BlockKind
from narrator.reading.archives import Archive, refuse_entities
from narrator.reading.extras import needs
from narrator.reading.markup import passage_of, tables_whole
from narrator.reading.pagetree import is_deep, nodes_of
from narrator.reading.pieces import Draft, Facts, Passage, folded, join, words_of
from narrator.reading.sources import Material

# Word's own title style is a level above its headings.
_STYLES = "p[style-name='Title'] => h1.title:fresh\np[style-name='Subtitle'] => p:fresh"


def read_docx(material: Material) -> Draft:
    """Raises ArticleError for documents that are damaged, empty or nested too deep."""
    data, label = material.data, material.label
    mammoth = needs("mammoth", "Word documents")
    from lxml import html

    archive = Archive(data, label)
    for name in archive.names():
        if name.endswith((".xml", ".rels")):
            refuse_entities(archive.read(name), label)
    try:
        found = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(_no_image),
            transform_document=_without_lost_notes,
        )
    except Exception as error:  # mammoth has no errors of its own
        raise ArticleError(f"{label} is damaged: {folded(str(error)) or type(error).__name__}") from error
    markup = str(found.value).strip()
    if not markup:
        raise ArticleError(f"{label} is a Word document without text")
    tree = html.document_fromstring(markup)
    if is_deep(tree):
        raise ArticleError(f"{label} nests its parts too deep to be read")
    facts = _facts(archive)
    title = facts.title
    passages = list(tables_whole(passage_of(node) for node in nodes_of(tree)))
    styled = next((p for p in passages if p.kind is BlockKind.HEADING), None)
    titled = html.document_fromstring(markup).xpath("//h1[@class='title']")
    if titled and styled is not None:
        title = styled.text
    text, pieces = join(_headed(passages, title))
    return Draft(
        text, pieces, Facts(title, facts.byline, None, facts.date, facts.language), structured=bool(styled)
    )


def _headed(passages: list[Passage], title: str) -> list[Passage]:
    """The first passage as the heading of level 1 where it is the title; the text is never added to."""
    first = next((index for index, passage in enumerate(passages) if not passage.reason), None)
    if first is None or not title or words_of(passages[first].text) != words_of(title):
        return passages
    headline = Passage(passages[first].text, BlockKind.HEADING, 1)
    return [*passages[:first], headline, *passages[first + 1 :]]


def _no_image(image: object) -> dict[str, str]:
    del image
    return {}


def _without_lost_notes(document: Any) -> Any:
    """Without the marks of notes that are not in the file, at which mammoth gives up: some programs drop
    the notes and leave the marks."""
    from mammoth import documents, transforms

    def there(mark: Any) -> Any:
        try:
            document.notes.resolve(mark)
        except KeyError:
            return documents.text("")
        return mark

    return transforms.element_of_type(documents.NoteReference, there)(document)


def _facts(archive: Archive) -> Facts:
    from lxml import etree

    if "docProps/core.xml" not in archive.names():
        return Facts()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        core = etree.fromstring(archive.read("docProps/core.xml"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return Facts()

    def first(name: str) -> str:
        return next((folded(e.text) for e in core.iter("{*}" + name) if e.text), "")

    return Facts(
        first("title"),
        first("creator") or None,
        None,
        first("created")[:10] or None,
        first("language") or None,
    )

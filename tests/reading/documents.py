"""Small true documents of each format, made here so that tests need no binary files."""

# ruff: noqa: E501 - markup does not wrap

from __future__ import annotations

import io
import zipfile

PARAGRAPHS = (
    "It was a quiet morning in the valley, and nobody expected the bell to ring before noon.",
    '"I heard it from the field," said Maria Ortega, who keeps the orchard below the church.',
    "The priest has promised to find out who was in the tower, and to tell everyone on Sunday.",
)


def zipped(entries: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def epub(chapter: str | None = None, package_head: str = "") -> bytes:
    body = chapter or (
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><h1>Maria Ortega</h1>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        + "</body></html>"
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
            "<rootfile full-path='OEBPS/book.opf'/></rootfiles></container>",
            "OEBPS/book.opf": package_head
            + "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata>"
            "<dc:title>The bell that rang twice</dc:title><dc:creator>Ines Prado</dc:creator>"
            "<dc:language>en-GB</dc:language><dc:date>2021-03-04</dc:date></metadata><manifest>"
            "<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>"
            "<item id='two' href='text/two.xhtml' media-type='application/xhtml+xml'/>"
            "<item id='one' href='text/one%20a.xhtml' media-type='application/xhtml+xml'/></manifest>"
            "<spine><itemref idref='nav'/><itemref idref='one'/><itemref idref='two'/></spine></package>",
            "OEBPS/nav.xhtml": "<html><body><nav><ol><li>Maria Ortega</li></ol></nav></body></html>",
            "OEBPS/text/one a.xhtml": body,
            "OEBPS/text/two.xhtml": "<html><body><h2>Tomás Vidal</h2><p>He came down from the mill.</p></body></html>",
        }
    )


def docx(body: str | None = None) -> bytes:
    space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"

    def paragraph(text: str, style: str = "") -> str:
        look = f"<w:pPr><w:pStyle w:val='{style}'/></w:pPr>" if style else ""
        return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>"

    content = body or (
        paragraph("The bell that rang twice", "Title")
        + paragraph("Maria Ortega", "Heading1")
        + "".join(paragraph(text) for text in PARAGRAPHS)
    )
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    styles = "".join(
        f"<w:style w:type='paragraph' w:styleId='{key}'><w:name w:val='{name}'/></w:style>"
        for key, name in (("Title", "Title"), ("Heading1", "heading 1"))
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
            "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
            "<Override PartName='/word/document.xml' ContentType="
            "'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>",
            "_rels/.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            f"<Relationship Id='r1' Type='{relations}/officeDocument' Target='word/document.xml'/></Relationships>",
            "word/_rels/document.xml.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/"
            f"relationships'><Relationship Id='r2' Type='{relations}/styles' Target='styles.xml'/></Relationships>",
            "word/styles.xml": f"<w:styles {space}>{styles}</w:styles>",
            "word/document.xml": f"<w:document {space}><w:body>{content}</w:body></w:document>",
        }
    )


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF whose pages show the lines given, in one of the fonts that every reader has."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for lines in pages:
        escaped = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in escaped)
        stream = f"BT /F1 11 Tf 60 760 Td {shown}ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 "
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def rss(description: str | None = None, head: str = "") -> bytes:
    text = description or "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in PARAGRAPHS)
    return (
        f"<?xml version='1.0' encoding='utf-8'?>{head}<rss version='2.0'><channel><title>Valley Herald</title>"
        "<language>en-gb</language>"
        f"<item><title>The bell that rang twice</title><link>https://herald.example/bell</link>"
        f"<pubDate>Thu, 04 Mar 2021 07:30:00 GMT</pubDate><description>{text}</description></item>"
        "<item><title>The mill</title><link>https://herald.example/mill</link><description>It is sold.</description>"
        "</item></channel></rss>"
    ).encode()


def page() -> bytes:
    return (
        "<!doctype html><html lang='en'><head><title>The bell that rang twice</title></head><body><article>"
        "<h1>The bell that rang twice</h1>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        + "</article></body></html>"
    ).encode()


MARKDOWN = (
    "# The bell that rang twice\n\n## [Maria Ortega](https://example.org)\n\n" + "\n\n".join(PARAGRAPHS)
).encode()
TEXT = ("The bell that rang twice\n\n" + "\n\n".join(PARAGRAPHS)).encode()

SAMPLES: dict[str, bytes] = {
    "text": TEXT,
    "markdown": MARKDOWN,
    "page": page(),
    "epub": epub(),
    "docx": docx(),
    "pdf": pdf([[*PARAGRAPHS]]),
    "feed": rss(),
}

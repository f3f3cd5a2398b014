"""The player page: one file that holds everything but the sound.

`player/` has the page, its style and its behaviour as files written for reading; this module fills
them.  Whatever comes from the article goes through `text` or `attribute`, and the page's own
Content-Security-Policy lets run only the one script and the one style that are in it, by hash.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from string import Template
from urllib.parse import quote, urlsplit

from narrator.model import Script, Timeline
from narrator.publishing import palette
from narrator.publishing.captions import speaker_name
from narrator.publishing.formats import AUDIO, CAPTIONS, address
from narrator.publishing.markup import clean
from narrator.publishing.pages import attribute, part, policy, text
from narrator.publishing.podcasting import web_address
from narrator.publishing.transcript import ChapterText, Paragraph, Run, Sentence, transcript
from narrator.publishing.webfonts import font_faces
from narrator.publishing.wording import clock, day, length

_LONG_TITLE = 70


def player_page(
    script: Script,
    timeline: Timeline,
    files: Mapping[str, str],
    *,
    identity: str,
    thumbnail: bytes | None = None,
) -> str:
    """The whole page as HTML.

    `files` are names beside the page by key: audio formats and others as in `formats`.
    `identity` is what the reader's place is remembered under; `thumbnail` a small JPEG of the cover.
    """
    heard = chapters = transcript(script, timeline)
    title = text(script.title)
    if chapters and (first := _spoken_heading(chapters[0], script.title)):
        title, chapters = first, (chapters[0].without_first(), *chapters[1:])
    voices = palette.colours(palette.speakers(script))
    field = palette.field_of(script.title)
    seconds = timeline.seconds(timeline.length)
    body = {
        "language": attribute(script.language or "en"),
        "field": field.ground,
        "description": attribute(_description(script, chapters, seconds)),
        "page_title": text(script.title),
        "title": title,
        "long": ' class="long"' if len(script.title) > _LONG_TITLE else "",
        "icon": _icon(field),
        "cover": _cover(thumbnail),
        "kicker": text(
            " · ".join(filter(None, (script.site, day(script.date)))) or "An article to listen to"
        ),
        "byline": _byline(script),
        "length": text(_length(script, timeline, seconds)),
        "sources": "\n        ".join(_sources(files)),
        "chapters": "\n".join(_chapter_links(chapters, voices)),
        "transcript": "\n".join(_section(chapter, voices) for chapter in chapters),
        "colophon": "\n".join(_colophon(script, files)),
        "score": _score(timeline, voices),
        "seconds": str(max(1, round(seconds))),
        "clock": clock(seconds),
        "data": _json(_data(script, timeline, heard, identity)),
    }
    words = html.unescape(re.sub(r"<[^>]*>", "", " ".join(body.values())))
    style = "\n".join((_colours(field, len(palette.VOICES)), font_faces(words), part("player.css")))
    behaviour = part("player.js")
    body |= {"style": style, "script": behaviour, "policy": _policy(style, behaviour)}
    return Template(part("player.html")).substitute(body)


# ------------------------------------------------------------------ safety


def _policy(style: str, behaviour: str) -> str:
    """Nothing from elsewhere but the audio beside the page; `'self'` names no folder of files."""
    return policy(style=style, script=behaviour, img_src="data:", font_src="data:", media_src="'self' file:")


def _json(content: object) -> str:
    """JSON that can stand inside a script element: no `<` that could end it."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


# ------------------------------------------------------------------ the masthead


def _description(script: Script, chapters: Iterable[ChapterText], seconds: float) -> str:
    people = list(dict.fromkeys(speaker_name(c.person) for c in chapters if c.person))
    with_people = f" With {', '.join(people)}." if people else ""
    return f"{script.title}: the article to listen to, {length(seconds)}.{with_people}"


def _length(script: Script, timeline: Timeline, seconds: float) -> str:
    quoted = len({p.line.speaker for p in timeline.placements} & set(palette.people(script)))
    people = "person" if quoted == 1 else "people"
    return f"{length(seconds)}, {quoted} {people} quoted" if quoted else length(seconds)


def _cover(thumbnail: bytes | None) -> str:
    if thumbnail is None:
        return ""
    # The cover repeats the title that stands beside it: there is nothing to read out.
    encoded = base64.b64encode(thumbnail).decode("ascii")
    return f'<img class="cover" src="data:image/jpeg;base64,{encoded}" alt="" width="600" height="600">'


def _icon(field: palette.Field) -> str:
    bars = "".join(
        f'<rect x="{x}" y="{16 - h / 2}" width="4" height="{h}" rx="2"/>'
        for x, h in ((6, 8), (14, 18), (22, 12))
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" '
        f'fill="{field.ground}"/><g fill="{field.glow}">{bars}</g></svg>'
    )
    return "data:image/svg+xml," + quote(svg, safe="/:=' ")


def _byline(script: Script) -> str:
    parts = []
    if script.byline:
        by = script.byline if script.byline.lower().startswith("by ") else f"By {script.byline}"
        parts.append(f'<span lang="{attribute(script.language)}" dir="auto">{text(by)}</span>')
    if web_address(script.source):
        place = urlsplit(script.source).hostname or "the web"
        parts.append(
            f'<a href="{attribute(script.source)}" rel="noopener noreferrer">Read it at {text(place)}</a>'
        )
    return f'<p class="byline">{" · ".join(parts)}</p>' if parts else ""


def _sources(files: Mapping[str, str]) -> Iterator[str]:
    for key, media_type in AUDIO.items():
        if key in files:
            yield f'<source src="{attribute(address(files[key]))}" type="{attribute(media_type)}">'


# ------------------------------------------------------------------ people and words


def _chapter_links(chapters: Iterable[ChapterText], voices: Mapping[str, int]) -> Iterator[str]:
    for chapter in chapters:
        person = speaker_name(chapter.person) if chapter.person else None
        about = ", ".join(words for words in (person, chapter.role) if words and _adds(words, chapter.title))
        role = f'<span class="chapter-role" dir="auto">{text(about)}</span> ' if about else ""
        yield (
            f'<li><a href="#{attribute(quote(chapter.id))}" data-id="{attribute(chapter.id)}"'
            f"{_voice_class(chapter.person, voices)}>"
            f'<span class="chapter-title" dir="auto">{text(chapter.title)}</span> {role}'
            f'<span class="chapter-time">{clock(chapter.start)}</span></a></li>'
        )


def _adds(words: str | None, title: str) -> bool:
    """Whether `words` say what the title does not."""
    return bool(words) and (words or "").casefold() not in title.casefold()


def _spoken_heading(chapter: ChapterText, title: str) -> str | None:
    """The chapter's first paragraph if it speaks the title: the title itself can then be heard."""
    first = next(iter(chapter.paragraphs), None)
    if first and first.heading and first.words.casefold() == clean(title).casefold():
        return _runs(first.runs, {}, labels=False)
    return None


def _section(chapter: ChapterText, voices: Mapping[str, int]) -> str:
    anchor = attribute(chapter.id)
    role = f" <small>{text(chapter.role or '')}</small>" if _adds(chapter.role, chapter.title) else ""
    title = text(chapter.title)
    if heading := _spoken_heading(chapter, chapter.title):
        title, chapter = heading, chapter.without_first()
    if chapter.link and web_address(chapter.link):
        there = f'<a href="{attribute(chapter.link)}" rel="noopener noreferrer">Linked in the article</a>'
        role += f" <small>{there}</small>"
    written = "\n".join(_paragraph(p, voices) for p in chapter.paragraphs)
    return (
        f'<section class="chapter" id="{anchor}">\n<h2 dir="auto">{title}{role}</h2>\n{written}\n</section>'
    )


def _paragraph(paragraph: Paragraph, voices: Mapping[str, int]) -> str:
    tag, kind = ("h3", "paragraph heading") if paragraph.heading else ("p", "paragraph")
    # Our own words and the names take no part in which way the paragraph runs.
    time = f'<span dir="ltr"><span class="unseen">Listen from </span>{clock(paragraph.start)}</span>'
    moment = f'<a class="at" href="#t={paragraph.start:.2f}">{time}</a>'
    words = _runs(paragraph.runs, voices, labels=not paragraph.heading)
    return f'<{tag} class="{kind}" dir="auto">{moment} {words}</{tag}>'


def _runs(runs: Iterable[Run], voices: Mapping[str, int], *, labels: bool = True) -> str:
    return " ".join(_run(run, voices, labels) for run in runs)


def _run(run: Run, voices: Mapping[str, int], labels: bool) -> str:
    spoken = " ".join(f'<span class="s">{text(sentence.text)}</span>' for sentence in run.sentences)
    label = ""
    if labels and run.label:
        kind = {"block": "who block", "inline": "who", "unseen": "unseen"}[run.label]
        colon = '<span class="unseen">:</span>' if run.label != "unseen" else ":"
        label = f'<span class="{kind}" dir="auto">{text(speaker_name(run.speaker))}{colon}</span> '
    colour = _voice_class(run.speaker, voices, "run")
    return f"<span{colour}>{label}{spoken}</span>"


def _voice_class(name: str | None, voices: Mapping[str, int], *others: str) -> str:
    classes = [*others, *([f"v{voices[name] + 1}"] if name and name in voices else [])]
    return f' class="{" ".join(classes)}"' if classes else ""


def _all_sentences(paragraphs: Iterable[Paragraph]) -> Iterator[Sentence]:
    return (s for paragraph in paragraphs for run in paragraph.runs for s in run.sentences)


# ------------------------------------------------------------------ the bar


def _score(timeline: Timeline, voices: Mapping[str, int]) -> str:
    """Who speaks when, as a strip: the narrator a thin line, each person a broad one of their colour."""
    rects: list[tuple[str | None, int, int]] = []
    for placement in timeline.placements:
        speaker = placement.line.speaker
        if rects and rects[-1][0] == speaker:
            rects[-1] = (speaker, rects[-1][1], placement.end)
        else:
            rects.append((speaker, placement.start, placement.end))
    drawn = "".join(_stretch(speaker, start, end, timeline.length, voices) for speaker, start, end in rects)
    marks = "".join(
        f'<rect class="score-mark" x="{1000 * chapter.start / timeline.length:.2f}" width="1" height="40"/>'
        for chapter in timeline.chapters[1:]
    )
    return (
        '<svg viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'{drawn}{marks}<rect class="score-rest" width="1000" height="40"/>'
        '<rect class="score-head" x="-1" width="2" height="40"/></svg>'
    )


def _stretch(speaker: str | None, start: int, end: int, whole: int, voices: Mapping[str, int]) -> str:
    y, height = (6, 28) if speaker in voices else (17, 6)
    x, width = 1000 * start / whole, max(1000 * (end - start) / whole, 0.6)
    place = f'x="{x:.2f}" y="{y}" width="{width:.2f}" height="{height}"'
    return f"<rect{_voice_class(speaker, voices)} {place}/>"


def _data(
    script: Script, timeline: Timeline, chapters: Iterable[ChapterText], identity: str
) -> Mapping[str, object]:
    """What the behaviour needs; `[start, word, word, …]` of each sentence in hundredths of a second."""
    chapters = list(chapters)
    return {
        "id": identity,
        "album": clean(script.site or "narrator"),
        "duration": round(timeline.seconds(timeline.length), 3),
        "chapters": [round(chapter.start, 2) for chapter in chapters],
        "sentences": [_steps(s.words) for c in chapters for s in _all_sentences(c.paragraphs)],
    }


def _steps(times: Iterable[float]) -> list[int]:
    hundredths = [round(time * 100) for time in times]
    return [hundredths[0], *(b - a for a, b in pairwise(hundredths))]


def _colours(field: palette.Field, count: int) -> str:
    light = "".join(
        f".v{i + 1}{{--voice:{palette.VOICES[i].light};--lit:{palette.VOICES[i].dark}}}" for i in range(count)
    )
    dark = "".join(f".v{i + 1}{{--voice:{palette.VOICES[i].dark}}}" for i in range(count))
    return (
        f":root{{--field:{field.ground};--glow:{field.glow};--mark:{field.ground};--mark-ink:#fff}}{light}"
        f"@media (prefers-color-scheme:dark){{:root{{--mark:{field.glow};--mark-ink:#14161b}}{dark}}}"
    )


# ------------------------------------------------------------------ the colophon


def _colophon(script: Script, files: Mapping[str, str]) -> Iterator[str]:
    yield (
        "<p>The words are the article’s own. The voices are synthetic: "
        "nobody quoted here spoke these recordings.</p>"
    )
    if web_address(script.source):
        link = f'<a href="{attribute(script.source)}" rel="noopener noreferrer">{text(script.source)}</a>'
        yield f"<p>The article: {link}</p>"
    kept = {key: key.upper() for key in AUDIO}
    kept |= {key: each.name for key, each in CAPTIONS.items()}
    links = [
        f'<a href="{attribute(address(files[key]))}" download>{text(name)}</a>'
        for key, name in kept.items()
        if key in files
    ]
    if links:
        yield f'<p class="files">To keep: {" · ".join(links)}</p>'

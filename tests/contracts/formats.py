"""One story in every form that is read; a new form is one more entry in `WRITERS`."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from syndicate.articles.formats.sniff import DocumentFormat

LEAD = (
    "The night ferry, a fixture of the old harbour for most of a century, will carry passengers again, the port "
    "authority announced on Sunday after two years of talks."
)
CABINS = (
    "Cabins for four hundred people have been fitted out in the yard upriver. Bookings open in December, and the first "
    "crossing leaves on the evening of the second of April."
)
BRIDGE = (
    "For the town it is a bridge that leaves at nine in the evening and arrives before breakfast, says the harbour "
    "master, whose father was a stoker on the old one."
)
PARAGRAPHS = (LEAD, CABINS, "A Yard Full Of Cabins", BRIDGE)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture with its words."""

    url: str
    alt: str = "The ferry at its berth at dusk."
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """What every form has to bring across. The third paragraph is a sub-heading."""

    title: str = "Night Ferry Returns To The Old Harbour. Will The Trains Follow?"
    deck: str | None = "A Route Lost For Thirty Years Sails Again In Spring"
    date: str | None = "October 5, 2025, 15:34:55 +0200"
    section: str = "World"
    authors: tuple[str, ...] = ("Ann Reed", "Bo Dale")
    paragraphs: tuple[str, ...] = PARAGRAPHS
    pictures: tuple[Picture, ...] = (Picture(url="https://pictures.example/ferry.jpg"),)

    def but(self, **changes: object) -> Story:
        """The same story with something else in it."""
        return replace(self, **changes)  # type: ignore[arg-type]


def as_dump(story: Story) -> str:
    """The text of the story's page."""
    media = [
        {"id": place, "title": "", "description": one.alt, "caption": one.caption, "images": {"s1": one.url}}
        for place, one in enumerate(story.pictures)
    ]
    parts = [
        f"Home » {story.section} » {story.title}",
        story.title,
        story.deck,
        f"By {' and '.join(story.authors)}" if story.authors else None,
        story.date,
        *story.paragraphs,
        json.dumps(media, ensure_ascii=False) if media else None,
        "You may also like",
        "Leave a Comment",
    ]
    return "\n\n".join(part for part in parts if part)


def as_markdown(story: Story) -> str:
    """YAML front matter, whose double-quoted texts are those of JSON, and Markdown."""
    fields: dict[str, object] = {
        "title": story.title,
        "deck": story.deck,
        "date": story.date,
        "section": story.section,
        "authors": list(story.authors),
    }
    pictures = list(story.pictures)
    if pictures:
        first = pictures.pop(0)
        fields |= {"image": first.url, "image_alt": first.alt, "image_caption": first.caption}
    head = "\n".join(f"{name}: {_yaml(value)}" for name, value in fields.items() if value is not None)
    shown = [_shown(one) for one in pictures]
    return f"---\n{head}\n---\n\n" + "\n\n".join([*_marked(story.paragraphs), *shown])


def _shown(picture: Picture) -> str:
    address = picture.url.replace("\\", "\\\\")
    return f"![{_escaped(picture.alt)}](<{address}>)"


def _marked(paragraphs: tuple[str, ...]) -> list[str]:
    lead, second, heading, *rest = map(_escaped, paragraphs) if paragraphs else ("", "", "")
    return [lead, second, f"## {heading}" if heading else "", *rest]


def _yaml(value: object) -> str:
    # YAML is a superset of JSON but for characters that it wants to see escaped; ASCII is safe.
    return json.dumps(value, ensure_ascii=True) if _is_plane_zero(value) else json.dumps(value, ensure_ascii=False)


def _is_plane_zero(value: object) -> bool:
    # JSON writes an emoji as two escapes, which YAML reads as two lone surrogates.
    return all(ord(char) < 0x10000 for char in str(value))


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~&\"'=:;%@$^/?," else char for char in text)


def as_json(story: Story) -> str:
    """An object of our schema."""
    first, others = next(iter(story.pictures), None), story.pictures[1:]
    fields = {
        "title": story.title,
        "deck": story.deck,
        "date": story.date,
        "sections": [story.section],
        "authors": [{"name": name} for name in story.authors],
        "image": first and first.url,
        "image_alt": first and first.alt,
        "image_caption": first and first.caption,
        "media": [{"url": one.url, "alt": one.alt, "caption": one.caption} for one in others],
        "body_text": "\n\n".join(story.paragraphs),
    }
    return json.dumps(fields, ensure_ascii=False, indent=2)


def as_html(story: Story) -> str:
    """A page that says everything as docs/reading.md asks publishers to, between a menu and what follows an article."""
    described = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.date,
        "articleSection": story.section,
        "author": [{"@type": "Person", "name": name} for name in story.authors],
    }
    # The end tag of the script must not stand in it.
    script = json.dumps(described).replace("<", "\\u003c")
    title = html.escape(story.title)
    deck = f'<p class="deck">{html.escape(story.deck)}</p>' if story.deck else ""
    lead, second, heading, *rest = map(html.escape, story.paragraphs) if story.paragraphs else ("", "", "")
    text = [f"<p>{lead}</p>", f"<p>{second}</p>", f"<h2>{heading}</h2>", *(f"<p>{one}</p>" for one in rest)]
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>',
            f'<script type="application/ld+json">{script}</script></head>',
            '<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><main>',
            f"<h1>{title}</h1>\n{deck}\n<article>",
            *text,
            *map(_figure, story.pictures),
            "</article>\n<h3>You may also like</h3>\n<h3>Leave a Comment</h3></main></body></html>",
        )
    )


def _figure(picture: Picture) -> str:
    url, alt, caption = map(html.escape, (picture.url, picture.alt, picture.caption))
    return f'<figure><img src="{url}" alt="{alt}"><figcaption>{caption}</figcaption></figure>'


def as_plain_markdown(story: Story) -> str:
    """Markdown without front matter: the headline as a heading, and the pictures at the end of the text."""
    shown = [_shown(one) for one in story.pictures]
    return "\n\n".join([f"# {_escaped(story.title)}", *_marked(story.paragraphs), *shown])


def _markup(story: Story, pictures: tuple[Picture, ...] = ()) -> str:
    """The paragraphs as HTML, the third a heading, and pictures below."""
    lead, second, heading, *rest = map(html.escape, story.paragraphs) if story.paragraphs else ("", "", "")
    text = [lead, second, f"<h2>{heading}</h2>", *rest] if story.paragraphs else []
    return "\n".join([*(one if one.startswith("<h2>") else f"<p>{one}</p>" for one in text), *map(_figure, pictures)])


def as_wordpress(story: Story) -> str:
    """A post with what it embeds; the first picture is the featured one, the others stand in the text.

    Its date is the site's local one, which goes through the source's zone like every other.
    """
    first = next(iter(story.pictures), None)
    featured = first and {
        "id": 90,
        "alt_text": first.alt,
        "caption": {"rendered": html.escape(first.caption)},
        "media_type": "image",
        "media_details": {"sizes": []},
        "source_url": first.url,
    }
    post = {
        "id": 71,
        "date": story.date,
        "status": "publish",
        "type": "post",
        "title": {"rendered": html.escape(story.title)},
        "content": {"rendered": _markup(story, story.pictures[1:]), "protected": False},
        "excerpt": {"rendered": f"<p>{html.escape(story.deck or '')}</p>", "protected": False},
        "_embedded": {
            "author": [{"id": place, "name": name} for place, name in enumerate(story.authors)],
            "wp:featuredmedia": [featured] if featured else [],
            "wp:term": [[{"id": 5, "name": html.escape(story.section), "taxonomy": "category"}], []],
        },
    }
    return json.dumps(post, ensure_ascii=False, indent=1)


def as_ghost(story: Story) -> str:
    """A post of the Content API; the first picture is its feature image, the others stand in the text."""
    first = next(iter(story.pictures), None)
    post = {
        "id": "5ddc9141c35e7700383b2937",
        "title": story.title,
        "slug": "night-ferry",
        "html": _markup(story, story.pictures[1:]),
        "feature_image": first and first.url,
        "feature_image_alt": first and first.alt,
        "feature_image_caption": html.escape(first.caption) if first else None,
        "visibility": "public",
        "published_at": story.date,
        "custom_excerpt": story.deck,
        "authors": [{"name": name} for name in story.authors],
        "tags": [{"name": story.section, "visibility": "public"}],
    }
    return json.dumps(post, ensure_ascii=False, indent=1)


_MODULES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
)


def as_rss(story: Story) -> str:
    """RSS 2.0 with one item, its full text in ``content:encoded``, its pictures by Media RSS."""
    parts = [
        _element("title", story.title),
        '<guid isPermaLink="false">71</guid>',
        _element("description", html.escape(story.deck) if story.deck else None),
        _element("pubDate", story.date),
        *(_element("dc:creator", name) for name in story.authors),
        _element("prism:section", story.section),
        _element("content:encoded", _markup(story)),
        *map(_media_rss, story.pictures),
    ]
    head = '<?xml version="1.0" encoding="utf-8"?>'
    inside = "\n".join(part for part in parts if part)
    return f'{head}\n<rss version="2.0" {_MODULES}>\n<channel>\n<item>\n{inside}\n</item>\n</channel>\n</rss>\n'


def as_atom(story: Story) -> str:
    """Atom 1.0 with one entry, its pictures by Media RSS."""
    parts = [
        _element("title", story.title),
        "<id>tag:quay.example,2026:71</id>",
        _element("summary", story.deck),
        _element("published", story.date),
        *(f"<author>{_element('name', name)}</author>" for name in story.authors),
        _element("prism:section", story.section),
        _element("content", _markup(story), ' type="html"'),
        *map(_media_rss, story.pictures),
    ]
    inside = "\n".join(part for part in parts if part)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {_MODULES}>\n<entry>\n{inside}\n</entry>\n</feed>\n'


def as_json_feed(story: Story) -> str:
    """JSON Feed 1.1 with one item; it has no words for its image, so the pictures stand in the text as well."""
    item = {
        "id": "71",
        "title": story.title,
        "summary": story.deck,
        "content_html": _markup(story, story.pictures),
        "date_published": story.date,
        "authors": [{"name": name} for name in story.authors],
        "image": story.pictures[0].url if story.pictures else None,
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Quay", "items": [item]}
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _element(name: str, text: str | None, attributes: str = "") -> str:
    return "" if text is None else f"<{name}{attributes}>{html.escape(text, quote=False)}</{name}>"


def _media_rss(picture: Picture) -> str:
    words = _element("media:description", picture.alt) + _element("media:text", picture.caption)
    return f'<media:content url="{html.escape(picture.url)}" medium="image">{words}</media:content>'


#: Who writes each form that is read.
WRITERS: Mapping[DocumentFormat, Callable[[Story], str]] = {
    DocumentFormat.PAGE_DUMP: as_dump,
    DocumentFormat.FRONT_MATTER: as_markdown,
    DocumentFormat.JSON: as_json,
    DocumentFormat.HTML: as_html,
    DocumentFormat.MARKDOWN: as_plain_markdown,
    DocumentFormat.WORDPRESS: as_wordpress,
    DocumentFormat.GHOST: as_ghost,
    DocumentFormat.RSS: as_rss,
    DocumentFormat.ATOM: as_atom,
    DocumentFormat.JSON_FEED: as_json_feed,
}

#: What a form has no place for, by the names of `Story` and `Picture`; all else it brings across.
LACKS: Mapping[DocumentFormat, frozenset[str]] = {
    DocumentFormat.MARKDOWN: frozenset({"deck", "date", "section", "authors", "caption"}),
    DocumentFormat.JSON_FEED: frozenset({"section"}),
}

#: Addresses that a form passes over without a word: pages show a ``data:`` picture until the real one is loaded.
UNTOLD: Mapping[DocumentFormat, str] = {DocumentFormat.HTML: "data:"}

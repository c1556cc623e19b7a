"""What the public pages say, in plain values: facts from the rooms in, texts and addresses out."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from syndicate.articles.corrections import dated_note
from syndicate.articles.disclosure import OUR_WORDS
from syndicate.articles.excerpt import summary_of
from syndicate.errors import BadDataError
from syndicate.images.model import HeroState, Role
from syndicate.text.html import Outlet, sanitise
from syndicate.text.media_types import JPEG, WEBP
from syndicate.web import dates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syndicate.articles.corrections import Correction, DatedNote
    from syndicate.articles.disclosure import Disclosure, DisclosureWords
    from syndicate.articles.model import Article, ForeignTime
    from syndicate.images.model import Choice, Hero
    from syndicate.links import Links

#: Stands before the words for a picture that stands for a video, as it does in the mails.
VIDEO = "Video"

# Which renditions a browser may choose from, and how wide the style sheet shows them. Of a thumbnail there is
# nothing to choose: a second format would save less than its markup costs a page that has to stay under 14 kB.
_SHOWN = {Role.LEAD: (Role.LEAD, Role.SMALL)}
_SIZES = {Role.LEAD: "(max-width:704px) 100vw,704px"}


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A time twice: as machines read it (RFC 3339), and as the reader does."""

    machine: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureView:
    """A picture on a page. ``url`` is the JPEG's absolute address, ``path`` the same as pages name it; pixels.

    ``srcset`` lists the JPEGs by width, ``webp`` the same in WebP, and ``sizes`` says how wide they are
    shown; each is empty where there is nothing to choose.
    """

    url: str
    path: str
    width: int
    height: int
    alt: str
    caption: str
    is_video: bool
    credit: str = ""
    srcset: str = ""
    webp: str = ""
    sizes: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemView:
    """An article in a list. ``href`` is its permalink, or the path of our own page for it.

    ``summary`` is its deck, or an excerpt in its place.
    """

    id: str
    headline: str
    href: str
    kicker: str
    summary: str
    published: When | None
    picture: PictureView | None
    language: str
    direction: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleView:
    """An article on its own page. ``canonical`` is its permalink, or our own address; ``body`` is safe HTML.

    ``summary`` is what others show of it: its deck, or an excerpt in its place. ``sound`` is the address of its
    recording, or empty. One that ``is_paid`` shows neither sound nor body, only its summary, and that the whole is to
    be had ``elsewhere``, if it is. ``disclosures`` tell of AI in text and picture; ``notes`` are corrections,
    the newest first.
    """

    headline: str
    is_titled: bool
    kicker: str
    deck: str
    summary: str
    byline: str
    authors: tuple[str, ...]
    published: When | None
    updated: When | None
    picture: PictureView | None
    body: str
    canonical: str
    language: str
    direction: str
    sections: tuple[str, ...]
    sound: str
    is_paid: bool
    elsewhere: str
    disclosures: tuple[Disclosure, ...]
    notes: tuple[DatedNote, ...]


def path_of(url: str) -> str:
    """The path of one of our own addresses, so that pages work under every name of this host."""
    return urlsplit(url).path or "/"


def item(article: Article, hero: Hero | None, links: Links, role: Role = Role.THUMB) -> ItemView:
    """An article for a list, with its picture in the size that the place asks for; one untitled is told in one line."""
    published = article.published
    return ItemView(
        id=article.id,
        headline=article.headline if article.title else summary_of(article) or article.headline,
        href=article.permalink or path_of(links.article(article.id, article.title)),
        kicker=_kicker(article),
        summary=summary_of(article) if article.title else "",
        published=When(machine=published.isoformat(), text=dates.day(published, article.language))
        if published
        else None,
        picture=picture(hero, links, role),
        language=article.language,
        direction=article.direction,
    )


def items(articles: Sequence[Article], heroes: Mapping[str, Hero], links: Links) -> list[ItemView]:
    """A list whose first article is shown large."""
    roles = [Role.LEAD] + [Role.THUMB] * len(articles)
    return [item(article, heroes.get(article.id), links, role) for article, role in zip(articles, roles, strict=False)]


def page(
    article: Article,
    hero: Hero | None,
    links: Links,
    disclosures: DisclosureWords = OUR_WORDS,
    corrections: Sequence[Correction] = (),
) -> ArticleView:
    """An article for its own page; its body is sanitised here, on the way out."""
    shown = picture(hero, links, Role.LEAD)
    names = tuple(author.name for author in article.authors)
    summary = summary_of(article)
    return ArticleView(
        headline=article.headline,
        is_titled=article.title is not None,
        kicker=_kicker(article),
        deck=summary if article.is_paid else article.deck or "",
        summary=summary,
        byline=", ".join(names),
        authors=names,
        published=_in_full(article.published, article.language),
        updated=_in_full(article.updated, article.language) if _was_updated(article) else None,
        picture=shown,
        body="" if article.is_paid else _body(article),
        canonical=article.permalink or links.article(article.id, article.title),
        language=article.language,
        direction=article.direction,
        sections=article.sections,
        sound=article.audio.url if article.audio and not article.is_paid else "",
        is_paid=article.is_paid,
        elsewhere=article.permalink or "",
        disclosures=disclosures.of(article.language, text=article.ai, picture=hero.ai if hero and shown else None),
        notes=tuple(dated_note(correction, article) for correction in corrections),
    )


def picture(hero: Hero | None, links: Links, role: Role) -> PictureView | None:
    """The hero image in that size, or ``None`` when it is not to be had: then the text stands alone."""
    if hero is None or hero.state is not HeroState.READY:
        return None
    rendition = hero.rendition(role)
    if rendition is None:
        return None
    url = links.media(rendition.name)
    return PictureView(
        url=url,
        path=links.near(url),
        width=rendition.width,
        height=rendition.height,
        alt=_alt(hero.choice),
        caption=hero.choice.caption or "",
        is_video=hero.choice.is_video,
        credit=hero.choice.credit or "",
        srcset=_srcset(hero, JPEG, role, links) if len(hero.sources(JPEG)) > 1 else "",
        webp=_srcset(hero, WEBP, role, links),
        sizes=_SIZES.get(role, ""),
    )


def _srcset(hero: Hero, media_type: str, role: Role, links: Links) -> str:
    """Addresses with their widths (HTML, "srcset attributes")."""
    renditions = hero.sources(media_type, *_SHOWN[role]) if role in _SHOWN else ()
    return ", ".join(f"{links.near(links.media(rendition.name))} {rendition.width}w" for rendition in renditions)


def _alt(choice: Choice) -> str:
    if not choice.is_video:
        return choice.alt
    return f"{VIDEO}: {choice.alt}" if choice.alt else VIDEO


def linked_data(article: ArticleView, publisher: str, publisher_url: str) -> dict[str, Any]:
    """The article for search engines: schema.org ``NewsArticle`` as JSON-LD, without what is unknown."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.summary,
        "url": article.canonical,
        "mainEntityOfPage": article.canonical,
        "datePublished": article.published.machine if article.published else None,
        "dateModified": article.updated.machine if article.updated else None,
        "inLanguage": article.language,
        "articleSection": list(article.sections),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "image": [_image(article.picture)] if article.picture else [],
        "audio": {"@type": "AudioObject", "contentUrl": article.sound} if article.sound else None,
        # Said only where it is not so: free is what search engines take for granted.
        "isAccessibleForFree": "False" if article.is_paid else None,
        "publisher": {"@type": "Organization", "name": publisher, "url": publisher_url},
    }
    return {key: value for key, value in facts.items() if value}


def _image(shown: PictureView) -> dict[str, Any]:
    facts = {
        "@type": "ImageObject",
        "url": shown.url,
        "width": shown.width,
        "height": shown.height,
        "caption": shown.caption,
        "creditText": shown.credit,
    }
    return {key: value for key, value in facts.items() if value}


def _kicker(article: Article) -> str:
    return article.sections[0] if article.sections else ""


def _in_full(time: ForeignTime | None, language: str) -> When | None:
    return When(machine=time.isoformat(), text=dates.in_full(time, language)) if time else None


def _was_updated(article: Article) -> bool:
    if article.updated is None:
        return False
    return article.published is None or article.updated.at > article.published.at


def _body(article: Article) -> str:
    try:
        return sanitise(article.body_html, Outlet.PAGE)
    except BadDataError:
        # Limits may have been tightened since the article was read; its words are still good.
        paragraphs = article.body_text.split("\n\n")
        return "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)

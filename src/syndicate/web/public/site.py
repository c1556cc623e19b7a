"""What the public pages are made from, and the words and links that every one of them carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from syndicate.articles.disclosure import OUR_WORDS, DisclosureWords
from syndicate.feeds import opml
from syndicate.feeds.documents import FORMATS, paths
from syndicate.feeds.model import FeedKind, Scope
from syndicate.feeds.scopes import everything, named
from syndicate.shelf.caching import cache_control
from syndicate.text.direction import direction_of
from syndicate.theme.model import AS_TEMPLATES_HAVE_IT, Theme
from syndicate.theme.palette import palette_of
from syndicate.web.http import headers, responses
from syndicate.web.public import speaking
from syndicate.web.public.dress import rules_of
from syndicate.web.public.views import path_of
from syndicate.web.rendering import icon, render
from syndicate.words.translation import Words, words_in

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from syndicate.clock import Clock
    from syndicate.delivery.events.webhook import SnsWebhook
    from syndicate.feeds.model import Series
    from syndicate.links import Links
    from syndicate.shelf import Shelf
    from syndicate.storage import Database
    from syndicate.web.public.pushing import PushDoor
    from syndicate.web.public.readership import Readership

#: The sheet of every public page, and those of pages with more than it: an article, a form.
SHEET = "page"
ARTICLE_SHEETS = "page article"
FORM_SHEETS = "page form"

#: Pages are fresh for a minute only: a correction or a withdrawal should be seen soon.
PAGE_CACHE = cache_control(60, stale_if_error_seconds=3600)

_LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON"}
_HEADINGS = {
    FeedKind.SECTION.value: "Sections",
    FeedKind.AUTHOR.value: "Authors",
    FeedKind.TAG.value: "Tags",
    FeedKind.LANGUAGE.value: "Languages",
    FeedKind.FILTER.value: "Selections",
    FeedKind.NEWSLETTER.value: "Newsletters",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicSite:
    """The parts behind the public listener, and what the site says about itself.

    ``feeds`` and ``media`` are the shelves with feed documents and renditions. ``newsletters``
    gives the title of each by name. A feed is fresh for ``ttl_minutes``, as it says itself, a page of
    its archive for longer. ``hubs`` gives those that are told with each feed (WebSub §4).
    ``webhook`` takes the events of a topic. ``disclosures`` are what is said of AI.
    Without a ``readership`` nobody can join or choose.
    ``archives`` are the newsletters whose past editions everybody may read, by name. ``pushes`` takes articles.
    """

    database: Database
    clock: Clock
    links: Links
    feeds: Shelf
    media: Shelf
    title: str
    language: str
    description: str = ""
    postal_address: str = ""
    ttl_minutes: int = 15
    archive_max_age_seconds: int = 86_400
    hubs: Callable[[], Sequence[str]] = tuple
    newsletters: Mapping[str, str] = field(default_factory=dict)
    webhook: SnsWebhook | None = None
    disclosures: DisclosureWords = OUR_WORDS
    theme: Theme = AS_TEMPLATES_HAVE_IT
    readership: Readership | None = None
    archives: Mapping[str, Series] = field(default_factory=dict)
    pushes: PushDoor | None = None

    @property
    def catalogs(self) -> speaking.Catalogs:
        """Where a publisher's own words are."""
        return self.readership.catalogs if self.readership else ()

    @property
    def words(self) -> Words:
        """Our words in the site's own language, or in English."""
        return words_in(self.language, self.catalogs)

    def words_for(self, request: Request, wanted: str = "") -> Words:
        """Our words for who makes the request, in the language that they want, as far as we have it."""
        return speaking.spoken_to(request, self.language, self.catalogs, wanted)

    @property
    def may_be_joined(self) -> bool:
        """Whether there is a newsletter that anybody may join by a form."""
        return self.readership is not None and bool(self.readership.offered)

    @property
    def mark(self) -> bytes:
        """The site's mark for browser tabs, in its colours."""
        colours = palette_of(self.theme.colours).light
        return icon(self.title, colours["accent"], colours["on_accent"])


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedLink:
    """A feed document to follow: what a ``<link rel="alternate">`` or a line of the feeds page says."""

    label: str
    title: str
    media_type: str
    href: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ScopeView:
    """A feed with its documents; ``page`` is where people see it."""

    title: str
    page: str
    feeds: tuple[FeedLink, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedGroup:
    """Feeds of one kind; the site's own has no heading."""

    heading: str
    scopes: tuple[ScopeView, ...]


def chrome(site: PublicSite, words: Words | None = None) -> dict[str, Any]:
    """The values that the base template needs; our words are in the site's language unless others are given."""
    return {
        **speaking.for_templates(words or site.words),
        "worn": rules_of(site.theme),
        "site": {
            "title": site.title,
            "description": site.description,
            "language": site.language,
            "direction": direction_of(site.language),
            "postal_address": site.postal_address,
            "url": site.links.home(),
            "home": path_of(site.links.home()),
            "feeds": path_of(site.links.feed("")),
            "archive": path_of(site.links.archive()) if site.archives else "",
            "icon": f"{path_of(site.links.home())}icon.svg",
            "logo": site.theme.logo,
            "notes": site.theme.footer,
            "consent": site.readership.wording(words or site.words) if site.readership else "",
            "offer": site.readership.offer(words or site.words) if site.readership else "",
            "offered": site.readership.offered if site.readership else (),
            "subscribe": path_of(site.links.subscribe()) if site.may_be_joined else "",
            "preferences": f"{path_of(site.links.home())}preferences" if site.readership else "",
            "social": site.theme.social,
        },
    }


def policy(site: PublicSite, sheets: str = SHEET, runs: str = "") -> str:
    """The content security policy of the public pages; pictures and the logo may lie on another host.

    ``runs`` is the script of ours that the page has.
    """
    logo = site.theme.logo
    logos = (logo.url, logo.dark_url) if logo else ()
    media = site.links.near(site.links.media(""))
    return headers.page_policy(sheets, media, *logos, worn=rules_of(site.theme), runs=runs)


def reader_page(
    site: PublicSite, words: Words, template: str, status: int = HTTPStatus.OK, *, runs: str = "", **values: Any
) -> Response:
    """A page with forms, for one person: no cache keeps it, and its address is told to nobody."""
    text = render(template, FORM_SHEETS, **values, **chrome(site, words))
    extra = {**headers.SECRET_ADDRESS, "vary": "Accept-Language", "content-language": words.language}
    return responses.html_page(text, policy=policy(site, FORM_SHEETS, runs), status=status, extra=extra)


def autodiscovery(site: PublicSite, section: str | None = None, slug: str | None = None) -> list[FeedLink]:
    """The feeds of the section, if it has a place, those of the site, then the list of all; RSS, Atom, JSON of each."""
    given = {(FeedKind.SECTION, section): slug} if section and slug else {}
    own = named(site.title, FeedKind.SECTION, (name for _, name in given), given)
    return [*(link for scope in (*own, everything(site.title)) for link in links_of(site, scope)), list_of_all(site)]


def list_of_all(site: PublicSite) -> FeedLink:
    """The OPML, for readers that take many feeds at once."""
    return FeedLink(
        label="OPML",
        title=f"All feeds of {site.title} (OPML)",
        media_type=opml.MEDIA_TYPE,
        href=path_of(site.links.feed(opml.PATH)),
    )


def grouped(site: PublicSite, listed: bytes) -> list[FeedGroup]:
    """Every feed that an OPML of ours lists, by kind, in its order."""
    groups: dict[str, list[ScopeView]] = {}
    for title, folder in opml.folders(listed, site.links):
        if not is_served(site, folder):
            continue
        heading = _HEADINGS.get(folder.partition("/")[0], "")
        shown = title.removeprefix(f"{site.title}: ") if heading else title
        groups.setdefault(heading, []).append(view_of(site, Scope(folder=folder, title=title), shown))
    return [FeedGroup(heading=heading, scopes=tuple(views)) for heading, views in groups.items()]


def is_served(site: PublicSite, folder: str) -> bool:
    """Whether a feed may be shown, by its folder below ``feeds/``: one of past editions only while they are."""
    kind, _, name = folder.rstrip("/").partition("/")
    return kind != FeedKind.NEWSLETTER or name in site.archives


def view_of(site: PublicSite, scope: Scope, title: str) -> ScopeView:
    """A feed under that title."""
    return ScopeView(title=title, page=path_of(site.links.human_page(scope.folder)), feeds=tuple(links_of(site, scope)))


def links_of(site: PublicSite, scope: Scope) -> list[FeedLink]:
    """The documents of a feed, one of each format."""
    return [
        FeedLink(
            label=_LABELS.get(name, name),
            title=f"{scope.title} ({_LABELS.get(name, name)})",
            media_type=FORMATS[name].media_type,
            href=path_of(site.links.feed(path)),
        )
        for name, path in paths(scope).items()
    ]

"""What the public pages are made from, and the words and links that every one of them carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from syndicate.feeds.documents import FORMATS, paths
from syndicate.feeds.scopes import scopes
from syndicate.web import dates, headers
from syndicate.web.views import path_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from syndicate.clock import Clock
    from syndicate.feeds.model import Scope
    from syndicate.links import Links
    from syndicate.shelf import Shelf
    from syndicate.storage import Database

#: The sheet and the policy of every public page.
SHEET = "page"

_LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON"}


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicSite:
    """The parts behind the public listener, and what the site says about itself.

    ``feeds`` and ``media`` are the shelves with feed documents and renditions. ``newsletters``
    gives the title of each by name. A feed is fresh for ``ttl_minutes``, as it says itself.
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
    newsletters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedLink:
    """A feed document to follow: what a ``<link rel="alternate">`` or a line of the feeds page says."""

    label: str
    title: str
    media_type: str
    href: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ScopeView:
    """A scope with those of its documents that are on the shelf."""

    title: str
    feeds: tuple[FeedLink, ...]


def chrome(site: PublicSite) -> dict[str, Any]:
    """The values that the base template needs."""
    return {
        "site": {
            "title": site.title,
            "description": site.description,
            "language": site.language,
            "direction": "rtl" if dates.locale_of(site.language).text_direction == "rtl" else "ltr",
            "postal_address": site.postal_address,
            "url": site.links.home(),
            "home": path_of(site.links.home()),
            "feeds": path_of(site.links.feed("")),
            "icon": f"{path_of(site.links.home())}icon.svg",
        }
    }


def policy() -> str:
    """The content security policy of the public pages."""
    return headers.page_policy(SHEET)


def autodiscovery(site: PublicSite, sections: Sequence[str], wanted: str | None) -> list[FeedLink]:
    """The site's feeds and, before them, those of the ``wanted`` section; RSS, Atom and JSON of each."""
    found = scopes(site.title, sections)
    own = [scope for scope in found if wanted is not None and scope.section == wanted]
    return [link for scope in (*own, found[0]) for link in _links(site, scope)]


def shelved(site: PublicSite, sections: Sequence[str], names: Collection[str]) -> list[ScopeView]:
    """Every scope of which a document lies on the shelf."""
    views = [
        ScopeView(title=scope.title, feeds=tuple(_links(site, scope, names))) for scope in scopes(site.title, sections)
    ]
    return [view for view in views if view.feeds]


def _links(site: PublicSite, scope: Scope, names: Collection[str] | None = None) -> list[FeedLink]:
    return [
        FeedLink(
            label=_LABELS.get(name, name),
            title=f"{scope.title} ({_LABELS.get(name, name)})",
            media_type=FORMATS[name].media_type,
            href=path_of(site.links.feed(path)),
        )
        for name, path in paths(scope).items()
        if names is None or path in names
    ]

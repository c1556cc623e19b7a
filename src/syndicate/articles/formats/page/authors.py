"""Who wrote a page's article: persons and agencies, never the site itself, nor what its system calls nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.formats.claims import bylines
from syndicate.articles.formats.claims.bylines import AUTHORS, persons_in
from syndicate.articles.formats.claims.values import author, text_of
from syndicate.articles.formats.claims.words import folded, words
from syndicate.articles.model import Author

if TYPE_CHECKING:
    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.metadata.json_ld import Described

_CLAIMS = ("article:author", "author", "parsely-author", "dc.creator", "dcterms.creator", "byl", "citation_author")


def authors_of(head: PageHead, about: Described | None, near: Sequence[str]) -> tuple[Author, ...]:
    """The authors: of JSON-LD, or else of the head, or else of a byline near the headline."""
    claimed = (
        person
        for name in _CLAIMS
        for value in head.meta.get(name, ())[:AUTHORS]
        for person in author(text_of(value), None)
    )
    sites = _sites(head, about)
    sources = (about.authors if about else (), claimed, _byline(near))
    named: list[Author] = next((kept for people in sources if (kept := _persons(people, sites))), [])
    distinct = {folded(person.name): person for person in reversed(named)}
    return tuple(reversed(distinct.values()))[:AUTHORS]


def _persons(people: Iterable[Author], sites: set[str]) -> list[Author]:
    return [person for person in persons_in(people) if not _is_of_site(person.name, sites)]


def _byline(near: Sequence[str]) -> list[Author]:
    return list(next((names for line in near if (names := bylines.authors(line))), ()))


def _sites(head: PageHead, about: Described | None) -> set[str]:
    """The names of the site and its publisher."""
    named = (head.first("og:site_name"), head.first("application-name"), *(about.publishers if about else ()))
    hosts = [urlsplit(address).netloc.lower().removeprefix("www.") for address in head.addresses]
    return {folded(site) for site in (*named, *hosts, *(host.split(".")[0] for host in hosts)) if site} - {""}


def _is_of_site(name: str, sites: set[str]) -> bool:
    """Whether it is the site's name or address, or an office of a site that has several words for a name."""
    mine = folded(name)
    return mine in sites or any(len(words(site)) > 1 and f" {site} " in f" {mine} " for site in sites)

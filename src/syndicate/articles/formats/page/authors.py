"""Who wrote a page's article: persons and agencies, never the site itself, nor what its system calls nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from syndicate.articles.formats.claims import bylines
from syndicate.articles.formats.claims.values import author, text_of
from syndicate.articles.formats.page.text.blocks import folded, words
from syndicate.articles.model import Author

if TYPE_CHECKING:
    from syndicate.articles.formats.page.metadata.head import PageHead
    from syndicate.articles.formats.page.metadata.json_ld import Described

#: Authors that an article keeps.
AUTHORS = 20
_CLAIMS = ("article:author", "author", "parsely-author", "dc.creator", "dcterms.creator", "byl", "citation_author")
# What systems write where nobody was named, and editors where all of them are meant.
_NOBODY = re.compile(
    r"admin|administrator|webmaster|author|root|(?:super )?user|guest|editors?|editorial(?: staff)?|staff|newsroom"
    r"|(?:die )?redaktion|(?:la )?rédaction|(?:la )?redacción|(?:la )?redazione|(?:de )?redactie|редакція|редакция",
    re.IGNORECASE,
)
_FIRM = re.compile(r"(?:\b(?:GmbH|AG|Inc|Ltd|LLC|Corp|S\.A|e\. ?V)\b\.?)$", re.IGNORECASE)


def authors_of(head: PageHead, about: Described | None, near: Sequence[str]) -> tuple[Author, ...]:
    """The authors: of JSON-LD, or else of the head, or else of a byline near the headline."""
    claimed = (
        one for name in _CLAIMS for value in head.meta.get(name, ())[:AUTHORS] for one in author(text_of(value), None)
    )
    sites = _sites(head, about)
    sources = (about.authors if about else (), claimed, _byline(near))
    found: list[Author] = next((kept for some in sources if (kept := _persons(some, sites))), [])
    distinct = {folded(one.name): one for one in reversed(found)}
    return tuple(reversed(distinct.values()))[:AUTHORS]


def _persons(found: Iterable[Author], sites: set[str]) -> list[Author]:
    return [one for one in several(found) if not _is_of_site(one.name, sites)]


def several(found: Iterable[Author]) -> list[Author]:
    """Each alone and without an office, as some write a whole byline into the name; nobody where it is “admin”."""
    parted: list[Author] = []
    for one in found:
        named = bylines.authors(one.name) or bylines.authors(f"By {one.name}") or ()
        single = [Author(name=named[0].name, url=one.url)] if len(named) == 1 else [*named]
        parted += single or [one]
    return [one for one in parted if not _NOBODY.fullmatch(one.name) and not _FIRM.search(one.name)]


def _byline(near: Sequence[str]) -> list[Author]:
    return list(next((names for line in near if (names := bylines.authors(line))), ()))


def _sites(head: PageHead, about: Described | None) -> set[str]:
    """The names of the site and its publisher."""
    named = (head.first("og:site_name"), head.first("application-name"), *(about.publishers if about else ()))
    hosts = [urlsplit(one).netloc.lower().removeprefix("www.") for one in head.addresses]
    return {folded(one) for one in (*named, *hosts, *(one.split(".")[0] for one in hosts)) if one} - {""}


def _is_of_site(name: str, sites: set[str]) -> bool:
    """Whether it is the site's name or address, or an office of a site that has several words for a name."""
    mine = folded(name)
    return mine in sites or any(len(words(one)) > 1 and f" {one} " in f" {mine} " for one in sites)

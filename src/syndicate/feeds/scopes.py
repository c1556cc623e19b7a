"""Which feeds there are: of the site, of each section, author, tag and language, and of saved filters.

Each lives at a lasting address of lower-case ASCII below ``feeds/``: a name keeps its place for ever, whatever
names come after it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from syndicate.feeds.filters import values
from syndicate.feeds.model import Chain, Feed, FeedKind, Scope
from syndicate.feeds.texts import readable_name
from syndicate.ids import stable_id
from syndicate.links import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syndicate.feeds.filters import Placed
    from syndicate.feeds.model import Entry, FeedSite, Series, Tombstone
    from syndicate.links import Links

#: The slug under which a name of a kind lives.
Slugs = Mapping[tuple[FeedKind, str], str]

#: Kinds with one feed for each name that articles bring along.
NAMED_KINDS = (FeedKind.SECTION, FeedKind.AUTHOR, FeedKind.TAG, FeedKind.LANGUAGE)

#: Kinds whose feeds have an archive.
ARCHIVED_KINDS = frozenset({FeedKind.SITE, FeedKind.SECTION})


def everything(site_title: str) -> Scope:
    """The site's scope, which has no folder."""
    return Scope(folder="", title=site_title)


def named(site_title: str, kind: FeedKind, names: Iterable[str], given: Slugs) -> list[Scope]:
    """One scope for each name in which anything can be read, sorted by name.

    A name lives where it was ``given`` a place. One that has none yet gets its slug; where that is taken, or
    there is no ASCII letter in it, what is appended depends on the name alone.
    """
    taken = {slug for (of, _), slug in given.items() if of is kind}
    scopes = []
    for name in sorted({name for name in names if readable_name(name)}):
        slug = given.get((kind, name)) or _free_slug(name, taken)
        taken.add(slug)
        title = f"{site_title}: {readable_name(name)}"
        scopes.append(Scope(folder=f"{kind}/{slug}", title=title, kind=kind, value=name))
    return scopes


def all_scopes(site: FeedSite, placed: Sequence[Placed], given: Slugs) -> tuple[Scope, ...]:
    """The scopes of every kind that the site has, for the articles that readers may see.

    The site's comes first, then names in their order, then filters. Of more names of one kind than
    ``site.most_feeds`` those with the most articles have feeds.
    """
    scopes = [everything(site.title)]
    for kind in NAMED_KINDS:
        if kind in site.kinds:
            counts = Counter(name for article in placed for name in values(article, kind))
            scopes += named(site.title, kind, _commonest(counts, site.most_feeds), given)
    return (*scopes, *(filtered(site, name.name) for name in site.filters))


def filtered(site: FeedSite, name: str) -> Scope:
    """The scope of the filter of that name."""
    chosen = next(saved for saved in site.filters if saved.name == name)
    title = f"{site.title}: {chosen.title}"
    return Scope(folder=f"{FeedKind.FILTER}/{name}", title=title, kind=FeedKind.FILTER, value=name, filter_=chosen)


def of_series(site_title: str, series: Series) -> Scope:
    """The scope of a newsletter's past editions; names of newsletters are fit to be places."""
    title = f"{site_title}: {series.title}"
    return Scope(
        folder=f"{FeedKind.NEWSLETTER}/{series.name}", title=title, kind=FeedKind.NEWSLETTER, value=series.name
    )


def has_summaries(site: FeedSite, scope: Scope) -> bool:
    """Whether the feed carries summaries alone: all of its kind do, or it is named by its place."""
    return not site.summaries.isdisjoint({scope.kind.value, scope.folder})


def page_of(scope: Scope, links: Links) -> str:
    """The page that a feed belongs to: the front page for the site's, else the one that shows what it holds."""
    if scope.kind is FeedKind.NEWSLETTER and scope.value:
        return links.archive(scope.value)
    return links.human_page(scope.folder) if scope.folder else links.home()


def gather(
    site: FeedSite,
    scope: Scope,
    entries: Sequence[Entry],
    url: str,
    *,
    deleted: Sequence[Tombstone] = (),
    kept: frozenset[str] = frozenset(),
    chain: Chain = Chain(),  # noqa: B008 - frozen
) -> Feed:
    """The feed of a scope; ``url`` is the page that it belongs to."""
    return Feed(
        id=f"tag:{site.id_authority}:feed" + (f"/{scope.folder}" if scope.folder else ""),
        title=scope.title,
        description=site.description,
        url=url,
        language=scope.value if scope.kind is FeedKind.LANGUAGE and scope.value else site.language,
        author=site.author or site.title,
        ttl_minutes=site.ttl_minutes,
        entries=tuple(entries),
        icon_url=site.icon_url,
        hubs=site.hubs,
        podcast=site.podcast,
        deleted=tuple(deleted),
        kept=kept,
        chain=chain,
    )


def slugs(scopes: Iterable[Scope]) -> dict[tuple[FeedKind, str], str]:
    """The slugs under which the scopes of names live."""
    return {
        (scope.kind, scope.value): scope.slug
        for scope in scopes
        if scope.kind in NAMED_KINDS and scope.value is not None
    }


def _commonest(counts: Counter[str], most: int) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))[:most]


def _free_slug(name: str, taken: set[str]) -> str:
    bare, own = slugify(name), stable_id(name)
    slugs = (bare, f"{bare}-{own}") if bare else (own,)
    # A name may be spelled like what was made for another: then it is numbered.
    numbered = (f"{slugs[-1]}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain(slugs, numbered) if slug not in taken)

"""Which feeds there are: of the site, of each section, author, tag and language, and of saved filters.

Each lives at a lasting address of lower-case ASCII below ``feeds/``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from syndicate.feeds.filters import values
from syndicate.feeds.model import Chain, Feed, Kind, Scope
from syndicate.ids import stable_id
from syndicate.links import slugify
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from syndicate.feeds.filters import Placed
    from syndicate.feeds.model import Entry, FeedSite, Tombstone
    from syndicate.links import Links

#: Kinds with one feed for each name that articles bring along.
NAMED_KINDS = (Kind.SECTION, Kind.AUTHOR, Kind.TAG, Kind.LANGUAGE)

#: Kinds whose feeds have an archive.
ARCHIVED_KINDS = frozenset({Kind.SITE, Kind.SECTION})


def scopes(site_title: str, sections: Sequence[str]) -> tuple[Scope, ...]:
    """The site's scope, then one for each section, by name. Blank and repeated names are left out."""
    return (_everything(site_title), *_named(site_title, Kind.SECTION, sections))


def all_scopes(site: FeedSite, placed: Sequence[Placed]) -> tuple[Scope, ...]:
    """The scopes of every kind that the site has, for the articles that readers may see.

    The site's comes first, then names in their order, then filters. Of more names of one kind than
    ``site.most_feeds`` those with the most articles have feeds.
    """
    found = [_everything(site.title)]
    for kind in NAMED_KINDS:
        if kind in site.kinds:
            counts = Counter(name for one in placed for name in values(one, kind))
            found += _named(site.title, kind, _commonest(counts, site.most_feeds))
    return (*found, *(filtered(site, name.name) for name in site.filters))


def filtered(site: FeedSite, name: str) -> Scope:
    """The scope of the filter of that name."""
    wanted = next(one for one in site.filters if one.name == name)
    title = f"{site.title}: {wanted.title}"
    return Scope(folder=f"{Kind.FILTER}/{name}", title=title, kind=Kind.FILTER, value=name, filter_=wanted)


def has_summaries(site: FeedSite, scope: Scope) -> bool:
    """Whether the feed carries summaries alone: all of its kind do, or it is named by its place."""
    return not site.summaries.isdisjoint({scope.kind.value, scope.folder})


def page_of(scope: Scope, links: Links) -> str:
    """The page that a feed belongs to: the front page for the site's, else the one that shows the feed to people."""
    return links.twin(scope.folder) if scope.folder else links.home()


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
        language=scope.value if scope.kind is Kind.LANGUAGE and scope.value else site.language,
        author=site.author or site.title,
        ttl_minutes=site.ttl_minutes,
        entries=tuple(entries),
        icon_url=site.icon_url,
        hubs=site.hubs,
        deleted=tuple(deleted),
        kept=kept,
        chain=chain,
    )


def _everything(site_title: str) -> Scope:
    return Scope(folder="", title=site_title)


def _commonest(counts: Counter[str], most: int) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))[:most]


def _named(site_title: str, kind: Kind, names: Iterable[str]) -> list[Scope]:
    """One scope for each name in which anything can be read, sorted.

    Its address is its slug. Of several names with one slug the first by name has it bare; the others,
    and names without any ASCII letter, are told apart by a suffix that depends on the name alone.
    """
    found = []
    taken: set[str] = set()
    for name in sorted({name for name in names if one_line(name)}):
        slug = _slug(name, taken)
        taken.add(slug)
        found.append(Scope(folder=f"{kind}/{slug}", title=f"{site_title}: {one_line(name)}", kind=kind, value=name))
    return found


def _slug(name: str, taken: set[str]) -> str:
    slug = slugify(name)
    if slug and slug not in taken:
        return slug
    return f"{slug}-{stable_id(name)}" if slug else stable_id(name)

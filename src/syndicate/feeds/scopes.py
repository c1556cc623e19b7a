"""Which feeds there are: one of the site and one of each section, at lasting addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.feeds.model import Feed, Scope
from syndicate.ids import stable_id
from syndicate.links import slugify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syndicate.feeds.model import Entry, FeedSite

#: The folder below ``feeds/`` that holds a folder for each section.
SECTIONS = "section"


def scopes(site_title: str, sections: Sequence[str]) -> tuple[Scope, ...]:
    """The site's scope, then one for each section, by name. Blank and repeated names are left out.

    A section lives at its slug. Of several with one slug the first by name has it bare; the others,
    and names without any ASCII letter, are told apart by a suffix that depends on the name alone.
    """
    found = [Scope(folder="", title=site_title)]
    taken: set[str] = set()
    for section in sorted({name for name in sections if name.strip()}):
        slug = _slug(section, taken)
        taken.add(slug)
        found.append(Scope(folder=f"{SECTIONS}/{slug}", title=f"{site_title}: {section}", section=section))
    return tuple(found)


def gather(site: FeedSite, scope: Scope, entries: Sequence[Entry], url: str) -> Feed:
    """The feed of a scope; ``url`` is the page that it belongs to."""
    return Feed(
        id=f"tag:{site.id_authority}:feed" + (f"/{scope.folder}" if scope.folder else ""),
        title=scope.title,
        description=site.description,
        url=url,
        language=site.language,
        author=site.author or site.title,
        ttl_minutes=site.ttl_minutes,
        entries=tuple(entries),
        icon_url=site.icon_url,
    )


def _slug(section: str, taken: set[str]) -> str:
    slug = slugify(section)
    if slug and slug not in taken:
        return slug
    return f"{slug}-{stable_id(section)}" if slug else stable_id(section)

"""What the configuration says about feeds, in the words of the room that makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.feeds.model import FeedKind, FeedSite, Filter, Podcast, Series, Updates
from syndicate.publishing.disclosing import disclosure_words

if TYPE_CHECKING:
    from syndicate.config import Config, FilterSection


def feed_site(config: Config) -> FeedSite:
    """The decisions of the operator about all feeds."""
    feeds = config.feeds
    return FeedSite(
        title=config.site.title,
        description=config.site.description,
        language=config.site.language,
        id_authority=config.site.id_authority,
        author=config.site.title,
        entries=feeds.entries,
        ttl_minutes=feeds.ttl_minutes,
        icon_url=feeds.icon,
        kinds=(FeedKind.SITE, *map(FeedKind, feeds.scopes)),
        filters=tuple(map(_filter, feeds.filters)),
        summaries=frozenset(feeds.summary_only),
        updates=Updates(feeds.updates),
        most_feeds=feeds.most_feeds,
        disclosures=disclosure_words(config),
        podcast=_podcast(config),
        series=series_of(config),
    )


def series_of(config: Config) -> tuple[Series, ...]:
    """The newsletters with an archive of past editions, in the file's order."""
    return tuple(
        Series(
            name=newsletter.name,
            title=newsletter.title,
            language=newsletter.language,
            zone=newsletter.time_zone,
            besides=frozenset(further.kind for further in newsletter.cadences),
        )
        for newsletter in config.newsletters
        if newsletter.archive
    )


def _podcast(config: Config) -> Podcast | None:
    """What directories of podcasts are told; nothing where nobody could be named as the owner."""
    said = config.feeds.podcast
    owner = said.owner or next((newsletter.sender for newsletter in config.newsletters), None)
    if owner is None:
        return None
    return Podcast(
        owner=owner.name or config.site.title,
        email=owner.address,
        category=said.category,
        is_explicit=said.explicit,
        image_url=said.image,
    )


def _filter(one: FilterSection) -> Filter:
    return Filter(
        name=one.name,
        title=one.title,
        sections=one.sections,
        tags=one.tags,
        authors=one.authors,
        languages=one.languages,
        match_all=one.match == "all",
    )

"""From the wired parts to the two applications."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from syndicate.articles.sources.push import PushSource
from syndicate.audience.joins.receiving import JoinLimits
from syndicate.publishing.disclosing import disclosure_words
from syndicate.publishing.dressing import site_theme
from syndicate.publishing.feed_site import series_of
from syndicate.publishing.forgetting import forget_person
from syndicate.shipped import TEMPLATES
from syndicate.web.desk.application import Desk, desk_app
from syndicate.web.desk.live.following import Following
from syndicate.web.desk.live.pulse import Pulse
from syndicate.web.http.remembered import Remembered
from syndicate.web.public.application import public_app
from syndicate.web.public.pushing import PushDoor
from syndicate.web.public.readership import Readership
from syndicate.web.public.site import PublicSite
from syndicate.words.translation import WORDS

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from syndicate.publishing.wiring import Parts


def public_pages(parts: Parts, gather: Callable[[], object] = lambda: None) -> Starlette:
    """The application for readers. ``gather`` has the sources at hand read soon, where a schedule does that."""
    config = parts.config
    return public_app(
        PublicSite(
            database=parts.database,
            clock=parts.clock,
            links=parts.links,
            feeds=parts.feeds_shelf,
            media=parts.media_shelf,
            title=config.site.title,
            description=config.site.description,
            language=config.site.language,
            postal_address=config.site.postal_address,
            ttl_minutes=config.feeds.ttl_minutes,
            archive_max_age_seconds=int(config.feeds.archive_max_age.total_seconds()),
            hubs=Remembered(parts.hubs.named, parts.clock),
            newsletters=_titles(parts),
            webhook=parts.webhook,
            disclosures=disclosure_words(config),
            theme=site_theme(config),
            readership=_readership(parts),
            archives={series.name: series for series in series_of(config)},
            pushes=_pushes(parts, gather),
        )
    )


def _pushes(parts: Parts, gather: Callable[[], object]) -> PushDoor | None:
    sources = (step.settings.source for step in parts.publisher.collect_steps)
    pushed = {source.name: source for source in sources if isinstance(source, PushSource)}
    return PushDoor(pushed, gather) if pushed else None


def _readership(parts: Parts) -> Readership:
    config, audience = parts.config, parts.config.audience
    offered = [section.name for section in config.newsletters if section.signup] if audience.signup else []
    return Readership(
        newsletters={newsletter.name: newsletter for newsletter in parts.newsletters},
        digests=parts.address_digests,
        erase=partial(forget_person, parts),
        offered=offered,
        consent=audience.consent,
        limits=JoinLimits(per_network=audience.per_network, per_site=audience.per_site),
        confirm_within=audience.confirm_within,
        preferences_valid=audience.preferences_valid,
        catalogs=((config.mail.templates or TEMPLATES) / WORDS,),
    )


def desk_pages(parts: Parts) -> Starlette:
    """The application for editors; for a loopback listener only."""
    return desk_app(Desk(parts))


@contextmanager
def followed(desk: Desk) -> Iterator[Following]:
    """Have the desk follow what is saved, and tell its open pages; at the end they are let go."""
    with Following(desk.live) as following, Pulse(lambda: desk.parts, desk.live.streams):
        try:
            yield following
        finally:
            desk.live.streams.end()


def _titles(parts: Parts) -> dict[str, str]:
    return {newsletter.name: newsletter.title for newsletter in parts.newsletters}

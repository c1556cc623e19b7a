"""From the wired parts to the two applications."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.audience.erasing import clean_up, erase_person
from syndicate.audience.joins.receiving import JoinLimits
from syndicate.publishing.disclosing import disclosure_words
from syndicate.publishing.dressing import site_theme
from syndicate.publishing.feed_site import series_of
from syndicate.shipped import TEMPLATES
from syndicate.storage.tables import subscribers
from syndicate.web.desk.application import Desk, desk_app
from syndicate.web.public.application import public_app
from syndicate.web.public.readership import Readership
from syndicate.web.public.site import PublicSite
from syndicate.words.translation import WORDS

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from syndicate.publishing.wiring import Parts


def public_pages(parts: Parts) -> Starlette:
    """The application for readers."""
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
            hubs=config.feeds.hubs,
            newsletters=_titles(parts),
            webhook=parts.webhook,
            disclosures=disclosure_words(config),
            theme=site_theme(config),
            readership=_readership(parts),
            archives={series.name: series for series in series_of(config)},
        )
    )


def _readership(parts: Parts) -> Readership:
    config, audience = parts.config, parts.config.audience
    offered = [section.name for section in config.newsletters if section.signup] if audience.signup else []
    return Readership(
        newsletters={newsletter.name: newsletter for newsletter in parts.newsletters},
        digests=parts.address_digests,
        erase=partial(_erase, parts),
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


def _erase(parts: Parts, subscriber_id: str) -> None:
    """Forget a person for good; what is left of them after the commit is cleaned up at once."""
    with parts.database.write() as connection:
        key = connection.execute(select(subscribers.c.key).where(subscribers.c.id == subscriber_id)).scalar()
        if key is None:
            return
        erased = erase_person(connection, key, parts.address_digests, parts.clock.now())
    clean_up(parts.database, parts.config.delivery.outbox_folder, erased.mails)


def _titles(parts: Parts) -> dict[str, str]:
    return {newsletter.name: newsletter.title for newsletter in parts.newsletters}

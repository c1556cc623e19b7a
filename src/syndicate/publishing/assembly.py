"""The publisher, assembled: every room's parts, each told what it needs and no more.

Importing this module imports the whole product; commands that only read do without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.pickup import PickUp
from syndicate.articles.rules import Rules
from syndicate.articles.sources.folder import FolderSource
from syndicate.audience.store import AudienceStore
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.messages import Letters
from syndicate.delivery.sending import Sending, SendingLimits
from syndicate.digests.composing import Composing
from syndicate.digests.drafting import Drafting
from syndicate.digests.revising import Revising
from syndicate.feeds.publish import FeedPublisher
from syndicate.images.decoders import Workshop
from syndicate.images.loading import Loader
from syndicate.images.work import HeroWork
from syndicate.mail.digest import DigestRenderer
from syndicate.net.fetch import Fetcher
from syndicate.publishing.clock_watch import ClockWatch
from syndicate.publishing.edition_pictures import Pictures
from syndicate.publishing.feed_site import feed_site
from syndicate.publishing.publisher import Editing, Publisher, SourceSettings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.model import Delivery
    from syndicate.digests.model import Edition, Newsletter
    from syndicate.links import Links
    from syndicate.publishing.purging import Purging
    from syndicate.shelf import Shelf
    from syndicate.storage import Database


def assemble(
    config: Config,
    *,
    database: Database,
    clock: Clock,
    links: Links,
    feeds_shelf: Shelf,
    media_shelf: Shelf,
    newsletters: tuple[Newsletter, ...],
    asks_server: bool,
    purging: Purging,
) -> Publisher:
    """Build the publisher that the configuration describes, on parts that are open already.

    With ``asks_server`` the database server's time is held against the clock.
    """
    sources = _sources(config, clock)
    fetcher = _fetcher(config, clock)
    pictures = Pictures(
        database=database,
        clock=clock,
        shelf=media_shelf,
        links=links,
        hero_work=_hero_work(config, database, clock, media_shelf, sources, fetcher),
        fetcher=fetcher if config.images.check == "address" else None,
    )
    drafting = Drafting(
        database=database,
        renderer=DigestRenderer(config.preview.templates),
        links=links,
        postal_address=config.site.postal_address,
        at_hand=pictures.at_hand,
    )
    revising = Revising(
        database=database,
        clock=clock,
        drafting=drafting,
        newsletters={newsletter.name: newsletter for newsletter in newsletters},
    )
    return Publisher(
        database=database,
        clock=clock,
        sources=sources,
        pick_up=PickUp(database, clock, config.site.id_authority),
        pictures=pictures,
        feeds=FeedPublisher(
            database=database,
            clock=clock,
            shelf=feeds_shelf,
            links=links,
            site=feed_site(config),
            departures=purging,
        ),
        newsletters=newsletters,
        editing=Editing(
            composing=Composing(database=database, clock=clock, drafting=drafting, on_freeze=_plan),
            revising=revising,
            clock_watch=ClockWatch(database, clock, asks_server=asks_server),
        ),
        sending=_sending(config, database, clock, links, pictures, revising),
    )


def _sources(config: Config, clock: Clock) -> list[SourceSettings]:
    return [
        SourceSettings(
            source=FolderSource(
                name=one.name,
                folder=one.folder,
                language=one.language,
                zone=one.time_zone,
                max_bytes=one.max_bytes,
                settle_seconds=one.settle.total_seconds(),
                clock=clock,
            ),
            rules=Rules(
                language=one.language,
                zone=one.time_zone,
                zone_names=one.zone_names,
                size_order=one.size_order,
                size_rewrite=one.size_rewrite,
                permalink=one.permalink,
                allowed_words=config.editorial.allowed_words,
                checks_grammar=config.editorial.grammar,
            ),
            mails_first_run=one.first_run == "mail",
        )
        for one in config.sources
    ]


def _fetcher(config: Config, clock: Clock) -> Fetcher:
    return Fetcher(
        clock=clock,
        allow_loopback=config.net.allow_loopback,
        timeout_seconds=config.net.timeout.total_seconds(),
        max_redirects=config.net.max_redirects,
        user_agent=config.net.user_agent,
    )


def _hero_work(
    config: Config,
    database: Database,
    clock: Clock,
    shelf: Shelf,
    sources: list[SourceSettings],
    fetcher: Fetcher,
) -> HeroWork:
    return HeroWork(
        database=database,
        clock=clock,
        loader=Loader(
            fetcher=fetcher,
            pictures={one.source.name: one.source for one in sources},
            max_bytes=config.images.max_bytes,
        ),
        workshop=Workshop(
            workers=config.images.workers,
            memory_bytes=config.images.worker_memory,
            max_pixels=config.images.max_pixels,
        ),
        shelf=shelf,
        size_orders={one.source.name: one.rules.size_order for one in sources},
    )


def _sending(
    config: Config, database: Database, clock: Clock, links: Links, pictures: Pictures, revising: Revising
) -> Sending:
    mailto = config.delivery.unsubscribe_mailto
    return Sending(
        database=database,
        clock=clock,
        carrier=_carrier(config),
        compose=Letters(database=database, links=links, unsubscribe_mailto=mailto.mailbox if mailto else None),
        is_wanted=_is_wanted,
        revise=revising.revise,
        hindrance=pictures.hindrance,
        limits=SendingLimits(
            max_attempts=config.delivery.max_attempts,
            rate_per_second=config.delivery.ses.rate_per_second if config.delivery.via == "ses" else None,
        ),
    )


def _carrier(config: Config) -> Carrier:
    if config.delivery.via == "outbox":
        from syndicate.delivery.carriers.outbox import OutboxCarrier

        return OutboxCarrier(config.delivery.outbox_folder)
    from syndicate.delivery.carriers.ses import SesCarrier

    ses = config.delivery.ses
    return SesCarrier(
        region=ses.region,
        profile=ses.profile,
        configuration_set=ses.configuration_set,
        endpoint_url=ses.endpoint_url,
        connect_timeout_seconds=ses.connect_timeout.total_seconds(),
        read_timeout_seconds=ses.read_timeout.total_seconds(),
    )


def _plan(connection: Connection, edition: Edition) -> None:
    """Fix the recipients of an edition: everybody confirmed at this instant."""
    Ledger(connection).plan(edition)


def _is_wanted(connection: Connection, delivery: Delivery) -> bool:
    return AudienceStore(connection).is_confirmed(delivery.subscription_id)

"""From the configuration to the parts, wired."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.articles.pickup import PickUp
from syndicate.articles.reading import Rules
from syndicate.articles.sources.folder import FolderSource
from syndicate.audience.store import AudienceStore
from syndicate.clock import SystemClock
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.sending import Sending
from syndicate.digests.composing import Composing
from syndicate.digests.model import Cadence, Newsletter
from syndicate.feeds.publish import FeedPublisher, FeedSite
from syndicate.images.work import HeroWork
from syndicate.links import Links
from syndicate.mail.digest import DigestRenderer
from syndicate.net.fetch import Fetcher
from syndicate.publishing.letters import Letters
from syndicate.publishing.publisher import Publisher, SourceSettings
from syndicate.publishing.schedule import Rhythm
from syndicate.publishing.secrets import key_ring
from syndicate.shelf.folder import FolderShelf
from syndicate.storage import Database, open_database
from syndicate.storage.schema import ensure

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.model import Delivery
    from syndicate.digests.model import Edition

#: Recipients planned with one query while an edition is frozen.
PLAN_PAGE = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """Everything that a command or a page may need, made from one configuration."""

    config: Config
    database: Database
    clock: Clock
    links: Links
    feeds_shelf: FolderShelf
    media_shelf: FolderShelf
    publisher: Publisher
    rhythm: Rhythm


@contextmanager
def open_parts(config: Config, clock: Clock | None = None) -> Iterator[Parts]:
    """Open the database, bring its schema up to date where that is ours to do, and wire the parts.

    The clock is the machine's unless another is given.

    Raises:
        SyndicateError: the database, the key file or the templates cannot be used.
    """
    database = open_database(config.database.url.get_secret_value())
    try:
        ensure(database)
        parts = _wire(config, database, clock or SystemClock())
        _add_sample_readers(parts)
        yield parts
    finally:
        database.close()


def newsletters_of(config: Config) -> tuple[Newsletter, ...]:
    """The newsletters that the configuration lays out."""
    return tuple(
        Newsletter(
            name=one.name,
            title=one.title,
            sender_name=one.sender.name or config.site.title,
            sender_address=one.sender.mailbox,
            reply_to=one.reply_to.mailbox if one.reply_to else None,
            cadence=Cadence(
                at=one.at,
                zone=one.time_zone,
                weekdays=frozenset(int(day) for day in one.weekdays),
            ),
            max_lateness=one.max_lateness,
            language=one.language,
            sections=frozenset(one.sections),
            min_articles=one.min_articles,
            max_articles=one.max_articles,
            subject=one.subject,
        )
        for one in config.newsletters
    )


def _wire(config: Config, database: Database, clock: Clock) -> Parts:
    links = Links(config.site.url, _secret_keys(config))
    feeds_shelf, media_shelf = FolderShelf(config.feeds.folder), FolderShelf(config.images.folder)
    sources = _sources(config, clock)
    publisher = Publisher(
        database=database,
        clock=clock,
        sources=sources,
        pick_up=PickUp(database, clock, config.site.id_authority),
        hero_work=_hero_work(config, database, clock, media_shelf, sources),
        feeds=FeedPublisher(database=database, clock=clock, shelf=feeds_shelf, links=links, site=_feed_site(config)),
        newsletters=newsletters_of(config),
        composing=Composing(
            database=database,
            clock=clock,
            renderer=DigestRenderer(config.preview.templates),
            links=links,
            postal_address=config.site.postal_address,
            on_freeze=_plan,
        ),
        sending=_sending(config, database, clock, links),
    )
    return Parts(
        config=config,
        database=database,
        clock=clock,
        links=links,
        feeds_shelf=feeds_shelf,
        media_shelf=media_shelf,
        publisher=publisher,
        rhythm=Rhythm(
            collect_every=config.schedule.collect_every,
            compose_every=config.schedule.compose_every,
            deliver_every=config.schedule.deliver_every,
            misfire_grace=config.schedule.misfire_grace,
        ),
    )


def _secret_keys(config: Config) -> tuple[str, ...]:
    if config.web.secret is not None:
        return (config.web.secret.get_secret_value(),)
    return key_ring(config.web.secret_file)


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
                permalink=one.permalink,
            ),
            mails_first_run=one.first_run == "mail",
        )
        for one in config.sources
    ]


def _hero_work(
    config: Config, database: Database, clock: Clock, shelf: FolderShelf, sources: list[SourceSettings]
) -> HeroWork:
    fetcher = Fetcher(
        clock=clock,
        allow_loopback=config.net.allow_loopback,
        timeout_seconds=config.net.timeout.total_seconds(),
        max_redirects=config.net.max_redirects,
        user_agent=config.net.user_agent,
    )
    return HeroWork(
        database=database,
        clock=clock,
        fetcher=fetcher,
        shelf=shelf,
        pictures={one.source.name: one.source for one in sources},
        max_bytes=config.images.max_bytes,
        size_orders={one.source.name: one.rules.size_order for one in sources},
    )


def _feed_site(config: Config) -> FeedSite:
    return FeedSite(
        title=config.site.title,
        description=config.site.description,
        language=config.site.language,
        id_authority=config.site.id_authority,
        author=config.site.title,
        entries=config.feeds.entries,
        ttl_minutes=config.feeds.ttl_minutes,
    )


def _sending(config: Config, database: Database, clock: Clock, links: Links) -> Sending:
    mailto = config.delivery.unsubscribe_mailto
    return Sending(
        database=database,
        clock=clock,
        carrier=_carrier(config),
        compose=Letters(database=database, links=links, unsubscribe_mailto=mailto.mailbox if mailto else None),
        is_wanted=_is_wanted,
        max_attempts=config.delivery.max_attempts,
        rate_per_second=config.delivery.ses.rate_per_second if config.delivery.via == "ses" else None,
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
    audience, ledger = AudienceStore(connection), Ledger(connection)
    after = ""
    while page := audience.recipients(edition.newsletter, after, PLAN_PAGE):
        ledger.plan(edition.id, [(one.subscription_id, one.address, one.name) for one in page])
        after = page[-1].subscription_id


def _is_wanted(connection: Connection, delivery: Delivery) -> bool:
    return AudienceStore(connection).is_confirmed(delivery.subscription_id)


def _add_sample_readers(parts: Parts) -> None:
    """Give a database without any subscriber the readers that the configuration offers for a first look."""
    readers = parts.config.audience.sample_readers
    if not readers:
        return
    with parts.database.write() as connection:
        audience = AudienceStore(connection)
        if next(audience.all(), None) is not None:
            return
        for newsletter in parts.publisher.newsletters:
            for reader in readers:
                audience.subscribe(reader, newsletter.name, cadence=newsletter.cadence.word, now=parts.clock.now())

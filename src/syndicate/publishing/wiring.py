"""From the configuration to the parts, wired."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from syndicate.clock import SystemClock
from syndicate.links import Links
from syndicate.links.keys import key_ring
from syndicate.publishing.newsletters import newsletters_of
from syndicate.publishing.shelves import shelves_of
from syndicate.storage import Database, open_database
from syndicate.storage.schema import ensure
from syndicate.storage.tables import deliveries

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.audience.model import Ground
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.digests.model import Newsletter
    from syndicate.publishing.publisher import Publisher
    from syndicate.publishing.purging import Purging
    from syndicate.publishing.steps.withdraw import Withdrawing
    from syndicate.shelf import Shelf


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Everything that a command or a page may need, made from one configuration."""

    config: Config
    database: Database
    clock: Clock
    links: Links
    feeds_shelf: Shelf
    media_shelf: Shelf
    newsletters: tuple[Newsletter, ...]
    asks_server: bool = False  # whether the database server's time is held against the clock

    @cached_property
    def publisher(self) -> Publisher:
        """The steps; made, and all that they need imported, when they are first asked for."""
        from syndicate.publishing.assembly import assemble

        return assemble(
            self.config,
            database=self.database,
            clock=self.clock,
            links=self.links,
            feeds_shelf=self.feeds_shelf,
            media_shelf=self.media_shelf,
            newsletters=self.newsletters,
            asks_server=self.asks_server,
            purging=self.purging,
        )

    @cached_property
    def withdrawing(self) -> Withdrawing:
        """Taking articles back, and giving them back."""
        from syndicate.publishing.steps.withdraw import Withdrawing

        return Withdrawing(database=self.database, clock=self.clock, publisher=self.publisher, purging=self.purging)

    @cached_property
    def purging(self) -> Purging:
        """The list of what caches should drop."""
        from syndicate.publishing.feed_site import feed_site
        from syndicate.publishing.purging import Purging

        return Purging(
            database=self.database,
            clock=self.clock,
            links=self.links,
            site=feed_site(self.config),
            file=self.config.site.purge_file,
        )


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
        shelves = shelves_of(config)
        parts = Parts(
            config=config,
            database=database,
            clock=clock or SystemClock(),
            links=Links(config.site.url, _secret_keys(config, database), media_url=config.images.base_url),
            feeds_shelf=shelves.feeds,
            media_shelf=shelves.media,
            newsletters=newsletters_of(config),
            asks_server=clock is None,
        )
        _begin_newsletters(parts)
        _add_sample_readers(parts)
        yield parts
    finally:
        database.close()


def _secret_keys(config: Config, database: Database) -> tuple[str, ...]:
    if config.web.secret is not None:
        return (config.web.secret.get_secret_value(),)
    with database.read() as connection:
        has_sent = connection.execute(select(deliveries.c.id).limit(1)).first() is not None
    return key_ring(config.web.secret_file, may_make=not has_sent)


def _begin_newsletters(parts: Parts) -> None:
    """Let each newsletter that is new in the configuration begin here: it does not mail the archive."""
    from syndicate.digests.occurrence_store import OccurrenceStore

    with parts.database.read() as connection:
        begun = OccurrenceStore(connection).begun()
    fresh = [one.name for one in parts.newsletters if one.name not in begun]
    if not fresh:
        return
    # Another start that is at the same point has then done the same.
    with suppress(IntegrityError), parts.database.write() as connection:
        store = OccurrenceStore(connection)
        for name in set(fresh) - store.begun():
            store.begin(name, parts.clock.now())


def _add_sample_readers(parts: Parts) -> None:
    """Give a database without any subscriber the readers that the configuration offers for a first look."""
    readers = parts.config.audience.sample_readers
    if not readers:
        return
    from syndicate.audience.store import AudienceStore

    with parts.database.read() as connection:
        if next(AudienceStore(connection).all(), None) is not None:
            return
    with parts.database.write() as connection:
        audience = AudienceStore(connection)
        if next(audience.all(), None) is not None:
            return
        for newsletter in parts.newsletters:
            for reader in readers:
                audience.subscribe(
                    reader,
                    newsletter.name,
                    cadence=newsletter.cadence.word,
                    grounds=[_sample_ground(parts.clock.now())],
                    now=parts.clock.now(),
                )


def _sample_ground(now: datetime) -> Ground:
    from syndicate.audience.model import Ground, GroundKind

    wording = "a sample reader of the configuration; the address belongs to nobody"
    return Ground(kind=GroundKind.SAMPLE, wording=wording, recorded_at=now)

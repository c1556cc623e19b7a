"""From the configuration to the parts, wired: every room's parts, each told what it needs and no more.

Rooms are imported where their parts are made, so that a command that only reads does without the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from syndicate.audience.digests import AddressDigests
from syndicate.clock import SystemClock
from syndicate.links import Links
from syndicate.links.keys import key_ring
from syndicate.publishing import way_back
from syndicate.publishing.beginnings import begin
from syndicate.publishing.fetching import fetcher_of
from syndicate.publishing.newsletters import newsletters_of, people_kept
from syndicate.publishing.shelves import shelves_of
from syndicate.storage import Database, open_database
from syndicate.storage.schema import ensure
from syndicate.storage.tables import deliveries, delivery_sums

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.config import Config
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.control import Control
    from syndicate.delivery.doubt.settling import Doubts
    from syndicate.delivery.events.apply import Applying
    from syndicate.delivery.events.webhook import SnsWebhook
    from syndicate.delivery.lanes.sending import Sending
    from syndicate.digests.composing import Composing
    from syndicate.digests.newsletters import Newsletter
    from syndicate.digests.revising import Revising
    from syndicate.feeds.hubs import Hubs
    from syndicate.images.work import HeroWork
    from syndicate.net.fetch import Fetcher
    from syndicate.publishing.clock_watch import ClockWatch
    from syndicate.publishing.edition_pictures import EditionPictures
    from syndicate.publishing.publisher import Publisher
    from syndicate.publishing.purging import Purging
    from syndicate.publishing.steps.collect import Collect, SourceSettings
    from syndicate.publishing.steps.compose import Compose
    from syndicate.publishing.steps.deliver import Deliver
    from syndicate.publishing.steps.tell_hubs import TellHubs
    from syndicate.publishing.steps.withdraw import Withdrawing
    from syndicate.shelf import Shelf


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Everything that a command or a page may need, made from one configuration."""

    config: Config
    database: Database
    clock: Clock
    links: Links
    address_digests: AddressDigests
    feeds_shelf: Shelf
    media_shelf: Shelf
    newsletters: tuple[Newsletter, ...]
    editors: tuple[str, ...] = ()  # whom letters about drafts go to
    asks_server: bool = False  # whether the database server's time is held against the clock

    @cached_property
    def publisher(self) -> Publisher:
        """The steps; made, and all that they need imported, when they are first asked for."""
        return _publisher(self)

    @cached_property
    def withdrawing(self) -> Withdrawing:
        """Taking articles back, and giving them back."""
        from syndicate.publishing.steps.withdraw import Withdrawing

        return Withdrawing(
            database=self.database,
            clock=self.clock,
            pictures=self.publisher.pictures_step,
            revise=self.publisher.revise_step,
            feeds=self.publisher.feeds_step,
            purging=self.purging,
        )

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

    @cached_property
    def hubs(self) -> Hubs:
        """The hubs that feeds may name."""
        from syndicate.feeds.hubs import Hubs

        return Hubs(database=self.database, clock=self.clock, shelf=self.feeds_shelf, addresses=self.config.feeds.hubs)

    @cached_property
    def applying(self) -> Applying:
        """What applies the provider's events."""
        return way_back.applying_of(self.config, self.database, self.clock, self.address_digests)

    @cached_property
    def doubts(self) -> Doubts:
        """The mails in doubt."""
        return way_back.doubts_of(self.config, self.database, self.clock, self.newsletters)

    @cached_property
    def webhook(self) -> SnsWebhook | None:
        """The door for events that a topic posts, if one is configured."""
        return way_back.webhook_of(self.config, self.applying, self.clock, partial(fetcher_of, self.config, self.clock))


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
        shelves, secret_keys = shelves_of(config), _secret_keys(config, database)
        parts = Parts(
            config=config,
            database=database,
            clock=clock or SystemClock(),
            links=Links(config.site.url, secret_keys, media_url=config.images.base_url),
            address_digests=AddressDigests(secret_keys),
            feeds_shelf=shelves.feeds,
            media_shelf=shelves.media,
            newsletters=newsletters_of(config),
            editors=tuple(editor.address for editor in config.editorial.editors),
            asks_server=clock is None,
        )
        begin(database, parts.clock, config, parts.newsletters, parts.address_digests)
        yield parts
    finally:
        database.close()


def _secret_keys(config: Config, database: Database) -> tuple[str, ...]:
    if config.web.secret is not None:
        return (config.web.secret.get_secret_value(),)
    with database.read() as connection:
        has_sent = connection.execute(select(or_(exists(deliveries.select()), exists(delivery_sums.select())))).scalar()
    return key_ring(config.web.secret_file, may_make=not has_sent)


def _publisher(parts: Parts) -> Publisher:
    from syndicate.delivery.control import Control
    from syndicate.delivery.thinning import Thinning
    from syndicate.digests.composing import Composing
    from syndicate.digests.corrections.noting import Noting
    from syndicate.digests.drafts.editing import DraftEditing
    from syndicate.digests.explaining.expecting import Expecting
    from syndicate.digests.explaining.explainer import Explaining
    from syndicate.digests.judging import Judging
    from syndicate.digests.previewing import Previewing
    from syndicate.digests.revising import Revising
    from syndicate.feeds.publish import FeedPublisher
    from syndicate.images.at_hand import PicturesAtHand
    from syndicate.publishing.answering import answer_step_of
    from syndicate.publishing.clock_watch import ClockWatch
    from syndicate.publishing.drafting import drafting_of, preview_mails_of
    from syndicate.publishing.edition_pictures import EditionPictures
    from syndicate.publishing.editors import editors_step_of
    from syndicate.publishing.feed_site import feed_site
    from syndicate.publishing.letting_go import retention_of
    from syndicate.publishing.publisher import Publisher
    from syndicate.publishing.sources import sources_of
    from syndicate.publishing.steps.feeds import WriteFeeds
    from syndicate.publishing.steps.pictures import MakePictures
    from syndicate.publishing.steps.revise import Revise
    from syndicate.publishing.steps.settle import Settle
    from syndicate.publishing.steps.thin import Thin

    database, clock, links = parts.database, parts.clock, parts.links
    fetcher = fetcher_of(parts.config, clock)
    sources = sources_of(parts.config, database, clock, fetcher)
    hero_work = _hero_work(parts, sources, fetcher)
    at_hand = PicturesAtHand(database=database, clock=clock, shelf=parts.media_shelf, hero_work=hero_work)
    edition_pictures = EditionPictures(
        database=database,
        shelf=parts.media_shelf,
        links=links,
        at_hand=at_hand,
        fetcher=fetcher if parts.config.images.check == "address" else None,
    )
    drafting = drafting_of(parts.config, database, links, at_hand)
    revising = Revising(
        database=database,
        clock=clock,
        drafting=drafting,
        newsletters={newsletter.name: newsletter for newsletter in parts.newsletters},
    )
    kept, bodies_kept = people_kept(parts.config), parts.config.retention.renderings
    composing = Composing(database=database, clock=clock, drafting=drafting, kept=kept)
    expecting = Expecting(database=database, clock=clock, kept=kept)
    thinning = Thinning(database=database, clock=clock, renderings_kept=bodies_kept, people_kept=kept)
    retention = retention_of(parts.config, database, clock, parts.address_digests)
    control = Control(database, clock)
    clock_watch = ClockWatch(database, clock, asks_server=parts.asks_server)
    feeds = FeedPublisher(
        database=database,
        clock=clock,
        shelf=parts.feeds_shelf,
        links=links,
        site=feed_site(parts.config),
        departures=parts.purging,
        hubs=parts.hubs,
    )
    deliver_step = _deliver_step(parts, revising, edition_pictures, control, clock_watch)
    return Publisher(
        collect_steps=_collect_steps(parts, sources),
        pictures_step=MakePictures(
            database=database, clock=clock, shelf=parts.media_shelf, links=links, hero_work=hero_work
        ),
        revise_step=Revise(database=database, revising=revising),
        feeds_step=WriteFeeds(database=database, feeds=feeds),
        hubs_step=_hubs_step(parts, fetcher),
        compose_steps=_compose_steps(parts, composing, control, clock_watch),
        hear_step=way_back.hear_step_of(parts.config, parts.database, parts.applying),
        settle_step=Settle(database=database, doubts=parts.doubts, applying=parts.applying),
        answer_step=answer_step_of(parts.config, parts.newsletters, links, deliver_step.sending),
        deliver_step=deliver_step,
        editors_step=editors_step_of(parts.newsletters, parts.editors, composing.reviewing, deliver_step),
        noting=Noting(database, clock),
        thin_step=Thin(database=database, clock_watch=clock_watch, thinning=thinning, retention=retention),
        editing=DraftEditing(database=database, clock=clock, reviewing=composing.reviewing, pictures_at_hand=at_hand),
        composing=composing,
        explaining=Explaining(database=database, clock=clock),
        expecting=expecting,
        previewing=Previewing(
            database=database,
            clock=clock,
            links=links,
            drafting=drafting,
            looking=composing.looking,
            expecting=expecting,
            reviewing=composing.reviewing,
        ),
        preview_mails=preview_mails_of(parts.config, database, links),
        judging=Judging(database=database, drafting=drafting, by_hand=composing.by_hand),
        control=control,
        pictures_at_hand=at_hand,
        edition_pictures=edition_pictures,
    )


def _collect_steps(parts: Parts, sources: list[SourceSettings]) -> tuple[Collect, ...]:
    from syndicate.articles.collecting import Collector
    from syndicate.publishing.steps.collect import Collect

    names = {settings.source.name for settings in sources}
    collector = Collector(parts.database, parts.clock, parts.config.site.id_authority, names)
    return tuple(
        Collect(database=parts.database, clock=parts.clock, collector=collector, settings=settings)
        for settings in sources
    )


def _hubs_step(parts: Parts, fetcher: Fetcher) -> TellHubs | None:
    from syndicate.feeds.pinging import Pinging
    from syndicate.publishing.steps.tell_hubs import TellHubs

    if not parts.config.feeds.hubs:
        return None
    pinging = Pinging(
        database=parts.database,
        clock=parts.clock,
        fetcher=fetcher,
        shelf=parts.feeds_shelf,
        links=parts.links,
        addresses=parts.config.feeds.hubs,
    )
    return TellHubs(database=parts.database, pinging=pinging)


def _compose_steps(parts: Parts, composing: Composing, control: Control, clock_watch: ClockWatch) -> dict[str, Compose]:
    from syndicate.publishing.steps.compose import Compose

    return {
        newsletter.name: Compose(
            newsletter=newsletter,
            sources=tuple(source.name for source in parts.config.sources),
            database=parts.database,
            clock=parts.clock,
            composing=composing,
            control=control,
            clock_watch=clock_watch,
        )
        for newsletter in parts.newsletters
    }


def _deliver_step(
    parts: Parts, revising: Revising, pictures: EditionPictures, control: Control, clock_watch: ClockWatch
) -> Deliver:
    from syndicate.publishing.steps.deliver import Deliver

    return Deliver(
        database=parts.database,
        clock=parts.clock,
        sending=_sending(parts),
        revising=revising,
        pictures=pictures,
        control=control,
        clock_watch=clock_watch,
        max_lateness={newsletter.name: newsletter.max_lateness for newsletter in parts.newsletters},
    )


def _hero_work(parts: Parts, sources: list[SourceSettings], fetcher: Fetcher) -> HeroWork:
    from syndicate.images.decoders import Decoders
    from syndicate.images.loading import Loader
    from syndicate.images.work import HeroWork
    from syndicate.publishing.kept_pictures import PicturesBySource

    images = parts.config.images
    own = {settings.source.name: settings.source for settings in sources}
    return HeroWork(
        database=parts.database,
        clock=parts.clock,
        loader=Loader(
            fetcher=fetcher,
            pictures=PicturesBySource(own, images.imports, parts.config.site.time_zone),
            max_bytes=images.max_bytes,
        ),
        decoders=Decoders(workers=images.workers, memory_bytes=images.worker_memory, max_pixels=images.max_pixels),
        shelf=parts.media_shelf,
        size_orders={settings.source.name: settings.rules.size_order for settings in sources},
    )


def _sending(parts: Parts) -> Sending:
    from syndicate.delivery.lanes.sending import Sending
    from syndicate.delivery.messages import Messages
    from syndicate.publishing.carriers import limits_of
    from syndicate.publishing.fencing import fence_of

    carrier, mailto = _carrier(parts.config), parts.config.delivery.unsubscribe_mailto
    return Sending(
        database=parts.database,
        clock=parts.clock,
        carrier=carrier,
        messages=Messages(
            database=parts.database, links=parts.links, unsubscribe_mailto=mailto.address if mailto else None
        ),
        limits=limits_of(parts.config),
        fence=fence_of(parts.config, parts.database, parts.clock) if carrier.reaches_people else None,
        readers={newsletter.name: newsletter.readers for newsletter in parts.newsletters if newsletter.readers},
    )


def _carrier(config: Config) -> Carrier:
    from syndicate.publishing.carriers import carrier_of

    return carrier_of(config)

"""What the tests of readers' scenarios share: a newsroom whose clock they wind, and what readers got of it."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import select

from syndicate.audience.model import NO_WISHES, Wishes
from syndicate.audience.store import AudienceStore
from syndicate.config import load
from syndicate.digests.store import EditionStore
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.storage.tables import (
    articles,
    deliveries,
    groups,
    occurrences,
    passed_over,
    rendering_articles,
    renderings,
    skips,
    subscribers,
    subscriptions,
)
from syndicate.testing.clock import ManualClock
from syndicate.text.mailboxes import read_mailbox
from tests.integration.edition_parts import article_of, publish
from tests.newsroom import CONFIG, Newsroom

#: A Sunday morning.
SUNDAY = datetime(2026, 11, 22, 6, tzinfo=UTC)
ANOTHER = """
[[newsletters]]
name = "{name}"
title = "The Lantern {name}"
sender = "The Lantern <{name}@lantern.example>"
{how}
max_lateness = "36h"
"""


class Room:
    """A newsroom whose programs look at the clock as often as is said."""

    def __init__(
        self, folder: Path, clock: ManualClock, opened: ExitStack, url: str, how: str, further: str = "", **others: str
    ) -> None:
        self.desk = Newsroom(folder)
        config = CONFIG.replace('at = "00:00"', how).replace('["Ann <ann@example.org>", "Bo <bo@example.net>"]', "[]")
        self.desk.configure(
            config + "".join(ANOTHER.format(name=name, how=their) for name, their in others.items()) + further
        )
        (folder / "articles").mkdir()
        self.clock = clock
        loaded = load(folder / "config.toml", environ={"SYNDICATE_DATABASE__URL": url})
        self.parts: Parts = opened.enter_context(open_parts(loaded, clock))

    def join(self, address: str, *newsletters: str, **wishes: Any) -> None:
        wanted = Wishes(**{name: getattr(NO_WISHES, name) for name in NO_WISHES.__dataclass_fields__} | wishes)
        with self.parts.database.write() as connection:
            for newsletter in newsletters:
                store = AudienceStore(connection)
                store.subscribe(read_mailbox(address), newsletter, now=self.clock.now(), wishes=wanted)

    def pause(self, address: str, until: datetime) -> None:
        """Let a reader rest who catches up then."""
        with self.parts.database.write() as connection:
            store = AudienceStore(connection)
            for subscription in store.of_address(read_mailbox(address).key):
                store.pause(subscription.id, until, catches_up=True)

    def publish(self, *titles: str) -> None:
        publish(self.desk, self.parts, *titles, published=self.clock.now() - timedelta(minutes=1))

    def look(self) -> None:
        for step in self.parts.publisher.compose_steps.values():
            step.run(Event())
        self.parts.publisher.deliver(Event())

    def until(self, at: datetime, *, every: timedelta = timedelta(hours=1)) -> None:
        """Let time pass, with a look at every so often."""
        while self.clock.now() < at:
            self.clock.advance(min(every, at - self.clock.now()))
            self.look()

    def got(self, *newsletters: str) -> dict[tuple[str, str], list[datetime]]:
        """(address, title) → when it was decided that these newsletters, or any, bring it there."""
        query = (
            select(subscribers.c.address, articles.c.title, occurrences.c.decided_at)
            .join_from(deliveries, groups, groups.c.key == deliveries.c.group_key)
            .join(occurrences, occurrences.c.key == groups.c.occurrence_key)
            .join(subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
            .join(subscribers, subscribers.c.key == subscriptions.c.subscriber_key)
            .join(renderings, renderings.c.variant_key == deliveries.c.variant_key)
            .join(rendering_articles, rendering_articles.c.rendering_id == renderings.c.id)
            .join(articles, articles.c.id == rendering_articles.c.article_id)
            .where(deliveries.c.state == "submitted", renderings.c.revision == deliveries.c.revision)
        )
        if newsletters:
            query = query.where(subscriptions.c.newsletter.in_(newsletters))
        found: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        with self.parts.database.read() as connection:
            for address, title, at in connection.execute(query):
                found[address, title].append(at)
        return found

    def fates(self) -> dict[str, dict[str, str]]:
        """Address → the title of what did not come → why, by the row that names that reader."""
        query = (
            select(subscribers.c.address, articles.c.title, passed_over.c.reason)
            .join_from(passed_over, groups, groups.c.key == passed_over.c.group_key)
            .join(deliveries, deliveries.c.group_key == groups.c.key)
            .join(subscriptions, subscriptions.c.key == deliveries.c.subscription_key)
            .join(subscribers, subscribers.c.key == subscriptions.c.subscriber_key)
            .join(articles, articles.c.id == passed_over.c.article_id)
        )
        found: dict[str, dict[str, str]] = defaultdict(dict)
        with self.parts.database.read() as connection:
            for address, title, reason in connection.execute(query):
                found[address][title] = reason
        return found

    def told(self, address: str, title: str) -> str:
        """Why a reader got a story with the newest edition of the daily one, or did not."""
        with self.parts.database.read() as connection:
            [edition] = EditionStore(connection).recent(1)
        explaining, newsletter = self.parts.publisher.explaining, self.parts.publisher.newsletter("daily")
        told = explaining.reader(newsletter, edition.id, read_mailbox(address), article_of(self.parts, title))
        return [*told.stories, *told.left_out][0].reason

    def skips(self) -> list[tuple[str, str, str]]:
        """What passed readers by without an edition: address, newsletter, reason."""
        columns = (subscribers.c.address, subscriptions.c.newsletter, skips.c.reason)
        query = select(*columns).join_from(skips, subscriptions).join(subscribers)
        with self.parts.database.read() as connection:
            return [tuple(row) for row in connection.execute(query.order_by(skips.c.key))]

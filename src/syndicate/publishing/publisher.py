"""The steps in the order in which the work flows: collect → feeds → compose → deliver.

Every step is safe to repeat and safe to kill: it reads, decides, writes its intent, acts and
writes the result. A step is exclusive within a database (`Database.lock`); who finds it taken
gets `TryLaterError`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from syndicate.delivery.ledger import Ledger
from syndicate.digests.cadence import following
from syndicate.digests.store import EditionStore
from syndicate.errors import NotFoundError, SyndicateError
from syndicate.publishing.newsletters import named

if TYPE_CHECKING:
    from syndicate.articles.pickup import PickUp, PickUpReport
    from syndicate.articles.rules import Rules
    from syndicate.articles.sources import Source
    from syndicate.clock import Clock
    from syndicate.delivery.model import DeliveryState
    from syndicate.delivery.sending import Sending, SendReport
    from syndicate.digests.composing import Composed, Composing
    from syndicate.digests.model import Edition, Newsletter, Occurrence
    from syndicate.feeds.publish import FeedPublisher, FeedReport
    from syndicate.images.work import HeroReport, HeroWork
    from syndicate.storage import Database

log = logging.getLogger("syndicate.publishing")


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceSettings:
    """A source, how its documents are read, and whether what its first run finds is mailed."""

    source: Source
    rules: Rules
    mails_first_run: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectReport:
    """What collecting brought, by source; ``failed`` holds the sources that could not be read, and why."""

    sources: Mapping[str, PickUpReport]
    failed: Mapping[str, str]
    pictures: HeroReport


@dataclass(frozen=True, kw_only=True, slots=True)
class PassReport:
    """What one whole pass did."""

    collected: CollectReport
    feeds: FeedReport
    composed: Sequence[Composed]
    sent: Mapping[str, SendReport]
    errors: Sequence[SyndicateError] = field(default=())


class Publisher:
    """All steps over one set of parts; `syndicate.publishing.wiring` makes it from the configuration."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        sources: Sequence[SourceSettings],
        pick_up: PickUp,
        hero_work: HeroWork,
        feeds: FeedPublisher,
        newsletters: Sequence[Newsletter],
        composing: Composing,
        sending: Sending,
    ) -> None:
        """Take the parts."""
        self.database = database
        self.clock = clock
        self.newsletters = tuple(newsletters)
        self._sources = tuple(sources)
        self._pick_up = pick_up
        self._hero_work = hero_work
        self._feeds = feeds
        self._composing = composing
        self._sending = sending

    def run_once(self, stop: Event) -> PassReport:
        """One pass over all steps. An edition that cannot be composed does not stop the others."""
        collected = self.collect()
        feeds = self.build_feeds()
        composed: list[Composed] = []
        errors: list[SyndicateError] = []
        for newsletter in self.newsletters:
            try:
                composed.append(self.compose_due(newsletter))
            except SyndicateError as error:
                errors.append(error)
        sent = self.deliver(stop)
        return PassReport(collected=collected, feeds=feeds, composed=composed, sent=sent, errors=errors)

    def collect(self) -> CollectReport:
        """Pick up from every source, then prepare the pictures that are due."""
        with self.database.lock("collect"):
            read: dict[str, PickUpReport] = {}
            failed: dict[str, str] = {}
            for settings in self._sources:
                name = settings.source.name
                try:
                    read[name] = self._pick_up.run(
                        settings.source, settings.rules, mails_first_run=settings.mails_first_run
                    )
                except SyndicateError as error:
                    log.error("source %s: %s", name, error)
                    failed[name] = str(error)
            return CollectReport(sources=read, failed=failed, pictures=self._hero_work.run(self.clock.now()))

    def build_feeds(self) -> FeedReport:
        """Bring every feed document up to date; an unchanged one is not touched."""
        with self.database.lock("feeds"):
            return self._feeds.run()

    def compose_due(self, newsletter: Newsletter) -> Composed:
        """Compose the newsletter's newest due edition, if it has not had its turn."""
        with self.database.lock("compose"):
            return self._composing.compose_due(newsletter)

    def compose_now(self, newsletter: Newsletter) -> Composed:
        """Compose an edition of what is new, whatever the hour."""
        with self.database.lock("compose"):
            return self._composing.compose_now(newsletter)

    @property
    def composing(self) -> Composing:
        """The composer, for drafts that change nothing."""
        return self._composing

    def deliver(self, stop: Event) -> dict[str, SendReport]:
        """Carry what is due of every open edition; reports by edition id."""
        with self.database.lock("deliver"):
            with self.database.read() as connection:
                editions = EditionStore(connection).sending()
            reports = {}
            for edition in editions:
                if stop.is_set():
                    break
                reports[edition.id] = self._send(edition, stop)
            return reports

    def deliver_edition(self, edition_id: str, stop: Event) -> SendReport:
        """Carry what is due of one edition.

        Raises:
            NotFoundError: there is no such edition.
        """
        with self.database.lock("deliver"):
            return self._send(self._edition(edition_id), stop)

    def deliver_again(self, edition_id: str, state: DeliveryState, stop: Event) -> SendReport:
        """Put the edition's refused, or its uncertain, deliveries back and carry what is due.

        Refused ones were certainly not sent. About uncertain ones a person has to decide: some of
        their readers may get the mail twice.

        Raises:
            NotFoundError: there is no such edition.
        """
        with self.database.lock("deliver"):
            edition = self._edition(edition_id)
            with self.database.write() as connection:
                if Ledger(connection).requeue(edition_id, state):
                    EditionStore(connection).reopen(edition_id)
            return self._send(edition, stop)

    def newsletter(self, name: str) -> Newsletter:
        """The newsletter of that name, or `NotFoundError`."""
        return named(self.newsletters, name)

    def upcoming(self, now: datetime) -> list[tuple[Newsletter, Occurrence]]:
        """Each newsletter's next occurrence, soonest first."""
        following_ones = [(newsletter, following(newsletter.cadence, now)) for newsletter in self.newsletters]
        return sorted(following_ones, key=lambda pair: pair[1].due_at)

    def _edition(self, edition_id: str) -> Edition:
        with self.database.read() as connection:
            edition = EditionStore(connection).get(edition_id)
        if edition is None:
            message = f"there is no edition {edition_id}"
            raise NotFoundError(message, code="edition-unknown", hint="See: syndicate edition list")
        return edition

    def _send(self, edition: Edition, stop: Event) -> SendReport:
        report = self._sending.run(edition.id, stop)
        if report.waiting == 0 and not report.stopped_because:
            with self.database.write() as connection:
                EditionStore(connection).close(edition.id, self.clock.now())
        return report

"""The steps in the order in which the work flows: collect → feeds → compose → deliver.

Every step is safe to repeat and safe to kill: it reads, decides, writes its intent, acts and
writes the result. A step is exclusive within a database (`Database.lock`); who finds it taken
gets `TryLaterError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.digests.cadence import following
from syndicate.digests.store import EditionStore
from syndicate.errors import NotFoundError, SyndicateError
from syndicate.publishing.newsletters import named

if TYPE_CHECKING:
    from syndicate.articles.pickup import PickUp, PickUpReport
    from syndicate.articles.rules import Rules
    from syndicate.articles.sources import Source
    from syndicate.clock import Clock
    from syndicate.delivery.run import SendReport
    from syndicate.delivery.sending import Sending
    from syndicate.digests.composing import Composed, Composing
    from syndicate.digests.model import Edition, Newsletter, Occurrence
    from syndicate.feeds.publish import FeedPublisher, FeedReport
    from syndicate.images.work import HeroReport
    from syndicate.publishing.pictures import Pictures
    from syndicate.storage import Database


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
class DeliverReport:
    """What a delivery step did, by edition; ``failed`` holds the editions that could not be tried, and why."""

    sent: Mapping[str, SendReport]
    failed: Mapping[str, SyndicateError]


@dataclass(kw_only=True, slots=True)
class PassReport:
    """What one whole pass did. A step that failed left ``None`` or nothing, and its error."""

    collected: CollectReport | None = None
    feeds: FeedReport | None = None
    composed: list[Composed] = field(default_factory=list)
    sent: Mapping[str, SendReport] = field(default_factory=dict)
    errors: list[SyndicateError] = field(default_factory=list)


class Publisher:
    """All steps over one set of parts; `syndicate.publishing.wiring` makes it from the configuration."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        sources: Sequence[SourceSettings],
        pick_up: PickUp,
        pictures: Pictures,
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
        self.pictures = pictures
        self._feeds = feeds
        self._composing = composing
        self._sending = sending
        self._has_gaps = False  # whether the last collecting could not read a source

    def run_once(self, stop: Event) -> PassReport:
        """One pass over all steps. A step that fails does not stop the others."""
        report = self.prepare(stop)
        with _noted(report.errors):
            delivered = self.deliver(stop)
            report.sent = delivered.sent
            report.errors += delivered.failed.values()
        return report

    def prepare(self, stop: Event) -> PassReport:
        """A pass without the deliveries: collect, feeds, compose what is due."""
        report = PassReport()
        with _noted(report.errors):
            report.collected = self.collect(stop)
        with _noted(report.errors):
            report.feeds = self.build_feeds()
        for newsletter in self.newsletters:
            with _noted(report.errors):
                report.composed.append(self.compose_due(newsletter))
        return report

    def collect(self, stop: Event | None = None) -> CollectReport:
        """Pick up from every source, then prepare the pictures that are due, until ``stop`` is set."""
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
                    failed[name] = str(error)
            self._has_gaps = bool(failed)
            pictures = self.pictures.prepare(stop.is_set if stop else None)
            return CollectReport(sources=read, failed=failed, pictures=pictures)

    def make_pictures(self) -> HeroReport:
        """Prepare the pictures that are due, and nothing else."""
        with self.database.lock("collect"):
            return self.pictures.prepare()

    def build_feeds(self) -> FeedReport:
        """Bring every feed document up to date; an unchanged one is not touched."""
        with self.database.lock("feeds"):
            return self._feeds.run()

    def compose_due(self, newsletter: Newsletter) -> Composed:
        """Compose the newsletter's newest due edition, if it has not had its turn.

        While a source cannot be read, "nothing new" is not believed: the slot stays open.
        """
        with self.database.lock("compose"):
            return self._composing.compose_due(newsletter, believes_empty=not self._has_gaps)

    def compose_now(self, newsletter: Newsletter) -> Composed:
        """Compose an edition of what is new, whatever the hour."""
        with self.database.lock("compose"):
            return self._composing.compose_now(newsletter)

    @property
    def composing(self) -> Composing:
        """The composer, for drafts that change nothing."""
        return self._composing

    def deliver(self, stop: Event) -> DeliverReport:
        """Carry what is due of every open edition. An edition that fails does not stop the others."""
        with self.database.lock("deliver"):
            with self.database.read() as connection:
                editions = EditionStore(connection).sending()
            sent: dict[str, SendReport] = {}
            failed: dict[str, SyndicateError] = {}
            for edition in editions:
                if stop.is_set():
                    break
                try:
                    sent[edition.id] = self._send(edition, stop)
                except SyndicateError as error:
                    failed[edition.id] = error
            return DeliverReport(sent=sent, failed=failed)

    def deliver_edition(self, edition_id: str, stop: Event, *, is_forced: bool = False) -> SendReport:
        """Carry what is due of one edition; a forced one goes also when pictures are missing.

        Raises:
            NotFoundError: there is no such edition.
        """
        with self.database.lock("deliver"):
            return self._send(self._edition(edition_id), stop, is_asked_for=True, is_forced=is_forced)

    def deliver_again(
        self, edition_id: str, state: DeliveryState, stop: Event, *, is_forced: bool = False
    ) -> SendReport:
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
            return self._send(edition, stop, is_asked_for=True, is_forced=is_forced)

    def newsletter(self, name: str) -> Newsletter:
        """The newsletter of that name, or `UnknownNameError`."""
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

    def _send(
        self, edition: Edition, stop: Event, *, is_asked_for: bool = False, is_forced: bool = False
    ) -> SendReport:
        report = self._sending.run(edition.id, stop, is_asked_for=is_asked_for, is_forced=is_forced)
        with self.database.write() as connection:
            counts = Ledger(connection).counts(edition.id)
            if not counts[DeliveryState.PENDING] and not counts[DeliveryState.CLAIMED]:
                EditionStore(connection).close(edition.id, self.clock.now())
        return report


@contextmanager
def _noted(errors: list[SyndicateError]) -> Iterator[None]:
    """Let an error end the block, not the pass."""
    try:
        yield
    except SyndicateError as error:
        errors.append(error)

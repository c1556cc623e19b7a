"""The steps in the order in which the work flows: collect → feeds → compose → deliver.

Every step is safe to repeat and safe to kill: it reads, decides, writes its intent, acts and
writes the result. A step is exclusive within a database (`Database.lock`); who finds it taken
gets `TryLaterError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

from syndicate.articles.store import ArticleStore
from syndicate.delivery.control import Control
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.digests.cadence import following
from syndicate.digests.model import EditionState
from syndicate.digests.occurrence_store import OccurrenceStore
from syndicate.digests.store import ENDED_STATES, OPEN_STATES, EditionStore
from syndicate.errors import BadDataError, NotFoundError, SyndicateError, TryLaterError
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
    from syndicate.digests.revising import Revising
    from syndicate.feeds.publish import FeedPublisher, FeedReport
    from syndicate.images.work import HeroReport
    from syndicate.publishing.clock_watch import ClockWatch
    from syndicate.publishing.edition_pictures import Pictures
    from syndicate.storage import Database

#: Of the editions of a newsletter that is not configured any more.
MAX_LATENESS = timedelta(hours=36)

_CLOCK_HINT = (
    "Set the clock right. If it is right now: start the program anew, and if an occurrence was decided under a wrong "
    "clock, let it be decided again: syndicate edition reopen NEWSLETTER SLOT"
)


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """What opening an edition came to: so many deliveries; ``None``: it was composed anew, for that reason."""

    planned: int | None
    stale_because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Editing:
    """What makes editions, and what is asked whether it is time to."""

    composing: Composing
    revising: Revising
    clock_watch: ClockWatch


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
        editing: Editing,
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
        self._composing = editing.composing
        self._revising = editing.revising
        self._clock_watch = editing.clock_watch
        self._sending = sending
        self.control = Control(database, clock)

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
            self.revise_published()
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

        Raises:
            TryLaterError: the clock cannot be right, so nothing is decided.
        """
        with self.database.lock("compose"):
            self._trust_the_clock()
            return self._composing.compose_due(newsletter, believes_empty=not self._has_gaps())

    def _trust_the_clock(self) -> None:
        if doubt := self._clock_watch.doubt():
            message = f"no edition is decided on: {doubt}"
            raise TryLaterError(message, code="clock-doubtful", hint=_CLOCK_HINT)

    def _has_gaps(self) -> bool:
        """Whether the last run of a source, by whatever process, could not read it."""
        names = [settings.source.name for settings in self._sources]
        with self.database.read() as connection:
            return ArticleStore(connection).has_failed(names)

    def compose_by_hand(self, newsletter: Newsletter) -> Composed:
        """Compose an edition of what is new, whatever the hour, and hold it for a person to send."""
        with self.database.lock("compose"):
            return self._composing.compose_by_hand(newsletter)

    def compose_instead_of(self, newsletter: Newsletter, edition_id: str) -> Composed:
        """Compose an edition of the same articles for those whom the other one did not reach, and hold it."""
        with self.database.lock("compose"):
            if self.edition(edition_id).state is EditionState.STOPPED:
                self.control.finish_stop(edition_id)  # whoever stopped it may have been killed
            return self._composing.compose_instead_of(newsletter, edition_id)

    def open_edition(self, edition_id: str) -> Opening:
        """Fix the recipients of an edition that was composed by hand, or compose it anew if it is stale.

        Raises:
            NotFoundError: there is no such edition, or its newsletter is not configured any more.
            BadDataError: it was opened before, or nothing is left of it.
            TryLaterError: the clock cannot be right.
        """
        newsletter = self.newsletter(self.edition(edition_id).newsletter)
        with self.database.lock("compose"):
            self._trust_the_clock()
            planned = self.control.open(edition_id, newsletter)
            if planned is not None:
                return Opening(planned=planned)
            reason = self.control.staleness(edition_id) or ""
            if self._composing.recompose(newsletter, self.edition(edition_id), reason) is None:
                message = f"nothing is left of the edition: {reason}"
                hint = f"Drop it: syndicate edition discard {edition_id}"
                raise BadDataError(message, code="edition-empty", hint=hint)
            return Opening(planned=None, stale_because=reason)

    def revise_published(self) -> list[str]:
        """Take what readers may not see any more out of every edition that shows it; which editions changed."""
        with self.database.lock("revise"):
            return self._revising.revise_published()

    def reopen(self, newsletter: str, slot: str) -> bool:
        """Let an occurrence be decided once more, as a person wishes; ``False`` when it was not decided.

        The newsletter need not be configured any more.
        """
        with self.database.lock("compose"), self.database.write() as connection:
            return OccurrenceStore(connection).reopen(newsletter, slot)

    @property
    def composing(self) -> Composing:
        """The composer, for drafts that change nothing."""
        return self._composing

    def deliver(self, stop: Event) -> DeliverReport:
        """Carry what is due of every open edition. An edition that fails does not stop the others."""
        with self.database.lock("deliver"):
            with self.database.read() as connection:
                editions = [edition.id for edition in EditionStore(connection).under_way()]
                editions += Ledger(connection).unfinished(*ENDED_STATES)
            sent: dict[str, SendReport] = {}
            failed: dict[str, SyndicateError] = {}
            for edition_id in editions:
                if stop.is_set():
                    break
                try:
                    sent[edition_id] = self._send(self.edition(edition_id), stop)
                except SyndicateError as error:
                    failed[edition_id] = error
            return DeliverReport(sent=sent, failed=failed)

    def deliver_edition(self, edition_id: str, stop: Event, *, is_forced: bool = False) -> SendReport:
        """Carry what is due of one edition, held or not; a forced one goes also when pictures are missing.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was stopped or discarded, or waits to be opened.
            TryLaterError: another process is sending; it carries this edition as well.
        """
        if self.edition(edition_id).state is not EditionState.CLOSED:
            self.control.resume(edition_id)
        with self.database.lock("deliver"):
            return self._send(self.edition(edition_id), stop, is_asked_for=True, is_forced=is_forced)

    def deliver_again(
        self, edition_id: str, state: DeliveryState, stop: Event, *, is_forced: bool = False
    ) -> SendReport:
        """Put the edition's refused, or its uncertain, deliveries back and carry what is due.

        Refused ones were certainly not sent. About uncertain ones a person has to decide: some of
        their readers may get the mail twice.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was stopped or discarded.
        """
        with self.database.write() as connection:
            store = EditionStore(connection)
            edition = store.lock(edition_id)
            if edition is None or edition.state in ENDED_STATES:
                raise _final(edition, edition_id)
            if Ledger(connection).requeue(edition, state):
                store.resume(edition_id, self.clock.now())
        return self.deliver_edition(edition_id, stop, is_forced=is_forced)

    def newsletter(self, name: str) -> Newsletter:
        """The newsletter of that name, or `UnknownNameError`."""
        return named(self.newsletters, name)

    def upcoming(self, now: datetime) -> list[tuple[Newsletter, Occurrence]]:
        """Each newsletter's next occurrence, soonest first."""
        following_ones = [(newsletter, following(newsletter.cadence, now)) for newsletter in self.newsletters]
        return sorted(following_ones, key=lambda pair: pair[1].due_at)

    def edition(self, edition_id: str) -> Edition:
        """The edition of that id, or `NotFoundError`."""
        with self.database.read() as connection:
            edition = EditionStore(connection).get(edition_id)
        if edition is None:
            raise _final(None, edition_id)
        return edition

    def _send(
        self, edition: Edition, stop: Event, *, is_asked_for: bool = False, is_forced: bool = False
    ) -> SendReport:
        if edition.state in ENDED_STATES:
            self.control.finish_stop(edition.id)  # whoever ended it may have been killed
        report = self._sending.run(
            edition.id,
            stop,
            is_asked_for=is_asked_for,
            is_forced=is_forced,
            max_lateness=None if is_asked_for else self._max_lateness(edition),
        )
        with self.database.write() as connection:
            store = EditionStore(connection)
            counts = Ledger(connection).counts(edition.id)
            is_done = not counts[DeliveryState.PENDING] and not counts[DeliveryState.CLAIMED]
            locked = store.lock(edition.id)
            if is_done and locked and locked.state in OPEN_STATES:
                store.end(edition.id, EditionState.CLOSED, self.clock.now())
        if locked and locked.state in ENDED_STATES:
            self.control.finish_stop(edition.id)
        return report

    def _max_lateness(self, edition: Edition) -> timedelta | None:
        """How late the newsletter's mails may be; while the clock is in doubt, nothing is late."""
        if self._clock_watch.doubt():
            return None
        found = (newsletter.max_lateness for newsletter in self.newsletters if newsletter.name == edition.newsletter)
        return next(found, MAX_LATENESS)


def _final(edition: Edition | None, edition_id: str) -> SyndicateError:
    if edition is None:
        message = f"there is no edition {edition_id}"
        return NotFoundError(message, code="edition-unknown", hint="See: syndicate edition list")
    hint = f"Compose one for those without: syndicate edition compose {edition.newsletter} --instead-of {edition_id}"
    return BadDataError(f"the edition is {edition.state}", code="edition-state", hint=hint)


@contextmanager
def _noted(errors: list[SyndicateError]) -> Iterator[None]:
    """Let an error end the block, not the pass."""
    try:
        yield
    except SyndicateError as error:
        errors.append(error)

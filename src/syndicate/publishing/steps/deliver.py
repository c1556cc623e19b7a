"""Deliver: carry the mails of editions that are under way, a few of each in turn."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from syndicate.delivery import freezing
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.delivery.run import Run
from syndicate.delivery.sending import LOOK_AGAIN
from syndicate.digests.model import EditionState
from syndicate.digests.returning import give_back
from syndicate.digests.revising import SLICE, TAKEN_BACK, RevisionResult
from syndicate.digests.store import ENDED_STATES, OPEN_STATES, EditionStore
from syndicate.errors import BadDataError, SyndicateError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syndicate.clock import Clock
    from syndicate.delivery.control import Control
    from syndicate.delivery.run import SendReport, StopSignal
    from syndicate.delivery.sending import Sending
    from syndicate.digests.model import Edition
    from syndicate.digests.revising import Revising
    from syndicate.publishing.clock_watch import ClockWatch
    from syndicate.publishing.edition_pictures import EditionPictures
    from syndicate.storage import Database

log = logging.getLogger("syndicate.deliver")

#: Of the editions of a newsletter that is not configured any more.
MAX_LATENESS = timedelta(hours=36)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverReport:
    """What a delivery step did, by edition; ``failed`` holds the editions that could not be tried, and why."""

    sent: Mapping[str, SendReport]
    failed: Mapping[str, SyndicateError]


@dataclass(kw_only=True, slots=True)
class _Pass:
    """The editions that one run of the step carries; ``elsewhere`` are those that another process does."""

    stop: StopSignal
    runs: dict[str, Run] = field(default_factory=dict)
    failed: dict[str, SyndicateError] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)

    def note(self, edition_id: str, error: SyndicateError | None) -> None:
        """How the edition's last turn went."""
        before = self.failed.pop(edition_id, None)
        self.elsewhere.discard(edition_id)
        if error is not None and error.code == "lock-held":
            self.elsewhere.add(edition_id)
        elif error is not None:
            self.failed[edition_id] = error
            if before is None:  # at once: the others may go on for hours
                log.warning("edition %s waits: %s", edition_id, error)

    def is_ours(self, run: Run) -> bool:
        """Whether there is something to report of it: not when it failed, or another process did all."""
        if run.edition_id in self.elsewhere:
            return any(run.done.values())
        return run.edition_id not in self.failed


@dataclass(frozen=True, kw_only=True, slots=True)
class Deliver:
    """Delivers. Editions take turns, so that a small one does not wait for the end of a large one.

    Exclusive by edition (``deliver:ID``), for one turn: a claim that is found while the lock is held belongs to a
    process that has ended, and is settled. Any number of processes may deliver; an edition that another one carries
    is passed over. ``max_lateness`` is by newsletter.
    """

    name: ClassVar[str] = "deliver"

    database: Database
    clock: Clock
    sending: Sending
    revising: Revising
    pictures: EditionPictures
    control: Control
    clock_watch: ClockWatch
    max_lateness: Mapping[str, timedelta]

    def run(self, stop: StopSignal) -> DeliverReport:
        """Carry what is due of every open edition, those that are opened meanwhile among them.

        What holds up one edition (a person, lateness, a failure of its own) holds up no other; the carrier's own
        pause holds up all.
        """
        freezing.finish_freezes(self.database, self.clock)
        under_way = _Pass(stop=stop)
        self._join_ended(under_way)
        while not stop.is_set():
            self._join(under_way)
            if not self._round(under_way) and not self.sending.wait(under_way.runs.values()):
                break
        return self._report(under_way)

    def edition(self, edition_id: str, stop: StopSignal, *, is_forced: bool = False) -> SendReport:
        """Carry what is due of one edition, held or not; a forced one goes also when pictures are missing.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was stopped or discarded, or waits to be opened.
            TryLaterError: another process is carrying it.
        """
        if self.control.edition(edition_id).state is not EditionState.CLOSED:
            self.control.resume(edition_id)
        run = Run(edition_id=edition_id, stop=stop, is_asked_for=True, has_pictures=is_forced)
        while not stop.is_set():
            if run.next_turn_at <= self.clock.monotonic():
                self._take_turn(run)
            elif not self.sending.wait([run]):
                break
        return self.sending.report(run)

    def again(self, edition_id: str, state: DeliveryState, stop: StopSignal, *, is_forced: bool = False) -> SendReport:
        """Put the edition's refused, or its uncertain, deliveries back and carry what is due.

        Refused ones were certainly not sent. About uncertain ones a person has to decide: some of
        their readers may get the mail twice.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was stopped or discarded.
        """
        _must_go_on(self.control.edition(edition_id))
        with self.database.write() as connection:
            store = EditionStore(connection)
            edition = store.lock(edition_id)
            if edition and edition.state not in ENDED_STATES and Ledger(connection).requeue(edition, state):
                store.resume(edition_id, self.clock.now())
        return self.edition(edition_id, stop, is_forced=is_forced)

    def _join_ended(self, under_way: _Pass) -> None:
        """Editions that a person ended, of which a process that was killed left something."""
        with self.database.read() as connection:
            for edition_id in Ledger(connection).unfinished(*ENDED_STATES):
                under_way.runs[edition_id] = Run(edition_id=edition_id, stop=under_way.stop)

    def _join(self, under_way: _Pass) -> None:
        """Let editions that were opened since the last look take their turns, too."""
        is_clock_doubtful = self.clock_watch.doubt() is not None
        with self.database.read() as connection:
            editions = EditionStore(connection).under_way()
        for edition in editions:
            run = under_way.runs.setdefault(edition.id, Run(edition_id=edition.id, stop=under_way.stop))
            lateness = self.max_lateness.get(edition.newsletter, MAX_LATENESS)
            run.max_lateness = None if is_clock_doubtful else lateness
            if run.is_finished:  # a person has put deliveries of it back
                run.rest(self.clock.monotonic() + LOOK_AGAIN, is_due_then=False)

    def _round(self, under_way: _Pass) -> bool:
        """One turn of each edition that is due; whether there was one."""
        now = self.clock.monotonic()
        due = [run for run in under_way.runs.values() if run.next_turn_at <= now]
        for run in due:
            if under_way.stop.is_set():
                break
            under_way.note(run.edition_id, self._tried_turn(run))
        return bool(due)

    def _tried_turn(self, run: Run) -> SyndicateError | None:
        """The edition's turn; why it failed, if it did. It is then looked at again later."""
        try:
            self._take_turn(run)
        except SyndicateError as error:
            run.rest(self.clock.monotonic() + LOOK_AGAIN, is_due_then=False)
            return error
        return None

    def _take_turn(self, run: Run) -> None:
        with self.database.lock(f"deliver:{run.edition_id}"):
            self.sending.begin_turn(run)
            if not run.has_pictures and not run.is_over:
                self._look_for_pictures(run)
            self.sending.turn(run)
            if run.shows_hidden:
                self._take_back(run)
            if run.is_finished or run.stopped:
                self._end(run)

    def _look_for_pictures(self, run: Run) -> None:
        """Keep the first mail back while a picture is missing; of an edition that a person holds nothing is asked."""
        if self.control.edition(run.edition_id).state is EditionState.SENDING:
            run.stopped = self.pictures.hindrance(run.edition_id)
            run.has_pictures = run.stopped is None

    def _take_back(self, run: Run) -> None:
        """Make a revision without what readers may not see any more; with nothing left, nobody gets anything."""
        if self.revising.revise(run.edition_id) is not RevisionResult.EMPTY:
            return
        ended = SLICE
        while ended:
            with self.database.write() as connection:
                now = self.clock.now()
                ended = Ledger(connection).end_pending(
                    run.edition_id, DeliveryState.EXCLUDED, TAKEN_BACK, now, limit=SLICE
                )
            run.done[DeliveryState.EXCLUDED] += ended

    def _end(self, run: Run) -> None:
        """Close the edition when nothing of it waits; of one that a person ended, end what waits."""
        edition = self.control.edition(run.edition_id)
        if edition.state in ENDED_STATES:
            self.control.finish_stop(edition.id)
        elif run.is_finished and edition.state in OPEN_STATES:
            self._close(edition.id)

    def _close(self, edition_id: str) -> None:
        with self.database.write() as connection:
            store = EditionStore(connection)
            edition = store.lock(edition_id)
            counts = Ledger(connection).counts(edition_id)
            is_done = not counts[DeliveryState.PENDING] and not counts[DeliveryState.CLAIMED]
            if is_done and edition and edition.state in OPEN_STATES:
                store.end(edition_id, EditionState.CLOSED, self.clock.now())
                give_back(connection, edition_id, self.clock.now())

    def _report(self, under_way: _Pass) -> DeliverReport:
        runs = [run for run in under_way.runs.values() if under_way.is_ours(run)]
        sent = {run.edition_id: self.sending.report(run) for run in runs}
        return DeliverReport(sent=sent, failed=under_way.failed)


def _must_go_on(edition: Edition) -> None:
    if edition.state in ENDED_STATES:
        message = f"the edition is {edition.state}"
        command = f"syndicate edition compose {edition.newsletter} --instead-of {edition.id}"
        raise BadDataError(message, code="edition-state", hint=f"Compose one for those without: {command}")

"""Deliver: carry the mails of editions that are under way, a few of each in turn."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from math import inf
from typing import TYPE_CHECKING, ClassVar

from syndicate.delivery import freezing
from syndicate.delivery.doubt.missing import MissingStore
from syndicate.delivery.gate import gate
from syndicate.delivery.lanes.loop import LOOK_AGAIN
from syndicate.delivery.lanes.run import Run
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.digests.model import EditionState
from syndicate.digests.resending import must_be_known
from syndicate.digests.returning import give_back
from syndicate.digests.revising import SLICE, TAKEN_BACK, RevisionResult
from syndicate.digests.store import ENDED_STATES, OPEN_STATES, EditionStore
from syndicate.errors import BadDataError, SyndicateError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.delivery.control import Control
    from syndicate.delivery.lanes.loop import Lanes
    from syndicate.delivery.lanes.run import SendReport, StopSignal
    from syndicate.delivery.lanes.sending import Sending
    from syndicate.digests.model import Edition
    from syndicate.digests.revising import Revising
    from syndicate.publishing.clock_watch import ClockWatch
    from syndicate.publishing.edition_pictures import EditionPictures
    from syndicate.storage import Database

log = logging.getLogger("syndicate.deliver")

#: Seconds between two looks for editions that were opened, and for claims that nobody minds.
LOOK_EVERY = 1.0
#: Of the editions of a newsletter that is not configured any more.
MAX_LATENESS = timedelta(hours=36)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverReport:
    """What a delivery step did, by edition; ``failed`` holds the editions that could not be tried, and why."""

    sent: Mapping[str, SendReport]
    failed: Mapping[str, SyndicateError]


@dataclass(kw_only=True, slots=True)
class _Pass:
    """The editions that one run of the step carries."""

    lanes: Lanes
    stop: StopSignal
    runs: dict[str, Run] = field(default_factory=dict)
    looks_at: float = -inf  # by a clock that never goes back: the next look for what was opened, or left behind

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is outstanding and no edition is due soon."""
        return self.lanes.is_idle and not any(run.is_due_then for run in self.runs.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Deliver:
    """Delivers. Editions take turns, so that a small one does not wait for the end of a large one.

    Any number of processes may deliver at once, the same editions, too: claims are taken from rows, and those of a
    process that is gone are settled by whoever comes. ``max_lateness`` is by newsletter.
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
        with self.sending.lanes() as lanes:
            under_way = _Pass(lanes=lanes, stop=stop)
            self._join_ended(under_way)
            while not stop.is_set():
                self._look(under_way)
                if under_way.is_at_rest:
                    break
                self._advance(under_way)
            self._drain(under_way)
        self.sending.tidy()
        return self._report(under_way)

    def edition(self, edition_id: str, stop: StopSignal, *, is_forced: bool = False) -> SendReport:
        """Carry what is due of one edition, held or not; a forced one goes also when pictures are missing.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was stopped or discarded, or waits to be opened.
        """
        if self.control.edition(edition_id).state is not EditionState.CLOSED:
            self.control.resume(edition_id)
        run = Run(edition_id=edition_id, is_asked_for=True, has_pictures=is_forced)
        with self.sending.lanes() as lanes:
            under_way = _Pass(lanes=lanes, stop=stop, runs={edition_id: run}, looks_at=inf)
            self.sending.settle_abandoned(lanes, under_way.runs)
            while not stop.is_set() and not under_way.is_at_rest:
                self._advance(under_way)
            self._drain(under_way)
        if run.error is not None:
            raise run.error
        return self.sending.report(run)

    def again(self, edition_id: str, state: DeliveryState, stop: StopSignal, *, is_forced: bool = False) -> SendReport:
        """Put the edition's refused, or its uncertain, deliveries back and carry what is due.

        Refused ones were certainly not sent. About uncertain ones a person has to decide: some of
        their readers may get the mail twice.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was stopped or discarded, waits to be opened, or is past.
        """
        return self._once_more(
            edition_id,
            lambda connection, edition: Ledger(connection).requeue(edition, state),
            stop,
            is_forced=is_forced,
        )

    def to_missing(self, edition_id: str, stop: StopSignal, *, is_forced: bool = False) -> SendReport:
        """Put back who certainly has not got the edition and may still get it, and carry what is due.

        Mails in doubt stay: a person resolves those.

        Raises:
            NotFoundError: there is no such edition.
            BadDataError: it was stopped or discarded, waits to be opened, or is past.
        """
        return self._once_more(
            edition_id,
            lambda connection, edition: MissingStore(connection).put_back(
                edition, self.sending.meant(edition.newsletter)
            ),
            stop,
            is_forced=is_forced,
        )

    def _once_more(
        self, edition_id: str, put_back: Callable[[Connection, Edition], int], stop: StopSignal, *, is_forced: bool
    ) -> SendReport:
        _must_go_on(self.control.edition(edition_id))
        with self.database.write() as connection:
            store = EditionStore(connection)
            edition = store.lock(edition_id)
            must_be_known(connection, edition_id)
            if edition and edition.opened_at and edition.state not in ENDED_STATES and put_back(connection, edition):
                store.resume(edition_id, self.clock.now())
        return self.edition(edition_id, stop, is_forced=is_forced)

    def _look(self, under_way: _Pass) -> None:
        """Let editions that were opened take their turns, too, and settle what other processes left behind."""
        now = self.clock.monotonic()
        if now < under_way.looks_at:
            return
        under_way.looks_at = now + LOOK_EVERY
        try:
            self._join(under_way)
            self.sending.settle_abandoned(under_way.lanes, under_way.runs)
        except SyndicateError as error:
            if under_way.lanes.is_idle:
                raise
            log.warning("a look for further editions failed, while mails are in flight: %s", error)

    def _join_ended(self, under_way: _Pass) -> None:
        """Editions that a person ended, of which a process that was killed left something."""
        with self.database.read() as connection:
            for edition_id in Ledger(connection).unfinished(*ENDED_STATES):
                under_way.runs[edition_id] = Run(edition_id=edition_id)

    def _join(self, under_way: _Pass) -> None:
        is_clock_doubtful = self.clock_watch.doubt() is not None
        with self.database.read() as connection:
            editions = EditionStore(connection).under_way()
        for edition in editions:
            run = under_way.runs.setdefault(edition.id, Run(edition_id=edition.id))
            lateness = self.max_lateness.get(edition.newsletter, MAX_LATENESS)
            run.max_lateness = None if is_clock_doubtful else lateness
            run.priority = edition.priority
            if run.is_finished:  # a person has put deliveries of it back
                run.rest(self.clock.monotonic() + LOOK_AGAIN, is_due_then=False)

    def _advance(self, under_way: _Pass) -> None:
        """Prepare whose turn it is, let the lanes take a step, and attend to what that brought."""
        now = self.clock.monotonic()
        for run in under_way.runs.values():
            if run.is_due(now) and (run.stopped or not run.has_pictures):
                self._attempt(run, partial(self._begin_turn, under_way.lanes))
        under_way.lanes.step(under_way.runs)
        for run in under_way.runs.values():
            if run.shows_hidden:
                self._attempt(run, self._take_back)
            elif (run.is_finished or run.stopped) and not run.is_heeded:
                self._attempt(run, self._end)
        self.sending.tell(under_way.runs.values())

    def _drain(self, under_way: _Pass) -> None:
        """Hear and write down what is outstanding; nothing more is taken."""
        while not under_way.lanes.is_idle:
            under_way.lanes.step(under_way.runs, takes_more=False)
        for run in under_way.runs.values():
            if run.is_finished:
                self._attempt(run, self._end)

    def _attempt(self, run: Run, act: Callable[[Run], None]) -> None:
        """Do something for an edition; what fails there fails for it alone, and is tried again later."""
        try:
            act(run)
        except SyndicateError as error:
            if run.error is None:  # at once: the others may go on for hours
                log.warning("edition %s waits: %s", run.edition_id, error)
            run.error = error
            run.rest(self.clock.monotonic() + LOOK_AGAIN, is_due_then=False)

    def _begin_turn(self, lanes: Lanes, run: Run) -> None:
        run.begin_turn()
        if not run.has_pictures:
            self._look_for_pictures(lanes, run)
        if run.stopped:
            run.rest(self.clock.monotonic() + LOOK_AGAIN, is_due_then=False)

    def _look_for_pictures(self, lanes: Lanes, run: Run) -> None:
        """Keep the first mail back while a picture is missing; of an edition that a person holds nothing is asked."""
        edition = self.control.edition(run.edition_id)
        run.stopped = gate(edition, self.clock.now(), None) or self.pictures.hindrance(run.edition_id)
        run.has_pictures = run.stopped is None
        if run.has_pictures and edition.first_claimed_at is None:
            self.sending.tell_end(lanes, edition)

    def _take_back(self, run: Run) -> None:
        """Make a revision without what readers may not see any more; with nothing left, nobody gets anything."""
        run.shows_hidden = False
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
            run.rest(inf, is_due_then=False)
        elif run.is_finished and edition.state in OPEN_STATES:
            self._close(edition.id)
        run.is_heeded = True  # what keeps an edition back is asked at its next turn, not at every step of the others

    def _close(self, edition_id: str) -> None:
        with self.database.write() as connection:
            store = EditionStore(connection)
            edition = store.lock(edition_id)
            now = self.clock.now()
            is_done = edition is not None and edition.has_all_waves(now) and Ledger(connection).is_done(edition_id)
            if is_done and edition and edition.state in OPEN_STATES:
                store.end(edition_id, EditionState.CLOSED, now)
                give_back(connection, edition_id, now)
        if is_done:
            self.sending.watch.forget(edition_id)

    def _report(self, under_way: _Pass) -> DeliverReport:
        runs = under_way.runs.values()
        failed = {run.edition_id: run.error for run in runs if run.error is not None}
        sent = {run.edition_id: self.sending.report(run) for run in runs if run.error is None}
        return DeliverReport(sent=sent, failed=failed)


def _must_go_on(edition: Edition) -> None:
    if edition.state in ENDED_STATES:
        message = f"the edition is {edition.state}"
        command = f"syndicate edition compose {edition.newsletter} --instead-of {edition.id}"
        raise BadDataError(message, code="edition-state", hint=f"Compose one for those without: {command}")

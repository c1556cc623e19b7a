"""Sending: the parts that carry editions, made ready for a run of lanes; and what a run came to."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from syndicate.audience.reader_filter import EVERYBODY
from syndicate.delivery.gate import Held
from syndicate.delivery.guard.fenced_watcher import forget_ended
from syndicate.delivery.guard.watch import Watch
from syndicate.delivery.lanes.batch_store import BatchStore
from syndicate.delivery.lanes.calls import InlineCalls, ThreadCalls
from syndicate.delivery.lanes.claiming import Claiming
from syndicate.delivery.lanes.limits import SendingLimits
from syndicate.delivery.lanes.loop import Lanes
from syndicate.delivery.lanes.recording import certainly_not_sent, results_of, write_results
from syndicate.delivery.lanes.run import SendReport
from syndicate.delivery.lanes.stored_templates import StoredTemplates, remove_ended
from syndicate.delivery.lanes.takeover import abandoned, answers_of, lock_name, orphans
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState, Stop
from syndicate.delivery.pace.allowances import Allowances, in_a_thread
from syndicate.delivery.pace.store import CarrierStore
from syndicate.delivery.status.store import StatusSettings, StatusStore
from syndicate.digests.store import EditionStore
from syndicate.errors import SyndicateError
from syndicate.ids import process_name, random_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from syndicate.audience.reader_filter import ReaderFilter
    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.guard.fence import Fence
    from syndicate.delivery.lanes.batch_store import OpenBatch
    from syndicate.delivery.lanes.calls import Calls
    from syndicate.delivery.lanes.run import Run
    from syndicate.delivery.messages import Messages
    from syndicate.delivery.pace.allowances import Asking
    from syndicate.digests.model import Edition
    from syndicate.storage import Database

log = logging.getLogger(__name__)

#: How much longer than the longest call a claim is its process's alone.
LEASE_MARGIN = timedelta(minutes=1)
#: Calls in flight at once in one process, of a carrier that is not answered at once.
MOST_CALLS = 64
#: Waits, in seconds, before claims that nobody heard of are given back again when the database failed.
RELEASE_WAITS = (0.2, 1.0, 3.0)


@dataclass(kw_only=True)
class Sending:
    """Sends what the ledger holds for editions, each delivery at most once.

    A carrier that reaches people has a ``fence``, which says whether this installation may send at all. Where calls
    are in flight, and what is asked ``beside`` them, is for ``make_calls`` and ``beside`` to say: in threads. To which
    ``readers`` a newsletter goes is by its name; to all, if it is not there.
    """

    database: Database
    clock: Clock
    carrier: Carrier
    messages: Messages
    limits: SendingLimits = field(default_factory=SendingLimits)
    fence: Fence | None = None
    readers: Mapping[str, ReaderFilter] = field(default_factory=dict)
    make_calls: Callable[[Carrier, Clock, int], Calls] = ThreadCalls
    beside: Callable[[Callable[[], None]], Asking] = in_a_thread
    _told: dict[str, str] = field(default_factory=dict)

    def meant(self, newsletter: str) -> ReaderFilter:
        """To which of its readers a newsletter goes."""
        return self.readers.get(newsletter, EVERYBODY)

    @contextmanager
    def lanes(self) -> Iterator[Lanes]:
        """Lanes for one run; as long as they are open, other processes know that their claims are minded."""
        sender = f"{process_name()}:{random_id()[:8]}"
        is_local = self.carrier.answers_at_once
        calls = InlineCalls(self.carrier, self.clock) if is_local else self._calls()
        lanes = self._lanes(sender, calls, most_calls=1 if is_local else MOST_CALLS)
        with self.database.lock(lock_name(sender)) as lanes.sender_lock:
            try:
                yield lanes
                self._leave_no_orphans(lanes)
            except (KeyboardInterrupt, SystemExit):
                # Whatever was in the middle of its call has lost it, as if the process were gone.
                for batch in orphans(self.database, sender, ()) if is_local else ():
                    self._settle(batch)
                raise
            except Exception:
                self._leave_no_orphans(lanes)
                raise
            finally:
                calls.close()

    def _release_orphans(self, lanes: Lanes) -> None:
        for batch in orphans(self.database, lanes.claiming.by, lanes.batches):
            self._release(batch)

    def _leave_no_orphans(self, lanes: Lanes) -> None:
        """Give back what was committed without our hearing so: to others it would look as if it had left."""
        for wait in (*RELEASE_WAITS, None):
            try:
                self._release_orphans(lanes)
            except SyndicateError as error:
                if wait is None:
                    log.warning("what was claimed last will be in doubt, though nothing of it left: %s", error)
                else:
                    self.clock.sleep(wait)
            else:
                return

    def _calls(self) -> Calls:
        return self.make_calls(self.carrier, self.clock, 2 * MOST_CALLS)  # as many again may hang

    def _lanes(self, sender: str, calls: Calls, *, most_calls: int) -> Lanes:
        return Lanes(
            database=self.database,
            clock=self.clock,
            carrier=self.carrier,
            messages=self.messages,
            calls=calls,
            claiming=Claiming(
                carrier=self.carrier.name,
                by=sender,
                lease=self._lease,
                limits=self.limits,
                forbidden=self.fence.admit() if self.fence else None,
                readers=self.readers,
            ),
            allowances=self._allowances(),
            watch=self.watch,
            templates=StoredTemplates(database=self.database, clock=self.clock, carrier=self.carrier),
            limits=self.limits,
            most_calls=most_calls,
            time_base=(self.database.server_now() or self.clock.now()).timestamp() - self.clock.elapsed(),
        )

    def _allowances(self) -> Allowances:
        return Allowances(
            database=self.database, clock=self.clock, carrier=self.carrier, limits=self.limits, beside=self.beside
        )

    @cached_property
    def watch(self) -> Watch:
        """The watch over a second mail to the same reader."""
        return Watch(database=self.database, fence=self.fence)

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self.carrier.longest_call_seconds) + LEASE_MARGIN

    def settle_abandoned(self, lanes: Lanes, runs: Mapping[str, Run]) -> None:
        """Find out what became of claims that nobody minds any more, and write it down; the runs count it."""
        lanes.stay_known()
        self._release_orphans(lanes)
        for batch in abandoned(self.database, lanes.claiming.by, lanes.database_now):
            states = self._settle(batch)
            if batch.edition_id in runs:
                for state in states:
                    runs[batch.edition_id].done[state] += 1

    def _release(self, batch: OpenBatch) -> None:
        with self.database.write() as connection:
            store = BatchStore(connection)
            Ledger(connection).release(store.claims(batch))
            store.end(batch.key, self.clock.now())

    def _settle(self, batch: OpenBatch) -> list[DeliveryState]:
        with self.database.read() as connection:
            claims = BatchStore(connection).claims(batch)
        answers, now = answers_of(self.carrier, batch, claims), self.clock.now()
        results = results_of(claims[: len(answers)], answers, now, self.limits.max_attempts)
        with self.database.write() as connection:
            EditionStore(connection).lock(batch.edition_id)
            self.watch.give_back(batch.edition_id, certainly_not_sent(results))
            share = self.limits.refused_share
            write_results(connection, batch.edition_id, results, now, refused_share=share)
            stop = next((answer for answer in answers if isinstance(answer, Stop)), None)
            if stop is not None:
                store = CarrierStore(connection)
                store.save(store.lock(self.carrier.name).left_alone(stop, now))
            else:
                BatchStore(connection).end(batch.key, now)
        return [result.next_state.state for result in results]

    def tidy(self) -> None:
        """Let go of what was kept elsewhere for editions that are at their end."""
        remove_ended(self.database, self.carrier)
        if self.fence and self.fence.admit() is None and self.watch.watcher is not None:
            forget_ended(self.database, self.watch.watcher)

    def tell_end(self, lanes: Lanes, edition: Edition) -> None:
        """Log when the last reader of an edition will have it, before its first mail leaves."""
        if not log.isEnabledFor(logging.INFO):
            return
        lanes.allowances.refresh()
        now, trial = self.clock.now(), self.limits.trial
        settings = StatusSettings(
            carrier=self.carrier.name,
            rate=self.limits.rate_per_second,
            warm_up=self.limits.warm_up,
            trial_share=trial.share if trial else 0.0,
            trial_most=trial.most if trial else 0,
            trial_wait=trial.wait if trial else timedelta(),
        )
        with self.database.read() as connection:
            end = StatusStore(connection, settings).end_if_sent(edition.id, now, edition.mails or 0)
        if end is not None:
            log.info("edition %s: %s", edition.id, end.line(now))

    def report(self, run: Run) -> SendReport:
        """What the run did, and how the edition stands now."""
        with self.database.read() as connection:
            waiting = Ledger(connection).counts(run.edition_id)[DeliveryState.PENDING]
        # A carrier that stopped with the last delivery has stopped nothing.
        stopped = run.stopped if waiting else None
        return SendReport(
            submitted=run.done[DeliveryState.SUBMITTED],
            refused=run.done[DeliveryState.REFUSED],
            uncertain=run.done[DeliveryState.UNCERTAIN],
            excluded=run.done[DeliveryState.EXCLUDED],
            waiting=waiting,
            stopped_because=stopped.reason if stopped else "",
            hint=stopped.hint if stopped else "",
            is_held=isinstance(stopped, Held),
        )

    def tell(self, runs: Collection[Run]) -> None:
        """Log which editions stand still, when that is news."""
        for run in runs:
            stopped = None if run.is_finished else run.stopped
            reason = stopped.reason if stopped else ""
            if reason and self._told.get(run.edition_id) != reason:
                state = "is held" if isinstance(stopped, Held) else "stopped"
                log.warning("edition %s %s: %s", run.edition_id, state, reason)
            if reason or run.is_finished:
                self._told[run.edition_id] = reason

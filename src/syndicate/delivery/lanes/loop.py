"""The lanes of one process: calls that are in flight side by side, so that one that hangs keeps no other.

What came of one batch is written in the transaction that takes the next. The lanes themselves decide nothing and
remember nothing that matters: whose turn it is, how fast, how many and whether at all are asked of rows (`claiming`),
and so is what became of mails whose process is gone (`takeover`).
"""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from math import inf
from typing import TYPE_CHECKING

from syndicate.delivery.lanes.batch_store import BatchStore
from syndicate.delivery.lanes.calls import AnsweredCall, Call
from syndicate.delivery.lanes.claiming import Capacity, Claim, Claiming
from syndicate.delivery.lanes.recording import certainly_not_sent, results_of, write_results
from syndicate.delivery.lanes.run import Run, next_due
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import DeliveryState
from syndicate.delivery.pace.store import CarrierStore
from syndicate.digests.store import EditionStore
from syndicate.errors import StorageError, SyndicateError, TryLaterError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.guard.watch import Watch
    from syndicate.delivery.lanes.calls import Calls
    from syndicate.delivery.lanes.limits import SendingLimits
    from syndicate.delivery.lanes.recording import Result
    from syndicate.delivery.lanes.stored_templates import StoredTemplates
    from syndicate.delivery.messages import Messages
    from syndicate.delivery.model import Batch, Stop
    from syndicate.delivery.pace.allowances import Allowances
    from syndicate.delivery.pace.state import CarrierState
    from syndicate.storage import Database
    from syndicate.storage.locks import Lock

log = logging.getLogger(__name__)

#: How long a claim may wait for its call to begin, in seconds; afterwards nothing of it is handed over.
START_WITHIN = 20.0
#: A call that takes so many times as long as usual hangs: it holds its own lane, and nothing is kept free for it.
HANGS_AFTER = 4.0
#: What a round trip is taken for before one was measured, in seconds.
FIRST_CYCLE = 0.05
#: Waits, in seconds, before what became of deliveries is written down again when the database failed.
RECORD_WAITS = (1.0, 2.0, 4.0, 8.0)
#: Longest wait for deliveries that are not due yet, in seconds; beyond it the next run goes on.
PATIENCE = 90.0
#: Seconds before an edition that stands still is looked at again, while others go on.
LOOK_AGAIN = 15.0
#: How long the lanes may sleep without a look whether they should stop, or whether an edition was opened, in seconds.
REACTION = 0.2
#: A wait that is shorter, in seconds, is none: no clock sleeps so exactly.
ROUNDING = 1e-4


@dataclass(kw_only=True)
class Lanes:
    """Calls in flight, and what they are about. Made for one run of a step."""

    database: Database
    clock: Clock
    carrier: Carrier
    messages: Messages
    calls: Calls
    claiming: Claiming
    allowances: Allowances
    watch: Watch
    templates: StoredTemplates
    limits: SendingLimits
    most_calls: int
    time_base: float  # seconds of the Unix epoch, by the database's clock, at the start of the clock that nobody sets
    sender_lock: Lock | None = None
    _in_flight: dict[int, list[Call]] = field(default_factory=dict)  # by batch
    _unwritten: list[AnsweredCall] = field(default_factory=list)
    _cycle: float = FIRST_CYCLE
    _failures: int = 0
    _free_at: float = -inf  # by the clock that never goes back: until then the pace allows nothing

    @property
    def is_idle(self) -> bool:
        """Whether nothing is in flight, and everything is written down."""
        return not self._in_flight and not self._unwritten

    @property
    def batches(self) -> frozenset[int]:
        """The batches that are minded here."""
        return frozenset(self._in_flight) | {answered.call.batch_key for answered in self._unwritten}

    def stay_known(self) -> None:
        """Take the lock again by which others know that the process is there, if a server went away with it."""
        if self.sender_lock is not None and not self.sender_lock.is_held():
            self.sender_lock.acquire()

    def step(self, runs: Mapping[str, Run], *, takes_more: bool = True) -> None:
        """Write what came back, take what is due and let it go; sleeps a moment when there is nothing to do.

        Raises:
            SyndicateError: what became of mails cannot be written down, for long.
        """
        run = next_due(runs.values(), self.clock.monotonic()) if takes_more else None
        if run is not None:
            self.allowances.refresh()
        self._hear(self.calls.answered(self._patience(runs, run)))
        if run is not None and (self._free_at - self.clock.monotonic() > ROUNDING or not self._free_calls):
            run = None
        if self._unwritten or run is not None:
            self._exchange(runs, run)

    def _patience(self, runs: Mapping[str, Run], run: Run | None) -> float:
        """Seconds to wait for an answer before the next look."""
        now = self.clock.monotonic()
        if self._unwritten:
            return RECORD_WAITS[self._failures - 1] if self._failures else 0.0
        if run is not None and self._free_calls:
            return min(REACTION, max(0.0, self._free_at - now))
        soonest = min((other.next_turn_at - now for other in runs.values() if other.is_due_then), default=REACTION)
        return REACTION if self._in_flight else min(REACTION, max(0.0, soonest))

    def _hear(self, answered: list[AnsweredCall]) -> None:
        for call in answered:
            took = self.clock.monotonic() - call.call.began_at
            self._cycle += 0.2 * (min(took, 3 * self._cycle) - self._cycle)
            batch = self._in_flight[call.call.batch_key]
            batch.remove(call.call)
            if not batch:
                del self._in_flight[call.call.batch_key]
        self._unwritten += answered

    # --- one transaction -----------------------------------------------------------

    def _exchange(self, runs: Mapping[str, Run], run: Run | None) -> None:
        """Write what came of calls, and take the next mails."""
        answered, claim = tuple(self._unwritten), None
        results = self._by_edition(answered)
        try:
            with self.database.write() as connection:
                self._lock_editions(connection, answered, run)
                stops = self._write(connection, answered, results)
                if run is not None and run.edition_id not in stops:
                    claim = self._claim(connection, run)
        except SyndicateError as error:
            self._failed(error, answered, run)
            return
        self._failures = 0
        self._unwritten = self._unwritten[len(answered) :]
        self._count(runs, results, stops)
        if run is not None and claim is not None:
            self._go_on(run, claim)

    def _claim(self, connection: Connection, run: Run) -> Claim:
        is_limited = self.allowances.is_limited
        now, seconds = self.clock.now(), self._seconds
        return self.claiming.claim(connection, run, self._capacity(), now, seconds, is_limited=is_limited)

    def _lock_editions(self, connection: Connection, answered: Sequence[AnsweredCall], run: Run | None) -> None:
        """In one order everywhere, so that no two processes wait for each other."""
        edition_ids = {call.call.mailing.edition_id for call in answered} | ({run.edition_id} if run else set())
        for edition_id in sorted(edition_ids):
            EditionStore(connection).lock(edition_id)

    def _write(
        self, connection: Connection, answered: Sequence[AnsweredCall], by_edition: Mapping[str, Sequence[Result]]
    ) -> dict[str, Stop]:
        """What came of calls; the editions that are held for it."""
        stops: dict[str, Stop] = {}
        now, share = self.clock.now(), self.limits.refused_share
        for edition_id, results in by_edition.items():
            self.watch.give_back(edition_id, certainly_not_sent(results))
            stop = write_results(connection, edition_id, results, now, refused_share=share)
            if stop is not None:
                stops[edition_id] = stop
        for batch_key in {call.call.batch_key for call in answered} - self._in_flight.keys():
            BatchStore(connection).end(batch_key, now)
        pause = self._note_how_it_fares(connection, answered) if answered else None
        return dict.fromkeys(by_edition, pause) | stops if pause else stops

    def _note_how_it_fares(self, connection: Connection, answered: Sequence[AnsweredCall]) -> Stop | None:
        """Keep what the answers say of the carrier; why it is left alone from now on, if it is."""
        store, now, seconds = CarrierStore(connection), self.clock.now(), self._seconds
        before = store.get(self.carrier.name)
        if _fares(before, answered, now, seconds, self.limits.rate_per_second) == before:
            return None
        before = store.lock(self.carrier.name)
        state = _fares(before, answered, now, seconds, self.limits.rate_per_second)
        store.save(state)
        if state.pauses > before.pauses and state.paused_until is not None:
            # What the carrier asks us to wait is no lateness of ours, whatever edition it was asked for.
            for edition in EditionStore(connection).under_way():
                EditionStore(connection).postpone(edition.id, state.paused_until)
        if state.told_at is None and before.told_at is not None:
            self.allowances.hurry()
        return state.pause(now) if state.pauses > before.pauses else None

    def _by_edition(self, answered: Sequence[AnsweredCall]) -> dict[str, list[Result]]:
        results: dict[str, list[Result]] = {}
        for call in answered:
            results.setdefault(call.call.mailing.edition_id, []).extend(self._results(call))
        return results

    def _results(self, call: AnsweredCall) -> list[Result]:
        return results_of(call.call.claims, call.answers, self.clock.now(), self.limits.max_attempts)

    def _failed(self, error: SyndicateError, answered: Sequence[AnsweredCall], run: Run | None) -> None:
        """Nothing of the transaction holds. What came of calls is written again and again: it must not be forgotten."""
        is_ours = answered and isinstance(error, StorageError | TryLaterError | UnavailableError)
        if run is not None and not is_ours:
            run.error = error
            run.rest(self.clock.monotonic() + LOOK_AGAIN, is_due_then=False)
            return
        for result in chain.from_iterable(self._by_edition(answered).values()):
            state = result.next_state
            known = state.message_id or state.reason
            log.error("delivery %s is %s (%s), not written down: %s", result.claim.id, state.state, known, error)
        if self._failures == len(RECORD_WAITS):
            self._keep_accepted(answered)
            raise error
        self._failures += 1

    def _keep_accepted(self, answered: Sequence[AnsweredCall]) -> None:
        """Write at least which mails were accepted: what could not be written may have been about others alone."""
        now, share = self.clock.now(), self.limits.refused_share
        with suppress(SyndicateError), self.database.write() as connection:
            self._lock_editions(connection, answered, None)
            for edition_id, results in self._by_edition(answered).items():
                accepted = [it for it in results if it.next_state.state is DeliveryState.SUBMITTED]
                write_results(connection, edition_id, accepted, now, refused_share=share)

    # --- between transactions ------------------------------------------------------

    def _count(
        self, runs: Mapping[str, Run], by_edition: Mapping[str, Sequence[Result]], stops: Mapping[str, Stop]
    ) -> None:
        now = self.clock.monotonic()
        for edition_id, results in by_edition.items():
            run = runs.get(edition_id)
            if run is None:
                continue
            run.in_flight -= len(results)
            states = Counter(result.next_state.state for result in results)
            for state, count in states.items():
                run.done[state] += count
            run.stopped = stops.get(run.edition_id, run.stopped)
            if run.stopped:
                run.rest(now + LOOK_AGAIN, is_due_then=False)
            elif DeliveryState.PENDING in states or (run.next_turn_at == inf and not run.in_flight):
                run.rest(min(now, run.next_turn_at), is_due_then=True)  # it seemed to have nothing due

    def _go_on(self, run: Run, claim: Claim) -> None:
        run.error = None
        now = self.clock.monotonic()
        if claim.batch is not None:
            run.served_at = now
            self._try_to_begin(run, claim, claim.batch)
        elif claim.wait_seconds:
            self._free_at = now + claim.wait_seconds
        elif run.stopped:
            run.rest(now + LOOK_AGAIN, is_due_then=False)
        elif claim.is_nothing_due:
            self._plan_next(run)

    def _try_to_begin(self, run: Run, claim: Claim, batch: Batch) -> None:
        try:
            self._begin(run, claim, batch)
        except SyndicateError as error:
            run.error = error
            run.rest(self.clock.monotonic() + LOOK_AGAIN, is_due_then=False)

    def _begin(self, run: Run, claim: Claim, batch: Batch) -> None:
        """Let the calls of a batch go, unless somebody of it would get the mail twice."""
        with ExitStack() as undo:
            # Whatever else goes wrong here, nothing was handed over: the claims must not look in doubt.
            undo.callback(self._release, batch)
            calls = list(self._calls_of(claim, batch))
            run.stopped = self.watch.note(batch, calls[0].mailing.mails)
            if run.stopped is None:
                undo.callback(self.watch.give_back, batch.edition_id, batch.claims)
                self.templates.prepare(calls[0].mailing)
                undo.callback(self._in_flight.pop, batch.key)
                self._in_flight[batch.key] = list(calls)
                undo.pop_all()
        if run.stopped:
            self.watch.put_in_doubt(batch.edition_id, self.clock.now())
            return
        run.in_flight += len(batch.claims)
        for call in calls:
            self.calls.start(call)

    def _calls_of(self, claim: Claim, batch: Batch) -> Iterator[Call]:
        first = batch.claims[0]
        mailing = self.messages.mailing(batch.edition_id, batch.variant_key, first.revision)
        for start in range(0, len(batch.claims), claim.size):
            claims = batch.claims[start : start + claim.size]
            yield Call(
                batch_key=batch.key,
                mailing=mailing,
                claims=claims,
                recipients=tuple(self.messages.recipient(claim, mailing) for claim in claims),
                began=claim.seconds,
                began_at=self.clock.monotonic(),
                # From the claim on: the machine may have slept since, and others decide about it after the lease.
                start_by=claim.seconds - self.time_base + START_WITHIN,
            )

    def _release(self, batch: Batch) -> None:
        with self.database.write() as connection:
            Ledger(connection).release(batch.claims)
            BatchStore(connection).end(batch.key, self.clock.now())

    def _plan_next(self, run: Run) -> None:
        """When the edition's next turn is, of which nothing is due now."""
        now = self.clock.now()
        with self.database.read() as connection:
            due = Ledger(connection).next_due(run.edition_id, now)
        if due is None:
            run.rest(inf, is_due_then=False)
            return
        seconds = (due - now).total_seconds()
        run.rest(self.clock.monotonic() + seconds, is_due_then=seconds <= PATIENCE)

    @property
    def database_now(self) -> datetime:
        """The time by the database's clock, which is the same for all machines."""
        return datetime.fromtimestamp(self._seconds, UTC)

    @property
    def _seconds(self) -> float:
        """The time by the database's clock, which is asked once: from then on it goes as fast as ours does."""
        return self.time_base + self.clock.elapsed()

    @property
    def _free_calls(self) -> int:
        return self.most_calls - len(self._usual())

    def _capacity(self) -> Capacity:
        in_flight = self._usual()
        return Capacity(
            free_calls=self.most_calls - len(in_flight),
            batch_size=self.carrier.batch_size,
            cycle_seconds=self._cycle,
            in_flight=sum(len(call.claims) for call in in_flight),
        )

    def _usual(self) -> list[Call]:
        """Calls in flight that take no longer than calls do; one that hangs holds its own lane alone."""
        since = self.clock.monotonic() - max(1.0, HANGS_AFTER * self._cycle)
        return [call for calls in self._in_flight.values() for call in calls if call.began_at >= since]


def _fares(
    state: CarrierState, answered: Sequence[AnsweredCall], now: datetime, seconds: float, ceiling: float | None
) -> CarrierState:
    """What is known of the carrier after those answers."""
    for call in answered:
        state = state.heard(call.answers, began=call.call.began, now=now, seconds=seconds, ceiling=ceiling)
        if call.fault is not None:
            state = state.left_alone(call.fault, now)
    return state

"""Sending an edition, a few mails each turn: claim, build, carry, record; one delivery after another.

One at a time, because a claim that outlives its process is in doubt: a larger batch would
put more mails in doubt with every kill, and would ask who has unsubscribed too early.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from math import inf
from typing import TYPE_CHECKING, TypedDict

from syndicate.delivery.gate import Held, TooLate, gate, held
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import (
    Accepted,
    Answer,
    Delivery,
    DeliveryState,
    Message,
    Refused,
    Stop,
    TryLater,
    Uncertain,
)
from syndicate.delivery.outcome import back_off, decide, settle
from syndicate.delivery.pacing import Pace
from syndicate.delivery.pausing import Pause
from syndicate.delivery.run import REFUSED_SHARE, Run, SendReport
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.errors import StorageError, TryLaterError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.messages import Messages
    from syndicate.delivery.outcome import NextState
    from syndicate.digests.model import Edition
    from syndicate.storage import Database

log = logging.getLogger(__name__)

#: Mails of one edition before another one has its turn: strict alternation would do, but for the looks between turns.
TURN = 4

#: Answers in a row by which the carrier was in trouble of its own, after which it is left alone: about half a minute.
TROUBLE_LIMIT = 6

#: Answers lost in a row, over all runs of this process, after which each further one ends its run.
LOST_LIMIT = 3

#: Waits, in seconds, before what became of a delivery is written down again when the database failed.
RECORD_WAITS = (1.0, 2.0, 4.0, 8.0)

#: Longest wait for deliveries that are not due yet, in seconds; beyond it the next run goes on.
PATIENCE = 90.0

#: Seconds before an edition that stands still is looked at again, while others go on.
LOOK_AGAIN = 15.0

#: How long a sleep may keep us from seeing that we should stop, or that an edition was opened, in seconds.
REACTION = 0.2

#: How long a claim is its process's alone.
LEASE = timedelta(minutes=2)

UNMAILABLE = "unsubscribed, or the address suppressed, after the edition was frozen"


@dataclass(frozen=True, kw_only=True, slots=True)
class SendingLimits:
    """How far sending goes: tries that one delivery answers for, recipients a second, share of refusals."""

    max_attempts: int = 5
    rate_per_second: float | None = None
    refused_share: float = REFUSED_SHARE


class Sending:
    """Sends what the ledger holds for editions, each delivery at most once.

    It remembers from run to run how the carrier fares, so a process has one for its carrier.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        carrier: Carrier,
        messages: Messages,
        limits: SendingLimits | None = None,
    ) -> None:
        """Take the parts."""
        self._database = database
        self._clock = clock
        self._carrier = carrier
        self._messages = messages
        self._limits = limits or SendingLimits()
        rate = self._limits.rate_per_second
        self._pace = Pace(rate, clock.monotonic()) if rate else None
        self._pause = Pause()
        self._lost = 0
        self._troubles = 0
        self._told: dict[str, str] = {}

    def begin_turn(self, run: Run) -> None:
        """Settle the claims of a process that has ended, and see whether the carrier is to be left alone.

        The caller holds the edition's lock until its `turn` is over, or those claims may be another process's.
        """
        run.begin_turn()
        self._settle_interrupted(run)
        if not run.is_asked_for:
            run.stopped = run.stopped or self._pause.reason(self._clock.monotonic())

    def turn(self, run: Run) -> None:
        """Send up to `TURN` mails, and note in the run when its next turn is.

        It ends early when nothing is due, the carrier says stop, the edition is held or has to be revised, or
        the run's signal is set; what is in flight is finished. Uncertain deliveries are never sent again. Whoever
        holds or stops the edition meanwhile is heard before the next claim. An edition whose next mail is late by
        more than the run's ``max_lateness`` is held.
        """
        for _ in range(TURN):
            if run.is_over or not self._send_next(run):
                break
        self._plan_next(run)

    def wait(self, runs: Iterable[Run]) -> bool:
        """Sit out a moment of the time until one of the runs is due; false when that is too long, or never."""
        due_at = min((run.next_turn_at for run in runs if run.is_due_then), default=inf)
        if due_at == inf:
            return False
        self._clock.sleep(min(REACTION, max(0.0, due_at - self._clock.monotonic())))
        return True

    def _plan_next(self, run: Run) -> None:
        now, monotonic = self._clock.now(), self._clock.monotonic()
        with self._database.read() as connection:
            due = Ledger(connection).next_due(run.edition_id, now)
        if due is None:
            run.rest(inf, is_due_then=False)
        elif run.stopped:
            run.rest(monotonic + LOOK_AGAIN, is_due_then=False)
        else:
            seconds = (due - now).total_seconds()
            run.rest(monotonic + seconds, is_due_then=seconds <= PATIENCE)
        self._tell(run)

    def _settle_interrupted(self, run: Run) -> None:
        with self._database.read() as connection:
            claims = Ledger(connection).interrupted(run.edition_id)
        for claim, carrier in claims:
            self._settle(run, claim, carrier)

    def _settle(self, run: Run, claim: Delivery, carrier: str | None) -> None:
        """Find out what became of a claim whose call was cut off; only the carrier that it was made for can know."""
        answer = self._carrier.settle(claim.id) if carrier == self._carrier.name else None
        self._record(run, claim, settle(answer, **self._facts(claim)))
        if isinstance(answer, Stop):
            self._end(run, answer)

    def _send_next(self, run: Run) -> bool:
        """One mail; false when no delivery is due."""
        self._keep_pace(run)
        if run.is_over:
            return True
        claim = self._claim(run)
        if claim is _Turn.NOTHING_DUE:
            return False
        if claim is _Turn.TAKEN:
            return True
        answer = self._carry(run, claim)
        self._record(run, claim, decide(answer, **self._facts(claim)))
        self._heed(run, answer)
        return True

    def _claim(self, run: Run) -> Delivery | _Turn:
        """Take the next delivery, if the edition is still to be sent as it is."""
        now = self._clock.now()
        with self._database.write() as connection:
            store = EditionStore(connection)
            edition = store.lock(run.edition_id)
            run.stopped = gate(edition, now, run.max_lateness)
            if edition is None or run.stopped:
                if isinstance(run.stopped, TooLate):
                    store.hold(run.edition_id, run.stopped.reason)
                return _Turn.TAKEN
            if VariantStore(connection).must_change(run.edition_id, now):
                run.shows_hidden = True
                return _Turn.TAKEN
            return self._claim_now(run, connection, edition, now)

    def _claim_now(self, run: Run, connection: Connection, edition: Edition, now: datetime) -> Delivery | _Turn:
        ledger = Ledger(connection)
        batch = ledger.claim(edition.id, now, 1, carrier=self._carrier.name, lease=LEASE)
        if batch is None:
            return _Turn.NOTHING_DUE
        batch = ledger.exclude_unmailable(batch, UNMAILABLE, now)
        if not batch.claims:
            run.done[DeliveryState.EXCLUDED] += 1
            return _Turn.TAKEN
        EditionStore(connection).note_claim(edition.id, now)
        return batch.claims[0]

    def _carry(self, run: Run, claim: Delivery) -> Answer:
        message = self._message(claim)
        if isinstance(message, Refused):
            return message
        if self._pace:
            self._pace.take(self._clock.monotonic())
        try:
            return self._carrier.carry(message)
        except Exception as error:
            log.exception("delivery %s: the carrier broke", claim.id)
            reason = f"the carrier broke: {type(error).__name__}: {error}"
            self._end(run, Stop(reason=reason, hint="The log has the details; this should not happen, so report it."))
            return Uncertain(reason=reason)
        except BaseException:
            # Somebody pressed Ctrl-C: this claim has lost its call as if the process were gone.
            self._settle(run, claim, self._carrier.name)
            raise

    def _message(self, claim: Delivery) -> Message | Refused:
        with ExitStack() as undo:
            # Whatever else goes wrong here, nothing was handed over: the claim must not look in doubt.
            undo.callback(self._release, claim)
            message = self._messages.of(claim)
            undo.pop_all()
        return message

    def _release(self, claim: Delivery) -> None:
        with self._database.write() as connection:
            Ledger(connection).release([claim])

    def _record(self, run: Run, claim: Delivery, outcome: NextState) -> None:
        if self._written(claim, outcome):
            run.done[outcome.state] += 1
        if outcome.state in {DeliveryState.REFUSED, DeliveryState.UNCERTAIN}:
            log.warning("delivery %s is %s: %s", claim.id, outcome.state, outcome.reason)

    def _written(self, claim: Delivery, outcome: NextState) -> bool:
        """Write it down, patiently: an accepted mail that is forgotten is a mail in doubt."""
        for wait in RECORD_WAITS:
            try:
                return self._write(claim, outcome)
            except (StorageError, TryLaterError, UnavailableError) as error:
                known = outcome.message_id or outcome.reason
                log.error("delivery %s is %s (%s), not written down: %s", claim.id, outcome.state, known, error)
            self._clock.sleep(wait)
        return self._write(claim, outcome)

    def _write(self, claim: Delivery, outcome: NextState) -> bool:
        with self._database.write() as connection:
            if outcome.not_before is not None:
                EditionStore(connection).postpone(claim.edition_id, outcome.not_before)
            if claim.batch_key is not None:
                Ledger(connection).end_batch(claim.batch_key, self._clock.now())
            return Ledger(connection).record([(claim, outcome)], self._clock.now()) > 0

    def _heed(self, run: Run, answer: Answer) -> None:
        """What an answer means for the rest of the run."""
        run.count(answer)
        match answer:
            case Stop():
                self._end(run, answer)
            case TryLater(counts=False):
                self._sit_out(run, answer)
            case Uncertain():
                self._count_lost(run, answer)
            case Accepted() | Refused(counts=True):
                self._lost = self._troubles = 0
                self._pause.end()
            case _:
                self._troubles = 0
        if isinstance(answer, Refused):
            self._check_refusals(run)

    def _end(self, run: Run, stop: Stop) -> None:
        """The carrier takes no more: end the run, and leave the carrier alone for a while."""
        if run.stopped is None:
            run.stopped = stop
            self._pause.begin(stop, self._clock.monotonic())
            if stop.wait_seconds is not None:
                self._postpone(self._clock.now() + timedelta(seconds=stop.wait_seconds))

    def _postpone(self, planned_at: datetime) -> None:
        """What the carrier asks us to wait is no lateness of ours, whatever edition it was asked for."""
        with self._database.write() as connection:
            store = EditionStore(connection)
            for edition in store.under_way():
                store.postpone(edition.id, planned_at)

    def _count_lost(self, run: Run, answer: Uncertain) -> None:
        self._lost += 1
        if self._lost >= LOST_LIMIT:
            reason = f"the answer was lost {self._lost} times in a row; the last one: {answer.reason}"
            hint = "The carrier may be out of order. The rest stays pending; a later run goes on with it."
            self._end(run, Stop(reason=reason, hint=hint))

    def _sit_out(self, run: Run, answer: TryLater) -> None:
        self._troubles += 1
        if self._troubles >= TROUBLE_LIMIT:
            hint = "The rest stays pending; a later run goes on with it."
            self._end(run, Stop(reason=f"{answer.reason} ({self._troubles} times in a row)", hint=hint))
            self._troubles = 0
            return
        if self._pace:
            self._pace.slow_down(self._clock.monotonic())
        self._sleep(run, max(back_off(self._troubles), answer.wait_seconds or 0.0))

    def _check_refusals(self, run: Run) -> None:
        complaint = run.complaint(self._limits.refused_share)
        if complaint and run.stopped is None:
            with self._database.write() as connection:
                EditionStore(connection).hold(run.edition_id, complaint)
            run.stopped = held(run.edition_id, complaint)

    def _keep_pace(self, run: Run) -> None:
        if self._pace:
            self._sleep(run, self._pace.wait_needed(self._clock.monotonic()))

    def _sleep(self, run: Run, seconds: float) -> None:
        left = seconds
        while left > 0 and not run.stop.is_set():
            self._clock.sleep(min(left, REACTION))
            left -= REACTION

    def _facts(self, claim: Delivery) -> _Facts:
        return {"attempts": claim.attempts, "now": self._clock.now(), "max_attempts": self._limits.max_attempts}

    def report(self, run: Run) -> SendReport:
        """What the run did, and how the edition stands now."""
        with self._database.read() as connection:
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

    def _tell(self, run: Run) -> None:
        """Log that the edition stands still, when that is news."""
        stopped = None if run.is_finished else run.stopped
        reason = stopped.reason if stopped else ""
        if reason and self._told.get(run.edition_id) != reason:
            log.warning(
                "edition %s %s: %s", run.edition_id, "is held" if isinstance(stopped, Held) else "stopped", reason
            )
        self._told[run.edition_id] = reason


class _Turn(Enum):
    """A turn of the loop that handed out no claim."""

    NOTHING_DUE = auto()
    TAKEN = auto()


class _Facts(TypedDict):
    """What every decision about an answer needs."""

    attempts: int
    now: datetime
    max_attempts: int

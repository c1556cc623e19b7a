"""The loop that sends an edition: claim, compose, carry, record; one delivery at a time.

One at a time, because a claim that outlives its process is in doubt: a larger batch would
put more mails in doubt with every kill, and would ask who has unsubscribed too early.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, TypedDict

from syndicate.delivery.finishing import finished
from syndicate.delivery.gate import TooLate, gate, held
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
from syndicate.delivery.run import REFUSED_SHARE, NeverStop, Run, SendReport
from syndicate.digests.revising import RevisionResult
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.errors import StorageError, TryLaterError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.outcome import Outcome
    from syndicate.delivery.run import StopSignal
    from syndicate.digests.model import Edition
    from syndicate.storage import Database

log = logging.getLogger(__name__)

#: Answers in a row by which the carrier was in trouble of its own, after which a run ends: about half a minute.
TROUBLE_LIMIT = 6

#: Answers lost in a row, over all runs of this process, after which each further one ends its run.
LOST_LIMIT = 3

#: Waits, in seconds, before what became of a delivery is written down again when the database failed.
RECORD_WAITS = (1.0, 2.0, 4.0, 8.0)

#: Longest wait for deliveries that are not due yet, in seconds; beyond it the next run goes on.
PATIENCE = 90.0

#: How long a sleep may keep us from seeing that we should stop, in seconds.
REACTION = 0.2

#: Deliveries that are brought to an end in one transaction, so that no other writer waits for long.
SLICE = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class SendingLimits:
    """How far sending goes: tries that one delivery answers for, recipients a second, share of refusals."""

    max_attempts: int = 5
    rate_per_second: float | None = None
    refused_share: float = REFUSED_SHARE


class Sending:
    """Sends what the ledger holds for an edition, each delivery at most once.

    It remembers from run to run how the carrier fares, so a process has one for its carrier.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        carrier: Carrier,
        compose: Callable[[Delivery], bytes],
        is_wanted: Callable[[Connection, Delivery], bool],
        revise: Callable[[str], RevisionResult],
        hindrance: Callable[[str], Stop | None] | None = None,
        limits: SendingLimits | None = None,
    ) -> None:
        """Take the parts.

        ``compose`` gives the finished MIME document of a delivery, or raises `BadDataError`.
        ``is_wanted`` is asked within the claim's transaction; a delivery that is not wanted any
        more is excluded. ``revise`` takes out of an edition what readers may not see any more; it is called
        before a claim that would carry it. ``hindrance`` says what keeps an edition back for now, by its id.
        """
        self._database = database
        self._clock = clock
        self._carrier = carrier
        self._compose = compose
        self._is_wanted = is_wanted
        self._revise = revise
        self._hindrance = hindrance
        self._limits = limits or SendingLimits()
        rate = self._limits.rate_per_second
        self._pace = Pace(rate, clock.monotonic()) if rate else None
        self._pause = Pause()
        self._lost = 0
        self._told: dict[str, str] = {}

    def run(
        self,
        edition_id: str,
        stop: StopSignal | None = None,
        *,
        is_asked_for: bool = False,
        is_forced: bool = False,
        max_lateness: timedelta | None = None,
    ) -> SendReport:
        """Send until nothing is pending, the carrier says stop, the edition is held, or ``stop`` is set.

        The caller holds the database's ``deliver`` lock: claims that are found at the start
        belong to a process that has ended, and are settled first. What is in flight when
        ``stop`` is set is finished. Uncertain deliveries are never sent again.

        Unless a person asked for this run, it tries nothing in the pause after a stop. Whoever holds or
        stops the edition meanwhile is heard before the next claim. An edition whose next mail is late by
        more than ``max_lateness`` is held. A forced run goes on in spite of a hindrance.
        """
        run = Run(edition_id=edition_id, stop=stop or NeverStop(), max_lateness=max_lateness)
        self._settle_interrupted(run)
        if not is_asked_for:
            run.stopped = run.stopped or self._pause.reason(self._clock.monotonic())
        if self._hindrance and not is_forced and not run.is_over:
            run.stopped = self._hindrance(edition_id)
        while not run.is_over and (self._send_next(run) or self._wait_for_next(run)):
            pass
        return self._report(run)

    def _settle_interrupted(self, run: Run) -> None:
        with self._database.read() as connection:
            claims = Ledger(connection).interrupted(run.edition_id)
        for claim in claims:
            self._settle(run, claim)

    def _settle(self, run: Run, claim: Delivery) -> None:
        """Find out what became of a claim whose call was cut off; only the carrier that it was made for can know."""
        answer = self._carrier.settle(claim.id) if claim.carrier == self._carrier.name else None
        self._record(run, claim, settle(answer, **self._facts(claim)))
        if isinstance(answer, Stop):
            self._end(run, answer)

    def _send_next(self, run: Run) -> bool:
        """One turn of the loop; false when no delivery is due."""
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
            if not VariantStore(connection).must_change(run.edition_id, now):
                return self._claim_now(run, connection, edition, now)
        self._take_back(run)
        return _Turn.TAKEN

    def _claim_now(self, run: Run, connection: Connection, edition: Edition, now: datetime) -> Delivery | _Turn:
        ledger = Ledger(connection)
        claims = ledger.claim(edition.id, now, carrier=self._carrier.name)
        if not claims:
            return _Turn.NOTHING_DUE
        claim = claims[0]
        if not self._is_wanted(connection, claim):
            reason = "unsubscribed, or the address suppressed, after the edition was frozen"
            run.done[DeliveryState.EXCLUDED] += ledger.exclude(claim.id, reason, now)
            return _Turn.TAKEN
        EditionStore(connection).note_claim(edition.id, now)
        return claim

    def _take_back(self, run: Run) -> None:
        """Make a revision without what readers may not see any more; with nothing left, nobody gets anything."""
        if self._revise(run.edition_id) is not RevisionResult.EMPTY:
            return
        reason = "every story of the edition was taken back before it left"
        while True:
            with self._database.write() as connection:
                ended = Ledger(connection).end_pending(
                    run.edition_id, DeliveryState.EXCLUDED, reason, self._clock.now(), limit=SLICE
                )
            run.done[DeliveryState.EXCLUDED] += ended
            if not ended:
                run.stopped = Stop(reason=reason)
                return

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
            self._settle(run, claim)
            raise

    def _message(self, claim: Delivery) -> Message | Refused:
        with ExitStack() as undo:
            # Whatever else goes wrong here, nothing was handed over: the claim must not look in doubt.
            undo.callback(self._release, claim)
            message = finished(claim, self._compose)
            undo.pop_all()
        return message

    def _release(self, claim: Delivery) -> None:
        with self._database.write() as connection:
            Ledger(connection).release(claim)

    def _record(self, run: Run, claim: Delivery, outcome: Outcome) -> None:
        if self._written(claim, outcome):
            run.done[outcome.state] += 1
        if outcome.state in {DeliveryState.REFUSED, DeliveryState.UNCERTAIN}:
            log.warning("delivery %s is %s: %s", claim.id, outcome.state, outcome.reason)

    def _written(self, claim: Delivery, outcome: Outcome) -> bool:
        """Write it down, patiently: an accepted mail that is forgotten is a mail in doubt."""
        for wait in RECORD_WAITS:
            try:
                return self._write(claim, outcome)
            except (StorageError, TryLaterError, UnavailableError) as error:
                known = outcome.message_id or outcome.reason
                log.error("delivery %s is %s (%s), not written down: %s", claim.id, outcome.state, known, error)
            self._clock.sleep(wait)
        return self._write(claim, outcome)

    def _write(self, claim: Delivery, outcome: Outcome) -> bool:
        with self._database.write() as connection:
            if outcome.not_before is not None:
                EditionStore(connection).postpone(claim.edition_id, outcome.not_before)
            return Ledger(connection).record(claim, outcome, self._clock.now())

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
                self._lost = run.troubles = 0
                self._pause.end()
            case _:
                run.troubles = 0
        if isinstance(answer, Refused):
            self._check_refusals(run)

    def _end(self, run: Run, stop: Stop) -> None:
        """The carrier takes no more: end the run, and leave the carrier alone for a while."""
        if run.stopped is None:
            run.stopped = stop
            self._pause.begin(stop, self._clock.monotonic())
            if stop.wait_seconds is not None:
                self._postpone(run, self._clock.now() + timedelta(seconds=stop.wait_seconds))

    def _postpone(self, run: Run, planned_at: datetime) -> None:
        """What the carrier asks us to wait is no lateness of ours."""
        with self._database.write() as connection:
            EditionStore(connection).postpone(run.edition_id, planned_at)

    def _count_lost(self, run: Run, answer: Uncertain) -> None:
        self._lost += 1
        if self._lost >= LOST_LIMIT:
            reason = f"the answer was lost {self._lost} times in a row; the last one: {answer.reason}"
            hint = "The carrier may be out of order. The rest stays pending; a later run goes on with it."
            self._end(run, Stop(reason=reason, hint=hint))

    def _sit_out(self, run: Run, answer: TryLater) -> None:
        run.troubles += 1
        if run.troubles >= TROUBLE_LIMIT:
            hint = "The rest stays pending; a later run goes on with it."
            self._end(run, Stop(reason=f"{answer.reason} ({run.troubles} times in a row)", hint=hint))
            return
        if self._pace:
            self._pace.slow_down(self._clock.monotonic())
        self._sleep(run, max(back_off(run.troubles), answer.wait_seconds or 0.0))

    def _check_refusals(self, run: Run) -> None:
        complaint = run.complaint(self._limits.refused_share)
        if complaint and run.stopped is None:
            with self._database.write() as connection:
                EditionStore(connection).hold(run.edition_id, complaint)
            run.stopped = held(run.edition_id, complaint)

    def _keep_pace(self, run: Run) -> None:
        if self._pace:
            self._sleep(run, self._pace.wait_needed(self._clock.monotonic()))

    def _wait_for_next(self, run: Run) -> bool:
        """Sit out the time until something is due; false when that is too long, or never."""
        now = self._clock.now()
        with self._database.read() as connection:
            due = Ledger(connection).next_due(run.edition_id, now)
        if due is None or (due - now).total_seconds() > PATIENCE:
            return False
        self._sleep(run, (due - now).total_seconds())
        return True

    def _sleep(self, run: Run, seconds: float) -> None:
        left = seconds
        while left > 0 and not run.stop.is_set():
            self._clock.sleep(min(left, REACTION))
            left -= REACTION

    def _facts(self, claim: Delivery) -> _Facts:
        return {"attempts": claim.attempts, "now": self._clock.now(), "max_attempts": self._limits.max_attempts}

    def _report(self, run: Run) -> SendReport:
        with self._database.read() as connection:
            waiting = Ledger(connection).counts(run.edition_id)[DeliveryState.PENDING]
        # A carrier that stopped with the last delivery has stopped nothing.
        stopped = run.stopped if waiting else None
        self._tell(run.edition_id, stopped.reason if stopped else "")
        return SendReport(
            submitted=run.done[DeliveryState.SUBMITTED],
            refused=run.done[DeliveryState.REFUSED],
            uncertain=run.done[DeliveryState.UNCERTAIN],
            excluded=run.done[DeliveryState.EXCLUDED],
            waiting=waiting,
            stopped_because=stopped.reason if stopped else "",
            hint=stopped.hint if stopped else "",
        )

    def _tell(self, edition_id: str, reason: str) -> None:
        """Log that the edition stopped, when that is news."""
        if reason and self._told.get(edition_id) != reason:
            log.warning("edition %s stopped: %s", edition_id, reason)
        self._told[edition_id] = reason


class _Turn(Enum):
    """A turn of the loop that handed out no claim."""

    NOTHING_DUE = auto()
    TAKEN = auto()


class _Facts(TypedDict):
    """What every decision about an answer needs."""

    attempts: int
    now: datetime
    max_attempts: int

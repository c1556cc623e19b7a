"""The loop that sends an edition: claim, compose, carry, record; one delivery at a time.

One at a time, because a claim that outlives its process is in doubt: a larger batch would
put more mails in doubt with every kill, and would ask who has unsubscribed too early.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import default as header_policy
from typing import TYPE_CHECKING, Protocol, TypedDict

from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import Answer, Delivery, DeliveryState, Message, Refused, Stop, TryLater
from syndicate.delivery.outcome import back_off, decide, settle
from syndicate.delivery.pacing import Pace
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from email.headerregistry import Address

    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.outcome import Outcome
    from syndicate.storage import Database

log = logging.getLogger(__name__)

#: An edition stops when more than this share of its tried deliveries was refused …
REFUSED_SHARE = 0.05
#: … once so many were tried.
REFUSED_SAMPLE = 20

#: Answers in a row by which the carrier was in trouble of its own, after which a run ends: about half a minute.
TROUBLE_LIMIT = 6

#: Longest wait for deliveries that are not due yet, in seconds; beyond it the next run goes on.
PATIENCE = 90.0

#: How long a sleep may keep us from seeing that we should stop, in seconds.
REACTION = 0.2


class StopSignal(Protocol):
    """Whether to end early; a `threading.Event` is one."""

    def is_set(self) -> bool:
        """Whether to stop now."""


class NeverStop:
    """The signal that never comes."""

    def is_set(self) -> bool:
        """No."""
        return False


@dataclass(frozen=True, kw_only=True, slots=True)
class SendReport:
    """What one run did, counted in deliveries; ``waiting`` is what is still pending at its end.

    ``stopped_because`` is empty unless the run had to end early, and ``hint`` then says what to do.
    """

    submitted: int
    refused: int
    uncertain: int
    excluded: int
    waiting: int
    stopped_because: str = ""
    hint: str = ""


@dataclass(kw_only=True, slots=True)
class _Run:
    """The running counts of one run, and why it is to end."""

    edition_id: str
    stop: StopSignal
    before: dict[str, int]
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DeliveryState, 0))
    troubles: int = 0
    stopped: Stop | None = None

    @property
    def is_over(self) -> bool:
        return self.stopped is not None or self.stop.is_set()

    def total(self, *states: DeliveryState) -> int:
        """Deliveries of the edition that reached one of the states, in this run or before."""
        return sum(self.before[state] + self.done[state] for state in states)


class Sending:
    """Sends what the ledger holds for an edition, each delivery at most once."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        carrier: Carrier,
        compose: Callable[[Delivery], bytes],
        is_wanted: Callable[[Connection, Delivery], bool],
        max_attempts: int = 5,
        rate_per_second: float | None = None,
        refused_share: float = REFUSED_SHARE,
    ) -> None:
        """Take the parts.

        ``compose`` gives the finished MIME document of a delivery, or raises `BadDataError`.
        ``is_wanted`` is asked within the claim's transaction; a delivery that is not wanted any
        more is excluded. ``max_attempts`` bounds the tries that a delivery has to answer for.
        """
        self._database = database
        self._clock = clock
        self._carrier = carrier
        self._compose = compose
        self._is_wanted = is_wanted
        self._max_attempts = max_attempts
        self._refused_share = refused_share
        self._pace = Pace(rate_per_second, clock.monotonic()) if rate_per_second else None

    def run(self, edition_id: str, stop: StopSignal | None = None) -> SendReport:
        """Send until nothing is pending, the carrier says stop, or ``stop`` is set.

        The caller holds the database's ``deliver`` lock: claims that are found at the start
        belong to a process that has ended, and are settled first. What is in flight when
        ``stop`` is set is finished. Uncertain deliveries are never sent again.
        """
        run = _Run(edition_id=edition_id, stop=stop or NeverStop(), before=self._counts(edition_id))
        self._settle_interrupted(run)
        self._check_refusals(run)
        while not run.is_over and (self._send_next(run) or self._wait_for_next(run)):
            pass
        return self._report(run)

    def _settle_interrupted(self, run: _Run) -> None:
        with self._database.read() as connection:
            claims = Ledger(connection).interrupted(run.edition_id)
        for claim in claims:
            answer = self._carrier.settle(claim.id)
            self._record(run, claim, settle(answer, **self._facts(claim)))

    def _send_next(self, run: _Run) -> bool:
        """One turn of the loop; false when no delivery is due."""
        self._keep_pace(run)
        if run.is_over:
            return True
        with self._database.write() as connection:
            claim = next(iter(Ledger(connection).claim(run.edition_id, self._clock.now())), None)
            if claim is None:
                return False
            if not self._is_wanted(connection, claim):
                return self._exclude(run, connection, claim)
        answer = self._carry(claim)
        self._record(run, claim, decide(answer, **self._facts(claim)))
        self._heed(run, answer)
        return True

    def _exclude(self, run: _Run, connection: Connection, claim: Delivery) -> bool:
        reason = "unsubscribed after the edition was frozen"
        run.done[DeliveryState.EXCLUDED] += Ledger(connection).exclude(claim.id, reason, self._clock.now())
        return True

    def _carry(self, claim: Delivery) -> Answer:
        message = self._message(claim)
        if isinstance(message, Refused):
            return message
        if self._pace:
            self._pace.take(self._clock.monotonic())
        return self._carrier.carry(message)

    def _message(self, claim: Delivery) -> Message | Refused:
        with ExitStack() as undo:
            # Whatever else goes wrong here, nothing was handed over: the claim must not look in doubt.
            undo.callback(self._release, claim)
            message = _finished(claim, self._compose)
            undo.pop_all()
        return message

    def _release(self, claim: Delivery) -> None:
        with self._database.write() as connection:
            Ledger(connection).release(claim)

    def _record(self, run: _Run, claim: Delivery, outcome: Outcome) -> None:
        with self._database.write() as connection:
            is_ours = Ledger(connection).record(claim, outcome, self._clock.now())
        if is_ours:
            run.done[outcome.state] += 1
        if outcome.state in {DeliveryState.REFUSED, DeliveryState.UNCERTAIN}:
            log.warning("delivery %s is %s: %s", claim.id, outcome.state, outcome.reason)

    def _heed(self, run: _Run, answer: Answer) -> None:
        """What an answer means for the rest of the run."""
        match answer:
            case Stop():
                run.stopped = answer
            case TryLater(counts=False):
                self._sit_out(run, answer)
            case Refused():
                run.troubles = 0
                self._check_refusals(run)
            case _:
                run.troubles = 0

    def _sit_out(self, run: _Run, answer: TryLater) -> None:
        run.troubles += 1
        if run.troubles >= TROUBLE_LIMIT:
            hint = "The rest stays pending; the next run goes on with it."
            run.stopped = Stop(reason=f"{answer.reason} ({run.troubles} times in a row)", hint=hint)
            return
        if self._pace:
            self._pace.slow_down(self._clock.monotonic())
        self._sleep(run, max(back_off(run.troubles), answer.wait_seconds or 0.0))

    def _check_refusals(self, run: _Run) -> None:
        refused = run.total(DeliveryState.REFUSED)
        tried = refused + run.total(DeliveryState.SUBMITTED, DeliveryState.UNCERTAIN)
        if tried >= REFUSED_SAMPLE and refused > tried * self._refused_share:
            hint = "Read the reasons of the refused deliveries, mend the cause, then put them back to pending."
            run.stopped = Stop(reason=f"{refused} of {tried} deliveries of this edition were refused", hint=hint)

    def _keep_pace(self, run: _Run) -> None:
        if self._pace:
            self._sleep(run, self._pace.wait_needed(self._clock.monotonic()))

    def _wait_for_next(self, run: _Run) -> bool:
        """Sit out the time until something is due; false when that is too long, or never."""
        now = self._clock.now()
        with self._database.read() as connection:
            due = Ledger(connection).next_due(run.edition_id, now)
        if due is None or (due - now).total_seconds() > PATIENCE:
            return False
        self._sleep(run, (due - now).total_seconds())
        return True

    def _sleep(self, run: _Run, seconds: float) -> None:
        left = seconds
        while left > 0 and not run.stop.is_set():
            self._clock.sleep(min(left, REACTION))
            left -= REACTION

    def _facts(self, claim: Delivery) -> _Facts:
        return {"attempts": claim.attempts, "now": self._clock.now(), "max_attempts": self._max_attempts}

    def _counts(self, edition_id: str) -> dict[str, int]:
        with self._database.read() as connection:
            return Ledger(connection).counts(edition_id)

    def _report(self, run: _Run) -> SendReport:
        if run.stopped:
            log.warning("edition %s stopped: %s", run.edition_id, run.stopped.reason)
        return SendReport(
            submitted=run.done[DeliveryState.SUBMITTED],
            refused=run.done[DeliveryState.REFUSED],
            uncertain=run.done[DeliveryState.UNCERTAIN],
            excluded=run.done[DeliveryState.EXCLUDED],
            waiting=self._counts(run.edition_id)[DeliveryState.PENDING],
            stopped_because=run.stopped.reason if run.stopped else "",
            hint=run.stopped.hint if run.stopped else "",
        )


class _Facts(TypedDict):
    """What every decision about an answer needs."""

    attempts: int
    now: datetime
    max_attempts: int


def _finished(claim: Delivery, compose: Callable[[Delivery], bytes]) -> Message | Refused:
    try:
        content = compose(claim)
        return Message(
            delivery_id=claim.id,
            edition_id=claim.edition_id,
            sender_address=_sender_of(content),
            recipient_address=claim.address,
            content=content,
        )
    except BadDataError as error:
        return Refused(code=error.code, reason=str(error))


def _sender_of(content: bytes) -> str:
    """The bare address of the From header: the message itself says who sends it, and nothing else can differ."""
    header = BytesHeaderParser(policy=header_policy).parsebytes(content)["from"]
    addresses: Sequence[Address] = getattr(header, "addresses", ())
    if len(addresses) != 1 or not addresses[0].domain:
        message = "the mail has no From header with one address"
        raise BadDataError(
            message, code="mail-no-sender", hint="Give the newsletter a sender: Name <name@example.com>."
        )
    return addresses[0].addr_spec

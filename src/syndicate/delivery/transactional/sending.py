"""Sending mails to one person, one after another, each at most once, and ahead of editions.

A claim is committed before the call. A mail whose process is gone is settled by what its carrier knows; where that
knows nothing, it stays in doubt. What the account allows and how it fares stands in the carrier's row, as for editions.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from traceback import format_exc
from typing import TYPE_CHECKING

from syndicate.delivery.lanes.calls import OVERSLEPT
from syndicate.delivery.lanes.loop import RECORD_WAITS, START_WITHIN
from syndicate.delivery.lanes.sending import LEASE_MARGIN, RELEASE_WAITS
from syndicate.delivery.lanes.takeover import LOST, is_gone, lock_name
from syndicate.delivery.model import DeliveryState, Refused, Stop, TryLater, Uncertain
from syndicate.delivery.outcome import LONGEST_WORDS, NextState, decide, in_words
from syndicate.delivery.pace import rates
from syndicate.delivery.pace.allowances import Allowances
from syndicate.delivery.pace.store import CarrierStore
from syndicate.delivery.transactional.first_editions import greeted_by_edition
from syndicate.delivery.transactional.model import kept_back, overtaking_wait, why_not
from syndicate.delivery.transactional.occasions import MailSubjects
from syndicate.delivery.transactional.store import TransactionalStore
from syndicate.errors import BadDataError, StorageError, SyndicateError, TryLaterError, UnavailableError
from syndicate.ids import process_name, random_id
from syndicate.storage.failures import CONFLICT
from syndicate.storage.states import TransactionalKind
from syndicate.text.hiding import without_address
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.guard.fence import Fence
    from syndicate.delivery.lanes.limits import SendingLimits
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.delivery.model import Answer
    from syndicate.delivery.pace.state import CarrierState
    from syndicate.delivery.transactional.messages import TransactionalMessages
    from syndicate.delivery.transactional.model import OpenMail
    from syndicate.delivery.transactional.occasions import MailSubject
    from syndicate.digests.newsletters import Newsletter
    from syndicate.storage import Database

log = logging.getLogger(__name__)

#: The longest wait within one run, in seconds; what has to wait longer is left for the next.
PATIENCE = 5.0
#: How long a run may sleep without a look whether it should stop, in seconds.
REACTION = 0.2
#: Why a welcome waits whose edition cannot be given now, and for how many seconds.
FREEZING = TryLater(reason="an edition is being frozen", wait_seconds=2.0, counts=False)
#: Seconds before a mail is tried again whose templates are broken.
MEND_WITHIN = 60.0
NO_NEWSLETTER = "newsletter-gone: no newsletter is configured"


@dataclass(frozen=True, kw_only=True, slots=True)
class TransactionalReport:
    """How many mails to one person came to what in one run; ``waiting_because`` is empty unless some had to wait."""

    submitted: int = 0
    refused: int = 0
    uncertain: int = 0
    excluded: int = 0
    waiting_because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Claim:
    """A mail that is claimed, and what it is about; ``seconds`` is when, by the database's clock."""

    mail: OpenMail
    subject: MailSubject
    seconds: float
    elapsed: float


@dataclass(kw_only=True, slots=True)
class _Run:
    """One run: its name, what it came to, and why it ends before all have left."""

    by: str
    time_base: float  # seconds of the Unix epoch, by the database's clock, at the start of the clock that nobody sets
    done: Counter[str] = field(default_factory=Counter)
    handed_over: set[int] = field(default_factory=set)  # the keys of mails that may have left
    stopped: Stop | None = None
    wait: float = 0.0
    is_over: bool = False

    def report(self) -> TransactionalReport:
        counts = {state: self.done[DeliveryState(state)] for state in ("submitted", "refused", "uncertain", "excluded")}
        return TransactionalReport(**counts, waiting_because=self.stopped.reason if self.stopped else "")


@dataclass(kw_only=True)
class TransactionalSending:
    """Sends what is enqueued for one person; ``newsletters`` are by name.

    Any number of processes may send at once. A carrier that reaches people has a ``fence``.
    """

    database: Database
    clock: Clock
    carrier: Carrier
    messages: TransactionalMessages
    newsletters: Mapping[str, Newsletter]
    limits: SendingLimits
    fence: Fence | None = None

    def send(self, stop: StopSignal) -> TransactionalReport:
        """Send what is due, until ``stop`` is set.

        Raises:
            SyndicateError: what became of a mail cannot be written down, for long.
        """
        with self.database.read() as connection:
            if not TransactionalStore(connection).is_any_open(self.clock.now()):
                return TransactionalReport()
        if forbidden := self.fence.admit() if self.fence else None:
            return TransactionalReport(waiting_because=forbidden.reason)
        now = self.database.server_now() or self.clock.now()
        run = _Run(by=f"{process_name()}:{random_id()[:8]}", time_base=now.timestamp() - self.clock.elapsed())
        with self.database.lock(lock_name(run.by)):
            self._settle_abandoned(run)
            try:
                while not stop.is_set() and not run.is_over:
                    self._step(run)
            finally:
                self._release_orphans(run)
        return run.report()

    def _release_orphans(self, run: _Run) -> None:
        """Give back what was committed without our hearing so: to others it would look as if it had left."""
        for wait in (*RELEASE_WAITS, None):
            try:
                with self.database.write() as connection:
                    TransactionalStore(connection).release(run.by, besides=run.handed_over)
            except SyndicateError as error:
                if wait is None:
                    log.warning("a mail that was claimed last will be in doubt, though it did not leave: %s", error)
                else:
                    self.clock.sleep(wait)
            else:
                return

    def _step(self, run: _Run) -> None:
        """Send the next mail, or sleep a moment when the pace allows none."""
        self._ask_what_is_allowed()
        claim = self._claim(run)
        if claim is not None:
            self._carry(run, claim)
        elif run.wait > 0:
            self.clock.sleep(min(run.wait, REACTION))

    def _ask_what_is_allowed(self) -> None:
        with self.database.read() as connection:
            state = CarrierStore(connection).get(self.carrier.name)
        if not self.carrier.answers_at_once and state.is_to_be_asked(self.clock.now()):
            asked = Allowances(database=self.database, clock=self.clock, carrier=self.carrier, limits=self.limits)
            asked.refresh()

    # --- claims ----------------------------------------------------------------------

    def _claim(self, run: _Run) -> _Claim | None:
        try:
            with self.database.write() as connection:
                return self._claimed(connection, run)
        except TryLaterError as error:
            if error.code == CONFLICT:
                run.wait = REACTION
                return None
            if error.code != "edition-freezing":
                raise
        with self.database.write() as connection:  # the welcome by an edition waits; others need not
            self._put_off(connection, run)
        return None

    def _claimed(self, connection: Connection, run: _Run) -> _Claim | None:
        now, seconds, elapsed = self.clock.now(), self._seconds(run), self.clock.elapsed()
        store = CarrierStore(connection)
        state = store.get(self.carrier.name)
        run.stopped, run.wait = kept_back(state, now), overtaking_wait(state, seconds, self._rate(state, seconds))
        if run.stopped or run.wait > 0:
            run.is_over = run.stopped is not None or run.wait > PATIENCE
            return None
        mail = self._take(connection, run, now)
        if mail is None:
            run.is_over = True
            return None
        subject = self._subject(connection, mail, run, now)
        if subject is None:
            return None
        state = store.lock(self.carrier.name)  # after the editions that a welcome locks: in one order everywhere
        store.save(state.took(1, now, seconds, self._rate(state, seconds)))
        return _Claim(mail=mail, subject=subject, seconds=seconds, elapsed=elapsed)

    def _take(self, connection: Connection, run: _Run, now: datetime) -> OpenMail | None:
        lease = timedelta(seconds=self.carrier.longest_call_seconds) + LEASE_MARGIN
        until = datetime.fromtimestamp(self._seconds(run), UTC) + lease
        return TransactionalStore(connection).claim(now, by=run.by, carrier=self.carrier.name, lease_until=until)

    def _put_off(self, connection: Connection, run: _Run) -> None:
        now = self.clock.now()
        mail = self._take(connection, run, now)
        if mail is not None:
            self._write(connection, run, mail, FREEZING, now)

    def _subject(self, connection: Connection, mail: OpenMail, run: _Run, now: datetime) -> MailSubject | None:
        """What the mail is about; ``None``: it does not leave, and that is written down."""
        reason = why_not(mail, TransactionalStore(connection).standing(mail), now)
        subjects = MailSubjects(connection=connection, newsletters=self.newsletters)
        subject = subjects.of(mail, now) if reason is None else None
        if subject is not None and not subject.newsletters:
            reason = NO_NEWSLETTER
        if subject is not None and mail.kind is TransactionalKind.WELCOME and reason is None:
            subject, reason = greeted_by_edition(connection, subjects, subject, now)
        if reason is None:
            return subject
        self._exclude(connection, run, mail, reason, now)
        return None

    def _exclude(self, connection: Connection, run: _Run, mail: OpenMail, reason: str, now: datetime) -> None:
        state = NextState(state=DeliveryState.EXCLUDED, attempts=mail.attempts - 1, reason=reason)
        if TransactionalStore(connection).record(mail, state, now):
            run.done[DeliveryState.EXCLUDED] += 1

    # --- pace ------------------------------------------------------------------------

    def _seconds(self, run: _Run) -> float:
        """The time by the database's clock, which is asked once: from then on it goes as fast as ours does."""
        return run.time_base + self.clock.elapsed()

    def _rate(self, state: CarrierState, seconds: float) -> float | None:
        target = state.target(self.limits.rate_per_second)
        return None if target is None else rates.rate_now(target, state.rate, state.rate_at, seconds)

    # --- the call, and what came of it ------------------------------------------------

    def _carry(self, run: _Run, claim: _Claim) -> None:
        answer = self._answer(run, claim)
        for wait in (*RECORD_WAITS, None):
            try:
                self._record(run, claim, answer)
            except (StorageError, TryLaterError, UnavailableError) as error:
                log.error("mail %s: %s, not written down: %s", claim.mail.id, answer, error)
                if wait is None:
                    raise
                self.clock.sleep(wait)
            else:
                break
        if isinstance(answer, Stop):
            run.stopped, run.is_over = answer, True

    def _answer(self, run: _Run, claim: _Claim) -> Answer:
        """Make the mail and the call, once; whatever happens, there is an answer."""
        try:
            mailing, recipient = self.messages.made(claim.mail, claim.subject)
        except BadDataError as error:
            log.error("mail %s cannot be made: %s: %s", claim.mail.id, error.where, error)
            return TryLater(reason=shorten(str(error), LONGEST_WORDS), wait_seconds=MEND_WITHIN, counts=False)
        if self.clock.elapsed() - claim.elapsed > START_WITHIN:
            return OVERSLEPT
        run.handed_over.add(claim.mail.key)
        try:
            [answer] = self.carrier.carry(mailing, [recipient])
        except Exception as error:  # noqa: BLE001 - told below, without the address
            told = without_address(format_exc(), recipient.address)
            log.error("mail %s: the carrier broke\n%s", claim.mail.id, told)
            answer = Uncertain(reason=f"the carrier broke: {type(error).__name__}: {error}")
        return in_words(answer, recipient.address)

    def _record(self, run: _Run, claim: _Claim, answer: Answer) -> None:
        with self.database.write() as connection:
            now, seconds = self.clock.now(), self._seconds(run)
            store = CarrierStore(connection)
            before = store.lock(self.carrier.name)
            ceiling = self.limits.rate_per_second
            state = before.heard([answer], began=claim.seconds, now=now, seconds=seconds, ceiling=ceiling)
            if state != before:
                store.save(state)
            self._write(connection, run, claim.mail, answer, now)

    def _write(self, connection: Connection, run: _Run, mail: OpenMail, answer: Answer, now: datetime) -> None:
        state = decide(answer, attempts=mail.attempts, now=now, max_attempts=self.limits.max_attempts)
        if not TransactionalStore(connection).record(mail, state, now):
            return
        run.done[state.state] += 1
        if isinstance(answer, Refused | Uncertain):
            log.warning("mail %s is %s: %s", mail.id, state.state, state.reason)

    # --- claims whose process is gone ---------------------------------------------------

    def _settle_abandoned(self, run: _Run) -> None:
        """Find out what became of claims that nobody minds any more, and write it down."""
        with self.database.read() as connection:
            claimed = TransactionalStore(connection).claimed()
        database_now = datetime.fromtimestamp(self._seconds(run), UTC)
        for mail in claimed:
            is_over = mail.lease_until is None or mail.lease_until <= database_now
            if is_over or is_gone(self.database, mail.claimed_by or ""):
                self._settle(run, mail)

    def _settle(self, run: _Run, mail: OpenMail) -> None:
        answer: Answer = LOST
        if mail.carrier == self.carrier.name:
            answer = in_words(self.carrier.settle(mail.id) or LOST, mail.address or "")
        if isinstance(answer, Stop):  # it cannot say now: this is left for a later look
            run.stopped, run.is_over = answer, True
            return
        with self.database.write() as connection:
            self._write(connection, run, mail, answer, self.clock.now())

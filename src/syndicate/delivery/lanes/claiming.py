"""Whether the next mails of an edition may leave, how many, and whose: asked of rows in one short transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf
from typing import TYPE_CHECKING

from syndicate.delivery.gate import TooLate, gate
from syndicate.delivery.lanes.batch_store import BatchStore
from syndicate.delivery.ledger import Ledger
from syndicate.delivery.model import Batch, DeliveryState, Stop
from syndicate.delivery.pace import rates
from syndicate.delivery.pace.store import CarrierStore
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from syndicate.audience.reader_filter import ReaderFilter
    from syndicate.delivery.lanes.limits import SendingLimits
    from syndicate.delivery.lanes.run import Run
    from syndicate.delivery.pace.state import CarrierState
    from syndicate.digests.model import Edition

#: Why a claim is left out whose reader is not among those that the newsletter goes to.
UNMEANT = "outside the readers that the newsletter goes to, after the edition was frozen"
UNMAILABLE = "unsubscribed, or the address suppressed, after the edition was frozen"
#: So far ahead of their time mails may start, in seconds, so that a fast rate needs no transaction a mail.
AHEAD = 0.05
#: Recipients of one process whose answers are outstanding, however fast the account is: a kill puts no more in doubt.
#: At a round trip of a tenth of a second that is ten thousand a second, more than a process can make.
MOST_IN_FLIGHT = 1_000
#: How long a used-up quota is left alone; the account is asked how much of it is free again more often than that.
QUOTA_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Capacity:
    """What the lanes can do now: so many free, a round trip of so long, and what is in flight already."""

    free_calls: int
    batch_size: int
    cycle_seconds: float
    in_flight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What a look for mails to send came to.

    ``batch`` is to be handed over, ``size`` recipients a call. Without one: ``wait_seconds`` until the pace allows
    more, or nothing is due, or the run says why it is stopped.
    """

    batch: Batch | None = None
    size: int = 1
    seconds: float = 0.0
    wait_seconds: float = 0.0
    is_nothing_due: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Claiming:
    """Takes mails for the process ``by`` and its carrier; ``forbidden`` says why it may take none.

    Who is outside the ``readers`` of a newsletter, by its name, is left out.
    """

    carrier: str
    by: str
    lease: timedelta
    limits: SendingLimits
    forbidden: Stop | None = None
    readers: Mapping[str, ReaderFilter] = field(default_factory=dict)

    def claim(
        self, connection: Connection, run: Run, capacity: Capacity, now: datetime, seconds: float, *, is_limited: bool
    ) -> Claim:
        """Take the next mails of an edition, if it is still to be sent as it is and the carrier is to have more.

        ``seconds`` is ``now`` by the database's clock. Without ``is_limited`` nobody asks how fast mails go. The caller
        commits before anything is handed over.
        """
        edition = self._may_leave(connection, run, now)
        run.stopped = run.stopped or self.forbidden
        if edition is None or run.stopped:
            return Claim()
        store = CarrierStore(connection)
        state = store.lock(self.carrier) if is_limited else store.get(self.carrier)
        look = _Look(edition=edition, state=state, now=now, seconds=seconds, limits=self.limits)
        run.stopped = look.kept_back(connection, is_asked_for=run.is_asked_for)
        if run.stopped:
            return Claim()
        if look.wait_seconds or (state.is_on_trial and capacity.in_flight):
            return Claim(wait_seconds=look.wait_seconds or AHEAD)
        size = rates.call_size(look.rate, capacity.cycle_seconds, capacity.batch_size)
        most = look.most(size, capacity)
        return (
            self._take(connection, run, look, most, size, is_limited=is_limited) if most else Claim(wait_seconds=AHEAD)
        )

    def _may_leave(self, connection: Connection, run: Run, now: datetime) -> Edition | None:
        """The edition, locked, unless it is held, late, at its end, or shows what readers may not see any more."""
        store = EditionStore(connection)
        edition = store.lock(run.edition_id)
        run.stopped = gate(edition, now, run.max_lateness)
        # Between two waves nothing waits: what is not there cannot be late, however long nobody looked.
        if isinstance(run.stopped, TooLate) and Ledger(connection).is_done(run.edition_id):
            run.stopped = None
        if edition is None or run.stopped:
            if isinstance(run.stopped, TooLate):
                store.hold(run.edition_id, run.stopped.reason)
            return None
        if VariantStore(connection).must_change(run.edition_id, now):
            run.shows_hidden = True
            return None
        return edition

    def _take(self, connection: Connection, run: Run, look: _Look, most: int, size: int, *, is_limited: bool) -> Claim:
        ledger = Ledger(connection)
        until = datetime.fromtimestamp(look.seconds, UTC) + self.lease
        batch = ledger.claim(run.edition_id, look.now, most, carrier=self.carrier, lease_until=until, by=self.by)
        if batch is None:
            return Claim(is_nothing_due=True)
        claimed = len(batch.claims)
        batch = ledger.exclude_unmailable(batch, UNMAILABLE, look.now)
        if readers := self.readers.get(look.edition.newsletter):
            batch = ledger.exclude_unmeant(batch, readers, UNMEANT, look.now)
        run.done[DeliveryState.EXCLUDED] += claimed - len(batch.claims)
        if not batch.claims:
            BatchStore(connection).end(batch.key, look.now)
            return Claim()
        EditionStore(connection).note_claims(run.edition_id, len(batch.claims), look.now)
        if is_limited:
            state = look.state.took(len(batch.claims), look.now, look.seconds, look.rate)
            CarrierStore(connection).save(state)
        return Claim(batch=batch, size=size, seconds=look.seconds)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Look:
    """The facts at one look; ``seconds`` is ``now`` by the database's clock."""

    edition: Edition
    state: CarrierState
    now: datetime
    seconds: float
    limits: SendingLimits

    @property
    def rate(self) -> float | None:
        """The recipients a second that are allowed now; ``None``: any."""
        target = self.state.target(self.limits.rate_per_second)
        return None if target is None else rates.rate_now(target, self.state.rate, self.state.rate_at, self.seconds)

    @property
    def wait_seconds(self) -> float:
        """How long the pace asks to wait; a rest after trouble binds whoever knows no pace as well."""
        return rates.wait_needed(self.state.next_free, self.seconds, self.rate)

    def kept_back(self, connection: Connection, *, is_asked_for: bool) -> Stop | None:
        """Why nothing may leave for a while: the carrier's pause, a quota, the wait after a trial part."""
        pause = self.state.pause(self.now)
        if pause and not is_asked_for:
            return pause
        if wait := self._used_up():
            EditionStore(connection).postpone(self.edition.id, self.now + timedelta(seconds=wait.wait_seconds or 0))
            return wait
        return self._after_trial(connection)

    def most(self, size: int, capacity: Capacity) -> int:
        """How many recipients to take: what the pace, the day and the lanes allow; one, to see how a carrier fares."""
        if self.state.is_on_trial:
            return 1
        allowed = min(self._by_pace(size), self._by_lanes(size, capacity), self._trial_left())
        return int(max(0, min(allowed, self.state.room(self.now, self.limits.warm_up))))

    def _by_pace(self, size: int) -> float:
        if self.rate is None:
            return inf
        behind = self.seconds - max(self.state.next_free, self.seconds - rates.LEEWAY)
        return max(size, int(self.rate * (behind + AHEAD)))

    def _by_lanes(self, size: int, capacity: Capacity) -> float:
        free = min(capacity.free_calls * size, MOST_IN_FLIGHT - capacity.in_flight)
        if self.rate is None:
            return free
        return min(free, 2 * self.rate * capacity.cycle_seconds + size - capacity.in_flight)

    def _trial_left(self) -> float:
        trial, edition = self.limits.trial, self.edition
        if trial is None or edition.trial_ended_at is not None or edition.mails is None:
            return inf
        size = trial.size(edition.mails)
        return size - edition.started if size else inf

    def _after_trial(self, connection: Connection) -> Stop | None:
        trial, edition = self.limits.trial, self.edition
        if trial is None:
            return None
        goes_on_at = (edition.trial_ended_at or self.now) + trial.wait
        if edition.trial_ended_at is None:
            if self._trial_left() > 0:
                return None
            EditionStore(connection).end_trial(edition.id, self.now, goes_on_at)
        if self.now >= goes_on_at:
            return None
        left = (goes_on_at - self.now).total_seconds()
        reason = f"the trial part has left; the rest follows at {goes_on_at:%Y-%m-%d %H:%M} UTC"
        hint = f"What is wrong can be stopped until then: syndicate edition hold {edition.id}"
        return Stop(reason=reason, hint=hint, wait_seconds=left)

    def _used_up(self) -> Stop | None:
        if self.state.room(self.now, self.limits.warm_up) >= 1:
            return None
        if self.state.room(self.now, ()) < 1:
            reason = f"the account's quota of {self.state.daily_quota:.0f} recipients in 24 hours is used up"
            hint = "The rest stays pending and goes on as the window frees room."
            return Stop(reason=reason, hint=hint, wait_seconds=QUOTA_WAIT.total_seconds())
        tomorrow = datetime(self.now.year, self.now.month, self.now.day, tzinfo=UTC) + timedelta(days=1)
        reason = f"the warm-up allows no more recipients today; {self.state.count_on(self.now)} were counted"
        hint = "The rest goes on tomorrow, in UTC; see [delivery] warm_up."
        return Stop(reason=reason, hint=hint, wait_seconds=(tomorrow - self.now).total_seconds())

"""Sending a test: once, at the pace of all mails and behind their fence; no ledger hears of it.

Nothing of it is kept but how many there were in the hour. What becomes of its answer is for the caller to tell.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from traceback import format_exc
from typing import TYPE_CHECKING

from syndicate.delivery.model import Accepted, Refused, Stop, TryLater, Uncertain
from syndicate.delivery.outcome import in_words
from syndicate.delivery.pace import rates
from syndicate.delivery.pace.allowances import Allowances
from syndicate.delivery.pace.store import CarrierStore
from syndicate.delivery.transactional.model import kept_back, overtaking_wait
from syndicate.delivery.tryouts.limit_store import TryOutLimit
from syndicate.delivery.tryouts.mail import mail_of
from syndicate.errors import BadDataError, TryLaterError, UnavailableError
from syndicate.ids import random_id
from syndicate.text.hiding import without_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.guard.fence import Fence
    from syndicate.delivery.lanes.limits import SendingLimits
    from syndicate.delivery.model import Answer, Mailing, Recipient
    from syndicate.delivery.pace.state import CarrierState
    from syndicate.delivery.tryouts.mail import TryOut
    from syndicate.storage import Database
    from syndicate.text.mailboxes import Mailbox

log = logging.getLogger(__name__)

#: Tests that may leave within an hour of the clock, of a whole installation.
MOST_AN_HOUR = 10
#: The longest wait for a place in the pace, in seconds; whoever asked waits that long for an answer.
PATIENCE = 5.0
_NAP = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class TryingOut:
    """Sends tests to the ``addresses`` that are configured for them, and to no other.

    A carrier that reaches people has a ``fence``.
    """

    database: Database
    clock: Clock
    carrier: Carrier
    limits: SendingLimits
    site_url: str
    addresses: tuple[Mailbox, ...]
    fence: Fence | None = None

    def must_be_allowed(self, address: str) -> Mailbox:
        """The configured mailbox of that address.

        Raises:
            BadDataError: it is not one of them.
        """
        wanted = address.strip().lower()
        found = next((each for each in self.addresses if wanted in {each.key, each.shown.lower()}), None)
        if found is None:
            message = "that address is not one that tests may go to"
            there_are = ", ".join(each.shown for each in self.addresses)
            hint = f"There are: {there_are}." if there_are else NO_ADDRESS
            raise BadDataError(message, code="test-address", hint=hint)
        return found

    def send(self, tried: TryOut, to: Mailbox) -> str:
        """Hand one mail over, once; the carrier's own name for it.

        Raises:
            TryLaterError: this machine may not send, the carrier takes nothing now, or it were too many in an hour.
            BadDataError: it cannot be made, or the carrier refused it.
            UnavailableError: the answer was lost, and it may be on its way.
        """
        if self.fence is not None and (forbidden := self.fence.admit()):
            raise TryLaterError(forbidden.reason, code="sending-forbidden", hint=forbidden.hint or None)
        self._ask_what_is_allowed()
        seconds = self._stopwatch()
        began = self._take_a_place(seconds)
        mailing, recipient = mail_of(tried, to, id_=f"test{random_id()}", site_url=self.site_url, date=self.clock.now())
        answer = self._carry(mailing, recipient)
        self._hear(answer, began, seconds())
        return _taken(answer)

    def _carry(self, mailing: Mailing, recipient: Recipient) -> Answer:
        try:
            [answer] = self.carrier.carry(mailing, [recipient])
        except Exception as error:  # noqa: BLE001 - told below, without the address
            log.error("a test: the carrier broke\n%s", without_address(format_exc(), recipient.address))
            answer = Uncertain(reason=f"the carrier broke: {type(error).__name__}")
        return in_words(answer, recipient.address)

    def _ask_what_is_allowed(self) -> None:
        with self.database.read() as connection:
            state = CarrierStore(connection).get(self.carrier.name)
        if not self.carrier.answers_at_once and state.is_to_be_asked(self.clock.now()):
            Allowances(database=self.database, clock=self.clock, carrier=self.carrier, limits=self.limits).refresh()

    def _hear(self, answer: Answer, began: float, seconds: float) -> None:
        """Let all who send know how the carrier fares."""
        with self.database.write() as connection:
            store, ceiling = CarrierStore(connection), self.limits.rate_per_second
            before = store.lock(self.carrier.name)
            heard = before.heard([answer], began=began, now=self.clock.now(), seconds=seconds, ceiling=ceiling)
            if heard != before:
                store.save(heard)

    def _take_a_place(self, seconds: Callable[[], float]) -> float:
        """Wait for the pace that all mails share, and book one; when that was, by the database's clock."""
        gives_up_at = seconds() + PATIENCE
        while (wait := self._book(seconds())) > 0:
            if seconds() + wait > gives_up_at:
                message = "other mails have booked the pace for longer than a test should wait"
                raise TryLaterError(message, code="pace-taken", hint="Try again in a minute.")
            self.clock.sleep(min(wait, _NAP))
        return seconds()

    def _book(self, seconds: float) -> float:
        """Book a place; seconds that are to wait before one is free."""
        with self.database.write() as connection:
            now, store = self.clock.now(), CarrierStore(connection)
            state = store.lock(self.carrier.name)
            if stopped := kept_back(state, now):
                raise TryLaterError(stopped.reason, code="carrier-paused", hint=stopped.hint or None)
            rate = self._rate(state, seconds)
            if (wait := overtaking_wait(state, seconds, rate)) > 0:
                return wait
            if TryOutLimit(connection).take(now) > MOST_AN_HOUR:
                message = f"{MOST_AN_HOUR} tests have left in this hour, and no more do"
                raise TryLaterError(message, code="tests-used-up", hint="The next hour of the clock lets more go.")
            store.save(state.took(1, now, seconds, rate))
        return 0.0

    def _stopwatch(self) -> Callable[[], float]:
        """The time by the database's clock, which is asked once: from then on it goes as fast as ours does."""
        base = (self.database.server_now() or self.clock.now()).timestamp() - self.clock.elapsed()
        return lambda: base + self.clock.elapsed()

    def _rate(self, state: CarrierState, seconds: float) -> float | None:
        target = state.target(self.limits.rate_per_second)
        return None if target is None else rates.rate_now(target, state.rate, state.rate_at, seconds)


#: How a test gets somewhere to go.
NO_ADDRESS = 'Tests go to configured addresses alone. Name some: [desk] test_to = ["you@example.org"].'


def _taken(answer: Answer) -> str:
    """The name of what was accepted; of all else the error that tells it."""
    match answer:
        case Accepted():
            return answer.message_id
        case Refused():
            message = f"the carrier refused the test: {answer.reason}"
            raise BadDataError(message, code="test-refused", hint="Mend what it names, then try again.")
        case TryLater():
            message = f"the carrier did not take the test: {answer.reason}"
            raise TryLaterError(message, code="test-not-taken")
        case Stop():
            raise TryLaterError(answer.reason, code="carrier-paused", hint=answer.hint or None)
        case Uncertain():
            message = f"it is not known whether the test left: {answer.reason}"
            raise UnavailableError(message, code="test-uncertain", hint="Look into the inbox before you try again.")

"""What the account allows, asked again and again while mail leaves, beside the calls that carry it."""

from __future__ import annotations

import logging
from math import inf
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from syndicate.delivery.model import Allowance
from syndicate.delivery.pace.state import ASK_EVERY
from syndicate.delivery.pace.store import CarrierStore
from syndicate.errors import SyndicateError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from syndicate.clock import Clock
    from syndicate.delivery.carriers import Carrier
    from syndicate.delivery.lanes.limits import SendingLimits
    from syndicate.storage import Database

log = logging.getLogger(__name__)

#: Recipients a second when neither the account nor the operator says more: what every account may.
CAUTIOUS_RATE = 1.0
#: The account is not asked more often than that, in seconds, however often it throttles.
LEAST_APART = 1.0


class Asking(Protocol):
    """A question that is under way beside the calls."""

    def is_alive(self) -> bool:
        """Whether it is not answered yet."""

    def join(self) -> None:
        """Wait for the answer."""


def in_a_thread(ask: Callable[[], None]) -> Asking:
    """Ask in a thread of its own; the program's end does not wait for it."""
    thread = Thread(target=ask, name="allowance", daemon=True)
    thread.start()
    return thread


class Allowances:
    """Asks the carrier what the account allows, every 30 seconds and at once after a throttle, and writes it down."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        carrier: Carrier,
        limits: SendingLimits,
        beside: Callable[[Callable[[], None]], Asking] = in_a_thread,
    ) -> None:
        """Take the parts; nothing is asked before `refresh`. ``beside`` lets a question run beside the calls."""
        self._database = database
        self._clock = clock
        self._carrier = carrier
        self._limits = limits
        self._beside = beside
        self._asked_at = -inf
        self._ask_at = -inf
        self._question: Asking | None = None
        self._answer: Allowance | SyndicateError | None = None
        self._has_limits = False
        self._is_known = False

    @property
    def is_limited(self) -> bool:
        """Whether the carrier, or the operator, limits how fast mails leave."""
        limits = self._limits
        return self._has_limits or limits.rate_per_second is not None or bool(limits.warm_up)

    def hurry(self) -> None:
        """Ask as soon as may be: the account throttles, so it allows something else than we believe."""
        self._ask_at = min(self._ask_at, self._asked_at + LEAST_APART)

    def refresh(self) -> None:
        """Ask when it is time, and take in what was answered; waits for the very first answer alone."""
        now = self._clock.monotonic()
        if self._question is None and now >= self._ask_at:
            self._asked_at, self._ask_at = now, now + ASK_EVERY.total_seconds()
            self._question = self._beside(self._ask)
        if self._question is not None and not self._is_known:
            self._question.join()
        if self._question is not None and not self._question.is_alive():
            self._question = None
            self._take_in()

    def _ask(self) -> None:
        try:
            self._answer = self._carrier.allowance()
        except SyndicateError as error:
            self._answer = error
        except Exception as error:  # whatever it is, it must not be taken for "no limit"
            log.exception("asking what the account allows broke")
            message = f"asking what the account allows broke: {type(error).__name__}"
            self._answer = UnavailableError(message, code="allowance-broke")

    def _take_in(self) -> None:
        answer, is_first, self._is_known = self._answer, not self._is_known, True
        if isinstance(answer, SyndicateError):
            if is_first:
                log.warning("cannot ask what the account allows: %s", answer)
            self._be_cautious()
        elif answer is not None:
            self._has_limits = True
            self._write(answer)
        else:
            self._ask_at = inf

    def _be_cautious(self) -> None:
        """Nothing is known but what was told before; without that, and without the operator's word, go slowly."""
        self._has_limits = True
        with self._database.read() as connection:
            is_told = CarrierStore(connection).get(self._carrier.name).max_rate is not None
        if not is_told and self._limits.rate_per_second is None:
            self._write(Allowance(max_rate=CAUTIOUS_RATE, daily_quota=None, sent_24h=0.0))

    def _write(self, allowance: Allowance) -> None:
        with self._database.write() as connection:
            store = CarrierStore(connection)
            store.save(store.lock(self._carrier.name).told(allowance, self._clock.now()))

"""The way of the events from SES to a queue, and everything that goes wrong on it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from syndicate.clock import Clock
from syndicate.testing.ses.events import (
    SIMULATOR,
    SIMULATOR_DOMAIN,
    EventForm,
    EventMaker,
    MailboxFate,
)
from syndicate.testing.ses.faults import share_of
from syndicate.testing.ses.mails import AcceptedMail
from syndicate.testing.ses.queue import SimulatedQueue


class EnvelopeMaker(Protocol):
    """Wraps an event for its way, as SNS does: see `syndicate.testing.sns.SnsSigner`."""

    def notification(self, message: str) -> Mapping[str, Any]:
        """The envelope, as JSON members."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventTrouble:
    """What befalls events, by shares of them from a seed; of ``silent_share`` of the mails nothing is ever told.

    Every event comes after between the two ``delay_seconds``. An event that is late comes ``late_seconds`` later, so
    that others overtake it; a doubled one comes a second time ``doubled_seconds`` after the first.
    """

    seed: str = "0"
    delay_seconds: tuple[float, float] = (0.0, 0.0)
    late_share: float = 0.0
    late_seconds: float = 1.0
    doubled_share: float = 0.0
    doubled_seconds: float = 0.5
    lost_share: float = 0.0
    silent_share: float = 0.0


class EventStream:
    """Puts what SES tells into a queue. ``kinds`` are those the destination asks for, ``None`` is all.

    With a ``configuration_set`` nothing is told of mails that were sent without it, as SES itself does; without one,
    of all.

    ``fates`` says what becomes of the mail to an address, where it is neither the simulator's nor on the account's
    list; it may be filled while mails go out. `die` stops the stream, `revive` lets it flow again.
    """

    def __init__(
        self,
        queue: SimulatedQueue,
        clock: Clock,
        *,
        trouble: EventTrouble | None = None,
        form: EventForm = EventForm.PUBLISHING,
        kinds: Collection[str] | None = None,
        configuration_set: str | None = None,
        envelope: EnvelopeMaker | None = None,
    ) -> None:
        """Begin alive."""
        self.queue = queue
        self.trouble = trouble or EventTrouble()
        self.fates: dict[str, MailboxFate] = {}
        self.published = 0
        self._clock = clock
        self._maker = EventMaker(form=form)
        self._kinds = kinds
        self._set = configuration_set
        self._envelope = envelope
        self._put: Callable[[str, float], object] = queue.put
        self._held: list[tuple[str, float]] = []
        self._guard = threading.Lock()

    def fate_of(self, mail: AcceptedMail, *, is_listed: bool) -> MailboxFate:
        """What becomes of it; ``is_listed`` is whether the account's suppression list has its recipient."""
        if mail.fault is not None:
            return MailboxFate.NOT_RENDERED
        address = mail.recipients[0].lower()
        if address.endswith(SIMULATOR_DOMAIN):
            name = address.removesuffix(SIMULATOR_DOMAIN).partition("+")[0]
            return SIMULATOR.get(name, MailboxFate.BOUNCED)
        return MailboxFate.ON_ACCOUNT_LIST if is_listed else self.fates.get(address, MailboxFate.DELIVERED)

    def publish(self, mail: AcceptedMail, fate: MailboxFate) -> None:
        """Tell what becomes of the mail, with all the trouble of the way."""
        name = mail.tags.get("d") or mail.message_id
        trouble = self.trouble
        if self._set is not None and mail.configuration_set != self._set:
            return
        if share_of(trouble.seed, "silent", name) < trouble.silent_share:
            return
        for kind, event in self._maker.of(mail, fate, self._clock.now()):
            if self._kinds is None or kind in self._kinds:
                self._tell(f"{name} {kind}", event)

    def die(self, *, loses: bool = False) -> None:
        """Deliver nothing from now on: what comes is held back, or lost for good."""
        with self._guard:
            self._put = _lose if loses else self._hold

    def revive(self) -> None:
        """Flow again; what was held back comes now."""
        with self._guard:
            self._put = self.queue.put
            for body, delay in self._held:
                self.queue.put(body, delay)
            self._held.clear()

    def _tell(self, name: str, event: dict[str, Any]) -> None:
        trouble = self.trouble
        if share_of(trouble.seed, "lost", name) < trouble.lost_share:
            return
        shortest, longest = trouble.delay_seconds
        delay = shortest + (longest - shortest) * share_of(trouble.seed, "delay", name)
        if share_of(trouble.seed, "late", name) < trouble.late_share:
            delay += trouble.late_seconds
        body = json.dumps(event)
        self._send(body, delay)
        if share_of(trouble.seed, "doubled", name) < trouble.doubled_share:
            self._send(body, delay + trouble.doubled_seconds)

    def _send(self, body: str, delay: float) -> None:
        wrapped = json.dumps(self._envelope.notification(body)) if self._envelope else body
        with self._guard:
            self.published += 1
            self._put(wrapped, delay)

    def _hold(self, body: str, delay: float) -> None:
        self._held.append((body, delay))


def _lose(body: str, delay: float) -> None:
    del body, delay

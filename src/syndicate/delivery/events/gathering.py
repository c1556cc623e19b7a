"""Events that come one by one at the same time, committed together: a disk makes some hundred commits a second."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syndicate.delivery.events.apply import Applying
    from syndicate.delivery.events.model import ProviderEvent


@dataclass(kw_only=True, slots=True)
class _Ticket:
    """An event that waits for somebody's transaction, and what that came to."""

    event: ProviderEvent
    is_done: bool = False
    error: Exception | None = None


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """Applies events of any number of threads; whoever has the turn takes along all that wait."""

    applying: Applying
    _waiting: list[_Ticket] = field(default_factory=list)
    _guard: Lock = field(default_factory=Lock)
    _turn: Lock = field(default_factory=Lock)

    def apply(self, event: ProviderEvent) -> None:
        """Apply one event; it is committed when this returns.

        Raises:
            SyndicateError: it could not be, and may come again; nor could those that went along.
        """
        ticket = _Ticket(event=event)
        with self._guard:
            self._waiting.append(ticket)
        with self._turn:
            if not ticket.is_done:
                self._apply_all()
        if ticket.error is not None:
            raise ticket.error

    def _apply_all(self) -> None:
        with self._guard:
            tickets = self._waiting[:]
            self._waiting.clear()
        error: Exception | None = None
        try:
            self.applying.apply([ticket.event for ticket in tickets])
        except Exception as caught:  # noqa: BLE001 - it is raised again, by each of those that wait
            error = caught
        for ticket in tickets:
            ticket.is_done, ticket.error = True, error

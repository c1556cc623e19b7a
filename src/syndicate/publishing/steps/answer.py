"""Answer: decide wishes to join or to move, and send mails to one person."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from syndicate.audience.joins.answering import answer_waiting
from syndicate.audience.joins.store import JoinStore
from syndicate.delivery.transactional.sending import TransactionalReport
from syndicate.errors import TryLaterError

if TYPE_CHECKING:
    from syndicate.clock import Clock
    from syndicate.delivery.lanes.run import StopSignal
    from syndicate.delivery.transactional.sending import TransactionalSending
    from syndicate.storage import Database
    from syndicate.storage.states import JoinOutcome

log = logging.getLogger("syndicate.answer")

#: Wishes that are decided in one transaction.
SLICE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerReport:
    """What wishes came to, and what became of mails."""

    outcomes: Mapping[JoinOutcome, int] = field(default_factory=dict)
    mails: TransactionalReport = field(default_factory=TransactionalReport)

    def lines(self) -> list[str]:
        """What it came to, a line for wishes and one for mails; what is no news is left out."""
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        lines = [f"wishes to join: {outcomes}"] if outcomes else []
        mails = self.mails
        if mails.submitted or mails.refused or mails.uncertain:
            came_to = f"{mails.submitted} submitted, {mails.refused} refused, {mails.uncertain} uncertain"
            lines.append(f"mails to one person: {came_to}")
        return lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Decides each wish once, and sends what it, or a confirmation, asks for.

    Wishes are decided under a lock (``answer``), only to save work: a wish that is decided is not decided again. Mails
    are sent by any number of processes at once.
    """

    name: ClassVar[str] = "answer"

    database: Database
    clock: Clock
    sending: TransactionalSending

    def run(self, stop: StopSignal) -> AnswerReport:
        """Decide what waits and send what is due.

        Raises:
            SyndicateError: what became of a mail cannot be written down, for long.
        """
        outcomes: Counter[JoinOutcome] = Counter()
        with suppress(TryLaterError):  # whoever holds the lock decides; there may be mails to send all the same
            self._decide(outcomes, stop)
        return AnswerReport(outcomes=outcomes, mails=self.sending.send(stop))

    def _decide(self, outcomes: Counter[JoinOutcome], stop: StopSignal) -> None:
        while not stop.is_set() and self._is_any_waiting():
            with self.database.lock(self.name), self.database.write() as connection:
                found = answer_waiting(connection, self.sending.newsletters.keys(), self.clock.now(), limit=SLICE)
            outcomes.update(found)

    def _is_any_waiting(self) -> bool:
        with self.database.read() as connection:
            return JoinStore(connection).is_any_waiting()

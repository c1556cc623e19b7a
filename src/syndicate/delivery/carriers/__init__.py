"""The carriers: whoever takes finished mails away. One module for one way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from syndicate.delivery.model import Allowance, Answer, Mailing, Recipient


class Carrier(Protocol):
    """Takes mails, some at a time, and says what it knows about each. Safe to call from several threads at once."""

    @property
    def name(self) -> str:
        """What its claims are marked with, for only it can say what became of them."""

    @property
    def reaches_people(self) -> bool:
        """Whether what it takes arrives in somebody's inbox; the fence and the watcher mind only these."""

    @property
    def batch_size(self) -> int:
        """The most recipients of one call; an answer that is lost leaves so many in doubt."""

    @property
    def longest_call_seconds(self) -> float:
        """No call of `carry` lasts longer: it is answered then, or given up as lost."""

    @property
    def answers_at_once(self) -> bool:
        """Whether it is on this machine, and calls need no threads of their own."""

    def prepare(self, mailing: Mailing) -> str | None:
        """Make what has to lie with the provider before the first mail; its name, to be given to `remove` at the end.

        Repeatable: it has the same name every time. ``None``: nothing has to.
        """

    def carry(self, mailing: Mailing, recipients: Sequence[Recipient]) -> list[Answer]:
        """Try each once, never twice; one answer for each, in their order. Called only under a committed claim."""

    def settle(self, delivery_id: str) -> Answer | None:
        """What became of a delivery whose claim outlived its process; ``None`` when that cannot be known."""

    def allowance(self) -> Allowance | None:
        """What the account allows now; ``None``: the carrier knows no limit.

        Raises:
            UnavailableError: it cannot be asked now.
        """

    def remove(self, name: str) -> None:
        """Take away what `prepare` made; harmless when it is gone.

        Raises:
            UnavailableError: not now.
        """

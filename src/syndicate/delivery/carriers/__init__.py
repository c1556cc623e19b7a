"""The carriers: whoever takes a finished message away. One module for one way out."""

from __future__ import annotations

from typing import Protocol

from syndicate.delivery.model import Answer, Message


class Carrier(Protocol):
    """Takes one message at a time and says what it knows about it."""

    @property
    def name(self) -> str:
        """What its claims are marked with, for only it can say what became of them."""

    def carry(self, message: Message) -> Answer:
        """Try once, never twice, and say what is known. Called only under a committed claim."""

    def settle(self, delivery_id: str) -> Answer | None:
        """What became of a delivery whose claim outlived its process; ``None`` when that cannot be known."""

"""What the row of a delivery says to somebody who asks whether a reader has the edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from syndicate.digests.explaining.model import ReaderFate
from syndicate.digests.model import Edition, EditionState
from syndicate.storage.states import DeliveryState

#: States of a delivery whose reader has the edition, will have it, or may have it.
_REACHED = frozenset({DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SUBMITTED, DeliveryState.UNCERTAIN})
_WORDS = {
    DeliveryState.PENDING: "the mail waits to leave",
    DeliveryState.CLAIMED: "the mail is being handed over",
    DeliveryState.SUBMITTED: "the mail was handed over",
    DeliveryState.UNCERTAIN: "the mail was handed over and the answer was lost: they may have it",
    DeliveryState.REFUSED: "the mail was refused",
    DeliveryState.EXCLUDED: "left out",
    DeliveryState.STOPPED: "the edition was stopped before the mail left",
}
_ENDED = frozenset({EditionState.STOPPED, EditionState.DISCARDED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """A delivery, as far as it tells what became of it; ``reason`` may be its code alone."""

    state: DeliveryState
    reason: str | None = None
    settled_at: datetime | None = None
    not_before: datetime | None = None
    fate: str | None = None


def fate_of(receipt: Receipt, edition: Edition) -> ReaderFate:
    """Whether the reader is a recipient, and what became of the mail."""
    if receipt.state is DeliveryState.PENDING and edition.state in _ENDED:
        return ReaderFate(is_recipient=False, code=edition.state, reason=f"the edition was {edition.state}")
    is_recipient = receipt.state in _REACHED
    code = receipt.reason if receipt.state is DeliveryState.EXCLUDED and receipt.reason else _WORDS[receipt.state]
    return ReaderFate(is_recipient=is_recipient, code=code, reason=": ".join((code, *_details(receipt, edition))))


def _details(receipt: Receipt, edition: Edition) -> list[str]:
    match receipt.state:
        case DeliveryState.PENDING:
            return _waiting_for(receipt, edition)
        case DeliveryState.SUBMITTED:
            return [f"at {_utc(receipt.settled_at)}{_became(receipt.fate)}"] if receipt.settled_at else []
        case DeliveryState.REFUSED | DeliveryState.UNCERTAIN:
            return [receipt.reason] if receipt.reason else []
    return []


def _waiting_for(receipt: Receipt, edition: Edition) -> list[str]:
    if edition.state is EditionState.HELD:
        return [f"the edition is held, {edition.held_because or 'no reason told'}"]
    if edition.state is EditionState.FREEZING:
        return ["the deliveries are being written"]
    return [f"not before {_utc(receipt.not_before)}"] if receipt.not_before else []


def _became(fate: str | None) -> str:
    return f", {fate}" if fate else ""


def _utc(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "-"

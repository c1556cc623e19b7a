"""What becomes of a listed reader: decided from the row and from what is known here, without looking anything up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.audience.imports.request import ImportOutcome
from syndicate.audience.imports.words import Standing
from syndicate.audience.model import SubscriptionState

if TYPE_CHECKING:
    from datetime import datetime

    from syndicate.audience.imports.listed import ListedReader
    from syndicate.audience.model import Tie


def decide(reader: ListedReader, tie: Tie | None, *, is_suppressed: bool, asked_at: datetime | None) -> ImportOutcome:
    """The outcome for one row. ``asked_at`` is when the person last asked for the newsletter here, if that is known.

    A suppression always wins. Who left, here or elsewhere, stays away whatever a list states; only who asked
    here after leaving elsewhere is kept.
    """
    if reader.standing is Standing.ENDED:
        return _left(reader, tie, asked_at)
    if reader.newsletter is None:
        return ImportOutcome.KNOWN if is_suppressed else ImportOutcome.SUPPRESSED
    if is_suppressed and reader.suppression is None:
        return ImportOutcome.BARRED
    if tie is None:
        is_unconfirmed = state_of(reader) is SubscriptionState.UNCONFIRMED
        return ImportOutcome.UNCONFIRMED if is_unconfirmed else ImportOutcome.ADDED
    if tie.state is SubscriptionState.ENDED:
        return ImportOutcome.ENDED_BEFORE
    gains_ground = tie.state is SubscriptionState.UNCONFIRMED and state_of(reader) is SubscriptionState.CONFIRMED
    return ImportOutcome.CONFIRMED if gains_ground else ImportOutcome.KNOWN


def state_of(reader: ListedReader) -> SubscriptionState:
    """The state of a new subscription: confirmed only with a ground, and not against the list's own word."""
    if reader.standing is Standing.ENDED:
        return SubscriptionState.ENDED
    if reader.standing is Standing.UNCONFIRMED or not reader.grounds:
        return SubscriptionState.UNCONFIRMED
    return SubscriptionState.PAUSED if reader.standing is Standing.PAUSED else SubscriptionState.CONFIRMED


def _left(reader: ListedReader, tie: Tie | None, asked_at: datetime | None) -> ImportOutcome:
    if tie is None:
        return ImportOutcome.ENDED
    if tie.state is SubscriptionState.ENDED:
        return ImportOutcome.ENDED_BEFORE
    is_newer = reader.ended is not None and asked_at is not None and asked_at > reader.ended.until
    return ImportOutcome.KEPT if is_newer else ImportOutcome.ENDED

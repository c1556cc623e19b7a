"""Who may be mailed: one condition, asked wherever recipients are chosen, counted or looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists

from syndicate.audience.model import SubscriptionState
from syndicate.storage.tables import subscribers, subscriptions, suppressions

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def is_mailable() -> ColumnElement[bool]:
    """The condition on ``subscriptions`` joined with ``subscribers``: confirmed, and the address is not suppressed."""
    suppressed = exists().where(suppressions.c.address_key == subscribers.c.address_key)
    return and_(subscriptions.c.state == SubscriptionState.CONFIRMED, ~suppressed)

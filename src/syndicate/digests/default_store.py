"""The SQL of defaults: what was in force at the last start that published, and how many readers wish what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from syndicate.audience.choices import wishes_of
from syndicate.digests.defaults import Defaults, as_row, of_row
from syndicate.storage.states import SubscriptionState
from syndicate.storage.tables import choices, newsletters, subscriptions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from syndicate.audience.model import Wishes

_READERS = (SubscriptionState.CONFIRMED, SubscriptionState.PAUSED)


class DefaultStore:
    """The defaults of newsletters, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def in_force(self, newsletter: str) -> Defaults | None:
        """The defaults of the last start that published; ``None``: it is new, or that was not kept."""
        query = select(newsletters.c.defaults).where(newsletters.c.name == newsletter)
        row = self._connection.execute(query).scalar()
        return of_row(row) if row else None

    def put_in_force(self, newsletter: str, defaults: Defaults) -> None:
        """Keep them as those of a start that publishes."""
        this = update(newsletters).where(newsletters.c.name == newsletter)
        self._connection.execute(this.values(defaults=as_row(defaults)))

    def readers(self, newsletter: str) -> list[tuple[Wishes, int]]:
        """How many readers, those who pause among them, wish the same."""
        counts = (
            select(subscriptions.c.choice_id, func.count().label("readers"))
            .where(subscriptions.c.newsletter == newsletter, subscriptions.c.state.in_(_READERS))
            .group_by(subscriptions.c.choice_id)
            .subquery()
        )
        query = select(choices, counts.c.readers).join(counts, counts.c.choice_id == choices.c.id)
        return [(wishes_of(row), row.readers) for row in self._connection.execute(query.order_by(choices.c.id))]

"""Finding people in the audience by what somebody remembers of their address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from syndicate.storage.tables import subscribers, subscriptions, suppressions
from syndicate.text.mailboxes import Mailbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundPerson:
    """A person with how each of their subscriptions stands, by newsletter; ``barred`` is why nobody may write there."""

    id: str
    address: str
    name: str | None
    barred: str | None
    states: tuple[tuple[str, str], ...]


class PeopleStore:
    """People by their addresses."""

    def __init__(self, connection: Connection) -> None:
        """Read within that transaction."""
        self._connection = connection

    def counts(self) -> dict[str, dict[str, int]]:
        """Newsletter → state → how many subscriptions."""
        columns = (subscriptions.c.newsletter, subscriptions.c.state)
        counted: dict[str, dict[str, int]] = {}
        for newsletter, state, number in self._connection.execute(select(*columns, func.count()).group_by(*columns)):
            counted.setdefault(newsletter, {})[state] = number
        return counted

    def find(self, part: str, limit: int) -> list[FoundPerson]:
        """People whose address has that in it, however it is capitalised, by address; at most ``limit``."""
        wanted = part.strip().casefold().replace("\x00", "")
        if not wanted:
            return []
        query = (
            select(subscribers, suppressions.c.reason)
            .outerjoin_from(subscribers, suppressions, suppressions.c.address_key == subscribers.c.address_key)
            .where(subscribers.c.address_key.contains(wanted, autoescape=True))
            .order_by(subscribers.c.address_key)
            .limit(limit)
        )
        rows = self._connection.execute(query).all()
        states = self._states([row.key for row in rows])
        return [
            FoundPerson(
                id=row.id, address=row.address, name=row.name, barred=row.reason, states=states.get(row.key, ())
            )
            for row in rows
        ]

    def mailbox(self, subscriber_id: str) -> Mailbox | None:
        """A person's address; ``None`` where there is no such person."""
        query = select(subscribers.c.address, subscribers.c.address_key).where(subscribers.c.id == subscriber_id)
        row = self._connection.execute(query).first()
        return Mailbox(shown=row.address, key=row.address_key) if row else None

    def _states(self, keys: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
        columns = subscriptions.c
        query = select(columns.subscriber_key, columns.newsletter, columns.state)
        found: dict[int, tuple[tuple[str, str], ...]] = {}
        for row in self._connection.execute(query.where(columns.subscriber_key.in_(keys)).order_by(columns.newsletter)):
            found[row.subscriber_key] = (*found.get(row.subscriber_key, ()), (row.newsletter, row.state))
        return found

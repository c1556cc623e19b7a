"""The rows of what is known of carriers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from syndicate.delivery.pace.state import CarrierState
from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import carriers

if TYPE_CHECKING:
    from sqlalchemy import Connection


class CarrierStore:
    """Carriers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def get(self, name: str) -> CarrierState:
        """What is known of a carrier; of one that nothing is known of, just that."""
        row = self._connection.execute(_STATE.where(carriers.c.name == name)).mappings().first()
        return CarrierState(**row) if row else CarrierState(name=name)

    def lock(self, name: str) -> CarrierState:
        """The same, and nobody else changes it until this transaction ends."""
        query = _STATE.where(carriers.c.name == name).with_for_update()
        row = self._connection.execute(query).mappings().first()
        if row is None:
            first = insert_into(self._connection, carriers).values(name=name).on_conflict_do_nothing()
            self._connection.execute(first)
            row = self._connection.execute(query).mappings().one()
        return CarrierState(**row)

    def save(self, state: CarrierState) -> None:
        """Write what is known now; it was locked before."""
        values = {name: value for name, value in asdict(state).items() if name != "name"}
        self._connection.execute(update(carriers).where(carriers.c.name == state.name).values(values))


_STATE = select(*(carriers.c[name] for name in CarrierState.__dataclass_fields__))

"""The rows of what is known of carriers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

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
        row = self._connection.execute(_STATE, {"this": name}).mappings().first()
        return CarrierState(**row) if row else CarrierState(name=name)

    def lock(self, name: str) -> CarrierState:
        """The same, and nobody else changes it until this transaction ends."""
        row = self._connection.execute(_LOCKED, {"this": name}).mappings().first()
        if row is None:
            first = insert_into(self._connection, carriers).values(name=name).on_conflict_do_nothing()
            self._connection.execute(first)
            row = self._connection.execute(_LOCKED, {"this": name}).mappings().one()
        return CarrierState(**row)

    def save(self, state: CarrierState) -> None:
        """Write what is known now; it was locked before."""
        values = {f"new_{name}": getattr(state, name) for name in _WRITTEN}
        self._connection.execute(_SAVED, {"this": state.name, **values})


# Asked and written for every few mails: statements that are made once.
_IS_THIS = carriers.c.name == bindparam("this")
_WRITTEN = tuple(name for name in CarrierState.__dataclass_fields__ if name != "name")
_STATE = select(carriers.c.name, *(carriers.c[name] for name in _WRITTEN)).where(_IS_THIS)
_LOCKED = _STATE.with_for_update()
_SAVED = update(carriers).where(_IS_THIS).values({name: bindparam(f"new_{name}") for name in _WRITTEN})

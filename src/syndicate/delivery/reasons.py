"""Why deliveries were refused, by the code that each reason begins with; a code names nobody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from syndicate.storage.states import DeliveryState
from syndicate.storage.tables import deliveries, editions

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


def code_of_reason(connection: Connection) -> ColumnElement[str]:
    """Of a delivery's reason what stands before the first colon: what follows may name an address."""
    reason = deliveries.c.reason
    find = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return func.substr(reason, 1, find(reason.concat(":"), ":") - 1)


def last_codes(connection: Connection, edition_id: str, most: int) -> Counter[str]:
    """How often each code stands among so many of the edition's deliveries that were refused last."""
    edition_key = select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()
    query = select(code_of_reason(connection)).where(
        deliveries.c.edition_key == edition_key, deliveries.c.state == DeliveryState.REFUSED
    )
    newest = query.order_by(deliveries.c.settled_at.desc(), deliveries.c.key.desc()).limit(most)
    return Counter(code for code in connection.execute(newest).scalars() if code)

"""Why deliveries were refused, by the code that each reason begins with; a code names nobody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from syndicate.storage.reason_codes import code_of_reason
from syndicate.storage.states import DeliveryState
from syndicate.storage.tables import deliveries, editions

if TYPE_CHECKING:
    from sqlalchemy import Connection


def last_codes(connection: Connection, edition_id: str, most: int) -> Counter[str]:
    """How often each code stands among so many of the edition's deliveries that were refused last."""
    edition_key = select(editions.c.key).where(editions.c.id == edition_id).scalar_subquery()
    query = select(code_of_reason(connection)).where(
        deliveries.c.edition_key == edition_key, deliveries.c.state == DeliveryState.REFUSED
    )
    newest = query.order_by(deliveries.c.settled_at.desc(), deliveries.c.key.desc()).limit(most)
    return Counter(code for code in connection.execute(newest).scalars() if code)

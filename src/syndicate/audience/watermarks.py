"""From where a new subscription reads on: nobody who joins gets the archive, nor misses the next edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from syndicate.storage.tables import counters, newsletters, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection


def joining_watermarks(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Newsletter → the newest release that its last decision looked at.

    Who joins a minute before the next edition gets it whole. Of a newsletter that has decided nothing yet it is what
    was newest when it began; of one that has not begun, what is newest now.
    """
    newest: int = connection.execute(select(counters.c.value).where(counters.c.name == "releases")).scalar_one()
    last_cut = select(func.max(occurrences.c.cut)).where(occurrences.c.newsletter == newsletters.c.name)
    began = func.coalesce(last_cut.scalar_subquery(), newsletters.c.since_release)
    query = select(newsletters.c.name, began).where(newsletters.c.name.in_(set(names)))
    return dict.fromkeys(names, newest) | dict(connection.execute(query).all())

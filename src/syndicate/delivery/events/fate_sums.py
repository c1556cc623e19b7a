"""How many mails of an edition have which fate: sums that are kept with every change of a fate, and never counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import edition_fates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from syndicate.storage.states import Fate

_SUM = (edition_fates.c.edition_key, edition_fates.c.fate)


def add_fates(connection: Connection, more: Mapping[tuple[int, Fate], int]) -> None:
    """Add to the sums of editions, by their keys and the fate; less than nothing takes away."""
    rows = [{"edition_key": key, "fate": fate, "count": count} for (key, fate), count in sorted(more.items()) if count]
    if not rows:
        return
    statement = insert_into(connection, edition_fates)
    grown = {"count": edition_fates.c["count"] + statement.excluded["count"]}
    connection.execute(statement.on_conflict_do_update(index_elements=_SUM, set_=grown), rows)

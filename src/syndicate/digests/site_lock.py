"""The lock of a site: whoever makes readers *have* something holds it, from the decision to the last delivery.

It is a row, so that it outlives every transaction of a freeze, and whoever goes on with a torn one inherits it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from syndicate.errors import TryLaterError
from syndicate.storage.tables import editions, freezes, occurrences

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: The one site of a database.
SITE = "site"


def take(connection: Connection, occurrence_key: int) -> None:
    """Hold the site's lock for an occurrence until `release`; what is read after that is not out of date.

    Raises:
        TryLaterError: an edition is being frozen.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = {"site": SITE, "occurrence_key": occurrence_key}
    statement = insert(freezes).values(row).on_conflict_do_nothing(index_elements=["site"])
    if connection.execute(statement.returning(freezes.c.site)).first() is None:
        raise under_way()


def release(connection: Connection, occurrence_key: int) -> None:
    """Give the lock back."""
    connection.execute(delete(freezes).where(freezes.c.occurrence_key == occurrence_key))


@contextmanager
def held(connection: Connection, occurrence_key: int) -> Iterator[None]:
    """Hold the site's lock within one transaction; see `take`."""
    take(connection, occurrence_key)
    yield
    release(connection, occurrence_key)


def holders(connection: Connection) -> list[str]:
    """The editions that are being frozen, by id: one at most."""
    query = (
        select(editions.c.id)
        .join(occurrences, occurrences.c.edition_key == editions.c.key)
        .join(freezes, freezes.c.occurrence_key == occurrences.c.key)
    )
    return list(connection.execute(query).scalars())


def under_way() -> TryLaterError:
    """Why something has to wait for a freeze."""
    message = "the deliveries of an edition are being written; who has what is known when that is done"
    return TryLaterError(message, code="edition-freezing", hint="Try again in a moment; the next pass goes on with it.")

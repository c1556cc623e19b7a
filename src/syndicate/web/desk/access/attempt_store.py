"""How often a password was wrong, in the database: so that starting anew, or asking another process, helps nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import desk_attempts
from syndicate.web.desk.access.limits import FORGOTTEN, wait_after

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from sqlalchemy import Connection


class AttemptStore:
    """Tries by what they are counted by: a name, a network; each as a keyed digest."""

    def __init__(self, connection: Connection) -> None:
        """Work within that transaction."""
        self._connection = connection

    def wait_or_count(self, free: Mapping[str, int], now: datetime) -> timedelta | None:
        """How long to wait yet; ``None`` when a try may be made, which is counted as wrong until it is forgotten.

        ``free`` are the digests that it is counted by, each with how many of its tries cost nothing. Counting comes
        before the password is looked at, so that many at once are many.
        """
        self._connection.execute(delete(desk_attempts).where(desk_attempts.c.last_at < now - FORGOTTEN))
        new = [{"digest": digest, "tries": 0, "last_at": now, "next_at": now} for digest in sorted(free)]
        self._connection.execute(insert_into(self._connection, desk_attempts).values(new).on_conflict_do_nothing())
        these = desk_attempts.c.digest.in_(sorted(free))
        query = select(desk_attempts).where(these).order_by(desk_attempts.c.digest).with_for_update()
        rows = self._connection.execute(query).all()
        next_at: datetime = max(row.next_at for row in rows)
        if next_at > now:
            return next_at - now
        for row in rows:
            this, tries = desk_attempts.c.digest == row.digest, row.tries + 1
            values = {"tries": tries, "last_at": now, "next_at": now + wait_after(tries, free[row.digest])}
            self._connection.execute(update(desk_attempts).where(this).values(**values))
        return None

    def forget(self, digests: Mapping[str, int]) -> None:
        """The password was right."""
        self._connection.execute(delete(desk_attempts).where(desk_attempts.c.digest.in_(digests)))

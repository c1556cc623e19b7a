"""How often a password was wrong, in the database: so that starting anew, or asking another process, helps nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import desk_attempts
from syndicate.web.desk.access.limits import FORGOTTEN, tries_after, wait_after, wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from sqlalchemy import Connection

    from syndicate.clock import Clock


class AttemptStore:
    """Tries by what they are counted by: a name, a network; each as a keyed digest."""

    def __init__(self, connection: Connection) -> None:
        """Work within that transaction."""
        self._connection = connection

    def wait_or_count(self, free: Mapping[str, int], clock: Clock) -> timedelta | None:
        """How long to wait yet; ``None`` when a try may be made, which is counted as wrong until it is forgotten.

        ``free`` are the digests that it is counted by, each with how many of its tries cost nothing. Counting comes
        before the password is looked at, so that many at once are many.
        """
        now = clock.now()
        self._connection.execute(delete(desk_attempts).where(desk_attempts.c.last_at < now - FORGOTTEN))
        new = [{"digest": digest, "tries": 0, "last_at": now, "next_at": now} for digest in sorted(free)]
        self._connection.execute(insert_into(self._connection, desk_attempts).values(new).on_conflict_do_nothing())
        these = desk_attempts.c.digest.in_(sorted(free))
        query = select(desk_attempts).where(these).order_by(desk_attempts.c.digest).with_for_update()
        rows = self._connection.execute(query).all()
        now = clock.now()  # not before it is our turn: who had it before us tried in the past
        counted = {row.digest: tries_after(row.tries, row.last_at, now) for row in rows}
        waits = [wait_until(row.next_at, now) for row in rows if counted[row.digest] >= free[row.digest]]
        if any(waits):
            return max(waits)
        for digest, before in counted.items():
            this, tries = desk_attempts.c.digest == digest, before + 1
            values = {"tries": tries, "last_at": now, "next_at": now + wait_after(tries, free[digest])}
            self._connection.execute(update(desk_attempts).where(this).values(**values))
        return None

    def forget(self, digests: Mapping[str, int]) -> None:
        """The password was right."""
        self._connection.execute(delete(desk_attempts).where(desk_attempts.c.digest.in_(digests)))

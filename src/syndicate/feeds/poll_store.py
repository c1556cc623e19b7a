"""The SQL of polls: sums by day and program, and how many subscribers an aggregator has to each document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from syndicate.feeds.polls import OTHERS, ProgramPolls
from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import feed_polls, feed_subscribers

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: So many programs are told apart in a day: anybody can invent one.
MOST_PROGRAMS = 200
KEPT, SAID_FOR = timedelta(days=400), timedelta(days=30)
_COUNTED = ("polls", "conditional", "unchanged", "bytes", "blind_bytes")


class PollStore:
    """The sums in one transaction; nothing here commits."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def add(
        self, now: datetime, sums: Mapping[str, Mapping[str, int]], announced: Mapping[tuple[str, str], int]
    ) -> None:
        """Add to the sums of the day (UTC), by program, and note what programs say: (program, path) → subscribers.

        From `MOST_PROGRAMS` on, all others of a day count as one, which says nothing.
        """
        day = now.astimezone(UTC).date().isoformat()
        same_day = select(feed_polls.c.program).where(feed_polls.c.day == day)
        told_apart = set(self._connection.execute(same_day).scalars())
        for name, counted in sorted(sums.items()):
            if len(told_apart) < MOST_PROGRAMS:
                told_apart.add(name)
            program = name if name in told_apart else OTHERS
            statement = insert_into(self._connection, feed_polls).values(day=day, program=program, **counted)
            grown = {column: feed_polls.c[column] + statement.excluded[column] for column in _COUNTED}
            self._connection.execute(statement.on_conflict_do_update(index_elements=["day", "program"], set_=grown))
        for (program, path), subscribers in sorted(announced.items()):
            if program in told_apart:
                values = {"subscribers": subscribers, "said_at": now}
                statement = insert_into(self._connection, feed_subscribers).values(program=program, path=path, **values)
                self._connection.execute(
                    statement.on_conflict_do_update(index_elements=["program", "path"], set_=values)
                )

    def forget(self, now: datetime) -> None:
        """Let go of sums that are older than `KEPT`, and of what nobody has said for `SAID_FOR`."""
        before = (now.astimezone(UTC) - KEPT).date().isoformat()
        self._connection.execute(delete(feed_polls).where(feed_polls.c.day < before))
        self._connection.execute(delete(feed_subscribers).where(feed_subscribers.c.said_at < now - SAID_FOR))

    def programs(self, since: date) -> list[ProgramPolls]:
        """What each program asked for from that day on, those with the most polls first."""
        sums = [func.sum(feed_polls.c[name]).label(name) for name in _COUNTED]
        query = select(feed_polls.c.program, *sums).where(feed_polls.c.day >= since.isoformat())
        announced = self._announced()
        found = [
            ProgramPolls(
                program=row.program,
                subscribers=announced.get(row.program),
                **{name: int(getattr(row, name)) for name in _COUNTED},
            )
            for row in self._connection.execute(query.group_by(feed_polls.c.program))
        ]
        return sorted(found, key=lambda each: (-each.polls, each.program))

    def days(self, since: date) -> list[tuple[str, int, int]]:
        """Polls, and those of them that were answered by 304, of each day from that one on, the oldest first."""
        counts = [func.sum(feed_polls.c[name]) for name in ("polls", "unchanged")]
        query = select(feed_polls.c.day, *counts).where(feed_polls.c.day >= since.isoformat())
        rows = self._connection.execute(query.group_by(feed_polls.c.day).order_by(feed_polls.c.day))
        return [(day, int(polls), int(unchanged)) for day, polls, unchanged in rows]

    def _announced(self) -> Mapping[str, int]:
        said: Any = func.sum(feed_subscribers.c.subscribers).label("said")
        query = select(feed_subscribers.c.program, said).group_by(feed_subscribers.c.program)
        return {row.program: int(row.said) for row in self._connection.execute(query)}

"""The SQL of how sources fare: when each was last read, whether that broke off, and what came of it last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from syndicate.storage.tables import articles, sources

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

#: So many of the articles that were seen last are asked for the newest of each source: no look grows with the archive.
AMONG = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceStanding:
    """A source as its last run left it. ``newest_at`` is ``None`` when none of the last `AMONG` articles is of it."""

    name: str
    read_at: datetime | None
    error: str | None
    newest_at: datetime | None


class SourceStore:
    """Sources, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def standings(self) -> dict[str, SourceStanding]:
        """By name: every source that was ever read, or tried."""
        floor = select(articles.c.sequence).order_by(articles.c.sequence.desc()).limit(1).offset(AMONG)
        lowest = self._connection.execute(floor).scalar() or 0
        newest = select(articles.c.source, func.max(articles.c.sequence).label("last"))
        newest = newest.where(articles.c.sequence > lowest).group_by(articles.c.source)
        latest = newest.subquery()
        seen = select(articles.c.source, articles.c.first_seen_at).join(latest, latest.c.last == articles.c.sequence)
        newest_at = {row.source: row.first_seen_at for row in self._connection.execute(seen)}
        rows = self._connection.execute(select(sources.c.name, sources.c.last_run_at, sources.c.last_error))
        return {
            row.name: SourceStanding(
                name=row.name, read_at=row.last_run_at, error=row.last_error, newest_at=newest_at.get(row.name)
            )
            for row in rows
        }

"""What was done at the desk, in the database, for a year."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from syndicate.storage.tables import desk_log
from syndicate.web.desk.access.model import DeskAct

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: How long it is known what was done.
KEPT = timedelta(days=365)


class LogStore:
    """Acts, the newest first."""

    def __init__(self, connection: Connection) -> None:
        """Work within that transaction."""
        self._connection = connection

    def note(self, entry: DeskAct) -> None:
        """Write an act down; what is older than a year goes."""
        self._connection.execute(delete(desk_log).where(desk_log.c.at < entry.at - KEPT))
        values = {name: getattr(entry, name) for name in DeskAct.__dataclass_fields__}
        self._connection.execute(insert(desk_log).values(**values))

    def recent(self, limit: int) -> list[DeskAct]:
        """The newest acts, at most that many."""
        columns = [desk_log.c[name] for name in DeskAct.__dataclass_fields__]
        query = select(*columns).order_by(desk_log.c.key.desc()).limit(limit)
        return [DeskAct(**row) for row in self._connection.execute(query).mappings()]

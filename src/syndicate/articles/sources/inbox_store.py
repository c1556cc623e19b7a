"""The SQL of what was pushed and is not read yet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from syndicate.ids import random_id
from syndicate.storage.tables import push_inbox as table
from syndicate.storage.text_lists import is_among_texts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

#: Bodies that one look takes.
_MOST = 500


class InboxStore:
    """Bodies by source, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def add(self, source: str, body: bytes, now: datetime) -> None:
        """Keep a body; one that is the last of its source already is there once."""
        digest = hashlib.sha256(body).hexdigest()
        last = select(table.c.digest).where(table.c.source == source).order_by(table.c.key.desc()).limit(1)
        if self._connection.execute(last).scalar() != digest:
            values = {"id": random_id(), "source": source, "digest": digest, "body": body, "received_at": now}
            self._connection.execute(insert(table).values(values))

    def waiting(self, source: str, most_bytes: int) -> dict[str, bytes]:
        """Id → body of those that came first, in order; so many bytes at most, but always one body."""
        sizes = select(table.c.id, table.c.key, func.length(table.c.body).label("size")).where(table.c.source == source)
        wanted: list[str] = []
        total = 0
        for row in self._connection.execute(sizes.order_by(table.c.key).limit(_MOST)):
            total += row.size
            if wanted and total > most_bytes:
                break
            wanted.append(row.id)
        query = select(table.c.id, table.c.body).where(is_among_texts(self._connection, table.c.id, wanted))
        return {row.id: row.body for row in self._connection.execute(query.order_by(table.c.key))} if wanted else {}

    def drop(self, ids: Sequence[str]) -> None:
        """Let go of these; such as are gone already, without a word."""
        self._connection.execute(delete(table).where(is_among_texts(self._connection, table.c.id, ids)))

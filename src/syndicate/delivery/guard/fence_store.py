"""The SQL of the fence: the installation's id, the machines that may send for it, and where the database lies."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, insert, or_, select, text, update

from syndicate.delivery.guard.admission import Host
from syndicate.ids import random_id
from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import batches, hosts, installation

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

#: Carriers whose mails nobody gets: what left by them counts for nothing here.
KEPT_HERE = frozenset({"outbox"})

_ONLY = 1


class FenceStore:
    """The installation and its hosts, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on that transaction."""
        self._connection = connection

    def installation(self) -> str | None:
        """The installation's id, which a copy has as well; ``None``: it has none yet."""
        return self._connection.execute(select(installation.c.id)).scalar()

    def lock(self, now: datetime) -> str:
        """The same, made if need be; no other machine is admitted until this transaction ends."""
        fresh = insert_into(self._connection, installation).values(number=_ONLY, id=random_id(), made_at=now)
        self._connection.execute(fresh.on_conflict_do_nothing())
        found: str = self._connection.execute(select(installation.c.id).with_for_update()).scalar_one()
        return found

    def place(self) -> str:
        """Where the database lies: a file by its real path, a server's by what no copy by dump and restore shares."""
        if self._connection.dialect.name == "sqlite":
            return os.path.realpath(str(self._connection.engine.url.database))
        may_ask = "has_function_privilege('pg_control_system()', 'execute')"
        asked = "(SELECT system_identifier FROM pg_control_system())"
        system = self._connection.execute(text(f"SELECT {asked} WHERE {may_ask}")).scalar()
        this = text("SELECT current_database(), oid FROM pg_database WHERE datname = current_database()")
        name, number = self._connection.execute(this).one()
        return f"{name} (database {number} of the PostgreSQL server {system or 'that hides its name'})"

    def generation(self, host_id: str) -> int | None:
        """At which start the machine stands; ``None``: it is not known."""
        return self._connection.execute(select(hosts.c.generation).where(hosts.c.id == host_id)).scalar()

    def was_used(self, kept_here: Collection[str] = KEPT_HERE) -> bool:
        """Whether a machine was admitted, or a mail claimed for a carrier that reaches people."""
        claimed = exists().where(batches.c.carrier.not_in(kept_here))
        return bool(self._connection.execute(select(or_(exists().select_from(hosts), claimed))).scalar())

    def hosts(self) -> list[Host]:
        """The machines that may send, the one that started last first."""
        query = select(hosts).order_by(hosts.c.started_at.desc(), hosts.c.id)
        return [Host(**row) for row in self._connection.execute(query).mappings()]

    def start(self, host_id: str, name: str, generation: int, now: datetime) -> None:
        """Put the machine at that start."""
        values = {"name": name, "generation": generation, "started_at": now}
        if not self._connection.execute(update(hosts).where(hosts.c.id == host_id).values(**values)).rowcount:
            self._connection.execute(insert(hosts).values(id=host_id, admitted_at=now, **values))

    def forget(self, host_id: str) -> None:
        """Let a machine send no more under that id; harmless when it is not known."""
        self._connection.execute(delete(hosts).where(hosts.c.id == host_id))

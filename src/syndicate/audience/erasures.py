"""Who was forgotten, known again by a keyed digest: no list brings them back, only they themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from syndicate.storage.inserts import insert_into
from syndicate.storage.tables import erasures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from syndicate.audience.digests import AddressDigests


class Erasures:
    """The digests, within one transaction; committing it is the caller's."""

    def __init__(self, connection: Connection, digests: AddressDigests) -> None:
        """Work in the transaction that ``connection`` is in."""
        self._connection = connection
        self._digests = digests

    def add(self, address_key: str, now: datetime) -> None:
        """Remember that this address was forgotten."""
        row = {"digest": self._digests.of_erased(address_key), "erased_at": now}
        self._connection.execute(insert_into(self._connection, erasures).on_conflict_do_nothing(), [row])

    def among(self, address_keys: Iterable[str]) -> set[str]:
        """Which of the addresses were forgotten."""
        by_digest = {digest: key for key in address_keys for digest in self._digests.ever_of_erased(key)}
        query = select(erasures.c.digest).where(erasures.c.digest.in_(by_digest))
        return {by_digest[digest] for digest in self._connection.scalars(query)}

    def lift(self, address_key: str) -> bool:
        """Let somebody come back who asked for it by themselves; whether they were forgotten."""
        wanted = erasures.c.digest.in_(self._digests.ever_of_erased(address_key))
        return self._connection.execute(delete(erasures).where(wanted)).rowcount > 0

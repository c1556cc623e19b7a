"""The SQL of slugs: where the feed of a name lives, from the first time on and for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from syndicate.feeds.model import FeedKind
from syndicate.storage.tables import feed_places as table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from syndicate.feeds.scopes import Slugs


class SlugStore:
    """The slugs in one transaction; nothing here commits."""

    def __init__(self, connection: Connection) -> None:
        """Work on that connection."""
        self._connection = connection

    def all(self) -> dict[tuple[FeedKind, str], str]:
        """Every slug that was ever given, also of feeds that are gone for now."""
        query = select(table.c.kind, table.c.value, table.c.slug)
        return {(FeedKind(kind), value): slug for kind, value, slug in self._connection.execute(query)}

    def of(self, kind: FeedKind, value: str) -> str | None:
        """The slug of one name, if it was given one."""
        this = (table.c.kind == kind.value) & (table.c.value == value)
        return self._connection.execute(select(table.c.slug).where(this)).scalar_one_or_none()

    def add(self, slugs: Slugs) -> None:
        """Give slugs to names that have none."""
        rows: list[Mapping[str, str]] = [
            {"kind": kind.value, "value": value, "slug": slug} for (kind, value), slug in sorted(slugs.items())
        ]
        if rows:
            self._connection.execute(insert(table), rows)
